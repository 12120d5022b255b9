"""The faces of a report: what each is called, how its file ends, and what draws it. Knows no folder.

A new face is a module with a function from the assessment to bytes, and a line of FACES.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medcheck.disk import LARGEST_RESULT, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import file_name

if TYPE_CHECKING:  # the command line reads the names of the faces for its help, and must not load the models for it
    from medcheck.assessment.model.assessment_model import Assessment


class Face(NamedTuple):
    """One face: what a user reads of it, the end of its file's name, and what draws it.

    `draw` is given the assessment and the workbook it is of; it imports its library when it is called, not before.
    """

    word: str
    end: str
    draw: Callable[[Assessment, Path | None], bytes]


def render(name: str, assessment: Assessment, original: Path | None) -> bytes:
    """Return the bytes of the face of that name; `original` is the workbook the assessment was made from.

    Raises MedcheckError where a face needs the workbook and it is no longer as it was.
    """
    return FACES[name].draw(assessment, original)


def _html(assessment: Assessment, _: Path | None) -> bytes:
    from medcheck.report.page.render_page import to_html

    return to_html(assessment).encode("utf-8")


def _json(assessment: Assessment, _: Path | None) -> bytes:
    from medcheck.assessment.result_text import to_json

    return to_json(assessment).encode("utf-8")


def _xlsx(assessment: Assessment, original: Path | None) -> bytes:
    from medcheck.report.workbook.annotated import to_xlsx

    return to_xlsx(assessment, _content(assessment, original))


def _pdf(assessment: Assessment, _: Path | None) -> bytes:
    from medcheck.report.paper.pdf import to_pdf

    return to_pdf(assessment)


FACES: Mapping[str, Face] = {
    "html": Face("网页", ".html", _html),
    "json": Face("数据", ".json", _json),
    # The workbook is told from the applicant's own by its name: the folder may well be the one it stands in.
    "xlsx": Face("带批注的申请表", "-批注.xlsx", _xlsx),
    "pdf": Face("可打印的文件", ".pdf", _pdf),
}
DEFAULT_FACES = ("html", "json")


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
