"""Reads a requirement on a list: its filter, the fields of its entries, and what is asked of those that pass it."""

from __future__ import annotations

from medcheck.errors import suggest
from medcheck.rulebook.bounds import read_period
from medcheck.rulebook.operators.every import Every, RecordCount
from medcheck.rulebook.operators.none import NoneWithin, NoRecords
from medcheck.rulebook.operators.persons import PersonCount
from medcheck.rulebook.operators.records import FieldCondition
from medcheck.rulebook.read_operator import (
    LIST_OPERATORS,
    THE_DAY,
    VALUE_OPERATORS,
    OperatorReader,
    day_of,
    require_true,
)
from medcheck.rulebook.requirement import Requirement
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node

_MODIFIERS = ("fact", "where", "date", "distinct")
_DAYS = ("from", "until")


class ListReader:
    """Reads requirements on lists."""

    def __init__(self, operators: OperatorReader) -> None:
        self.operators, self.vocabulary = operators, operators.vocabulary

    def requirement(self, node: Node, definition: Definition) -> Requirement:
        """Return the requirement a node states on a list; raise RuleError with the line of what is wrong."""
        name = self.operators.name(node, LIST_OPERATORS, _MODIFIERS, definition)
        fact, bound = node.mapping["fact"].text, node.mapping[name]
        where = self._field_conditions(node.mapping.get("where", Node("", node.place)), definition)
        if ("date" in node.mapping) != (name == "none_within"):
            raise node.error("none_within 与 date 必须同时出现", "写成 none_within: {months: 3}, date: 日期字段")
        if "distinct" in node.mapping and name != "at_least":
            text = f"distinct 只与 at_least 同用，现与 {name} 同用"
            raise node.mapping["distinct"].error(text, "要求至多几人的，同一人写两行只会多计，不必写 distinct")
        if name == "every":
            return Every(fact, definition, where, self._field_conditions(bound, definition))
        if name == "none":
            require_true(bound)
            return NoRecords(fact, definition, where)
        if name == "none_within":
            field = self._field(node.mapping["date"], definition)
            if definition.fields[field].kind != "date":
                raise node.mapping["date"].error(f"字段“{field}”不是日期", "换一个日期字段")
            day = self.vocabulary.definition(Node(THE_DAY, bound.place), ("date",)).label
            return NoneWithin(fact, definition, where, read_period(bound), field, (THE_DAY, day))
        counted = Definition(label=definition.label, kind="number", unit=definition.unit)
        operator = self.operators.operator(name, bound, counted)
        if "distinct" not in node.mapping:
            return RecordCount(fact, definition, where, operator)
        return PersonCount(fact, definition, where, operator, self._distinct(node.mapping["distinct"], definition))

    def _distinct(self, node: Node, definition: Definition) -> tuple[str, ...]:
        """Return the fields that tell whose entry it is, the surest first; refuse one that is no text."""
        for item in node.items:
            if definition.fields[self._field(item, definition)].kind != "text":
                raise item.error(f"字段“{item.text}”不是文字，不能认出是谁", "写身份证号、姓名这样的字段")
        return tuple(item.text for item in node.items)

    def _field_conditions(self, node: Node, definition: Definition) -> tuple[FieldCondition, ...]:
        return tuple(
            self._field_condition(self._field(Node(name, value.place), definition), value, definition)
            for name, value in node.mapping.items()
        )

    def _field_condition(self, field: str, node: Node, definition: Definition) -> FieldCondition:
        of_field = definition.fields[field]
        name = self.operators.name(node, tuple(VALUE_OPERATORS), _DAYS, of_field)
        return FieldCondition(
            field,
            self.operators.operator(name, node.mapping[name], of_field, day_of(node), fields=definition.fields),
        )

    def _field(self, node: Node, definition: Definition) -> str:
        if node.text not in definition.fields:
            near = suggest(node.text, definition.fields)
            raise node.error(
                f"“{definition.label}”没有字段“{node.text}”{near}", f"可用：{'、'.join(definition.fields)}"
            )
        return node.text
