"""What a rule is made of → the patterns of its verdicts: exclusive and exhaustive, each over one fact (design: §5).

Knows nothing of durable-rules, of bounds, nor of how the properties are filled. All rules that the same people decide
share their patterns: there are seven shapes, whatever a regulation asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from medcheck.engine.scaling import IntegerCondition, Pattern, equal, fails, holds, missing
from medcheck.fact import Status
from medcheck.rulebook.rule import Decider
from medcheck.verdict import Settled, Verdict


class Applies(IntEnum):
    """What all conditions of `applies_to` come to together: the worst of them."""

    YES = 0
    UNKNOWN = 1
    CONFLICT = 2
    ERROR = 3
    NO = 4


class Otherwise(IntEnum):
    """What the requirements of `otherwise_judge` come to together: the best of them."""

    NO = 0
    UNKNOWN = 1
    CONFLICT = 2
    ERROR = 3
    YES = 4


class EngineAnswer(NamedTuple):
    """What the engine finds of one requirement: what that means in `applies_to`, and in `otherwise_judge`."""

    applies: Applies
    otherwise: Otherwise


class Shape(NamedTuple):
    """What tells the patterns of one rule from those of another: who decides it, and whether it has a number."""

    decided_by: Decider
    requires: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the properties of a rule of this shape, in the order they are asserted.

        `a` whom it binds (Applies), `n` its number, `o` what sends a failure to a person (Otherwise), `d` what people
        have done (Settled).
        """
        return ("a", *(("n", "o") if self.requires else ()), *(("d",) if self.decided_by != "data" else ()))

    @property
    def is_final(self) -> bool:
        """Return whether a yes settles the rule. On a site visit with a number to judge it only says: looked at."""
        return not self.requires or self.decided_by != "inspection"


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


def answers(slot: str) -> Iterator[tuple[EngineAnswer, Pattern]]:
    """Yield what a requirement that only conditions something comes to, with its pattern; `slot` ends its property."""
    number = f"n{slot}"
    yield EngineAnswer(Applies.YES, Otherwise.YES), holds(number)
    yield EngineAnswer(Applies.NO, Otherwise.NO), fails(number)
    yield EngineAnswer(Applies.UNKNOWN, Otherwise.UNKNOWN), missing(number, Status.UNKNOWN)
    yield EngineAnswer(Applies.CONFLICT, Otherwise.CONFLICT), missing(number, Status.CONFLICT)
    yield EngineAnswer(Applies.ERROR, Otherwise.ERROR), missing(number, Status.ERROR)
    yield EngineAnswer(Applies.NO, Otherwise.NO), missing(number, Status.EMPTY)


def outcomes(shape: Shape, slot: str) -> Iterator[Outcome]:
    """Yield every verdict with its pattern; exactly one pattern matches any fact of these properties.

    `slot` ends the name of each property: one fact holds the numbers of several rules. The likely ones come first: the
    library looks through them in this order each time it fires.
    """
    applies, settled = f"a{slot}", f"d{slot}"
    bound: Pattern = equal(applies, Applies.YES)
    if shape.requires:
        for verdict, pattern in _by_number(shape, slot):
            yield verdict, bound + pattern
    if shape.decided_by != "data":
        if not shape.requires:
            yield OPEN_VERDICT[shape.decided_by], bound + _undecided(shape, slot)
        decided: Pattern = (*bound, IntegerCondition(settled, "$gt", Settled.EVIDENCE))
        yield Verdict.FAIL, decided + equal(settled, Settled.NO)
        if shape.is_final:
            yield Verdict.PASS, decided + equal(settled, Settled.YES)
    yield Verdict.NOT_APPLICABLE, equal(applies, Applies.NO)
    yield Verdict.CONFLICT, equal(applies, Applies.CONFLICT)
    yield Verdict.ERROR, equal(applies, Applies.ERROR)
    yield Verdict.UNKNOWN, equal(applies, Applies.UNKNOWN)


def _undecided(shape: Shape, slot: str) -> Pattern:
    if shape.decided_by == "data":
        return ()
    return (IntegerCondition(f"d{slot}", "$lt", Settled.YES if shape.is_final else Settled.NO),)


def _by_number(shape: Shape, slot: str) -> Iterator[Outcome]:
    number, otherwise = f"n{slot}", f"o{slot}"
    undecided = _undecided(shape, slot)
    before, after = _FAILS[shape.decided_by]
    wait = OPEN_VERDICT[shape.decided_by]
    waits = shape.decided_by in _WAITS
    yield from _staged(shape, slot, holds(number), wait if waits else Verdict.PASS, Verdict.PASS)
    failed = fails(number)
    yield from _staged(shape, slot, failed + equal(otherwise, Otherwise.NO), before, after)
    yield Verdict.JUDGE, failed + equal(otherwise, Otherwise.YES) + undecided
    yield Verdict.CONFLICT, failed + equal(otherwise, Otherwise.CONFLICT) + undecided
    yield Verdict.ERROR, failed + equal(otherwise, Otherwise.ERROR) + undecided
    yield Verdict.UNKNOWN, failed + equal(otherwise, Otherwise.UNKNOWN) + undecided
    unknown = missing(number, Status.UNKNOWN)
    yield from _staged(shape, slot, unknown, wait if waits else Verdict.UNKNOWN, Verdict.UNKNOWN)
    yield Verdict.CONFLICT, missing(number, Status.CONFLICT) + undecided
    yield Verdict.ERROR, missing(number, Status.ERROR) + undecided
    yield Verdict.NOT_APPLICABLE, missing(number, Status.EMPTY) + undecided


def _staged(shape: Shape, slot: str, pattern: Pattern, before: Verdict, after: Verdict) -> Iterator[Outcome]:
    """Yield one outcome, or two where the verdict turns once the evidence was looked at."""
    settled, undecided = f"d{slot}", _undecided(shape, slot)
    if not undecided:
        yield after, pattern
    elif before is after:
        yield after, pattern + undecided
    else:
        yield before, pattern + equal(settled, Settled.OPEN)
        yield after, (*pattern, IntegerCondition(settled, "$gt", Settled.OPEN), *undecided)
