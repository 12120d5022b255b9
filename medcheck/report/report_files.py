"""Writes reports to disk under safe names, whole or not at all. It knows nothing of what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.disk import LARGEST_RESULT, read_file, write_whole
from medcheck.report.applicant_mark import applicant_mark
from medcheck.report.faces import FACES, render
from medcheck.report.fixed_copy import FixedCopy
from medcheck.report.record.office_record import properties_of
from medcheck.shown import shown_name

FIXED_END, LIST_END = "-已改.xlsx", "-改动清单.txt"  # of a copy with certain replacements, and of the list of them
_ROUND = re.compile(r"(?:-批注|-已改)(?:-\d+)?$")  # how the files we give back end, which come in again
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 120


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
        path = folder / f"{stem}{FACES[name].end}"
        if original and path.exists() and path.samefile(original):  # a second round: what somebody filled in stays
            path = free_path(path)
        write_whole(path, render(name, assessment, original))
        yield path


def free_path(path: Path) -> Path:
    """Return the path, or one with a number under which nothing stands: a paper may have been worked on by hand."""
    numbered = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(candidate for candidate in numbered if not candidate.exists())


def _free_stem(folder: Path, stem: str, assessment: Assessment) -> str:
    """Return the stem, or one with a number, under which no report of another applicant stands."""
    for number in count(1):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if all(_is_of(folder / f"{candidate}{face.end}", assessment) for face in FACES.values()):
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
    return properties_of(read_file(path, LARGEST_RESULT))


def own_stem(stem: str) -> str:
    """Return the name of a workbook without the ends of the files we give back, so that no round makes it longer."""
    while (shorter := _ROUND.sub("", stem)) not in (stem, ""):
        stem = shorter
    return stem


def write_fixed(copy: FixedCopy, folder: Path, original: Path) -> Iterator[Path]:
    """Write a copy with certain replacements, if there are any, and the list of them; yield where each stands.

    The original stays as it is, and so does every earlier copy: somebody may have gone on filling it in.
    """
    stem, head = safe_name(own_stem(original.stem)), original.name
    if copy.written:
        path = free_path(folder / f"{stem}{FIXED_END}")
        write_whole(path, copy.content, "改好的申请表")
        yield path
        head = f"{head} → {path.name}"
    listed = folder / f"{stem}{LIST_END}"
    write_whole(listed, ("\n".join((head, *copy.lines)) + "\n").encode("utf-8-sig"), "改动清单")
    yield listed


def safe_name(stem: str) -> str:
    """Return a file name that Windows, WPS and a zip accept, made from a workbook's own."""
    name = re.sub(r'[<>:"/\\|?*]', "_", shown_name(stem)).strip(" .")[:_LONGEST] or "报告"
    return f"_{name}" if _RESERVED.fullmatch(name.split(".")[0]) else name
