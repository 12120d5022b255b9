"""Tables → the bytes of a workbook: one sheet each, filters, a head that stays, never a formula. Knows nothing of their content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.package.fixed_zip import fixed

_HEAD = Font(name="宋体", bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
_WRAP, _TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_FONT, _LINK = Font(name="宋体", size=10), Font(name="宋体", size=10, color="FF1F4E79", underline="single")
_LONGEST_LIST = 250  # a list written into a validation holds 255 characters
_LONGEST = 32_000  # a cell holds 32,767 characters

Value = str | int


class Dropdown(NamedTuple):
    """The answers that the cells of a column, counted from 1, offer from one row to another."""

    column: int
    first: int
    last: int
    options: Sequence[str]


class SheetTable(NamedTuple):
    """A sheet: its name, its columns with their widths, its rows; `links` is the number of a column of file names."""

    name: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Value]]
    links: int = 0
    dropdowns: Sequence[Dropdown] = ()


def workbook_of(tables: Iterable[SheetTable], mark: str) -> bytes:
    """Return the workbook's bytes, the same for the same tables; `mark` stands among its properties as a keyword."""
    book = Workbook(write_only=True)
    book.properties.created = datetime(2019, 9, 1)  # fixed: the same tables give the same bytes
    book.properties.keywords = mark
    for table in tables:
        _sheet(book, table)
    buffer = BytesIO()
    book.save(buffer)
    return fixed(buffer)


def _sheet(book: Workbook, table: SheetTable) -> None:
    sheet: Worksheet = book.create_sheet(table.name)
    sheet.freeze_panes = "B2"
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [_cell(sheet, column) for column in table.columns]
    for cell in head:
        cell.font, cell.fill = _HEAD
        cell.alignment = _WRAP
    sheet.append(head)
    count = 1
    for row in table.rows:
        count += 1
        cells = [_cell(sheet, value) for value in row]
        if table.links and row[table.links - 1]:
            cells[table.links - 1].hyperlink = str(row[table.links - 1])
            cells[table.links - 1].font = _LINK
        sheet.append(cells)
    for offered in table.dropdowns:
        listed = ",".join(offered.options)
        if len(listed) <= _LONGEST_LIST:
            letter = get_column_letter(offered.column)
            validation = DataValidation("list", f'"{listed}"', allow_blank=True)
            validation.add(f"{letter}{offered.first}:{letter}{offered.last}")
            sheet.data_validations.append(validation)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count}"


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """Return a cell that is never a formula, whatever its text begins with."""
    cell = WriteOnlyCell(sheet, value if isinstance(value, int) else _plain(value))
    cell.font, cell.alignment = _FONT, _WRAP if isinstance(value, str) and len(value) > 12 else _TOP
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    return cell


def _plain(text: str) -> str:
    """Return a text without the control characters a workbook cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")[:_LONGEST]
