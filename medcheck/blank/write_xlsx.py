"""Writes plans of sheets as an .xlsx file, the same bytes for the same plans. The only door to openpyxl; it never reads with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.address import address
from medcheck.blank.plan import Check, PlannedCell, SheetPlan
from medcheck.disk import write_whole
from medcheck.form.form import FormField
from medcheck.form.values import mend_text
from medcheck.package.fixed_zip import fixed

_WRITTEN = datetime(2019, 9, 1)  # fixed: the same plans give the same bytes
_LINE = Side(style="thin", color="FFA6A6A6")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BLUE, _PALE, _GREY, _YELLOW = "FF1F4E79", "FFEAF1F8", "FFF2F2F2", "FFFFF2CC"
_FORMATS = {
    "text": "@",
    "code": "@",
    "hours": "@",
    "weekdays": "@",
    "lines": "@",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
}
# style name: (bold, size, font colour, fill, grid, horizontal, vertical, indent)
_STYLES: dict[str, tuple[bool, int, str, str, bool, str, str, int]] = {
    "title": (True, 16, _BLUE, "", False, "center", "center", 0),
    "help": (False, 10, "FF595959", "", False, "left", "center", 0),
    "heading": (True, 11, "FFFFFFFF", _BLUE, False, "left", "center", 1),
    "note": (False, 10, "FF404040", "", True, "left", "center", 1),
    "label": (False, 11, "FF000000", _PALE, True, "left", "center", 1),
    "answer": (False, 11, "FF000000", "", True, "left", "center", 1),
    "answer_lines": (False, 11, "FF000000", "", True, "left", "center", 1),
    "field_help": (False, 9, "FF7F7F7F", "", True, "left", "center", 1),
    "header": (True, 10, "FF000000", "FFDCE6F1", True, "center", "center", 0),
    "ordinal": (False, 10, "FF7F7F7F", "", True, "center", "center", 0),
    "ordinal_plain": (False, 11, "FF000000", "", False, "right", "top", 0),
    "paragraph": (False, 11, "FF000000", "", False, "left", "top", 0),
    "printed": (False, 10, "FF000000", _PALE, True, "left", "center", 0),
    "code": (False, 8, "FF808080", _GREY, True, "left", "center", 0),
    "input": (False, 10, "FF000000", "", True, "left", "center", 0),
    "input_centred": (False, 10, "FF000000", "", True, "center", "center", 0),
    "tick": (True, 12, "FF000000", "", True, "center", "center", 0),
    "plain": (False, 10, "FF000000", "", False, "left", "center", 0),
}
_BOLD_FONT, _FONT = "黑体", "宋体"  # on every Windows that runs Excel or WPS in Chinese


def write(plans: Iterable[SheetPlan], title: str, path: Path) -> None:
    """Write the workbook to the path."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, style in _STYLES.items():
        workbook.add_named_style(_named_style(name, *style))
    for plan in plans:
        _write_sheet(workbook, plan)
    workbook.active = 1 if len(workbook.worksheets) > 1 else 0
    workbook.properties.title, workbook.properties.creator = title, "medcheck"
    workbook.properties.created = _WRITTEN
    buffer = BytesIO()
    workbook.save(buffer)
    write_whole(path, fixed(buffer), "工作簿")


def _named_style(
    name: str, bold: bool, size: int, colour: str, fill: str, grid: bool, horizontal: str, vertical: str, indent: int
) -> NamedStyle:
    style = NamedStyle(f"medcheck_{name}")
    style.font = Font(name=_BOLD_FONT if bold else _FONT, size=size, bold=bold, color=colour)
    style.alignment = Alignment(horizontal=horizontal, vertical=vertical, indent=indent, wrap_text=name != "code")
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    if grid:
        style.border = _GRID
    return style


def _write_sheet(workbook: Workbook, plan: SheetPlan) -> None:
    sheet = workbook.create_sheet(plan.name)
    for cell in plan.cells:
        _write_cell(sheet, cell)
    for merged in plan.merges:
        sheet.merge_cells(merged)
    for number, width in enumerate(plan.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, field in plan.below.items():
        sheet.column_dimensions[get_column_letter(number)].number_format = _FORMATS.get(field.kind, "General")
    for row, height in plan.heights.items():
        sheet.row_dimensions[row].height = height
    for check in plan.checks:
        if validation := _validation(check):
            sheet.add_data_validation(validation)
    for cells, formula in plan.marks:
        mark = DifferentialStyle(fill=PatternFill("solid", bgColor=_YELLOW))
        sheet.conditional_formatting.add(cells, Rule("expression", dxf=mark, formula=[formula]))
    for name, (row, column) in plan.names.items():
        at = f"'{plan.name}'!${get_column_letter(column)}${row}"
        workbook.defined_names[name] = DefinedName(name, attr_text=at)
    if plan.hidden:
        sheet.sheet_state = "hidden"
    else:
        _set_up_print(sheet, plan)


def _write_cell(sheet: Worksheet, cell: PlannedCell) -> None:
    target = sheet.cell(cell.row, cell.column)
    target.style = f"medcheck_{cell.style}"
    if cell.field:
        target.number_format = _FORMATS.get(cell.field.kind, "General")
    if isinstance(cell.value, str):
        target.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell.value)
        target.data_type = "s"  # openpyxl takes a leading = for a formula
        target.quotePrefix = cell.value[:1] in ("=", "+", "-", "@")
    elif cell.value is not None:
        number_format = target.number_format
        target.value = cell.value
        target.number_format = number_format


def _set_up_print(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if sum(plan.widths) > 108 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side, inches in (("left", 0.5), ("right", 0.5), ("top", 0.6), ("bottom", 0.7), ("footer", 0.3)):
        setattr(sheet.page_margins, side, inches)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("第 &P 页 共 &N 页")
    )
    if plan.header_row:
        sheet.freeze_panes = address(plan.header_row + 1, 3 if len(plan.widths) > 6 else 1)
        sheet.print_title_rows = f"{plan.header_row}:{plan.header_row}" if plan.header_row > 2 else "1:1"
    for row in plan.breaks:
        sheet.row_breaks.append(Break(id=row))
    if plan.print_last_row:
        sheet.print_area = f"A1:{get_column_letter(len(plan.widths))}{plan.print_last_row}"


def _validation(check: Check) -> DataValidation | None:
    field, (row, column) = check.field, check.first
    cells = f"{address(row, column)}:{address(check.last_row, column)}"
    validation = _limited(field, address(row, column), check.choices_at)
    if validation is None and not field.help:
        return None
    validation = validation or DataValidation()
    validation.sqref, validation.allow_blank = MultiCellRange(cells), True
    validation.showErrorMessage = not field.open_choice
    validation.errorTitle, validation.error = (
        "填写有误",
        f"{field.label}：{mend_text(field).removesuffix('后重新提交')}。",
    )
    if field.help:
        validation.showInputMessage, validation.promptTitle = True, field.label[:30]
        validation.prompt = field.help
    return validation


def _limited(field: FormField, cell: str, choices_at: str) -> DataValidation | None:
    """Return the check of a cell by the kind of its field, or None where anything may stand."""
    if field.kind == "choice":
        return DataValidation("list", choices_at or f'"{",".join(field.choices)}"')
    if field.kind == "flag":
        return DataValidation("list", '"是,否"')
    if field.kind in ("number", "percent"):
        return DataValidation("whole" if field.integer else "decimal", "0", operator="greaterThanOrEqual")
    if field.kind == "date" and field.long_term:
        return DataValidation("custom", f'OR(AND(ISNUMBER({cell}),{cell}>=1,{cell}<=73415),{cell}="长期")')
    if field.kind == "date":
        return DataValidation("date", "1", "73415", operator="between")  # 1900-01-01 to 2100-12-31
    if field.digits:
        return DataValidation("textLength", str(field.digits), operator="equal")
    return None
