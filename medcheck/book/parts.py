"""The look into a workbook's XML that the fast parser does not give: names, hidden sheets, error cells, styles, comments.

Knows nothing of forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from medcheck.address import column_number
from medcheck.book.book_parts import book_of, position
from medcheck.book.cell_comments import comments_of, comments_part
from medcheck.book.cell_styles import NO_STYLES, CellStyles, cell_styles
from medcheck.book.grid import Spot
from medcheck.book.look import UNCALCULATED, Position
from medcheck.book.rich_text import RichText
from medcheck.book.sheet_marks import (
    Markup,
    PlacedCell,
    count_filled,
    inline,
    rich_strings,
    shared,
    styled,
    thin_columns,
    thin_rows,
    twice,
)
from medcheck.form.values import error_text
from medcheck.package import xml
from medcheck.package.guard import Package
from medcheck.package.refusals import MAX_SHEETS, broken, too_many_sheets

_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden=["'](?:1|true)["']""")
_ODD = (b't="e"', b"<f")  # an error, a formula; what checks input has formulas too, behind the cells
_ODD_AT = re.compile(rb't="e"|<f |</f>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(/?)>')
_LONGEST_CELL = 200_000  # bytes; of a longer one only a walk can tell where it ends
_LARGE = 512 * 1024  # bytes
_HEAD = 512  # bytes in which the root of a sheet says which prefix it has
_ODD_UNUSUAL = (*_ODD, b"t='e'", b":f")


class SharedParts(Protocol):
    """What the sheets of a workbook have in common."""

    @property
    def styles(self) -> CellStyles:
        """Return the cell styles that are out of the ordinary."""

    @property
    def rich(self) -> Mapping[int, RichText]:
        """Return the shared texts of several fonts."""

    @property
    def theme(self) -> bytes:
        """Return the part with the colours of the theme."""


class SheetPart:
    """What the XML of one sheet says beside its values; looked at only when it is asked."""

    def __init__(self, file: str, part: bytes, shared: SharedParts, *, hidden: bool, comments: bytes = b"") -> None:
        self._file, self._part, self._shared, self.hidden = file, part, shared, hidden
        self._comments = comments
        self._twice: Mapping[Position, str] = {}

    @cached_property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return b"hidden=" in self._part and bool(_HIDDEN.search(self._part))

    @cached_property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells that hold an error or a formula never calculated, with which."""
        head = self._part[:_HEAD]
        unusual = b":worksheet" in head or b"='" in head  # prefixes, or single quotes: no office program's own way
        end = self._part.rfind(b"</sheetData>")
        if not any(self._part.find(mark, 0, end) >= 0 for mark in (_ODD_UNUSUAL if unusual else _ODD)):
            return {}
        unusual = unusual or any(mark in self._part for mark in (b"<!", b"t='", b":c>"))  # what cutting would miss
        found = None if unusual else self._cut_out()
        return dict(_faults(self._cells())) if found is None else found

    @cached_property
    def formats(self) -> Mapping[Position, str]:
        """Return the number format of the cells where it may show something else than the stored value."""
        codes = self._shared.styles.formats
        return {spot: codes[number] for spot, number in styled(self._markup, codes.keys())} if codes else {}

    @cached_property
    def unseen(self) -> Mapping[Position, str]:
        """Return the cells whose content nobody can see, or sees struck out, with why: by their style or their letters."""
        reasons = self._shared.styles.unseen
        found = {spot: reasons[number] for spot, number in styled(self._markup, reasons.keys())} if reasons else {}
        for spot, rich in self._rich.items():
            found.pop(spot, None)  # the fonts of the letters prevail over that of the cell
            if rich.fault:
                found[spot] = rich.fault
        return {**found, **self._twice}

    def check_filled(self, rows: Sequence[Sequence[object]]) -> None:
        """Look for cells that stand twice where the sheet has more filled cells than the parser gives.

        A large sheet is a list as a program exports it, in which a second cell would be a broken file to any program.
        """
        if len(self._part) > _LARGE:
            return
        filled = sum(len(row) - row.count("") for row in rows)
        if count_filled(self._part) > filled or b":worksheet" in self._part[:_HEAD]:
            self._twice = twice(self._markup)

    @cached_property
    def texts(self) -> Mapping[Position, str]:
        """Return the texts that are to be read otherwise than their letters stand: m² with a raised 2."""
        return {spot: rich.text for spot, rich in self._rich.items() if not rich.fault}

    @property
    def thin_rows(self) -> frozenset[int]:
        """Return the numbers of the rows that are too low to be seen."""
        return thin_rows(self._part)

    @property
    def thin_columns(self) -> frozenset[int]:
        """Return the numbers of the columns that are too narrow to be seen."""
        return thin_columns(self._part)

    @cached_property
    def comments(self) -> Mapping[Position, str]:
        """Return the comments people put on cells; raise WorkbookError where the part is broken."""
        try:
            return comments_of(self._comments)
        except xml.ParseError as error:
            raise broken(self._file) from error

    @cached_property
    def _rich(self) -> Mapping[Position, RichText]:
        rich = self._shared.rich
        found = {spot: rich[number] for spot, number in shared(self._markup, rich.keys())}
        return found | dict(inline(self._markup, self._shared.theme))

    @cached_property
    def _markup(self) -> Markup:
        return Markup(self._part, self._cells)

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

    names: tuple[tuple[str, Spot], ...]
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

    common = _Common(file, parts)
    sheets: dict[str, SheetPart] = {}
    for name, identity, hidden in book.listed:
        target = book.targets[identity]
        part, comments = parts.get(target, b"<none/>"), comments_part(parts, target)
        sheets[name] = SheetPart(file, part, common, hidden=hidden, comments=comments)
    return Parts(tuple((name, spot) for name, spot in book.names if spot[0] in sheets), sheets)


class _Common:
    """What the sheets of a workbook have in common, each part looked through when it is first asked for."""

    def __init__(self, file: str, parts: Mapping[str, bytes]) -> None:
        self._file, self._parts = file, parts

    @cached_property
    def styles(self) -> CellStyles:
        """Return the cell styles that are out of the ordinary; raise WorkbookError where the part is broken."""
        try:
            return (
                cell_styles(self._parts["xl/styles.xml"], self.theme) if "xl/styles.xml" in self._parts else NO_STYLES
            )
        except xml.ParseError as error:
            raise broken(self._file) from error

    @cached_property
    def rich(self) -> Mapping[int, RichText]:
        """Return the shared texts of several fonts; raise WorkbookError where the part is broken."""
        try:
            return rich_strings(self._parts.get("xl/sharedStrings.xml", b""), self.theme)
        except xml.ParseError as error:
            raise broken(self._file) from error

    @property
    def theme(self) -> bytes:
        """Return the part with the colours of the theme."""
        return self._parts.get("xl/theme/theme1.xml", b"")
