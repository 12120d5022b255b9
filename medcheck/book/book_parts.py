"""What a workbook lists: its sheets and defined names.

The filled copies of one form list the same: each such part is looked through once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from medcheck.address import column_number
from medcheck.book.grid import Spot
from medcheck.book.look import Position
from medcheck.context import keep
from medcheck.package import xml

_KEPT, _SMALL = 16, 256 * 1024  # parts remembered, and how small one is for it, in bytes
_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class Book(NamedTuple):
    """What a workbook lists: its sheets with relation and whether hidden, the part of each relation, and its names."""

    listed: tuple[tuple[str, str, bool], ...]
    targets: Mapping[str, str]
    names: tuple[tuple[str, Spot], ...]


def book_of(workbook: bytes, relations: bytes) -> Book:
    """Return what a workbook lists; the filled copies of one form say the same, and are looked through once."""
    look = _small_book if len(workbook) + len(relations) < _SMALL else _book
    return look(workbook, relations)


def _book(workbook: bytes, relations: bytes) -> Book:
    root = xml.parse(workbook)
    targets = {relation.get("Id", ""): _target(relation) for relation in xml.parse(relations)}
    listed = tuple(
        (
            sheet.attrib["name"],
            next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""),
            sheet.get("state", "visible") != "visible",
        )
        for sheet in xml.children(root, "sheets")
    )
    return Book(listed, targets, tuple(_names(root)))


_small_book = keep(_KEPT)(_book)


def _target(relation: Element) -> str:
    target = relation.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _names(workbook: Element) -> Iterator[tuple[str, Spot]]:
    """Yield the defined names that point at a cell; of two of one name the last stands: that of the whole workbook, the first."""
    elements = sorted(xml.children(workbook, "definedNames"), key=lambda element: "localSheetId" in element.attrib)
    for element in reversed(elements):
        if match := _NAME.fullmatch((element.text or "").strip()):
            sheet = (match[1] or match[2]).replace("''", "'")
            yield element.get("name", ""), (sheet, *position(match[3] + match[4], 0, 0))


def position(reference: str | None, row: int, column: int) -> Position:
    """Return the row and column of a reference such as `C7`, or the given ones where it is none."""
    match = _REFERENCE.fullmatch(reference or "")
    if not match:
        return row, column
    return int(match[2]), column_number(match[1])
