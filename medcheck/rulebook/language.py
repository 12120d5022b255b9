"""The rule language: what may stand under `requires`, `otherwise_judge` and `applies_to`. There is no other syntax.

Turns YAML into requirements; every error has the file and the line, and the nearest known name.
"""

from __future__ import annotations

from typing import Any

from medcheck.errors import suggest
from medcheck.rulebook.bounds import read_period
from medcheck.rulebook.operators import bound_operators
from medcheck.rulebook.operators.document import DocumentRequirement
from medcheck.rulebook.operators.every import Every, RecordCount
from medcheck.rulebook.operators.members import Includes, IncludesAny, IncludesAtLeast, SetRequirement
from medcheck.rulebook.operators.none import NoMembers, NoneWithin, NoRecords
from medcheck.rulebook.operators.persons import PersonCount
from medcheck.rulebook.operators.records import FieldCondition
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.operators.time_operators import AgoAtLeast, AgoAtMost, NotBefore
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.requirement import Requirement
from medcheck.vocabulary import PARTS, Definition, Vocabulary
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
}
SET_OPERATORS = ("includes", "includes_any", "includes_at_least", "none")
LIST_OPERATORS = ("every", "none", "none_within", "at_least", "at_most", "equals")
OPERATORS = tuple(dict.fromkeys((*VALUE_OPERATORS, *SET_OPERATORS, *LIST_OPERATORS)))
_MODIFIERS = {
    "value": ("fact", "per", "share_of", "from"),
    "set": ("fact", "inside", "of"),
    "list": ("fact", "where", "date", "distinct"),
}
THE_DAY = "application_date"


class Language:
    """The language over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def requirement(self, node: Node) -> Requirement:
        """Return the requirement a node states; raise RuleError with the line of what is wrong."""
        if "document" in node.mapping:
            return self._document(node)
        if "fact" not in node.mapping:
            raise node.error("要求缺少“fact”或“document”", "写明要求的是哪个事实或材料")
        definition = self.vocabulary.definition(node.mapping["fact"])
        if definition.kind == "set":
            return self._set(node, definition)
        if definition.kind == "list":
            return self._list(node, definition)
        return self._value(node, definition)

    def requirements(self, node: Node) -> tuple[Requirement, ...]:
        """Return the requirements of `otherwise_judge`: one, or a list of which any will do."""
        items = node.value if isinstance(node.value, list) else [node] if node.value else []
        made = tuple(self.requirement(item) for item in items)
        for requirement in made:
            if isinstance(requirement, SetRequirement):
                requirement.doubtful = True
        return made

    def doubtful(self, node: Node) -> tuple[Requirement, ...]:
        """Return a requirement on a set with what only may be there counted too; nothing for any other requirement."""
        return tuple(requirement for requirement in self.requirements(node) if isinstance(requirement, SetRequirement))

    def conditions(self, node: Node) -> tuple[Requirement, ...]:
        """Return the requirements of `applies_to`, all of which must hold: a plain value means `equals`."""
        return tuple(self._condition_on_fact(name, value) for name, value in node.mapping.items())

    def _condition_on_fact(self, name: str, node: Node) -> Requirement:
        fact = Node(name, node.place)
        definition = self.vocabulary.definition(fact)
        if isinstance(node.value, dict):
            return self.requirement(Node({"fact": fact, **node.value}, node.place))
        if definition.kind in ("set", "list"):
            raise node.error(
                f"“{name}”是{'集合' if definition.kind == 'set' else '列表'}，不能直接等于一个值", "写明运算符"
            )
        return self.requirement(Node({"fact": fact, "equals": node}, node.place))

    def _document(self, node: Node) -> DocumentRequirement:
        node.only(("document", "has"), "材料要求")
        code = node.mapping["document"]
        if code.text not in self.vocabulary.documents:
            near = suggest(code.text, self.vocabulary.documents)
            raise code.error(
                f"没有登记材料“{code.text}”{near}", "改正代码，或先在 rules/facts.yaml 的 documents 中登记"
            )
        parts = node.mapping.get("has", Node("", node.place)).items
        for part in parts:
            if part.text not in PARTS:
                raise part.error(f"材料没有“{part.text}”这一项{suggest(part.text, PARTS)}", f"可用：{'、'.join(PARTS)}")
        names = tuple(part.text for part in parts if part.text != "present")
        return DocumentRequirement(code.text, self.vocabulary.documents[code.text], names)

    def _value(self, node: Node, definition: Definition) -> ValueRequirement:
        name = self._operator_name(node, tuple(VALUE_OPERATORS), _MODIFIERS["value"], definition)
        divisors = [key for key in ("per", "share_of") if key in node.mapping]
        if not divisors:
            operator = self._operator(name, node.mapping[name], definition, node.mapping.get("from"))
            return ValueRequirement(node.mapping["fact"].text, definition, operator)
        if len(divisors) > 1 or definition.kind != "number":
            raise node.error("per 与 share_of 只能用其一，且只能用于数字", "保留一个，或换一个数字事实")
        divisor = node.mapping[divisors[0]]
        divided = self.vocabulary.definition(divisor, ("number",))
        by_ratio = definition.model_copy(update={"unit": definition.unit if name == "near" else ""})
        operator = self._operator(name, node.mapping[name], by_ratio, None, percent=divisors[0] == "share_of")
        return ValueRequirement(node.mapping["fact"].text, definition, operator, divisor.text, divided)

    def _operator(
        self, name: str, bound: Node, definition: Definition, day: Node | None, percent: bool = False
    ) -> Operator:
        operator = VALUE_OPERATORS[name]
        if definition.kind not in operator.kinds:
            possible = [key for key, other in VALUE_OPERATORS.items() if definition.kind in other.kinds]
            text = f"{name} 不适用于“{definition.label}”（{definition.kind}）"
            raise bound.error(text, f"可用的运算符：{'、'.join(possible)}")
        dated = name in ("ago_at_least", "ago_at_most")
        if day is not None and not dated:
            raise day.error("from 只与 ago_at_least、ago_at_most 同用", "删去 from")
        if not dated and name != "not_before":
            made = operator(bound, definition, percent) if percent else operator(bound, definition)
        else:
            start = bound if name == "not_before" else day or Node(THE_DAY, bound.place)
            label = self.vocabulary.definition(start, ("date",)).label
            made = operator(bound, definition, start.text, label)
        assert isinstance(made, Operator)
        return made

    def _set(self, node: Node, definition: Definition) -> Requirement:
        name = self._operator_name(node, SET_OPERATORS, _MODIFIERS["set"], definition)
        fact, bound = node.mapping["fact"].text, node.mapping[name]
        if name == "none":
            _require_true(bound)
            return NoMembers(fact, definition)
        inside = node.mapping.get("inside")
        hosts = None if inside is None else tuple(item.text for item in inside.items)
        if (name == "includes_at_least") != ("of" in node.mapping):
            raise node.error("includes_at_least 与 of 必须同时出现", "写成 includes_at_least: 3, of: [甲, 乙, 丙, 丁]")
        if name == "includes_at_least":
            return IncludesAtLeast(fact, definition, bound, hosts, node.mapping["of"])
        return (Includes if name == "includes" else IncludesAny)(fact, definition, bound, hosts)

    def _list(self, node: Node, definition: Definition) -> Requirement:
        name = self._operator_name(node, LIST_OPERATORS, _MODIFIERS["list"], definition)
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
            _require_true(bound)
            return NoRecords(fact, definition, where)
        if name == "none_within":
            field = self._field(node.mapping["date"], definition)
            if definition.fields[field].kind != "date":
                raise node.mapping["date"].error(f"字段“{field}”不是日期", "换一个日期字段")
            day = self.vocabulary.definition(Node(THE_DAY, bound.place), ("date",)).label
            return NoneWithin(fact, definition, where, read_period(bound), field, (THE_DAY, day))
        counted = Definition(label=definition.label, kind="number", unit=definition.unit)
        operator = self._operator(name, bound, counted, None)
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
        name = self._operator_name(node, tuple(VALUE_OPERATORS), ("from",), of_field)
        return FieldCondition(field, self._operator(name, node.mapping[name], of_field, node.mapping.get("from")))

    def _field(self, node: Node, definition: Definition) -> str:
        if node.text not in definition.fields:
            near = suggest(node.text, definition.fields)
            raise node.error(
                f"“{definition.label}”没有字段“{node.text}”{near}", f"可用：{'、'.join(definition.fields)}"
            )
        return node.text

    def _operator_name(
        self, node: Node, operators: tuple[str, ...], modifiers: tuple[str, ...], definition: Definition
    ) -> str:
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


def _require_true(node: Node) -> None:
    if node.text != "true":
        raise node.error(f"none 只能写 true，现为“{node.text}”", "写成 none: true，或改用其他运算符")
