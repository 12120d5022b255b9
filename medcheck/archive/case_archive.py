"""What stands in the archive of a case, written and read: its events, every file they name, and a list of both.

archive.json     what it is, the program that wrote it, the events with their hashes, the head of the chain
files/SHA-256    workbooks, results, papers, scans, and the rules each assessment was made by
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import ValidationError

from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.package.fixed_zip import fixed
from medcheck.shown import file_name
from medcheck.strict_model import StrictModel

LARGEST = 512 * MEGABYTE
_LIST, _FILES, _MOST = "archive.json", "files/", 10_000


class ArchiveError(MedcheckError):
    """A file that is no archive of a case, or cannot be read."""


class ArchivedEvent(StrictModel):
    """An event: its canonical text, and its hash in the chain of the case."""

    body: str
    hash: str


class CaseArchive(StrictModel):
    """The list of an archive. `erased` are files that were taken away after their time: their hash is all that is left."""

    format: Literal["medcheck-case-archive"] = "medcheck-case-archive"
    format_version: Literal[1] = 1
    medcheck: str
    case: int
    head: str
    events: tuple[ArchivedEvent, ...]
    erased: tuple[str, ...] = ()


class OpenedArchive(StrictModel):
    """An archive that was read: its list, and the content of its files by the SHA-256 under which they lie."""

    listed: CaseArchive
    files: Mapping[str, bytes]
    sha256: str


def archive_bytes(listed: CaseArchive, files: Mapping[str, bytes]) -> bytes:
    """Return the archive of a case, the same bytes for the same case."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        target.writestr(_LIST, listed.model_dump_json(indent=1))
        for digest, content in sorted(files.items()):
            target.writestr(f"{_FILES}{digest}", content)
    return fixed(buffer)


def is_archive(path: Path) -> bool:
    """Return whether a file is the archive of a case, by what stands in it; raise MedcheckError for what is no file."""
    try:
        with ZipFile(BytesIO(read_file(path, LARGEST))) as archive:
            return _LIST in archive.namelist()
    except BadZipFile:
        return False


def read_archive(path: Path) -> OpenedArchive:
    """Return an archive; raise ArchiveError for a file that is none, is damaged, or is larger than any case."""
    content = read_file(path, LARGEST)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _require_small(archive, path)
            listed = CaseArchive.model_validate_json(archive.read(_LIST))
            names = [name for name in archive.namelist() if name.startswith(_FILES)]
            files = {name.removeprefix(_FILES): archive.read(name) for name in names}
    except (BadZipFile, KeyError, ValidationError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused(path, "不是案件档案，或者已经损坏", "选择 medcheck case archive 写出的文件") from error
    return OpenedArchive(listed=listed, files=files, sha256=hashlib.sha256(content).hexdigest())


def _require_small(archive: ZipFile, path: Path) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST or sum(entry.file_size for entry in entries) > LARGEST:
        raise _refused(path, "档案解开后过大，没有读取", "核对是否选对了文件")


def _refused(path: Path, text: str, mend: str) -> ArchiveError:
    return ArchiveError([Problem(Place(file_name(path)), text, mend)])
