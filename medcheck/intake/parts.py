"""The look into a workbook's XML that the fast parser does not give: names, hidden sheets, error cells, percent formats.

Knows nothing of forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.intake import xml
from medcheck.intake.book_parts import NO_FORMATS, Formats, book_of, formats_of, position
from medcheck.intake.grid import Spot
from medcheck.intake.guard import Package
from medcheck.intake.look import UNCALCULATED, Position
from medcheck.intake.plan import address, column_number
from medcheck.intake.refusals import MAX_SHEETS, broken, too_many_sheets
from medcheck.intake.values import error_text

_STYLED = re.compile(rb"""<c (?:[^>]*\s)?s="([0-9]{1,6})\"""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden=["'](?:1|true)["']""")
_ODD = (b't="e"', b"<f")  # an error, a formula; what checks input has formulas too, behind the cells
_ODD_AT = re.compile(rb't="e"|<f |</f>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(/?)>')
_LONGEST_CELL = 200_000  # bytes; of a longer one only a walk can tell where it ends
_ODD_UNUSUAL = (*_ODD, b"t='e'", b":f")
PlacedCell = tuple[int, int, Element]  # 1-based row and column


class SheetPart:
    """What the XML of one sheet says beside its values; looked at only when it is asked."""

    def __init__(self, file: str, part: bytes, formats: Callable[[], Formats], *, hidden: bool) -> None:
        self._file, self._part, self._formats, self.hidden = file, part, formats, hidden

    @cached_property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return b"hidden=" in self._part and bool(_HIDDEN.search(self._part))

    @cached_property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells that hold an error or a formula never calculated, with which."""
        head = self._part[:512]
        unusual = b":worksheet" in head or b"='" in head  # prefixes, or single quotes: no office program's own way
        end = self._part.rfind(b"</sheetData>")
        if not any(self._part.find(mark, 0, end) >= 0 for mark in (_ODD_UNUSUAL if unusual else _ODD)):
            return {}
        unusual = unusual or any(mark in self._part for mark in (b"<!", b"t='", b":c>"))  # what cutting would miss
        found = None if unusual else self._cut_out()
        return dict(_faults(self._cells())) if found is None else found

    def is_percent(self, row: int, column: int) -> bool:
        """Return whether the number format of a cell shows a percentage."""
        return self._style(row, column) in self._formats().percents

    def is_day(self, row: int, column: int) -> bool:
        """Return whether a cell has one of the Chinese day formats that the fast parser shows as a number."""
        return self._style(row, column) in self._formats().days

    def _style(self, row: int, column: int) -> int:
        """Return the number of a cell's style; raise WorkbookError where it is none."""
        at = self._part.find(b'r="%s"' % address(row, column).encode())
        tag = self._part[self._part.rfind(b"<", 0, at) : self._part.find(b">", at)] if at > 0 else b""
        if match := _STYLED.match(tag):
            return int(match[1])
        written = next((cell.get("s", "0") for *spot, cell in self._cells() if spot == [row, column]), "0")
        if not (written.isascii() and written.isdecimal()):
            raise broken(self._file)
        return int(written)

    def _cut_out(self) -> dict[Position, str] | None:
        """Return the cells at fault, each looked at by itself; None where one is written so that only a walk can tell."""
        part, found, last = self._part, dict[Position, str](), 0
        for hit in _ODD_AT.finditer(part):
            start, last = part.rfind(b"<c ", last, hit.start()), hit.end()
            if start < 0:  # still in the cell of the hit before: whoever writes a million of them waits no longer
                continue
            if not (tag := _CELL.match(part, start)):
                return None
            end = part.find(b"</c>", tag.end(), tag.end() + _LONGEST_CELL)
            body = b"" if tag[4] else part[tag.end() : end]
            if b"<v " in body or (end < 0 and not tag[4]):
                return None
            kind = "e" if b't="e"' in tag[3] else "str" if b't="str"' in tag[3] else "n"
            result = body.partition(b"<v>")[2].partition(b"</v>")[0] if b"<v" in body else None
            if kind == "e" and result and (b"&" in result or not result.isascii()):
                return None
            shown = None if result is None else result.decode(errors="replace")
            if fault := _fault(kind, shown, formula=b"<f" in body):
                found[int(tag[2]), column_number(tag[1].decode())] = fault
        return found

    def _cells(self) -> Iterator[PlacedCell]:
        """Yield row, column and element of every cell; raise WorkbookError where calamine was less strict."""
        row = column = 0
        try:
            for event, element in xml.walk(self._part):
                if event == "end":
                    if element.tag.endswith("}c") or element.tag == "c":
                        row, column = position(element.get("r"), row, column + 1)
                        yield row, column, element
                        element.clear()
                elif element.tag.endswith("}row") or element.tag == "row":
                    row, column = int(element.get("r") or row + 1), 0
        except (xml.ParseError, ValueError) as error:
            raise broken(self._file) from error


def _faults(cells: Iterable[PlacedCell]) -> Iterator[tuple[Position, str]]:
    """Yield the cells that hold an error or a formula never calculated, with which."""
    for row, column, cell in cells:
        kind = cell.get("t", "n")
        if kind != "e" and len(cell) == 0:
            continue
        inside = {xml.tag(child): child.text or "" for child in cell}
        if fault := _fault(kind, inside.get("v"), formula="f" in inside):
            yield (row, column), fault


def _fault(kind: str, result: str | None, *, formula: bool) -> str:
    """Return why a cell of a type cannot be relied on, by its stored result (None: it has none), or an empty string."""
    if kind == "e":
        return error_text(result or "")
    is_empty_text = kind == "str" and result is not None
    return UNCALCULATED if formula and not result and not is_empty_text else ""


class Parts(NamedTuple):
    """A workbook's defined names, and what the XML of each sheet says, in order."""

    names: Mapping[str, Spot]
    sheets: Mapping[str, SheetPart]


def read_parts(package: Package) -> Parts:
    """Return the parts of a package; raise WorkbookError where its XML is broken."""
    try:
        return _parts(package.file, package.parts)
    except (xml.ParseError, KeyError, ValueError) as error:
        raise broken(package.file) from error


def _parts(file: str, parts: Mapping[str, bytes]) -> Parts:
    book = book_of(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"])
    if len(book.listed) > MAX_SHEETS:
        raise too_many_sheets(file, len(book.listed))

    @cache
    def formats() -> Formats:
        try:
            return formats_of(parts["xl/styles.xml"]) if "xl/styles.xml" in parts else NO_FORMATS
        except xml.ParseError as error:
            raise broken(file) from error

    sheets: dict[str, SheetPart] = {}
    for name, identity, hidden in book.listed:
        part = parts.get(book.targets[identity], b"<none/>")
        sheets[name] = SheetPart(file, part, formats, hidden=hidden)
    return Parts({name: spot for name, spot in book.names if spot[0] in sheets}, sheets)
