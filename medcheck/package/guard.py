"""Guards the parsers against hostile and broken files: it examines the content before anything is parsed.

Refuses by content, not by name, and says what the file is. Knows nothing of forms. The order is that of cost: file
size, magic, entry count and declared sizes, a hard byte limit per part; then `counts` looks into the parts.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import WorkbookError
from medcheck.package.cell_tags import CellTags
from medcheck.package.counts import check_parts, require_safe
from medcheck.package.file_kinds import Format, RefusedKind, kind_of, kind_of_archive, kind_of_parts
from medcheck.package.packaging import slashes, usual
from medcheck.package.refusals import damaged, protected, refusal, too_much
from medcheck.package.zip_parts import inflate
from medcheck.shown import file_name

MAX_FILE, MAX_PART, MAX_TOTAL, MAX_ENTRIES = 20 * MEGABYTE, 24 * MEGABYTE, 48 * MEGABYTE, 2000
_BLANK = b"\xef\xbb\xbf \t\r\n"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Package(NamedTuple):
    """A workbook that may be parsed: its name, bytes and digest, what it is, and its XML parts inflated.

    `kind` is `xlsx` (also with macros, which nobody runs), `ods` or `xls`; an old workbook has no parts. `tags` is what the
    cells of a sheet of an .xlsx workbook have in common, by the name of its part.
    """

    file: str
    content: bytes
    sha256: str
    kind: Format
    parts: Mapping[str, bytes]
    macros: bool = False
    tags: Mapping[str, CellTags] = {}


def open_package(path: Path) -> Package:
    """Return the workbook's bytes and parts; raise WorkbookError when it is no workbook or not a safe one."""
    for prefix, program in (("~$", "Excel/WPS"), (".~", "WPS/LibreOffice")):
        if path.name.startswith(prefix):
            text = f"这是 {program} 打开文件时的临时文件"
            raise refusal(file_name(path), text, f"请选择不带 {prefix} 的原文件")
    content = read_file(path, MAX_FILE, too_large="删去图片和无关的工作表后重新保存")
    return package_of(file_name(path), content)


def package_of(file: str, content: bytes) -> Package:
    """Return the parts of a workbook's bytes; raise WorkbookError when it is no workbook or not a safe one."""
    kind = kind_of(content)
    if isinstance(kind, RefusedKind):
        raise refusal(file, kind.text, kind.mend)
    digest = hashlib.sha256(content).hexdigest()
    if kind == "xls":
        return Package(file, content, digest, kind, {})
    return _archive(file, content, digest)


def _archive(file: str, content: bytes, digest: str) -> Package:
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged(file) from error
    with archive:
        kind = kind_of_archive([slashes(entry.filename) for entry in archive.infolist()], content)
        if isinstance(kind, RefusedKind) and not kind.unsure:
            raise refusal(file, kind.text, kind.mend)
        try:
            return _package(file, archive, content, digest, kind)
        except WorkbookError as error:
            if isinstance(
                kind, RefusedKind
            ):  # an archive of whatever else: what it is helps more than what is wrong with it
                raise refusal(file, kind.text, kind.mend) from error
            raise


def _package(file: str, archive: ZipFile, content: bytes, digest: str, kind: RefusedKind | Format) -> Package:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise too_much(file)
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected(file)
    parts = _parts(file, archive, content)
    require_safe(file, parts)
    named = parts if kind == "ods" else usual(parts)
    if isinstance(kind, RefusedKind):
        kind = kind_of_parts(named) or kind
    if isinstance(kind, RefusedKind):
        raise refusal(file, kind.text, kind.mend)
    parts = dict(named)
    tags = check_parts(file, kind, parts)
    macros = any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries)
    return Package(file, content, digest, kind, parts, macros, tags)


def _parts(file: str, archive: ZipFile, content: bytes) -> dict[str, bytes]:
    """Return the XML parts by name; whatever its name, a part that looks like XML may be read as a sheet."""
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for entry in archive.infolist():
        name = slashes(entry.filename)
        if name.lower() in seen:
            raise damaged(file)  # two parts of one name: which of them is read is the parser's choice
        seen.add(name.lower())
        plain = inflate(content, entry) if entry.file_size <= MAX_PART else None
        part = _part(file, archive, entry) if plain is None else plain
        total += len(part)
        if total > MAX_TOTAL:
            raise too_much(file)
        if name.lower().endswith((".xml", ".rels")) or part[:64].lstrip(_BLANK)[:1] == b"<" or part[:2] in _UTF_16:
            parts[name] = part
    return parts


def _part(file: str, archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return one part; the declared size is not believed."""
    try:
        with archive.open(entry) as stream:
            part = stream.read(min(entry.file_size, MAX_PART) + 1)  # room is made for as much as is asked for
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise damaged(file) from error
    if len(part) > MAX_PART:
        raise too_much(file)
    return part
