"""An OpenDocument spreadsheet (.ods) as grids; repeated cells and rows are written out, as far as they hold anything.

Read from the XML at once: calamine gives neither names, nor percent formats, nor merges, nor errors of this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.address import column_number
from medcheck.book.cell_comments import own_words
from medcheck.book.grid import Grid, Merge, Spot, Workbook
from medcheck.book.look import UNCALCULATED, Position, SheetLook
from medcheck.book.ods_styles import STYLES, OdsStyles, TextStyle, common_styles, is_raised
from medcheck.book.rich_text import TextRun, read_runs
from medcheck.form.values import Raw, error_text
from medcheck.package import xml
from medcheck.package.counts import MAX_CELLS
from medcheck.package.guard import Package
from medcheck.package.refusals import broken, too_far_apart

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = ("table-cell", "covered-table-cell")
_ADDRESS = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_DEEPEST = 50
_HIDDEN = ("collapse", "filter")
_MOST_COLUMNS = 1024  # a style of a column may go on to the last one a program knows


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
        self.unseen: dict[Position, str] = {}
        self.formats: dict[Position, str] = {}
        self.comments: dict[Position, str] = {}
        self.thin_rows: set[int] = set()
        self.thin_columns: set[int] = set()
        self.defaults: list[tuple[int, str]] = []  # up to which column cells without a style have which one
        self.hidden_lines = False

    def default_style(self, column: int) -> str:
        """Return the style of the cells of a column that name none."""
        return next((style for last, style in self.defaults if column <= last), "")

    def grid(self, file: str) -> Grid:
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        thin = frozenset(self.thin_rows), frozenset(self.thin_columns)
        look = SheetLook(
            self.hidden, self.hidden_lines, self.faults, self.unseen, self.formats, *thin, comments=self.comments
        )
        return Grid(file, self.name, self.rows, self.merges, look)


class _Row(NamedTuple):
    """A row while it is read: its values, and by column what else is said of them."""

    values: list[Raw]
    faults: dict[int, str]
    unseen: dict[int, str]
    formats: dict[int, str]
    comments: dict[int, str]


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._written = 0
        self._pending = 0  # blank rows that only count when a filled one follows
        self._styles = OdsStyles()

    def read(self) -> Workbook:
        for named in common_styles(self._package.parts.get("styles.xml", b"")).values():
            self._styles.learn(named)
        grids: dict[str, Grid] = {}
        names: list[tuple[str, Spot]] = []
        sheet: _Sheet | None = None
        for event, element in xml.walk(self._package.parts["content.xml"]):
            tag = xml.tag(element)
            if event == "start":
                if tag == "table" and sheet is None:
                    hidden = xml.attribute(element, "style-name") in self._styles.hidden_tables
                    sheet, self._pending = _Sheet(xml.attribute(element, "name"), hidden=hidden), 0
                continue
            if tag in STYLES and sheet is None:
                self._styles.learn(element)
            elif tag == "table-row" and sheet is not None:
                self._row(sheet, element)
                element.clear()
            elif tag == "table-column" and sheet is not None:
                self._column(sheet, element)
            elif tag == "table" and sheet is not None:
                grids[sheet.name], sheet = sheet.grid(self._package.file), None
            elif tag == "named-range" and (spot := _spot(element)):
                names.append((xml.attribute(element, "name"), spot))
        return Workbook(self._package.file, grids, [(name, spot) for name, spot in names if spot[0] in grids])

    def _column(self, sheet: _Sheet, element: Element) -> None:
        first = sheet.defaults[-1][0] + 1 if sheet.defaults else 1
        last = first + _repeated(element, "number-columns-repeated") - 1
        sheet.defaults.append((last, xml.attribute(element, "default-cell-style-name")))
        hidden = xml.attribute(element, "visibility") in _HIDDEN
        sheet.hidden_lines |= hidden
        if not hidden and self._styles.is_thin(xml.attribute(element, "style-name")):
            sheet.thin_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))

    def _row(self, sheet: _Sheet, element: Element) -> None:
        number = len(sheet.rows) + self._pending + 1
        row = self._cells(sheet, element, number)
        times = _repeated(element, "number-rows-repeated")
        if not row.values and not row.faults:
            self._pending += times
            return
        hidden = xml.attribute(element, "visibility") in _HIDDEN
        sheet.hidden_lines |= hidden
        self._write(len(row.values) * times + self._pending)
        sheet.rows += [[]] * self._pending + [row.values] * times
        self._pending = 0
        thin = not hidden and self._styles.is_thin(xml.attribute(element, "style-name"))
        for copy in range(number, number + times) if thin or any(row[1:]) else ():
            for marks, at_columns in zip(
                (sheet.faults, sheet.unseen, sheet.formats, sheet.comments), row[1:], strict=True
            ):
                marks.update({(copy, column): mark for column, mark in at_columns.items()})
            sheet.thin_rows.update({copy} if thin else ())

    def _cells(self, sheet: _Sheet, element: Element, number: int) -> _Row:
        """Return a row up to its last filled cell."""
        row = _Row([], {}, {}, {}, {})
        blanks, row_style = 0, xml.attribute(element, "default-cell-style-name")
        for cell in element:
            if xml.tag(cell) not in _CELLS:
                continue
            times, column = _repeated(cell, "number-columns-repeated"), len(row.values) + blanks + 1
            self._merge(sheet, cell, number, column)
            value, fault = _value(cell)
            if comment := _comment(cell):
                row.comments[column] = comment
            if value is None and not fault:
                blanks += times
                continue
            self._write(blanks + times)
            row.values.extend([None] * blanks + [value] * times)
            blanks = 0
            if fault:
                row.faults.update(dict.fromkeys(range(column, column + times), fault))
            name = xml.attribute(cell, "style-name") or row_style or sheet.default_style(column)
            look = self._look(cell, self._styles.style(name), value)
            for marks, mark in ((row.unseen, look.unseen), (row.formats, look.format)):
                marks.update(dict.fromkeys(range(column, column + times), mark) if mark else {})
            if look.text is not None:
                row.values[-times:] = [look.text] * times
        return row

    def _look(self, cell: Element, style: TextStyle, value: Raw) -> _CellLook:
        """Return what is seen of a cell beside its value."""
        code = self._styles.format(style.data)
        if cell.get(f"{_OFFICE}value-type") == "percentage" and "%" not in code:
            code = "0%"
        runs = list(self._runs(cell, style)) if isinstance(value, str) else []
        if len({(run.unseen, run.is_raised) for run in runs}) <= 1 and not any(run.is_raised for run in runs):
            return _CellLook(runs[0].unseen if runs else self._styles.hides(style), code, None)
        read = read_runs(runs)
        return _CellLook(read.fault, code, None if read.fault else read.text)

    def _runs(self, cell: Element, style: TextStyle) -> Iterator[TextRun]:
        """Yield the pieces of a cell's text, each with what is seen of it."""
        own = self._styles.hides(style), False
        for number, paragraph in enumerate(child for child in cell if xml.tag(child) == "p"):
            if number:
                yield TextRun("\n", *own)
            yield TextRun(paragraph.text or "", *own)
            for child in paragraph:
                if xml.tag(child) == "span":
                    inner = self._styles.style(xml.attribute(child, "style-name"))
                    text = "".join(_pieces(child))
                    yield TextRun(text, self._styles.hides(inner.over(style)), is_raised(inner))
                else:
                    yield TextRun("".join(_pieces_of(child)), *own)
                yield TextRun(child.tail or "", *own)

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


class _CellLook(NamedTuple):
    """What is seen of a cell: why nothing (or nothing certain), its format, and its text where the letters say another."""

    unseen: str
    format: str
    text: str | None


def _comment(cell: Element) -> str:
    """Return the comment on a cell, or an empty string."""
    notes = (child for child in cell if xml.tag(child) == "annotation")
    return "\n".join(own_words(_text(note), "") for note in notes)


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
        yield from _pieces_of(child, depth)
        yield child.tail or ""


def _pieces_of(child: Element, depth: int = 0) -> Iterator[str]:
    tag = xml.tag(child)
    if tag == "s":
        yield " " * min(_repeated(child, "c"), 1000)
    elif tag in ("tab", "line-break"):
        yield "\t" if tag == "tab" else "\n"
    elif tag not in ("annotation", "note"):
        yield from _pieces(child, depth + 1)


def _spot(element: Element) -> Spot | None:
    match = _ADDRESS.fullmatch(xml.attribute(element, "cell-range-address"))
    if not match:
        return None
    return (match[1] or match[2]).replace("''", "'"), int(match[4]), column_number(match[3])
