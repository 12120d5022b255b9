"""Reads the parts of a zip: one part of any archive, checked, or all of an Office file of our own, within bounds.

What an applicant sends goes through the guard, which bounds what is inflated.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_LARGEST = 512 * 1024 * 1024
# What stands before a part (APPNOTE 4.3.7): signature, flags, and the lengths of its name and of what else is said of it.
_LOCAL_HEADER = struct.Struct("<4s2xH18xHH")
_PATCHED, _ENCRYPTED, _UTF_8 = 0x20, 0x41, 0x800
_RAW_DEFLATE = -15  # the window of a deflated part, which has no header of its own


def inflate(content: bytes, entry: ZipInfo) -> bytes | None:
    """Return a part of an archive held in memory, no larger than it declares; None where `ZipFile` has to look.

    Nearly every part is stored or deflated as its entry says, and is read here in half the time: `ZipFile` hands a part
    through three buffers. Whatever is out of the ordinary it tells or refuses.
    """
    if entry.flag_bits & (_PATCHED | _ENCRYPTED) or entry.header_offset + _LOCAL_HEADER.size > len(content):
        return None
    signature, flags, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, entry.header_offset)
    name_start = entry.header_offset + _LOCAL_HEADER.size
    start = name_start + name_length + extra_length
    name = entry.orig_filename
    written = name.encode("ascii" if name.isascii() else "utf-8" if flags & _UTF_8 else "cp437", "replace")
    if signature != b"PK\3\4" or content[name_start : name_start + name_length] != written:
        return None
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        part = packed
    elif entry.compress_type == ZIP_DEFLATED:
        inflater = zlib.decompressobj(_RAW_DEFLATE)
        try:
            part = inflater.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
    else:
        return None
    return part if len(part) == entry.file_size and zlib.crc32(part) == entry.CRC else None


def zip_parts(content: bytes) -> dict[str, bytes] | None:
    """Return the parts of a zip by name in their order; None where it is none, is damaged, holds a name twice or too much."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST:
                return None
            parts = {entry.filename: archive.read(entry) for entry in entries}
            return parts if len(parts) == len(entries) else None
    except (BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
