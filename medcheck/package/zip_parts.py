"""The parts of an Office file of our own, read within bounds. What an applicant sends goes through the guard instead."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_LARGEST = 512 * 1024 * 1024


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
