"""Reports on disk: safe names, whole files or none. Knows nothing of what stands in them."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.disk import LARGEST_RESULT, read_file, write_whole
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.applicant_mark import applicant_mark
from medcheck.report.page.render_page import to_html
from medcheck.shown import file_name, shown_name

DEFAULT_FORMATS = ("html", "json")
# The workbook is told from the applicant's own by its name: the folder may well be the one it stands in.
ENDS = {"html": ".html", "json": ".json", "xlsx": "-批注.xlsx", "pdf": ".pdf"}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST, _LONGEST_PART = 120, 1024 * 1024


def write_reports(
    assessment: Assessment, folder: Path, stem: str, formats: tuple[str, ...], *, original: Path | None = None
) -> Iterator[Path]:
    """Write the assessment in each format into a folder and yield where each stands.

    `original` is the workbook the assessment was made from; `xlsx`, its annotated copy, is made from its bytes.
    An earlier report of the same applicant is replaced, and only when the new one is whole; one of another applicant
    whose workbook had the same name is kept, and the new one gets a number. Raises MedcheckError where the folder
    cannot be written.
    """
    stem = _free_stem(folder, safe_name(stem), assessment)
    for name in formats:
        path = folder / f"{stem}{ENDS[name]}"
        write_whole(path, render(name, assessment, original))
        yield path


def render(name: str, assessment: Assessment, original: Path | None) -> bytes:
    """Return a report's bytes; what draws workbooks and PDFs is loaded only when one is asked for."""
    if name == "pdf":
        from medcheck.report.paper.pdf import to_pdf

        return to_pdf(assessment)
    if name == "xlsx":
        from medcheck.report.workbook.annotated import to_xlsx

        return to_xlsx(assessment, _content(assessment, original))
    text = to_html(assessment) if name == "html" else to_json(assessment)
    return text.encode("utf-8")


def _content(assessment: Assessment, original: Path | None) -> bytes:
    """Return the bytes the assessment was made from; raise MedcheckError where they are no longer there."""
    assert original is not None, "an annotated workbook is made from the original"
    try:
        content = read_file(original, LARGEST_RESULT)
    except MedcheckError as error:
        raise _changed(original) from error
    if hashlib.sha256(content).hexdigest() != assessment.workbook.sha256:
        raise _changed(original)
    return content


def _changed(original: Path) -> MedcheckError:
    text = "评估之后申请表被改动或移走，不能写入批注"
    return MedcheckError([Problem(Place(file_name(original)), text, "关闭正在编辑的申请表后重新评估")])


def free_path(path: Path) -> Path:
    """Return the path, or one with a number under which nothing stands: a paper may have been worked on by hand."""
    numbered = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(one for one in numbered if not one.exists())


def _free_stem(folder: Path, stem: str, assessment: Assessment) -> str:
    """Return the stem, or one with a number, under which no report of another applicant stands."""
    for number in count(1):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if all(_is_of(folder / f"{candidate}{end}", assessment) for end in ENDS.values()):
            return candidate
    raise AssertionError("numbers do not end")


def _is_of(path: Path, assessment: Assessment) -> bool:
    """Return whether a file is not there, or is a report of the same applicant."""
    if not path.is_file():
        return True
    if path.suffix in (".xlsx", ".pdf"):
        return applicant_mark(assessment).encode() in _marked(path)
    text = read_file(path, LARGEST_RESULT).decode(errors="replace")
    names = (assessment.applicant.name, assessment.applicant.uscc)
    return all(escape(name, quote=False) in text or name in text for name in names)


def _marked(path: Path) -> bytes:
    """Return the part of a workbook or PDF in which its mark stands."""
    if path.suffix == ".pdf":
        return read_file(path, LARGEST_RESULT)
    try:
        with ZipFile(BytesIO(read_file(path, LARGEST_RESULT))) as archive, archive.open("docProps/core.xml") as part:
            return part.read(_LONGEST_PART)
    except (BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return b""


def safe_name(stem: str) -> str:
    """Return a file name that Windows, WPS and a zip accept, made from a workbook's own."""
    name = re.sub(r'[<>:"/\\|?*]', "_", shown_name(stem)).strip(" .")[:_LONGEST] or "报告"
    return f"_{name}" if _RESERVED.fullmatch(name.split(".")[0]) else name
