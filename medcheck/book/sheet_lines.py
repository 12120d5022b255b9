"""Finds the rows and columns of an .xlsx sheet that are hidden, or too low or narrow to be seen. It knows nothing of cells."""

from __future__ import annotations

import re

from medcheck.package.cell_tags import CellTags

THINNEST_POINTS, THINNEST_CHARACTERS = 3.0, 0.3  # a row this low, or a column this narrow, is not seen
_LINE = re.compile(rb"<row\b[^>]*>")
_LOW = re.compile(rb' ht="[0-3](?=[."])')
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,7})"[^>]*>')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden=["'](?:1|true)["']""")
_ATTRIBUTE = re.compile(rb'\b(min|max|width|ht|hidden)="([^"]*)"')
_LAST_COLUMN = 16_384


def lines_of(part: bytes, tags: CellTags) -> bytes:
    """Return what a sheet says of its columns and rows, without their cells; the whole sheet where it is not written as usual."""
    if not tags.are_usual:
        return part
    return part[: max(part.find(b"<sheetData"), 0)] + b"".join(_LINE.findall(part))


def has_hidden(lines: bytes) -> bool:
    """Return whether rows or columns are hidden."""
    return b"hidden=" in lines and bool(_HIDDEN.search(lines))


def thin_rows(lines: bytes) -> frozenset[int]:
    """Return the rows that are too low to be seen and not hidden, which is told otherwise."""
    rows: set[int] = set()
    for low in _LOW.finditer(lines):
        if row := _ROW.match(lines, lines.rfind(b"<", 0, low.start())):
            attributes = dict(_ATTRIBUTE.findall(row[0]))
            if _is_below(attributes.get(b"ht"), THINNEST_POINTS) and attributes.get(b"hidden", b"0") in (
                b"0",
                b"false",
            ):
                rows.add(int(row[1]))
    return frozenset(rows)


def thin_columns(lines: bytes) -> frozenset[int]:
    """Return the columns that are too narrow to be seen and not hidden, which is told otherwise."""
    columns: set[int] = set()
    for tag in _COLUMN.findall(lines) if b'width="0' in lines else ():
        attributes = dict(_ATTRIBUTE.findall(tag))
        if _is_below(attributes.get(b"width"), THINNEST_CHARACTERS) and attributes.get(b"hidden", b"0") in (
            b"0",
            b"false",
        ):
            first, last = (int(attributes.get(key, b"0")) for key in (b"min", b"max"))
            columns.update(range(first, min(last, _LAST_COLUMN) + 1))
    return frozenset(columns)


def _is_below(text: bytes | None, least: float) -> bool:
    try:
        return text is not None and float(text) < least
    except ValueError:
        return False
