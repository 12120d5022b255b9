"""A report that was written once, JSON or page → what it records, and whether it is still as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.compare.comparison import ComparedAssessment
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.disk import LARGEST_RESULT, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.record.json_file import NOT_THERE, from_json
from medcheck.report.record.page_record import from_record
from medcheck.report.record.seal import Fit, fit_of
from medcheck.shown import file_name


class Recorded(NamedTuple):
    """A report as it stands on disk: `whole` is the result of a JSON report, `page` the text of a page.

    `fit` says whether its text is the one its digest was made of; a page has none of its own and is compared whole.
    """

    run: ComparedAssessment
    whole: Assessment | None
    page: str
    fit: Fit


def read_recorded(path: Path) -> Recorded:
    """Return what a report records; raise MedcheckError where it cannot be read, or holds a damaged record."""
    try:
        text = read_file(path, LARGEST_RESULT, missing=NOT_THERE).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, "应为 UTF-8 编码的报告，内容无法识别", "选择 assess 生成的 .json 或 .html 文件") from error
    if text.removeprefix("\ufeff")[:15].lower() == "<!doctype html>" or path.suffix.lower() in (".html", ".htm"):
        return Recorded(from_record(text, file_name(path)), None, text, Fit.BYTES)
    assessment = from_json(text.removeprefix("\ufeff"), file=file_name(path))
    return Recorded(run_of(assessment), assessment, "", fit_of(text, assessment))


def _refused(path: Path, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(file_name(path)), text, mend)])
