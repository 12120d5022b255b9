"""The cell styles of an .xlsx workbook by which a person sees something else than what is stored.

The filled copies of one form have the same styles: each such part is looked through once. Knows nothing of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from medcheck.book.colours import BLACK, WHITE, Colour, colour_of, is_seen, tinted
from medcheck.book.look import SAME_COLOUR, STRUCK, TOO_SMALL
from medcheck.book.number_format import number_format
from medcheck.context import keep
from medcheck.package import xml

T = TypeVar("T")
_KEPT, _SMALL = 16, 256 * 1024  # parts remembered, and how small one is for it, in bytes
SMALLEST_POINTS = 2  # letters of this size or below are a line to the eye
# Built-in formats with a percent sign, and those of a Chinese Excel or WPS without a code of their own: 2019年9月1日.
_PERCENTS = {"9": "0%", "10": "0.00%"}
_CHINESE_DAY = 'yyyy"年"m"月"d"日"'
_CHINESE_DAYS = dict.fromkeys((str(number) for number in (*range(27, 32), 36, *range(50, 55), 57, 58)), _CHINESE_DAY)
# The old palette, as far as it is pale enough for letters or ground; every other number of it is taken for visible.
_PALETTE = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE, 26: (255, 255, 204), 27: (204, 255, 255)}
_PALETTE |= {41: (204, 255, 255), 42: (204, 255, 204), 43: (255, 255, 153)}
# The order of a theme's colours as cells count them: the two light and dark ones stand the other way round in the part.
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")


class CellStyles(NamedTuple):
    """By the number of a cell style: why its content is not seen, and its format where that may alter what is seen."""

    unseen: Mapping[int, str]
    formats: Mapping[int, str]


NO_STYLES = CellStyles({}, {})


def cell_styles(part: bytes, theme: bytes) -> CellStyles:
    """Return what is out of the ordinary among the cell styles; raise ParseError where a part is broken."""
    look = _small_cell_styles if len(part) + len(theme) < _SMALL else _cell_styles
    return look(part, theme)


def hides(font: Element, ground: Colour | None, theme: Mapping[str, Colour]) -> str:
    """Return why a font makes what is written with it unseen on a ground (None: nobody knows), or an empty string."""
    if _is_on(font, "strike"):
        return STRUCK
    size = _number(_value(font, "sz"))
    if size is not None and size <= SMALLEST_POINTS:
        return TOO_SMALL
    letters = _colour(_child(font, "color"), theme, BLACK)
    return SAME_COLOUR if letters and ground and not is_seen(letters, ground) else ""


@keep(_KEPT)
def theme_colours(part: bytes) -> Mapping[str, Colour]:
    """Return the colours of a theme by their number as text; raise ParseError where the part is broken."""
    colours: dict[str, Colour] = {}
    scheme = next((e for e in xml.parse(part).iter() if xml.tag(e) == "clrScheme"), ()) if part else ()
    for element in scheme:
        name = xml.tag(element)
        digits = next((child.get("lastClr") or child.get("val") or "" for child in element), "")
        if name in _THEME_ORDER and (colour := colour_of(digits)):
            colours[str(_THEME_ORDER.index(name))] = colour
    return {"0": WHITE, "1": BLACK, **colours}


def _cell_styles(part: bytes, theme: bytes) -> CellStyles:
    styles, colours = xml.parse(part), theme_colours(theme)
    codes = {**_PERCENTS, **_CHINESE_DAYS}
    codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in xml.children(styles, "numFmts")}
    fonts, fills = xml.children(styles, "fonts"), [_ground(e, colours) for e in xml.children(styles, "fills")]
    unseen: dict[int, str] = {}
    formats: dict[int, str] = {}
    for number, cell in enumerate(xml.children(styles, "cellXfs")):
        font, ground = _nth(fonts, cell.get("fontId")), _nth(fills, cell.get("fillId"))
        if font is not None and (why := hides(font, ground, colours)):
            unseen[number] = why
        identity = cell.get("numFmtId", "")
        code = codes.get(identity, "")
        if code and (identity in _CHINESE_DAYS or number_format(code).alters):
            formats[number] = code
    return CellStyles(unseen, formats)


_small_cell_styles = keep(_KEPT)(_cell_styles)


def _ground(fill: Element, theme: Mapping[str, Colour]) -> Colour | None:
    """Return the colour of a fill; None for a pattern or a gradient, on which something can always be seen."""
    pattern = next((child for child in fill if xml.tag(child) == "patternFill"), None)
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    if kind == "solid":
        return _colour(_child(pattern, "fgColor"), theme, WHITE)
    return WHITE if kind == "none" else None


def _colour(element: Element | None, theme: Mapping[str, Colour], default: Colour) -> Colour | None:
    """Return a colour as a part states it; None where it is one nobody here knows."""
    if element is None or element.get("auto") in ("1", "true"):
        return default
    if (rgb := element.get("rgb")) is not None:
        return colour_of(rgb)
    if (name := element.get("theme")) is not None:
        colour = theme.get(name)
        tint = _number(element.get("tint"))
        return tinted(colour, float(tint)) if colour and tint else colour
    index = element.get("indexed", "")
    return _PALETTE.get(int(index)) if index.isdecimal() else default


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if xml.tag(child) == name), None)


def _value(element: Element, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else child.get("val", "1")


def _is_on(font: Element, name: str) -> bool:
    return _value(font, name) not in (None, "0", "false", "none")


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _nth(things: Sequence[T], number: str | None) -> T | None:
    at = int(number) if number and number.isdecimal() else 0
    return things[at] if at < len(things) else None


def runs_of(item: Element) -> Iterator[tuple[str, Element | None]]:
    """Yield the pieces of a rich text, each with what it says of its font; a plain text is one piece without."""
    for child in item:
        name = xml.tag(child)
        if name == "t":
            yield child.text or "", None
        elif name == "r":
            text = "".join(part.text or "" for part in child if xml.tag(part) == "t")
            yield text, _child(child, "rPr")
