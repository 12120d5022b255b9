"""Finds the cells of an .xlsx sheet that hold an error, or whose style or letters hide what is stored.

Cells are found by a search of bytes where all are written as office programs write them, else in one walk through the
elements of the sheet. Knows nothing of forms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.address import column_number
from medcheck.book.book_parts import position
from medcheck.book.cell_styles import hides, runs_of, theme_colours
from medcheck.book.colours import WHITE
from medcheck.book.look import TWICE, UNCALCULATED, Position
from medcheck.book.rich_text import RichText, TextRun, read_runs
from medcheck.form.values import error_text
from medcheck.package import xml
from medcheck.package.cell_tags import CellTags, has_rare

_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(/?)>')
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_SHARED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="s"[^>]*><v>([0-9]{1,9})</v>')
_FAULTY = re.compile(rb't="e"|<f |</f>')  # an error or a formula; what checks input has formulas too, behind the cells
_MAY_FAIL = (b't="e"', b"t='e'", b"<f", b":f")
_LONGEST_CELL = 200_000  # bytes; of a longer one only a walk can tell where it ends
_FONTS = re.compile(rb"P(?<=rP)r")  # of the pieces of a text, under whatever prefix


class Marks(NamedTuple):
    """The cells of a sheet that are out of the ordinary.

    `faults` are those with an error or a formula never calculated, with which; `styled` those of the styles asked for, with
    the number; `rich` the texts of several fonts that say something else than their letters.
    """

    faults: Mapping[Position, str] = {}
    styled: Mapping[Position, int] = {}
    rich: Mapping[Position, RichText] = {}


class MarksSought(NamedTuple):
    """What is looked for in the cells: the numbers of styles, the shared texts of several fonts, and the theme of inline ones."""

    styles: Set[int]
    shared: Mapping[int, RichText]
    theme: bytes


def marks_of(part: bytes, tags: CellTags, sought: MarksSought) -> Marks:
    """Return the marked cells of a sheet; raise ParseError or ValueError where it has to be walked through and is broken."""
    marks = _searched(part, tags, sought) if tags.are_usual else None
    if marks is not None:
        return marks
    has_any = sought.styles or sought.shared or any(mark in part for mark in _MAY_FAIL) or _has_fonts(part)
    return _walked(part, sought) if has_any else Marks()


def _searched(part: bytes, tags: CellTags, sought: MarksSought) -> Marks | None:
    """Return the marked cells by a search of bytes; None where a cell is written so that only a walk can tell."""
    styles = sought.styles if tags.styles is None else sought.styles & tags.styles
    if _has_fonts(part) or (tags.unstyled and 0 in sought.styles):
        return None
    faults = _cut_out(part) if tags.may_fail else {}
    if faults is None:
        return None
    shared = _SHARED.finditer(part) if sought.shared else ()
    rich = {_spot(match): sought.shared[int(match[3])] for match in shared if int(match[3]) in sought.shared}
    return Marks(faults, dict(_styled(part, styles)), rich)


def _styled(part: bytes, styles: Set[int]) -> Iterator[tuple[Position, int]]:
    """Yield the cells of these styles, with which."""
    for number in styles:
        mark, at = b' s="%d"' % number, -1
        while (at := part.find(mark, at + 1)) >= 0:
            if match := _PLACE.match(part, part.rfind(b"<", 0, at)):
                yield _spot(match), number


def _cut_out(part: bytes) -> dict[Position, str] | None:
    """Return the cells at fault, each looked at by itself; None where one is written so that only a walk can tell."""
    faults, last = dict[Position, str](), 0
    for hit in _FAULTY.finditer(part):
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
            faults[_spot(tag)] = fault
    return faults


def _walked(part: bytes, sought: MarksSought) -> Marks:
    """Return the marked cells by a walk through the sheet."""
    faults, styled, rich = dict[Position, str](), dict[Position, int](), dict[Position, RichText]()
    for spot, cell in _cells(part):
        kind, style = cell.get("t", "n"), cell.get("s", "0")
        if style.isdecimal() and int(style) in sought.styles:
            styled[spot] = int(style)
        if kind != "e" and len(cell) == 0:
            continue
        inside = {xml.tag(child): child for child in cell}
        result = (inside["v"].text or "") if "v" in inside else None
        if fault := _fault(kind, result, formula="f" in inside):
            faults[spot] = fault
        if kind == "s" and result and result.isdecimal() and (shared := sought.shared.get(int(result))):
            rich[spot] = shared
        if "is" in inside and (inline := rich_text(inside["is"], sought.theme)):
            rich[spot] = inline
    return Marks(faults, styled, rich)


def _cells(part: bytes) -> Iterator[tuple[Position, Element]]:
    """Yield the position and the element of every cell."""
    row = column = 0
    for event, element in xml.walk(part):
        if event == "end":
            if element.tag.endswith("}c") or element.tag == "c":
                row, column = position(element.get("r"), row, column + 1)
                yield (row, column), element
                element.clear()
        elif element.tag.endswith("}row") or element.tag == "row":
            row, column = int(element.get("r") or row + 1), 0


def _fault(kind: str, result: str | None, *, formula: bool) -> str:
    """Return why a cell of a type cannot be relied on, by its stored result (None: it has none), or an empty string."""
    if kind == "e":
        return error_text(result or "")
    is_empty_text = kind == "str" and result is not None
    return UNCALCULATED if formula and not result and not is_empty_text else ""


def _spot(match: re.Match[bytes]) -> Position:
    return int(match[2]), column_number(match[1].decode())


def _has_fonts(part: bytes) -> bool:
    return has_rare(part, b"P", _FONTS)


def rich_strings(part: bytes, theme: bytes) -> Mapping[int, RichText]:
    """Return the shared texts of several fonts that say something else than their letters; raise ParseError."""
    if not _has_fonts(part):
        return {}
    strings = {}
    for number, item in enumerate(xml.parse(part)):
        rich = rich_text(item, theme)
        if rich is not None:
            strings[number] = rich
    return strings


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


def cells_twice(part: bytes, tags: CellTags) -> dict[Position, str]:
    """Return the cells that a sheet states twice: which of the values a program shows is its own choice."""
    searched = map(_spot, _PLACE.finditer(part)) if tags.are_usual else None
    walked = (spot for spot, cell in _cells(part) if len(cell))
    return {spot: TWICE for spot, count in Counter(searched or walked).items() if count > 1}


def count_filled(part: bytes) -> int:
    """Return how many cells of a sheet have something in them."""
    return part.count(b"</c>")


def _is_raised(font: Element) -> bool:
    return any(
        xml.tag(element) == "vertAlign" and element.get("val") in ("superscript", "subscript") for element in font
    )
