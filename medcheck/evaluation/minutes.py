"""A comparison → the minutes of the meeting (Word). What people decide is left open for the pen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from medcheck.evaluation.evaluation_model import Review
from medcheck.evaluation.reasons import PEOPLE, reasons
from medcheck.form.private import masked_text
from medcheck.notice.fields import BLANK_DAY
from medcheck.notice.word import render


def minutes(review: Review) -> bytes:
    """Return the document; raise MedcheckError where docxtpl is not installed."""
    return render(files("medcheck.reports") / "minutes.docx", fields(review))


def fields(review: Review) -> Mapping[str, object]:
    """Return every field of the template; persons' numbers are masked."""
    regulations = dict.fromkeys(entry.assessment.regulation.title for entry in review.entries)
    return {
        "title": masked_text(review.title),
        "day": BLANK_DAY,
        "stages": "、".join(review.stages),
        "early": not review.final,
        "regulations": "、".join(f"《{title}》" for title in regulations),
        "basis": "、".join(review.basis),
        "applied": str(len(review.entries)),
        "proposed_count": str(len(review.proposed)),
        "left_out_count": str(len(review.entries) - len(review.proposed)),
        "refused_count": str(len(review.refused)),
        "pairs_count": str(len(review.pairs)),
        "proposed": _proposed(review),
        "left_out": _left_out(review),
        "refused": [{"name": masked_text(r.name), "why": masked_text("；".join(r.reasons))} for r in review.refused],
        "principles": [
            {"cite": principle.cite, "title": principle.title, "says": masked_text("\n".join(principle.says)) or PEOPLE}
            for principle in review.principles
        ],
        "weighted": any(group.weighted for group in review.groups),
        "results_sha256": review.sha256,
    }


def _proposed(review: Review) -> list[dict[str, str]]:
    return [
        {
            "name": entry.assessment.applicant.name,
            "uscc": entry.assessment.applicant.uscc,
            "kind": group.word,
            "division": entry.row.division,
        }
        for group in review.groups
        for entry in group.proposed
    ]


def _left_out(review: Review) -> list[dict[str, str]]:
    return [
        {
            "name": entry.assessment.applicant.name,
            "kind": group.word,
            "conclusion": entry.word,
            "why": masked_text("\n".join(reasons(entry))),
        }
        for group in review.groups
        for entry in group.left_out
    ]
