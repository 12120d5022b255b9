"""The first sheet of a workbook given back: what to change, a line a cause, with a link to the cell and a box to tick."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.address import address
from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.blank.plan import text_height
from medcheck.form.defined_names import CHANGES
from medcheck.report.changing import change_cells, change_groups, change_task, others_sentence
from medcheck.report.workbook.cell_notes import MEND, PUT_RIGHT, first_cell
from medcheck.report.workbook.result_sheet import FILLS, plain_cell, set_up_sheet

_WIDTHS = (6, 34, 22, 66, 8)
_HEADS = ("序号", "格子（点击跳到该处）", "现在", "怎样改", "改好")
_LEGEND = ((MEND, "要改", "这种底色的格子要改"), (PUT_RIGHT, "整改后再改", "这种底色的格子先整改达到标准，再改"))
_TALLEST = 409.0
_LINKED = 2  # the column of the cells
_LINE = Side(style="thin", color="FFBFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE = Font(name="黑体", size=16, bold=True)
_HEAD, _BODY = Font(name="黑体", size=11, bold=True), Font(name="宋体", size=11)
_LINK = Font(name="宋体", size=11, color="FF0563C1", underline="single")
_GREY = PatternFill("solid", fgColor="FFEDEDED")


def add_changes(workbook: Workbook, assessment: Assessment) -> None:
    """Put the sheet of changes in front of a workbook, in place of an earlier one; nothing where nothing is to be changed."""
    if CHANGES in workbook.sheetnames:
        workbook.remove(workbook[CHANGES])
    if not assessment.changes:
        return
    sheet = workbook.create_sheet(CHANGES, 0)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _write_head(sheet, assessment)
    for title, changes in change_groups(assessment):
        row = _wide(sheet, row, f"{title}（{len(changes)}项）", _HEAD)
        for column, name in enumerate(_HEADS, 1):
            cell = plain_cell(sheet, row, column, name)
            cell.font, cell.fill, cell.border = _HEAD, _GREY, _GRID
            cell.alignment = Alignment("center", "center", wrap_text=True)
        for number, change in enumerate(changes, 1):
            row += 1
            _write_change(sheet, row, number, change)
        row += 1
    set_up_sheet(sheet)
    workbook.active = 0
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _write_head(sheet: Worksheet, assessment: Assessment) -> int:
    """Write who, the conclusion and the legend; return the first row that is free."""
    row = _wide(sheet, 1, f"改这些格子：{assessment.applicant.name}", _TITLE)
    row = _wide(sheet, row, f"{assessment.conclusion_word}：{assessment.sentence}", _BODY)
    for line in _said(assessment):
        row = _wide(sheet, row, line, _BODY)
    for mark, name, words in _LEGEND:
        cell = plain_cell(sheet, row, 2, name)
        cell.font, cell.fill, cell.border, cell.alignment = _BODY, FILLS[mark], _GRID, Alignment("center")
        plain_cell(sheet, row, 3, words).font = _BODY
        row += 1
    return row


def _said(assessment: Assessment) -> Iterator[str]:
    yield "改完保存后，把本文件再评估一次即可；本表和各格的批注会换成新的，不影响填报内容。"
    if others := others_sentence(assessment):
        yield others


def _wide(sheet: Worksheet, row: int, text: str, font: Font) -> int:
    """Write a text over all columns and return the next row."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    cell = plain_cell(sheet, row, 1, text)
    cell.font, cell.alignment = font, Alignment("left", "center", wrap_text=True)
    size = float(font.size or 11) / 10
    sheet.row_dimensions[row].height = min(text_height(text, sum(_WIDTHS) / size) * size + 6, _TALLEST)
    return row + 1


def _write_change(sheet: Worksheet, row: int, number: int, change: FormChange) -> None:
    texts = (str(number), change_cells(change), change.stands or "—", change_task(change), "☐")
    for column, text in enumerate(texts, 1):
        cell = plain_cell(sheet, row, column, text)
        cell.font, cell.border = _BODY, _GRID
        cell.alignment = Alignment("center" if column in (1, 5) else "left", "center", wrap_text=True)
        if column == _LINKED and (place := first_cell(change)):
            _link(cell, *place)
    heights = (text_height(text, (width - 1) / 1.1) for text, width in zip(texts, _WIDTHS, strict=True))
    sheet.row_dimensions[row].height = min(max(heights) * 1.1 + 6, _TALLEST)


def _link(cell: Cell, sheet: str, target: str) -> None:
    name = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=address(cell.row, cell.column), location=f"'{name}'!{target}")
    cell.font = _LINK
