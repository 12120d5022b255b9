"""An Assessment and the bytes of the workbook it is of → that workbook given back: cells coloured, comments, results.

What the applicant wrote stays as it is and reads to the same facts: the copy is read again before it is given out.
Where that cannot be had, the result sheet stands alone and says so. Judges nothing.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Set
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.book.cell_comments import OURS
from medcheck.book.grid import Grid, Spot
from medcheck.book.grid import Workbook as Grids
from medcheck.book.look import SAME_COLOUR, UNCALCULATED, Position
from medcheck.book.read_book import read_workbook
from medcheck.errors import MedcheckError
from medcheck.form.defined_names import OUR_SHEETS
from medcheck.form.values import Raw
from medcheck.package.fixed_zip import fixed
from medcheck.package.guard import Package, package_of
from medcheck.report.applicant_mark import applicant_mark
from medcheck.report.record.face_record import head_line
from medcheck.report.workbook.cell_notes import Note, cell_notes
from medcheck.report.workbook.change_sheet import add_changes
from medcheck.report.workbook.next_links import lead_on
from medcheck.report.workbook.result_rows import result_rows
from medcheck.report.workbook.result_sheet import FILLS, add_results

AUTHOR = "medcheck"
_COLOURS = frozenset(fill.fgColor.rgb for fill in FILLS.values())
_WRITTEN = datetime(2019, 9, 1)  # fixed: the same assessment gives the same bytes
_COMMENT_WIDTH, _LINE, _MOST_LINES, _A_LINE = 330, 18, 24, 26
_CARRIED = "要改的单元格已着色，并附批注；填报内容未作改动，公式保留保存时的计算结果"
_ALONE = "本文件只有评估结果，单元格地址指申请表原件"


def to_xlsx(assessment: Assessment, content: bytes) -> bytes:
    """Return the annotated workbook; `content` are the bytes the assessment was made from."""
    package = package_of(assessment.workbook.file, content)
    if package.kind != "xlsx":
        return _alone(assessment, f"申请表是 .{package.kind} 文件，不能写入批注；{_ALONE}。")
    before = read_workbook(package)
    notes = cell_notes(assessment)
    book = _loaded(package, before)
    again = any(OURS.encode() in part for part in package.parts.values())
    if book is not None:
        add_results(book, result_rows(assessment, (f"{_CARRIED}{_lost(package)}。",)))
        for sheet in book.worksheets:
            if sheet.title not in OUR_SHEETS:
                kept = frozenset(spot for spot, why in before.grids[sheet.title].faults.items() if why == SAME_COLOUR)
                _annotate(sheet, notes.get(sheet.title, {}), kept, again=again)
        lead_on(book, assessment)
        add_changes(book, assessment)
        written = _saved(book, assessment)
        if written is not None and _same(before, _read(assessment.workbook.file, written)):
            return written
    return _alone(assessment, f"申请表的写法特殊，不能原样写回；{_ALONE}。")


def _lost(package: Package) -> str:
    """Return what of a workbook is not carried over, or not for certain."""
    macros = "；原文件中的宏没有带入" if package.macros else ""
    drawn = any(name.startswith(("xl/drawings/drawing", "xl/cellimages")) for name in package.parts)
    return f"{macros}；原文件中的图片和图形可能没有带入，以原件为准" if drawn else macros


def _alone(assessment: Assessment, why: str) -> bytes:
    """Return the result sheet alone, without links: there is nothing to link to."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_results(book, tuple(row._replace(links={}) for row in result_rows(assessment, (why,))))
    written = _saved(book, assessment)
    assert written is not None
    return written


def _loaded(package: Package, before: Grids) -> Workbook | None:
    """Return the workbook with values in place of formulas; one never calculated stays a formula, not an empty cell."""
    try:
        book = _load(package.content, values=True)
        unset = [(grid.name, spot) for grid in before.grids.values() for spot in _uncalculated(grid)]
        formulas = _load(package.content, values=False) if unset else book
        for name, (row, column) in unset:
            book[name].cell(row, column).value = formulas[name].cell(row, column).value
    except Exception:  # openpyxl fails in many ways on odd files that are sound otherwise
        logging.getLogger(__name__).info("openpyxl cannot load %s", package.file, exc_info=True)
        return None
    book.template = False
    return book


def _load(content: bytes, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it cannot carry (extensions, pictures) is the look, not the content
        return load_workbook(BytesIO(content), data_only=values, keep_vba=False, rich_text=True)


def _uncalculated(grid: Grid) -> list[tuple[int, int]]:
    return [spot for spot, why in grid.faults.items() if why == UNCALCULATED]


def _saved(book: Workbook, assessment: Assessment) -> bytes | None:
    """Return the workbook's bytes with all dates fixed; None where openpyxl cannot write what it has read."""
    book.properties.title, book.properties.creator = f"{assessment.applicant.name} 评估结果", AUTHOR
    book.properties.keywords, book.properties.description = applicant_mark(assessment), head_line(assessment)
    book.properties.created, book.properties.lastModifiedBy = _WRITTEN, AUTHOR
    buffer = BytesIO()
    try:
        book.save(buffer)
    except Exception:  # as for loading
        logging.getLogger(__name__).info("openpyxl cannot save", exc_info=True)
        return None
    return fixed(buffer)


def _read(file: str, content: bytes) -> Grids | None:
    try:
        return read_workbook(package_of(file, content))
    except MedcheckError:
        return None


def _same(before: Grids, after: Grids | None) -> bool:
    """Return whether every sheet but ours, and every name, reads as it did."""
    if after is None:
        return False
    old, new = (
        {name: _content(grid) for name, grid in grids.grids.items() if name not in OUR_SHEETS}
        for grids in (before, after)
    )
    return list(old.items()) == list(new.items()) and _names(before) == _names(after)


def _names(grids: Grids) -> Mapping[str, Spot]:
    """Return the defined names, without those of Excel itself (print areas), of which there is one a sheet."""
    return {name: spot for name, spot in grids.names.items() if not name.startswith("_xlnm.")}


def _content(grid: Grid) -> tuple[bool, Mapping[tuple[int, int], Raw], Mapping[tuple[int, int], str]]:
    """Return all a sheet says: whether it is hidden, its cells that are not blank, and those at fault."""
    cells = {
        (row, column): raw
        for row in range(1, grid.height + 1)
        for column, raw in enumerate(grid.row(row), 1)
        if raw not in (None, "")
    }
    return grid.hidden, cells, grid.faults


def _annotate(sheet: Worksheet, notes: Mapping[str, Note], kept: Set[Position], *, again: bool) -> None:
    """Colour the judged cells of a sheet and comment them; take away what an earlier assessment left.

    The cells that are `kept` in their colour hold letters nobody can see: on another ground they would be declared.
    """
    for cell in (cell for row in sheet.iter_rows() for cell in row) if again else ():
        if isinstance(cell, Cell) and _is_marked(cell):
            _clean(cell)
    for name, note in notes.items():
        target = sheet[name]
        if isinstance(target, MergedCell):
            target = sheet[next(area for area in sheet.merged_cells.ranges if name in area).start_cell.coordinate]
        if (target.row, target.column) not in kept:
            target.fill = FILLS[note.mark]
        if not note.text:
            continue
        own = target.comment.text.strip() if target.comment else ""
        target.comment = _comment(f"{own}\n\n{OURS}\n{note.text}" if own else f"{OURS}\n{note.text}")


def _is_marked(cell: Cell) -> bool:
    """Return whether an earlier assessment commented a cell, or only coloured it."""
    if cell.comment:
        return OURS in (cell.comment.text or "")
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _COLOURS


def _clean(cell: Cell) -> None:
    """Take an earlier comment of ours and its colour off a cell; what stood before it is the applicant's."""
    own = cell.comment.text.partition(OURS)[0].strip() if cell.comment else ""
    cell.comment = Comment(own, "") if own else None
    cell.fill = PatternFill()


def _comment(text: str) -> Comment:
    lines = sum(1 + len(line) // _A_LINE for line in text.split("\n"))
    return Comment(text, AUTHOR, height=_LINE * min(lines + 1, _MOST_LINES), width=_COMMENT_WIDTH)
