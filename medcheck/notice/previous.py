"""A second notice of correction: which of its gaps the first submission had already (the law wants it told once)."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.paper_kinds import KINDS
from medcheck.notice.rows import gaps

_PAPER = Place(KINDS["correction"].title)


def told_before(now: Assessment, first: Assessment) -> Iterator[Problem]:
    """Yield a warning for each gap of a resubmission that the first submission had; raise for another applicant's.

    A gap that the correction itself brought in is not one of them: other cells, other persons.
    """
    if (now.applicant.uscc, now.applicant.name) != (first.applicant.uscc, first.applicant.name):
        text = f"--previous 是“{first.applicant.name}”的评估结果，本次是“{now.applicant.name}”"
        raise MedcheckError([Problem(_PAPER, text, "指定同一申请单位首次提交的评估结果")])
    had = {(row.item, row.problem, row.cure) for row in gaps(first)}
    for row in (row for row in gaps(now) if row.binding):
        same = (row.item, row.problem, row.cure) in had
        if same or any(_overlap(now, first, rule) for rule in row.rules):
            text = f"“{row.item}”首次提交时已有这一问题：{row.problem}"
            mend = "首次告知书已列明的，按补正后仍不齐全处理；首次漏告的，不得再要求补正"
            yield Problem(_PAPER, text, mend, hint=True)


def _overlap(now: Assessment, first: Assessment, rule: str) -> bool:
    """Return whether a rule misses a name that it missed before."""
    new, old = (
        {name for finding in each.findings if finding.rule == rule for name in finding.missing} for each in (now, first)
    )
    return bool(new & old)
