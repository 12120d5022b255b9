"""Turns exact numbers into integers the engine can compare: by how much a measured number is inside its limits.

It knows nothing of rules or verdicts. durable-rules compares only integers (int64) exactly. The bound is part of the
integer and not of the pattern, so that another bound (of a waiver, a reading, another regulation) needs no other network:
the library never frees one. What is not known is an integer too, far below every valid one, because a comparison with an
absent property is always false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from medcheck.fact import Status
from medcheck.rulebook.requirement import AcceptedValues, Measured

# The engine reads text into int64; a number beyond that silently becomes the largest one.
GREATEST = 2**60
FLOOR = -(2**61)
NOT_KNOWN = {
    Status.UNKNOWN: -(2**62) - 1,
    Status.CONFLICT: -(2**62) - 2,
    Status.EMPTY: -(2**62) - 3,
    Status.ERROR: -(2**62) - 4,
}


_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "$eq": operator.eq,
    "$neq": operator.ne,
    "$gte": operator.ge,
    "$gt": operator.gt,
    "$lte": operator.le,
    "$lt": operator.lt,
}


class IntegerCondition(NamedTuple):
    """One property of a fact against one integer; `operator` as durable-rules writes it."""

    name: str
    operator: str
    value: int

    def holds(self, value: int) -> bool:
        """Return whether an integer satisfies it, as the engine compares."""
        return _COMPARISONS[self.operator](value, self.value)


Pattern = tuple[IntegerCondition, ...]  # conditions that one fact must all satisfy


def equal(name: str, value: int) -> Pattern:
    """Return the pattern of one property that equals one integer."""
    return (IntegerCondition(name, "$eq", value),)


# The library tries the first condition of every pattern on every fact, and tries the next one only where it matched. So
# all patterns of a margin begin in one of two ways (enough, not enough), and those of a missing number with the second.


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
    """Turns the measured number of one requirement into a margin: nought or more where it is enough, else below nought.

    Numbers are counted in units of one over the common denominator of the bounds, so that every bound is whole. The
    integer of a number is twice its whole units; it is odd where a fraction of a unit remains. The integer of a bound is
    even. So the integers compare as the numbers do, however near they are, and the sign of their difference says which
    is greater. Raises OverflowError for a bound beyond the range of the engine.
    """

    def __init__(self, limits: AcceptedValues) -> None:
        self.limits = limits
        self.units = lcm(*(edge.denominator for edge in limits.edges))
        # The least and the greatest integer that are enough; a bound that is itself not enough moves them by one.
        self._least = None if limits.low is None else self._bound(limits.low) + (1 if limits.low_open else 0)
        self._most = None if limits.high is None else self._bound(limits.high) - (1 if limits.high_open else 0)
        self._values = tuple(self._bound(value) for value in limits.values)

    def encode(self, measured: Measured) -> int:
        """Return the margin of a measured number, or the integer that says why there is none.

        Raises OverflowError for a number beyond the range of the engine.
        """
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
        """Return how far an encoded number is inside the nearer bound; of a list of values, minus how far off it is."""
        if self._values:
            return -min(abs(encoded - value) for value in self._values)
        if self._least is None:
            return 0 if self._most is None else self._most - encoded
        if self._most is None:
            return encoded - self._least
        return min(encoded - self._least, self._most - encoded)

    def _bound(self, edge: Fraction) -> int:
        """Return the integer of a bound."""
        encoded = 2 * int(edge * self.units)
        if abs(encoded) >= GREATEST:
            raise OverflowError("a bound leaves the range of the engine")
        return encoded
