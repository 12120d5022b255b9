"""Tells whether a rule that calls itself stricter lets something pass that the rule above it fails. Knows no pack."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from fractions import Fraction

from medcheck.rulebook.bounds import Period
from medcheck.rulebook.operators.every import RecordCount
from medcheck.rulebook.operators.members import Includes
from medcheck.rulebook.operators.none import NoneWithin
from medcheck.rulebook.operators.persons import PersonCount
from medcheck.rulebook.operators.records import ListRequirement
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.operators.time_operators import AgoAtLeast, AgoAtMost
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.possible import answers_where_fails
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule

# Every day of a leap year and the three after it: no period of months is longer on any other day.
_DAYS = tuple(date(2024, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1))


def looser(rule: Rule, above: Rule) -> str:
    """Return where the rule holds and the one above fails, in words; empty where nowhere, or where it cannot be told.

    Both are judged in any case: this finds a rule that says `stricter` and is written the wrong way round.
    """
    mine, theirs = rule.requires, above.requires
    if mine is None or theirs is None or not _wider(mine, theirs):
        return ""
    return f"“{mine.wording()}”，上一级“{theirs.wording()}”"


def _wider(mine: Requirement, theirs: Requirement) -> bool:
    if isinstance(mine, ValueRequirement) and isinstance(theirs, ValueRequirement):
        return _wider_value(mine, theirs)
    if isinstance(mine, RecordCount) and isinstance(theirs, RecordCount):
        return _wider_count(mine, theirs)
    if isinstance(mine, NoneWithin) and isinstance(theirs, NoneWithin):
        return _same_list(mine, theirs) and mine.field == theirs.field and _shorter(mine.period, theirs.period)
    if isinstance(mine, Includes) and isinstance(theirs, Includes):
        return (mine.fact, mine.hosts) == (theirs.fact, theirs.hosts) and not set(theirs.names) <= set(mine.names)
    return False


def _wider_value(mine: ValueRequirement, theirs: ValueRequirement) -> bool:
    if (mine.fact, mine.divisor) != (theirs.fact, theirs.divisor):
        return False
    one, other = mine.operator, theirs.operator
    if one.reads or other.reads:
        return one.reads == other.reads and _waits_less(one, other)
    return True in answers_where_fails(mine, theirs, ())


def _waits_less(one: Operator, other: Operator) -> bool:
    """Return whether the first asks for less time gone by than the second, on any day."""
    if isinstance(one, AgoAtMost) or isinstance(other, AgoAtMost):
        return False
    return isinstance(one, AgoAtLeast) and isinstance(other, AgoAtLeast) and _shorter(one.period, other.period)


def _shorter(one: Period, other: Period) -> bool:
    return any(one.after(day) < other.after(day) for day in _DAYS)


def _wider_count(mine: RecordCount, theirs: RecordCount) -> bool:
    if not _same_list(mine, theirs):
        return False
    if isinstance(theirs, PersonCount) and not isinstance(mine, PersonCount):
        return any(edge > 1 for edge in theirs.limits.edges)  # as many entries as you like may be one person's
    most = max((*mine.limits.edges, *theirs.limits.edges), default=Fraction(0))
    counts = (Fraction(count) for count in range(int(most) + 2))
    return any(mine.limits.holds(count) and not theirs.limits.holds(count) for count in counts)


def _same_list(mine: ListRequirement, theirs: ListRequirement) -> bool:
    return mine.fact == theirs.fact and pickle.dumps(mine.filter) == pickle.dumps(theirs.filter)
