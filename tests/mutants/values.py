"""What can go wrong with one operator on one value: its bound a step off, its neighbour in its place, an item too few.

Works on plain YAML. Knows nothing of rules, cases or verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

Plain = dict[str, Any]

NEIGHBOUR = {
    "at_least": ("more_than", "less_than"),
    "at_most": ("less_than", "more_than"),
    "more_than": ("at_least", "at_most"),
    "less_than": ("at_most", "at_least"),
    "ago_at_least": ("ago_at_most",),
    "ago_at_most": ("ago_at_least",),
    "equals": ("at_least", "at_most"),
}
OPERATORS = (*NEIGHBOUR, "between", "one_of", "near", "not_before")
DAY_FACTS = ("application_date", "assessment_date")
OF_A_RATIO = Fraction(1, 100)


class Mutant(NamedTuple):
    """A kind of mutation, what was changed in a few words, and the changed YAML."""

    kind: str
    change: str
    plain: Any


def operator_of(part: Plain) -> str:
    """Return the operator on one value that a requirement or condition has, or an empty string."""
    return next((name for name in OPERATORS if name in part), "")


def value_mutants(part: Plain, definition: Mapping[str, Any], step: Fraction | None = None) -> Iterator[Mutant]:
    """Yield every way to break one operator on a value of this definition."""
    name = operator_of(part)
    bound = part[name]

    def changed(kind: str, operator: str, value: Any, **more: Any) -> Mutant:
        rest = {key: kept for key, kept in part.items() if key not in (name, "from") or operator.startswith("ago")}
        rest.pop(name, None)
        text = f"{name} {_short(bound)} → {operator} {_short(value)}{f' {_short(more)}' if more else ''}"
        return Mutant(kind, text, {**rest, operator: value, **more})

    for other in NEIGHBOUR.get(name, ()) if definition["kind"] in ("number", "date", "rank") else ():
        yield changed("operator", other, bound)
    for kind, value in _bounds(name, bound, definition, step):
        yield changed(kind, name, value)
    if name == "between":
        yield changed("end of between", "at_least", bound[0])
        yield changed("end of between", "at_most", bound[1])
    if name == "not_before":
        yield changed("bound", "ago_at_most", {"days": "1"}, **{"from": bound})
    if name.startswith("ago_"):
        day = part.get("from") or DAY_FACTS[0]
        yield changed("date", name, bound, **{"from": DAY_FACTS[DAY_FACTS[0] == day]})


def _bounds(name: str, bound: Any, definition: Mapping[str, Any], step: Fraction | None) -> Iterator[tuple[str, Any]]:
    """Yield each bound that is a step off."""
    if name.startswith("ago_"):
        yield from (("bound", period) for period in period_steps(bound))
    elif name == "not_before":
        yield from (("date", day) for day in DAY_FACTS if day != bound)
    elif name == "one_of":
        yield from _items(bound, definition)
    elif name == "near":
        for key in bound:
            size = Fraction(1) if key == "or_units" else step or _step(definition)
            yield from (("bound", {**bound, key: value}) for value in _either_side(bound[key], definition, size))
    elif name == "between":
        for index in (0, 1):
            for value in _either_side(bound[index], definition, step):
                yield "bound", [value if place == index else kept for place, kept in enumerate(bound)]
    else:
        yield from (("bound", value) for value in _either_side(bound, definition, step))


def _items(bound: Any, definition: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the list one item shorter, and one longer by each option it leaves out."""
    listed = bound if isinstance(bound, list) else [bound]
    if len(listed) > 1:
        yield from (("item dropped", [kept for kept in listed if kept != item]) for item in listed)
    left_out = [option for option in definition.get("options") or () if option not in listed]
    yield from (("item added", [*listed, option]) for option in left_out)


def period_steps(period: Mapping[str, str]) -> Iterator[Plain]:
    """Yield the period one unit shorter, one longer, and one day longer."""
    for unit, text in period.items():
        yield from ({**period, unit: str(int(text) + by)} for by in (-1, 1) if int(text) + by > 0)
    if "days" not in period:
        yield {**period, "days": "1"}


def _step(definition: Mapping[str, Any]) -> Fraction:
    return Fraction(definition.get("step") or 1)


def _either_side(text: str, definition: Mapping[str, Any], step: Fraction | None) -> Iterator[str]:
    """Yield the value just below and just above, for the kind."""
    kind = definition["kind"]
    if kind == "flag":
        yield "否" if text == "是" else "是"
    elif kind == "date":
        yield from ((date.fromisoformat(text) + timedelta(days=by)).isoformat() for by in (-1, 1))
    elif kind in ("choice", "rank"):
        options = list(definition["options"])
        place = options.index(text)
        yield from (options[other] for other in (place - 1, place + 1) if 0 <= other < len(options))
    else:
        number = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
        yield from (_written(number + by) for by in (-(step or _step(definition)), step or _step(definition)))


def _written(number: Fraction) -> str:
    """Return a number as a rule writes it: as a decimal where it ends, else as a fraction."""
    for digits in range(9):
        if number * 10**digits == int(number * 10**digits):
            return f"{float(number):.{digits}f}"
    return f"{number.numerator}/{number.denominator}"


def _short(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value).replace("'", "")
