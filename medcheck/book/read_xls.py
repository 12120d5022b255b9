"""An old .xls workbook or a WPS .et as grids. The only door to xlrd.

xlrd and not calamine: the old format's names, percent formats and merges would need a second parser beside calamine,
and a far cell makes calamine allocate the whole sheet.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime

import xlrd
from xlrd.biffh import (
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    XLRDError,
    error_text_from_code,
)
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formula import FormulaError
from xlrd.xldate import XLDateError, xldate_as_datetime

from medcheck.book.grid import Grid, Merge, Spot, Workbook
from medcheck.book.look import Position
from medcheck.book.xls_look import XlsStyles, look_of, rich_texts, styles_of
from medcheck.errors import WorkbookError
from medcheck.form.values import Raw, error_text
from medcheck.package.file_kinds import SAVE_AS
from medcheck.package.guard import Package
from medcheck.package.refusals import MAX_SHEETS, protected, refusal, too_many_cells, too_many_sheets

MAX_RECORDS = 300_000
_ROWS_OF_CELLS = (0x00BD, 0x00BE)  # MULRK, MULBLANK: one record, many cells
# What a broken file makes of a parser that trusts its lengths and offsets.
_BROKEN = (
    *(CompDocError, FormulaError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError, MemoryError),
)


def read_xls(package: Package) -> Workbook:
    """Return the grids of a compound file; raise WorkbookError when it is protected or cannot be parsed."""
    try:
        stream = _stream(package)
        book = xlrd.open_workbook(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Silent()
        )
        if book.nsheets > MAX_SHEETS:
            raise too_many_sheets(package.file, book.nsheets)
        sheets = {name: book.sheet_by_name(name) for name in book.sheet_names()}
        styles = styles_of(book)
        grids = {name: _grid(package.file, book, sheet, styles) for name, sheet in sheets.items()}
        return Workbook(package.file, grids, _names(book))
    except XLRDError as error:
        if "encrypted" in str(error):
            raise protected(package.file) from error
        raise _unreadable(package.file) from error
    except _BROKEN as error:
        raise _unreadable(package.file) from error


def _stream(package: Package) -> bytes:
    """Return the workbook's records; raise WorkbookError where they are more cells than any form has."""
    compound = CompDoc(package.content, logfile=_Silent())
    for name in ("Workbook", "Book"):
        memory, start, length = compound.locate_named_stream(name)
        if memory:
            stream = bytes(memory[start : start + length])
            break
    else:
        raise _unreadable(package.file)
    at = cells = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        cells += size // 2 if kind in _ROWS_OF_CELLS else 1
        at += 4 + size
        if cells > MAX_RECORDS:
            raise too_many_cells(package.file, MAX_RECORDS)
    return stream


def _unreadable(file: str) -> WorkbookError:
    return refusal(file, "工作簿无法读取，可能已损坏", f"用 Excel/WPS 打开并修复，{SAVE_AS}")


class _Silent:
    """Where the parser's English remarks on odd files go."""

    def write(self, text: str) -> None:
        """Drop the text."""


def _grid(file: str, book: xlrd.Book, sheet: xlrd.sheet.Sheet, styles: XlsStyles) -> Grid:
    faults: dict[Position, str] = {}
    rows: list[list[Raw]] = []
    for index in range(sheet.nrows):
        row: list[Raw] = []
        for column, cell in enumerate(sheet.row(index) if sheet.row_len(index) else (), 1):
            if cell.ctype == XL_CELL_ERROR:
                faults[index + 1, column] = error_text(error_text_from_code.get(int(cell.value), "#N/A"))
            row.append(_value(cell, book.datemode))
        rows.append(row)
    for (number, column), rich in rich_texts(book, sheet).items():
        if not rich.fault:
            rows[number - 1][column - 1] = rich.text
    merges = [Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return Grid(file, sheet.name, rows, merges, look_of(book, sheet, styles, faults))


def _value(cell: xlrd.sheet.Cell, datemode: int) -> Raw:
    if cell.ctype == XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == XL_CELL_NUMBER:
        return float(cell.value)
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == XL_CELL_DATE:
        return _moment(float(cell.value), datemode)
    return None


def _moment(serial: float, datemode: int) -> Raw:
    """Return the day, or the time of a serial below one; a serial that is no day stays the number it is."""
    try:
        moment: datetime = xldate_as_datetime(serial, 1 if datemode else 0)
    except (XLDateError, OverflowError, ValueError):
        return serial
    return moment.time() if 0 <= serial < 1 else moment


def _names(book: xlrd.Book) -> Iterator[tuple[str, Spot]]:
    """Yield the defined names that point at a cell; one of a sheet before one of the workbook, which then stands."""
    for name in sorted(book.name_obj_list, key=lambda name: name.scope == -1):
        value = getattr(name.result, "value", None)
        if name.builtin or not isinstance(value, list) or len(value) != 1:
            continue
        first, last, top, _, left, _ = value[0].coords
        if last == first + 1 and 0 <= first < book.nsheets:
            yield name.name, (book.sheet_names()[first], top + 1, left + 1)
