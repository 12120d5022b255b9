"""Packs the examined parts into an archive for the fast parser: it sees those bytes and no others, and has less to do.

calamine inflates every sheet twice, and goes through all of it a second time to find what is merged. Here nothing is
deflated, and what is merged stands before the cells.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO

from medcheck.package.cell_tags import CellTags

Pieces = tuple[bytes | memoryview, ...]  # one after the other; nothing is copied until all stand together
_SHEETS = "xl/worksheets/"
_CELLS, _END = b"<sheetData", b"</sheetData>"
_MERGED, _MERGED_END = b"<mergeCells", b"</mergeCells>"
_NONE = b'<mergeCells count="0"></mergeCells>'
# A number below every day there is: of a cell shown as a day, the parser cannot even say that it is none.
_BELOW = re.compile(rb"(<(?:\w+:)?v>)\s*(-[^<]*|-?[nNiI][^<]*)(?=<)")
_MAY_BE_BELOW = re.compile(rb"v>[-nN]")  # found four times as fast
_NO_NUMBER, _FIRST_DAY = b"inf", -(10.0**9)  # what is read as an error in that cell, of whatever format
# Of an archive: what both the entry and the directory say of a part, what only the directory says, and its end.
_ENTRY, _MADE_BY, _PLACE, _LAST = (struct.Struct(f"<{code}") for code in ("5H3L2H", "H", "3HLL", "4H2LH"))
_VERSION, _UTF_8, _FIRST_DATE = 20, 0x800, 0x21
_LARGE = 16 * 1024 * 1024  # beyond it a second copy costs more memory than it saves time


def repacked(content: bytes, parts: Mapping[str, bytes], tags: Mapping[str, CellTags]) -> BytesIO:
    """Return the parts of a package as an archive; the package itself, `content`, where they are large."""
    if sum(map(len, parts.values())) > _LARGE:
        return BytesIO(content)
    pieces = {
        name: merged_first(_bounded(part, tags.get(name))) if name.startswith(_SHEETS) else (part,)
        for name, part in parts.items()
    }
    return BytesIO(_stored(pieces))


def _stored(parts: Mapping[str, Pieces]) -> bytes:
    """Return an archive of parts, each given in pieces, that are not deflated.

    `ZipFile` lets its buffer grow part by part, which takes longer than all the rest; the layout is that of APPNOTE 4.3.
    """
    entries, directory, offset = list[bytes | memoryview](), list[bytes](), 0
    for name, pieces in parts.items():
        path, size, checksum = name.encode(), sum(map(len, pieces)), 0
        for piece in pieces:
            checksum = zlib.crc32(piece, checksum)
        head = _ENTRY.pack(_VERSION, _UTF_8, 0, 0, _FIRST_DATE, checksum, size, size, len(path), 0)
        entries += (b"PK\3\4", head, path, *pieces)
        directory += (b"PK\1\2", _MADE_BY.pack(_VERSION), head, _PLACE.pack(0, 0, 0, 0, offset), path)
        offset += 4 + len(head) + len(path) + size
    size, count = sum(map(len, directory)), len(parts)
    return b"".join((*entries, *directory, b"PK\5\6", _LAST.pack(0, 0, count, count, size, offset, 0)))


def merged_first(part: bytes) -> Pieces:
    """Return a sheet in pieces, its merged cells before the others; one that is not written as usual stays as it is."""
    start, end = part.find(_CELLS), part.rfind(_END)
    unusual = b"!" in part and b"<!" in part  # one byte is found at once; comments may hold what looks like a tag
    if not 0 <= start < end or unusual or b"mergeCells" in part[:start]:
        return (part,)
    first, last = part.find(_MERGED, end), part.rfind(_MERGED_END, end)
    merged = part[first : last + len(_MERGED_END)] if 0 <= first < last else _NONE
    whole = memoryview(part)
    return whole[:start], merged, whole[start:]


def _bounded(part: bytes, tags: CellTags | None) -> bytes:
    """Return a sheet without the numbers on which the parser gives up altogether; each costs its own cell only."""
    has_none = tags is not None and tags.are_usual and not tags.may_be_negative
    return part if has_none or not _MAY_BE_BELOW.search(part) else _BELOW.sub(_one_bounded, part)


def _one_bounded(match: re.Match[bytes]) -> bytes:
    try:
        number = float(match[2])
    except ValueError:
        return match[0]
    tag = match.string[match.string.rfind(b"<c", 0, match.start()) : match.start()].partition(b">")[0]
    return match[0] if number >= _FIRST_DAY or b"str" in tag else match[1] + _NO_NUMBER
