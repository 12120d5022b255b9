"""An OpenDocument spreadsheet (.ods) as grids; repeated cells and rows are written out, as far as they hold anything.

Read from the XML at once: calamine gives neither names, nor percent formats, nor merges, nor errors of this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.intake import xml
from medcheck.intake.counts import MAX_CELLS
from medcheck.intake.grid import Grid, Merge, Spot, Workbook
from medcheck.intake.guard import Package
from medcheck.intake.look import UNCALCULATED, Position, SheetLook
from medcheck.intake.plan import column_number
from medcheck.intake.refusals import broken, too_far_apart
from medcheck.intake.values import Raw, error_text

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = ("table-cell", "covered-table-cell")
_ADDRESS = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_DEEPEST = 50
_HIDDEN = ("collapse", "filter")


def read_ods(package: Package) -> Workbook:
    """Return the grids of a guarded package; raise WorkbookError when it cannot be parsed."""
    try:
        return _Reader(package).read()
    except (xml.ParseError, KeyError, ValueError, OverflowError) as error:
        raise broken(package.file) from error


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, name: str, *, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self.rows: list[list[Raw]] = []
        self.merges: list[Merge] = []
        self.faults: dict[Position, str] = {}
        self.percents: set[Position] = set()
        self.hidden_lines = False

    def grid(self, file: str) -> Grid:
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        look = SheetLook(self.hidden, self.hidden_lines, self.faults, self.percents)
        return Grid(file, self.name, self.rows, self.merges, look)


class _Row(NamedTuple):
    values: list[Raw]
    faults: dict[int, str]
    percents: set[int]


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._written = 0
        self._pending = 0  # blank rows that only count when a filled one follows

    def read(self) -> Workbook:
        hidden_styles: set[str] = set()
        grids: dict[str, Grid] = {}
        names: dict[str, Spot] = {}
        sheet: _Sheet | None = None
        for event, element in xml.walk(self._package.parts["content.xml"]):
            tag = xml.tag(element)
            if event == "start":
                if tag == "table" and sheet is None:
                    hidden = xml.attribute(element, "style-name") in hidden_styles
                    sheet, self._pending = _Sheet(xml.attribute(element, "name"), hidden=hidden), 0
                continue
            if tag == "style" and _is_hidden(element):
                hidden_styles.add(xml.attribute(element, "name"))
            elif tag == "table-row" and sheet is not None:
                self._row(sheet, element)
                element.clear()
            elif tag == "table-column" and sheet is not None:
                sheet.hidden_lines |= xml.attribute(element, "visibility") in _HIDDEN
            elif tag == "table" and sheet is not None:
                grids[sheet.name], sheet = sheet.grid(self._package.file), None
            elif tag == "named-range" and (spot := _spot(element)):
                names[xml.attribute(element, "name")] = spot
        return Workbook(self._package.file, grids, {name: spot for name, spot in names.items() if spot[0] in grids})

    def _row(self, sheet: _Sheet, element: Element) -> None:
        number = len(sheet.rows) + self._pending + 1
        row = self._cells(sheet, element, number)
        times = _repeated(element, "number-rows-repeated")
        if not row.values and not row.faults:
            self._pending += times
            return
        sheet.hidden_lines |= xml.attribute(element, "visibility") in _HIDDEN
        self._write(len(row.values) * times + self._pending)
        sheet.rows += [[]] * self._pending + [row.values] * times
        self._pending = 0
        for copy in range(number, number + times) if row.faults or row.percents else ():
            sheet.faults |= {(copy, column): fault for column, fault in row.faults.items()}
            sheet.percents |= {(copy, column) for column in row.percents}

    def _cells(self, sheet: _Sheet, element: Element, number: int) -> _Row:
        """Return a row up to its last filled cell."""
        row = _Row([], {}, set())
        blanks = 0
        for cell in element:
            if xml.tag(cell) not in _CELLS:
                continue
            times, column = _repeated(cell, "number-columns-repeated"), len(row.values) + blanks + 1
            self._merge(sheet, cell, number, column)
            value, fault = _value(cell)
            if value is None and not fault:
                blanks += times
                continue
            self._write(blanks + times)
            row.values.extend([None] * blanks + [value] * times)
            blanks = 0
            if fault:
                row.faults.update(dict.fromkeys(range(column, column + times), fault))
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                row.percents.update(range(column, column + times))
        return row

    def _write(self, cells: int) -> None:
        """Count cells written out; raise WorkbookError where repeats make more than any form has."""
        self._written += cells
        if self._written > MAX_CELLS:
            raise too_far_apart(self._package.file)

    @staticmethod
    def _merge(sheet: _Sheet, cell: Element, row: int, column: int) -> None:
        wide, high = _repeated(cell, "number-columns-spanned"), _repeated(cell, "number-rows-spanned")
        if wide > 1 or high > 1:
            sheet.merges.append(Merge(row, column, row + high - 1, column + wide - 1))


def _is_hidden(style: Element) -> bool:
    return any(xml.attribute(child, "display") == "false" for child in style if xml.tag(child) == "table-properties")


def _repeated(element: Element, name: str) -> int:
    return max(int(xml.attribute(element, name) or 1), 1)


def _value(cell: Element) -> tuple[Raw, str]:
    """Return a cell's value, and why it cannot be relied on."""
    kind, formula = cell.get(f"{_OFFICE}value-type"), xml.attribute(cell, "formula")
    if "error" in (value for key, value in cell.attrib.items() if key.endswith("}value-type")):
        return None, error_text(_text(cell) or "#VALUE!")
    if kind in ("float", "percentage", "currency"):
        return float(xml.attribute(cell, "value")), ""
    if kind == "boolean":
        return xml.attribute(cell, "boolean-value") == "true", ""
    if kind == "date":
        return _date(xml.attribute(cell, "date-value")), ""
    if kind == "time":
        return _time(xml.attribute(cell, "time-value")), ""
    text = _text(cell) or xml.attribute(cell, "string-value")
    return text or None, UNCALCULATED if formula and not kind and not text else ""


def _date(text: str) -> date | datetime:
    return datetime.fromisoformat(text[:26]) if "T" in text else date.fromisoformat(text)


def _time(text: str) -> Raw:
    match = re.fullmatch(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S", text)
    return time(int(match[1]), int(match[2]), int(match[3])) if match and int(match[1]) < 24 else text


def _text(cell: Element) -> str:
    """Return the text of a cell: its paragraphs a line each, without the notes of others."""
    return "\n".join("".join(_pieces(child)) for child in cell if xml.tag(child) == "p")


def _pieces(element: Element, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ValueError("spans within spans")  # no office program writes them; told as a broken file
    yield element.text or ""
    for child in element:
        tag = xml.tag(child)
        if tag == "s":
            yield " " * min(_repeated(child, "c"), 1000)
        elif tag in ("tab", "line-break"):
            yield "\t" if tag == "tab" else "\n"
        elif tag not in ("annotation", "note"):
            yield from _pieces(child, depth + 1)
        yield child.tail or ""


def _spot(element: Element) -> Spot | None:
    match = _ADDRESS.fullmatch(xml.attribute(element, "cell-range-address"))
    if not match:
        return None
    return (match[1] or match[2]).replace("''", "'"), int(match[4]), column_number(match[3])
