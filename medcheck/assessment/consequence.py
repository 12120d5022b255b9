"""What one finding does to the application as a whole (design §5), and at which stage it stands in the way."""

from __future__ import annotations

from functools import cache

from medcheck.fact import Facts
from medcheck.rulebook.rule import Rule
from medcheck.verdict import CONCLUSIONS, Consequence, Stage, Verdict
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
    Verdict.CHECK: Consequence.AGENCY_CHECK,
    Verdict.INSPECT: Consequence.INSPECT,
    Verdict.JUDGE: Consequence.REVIEW,
}
# Rules that bear on acceptance (第十条, 第十二条（一）); the standards themselves come later.
_OF_ACCEPTANCE = frozenset({"redirect", "not_accepted", "correctable"})


def counts_at(stage: Stage, severity: str) -> bool:
    """Return whether a rule of this severity bears on the conclusion of a stage."""
    return stage is not Stage.ACCEPTANCE or severity in _OF_ACCEPTANCE


@cache
def in_the_way(stage: Stage) -> frozenset[Consequence]:
    """Return the consequences that keep a stage from its good conclusion."""
    return frozenset[Consequence]().union(*(needed for _, needed in CONCLUSIONS[stage]))


def consequence(rule: Rule, verdict: Verdict, facts: Facts, vocabulary: Vocabulary) -> Consequence:
    """Return what a finding does to the application (design §5).

    An unknown asks the applicant if any unknown fact is the applicant's, else the agency; a division by zero asks
    nobody, because the rule about the count beside it carries the failure.
    """
    if rule.severity == "advisory":
        return Consequence.NONE
    if verdict is Verdict.FAIL:
        return _OF_FAILURE[rule.severity]
    if verdict is not Verdict.UNKNOWN:
        return _OF_OPEN.get(verdict, Consequence.NONE)
    if rule.requires is not None and rule.requires.measure(facts).undefined:
        return Consequence.NONE
    unknown = {name for part in rule.requirements for name in part.explain(facts).unknown}
    sources = {vocabulary.facts[name].source if name in vocabulary.facts else "documents" for name in unknown}
    return Consequence.AGENCY_CHECK if sources and sources <= AGENCY_SOURCES else Consequence.SUPPLEMENT
