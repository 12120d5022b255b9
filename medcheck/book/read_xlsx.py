"""An .xlsx or .xlsm workbook as grids. The only door to calamine; macros are never looked at."""

from __future__ import annotations

import python_calamine

from medcheck.book.grid import Grid, Merge, Workbook
from medcheck.book.parts import read_parts
from medcheck.errors import WorkbookError
from medcheck.package.file_kinds import SAVE_AS
from medcheck.package.guard import Package
from medcheck.package.refusals import refusal
from medcheck.package.repack import repacked

_PANIC = "PanicException"  # of the parser's own language; no exception of Python's, and no module gives its class


def read_xlsx(package: Package) -> Workbook:
    """Return the grids of a guarded package; raise WorkbookError when it cannot be parsed."""
    parts = read_parts(package)
    grids: dict[str, Grid] = {}
    try:
        book = python_calamine.load_workbook(repacked(package.content, package.parts, package.tags))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            merges = [
                Merge(top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            rows, part = sheet.to_python(skip_empty_area=False), parts.sheets[name]
            part.check_filled(rows)
            for (row, column), text in part.texts.items():
                if row <= len(rows) and column <= len(rows[row - 1]):
                    rows[row - 1][column - 1] = text
            grids[name] = Grid(package.file, name, rows, merges, part)
    except (python_calamine.CalamineError, KeyError, ValueError, OSError) as error:
        raise _unreadable(package.file) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise _unreadable(package.file) from error
        raise
    return Workbook(package.file, grids, [(name, spot) for name, spot in parts.names if spot[0] in grids])


def _unreadable(file: str) -> WorkbookError:
    return refusal(file, "工作簿无法读取，可能已损坏", f"用 Excel/WPS 打开并修复，{SAVE_AS}")
