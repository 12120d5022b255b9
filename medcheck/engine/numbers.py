"""Exact numbers as order-preserving integers, the only numbers durable-rules compares exactly (int64).

Knows nothing of rules or verdicts. What is not known is a positive number too, far below every valid one: an absent
property would make every comparison false.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from medcheck.fact import Status
from medcheck.rulebook.requirement import Limits, Measured

# The engine reads text into int64 and saturates without a word beyond it.
GREATEST = 2**60
FLOOR = -(2**61)
NOT_KNOWN = {Status.UNKNOWN: -(2**62) - 1, Status.CONFLICT: -(2**62) - 2, Status.EMPTY: -(2**62) - 3}


class Condition(NamedTuple):
    """One property of a fact against one integer; `operator` as durable-rules writes it."""

    name: str
    operator: str
    value: int

    def holds(self, value: int) -> bool:
        """Return whether an integer satisfies it."""
        return {
            "$eq": value == self.value,
            "$neq": value != self.value,
            "$gte": value >= self.value,
            "$gt": value > self.value,
            "$lte": value <= self.value,
            "$lt": value < self.value,
        }[self.operator]


Pattern = tuple[Condition, ...]  # all of them, in one fact


def equal(name: str, value: int) -> Pattern:
    """Return the pattern of one property that equals one integer."""
    return (Condition(name, "$eq", value),)


class Scale:
    """The integers of one requirement: twice the number in units of all its bounds, plus one for a rest below a unit."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.units = lcm(*(edge.denominator for edge in limits.edges))
        if any(abs(self.bound(edge)) >= GREATEST for edge in limits.edges):
            raise OverflowError(f"a bound of {name} leaves the range of the engine")

    def encode(self, measured: Measured) -> int:
        """Return the integer of a measured number, or the one that says why there is none."""
        if measured.status is not Status.KNOWN:
            return NOT_KNOWN[measured.status]
        if measured.number is None:
            raise ValueError(f"{self.name} is known and has no number")
        whole, rest = divmod(measured.number.numerator * self.units, measured.number.denominator)
        encoded = 2 * whole + (rest != 0)
        if not -GREATEST < encoded < GREATEST:
            raise OverflowError(f"{measured.number} leaves the range of the engine")
        return encoded

    def bound(self, edge: Fraction) -> int:
        """Return the integer of a bound, which is always whole in these units."""
        return 2 * int(edge * self.units)

    def holds(self) -> Iterator[Pattern]:
        """Yield patterns of which exactly one matches a number that is enough, and none any other."""
        low, high = self._ends()
        if self.limits.values:
            yield from (self._known("$eq", self.bound(value)) for value in dict.fromkeys(self.limits.values))
        elif low and high and low.value == high.value:
            yield self._known("$eq", low.value)
        else:
            yield (*self._known(), *((low,) if low else ()), *((high,) if high else ()))

    def fails(self) -> Iterator[Pattern]:
        """Yield patterns of which exactly one matches a number that is not enough, and none any other."""
        low, high = self._ends()
        if self.limits.values:
            others = (Condition(self.name, "$neq", self.bound(value)) for value in dict.fromkeys(self.limits.values))
            yield (*self._known(), *others)
        elif low and high and low.value == high.value:
            yield self._known("$neq", low.value)
        else:
            if low:
                yield self._known("$lt" if low.operator == "$gte" else "$lte", low.value)
            if high:
                yield self._known("$gt" if high.operator == "$lte" else "$gte", high.value)

    def missing(self, status: Status) -> Pattern:
        """Return the pattern of a number that is missing for this reason."""
        return Condition(self.name, "$lt", FLOOR), Condition(self.name, "$eq", NOT_KNOWN[status])

    def _known(self, operator: str = "", value: int = 0) -> Pattern:
        # Every pattern of a number begins with whether it is known. The library tries the first conditions of all rules
        # one after the other for each property: two beginnings a rule instead of five make a fact twice as fast.
        known = Condition(self.name, "$gt", FLOOR)
        return (known, Condition(self.name, operator, value)) if operator else (known,)

    def _ends(self) -> tuple[Condition | None, Condition | None]:
        limits, low, high = self.limits, self.limits.low, self.limits.high
        return (
            None if low is None else Condition(self.name, "$gt" if limits.low_open else "$gte", self.bound(low)),
            None if high is None else Condition(self.name, "$lt" if limits.high_open else "$lte", self.bound(high)),
        )
