"""The rows of a result sheet → a sheet of an openpyxl workbook, in front of the others. Text is text: never a formula.

Sees workbooks only as they are handed to it; medcheck.report.workbook.annotated opens and saves them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.address import address
from medcheck.blank.plan import text_height
from medcheck.form.defined_names import RESULTS
from medcheck.report.workbook.cell_notes import HINT, MEND, PROBLEM, PUT_RIGHT
from medcheck.report.workbook.result_rows import COLUMNS, ResultRow
from medcheck.verdict import Verdict

FILLS: Mapping[str, PatternFill] = {
    mark: PatternFill("solid", fgColor=f"FF{colour}")
    for mark, colour in (
        (Verdict.FAIL, "F8C9C4"),
        (Verdict.ERROR, "F3B0DC"),
        (PROBLEM, "FBD9B5"),
        (Verdict.CONFLICT, "EBCDEB"),
        (Verdict.UNKNOWN, "FDEDB0"),
        (Verdict.JUDGE, "D3E0F5"),
        (Verdict.CHECK, "CFE8EC"),
        (Verdict.INSPECT, "DCE4FA"),
        (HINT, "FFF8DC"),
        (Verdict.WAIVED, "DDEFC8"),
        (Verdict.PASS, "DFF0DF"),
        (Verdict.NOT_APPLICABLE, "EDEDED"),
        (MEND, "FFD966"),
        (PUT_RIGHT, "F8CBAD"),
    )
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = frozenset("=+-@")
_LONGEST, _TALLEST = 32_767, 409.0  # of a cell and of a row, in Excel
_LINE = Side(style="thin", color="FFBFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BLUE = "FF1F4E79"


class _Look(NamedTuple):
    """How a kind of row is written: font of the first cell and of the others, fill, where, and what a line is tall."""

    first: Font
    rest: Font
    fill: PatternFill | None = None
    border: Border = Border()
    horizontal: str = "left"
    line: float = 1.0


def _font(size: int, colour: str = "FF000000", *, bold: bool = False) -> Font:
    return Font(name="黑体" if bold else "宋体", size=size, bold=bold, color=colour)


_BODY, _LABEL, _LINK = (
    _font(10),
    _font(10, "FF595959"),
    Font(name="宋体", size=10, color="FF0563C1", underline="single"),
)
_GREY, _HEAD = PatternFill("solid", fgColor="FFEAF1F8"), PatternFill("solid", fgColor=_BLUE)
_LOOKS: Mapping[str, _Look] = {
    "title": _Look(_font(16, _BLUE, bold=True), _BODY, line=1.8),
    "pair": _Look(_LABEL, _BODY),
    "stopped": _Look(_LABEL, _font(13, "FFB3261E", bold=True), line=1.5),
    "clear": _Look(_LABEL, _font(13, "FF1E6B34", bold=True), line=1.5),
    "heading": _Look(_font(13, _BLUE, bold=True), _BODY, line=2.0),
    "section": _Look(_font(10, _BLUE, bold=True), _BODY, _GREY),
    "header": _Look(_font(10, "FFFFFFFF", bold=True), _font(10, "FFFFFFFF", bold=True), _HEAD, _GRID, "center", 1.3),
    "problem_header": _Look(
        _font(10, "FFFFFFFF", bold=True), _font(10, "FFFFFFFF", bold=True), _HEAD, _GRID, "center", 1.3
    ),
    "finding": _Look(_LABEL, _BODY, border=_GRID),
    "problem": _Look(_LABEL, _BODY, border=_GRID),
}
_TOGETHER: Mapping[str, tuple[tuple[int, int], ...]] = {
    **dict.fromkeys(("title", "heading", "section"), ((1, len(COLUMNS)),)),
    **dict.fromkeys(("pair", "stopped", "clear"), ((2, len(COLUMNS)),)),
    **dict.fromkeys(("problem", "problem_header"), ((3, 6), (7, 8), (9, 10))),
}


def add_results(workbook: Workbook, rows: tuple[ResultRow, ...]) -> None:
    """Put the result sheet in front of a workbook, in place of an earlier one."""
    if RESULTS in workbook.sheetnames:
        workbook.remove(workbook[RESULTS])
    sheet = workbook.create_sheet(RESULTS, 0)
    painter = _Painter()
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, row, painter)
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    set_up_sheet(sheet)
    workbook.active = 0
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet


class _Painter:
    """Gives cells their look; each look is put together once, which is where openpyxl takes its time."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bool, bool, str, bool], StyleArray] = {}

    def paint(self, cell: Cell, key: tuple[str, bool, bool, str, bool]) -> None:
        """Give a cell its look: of a kind of row, first or not, a link or not, with a mark, quoted or not."""
        if key not in self._made:
            style, first, linked, mark, quoted = key
            look = _LOOKS[style]
            cell.font = _LINK if linked else look.first if first else look.rest
            cell.border = look.border
            cell.alignment = Alignment(look.horizontal, "top" if style == "finding" else "center", wrap_text=True)
            if fill := FILLS[mark] if mark else look.fill:
                cell.fill = fill
            cell.quotePrefix = quoted
            self._made[key] = cell._style  # type: ignore[attr-defined]  # openpyxl's own way to copy a look
        cell._style = copy(self._made[key])  # type: ignore[attr-defined]


def _write_row(sheet: Worksheet, number: int, row: ResultRow, painter: _Painter) -> None:
    look = _LOOKS[row.style]
    together = _TOGETHER.get(row.style, ())
    for left, right in together:
        sheet.merge_cells(start_row=number, end_row=number, start_column=left, end_column=right)
    for column in range(1, len(COLUMNS) + 1):
        cell = sheet.cell(number, column)
        if not isinstance(cell, Cell):  # merged into the one before
            cell.border = look.border
            continue
        text = row.cells[column - 1] if column <= len(row.cells) else ""
        mark = row.mark if column == 2 else ""
        painter.paint(cell, (row.style, column == 1, column - 1 in row.links, mark, text[:1] in _FORMULA))
        if text:
            plain_cell(sheet, number, column, text)
        if target := row.links.get(column - 1):
            name = target[0].replace("'", "''")
            cell.hyperlink = Hyperlink(ref=address(number, column), location=f"'{name}'!{target[1]}")
    sheet.row_dimensions[number].height = _height(row, look, together)


def plain_cell(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Return the cell with a text in it that is never a formula and holds nothing a workbook cannot."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = _UNPRINTABLE.sub("\ufffd", text)[:_LONGEST]
    cell.data_type = "s"  # openpyxl takes a leading = for a formula
    return cell


def _height(row: ResultRow, look: _Look, together: tuple[tuple[int, int], ...]) -> float:
    """Return the points the longest text of a row needs."""
    widths = dict(enumerate((width for _, width in COLUMNS), 1))
    for left, right in together:
        widths[left] = sum(widths[column] for column in range(left, right + 1))
    size = float(look.rest.size or 10) / 10
    tallest = max(text_height(text, (widths[column] - 1) / size) for column, text in enumerate(row.cells, 1) if text)
    return min(max(tallest * size * (look.line if tallest <= 14 else 1.0) + 3, 16.0), _TALLEST)


def set_up_sheet(sheet: Worksheet) -> None:
    """Give a sheet of ours its paper, margins, foot and the colour of its tab."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_properties.tabColor = "1F4E79"
    for side, inches in (("left", 0.4), ("right", 0.4), ("top", 0.5), ("bottom", 0.6), ("footer", 0.3)):
        setattr(sheet.page_margins, side, inches)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("第 &P 页 共 &N 页")
    )
