"""Where in the XML of an .xlsx sheet a cell has a style, a rich text or a line height by which nobody sees what is stored.

Cells are found by their marks with a search of bytes, which costs nothing where a sheet has none; a sheet that is written
in no office program's way is walked through. Knows nothing of forms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from xml.etree.ElementTree import Element

from medcheck.address import column_number
from medcheck.book.cell_styles import hides, runs_of, theme_colours
from medcheck.book.colours import WHITE
from medcheck.book.look import TWICE, Position
from medcheck.book.rich_text import RichText, TextRun, read_runs
from medcheck.package import xml

PlacedCell = tuple[int, int, Element]  # 1-based row and column
THINNEST_POINTS, THINNEST_CHARACTERS = 3.0, 0.3  # a row this low, or a column this narrow, is not seen
_UNPLACED = re.compile(rb'<c[ />\t\r\n](?!r="[A-Z])')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_SHARED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="s"[^>]*><v>([0-9]{1,9})</v>')
_LOW = b' ht="0'
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,7})"[^>]*>')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(min|max|width|ht|hidden)="([^"]*)"')
_FONTS = b"rPr"  # of the pieces of a text, under whatever prefix
_LAST_COLUMN = 16_384
_HEAD = 512  # bytes in which the root of a sheet says which prefix it has


class Markup:
    """The XML of a sheet, and its cells as elements for where a search of bytes would miss some."""

    def __init__(self, part: bytes, walk: Callable[[], Iterable[PlacedCell]]) -> None:
        self.part, self.walk = part, walk

    @property
    def is_odd(self) -> bool:
        """Return whether the sheet begins as no office program writes it: with a prefix, or with single quotes."""
        head = self.part[:_HEAD]
        return b":worksheet" in head or b"='" in head

    @cached_property
    def must_walk(self) -> bool:
        """Return whether a search would miss a cell: prefixes or quotes of its own, or no reference at its beginning."""
        odd = self.is_odd or any(mark in self.part for mark in (b"<!", b"t='", b":c>"))
        return odd or bool(_UNPLACED.search(self.part))


def rich_strings(part: bytes, theme: bytes) -> Mapping[int, RichText]:
    """Return the shared texts of several fonts that say something else than their letters; raise ParseError."""
    if _FONTS not in part:
        return {}
    found = {}
    for number, item in enumerate(xml.parse(part)):
        rich = rich_text(item, theme)
        if rich is not None:
            found[number] = rich
    return found


def rich_text(item: Element, theme: bytes) -> RichText | None:
    """Return what a text of several fonts says, or None where it says what its letters do."""
    runs = list(runs_of(item))
    if all(font is None for _, font in runs):
        return None
    colours = theme_colours(theme)
    read = read_runs(
        TextRun(text, hides(font, WHITE, colours) if font is not None else "", font is not None and _is_raised(font))
        for text, font in runs
    )
    return read if read.fault or read.text != "".join(text for text, _ in runs) else None


def styled(markup: Markup, numbers: Set[int]) -> Iterator[tuple[Position, int]]:
    """Yield the cells that have one of these styles, with which; a cell that names none has the first one."""
    found = None if 0 in numbers or markup.is_odd else _searched(markup.part, numbers)
    if found is not None:
        yield from found
        return
    for row, column, cell in markup.walk():
        written = cell.get("s", "0")
        if written.isdecimal() and int(written) in numbers:
            yield (row, column), int(written)


def _searched(part: bytes, numbers: Set[int]) -> list[tuple[Position, int]] | None:
    """Return the cells of these styles by a search of bytes; None where a cell is written so that only a walk can tell."""
    cells = []
    for number in numbers:
        mark, at = b' s="%d"' % number, -1
        while (at := part.find(mark, at + 1)) >= 0:
            start = part.rfind(b"<", 0, at)
            if found := _CELL.match(part, start):
                cells.append(((int(found[2]), column_number(found[1].decode())), number))
            elif not part.startswith((b"<row", b"<col"), start):
                return None
    return None if cells and b"<!" in part else cells


def shared(markup: Markup, numbers: Set[int]) -> Iterator[tuple[Position, int]]:
    """Yield the cells that show one of these shared texts, with which."""
    if not numbers:
        return
    if markup.must_walk:
        for row, column, cell in markup.walk():
            value = next((child.text or "" for child in cell if xml.tag(child) == "v"), "")
            if cell.get("t") == "s" and value.isdecimal() and int(value) in numbers:
                yield (row, column), int(value)
        return
    for found in _SHARED.finditer(markup.part):
        if int(found[3]) in numbers:
            yield (int(found[2]), column_number(found[1].decode())), int(found[3])


def inline(markup: Markup, theme: bytes) -> Iterator[tuple[Position, RichText]]:
    """Yield the cells that hold a text of several fonts themselves."""
    if _FONTS not in markup.part:
        return
    for row, column, cell in markup.walk():
        for child in cell:
            if xml.tag(child) == "is" and (rich := rich_text(child, theme)):
                yield (row, column), rich


def thin_rows(part: bytes) -> frozenset[int]:
    """Return the rows that are too low to be seen and not hidden, which is told otherwise."""
    found, at = set(), -1
    while (at := part.find(_LOW, at + 1)) >= 0:
        if row := _ROW.match(part, part.rfind(b"<", 0, at)):
            said = dict(_ATTRIBUTE.findall(row[0]))
            if _is_below(said.get(b"ht"), THINNEST_POINTS) and said.get(b"hidden", b"0") in (b"0", b"false"):
                found.add(int(row[1]))
    return frozenset(found)


def thin_columns(part: bytes) -> frozenset[int]:
    """Return the columns that are too narrow to be seen and not hidden, which is told otherwise."""
    found: set[int] = set()
    head = part[: max(part.find(b"<sheetData"), 0)]
    for tag in _COLUMN.findall(head) if b'width="0' in head else ():
        said = dict(_ATTRIBUTE.findall(tag))
        if _is_below(said.get(b"width"), THINNEST_CHARACTERS) and said.get(b"hidden", b"0") in (b"0", b"false"):
            first, last = (int(said.get(key, b"0")) for key in (b"min", b"max"))
            found.update(range(first, min(last, _LAST_COLUMN) + 1))
    return frozenset(found)


def twice(markup: Markup) -> dict[Position, str]:
    """Return the cells that a sheet states twice: which of the values a program shows is its own choice."""
    if markup.must_walk:
        cells = Counter((row, column) for row, column, cell in markup.walk() if len(cell))
    else:
        cells = Counter(
            (int(number), column_number(letters.decode())) for letters, number in _CELL.findall(markup.part)
        )
    return {spot: TWICE for spot, count in cells.items() if count > 1}


def count_filled(part: bytes) -> int:
    """Return how many cells of a sheet have something in them."""
    return part.count(b"</c>")


def _is_below(text: bytes | None, least: float) -> bool:
    try:
        return text is not None and float(text) < least
    except ValueError:
        return False


def _is_raised(font: Element) -> bool:
    return any(xml.tag(one) == "vertAlign" and one.get("val") in ("superscript", "subscript") for one in font)
