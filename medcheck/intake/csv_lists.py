"""Lists that come as .csv files beside the workbook: an export of a staff or stock system instead of typed rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from medcheck.book.csv_file import read_csv
from medcheck.book.grid import Grid
from medcheck.book.look import SheetLook
from medcheck.errors import Place, Problem, WorkbookError, suggest
from medcheck.fact import Role
from medcheck.form.form import Form, Sheet
from medcheck.intake.application import ListFile
from medcheck.intake.locate import Header, list_header
from medcheck.shown import file_name


class Beside(NamedTuple):
    """A list beside the workbook: its file, and its header in it."""

    file: ListFile
    header: Header


def read_lists(form: Form, lists: Mapping[str, Path]) -> dict[str, Beside]:
    """Return the lists by table id; raise WorkbookError where the form has no such list or a file has no header."""
    return {sheet.id: _read(sheet, path) for name, path in lists.items() for sheet in [_sheet(form, name, path)]}


def _sheet(form: Form, name: str, path: Path) -> Sheet:
    sheet = next((sheet for sheet in form.tables() if name in (sheet.id, sheet.name)), None)
    if sheet is None:
        names = [sheet.name for sheet in form.tables()]
        text = f"“{form.title}”没有“{name}”这张清单{suggest(name, names)}"
        raise WorkbookError([Problem(Place(file_name(path)), text, f"可用的清单：{'、'.join(names)}")])
    return sheet


def _read(sheet: Sheet, path: Path) -> Beside:
    rows, digest = read_csv(path)
    grid = Grid(file_name(path), file_name(path), rows, (), SheetLook(), Role.LIST)
    header = list_header(grid, sheet)
    if header is None:
        needed = "、".join(column.label for column in sheet.columns if column.required)
        text = f"没有找到“{sheet.name}”的表头：一行中应有“{needed}”等列名"
        raise WorkbookError([Problem(Place(file_name(path)), text, "补上表头一行后重试")])
    return Beside(ListFile(sheet.id, file_name(path), digest), header)
