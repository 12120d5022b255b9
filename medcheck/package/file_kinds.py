"""Tells what a file is by its first bytes and not by its name. It knows nothing of what is inside a workbook."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

SAVE_AS = "请在 Excel/WPS 中另存为 .xlsx 后重新提交"


_SPREADSHEET = (b"opendocument.spreadsheet", b"<office:spreadsheet")
Format = Literal["zip", "xlsx", "ods", "xls"]


class RefusedKind(NamedTuple):
    """Why a file is not taken: what it is, and how to mend it."""

    text: str
    mend: str
    unsure: bool = False  # only its parts tell


def kind_of(content: bytes) -> RefusedKind | Format:
    """Return what the content is: a zip archive, an old workbook, or what cannot be taken."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    start = head[:512].lower()
    if not content:
        return RefusedKind("文件是空的（0 字节）", "重新复制或下载该文件后提交")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(content)
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start or b"<table" in start:
        return _expected("网页（HTML）")
    if start.startswith(b"<?xml") or start.startswith(b"<workbook"):
        return _expected("XML 表格（Excel 2003）" if b"office:spreadsheet" in head.lower() else "XML 文件")
    if start.startswith(b"%pdf"):
        return RefusedKind(
            "应为 Excel 工作簿，现为 PDF 文件", "提交填写好的电子申请表（.xlsx），不要提交打印件或扫描件"
        )
    if start.startswith(b"{\\rtf"):
        return _expected("RTF 文档")
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")):
        return RefusedKind("应为 Excel 工作簿，现为图片", "提交填写好的电子申请表（.xlsx），不要提交照片或扫描件")
    if content.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return RefusedKind("应为 Excel 工作簿，现为压缩文件", "解压后提交其中的 .xlsx 文件")
    if content.startswith(b"PK"):
        return "zip"
    return (
        _expected("文本（CSV 等）")
        if _is_text(content[:4096])
        else RefusedKind("不能识别的文件，不是 Excel 工作簿", SAVE_AS)
    )


def kind_of_archive(names: Iterable[str], content: bytes) -> RefusedKind | Format:
    """Return what a zip archive is: an .xlsx or .ods workbook, or what cannot be taken."""
    inside = {name.lstrip("/").lower() for name in names}
    if "xl/workbook.xml" in inside:
        return "xlsx"
    if "xl/workbook.bin" in inside:
        return _expected("二进制工作簿（.xlsb）")
    if any(name.startswith("word/") for name in inside):
        return _expected("Word 文档")
    if any(name.startswith("ppt/") for name in inside):
        return _expected("PowerPoint 文档")
    if "content.xml" in inside:
        return (
            "ods"
            if b"application/vnd.oasis.opendocument.spreadsheet" in content[:256]
            else _expected("OpenDocument 文档")._replace(unsure=True)
        )
    return RefusedKind("应为 Excel 工作簿，现为压缩文件", "解压后提交其中的 .xlsx 文件", unsure=True)


def kind_of_parts(parts: Mapping[str, bytes]) -> Format | None:
    """Return what an archive is by its parts, where its names alone do not tell: None for no workbook."""
    if "xl/workbook.xml" in parts:
        return "xlsx"
    says = (parts.get(name, b"") for name in ("mimetype", "META-INF/manifest.xml", "content.xml"))
    return "ods" if "content.xml" in parts and any(mark in text for text in says for mark in _SPREADSHEET) else None


def _compound(content: bytes) -> RefusedKind | Format:
    """Return what a compound file is: an old workbook, a protected new one, or an old document."""
    if _has_stream(content, "EncryptedPackage") or _has_stream(content, "EncryptionInfo"):
        return RefusedKind("文件设有打开密码", "在 Excel/WPS 中取消密码后重新保存")
    if _has_stream(content, "WordDocument"):
        return _expected("旧版 Word 文档（.doc）")
    if _has_stream(content, "PowerPoint Document"):
        return _expected("旧版 PowerPoint 文档（.ppt）")
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return "xls"
    return RefusedKind("不能识别的旧版 Office 文件，或文件已不完整", SAVE_AS)


def _has_stream(content: bytes, name: str) -> bool:
    """Return whether the directory of a compound file has a stream of that name.

    An entry is told by its shape: the name in UTF-16 in 64 bytes, its length, the type 2. The same words in a cell of
    an old workbook are no entry, and a file cut off before its directory is still told by what is left of it.
    """
    text = name.encode("utf-16-le") + b"\0\0"
    entry = re.escape(text) + b"(?s:.){%d}" % (64 - len(text)) + re.escape(struct.pack("<HB", len(text), 2))
    return re.search(entry, content) is not None


def _expected(what: str) -> RefusedKind:
    return RefusedKind(f"应为 .xlsx 工作簿，现为{what}", SAVE_AS)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 if len(head) == 4096 else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
