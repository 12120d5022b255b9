"""Facts as YAML states them: register answers and measurements of the case file, and the facts of rule cases.

Numbers, dates and words as in a rule; a set is a list of names (or `{name, inside}`), or `{members, unsure, unmatched}`;
a list is a list of mappings; a document is a mapping of its parts. `无` is an explicitly empty set or list. Empty is
unknown.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from medcheck.errors import suggest
from medcheck.fact import CellRef, Fact, Member, Members, Record, Scalar, Value, known, unknown
from medcheck.limits import is_bounded, is_near
from medcheck.vocabulary import PARTS, Definition, Vocabulary
from medcheck.yaml_source import Node

DOCUMENT_PREFIX = "doc."


def read_fact(name: str, node: Node, vocabulary: Vocabulary, sources: tuple[CellRef, ...] = ()) -> Fact:
    """Return the fact a node states; raise RuleError with its line for an unknown name or a value of another kind."""
    if name.startswith(DOCUMENT_PREFIX):
        return known(name, _document(node), sources)
    definition = vocabulary.definition(Node(name, node.place))
    if node.value == "":
        return unknown(name, "未填写", sources)
    return known(name, read_value(node, definition, sources[0] if sources else None), sources)


def read_value(node: Node, definition: Definition, source: CellRef | None = None) -> Value:
    """Return the value a node states for a kind of fact; the records of a list cite `source`."""
    if definition.kind == "set":
        return _members(node, definition)
    if definition.kind == "list":
        return () if node.value == "无" else tuple(_record(item, definition, source) for item in node.items)
    return _scalar(node, definition)


def _scalar(node: Node, definition: Definition) -> Scalar:
    text = node.text
    if definition.kind == "number":
        match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(%?)", text)
        if not match or not is_bounded(match[1]):
            raise node.error(
                f"“{definition.label}”应为数字，现为“{text}”", "写成不带单位、不超过 15 位的数字，例如 59.96"
            )
        number = Fraction(match[1]) / (100 if match[2] else 1)
        if definition.unit == "%" and not match[2] and number > 1:
            raise node.error(f"“{definition.label}”是比例，现为“{text}”", f"写成 {text}%，或写成小数，例如 0.65")
        return int(number) if number.denominator == 1 else number
    if definition.kind == "date":
        if text == "长期":
            return date.max
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise node.error(f"“{definition.label}”应为日期，现为“{text}”", "写成 2019-09-01 这样的日期") from error
        if not is_near(day):
            raise node.error(f"“{definition.label}”的年份应在 1900 至 2100 之间，现为“{text}”", "核对年份")
        return day
    if definition.kind == "flag":
        if text not in ("是", "否"):
            raise node.error(f"“{definition.label}”应为 是 或 否，现为“{text}”", "改为 是 或 否")
        return text == "是"
    if definition.options and text not in definition.options:
        near = suggest(text, definition.options)
        raise node.error(f"“{definition.label}”没有选项“{text}”{near}", f"可用：{'、'.join(definition.options)}")
    return text


def _members(node: Node, definition: Definition) -> Members:
    if node.value == "无":
        return Members()
    if not isinstance(node.value, dict):
        return Members(tuple(_member(item, definition) for item in node.items))
    node.only(("members", "unsure", "unmatched", "absent"), "集合")
    empty = Node("", node.place)
    unsure, unmatched, absent = (
        tuple(item.text for item in node.mapping.get(key, empty).items) for key in ("unsure", "unmatched", "absent")
    )
    members = tuple(_member(item, definition) for item in node.mapping.get("members", empty).items)
    return Members(members, unsure, unmatched, absent)


def _member(node: Node, definition: Definition) -> Member:
    if isinstance(node.value, dict):
        node.only(("name", "inside"), "集合成员")
        member = Member(node.mapping["name"].text, node.mapping["inside"].text)
    else:
        member = Member(node.text)
    if definition.members and member.name not in definition.members:
        near = suggest(member.name, definition.members)
        raise node.error(f"“{definition.label}”中没有“{member.name}”{near}", f"可用：{'、'.join(definition.members)}")
    return member


def _record(node: Node, definition: Definition, source: CellRef | None) -> Record:
    values: dict[str, Scalar | None] = {}
    for name, value in node.mapping.items():
        if name in ("label",):
            continue
        if name not in definition.fields:
            near = suggest(name, definition.fields)
            raise value.error(f"“{definition.label}”没有字段“{name}”{near}", f"可用：{'、'.join(definition.fields)}")
        values[name] = None if value.value == "" else _scalar(value, definition.fields[name])
    label = node.mapping["label"].text if "label" in node.mapping else str(next(iter(values.values()), "")) or "一项"
    return Record(label, values, source)


def _document(node: Node) -> Record:
    node.only(PARTS, "材料")
    flag = Definition(label="材料", kind="flag")
    return Record(
        "材料", {part: None if value.value == "" else _scalar(value, flag) for part, value in node.mapping.items()}
    )
