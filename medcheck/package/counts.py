"""Counts what the XML parts of a package hold before any parser sees them: a hostile part must cost nobody a minute.

`bytes.count` is a hundred times faster than an expression, so the cheap counts come first; what is too short to hold too much
is not counted at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from medcheck.address import column_number
from medcheck.package.cell_tags import CellTags, cell_tags
from medcheck.package.file_kinds import Format
from medcheck.package.refusals import (
    MAX_SHEETS,
    broken,
    protected,
    too_far_apart,
    too_many_cells,
    too_many_merges,
    too_many_sheets,
    too_much,
    unsafe,
)

MAX_CELLS, MAX_MERGES, MAX_AREA, MAX_TAGS = 500_000, 20_000, 4_000_000, 200_000
_OTHERS = rb"""(?: [a-qs-z][a-z]*="[^"<]*")*+ ?"""  # further attributes, none of them a second reference
_PLAIN_MARKS = (b"<c ", b"<c>", b"<c/", b"<row")
# A row or a cell under any prefix, with its attributes; without them where its tag is written so that only a parser can tell.
_MARKS = re.compile(
    rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"%s(/?)>|""" % _OTHERS
    + rb"""<(?:[^\s<>:/"'=!?]+:)?(row|c)(?=[\s/>])(?:((?>[^<>"'/]+|/(?!>)|"[^"<]*"|'[^'<]*')*+)(/?)>)?"""
)
_ATTRIBUTES = re.compile(rb"""([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_REFERENCE = re.compile(rb"([A-Za-z]*)([0-9]*)")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of a sheet of Excel 2007 and later
_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
# A part whose root element follows at once: a document type can stand nowhere after it.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*)*<[A-Za-z_]")
_PLAIN = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")  # read into a tree as a whole


def require_safe(file: str, parts: Mapping[str, bytes]) -> None:
    """Raise WorkbookError where a part declares entities or hides what it says: before anything of it is parsed."""
    if any(_is_unsafe(part) for part in parts.values()):
        raise unsafe(file)


def check_parts(file: str, kind: Format, parts: Mapping[str, bytes]) -> Mapping[str, CellTags]:
    """Return what the cells of each sheet of a workbook have in common; its parts are `require_safe` already.

    Raises WorkbookError where they hold more than any form does. An OpenDocument workbook is read from its elements: nothing
    is returned for it.
    """
    if kind == "ods":
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise protected(file)
        _check_ods(file, parts.get("content.xml", b""))
        return {}
    if any(_tags([parts.get(name, b"")], MAX_TAGS) > MAX_TAGS for name in _LISTS):
        raise too_much(file)
    named = {name: part for name, part in parts.items() if b"sheetData" in part}
    sheets = named.values()
    if len(sheets) > MAX_SHEETS:
        raise too_many_sheets(file, len(sheets))
    if _tags(parts.values(), MAX_CELLS) > MAX_CELLS:
        if _counted(sheets, *_PLAIN_MARKS) > MAX_CELLS:
            raise too_many_cells(file, MAX_CELLS)
        if any(_tags([part], 4 * MAX_CELLS) > 4 * MAX_CELLS for part in parts.values()):
            raise too_much(file)
    may_merge = sum(map(len, sheets)) > MAX_MERGES * len(b"<mergeCell>")
    if may_merge and _counted(sheets, b"mergeCell") > MAX_MERGES < _counted(sheets, b"<mergeCell", b":mergeCell"):
        raise too_many_merges(file)
    tags = {name: cell_tags(part) for name, part in named.items()}
    boxes = [_box(file, part) for name, part in named.items() if not tags[name].are_near]
    if sum(cells for cells, _ in boxes) > MAX_CELLS:
        raise too_many_cells(file, MAX_CELLS)
    if any(area > MAX_AREA for _, area in boxes):
        raise too_far_apart(file)
    return tags


def _tags(parts: Collection[bytes], limit: int) -> int:
    """Return how many tags parts have, or nought where they are too short to have more than a limit."""
    return _counted(parts, b"<") if sum(map(len, parts)) > limit * len(b"<a>") else 0


def _counted(parts: Iterable[bytes], *marks: bytes) -> int:
    return sum(part.count(mark) for part in parts for mark in marks)


def _is_unsafe(part: bytes) -> bool:
    """Return whether a part declares a document type or entities, or hides what it says in another encoding."""
    encoding = _ENCODING.match(part)
    if b"\0" in part or (encoding and encoding[1].lower() not in _PLAIN):
        return True
    return not _PROLOG.match(part) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part)


def _check_ods(file: str, part: bytes) -> None:
    if (sheets := part.count(b"</table:table>")) > MAX_SHEETS:
        raise too_many_sheets(file, sheets)
    if part.count(b"-columns-spanned") > MAX_MERGES:
        raise too_many_merges(file)
    if part.count(b"<") > MAX_CELLS:
        raise too_many_cells(file, MAX_CELLS)


def _box(file: str, part: bytes) -> tuple[int, int]:
    """Return the number of cells, and the area of the box around those with content: calamine allocates that box.

    A cell or row without a reference stands after the one before it. Raises WorkbookError for a reference that is none, or
    that no sheet has.
    """
    cells = row = column = bottom = right = 0
    for match in _MARKS.finditer(part):
        if match[1]:
            column, row, empty = column_number(match[1].decode()), int(match[2]), match[3]
        else:
            _, _, _, kind, attributes, empty = match.groups()
            if attributes is None:
                raise broken(file)
            letters, number = _reference(file, attributes)
            if kind == b"row":
                row, column = number or row + 1, 0
                continue
            column, row = letters or column + 1, row if number is None else number
        cells += 1
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise too_far_apart(file)
        if not empty:
            bottom, right = max(bottom, row), max(right, column)
    return cells, bottom * right


def _reference(file: str, attributes: bytes) -> tuple[int | None, int | None]:
    """Return the column and the row that the attributes of a cell or row give, None for what they do not."""
    written = [value[1:-1] for name, value in _ATTRIBUTES.findall(attributes) if name == b"r"]
    if not written:
        return None, None
    match = _REFERENCE.fullmatch(written[0])
    if match is None or len(written) > 1:
        raise broken(file)
    letters, digits = match.groups()
    if len(letters) > len("XFD") or len(digits.lstrip(b"0")) > len(str(_LAST_ROW)):
        raise too_far_apart(file)
    return column_number(letters.decode()) or None, int(digits) if digits else None
