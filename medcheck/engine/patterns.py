"""A rule → the patterns of its verdicts: exclusive and exhaustive, each over one fact (design: the table of §5).

Knows nothing of durable-rules, nor of how the properties are filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from medcheck.engine.numbers import Condition, Pattern, Scale, equal
from medcheck.fact import Status
from medcheck.rulebook.rule import Decider, Rule
from medcheck.verdict import Settled, Verdict


class Applies(IntEnum):
    """What all conditions of `applies_to` come to together: the worst of them."""

    YES = 0
    UNKNOWN = 1
    CONFLICT = 2
    NO = 3


class Otherwise(IntEnum):
    """What the requirements of `otherwise_judge` come to together: the best of them."""

    NO = 0
    UNKNOWN = 1
    CONFLICT = 2
    YES = 3


class Properties(NamedTuple):
    """The properties of one rule; None for what it does not have."""

    applies: str | None
    requires: Scale | None
    otherwise: str | None
    settled: str | None


OPEN_VERDICT: dict[Decider, Verdict] = {
    "data": Verdict.UNKNOWN,
    "inspection": Verdict.INSPECT,
    "reviewer": Verdict.JUDGE,
    "agency": Verdict.CHECK,
}
# What a failing number means before and after the evidence was looked at. A reviewer always has the last word.
_FAILS: dict[Decider, tuple[Verdict, Verdict]] = {
    "data": (Verdict.FAIL, Verdict.FAIL),
    "inspection": (Verdict.FAIL, Verdict.FAIL),
    "reviewer": (Verdict.JUDGE, Verdict.JUDGE),
    "agency": (Verdict.JUDGE, Verdict.FAIL),
}
# For whom evidence has to be looked at, a number on paper is not the last word: open before, decided after.
_WAITS: frozenset[Decider] = frozenset({"inspection", "agency"})

Outcome = tuple[Verdict, Pattern]


def outcomes(rule: Rule, properties: Properties) -> Iterator[Outcome]:
    """Yield every verdict with its pattern; exactly one pattern matches any fact of these properties.

    The likely ones come first: the library looks through them in this order each time it fires.
    """
    bound: Pattern = equal(properties.applies, Applies.YES) if properties.applies else ()
    if properties.requires is not None:
        for verdict, pattern in _by_number(rule, properties, properties.requires):
            yield verdict, bound + pattern
    if properties.settled:
        if properties.requires is None:
            yield OPEN_VERDICT[rule.decided_by], (*bound, _undecided(rule, properties.settled))
        decided: Pattern = (*bound, Condition(properties.settled, "$gt", Settled.EVIDENCE))
        yield Verdict.FAIL, decided + equal(properties.settled, Settled.NO)
        if _is_final(rule):
            yield Verdict.PASS, decided + equal(properties.settled, Settled.YES)
    if properties.applies:
        yield Verdict.NOT_APPLICABLE, equal(properties.applies, Applies.NO)
        yield Verdict.CONFLICT, equal(properties.applies, Applies.CONFLICT)
        yield Verdict.UNKNOWN, equal(properties.applies, Applies.UNKNOWN)


def _is_final(rule: Rule) -> bool:
    """Return whether a yes settles the rule. On a site visit with a number to judge it only says: looked at."""
    return rule.requires is None or rule.decided_by != "inspection"


def _undecided(rule: Rule, settled: str) -> Condition:
    return Condition(settled, "$lt", Settled.YES if _is_final(rule) else Settled.NO)


def _by_number(rule: Rule, properties: Properties, number: Scale) -> Iterator[Outcome]:
    undecided: Pattern = (_undecided(rule, properties.settled),) if properties.settled else ()
    before, after = _FAILS[rule.decided_by]
    wait = OPEN_VERDICT[rule.decided_by]
    waits = rule.decided_by in _WAITS
    for pattern in number.holds():
        yield from _staged(rule, properties, pattern, wait if waits else Verdict.PASS, Verdict.PASS)
    for failed in number.fails():
        if properties.otherwise is None:
            yield from _staged(rule, properties, failed, before, after)
            continue
        yield from _staged(rule, properties, failed + equal(properties.otherwise, Otherwise.NO), before, after)
        yield Verdict.JUDGE, failed + equal(properties.otherwise, Otherwise.YES) + undecided
        yield Verdict.CONFLICT, failed + equal(properties.otherwise, Otherwise.CONFLICT) + undecided
        yield Verdict.UNKNOWN, failed + equal(properties.otherwise, Otherwise.UNKNOWN) + undecided
    unknown = number.missing(Status.UNKNOWN)
    yield from _staged(rule, properties, unknown, wait if waits else Verdict.UNKNOWN, Verdict.UNKNOWN)
    yield Verdict.CONFLICT, number.missing(Status.CONFLICT) + undecided
    yield Verdict.NOT_APPLICABLE, number.missing(Status.EMPTY) + undecided


def _staged(rule: Rule, properties: Properties, pattern: Pattern, before: Verdict, after: Verdict) -> Iterator[Outcome]:
    """Yield one outcome, or two where the verdict turns once the evidence was looked at."""
    settled = properties.settled
    if settled is None:
        yield after, pattern
    elif before is after:
        yield after, (*pattern, _undecided(rule, settled))
    else:
        yield before, pattern + equal(settled, Settled.OPEN)
        yield after, (*pattern, Condition(settled, "$gt", Settled.OPEN), _undecided(rule, settled))
