"""Whether an application handed in again is complete: where nothing is lacking the program can say so, and asks nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medcheck.assessment.finding import Judged
from medcheck.assessment.model.finding_model import Finding
from medcheck.errors import Problem
from medcheck.verdict import Consequence, Verdict

_SETTLED = frozenset({Verdict.PASS, Verdict.WAIVED, Verdict.NOT_APPLICABLE})
_NOTE = "申请表和材料经程序逐项核对，没有需要补充、更正的"


def with_completeness(
    rule: str,
    judged: Sequence[Judged],
    findings: tuple[Finding, ...],
    problems: Sequence[Problem],
    explain: Callable[[Judged], Finding],
) -> tuple[Finding, ...]:
    """Return the findings in which the rule that says the papers are complete passes, where the program can see that they are.

    It stays with the agency where anything is lacking, contradicts itself or is doubtful, and where somebody answered it:
    whether an incomplete application is refused is a person's decision.
    """
    open_ = next((one for one in judged if one.rule.id == rule and one.verdict is Verdict.CHECK), None)
    if open_ is None or open_.answer or any(problem.blocks for problem in problems):
        return findings
    others = [finding for finding in findings if finding.rule != rule]
    if any(finding.consequence is Consequence.SUPPLEMENT for finding in others):
        return findings
    if any(finding.severity == "correctable" and finding.verdict not in _SETTLED for finding in others):
        return findings
    made = explain(open_._replace(verdict=Verdict.PASS, note=_NOTE))
    return tuple(made if finding.rule == rule else finding for finding in findings)
