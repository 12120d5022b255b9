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
        status, number, _ = measured
        if status is not Status.KNOWN:
            return NOT_KNOWN[status]
        if number is None:
            raise ValueError(f"{self.name} is known and has no number")
        whole, rest = divmod(number.numerator * self.units, number.denominator)
        encoded = 2 * whole + (rest != 0)
        if not -GREATEST < encoded < GREATEST:
            raise OverflowError(f"{number} leaves the range of the engine")
        return encoded

    def bound(self, edge: Fraction) -> int:
        """Return the integer of a bound, which is always whole in these units."""
        return 2 * int(edge * self.units)

    # The library tries the first conditions of all patterns on every property, and goes on only behind one that matches.
    # So a number has two beginnings, enough or not, and what is missing stands behind one of them.

    def holds(self) -> Iterator[Pattern]:
        """Yield patterns of which exactly one matches a number that is enough, and none any other."""
        low, high = self._ends()
        if values := self._values():
            yield from (equal(self.name, value) for value in values)
        elif low:
            yield (low, high) if high else (low,)
        else:
            yield (high, self._known) if high else (self._known,)

    def fails(self) -> Iterator[Pattern]:
        """Yield patterns of which exactly one matches a number that is not enough, and none any other."""
        low, high = self._ends()
        if self._values() or low:
            yield (*self._beginning(), self._known)
        if high and not self._values():
            yield (low, _contrary(high)) if low else (_contrary(high),)

    def missing(self, status: Status) -> Pattern:
        """Return the pattern of a number that is missing for this reason."""
        return (*self._beginning(), Condition(self.name, "$eq", NOT_KNOWN[status]))

    def _beginning(self) -> Pattern:
        """Return what a missing number shares with one that is too low, too different, or not too high."""
        low, high = self._ends()
        if values := self._values():
            return tuple(Condition(self.name, "$neq", value) for value in values)
        if low:
            return (_contrary(low),)
        return (high or _contrary(self._known),)

    @property
    def _known(self) -> Condition:
        return Condition(self.name, "$gt", FLOOR)

    def _values(self) -> tuple[int, ...]:
        """Return the few numbers that are enough, where it is not an interval."""
        low, high = self._ends()
        alike = (self.limits.low,) if low and high and low.value == high.value else ()
        return tuple(dict.fromkeys(self.bound(value) for value in self.limits.values or alike if value is not None))

    def _ends(self) -> tuple[Condition | None, Condition | None]:
        limits, low, high = self.limits, self.limits.low, self.limits.high
        return (
            None if low is None else Condition(self.name, "$gt" if limits.low_open else "$gte", self.bound(low)),
            None if high is None else Condition(self.name, "$lt" if limits.high_open else "$lte", self.bound(high)),
        )


def _contrary(condition: Condition) -> Condition:
    return condition._replace(operator={"$gte": "$lt", "$gt": "$lte", "$lte": "$gt", "$lt": "$gte"}[condition.operator])
