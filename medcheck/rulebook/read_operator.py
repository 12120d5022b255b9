"""Reads one operator with its bound: which there are, which kind of fact each can compare, in which unit a bound is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from medcheck.errors import suggest
from medcheck.rulebook.operators import bound_operators
from medcheck.rulebook.operators.lasting import LastsAtLeast, LastsAtMost
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.operators.time_operators import AgoAtLeast, AgoAtMost, NotBefore
from medcheck.vocabulary import Definition, Vocabulary
from medcheck.yaml_source import Node

VALUE_OPERATORS: dict[str, type[Any]] = {
    "at_least": bound_operators.AtLeast,
    "at_most": bound_operators.AtMost,
    "more_than": bound_operators.MoreThan,
    "less_than": bound_operators.LessThan,
    "equals": bound_operators.Equals,
    "between": bound_operators.Between,
    "one_of": bound_operators.OneOf,
    "near": bound_operators.Near,
    "ago_at_least": AgoAtLeast,
    "ago_at_most": AgoAtMost,
    "not_before": NotBefore,
    "lasts_at_least": LastsAtLeast,
    "lasts_at_most": LastsAtMost,
}
SET_OPERATORS = ("includes", "includes_any", "includes_at_least", "none")
LIST_OPERATORS = ("every", "none", "none_within", "at_least", "at_most", "equals")
OPERATORS = tuple(dict.fromkeys((*VALUE_OPERATORS, *SET_OPERATORS, *LIST_OPERATORS)))
THE_DAY = "application_date"
_LASTING = ("lasts_at_least", "lasts_at_most")
_DATED = ("ago_at_least", "ago_at_most")
# A number as a bound states it, and the unit behind it: 60㎡, 2.5 ㎡/人.
_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?|\d+/\d+) ?([^\d\s.%/-]\S*)")


class OperatorReader:
    """Reads operators over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def operator(
        self,
        name: str,
        bound: Node,
        definition: Definition,
        day: tuple[str, Node] | None = None,
        *,
        unit: str | None = None,
        percent: bool = False,
        fields: Mapping[str, Definition] = {},
    ) -> Operator:
        """Return an operator with its bound, which may carry the unit of the fact, or `unit` where that is another.

        `day` is the `from` or `until` beside it, with its word; `until` may name one of the `fields` of the same entry.
        Raises RuleError where the operator, its bound or its day does not fit.
        """
        operator = VALUE_OPERATORS[name]
        if definition.kind not in operator.kinds:
            possible = [key for key, other in VALUE_OPERATORS.items() if definition.kind in other.kinds]
            text = f"{name} 不适用于“{definition.label}”（{definition.kind}）"
            raise bound.error(text, f"可用的运算符：{'、'.join(possible)}")
        _require_day(name, bound, day)
        if name in _LASTING:
            assert day is not None
            made = operator(bound, definition, *self._end(day[1], fields))
        elif name in (*_DATED, "not_before"):
            start = bound if name == "not_before" else day[1] if day else Node(THE_DAY, bound.place)
            made = operator(bound, definition, start.text, self.vocabulary.definition(start, ("date",)).label)
        else:
            if definition.kind == "number":
                bound = without_unit(bound, definition.unit if unit is None else unit, definition)
            made = operator(bound, definition, percent) if percent else operator(bound, definition)
        assert isinstance(made, Operator)
        return made

    def _end(self, node: Node, fields: Mapping[str, Definition]) -> tuple[str, str, bool]:
        """Return the name and label of the day up to which something lasts, and whether it is one of the same entry."""
        name = node.text
        if name not in fields:
            return name, self.vocabulary.definition(node, ("date",)).label, False
        if fields[name].kind != "date":
            raise node.error(f"字段“{name}”不是日期", "换一个日期字段")
        if name in self.vocabulary.facts:
            raise node.error(f"“{name}”既是本列表的字段，又是一个事实", "在 facts.yaml 中给其中一个改名")
        return name, fields[name].label, True

    def name(self, node: Node, operators: tuple[str, ...], modifiers: tuple[str, ...], definition: Definition) -> str:
        """Return the one operator a requirement states; raise RuleError where there is none, several, or another key."""
        names = [key for key in node.mapping if key in operators]
        for key, value in node.mapping.items():
            if key in operators or key in modifiers:
                continue
            if key in OPERATORS:
                text = f"{key} 不适用于“{definition.label}”（{definition.kind}）"
                raise value.error(text, f"可用的运算符：{'、'.join(operators)}")
            near = suggest(key, (*operators, *modifiers))
            raise value.error(f"要求中没有“{key}”{near}", f"可用的键：{'、'.join((*operators, *modifiers))}")
        if len(names) != 1:
            what = "没有运算符" if not names else f"有 {len(names)} 个运算符：{'、'.join(names)}"
            raise node.error(f"一条要求应恰有一个运算符，此处{what}", f"可用的运算符：{'、'.join(operators)}")
        return names[0]


def _require_day(name: str, bound: Node, day: tuple[str, Node] | None) -> None:
    """Refuse a `from` or `until` beside an operator that counts to no other day, and an `until` that is not there."""
    word = "until" if name in _LASTING else "from" if name in _DATED else ""
    if day is not None and day[0] != word:
        others = "、".join(_LASTING if day[0] == "until" else _DATED)
        raise day[1].error(f"{day[0]} 只与 {others} 同用", f"删去 {day[0]}")
    if word == "until" and day is None:
        raise bound.error(f"{name} 没有写明 until", "写成 lasts_at_least: {years: 1}, until: 终止日期的字段")


def without_unit(node: Node, unit: str, definition: Definition) -> Node:
    """Return a bound without the units written behind its numbers; refuse one in which the fact is not counted."""
    if isinstance(node.value, dict):
        # Of `near` only the share is in the unit of the ratio; `or_units` is a number of what is counted.
        units = {key: definition.unit if key == "or_units" else unit for key in node.mapping}
        parts = {key: without_unit(part, units[key], definition) for key, part in node.mapping.items()}
        return Node(parts, node.place)
    if isinstance(node.value, list):
        return Node([without_unit(item, unit, definition) for item in node.items], node.place)
    match = _WITH_UNIT.fullmatch(node.text)
    if match is None:
        return node
    if match[2] != unit:
        own = f"以“{unit}”为单位" if unit else "没有单位"
        text = f"界限“{node.text}”的单位是“{match[2]}”，而“{definition.label}”{own}"
        raise node.error(text, f"改为 {match[1]}{unit}，或换一个事实")
    return Node(match[1], node.place)


def day_of(node: Node) -> tuple[str, Node] | None:
    """Return the `from` or `until` of a requirement, with its word; None where it has neither."""
    return next(((word, node.mapping[word]) for word in ("from", "until") if word in node.mapping), None)


def require_true(node: Node) -> None:
    """Refuse anything but `none: true`."""
    if node.text != "true":
        raise node.error(f"none 只能写 true，现为“{node.text}”", "写成 none: true，或改用其他运算符")
