"""Reports on disk: safe names, whole files or none. Knows nothing of what stands in them."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path

from medcheck.assessment.model import Assessment
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.json_file import to_json
from medcheck.report.page import to_html

_RENDER = {"html": to_html, "json": to_json}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 120
_WHY = {
    errno.ENOENT: "文件夹不存在",
    errno.EACCES: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名的文件已存在，不是文件夹",
}


def render(assessment: Assessment, name: str) -> bytes:
    """Return the assessment in a format."""
    return _RENDER[name](assessment).encode("utf-8")


def write_reports(assessment: Assessment, folder: Path, stem: str, formats: tuple[str, ...]) -> Iterator[Path]:
    """Write the assessment in each format into a folder and yield where each stands.

    An earlier report of the same applicant is replaced, and only when the new one is whole; one of another applicant
    whose workbook had the same name is kept, and the new one gets a number. Raises MedcheckError where the folder
    cannot be written.
    """
    stem = _free_stem(folder, safe_name(stem), assessment)
    for name in formats:
        path = folder / f"{stem}.{name}"
        write_whole(path, render(assessment, name))
        yield path


def write_whole(path: Path, content: bytes, what: str = "报告") -> None:
    """Write a file whole or not at all, its folder included; raise MedcheckError, which calls it `what`, where it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        text = f"不能写入{what}：{_WHY.get(error.errno or 0, '无法写入')}"
        mend = "关闭正在打开的同名文件，检查文件夹权限和磁盘空间，或用 -o 换一个文件夹"
        raise MedcheckError([Problem(Place(path.name), text, mend)]) from error


def free_path(path: Path) -> Path:
    """Return the path, or one with a number under which nothing stands: a paper may have been worked on by hand."""
    numbered = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(one for one in numbered if not one.exists())


def _free_stem(folder: Path, stem: str, assessment: Assessment) -> str:
    """Return the stem, or one with a number, under which no report of another applicant stands."""
    for number in count(1):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if all(_is_of(folder / f"{candidate}.{name}", assessment) for name in _RENDER):
            return candidate
    raise AssertionError("numbers do not end")


def _is_of(path: Path, assessment: Assessment) -> bool:
    """Return whether a file is not there, or is a report of the same applicant."""
    if not path.is_file():
        return True
    text = path.read_text(encoding="utf-8", errors="replace")
    names = (assessment.applicant.name, assessment.applicant.uscc)
    return all(escape(name, quote=False) in text or name in text for name in names)


def safe_name(stem: str) -> str:
    """Return a file name that Windows, WPS and a zip accept, made from a workbook's own."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", stem).strip(" .")[:_LONGEST] or "报告"
    return f"_{name}" if _RESERVED.fullmatch(name.split(".")[0]) else name
