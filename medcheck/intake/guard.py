"""What stands between a hostile or broken file and the parsers: content is looked at before anything is parsed.

Refuses by content, not by name, and says what the file is. Knows nothing of forms. The order is that of cost: file
size, magic, entry count and declared sizes, a hard byte limit per part, DOCTYPE, then counts of cells and references.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from medcheck.errors import Place, Problem, WorkbookError
from medcheck.intake.kinds import SAVE_AS, kind_of, kind_of_archive

_MEGABYTE = 1024 * 1024
MAX_FILE, MAX_PART, MAX_TOTAL = 20 * _MEGABYTE, 32 * _MEGABYTE, 96 * _MEGABYTE
MAX_ENTRIES, MAX_SHEETS, MAX_CELLS, MAX_MERGES, MAX_AREA = 2000, 60, 1_000_000, 20_000, 4_000_000
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*?(/?)>""")
_CELL_MARKS = tuple(start + b"c" + end for start in (b"<", b":") for end in (b" ", b">", b"/", b"\n", b"\t", b"\r"))
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r=["']([0-9]{1,7})["']""")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


class Package(NamedTuple):
    """A workbook that may be parsed: its name, bytes and digest, and its XML parts inflated."""

    file: str
    content: bytes
    sha256: str
    parts: Mapping[str, bytes]


def open_package(path: Path) -> Package:
    """Return the workbook's bytes and parts; raise WorkbookError when it is no .xlsx workbook or not a safe one."""
    for prefix, program in (("~$", "Excel/WPS"), (".~", "WPS/LibreOffice")):
        if path.name.startswith(prefix):
            text = f"这是 {program} 打开文件时的临时文件"
            raise refusal(path.name, text, f"请选择不带 {prefix} 的原文件")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refusal(path.name, "文件不存在或无法打开", "检查文件名和权限后重试") from error
    if size > MAX_FILE:
        text = f"文件应不超过 20 MB，现为 {size / _MEGABYTE:.1f} MB"
        raise refusal(path.name, text, "删去图片和无关的工作表后重新保存")
    content = path.read_bytes()
    if kind := kind_of(content):
        raise refusal(path.name, kind.text, kind.mend)
    parts = _inflated(path.name, content)
    _check_parts(path.name, parts)
    return Package(path.name, content, hashlib.sha256(content).hexdigest(), parts)


def refusal(file: str, text: str, mend: str) -> WorkbookError:
    """Return the error for a file that cannot be read as a whole."""
    return WorkbookError([Problem(Place(file), text, mend)])


def _inflated(file: str, content: bytes) -> dict[str, bytes]:
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refusal(file, "文件已损坏或不完整，无法打开", f"重新复制或下载该文件；仍打不开的，{SAVE_AS}") from error
    with archive:
        entries = archive.infolist()
        if kind := kind_of_archive([entry.filename for entry in entries], content):
            raise refusal(file, kind.text, kind.mend)
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise refusal(file, "压缩包内的内容过多，不像一份申请表", f"删去图片和无关的工作表，{SAVE_AS}")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal(file, "文件设有打开密码", "在 Excel/WPS 中取消密码后重新保存")
        wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        return {entry.filename.lstrip("/"): _part(file, archive, entry) for entry in wanted}


def _part(file: str, archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return one part; the declared size is not believed."""
    try:
        with archive.open(entry) as stream:
            part = stream.read(MAX_PART + 1)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refusal(file, "文件已损坏或不完整，无法打开", f"重新复制或下载该文件；仍打不开的，{SAVE_AS}") from error
    if len(part) > MAX_PART:
        raise refusal(file, "压缩包内的内容过多，不像一份申请表", f"删去图片和无关的工作表，{SAVE_AS}")
    return part


def _check_parts(file: str, parts: Mapping[str, bytes]) -> None:
    for part in parts.values():
        head = part[:4096]
        if b"\0" in head or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise refusal(file, "文件中含有不应出现的实体声明或编码，可能不安全", f"不要使用来历不明的文件；{SAVE_AS}")
    sheets = [part for name, part in parts.items() if _WORKSHEET.fullmatch(name)]
    if len(sheets) > MAX_SHEETS:
        raise refusal(file, f"工作表应不超过 {MAX_SHEETS} 张，现为 {len(sheets)} 张", f"删去无关的工作表，{SAVE_AS}")
    counts = [_count(part) for part in sheets]
    if sum(cells for cells, _, _ in counts) > MAX_CELLS:
        raise refusal(file, "单元格超过 100 万个，不像一份申请表", f"删去无关的内容，{SAVE_AS}")
    if sum(merges for _, merges, _ in counts) > MAX_MERGES:
        raise refusal(file, "合并单元格超过 2 万处，不像一份申请表", f"取消多余的合并，{SAVE_AS}")
    if any(area > MAX_AREA for _, _, area in counts):
        raise refusal(file, "有内容的单元格相距过远，不像一份申请表", f"删去表格区域以外的内容，{SAVE_AS}")


def _count(part: bytes) -> tuple[int, int, int]:
    """Return cells, merges, and the area of the box around all cells with content: calamine allocates that box.

    `bytes.count` is a hundred times faster than the expression, so that a hostile part is refused without it.
    """
    if (tags := part.count(b"<")) > 8 * MAX_CELLS:
        return tags // 8, 0, 0
    cells = sum(part.count(mark) for mark in _CELL_MARKS)
    merges = part.count(b"mergeCell ") + part.count(b"mergeCell/")
    if cells > MAX_CELLS or merges > MAX_MERGES:
        return cells, merges, 0
    references = _CELL.findall(part)
    filled = {(letters.upper(), row) for letters, row, empty in references if not empty}
    rows = [int(row) for _, row in filled]
    if len(references) < cells:
        rows += [int(row) for row in _ROW.findall(part)]  # cells without a reference stand in their row
    if not rows:
        return cells, merges, 0
    columns = [_column(letters) for letters in {letters for letters, _ in filled}] or [1]
    return cells, merges, max(rows) * max(columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
