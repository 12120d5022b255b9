"""Decides what one finding does to the application as a whole, and at which stage it stands in the way."""

from __future__ import annotations

from medcheck.rulebook.measured import MeasuredRule
from medcheck.rulebook.rule import Rule
from medcheck.verdict import AGENCY_RESOLVES, CONCLUSIONS, Consequence, Stage, Verdict
from medcheck.vocabulary import AGENCY_SOURCES, Vocabulary

_OF_FAILURE = {
    "redirect": Consequence.REDIRECT,
    "not_accepted": Consequence.NOT_ACCEPTED,
    "correctable": Consequence.SUPPLEMENT,
    "hard": Consequence.NOT_MET,
    "advisory": Consequence.NONE,
}
_OF_OPEN = {
    Verdict.CONFLICT: Consequence.SUPPLEMENT,
    Verdict.ERROR: Consequence.ERROR,
    Verdict.CHECK: Consequence.AGENCY_CHECK,
    Verdict.INSPECT: Consequence.INSPECT,
    Verdict.JUDGE: Consequence.REVIEW,
}
# Rules that bear on acceptance; the standards themselves come later.
_OF_ACCEPTANCE = frozenset({"redirect", "not_accepted", "correctable"})
_IN_THE_WAY = {
    stage: frozenset(consequence for _, needed in CONCLUSIONS[stage] for consequence in needed) for stage in Stage
}


def counts_at(stage: Stage, severity: str, result: Consequence) -> bool:
    """Return whether a finding bears on the conclusion of a stage: of an acceptance the standards do not.

    What the applicant states against itself and what could not be computed bears on every stage.
    """
    return stage is not Stage.ACCEPTANCE or severity in _OF_ACCEPTANCE or result in AGENCY_RESOLVES


def in_the_way(stage: Stage) -> frozenset[Consequence]:
    """Return the consequences that keep a stage from its good conclusion."""
    return _IN_THE_WAY[stage]


def consequence(
    rule: Rule, verdict: Verdict, measured: MeasuredRule, vocabulary: Vocabulary, *, looked: bool = False
) -> Consequence:
    """Return what a finding does to the application (design §5); `looked` is whether a person looked at the rule.

    An unknown asks the applicant if any unknown fact is the applicant's, else the agency; a division by zero asks
    nobody, because the rule about the count beside it carries the failure.
    """
    if verdict is Verdict.ERROR:
        return Consequence.ERROR
    if rule.severity == "advisory":
        return Consequence.NONE
    if verdict is Verdict.FAIL:
        return _OF_FAILURE[rule.severity]
    if rule.decided_by == "agency" and not looked and _is_admitted(verdict, measured):
        return Consequence.ADMISSION
    if verdict is Verdict.JUDGE and _rests_on_doubt(rule, measured):
        return Consequence.DOUBT
    if verdict is not Verdict.UNKNOWN:
        return _OF_OPEN.get(verdict, Consequence.NONE)
    if measured.requires is not None and measured.requires.measured.undefined:
        return Consequence.NONE
    unknown = {name for part in measured.parts() for name in part.explain().unknown}
    sources = {vocabulary.facts[name].source if name in vocabulary.facts else "documents" for name in unknown}
    return Consequence.AGENCY_CHECK if sources and sources <= AGENCY_SOURCES else Consequence.SUPPLEMENT


def _is_admitted(verdict: Verdict, measured: MeasuredRule) -> bool:
    """Return whether the applicant itself states what speaks against it: outright, or by an entry that may be that.

    A declaration in its favour proves nothing and admits nothing: that is an open question to a register.
    """
    if measured.requires is None:
        return False
    return verdict is Verdict.JUDGE or (verdict is Verdict.CHECK and bool(measured.requires.explain().unsure))


def _rests_on_doubt(rule: Rule, measured: MeasuredRule) -> bool:
    """Return whether only doubtful members keep a rule from failing: what else a person may count does not hold.

    What else a person may count (a department within another, one that its name only suggests) is for the evaluation;
    what the applicant itself says is not there yet, or not its own, never comes out clear.
    """
    if rule.decided_by in ("reviewer", "agency"):
        return False
    may_count = (*measured.doubtful, *measured.otherwise_judge)
    if not any(part.holds for part in may_count):
        return False
    others = any(part.holds for part in measured.otherwise_judge)
    return not others or not any(part.holds_undisputed for part in may_count)
