"""Exact numbers as integers the engine can compare: how far a measured number is inside its limits.

Knows nothing of rules or verdicts. durable-rules compares integers exactly (int64) and nothing else. The bound goes into
the integer and not into the pattern, so that another bound (a waiver, a reading, another regulation) is another number
and never another network: the library gives no network back. What is not known is a number too, far below every valid
one: an absent property would make every comparison false.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from medcheck.fact import Status
from medcheck.rulebook.requirement import AcceptedValues, Measured

# The engine reads text into int64 and saturates without a word beyond it.
GREATEST = 2**60
FLOOR = -(2**61)
NOT_KNOWN = {
    Status.UNKNOWN: -(2**62) - 1,
    Status.CONFLICT: -(2**62) - 2,
    Status.EMPTY: -(2**62) - 3,
    Status.ERROR: -(2**62) - 4,
}


class IntegerCondition(NamedTuple):
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


Pattern = tuple[IntegerCondition, ...]  # all of them, in one fact


def equal(name: str, value: int) -> Pattern:
    """Return the pattern of one property that equals one integer."""
    return (IntegerCondition(name, "$eq", value),)


# The library tries the first conditions of all patterns on every property, and goes on only behind one that matches. So
# a margin has two beginnings, enough or not, and what is missing stands behind the second.


def holds(name: str) -> Pattern:
    """Return the pattern of a number that is enough."""
    return (IntegerCondition(name, "$gte", 0),)


def fails(name: str) -> Pattern:
    """Return the pattern of a number that is not enough."""
    return (IntegerCondition(name, "$lt", 0), IntegerCondition(name, "$gt", FLOOR))


def missing(name: str, status: Status) -> Pattern:
    """Return the pattern of a number that is missing for this reason."""
    return (IntegerCondition(name, "$lt", 0), IntegerCondition(name, "$eq", NOT_KNOWN[status]))


class MarginScale:
    """The margin of one requirement: nought or more where a number is enough, less than nought where it is not.

    A number x becomes twice its whole units (one over the common denominator of the bounds), plus one for a rest below a
    unit; a bound is even then. So x compares with every bound as the two integers do, and their difference says by its
    sign what the comparison says, however near x is.
    """

    def __init__(self, limits: AcceptedValues) -> None:
        self.limits = limits
        self.units = lcm(*(edge.denominator for edge in limits.edges))
        self._low = None if limits.low is None else self._bound(limits.low)
        self._high = None if limits.high is None else self._bound(limits.high)
        self._values = tuple(self._bound(value) for value in limits.values)

    def encode(self, measured: Measured) -> int:
        """Return the margin of a measured number, or the integer that says why there is none."""
        if measured.status is not Status.KNOWN:
            return NOT_KNOWN[measured.status]
        number = measured.number
        if number is None:
            raise ValueError("a number is known and is not there")
        whole, rest = divmod(number.numerator * self.units, number.denominator)
        encoded = 2 * whole + (1 if rest else 0)
        if not -GREATEST < encoded < GREATEST:
            raise OverflowError("a number leaves the range of the engine")
        return self._margin(encoded)

    def _margin(self, encoded: int) -> int:
        """Return the nearer of the two ends of an interval; an open end takes one more, a value itself is nought."""
        if self._values:
            return -min(abs(encoded - value) for value in self._values)
        above = 0 if self._low is None else encoded - self._low - self.limits.low_open
        below = 0 if self._high is None else self._high - encoded - self.limits.high_open
        if self._low is None or self._high is None:
            return above + below
        return min(above, below)

    def _bound(self, edge: Fraction) -> int:
        encoded = 2 * int(edge * self.units)
        if abs(encoded) >= GREATEST:
            raise OverflowError("a bound leaves the range of the engine")
        return encoded
