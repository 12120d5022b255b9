"""Reports on disk: safe names, whole files or none. Knows nothing of what stands in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from medcheck.assessment.model import Assessment
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.json_file import to_json
from medcheck.report.page import to_html

_RENDER = {"html": to_html, "json": to_json}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 120


def write_reports(assessment: Assessment, folder: Path, stem: str, formats: tuple[str, ...]) -> Iterator[Path]:
    """Write the assessment in each format into a folder and yield where each stands.

    An earlier report of the same name is replaced only when the new one is whole. Raises MedcheckError where the
    folder cannot be written.
    """
    for name in formats:
        path = folder / f"{safe_name(stem)}.{name}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            part.write_text(_RENDER[name](assessment), encoding="utf-8", newline="\n")
            os.replace(part, path)
        except OSError as error:
            text = f"不能写入报告：{error.strerror or error}"
            mend = "关闭正在打开的同名报告，检查文件夹权限和磁盘空间，或用 -o 换一个文件夹"
            raise MedcheckError([Problem(Place(path.name), text, mend)]) from error
        yield path


def safe_name(stem: str) -> str:
    """Return a file name that Windows, WPS and a zip accept, made from a workbook's own."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", stem).strip(" .")[:_LONGEST] or "报告"
    return f"_{name}" if _RESERVED.fullmatch(name.split(".")[0]) else name
