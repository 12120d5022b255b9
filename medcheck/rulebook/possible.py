"""Decides what a requirement can come to at all: whether some value satisfies it, and whether some value does not.

Decided from kind, options, step and bounds alone. Where that does not decide, both answers are possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from medcheck.rulebook.operators.alternatives import AnyOf
from medcheck.rulebook.operators.bound_operators import Near
from medcheck.rulebook.operators.every import Every, RecordCount
from medcheck.rulebook.operators.none import NoRecords
from medcheck.rulebook.operators.records import FieldCondition
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.operators.time_operators import AgoAtLeast, AgoAtMost
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.requirement import Requirement
from medcheck.vocabulary import Definition

BOTH = frozenset({True, False})
_ALWAYS, _NEVER = frozenset({True}), frozenset({False})
# Beside a bound of a number without a step, no bound of a rule is ever this near to another.
_NEARBY = Fraction(1, 10**9)


def answers(requirement: Requirement, given: Sequence[Requirement] = ()) -> frozenset[bool]:
    """Return whether a requirement can hold and can fail, where all of `given` (on the same fact) hold.

    Empty where it is never judged at all.
    """
    if isinstance(requirement, ValueRequirement):
        return _of_value(requirement, [other for other in given if isinstance(other, ValueRequirement)])
    if isinstance(requirement, Every):
        return _of_every(requirement)
    if isinstance(requirement, NoRecords):
        return BOTH if _can_match(requirement.filter) else _ALWAYS
    if isinstance(requirement, RecordCount):
        whole = Definition(label="", kind="number", step="1")
        counts = (
            _points(whole, [requirement.operator], Fraction(0)) if _can_match(requirement.filter) else {Fraction(0)}
        )
        return frozenset(_holds(requirement.operator, count) for count in counts)
    if isinstance(requirement, AnyOf):
        return _of_any([answers(part, given) for part in requirement.parts])
    return BOTH


def _of_any(parts: Sequence[frozenset[bool]]) -> frozenset[bool]:
    """Return what any of several can come to: what always holds decides, what is never judged is nothing."""
    judged = [part for part in parts if part]
    if _ALWAYS in judged:
        return _ALWAYS
    return frozenset().union(*judged)


def answers_where_fails(other: Requirement, requirement: Requirement, given: Sequence[Requirement]) -> frozenset[bool]:
    """Return what another requirement can come to where the first one fails."""
    alone = answers(other)
    if len(alone) < len(BOTH) or not (
        isinstance(other, ValueRequirement) and isinstance(requirement, ValueRequirement)
    ):
        return alone
    same = _same_value(other, requirement) and not other.operator.reads and not requirement.operator.reads
    if not same:
        return BOTH
    narrowed = [
        narrower for narrower in given if isinstance(narrower, ValueRequirement) and _same_value(narrower, other)
    ]
    values = _values(other, [requirement, *narrowed])
    left = [
        x
        for x in values
        if not _holds(requirement.operator, x) and all(_holds(narrower.operator, x) for narrower in narrowed)
    ]
    return frozenset(_holds(other.operator, x) for x in left)


def _of_value(requirement: ValueRequirement, given: Sequence[ValueRequirement]) -> frozenset[bool]:
    operator = requirement.operator
    if operator.reads:  # a day counted from itself
        if requirement.fact not in operator.reads:
            return BOTH
        return _NEVER if isinstance(operator, AgoAtLeast) and not isinstance(operator, AgoAtMost) else _ALWAYS
    if requirement.divisor == requirement.fact:
        return frozenset({_holds(operator, Fraction(1))})
    narrowed = [narrower for narrower in given if _same_value(narrower, requirement) and not narrower.operator.reads]
    left = [x for x in _values(requirement, narrowed) if all(_holds(narrower.operator, x) for narrower in narrowed)]
    return frozenset(_holds(operator, x) for x in left) or BOTH


def _same_value(requirement: ValueRequirement, other: ValueRequirement) -> bool:
    return (requirement.fact, requirement.divisor) == (other.fact, other.divisor)


def _values(requirement: ValueRequirement, others: Sequence[ValueRequirement]) -> set[Fraction]:
    """Return enough values of the fact, or of the share it is, to see every turn of all the requirements."""
    operators = [requirement.operator, *(narrower.operator for narrower in others)]
    if requirement.operator.percent:
        return _points(Definition(label="", kind="number"), operators, Fraction(0), Fraction(1))
    definition = (
        requirement.definition.model_copy(update={"step": ""}) if requirement.divisor else requirement.definition
    )
    return _points(definition, operators)


def _of_every(requirement: Every) -> frozenset[bool]:
    """Return what `every` can come to: its conditions on a field, where the filter's on the same field hold."""
    if not _can_match(requirement.filter):
        return frozenset()
    possibilities = [_of_field(condition, requirement.filter) for condition in requirement.every]
    return (_ALWAYS if all(True in possible for possible in possibilities) else frozenset()) | (
        _NEVER if any(False in possible for possible in possibilities) else frozenset()
    )


def _of_field(condition: FieldCondition, conditions: Sequence[FieldCondition]) -> frozenset[bool]:
    if condition.operator.reads or condition.operator.beside:
        return BOTH
    same = [
        condition_of_field.operator
        for condition_of_field in conditions
        if condition_of_field.field == condition.field
        and not (condition_of_field.operator.reads or condition_of_field.operator.beside)
    ]
    values = _points(condition.operator.definition, [condition.operator, *same])
    return frozenset(
        _holds(condition.operator, x)
        for x in values
        if all(_holds(condition_of_field, x) for condition_of_field in same)
    )


def _can_match(conditions: Iterable[FieldCondition]) -> bool:
    """Return whether an entry can pass a filter."""
    return all(True in _of_field(condition, ()) for condition in conditions)


def _points(
    definition: Definition, operators: Sequence[Operator], low: Fraction | None = None, high: Fraction | None = None
) -> set[Fraction]:
    """Return every option, or for numbers and days each value at and beside a bound that the step allows."""
    if definition.kind in ("choice", "rank"):
        return {Fraction(place) for place in range(len(definition.options))}
    if definition.kind == "flag":
        return {Fraction(0), Fraction(1)}
    step = Fraction(definition.step or 1) if definition.step or definition.kind == "date" else None
    points = {end for end in (low, high) if end is not None}
    for edge in (edge for operator in operators for edge in _edges(operator)):
        near = floor(edge / step) * step if step else edge
        points |= {near + turn * (step or _NEARBY) for turn in (-1, 0, 1, 2)}
    return {x for x in points if (low is None or x >= low) and (high is None or x <= high)}


def _edges(operator: Operator) -> tuple[Fraction, ...]:
    if isinstance(operator, Near):
        width = _width(operator)
        return operator.target - width, operator.target, operator.target + width
    return operator.limits.edges


def _holds(operator: Operator, x: Fraction) -> bool:
    if isinstance(operator, Near):
        return abs(x - operator.target) <= _width(operator)
    return operator.limits.holds(x)


def _width(operator: Near) -> Fraction:
    """Return the tolerance; of a share so many units are as little as one likes, in a large enough whole."""
    return operator.within if operator.percent else max(operator.within, operator.units)
