"""Workbook files put together part by part, as tests need them broken."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "clinic-eligible.xlsx"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def compound(*streams: str, body: bytes = b"") -> bytes:
    """Return a minimal OLE compound file: header, one sector of the allocation table, the directory, a body."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<LLLLLLLL", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<L", 0)
    table = struct.pack("<LL", 0xFFFFFFFD, 0xFFFFFFFE)
    entries = b"".join(entry(name, 2) for name in streams)
    sectors = (header, table, entry("Root Entry", 5) + entries, body)
    return b"".join(sector.ljust(512, b"\xff" if sector is header or sector is table else b"\0") for sector in sectors)


def entry(name: str, kind: int) -> bytes:
    """Return a directory entry: the name in UTF-16 in 64 bytes, its length with the closing zero, and what it is."""
    text = name.encode("utf-16-le") + b"\0\0"
    return (text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + b"\xff" * 12).ljust(128, b"\0")


def archive(parts: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """Return a zip archive of these parts, deflated but for the `stored` ones."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def parts_of(path: Path = SAMPLE) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def sample(changes: dict[str, bytes]) -> bytes:
    """Return the sample workbook with some of its parts replaced or added."""
    return archive(parts_of() | changes)


def sheet(rows: bytes, rest: bytes = b"") -> bytes:
    """Return the XML of a worksheet with these rows."""
    return b"<worksheet %s><sheetData>%s</sheetData>%s</worksheet>" % (MAIN, rows, rest)


def ods(content: bytes, rest: dict[str, bytes] | None = None) -> bytes:
    """Return an OpenDocument spreadsheet with this content.xml."""
    mimetype = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    return archive(mimetype | {"content.xml": content} | (rest or {}), stored=("mimetype",))


def ods_table(rows: bytes, name: bytes = b"Sheet1") -> bytes:
    """Return a content.xml with one table of these rows."""
    spaces = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (space, space)
        for space in (b"office", b"table", b"text")
    )
    return (
        b"<office:document-content%s><office:body><office:spreadsheet>"
        b'<table:table table:name="%s">%s</table:table>'
        b"</office:spreadsheet></office:body></office:document-content>" % (spaces, name, rows)
    )


def records(*pairs: tuple[int, bytes]) -> bytes:
    """Return BIFF records: kind, length, content."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in pairs)


def xls(stream: bytes) -> bytes:
    """Return a compound file whose `Workbook` stream holds these records, as an old Excel writes it."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    sectors_of_table = -(-(count + 2) // 128) + 1
    first = 1 + sectors_of_table
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<LLLLLLLL", sectors_of_table, sectors_of_table, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(struct.pack("<L", number) for number in range(sectors_of_table))
    chain = [0xFFFFFFFD] * sectors_of_table + [0xFFFFFFFE]
    chain += [first + number + 1 for number in range(count - 1)] + [0xFFFFFFFE]
    table = b"".join(struct.pack("<L", number) for number in chain).ljust(sectors_of_table * 512, b"\xff")
    root = entry("Root Entry", 5)[:68] + struct.pack("<LLL", 0xFFFFFFFF, 0xFFFFFFFF, 1) + bytes(36)
    root += struct.pack("<LL", 0xFFFFFFFE, 0) + bytes(4)
    book = entry("Workbook", 2)[:68] + struct.pack("<LLL", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF) + bytes(36)
    book += struct.pack("<LL", first, len(stream)) + bytes(4)
    return header.ljust(512, b"\xff") + table + (root + book).ljust(512, b"\0") + stream
