"""The look into a workbook's XML that the fast parser does not give: names, hidden sheets, error cells, percent formats.

Knows nothing of forms.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.intake import xml
from medcheck.intake.grid import Spot
from medcheck.intake.guard import Package
from medcheck.intake.look import UNCALCULATED, Position
from medcheck.intake.plan import address, column_number
from medcheck.intake.refusals import MAX_SHEETS, broken, too_many_sheets
from medcheck.intake.values import error_text

_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_STYLED = re.compile(rb"""<c (?:[^>]*\s)?s="([0-9]{1,6})\"""")
# Built-in formats of a Chinese Excel or WPS without a code of their own: 2019年9月1日, 9月1日 and the like.
_CHINESE_DAYS = frozenset(str(number) for number in (*range(27, 32), 36, *range(50, 55), 57, 58))
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^>]*\bhidden=["'](?:1|true)["']""")
_ODD = (b't="e"', b"<f")  # an error, a formula; what checks input has formulas too, behind the cells
_ODD_AT = re.compile(rb't="e"|<f |</f>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(/?)>')
_ODD_UNUSUAL = (*_ODD, b"t='e'", b":f")
PlacedCell = tuple[int, int, Element]  # 1-based row and column


class Formats(NamedTuple):
    """The numbers of the cell styles that show a percentage, and of those that show a day in the Chinese way."""

    percents: frozenset[int]
    days: frozenset[int]


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
        part, found, start = self._part, dict[Position, str](), -1
        for hit in _ODD_AT.finditer(part):
            before, start = start, part.rfind(b"<c ", 0, hit.start())
            if start == before:
                continue
            if not (tag := _CELL.match(part, start)):
                return None
            body = b"" if tag[4] else part[tag.end() : part.find(b"</c>", tag.end())]
            if b"<v " in body:
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
                        row, column = _position(element.get("r"), row, column + 1)
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
    workbook = xml.parse(parts["xl/workbook.xml"])
    targets = {relation.get("Id", ""): _target(relation) for relation in xml.parse(parts["xl/_rels/workbook.xml.rels"])}
    listed = xml.children(workbook, "sheets")
    if len(listed) > MAX_SHEETS:
        raise too_many_sheets(file, len(listed))
    formats = cache(lambda: _formats(file, parts))
    sheets: dict[str, SheetPart] = {}
    for sheet in listed:
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        hidden = sheet.get("state", "visible") != "visible"
        part = parts.get(targets[identity], b"<none/>")
        sheets[sheet.attrib["name"]] = SheetPart(file, part, formats, hidden=hidden)
    return Parts(_names(workbook, sheets), sheets)


def _target(relation: Element) -> str:
    target = relation.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _names(workbook: Element, sheets: Mapping[str, SheetPart]) -> dict[str, Spot]:
    """Return the defined names that point at a cell; one of the whole workbook stands before one of a sheet."""
    names: dict[str, Spot] = {}
    elements = sorted(xml.children(workbook, "definedNames"), key=lambda element: "localSheetId" in element.attrib)
    for element in elements:
        match = _NAME.fullmatch((element.text or "").strip())
        sheet = (match[1] or match[2]).replace("''", "'") if match else ""
        if match and sheet in sheets:
            names.setdefault(element.get("name", ""), (sheet, *_position(match[3] + match[4], 0, 0)))
    return names


def _formats(file: str, parts: Mapping[str, bytes]) -> Formats:
    """Return the cell styles whose number format shows a percentage or a Chinese day."""
    if "xl/styles.xml" not in parts:
        return Formats(frozenset(), frozenset())
    try:
        styles = xml.parse(parts["xl/styles.xml"])
    except xml.ParseError as error:
        raise broken(file) from error
    percents = {"9", "10"}  # Excel's built-in 0% and 0.00%
    percents |= {e.get("numFmtId", "") for e in xml.children(styles, "numFmts") if "%" in e.get("formatCode", "")}
    cells = [element.get("numFmtId", "") for element in xml.children(styles, "cellXfs")]
    return Formats(
        frozenset(number for number, written in enumerate(cells) if written in percents),
        frozenset(number for number, written in enumerate(cells) if written in _CHINESE_DAYS),
    )


def _position(reference: str | None, row: int, column: int) -> Position:
    match = _REFERENCE.fullmatch(reference or "")
    if not match:
        return row, column
    return int(match[2]), column_number(match[1])
