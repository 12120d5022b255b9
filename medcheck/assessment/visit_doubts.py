"""What a site visit leaves open or finds otherwise, put to the verdicts: nothing it did not look at passes.

Knows nothing of sheets: the case says which facts and rules are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from medcheck.case.case_file import CaseFile
from medcheck.case.visit_form import VisitDoubt
from medcheck.rulebook.rule import Rule
from medcheck.verdict import Verdict


class VisitedVerdicts(NamedTuple):
    """The verdicts after the visit by key, and for each key that changed what the reader is told."""

    outcomes: Mapping[str, Verdict]
    notes: Mapping[str, str]


def after_visit(
    outcomes: Mapping[str, Verdict],
    rules: Iterable[tuple[str, Rule]],
    case: CaseFile,
    unmeasured: Iterable[VisitDoubt] = (),
) -> VisitedVerdicts:
    """Return the verdicts with those that pass on papers alone left open where the visit did not bear them out.

    What nobody measured or looked at is for the visit (待现场勘验); what was found otherwise is for a person (待评审).
    What a reviewer or the agency has decided by name stays decided. `unmeasured` stands beside what the case tells.
    """
    told = (*case.doubts, *unmeasured)
    if not told:
        return VisitedVerdicts(outcomes, {})
    named = {decision.rule for decision in case.source.decisions}
    changed: dict[str, Verdict] = {}
    notes: dict[str, str] = {}
    for key, rule in rules:
        facts = rule.requires.facts if rule.requires else ()
        doubts = [doubt for doubt in told if doubt.touches(rule.id, facts)]
        is_decided = rule.id in named and rule.decided_by in ("reviewer", "agency")
        if not doubts or outcomes[key] is not Verdict.PASS or is_decided:
            continue
        open_ = any(not doubt.refuted for doubt in doubts)
        changed[key] = Verdict.INSPECT if open_ else Verdict.JUDGE
        notes[key] = _together([doubt.text for doubt in doubts])
    return VisitedVerdicts({**outcomes, **changed}, notes)


_MOST = 5


def _together(texts: list[str]) -> str:
    more = f"；等 {len(texts)} 处" if len(texts) > _MOST else ""
    return "；".join(texts[:_MOST]) + more
