"""One paper: checked against the result and the case file, filled in, and what an officer should see to."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import CaseSource
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.fields import fields
from medcheck.notice.fit import remarks, require_fit
from medcheck.notice.paper_kinds import OfficialPaper
from medcheck.notice.previous import told_before
from medcheck.notice.word import render


class Issued(NamedTuple):
    """A paper as a Word document, and the remarks (hints) an officer should read before signing it."""

    document: bytes
    remarks: tuple[Problem, ...]


def issue(
    kind: OfficialPaper,
    assessment: Assessment,
    case: CaseSource,
    *,
    previous: Assessment | None = None,
    template: Path | None = None,
    today: date | None = None,
) -> Issued:
    """Return the paper; raise MedcheckError where it does not belong to the result or cannot be made.

    `previous` is the result of the first submission, for a second notice of correction; `template` a .docx of the
    agency's own in place of the one in reports/notices; `today` the day on which it is made.
    """
    require_fit(kind, assessment, case, today)
    if previous and kind.id != "correction":
        problem = Problem(Place(kind.title), "--previous 只用于材料补正一次性告知书", "去掉 --previous")
        raise MedcheckError([problem])
    problems = told_before(assessment, previous) if previous else ()
    notes = (*remarks(kind, assessment, case), *problems)
    source = template or files("medcheck.reports") / "notices" / f"{kind.id}.docx"
    made = render(source, fields(kind, assessment, case), mark=f"{kind.id} {assessment.regulation.pack}")
    return Issued(made, notes)
