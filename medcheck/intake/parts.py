"""The look into a workbook's XML that the fast parser does not give: names, hidden sheets, error cells, percent formats.

The only door to defusedxml. Knows nothing of forms.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree

from medcheck.errors import WorkbookError
from medcheck.intake.guard import Package, refusal
from medcheck.intake.kinds import SAVE_AS

_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^>]*\bhidden=["'](?:1|true)["']""")
_ODD = re.compile(rb"""\st=["']e["']|<(?:\w+:)?f[\s>/]""")
Spot = tuple[str, int, int]  # sheet, 1-based row and column


class CellPart(NamedTuple):
    """A cell of the XML that calamine shows as less than it is."""

    row: int
    column: int
    error: str
    uncalculated: bool
    percent: bool


class Parts(NamedTuple):
    """A workbook's defined names, its sheets' parts in order, and its percent styles."""

    file: str
    names: Mapping[str, Spot]
    sheets: Mapping[str, bytes]
    hidden: frozenset[str]
    percent_styles: frozenset[int]

    def odd_cells(self, sheet: str) -> Iterator[CellPart]:
        """Yield the cells of a sheet that hold an error or a formula never calculated."""
        if _ODD.search(self.sheets[sheet]):
            yield from (cell for cell in self.cells(sheet) if cell.error or cell.uncalculated)

    def has_hidden_lines(self, sheet: str) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return bool(_HIDDEN.search(self.sheets[sheet]))

    def cells(self, sheet: str) -> tuple[CellPart, ...]:
        """Return every cell of a sheet as the XML has it; raise WorkbookError where calamine was less strict."""
        try:
            return tuple(self._cells(sheet))
        except (ParseError, ValueError) as error:
            raise _broken(self.file) from error

    def _cells(self, sheet: str) -> Iterator[CellPart]:
        row = column = 0
        for event, element in ElementTree.iterparse(BytesIO(self.sheets[sheet]), events=("start", "end")):
            tag = _tag(element)
            if event == "start" and tag == "row":
                row, column = int(element.get("r") or row + 1), 0
            elif event == "end" and tag == "c":
                row, column = _position(element.get("r"), row, column + 1)
                yield self._cell(element, row, column)
                element.clear()

    def _cell(self, element: Element, row: int, column: int) -> CellPart:
        inside = {_tag(child): child.text or "" for child in element}
        kind = element.get("t", "n")
        blank = not inside.get("v") and not (kind == "str" and "v" in inside)
        error = inside.get("v", "") if kind == "e" else ""
        return CellPart(row, column, error, "f" in inside and blank, int(element.get("s", 0)) in self.percent_styles)


def read_parts(package: Package) -> Parts:
    """Return the parts of a package; raise WorkbookError where its XML is broken."""
    try:
        return _parts(package.file, package.parts)
    except (ParseError, KeyError, ValueError) as error:
        raise _broken(package.file) from error


def _broken(file: str) -> WorkbookError:
    return refusal(file, "工作簿的内部结构已损坏，无法读取", f"用 Excel/WPS 打开并修复，{SAVE_AS}")


def _parts(file: str, parts: Mapping[str, bytes]) -> Parts:
    workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", relation.get("Target", "")))
        if not relation.get("Target", "").startswith("/")
        else relation.get("Target", "").lstrip("/")
        for relation in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets: dict[str, bytes] = {}
    hidden: set[str] = set()
    for sheet in _children(workbook, "sheets"):
        identity = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
        sheets[sheet.attrib["name"]] = parts.get(targets[identity], b"<none/>")
        if sheet.get("state", "visible") != "visible":
            hidden.add(sheet.attrib["name"])
    return Parts(file, _names(workbook, set(sheets)), sheets, frozenset(hidden), _percent_styles(parts))


def _names(workbook: Element, sheets: set[str]) -> dict[str, Spot]:
    """Return the defined names that point at a cell; one of the whole workbook stands before one of a sheet."""
    names: dict[str, Spot] = {}
    elements = sorted(_children(workbook, "definedNames"), key=lambda element: "localSheetId" in element.attrib)
    for element in elements:
        match = _NAME.fullmatch((element.text or "").strip())
        sheet = (match[1] or match[2]).replace("''", "'") if match else ""
        if match and sheet in sheets:
            names.setdefault(element.get("name", ""), (sheet, *_position(match[3] + match[4], 0, 0)))
    return names


def _percent_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Return the cell styles whose number format shows a percentage."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    formats = {"9", "10"}  # Excel's built-in 0% and 0.00%
    formats |= {e.get("numFmtId", "") for e in _children(styles, "numFmts") if "%" in e.get("formatCode", "")}
    cells = enumerate(_children(styles, "cellXfs"))
    return frozenset(number for number, element in cells if element.get("numFmtId") in formats)


def _children(root: Element, name: str) -> list[Element]:
    return [child for element in root if _tag(element) == name for child in element]


def _tag(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", reference or "")
    if not match:
        return row, column
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number
