"""Says which verdict each combination of a rule's numbers means, as patterns of which exactly one matches (design: §5).

It knows nothing of durable-rules, of bounds, nor of how the numbers are made. All rules that the same people decide share
their patterns: there are seven shapes, whatever a regulation asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from medcheck.engine.scaling import IntegerCondition, Pattern, equal, fails, holds, missing
from medcheck.fact import Status
from medcheck.rulebook.rule_source import Decider
from medcheck.verdict import Settled, Verdict


class Applies(IntEnum):
    """Whether a rule applies. Of several conditions the highest value decides: one that does not hold is enough."""

    YES = 0
    UNKNOWN = 1
    CONFLICT = 2
    ERROR = 3
    NO = 4


class Otherwise(IntEnum):
    """Whether a failure goes to a person. Of several alternatives the highest value decides: one that holds is enough."""

    NO = 0
    UNKNOWN = 1
    CONFLICT = 2
    ERROR = 3
    YES = 4


class EngineAnswer(NamedTuple):
    """The engine's answer to one requirement: what it means as a condition, and what it means as an alternative."""

    applies: Applies
    otherwise: Otherwise


class Shape(NamedTuple):
    """The kind of a rule: who decides it, and whether it requires a number. Rules of one shape share their patterns."""

    decided_by: Decider
    requires: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the properties of a rule of this shape, in the order in which they are asserted.

        `a` says whether it applies (Applies), `n` is its number, `o` says whether a failure goes to a person
        (Otherwise), `d` says what people have decided (Settled).
        """
        names = ["a"]
        if self.requires:
            names += ["n", "o"]
        if self.decided_by != "data":
            names.append("d")
        return tuple(names)

    @property
    def is_final(self) -> bool:
        """Return whether a person's yes settles the rule; of a number measured on a site visit it says only: seen."""
        return not self.requires or self.decided_by != "inspection"


OPEN_VERDICT: dict[Decider, Verdict] = {
    "data": Verdict.UNKNOWN,
    "inspection": Verdict.INSPECT,
    "reviewer": Verdict.JUDGE,
    "agency": Verdict.CHECK,
}
# What a failing number means before and after somebody looked at the evidence. A reviewer always has the last word.
_FAILS: dict[Decider, tuple[Verdict, Verdict]] = {
    "data": (Verdict.FAIL, Verdict.FAIL),
    "inspection": (Verdict.FAIL, Verdict.FAIL),
    "reviewer": (Verdict.JUDGE, Verdict.JUDGE),
    "agency": (Verdict.JUDGE, Verdict.FAIL),
}
# Who must look at the evidence first: until then a number on paper leaves the rule open.
_WAITS: frozenset[Decider] = frozenset({"inspection", "agency"})

Outcome = tuple[Verdict, Pattern]


def condition_answers(slot: str) -> Iterator[tuple[EngineAnswer, Pattern]]:
    """Yield the answers to a condition or an alternative with their patterns; `slot` ends the name of the property."""
    number = f"n{slot}"
    yield EngineAnswer(Applies.YES, Otherwise.YES), holds(number)
    yield EngineAnswer(Applies.NO, Otherwise.NO), fails(number)
    yield EngineAnswer(Applies.UNKNOWN, Otherwise.UNKNOWN), missing(number, Status.UNKNOWN)
    yield EngineAnswer(Applies.CONFLICT, Otherwise.CONFLICT), missing(number, Status.CONFLICT)
    yield EngineAnswer(Applies.ERROR, Otherwise.ERROR), missing(number, Status.ERROR)
    yield EngineAnswer(Applies.NO, Otherwise.NO), missing(number, Status.EMPTY)


def outcomes(shape: Shape, slot: str) -> Iterator[Outcome]:
    """Yield every verdict with its pattern; exactly one pattern matches whatever values the properties have.

    `slot` ends the name of each property, since one fact holds the numbers of several rules. The likely verdicts come
    first: the library looks through the patterns in this order each time one fires.
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
    """Return the pattern of a rule that no person has decided; nothing where no person decides."""
    if shape.decided_by == "data":
        return ()
    return (IntegerCondition(f"d{slot}", "$lt", Settled.YES if shape.is_final else Settled.NO),)


def _by_number(shape: Shape, slot: str) -> Iterator[Outcome]:
    """Yield the verdicts of a rule that applies and requires a number: it holds, fails, or is missing."""
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
    """Yield the verdict of a pattern, or two verdicts where it changes once somebody looked at the evidence."""
    settled, undecided = f"d{slot}", _undecided(shape, slot)
    if not undecided:
        yield after, pattern
    elif before is after:
        yield after, pattern + undecided
    else:
        yield before, pattern + equal(settled, Settled.OPEN)
        yield after, (*pattern, IntegerCondition(settled, "$gt", Settled.OPEN), *undecided)
