"""The rule language: what may stand under `requires`, `otherwise_judge` and `applies_to`. There is no other syntax.

Turns YAML into requirements; every error has the file and the line, and the nearest known name.
"""

from __future__ import annotations

from medcheck.errors import suggest
from medcheck.rulebook.operators.alternatives import AnyOf
from medcheck.rulebook.operators.document import DocumentRequirement
from medcheck.rulebook.operators.members import Includes, IncludesAny, IncludesAtLeast, SetRequirement
from medcheck.rulebook.operators.none import NoMembers
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.read_list import ListReader
from medcheck.rulebook.read_operator import SET_OPERATORS, VALUE_OPERATORS, OperatorReader, day_of, require_true
from medcheck.rulebook.requirement import Requirement
from medcheck.vocabulary import PARTS, Definition, Vocabulary
from medcheck.yaml_source import Node

_OF_VALUE = ("fact", "per", "share_of", "from", "until")
_OF_SET = ("fact", "inside", "of")


class Language:
    """The language over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._operators = OperatorReader(vocabulary)
        self._lists = ListReader(self._operators)

    def requirement(self, node: Node) -> Requirement:
        """Return the requirement a node states; raise RuleError with the line of what is wrong."""
        if "any_of" in node.mapping:
            return self._any_of(node)
        if "document" in node.mapping:
            return self._document(node)
        if "fact" not in node.mapping:
            raise node.error("要求缺少“fact”、“document”或“any_of”", "写明要求的是哪个事实或材料")
        definition = self.vocabulary.definition(node.mapping["fact"])
        if definition.kind == "set":
            return self._set(node, definition)
        if definition.kind == "list":
            return self._lists.requirement(node, definition)
        return self._value(node, definition)

    def requirements(self, node: Node) -> tuple[Requirement, ...]:
        """Return the requirements of `otherwise_judge`: one, or a list of which any will do."""
        items = node.value if isinstance(node.value, list) else [node] if node.value else []
        made = tuple(self.requirement(item) for item in items)
        for requirement in made:
            for part in _parts(requirement):
                if isinstance(part, SetRequirement):
                    part.doubtful = True
        return made

    def doubtful(self, node: Node) -> tuple[Requirement, ...]:
        """Return a requirement on a set with what only may be there counted too; nothing for any other requirement."""
        return tuple(
            requirement
            for requirement in self.requirements(node)
            if any(isinstance(part, SetRequirement) for part in _parts(requirement))
        )

    def _any_of(self, node: Node) -> AnyOf:
        """Return a requirement that any of several makes hold."""
        node.only(("any_of",), "any_of 的要求")
        items = node.mapping["any_of"].items
        if len(items) < 2:  # one alone is no choice
            raise node.error("any_of 应列出两项以上要求", "只有一项的，直接写该项要求")
        for item in items:
            if "any_of" in item.mapping:
                raise item.error("any_of 之内不能再写 any_of", "把各项写在同一层")
        return AnyOf(tuple(self.requirement(item) for item in items))

    def conditions(self, node: Node) -> tuple[Requirement, ...]:
        """Return the requirements of `applies_to`, all of which must hold: a plain value means `equals`."""
        return tuple(
            self._any_of(Node({name: value}, value.place)) if name == "any_of" else self._condition_on_fact(name, value)
            for name, value in node.mapping.items()
        )

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
        name = self._operators.name(node, tuple(VALUE_OPERATORS), _OF_VALUE, definition)
        fact, bound = node.mapping["fact"].text, node.mapping[name]
        divisors = [key for key in ("per", "share_of") if key in node.mapping]
        if not divisors:
            return ValueRequirement(fact, definition, self._operators.operator(name, bound, definition, day_of(node)))
        if len(divisors) > 1 or definition.kind != "number":
            raise node.error("per 与 share_of 只能用其一，且只能用于数字", "保留一个，或换一个数字事实")
        divisor, is_share = node.mapping[divisors[0]], divisors[0] == "share_of"
        divided = self.vocabulary.definition(divisor, ("number",))
        if is_share and divided.unit != definition.unit:
            units = f"“{definition.label}”以“{definition.unit}”为单位，“{divided.label}”以“{divided.unit}”为单位"
            raise divisor.error(f"share_of 的两个事实单位不同：{units}", "换一个事实；两种单位之比写 per")
        by_ratio = definition.model_copy(update={"unit": definition.unit if name == "near" else ""})
        unit = "" if is_share else f"{definition.unit}/{divided.unit}"
        operator = self._operators.operator(name, bound, by_ratio, day_of(node), unit=unit, percent=is_share)
        return ValueRequirement(fact, definition, operator, divisor.text, divided)

    def _set(self, node: Node, definition: Definition) -> Requirement:
        name = self._operators.name(node, SET_OPERATORS, _OF_SET, definition)
        fact, bound = node.mapping["fact"].text, node.mapping[name]
        if name == "none":
            require_true(bound)
            return NoMembers(fact, definition)
        inside = node.mapping.get("inside")
        hosts = None if inside is None else tuple(item.text for item in inside.items)
        if (name == "includes_at_least") != ("of" in node.mapping):
            raise node.error("includes_at_least 与 of 必须同时出现", "写成 includes_at_least: 3, of: [甲, 乙, 丙, 丁]")
        if name == "includes_at_least":
            return IncludesAtLeast(fact, definition, bound, hosts, node.mapping["of"])
        return (Includes if name == "includes" else IncludesAny)(fact, definition, bound, hosts)


def _parts(requirement: Requirement) -> tuple[Requirement, ...]:
    """Return a requirement, or those any of which makes it hold."""
    return requirement.parts if isinstance(requirement, AnyOf) else (requirement,)
