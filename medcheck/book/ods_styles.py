"""The styles of an OpenDocument spreadsheet: what is struck out or cannot be seen, and number formats as Excel writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.book.cell_styles import SMALLEST_POINTS
from medcheck.book.colours import BLACK, WHITE, colour_of, is_seen
from medcheck.book.look import SAME_COLOUR, STRUCK, TOO_SMALL
from medcheck.book.number_format import number_format
from medcheck.book.sheet_lines import THINNEST_POINTS
from medcheck.package import xml
from medcheck.package.xml import attribute

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(pt|in|cm|mm|px|pc)")
_CONDITION = re.compile(r"value\(\)(<=|>=|!=|=|<|>)(-?[0-9.]+)")
_DATA_STYLES = ("number-style", "percentage-style", "currency-style", "text-style", "boolean-style")
STYLES = frozenset({"style", *_DATA_STYLES})
_DEPTH = 12  # styles that rest on another, at the most


class TextStyle(NamedTuple):
    """What a style says of letters and ground, each empty where it says nothing of it."""

    parent: str = ""
    struck: str = ""
    colour: str = ""
    size: str = ""
    position: str = ""
    ground: str = ""
    data: str = ""

    def over(self, below: TextStyle) -> TextStyle:
        """Return this style where it says something, else the one it rests on."""
        return TextStyle(*(own or other for own, other in zip(self, below, strict=True)))


class OdsStyles:
    """The styles of a document, learned one after the other as they stand in it."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self._thin: set[str] = set()
        self._texts: dict[str, TextStyle] = {}
        self._codes: dict[str, str] = {}
        self._maps: dict[str, list[tuple[str, str]]] = {}
        self._formats: dict[str, str] = {}
        self._made: dict[str, TextStyle] = {}

    def learn(self, element: Element) -> None:
        """Keep what a style element says."""
        kind, name = xml.tag(element), attribute(element, "name")
        self._made.clear()
        if kind in _DATA_STYLES:
            self._codes[name] = _code(element, is_percent=kind == "percentage-style")
            self._maps[name] = [
                (attribute(child, "condition"), attribute(child, "apply-style-name"))
                for child in element
                if xml.tag(child) == "map"
            ]
        elif kind == "style":
            self._texts[name] = _text_style(element)
            if any(attribute(child, "display") == "false" for child in element if xml.tag(child) == "table-properties"):
                self.hidden_tables.add(name)
            sizes = [attribute(child, key) for child in element for key in ("row-height", "column-width")]
            if any(size and _points(size, 99) < THINNEST_POINTS for size in sizes):
                self._thin.add(name)

    def is_thin(self, name: str) -> bool:
        """Return whether a row or column of this style is too low or narrow to be seen."""
        return name in self._thin

    def style(self, name: str) -> TextStyle:
        """Return a style together with those it rests on."""
        if name not in self._made:
            self._made[name] = self._complete(name)
        return self._made[name]

    def _complete(self, name: str) -> TextStyle:
        style = self._texts.get(name, TextStyle())
        for _ in range(_DEPTH):
            if not style.parent:
                return style
            below = self._texts.get(style.parent, TextStyle())
            style = style._replace(parent="").over(below)._replace(parent=below.parent)
        return style

    def hides(self, style: TextStyle) -> str:
        """Return why letters of a style are not seen, or an empty string."""
        if style.struck not in ("", "none"):
            return STRUCK
        if style.size.endswith(tuple(_POINTS)) and _points(style.size, 99) <= SMALLEST_POINTS:
            return TOO_SMALL
        letters = BLACK if style.colour in ("", "auto") else colour_of(style.colour)
        ground = WHITE if style.ground in ("", "transparent", "auto") else colour_of(style.ground)
        return SAME_COLOUR if letters and ground and not is_seen(letters, ground) else ""

    def format(self, name: str) -> str:
        """Return the number format of a data style as Excel writes it, or an empty string where it alters nothing."""
        if name not in self._formats:
            sections = [self._section(*each) for each in self._maps.get(name, ())]
            code = ";".join([*filter(None, sections), self._codes.get(name, "")])
            self._formats[name] = code if code and number_format(code).alters else ""
        return self._formats[name]

    def _section(self, condition: str, name: str) -> str:
        match = _CONDITION.fullmatch(condition.replace(" ", ""))
        if match is None or name not in self._codes:
            return ""
        return f"[{match[1].replace('!=', '<>')}{match[2]}]{self._codes[name]}"


def is_raised(style: TextStyle) -> bool:
    """Return whether letters of a style stand above or below the line."""
    return style.position.split(" ")[0].strip("%") not in ("", "0")


def _text_style(element: Element) -> TextStyle:
    style = TextStyle(attribute(element, "parent-style-name"), data=attribute(element, "data-style-name"))
    for child in element:
        kind = xml.tag(child)
        if kind == "text-properties":
            style = style._replace(
                struck=attribute(child, "text-line-through-style") or attribute(child, "text-line-through-type"),
                colour=attribute(child, "color"),
                size=attribute(child, "font-size"),
                position=attribute(child, "text-position"),
            )
        elif kind == "table-cell-properties":
            style = style._replace(ground=attribute(child, "background-color"))
    return style


def _code(element: Element, *, is_percent: bool) -> str:
    return "".join(_pieces(element, is_percent=is_percent))


def _pieces(element: Element, *, is_percent: bool) -> Iterator[str]:
    for child in element:
        kind = xml.tag(child)
        if kind == "text" and (words := child.text or ""):
            yield words if is_percent and words.strip() == "%" else _quoted(words)
        elif kind == "currency-symbol":
            yield _quoted(child.text or "")
        elif kind in ("number", "scientific-number", "fraction"):
            least = attribute(child, "min-integer-digits")
            factor = attribute(child, "display-factor")
            thousands = (len(factor) - 1) // 3 if factor.startswith("1") else 0
            yield "0" * max(1, int(least) if least.isdecimal() else 1) + ".0" + "," * thousands
        elif kind == "text-content":
            yield "@"
        elif kind == "boolean":
            yield "General"


def _quoted(words: str) -> str:
    return f'"{words.replace(chr(34), "")}"'


def _points(length: str, default: float) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2]] if match else default


def common_styles(part: bytes) -> Mapping[str, Element]:
    """Return the named styles of a document, which those of its cells rest on; raise ParseError where it is broken."""
    named = {}
    for element in xml.parse(part).iter() if part else ():
        if xml.tag(element) in STYLES:
            named[attribute(element, "name")] = element
    return named
