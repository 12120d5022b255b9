"""Readings: the named options of an ambiguous clause, and the rules each option makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.limits import Day
from medcheck.rulebook.language import Language
from medcheck.rulebook.rule import Rule, read_rule
from medcheck.rulebook.rule_source import Title
from medcheck.yaml_source import Node


class ReadingSource(BaseModel):
    """A reading as the file states it. `labels` are the Chinese names of all options, the default among them.

    `decided_by`, `decided_on` and `paper` say who chose the default, on which day, and in which paper that is written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title | None = None
    default: str
    reason: str = ""
    decided_by: str = ""
    decided_on: Day | None = None
    paper: str = ""
    labels: dict[str, str] = {}
    options: dict[str, dict[str, object]] = {}


class Reading(NamedTuple):
    """An ambiguous clause's options. The default is the rules as written; every other option replaces fields of some.

    `changes` holds for each other option and rule id the replacing fields, or None where the rule is dropped; under
    the name of a section it takes away what the section adds to each of its rules (its `otherwise_judge`).
    """

    name: str
    title: str
    default: str
    reason: str
    decided_by: str
    labels: Mapping[str, str]
    changes: Mapping[str, Mapping[str, Node | None]]
    place: Place
    decided_on: date | None = None
    paper: str = ""

    @property
    def decision(self) -> str:
        """Return who chose the default, on which day and in which paper, as a report prints it."""
        day = self.decided_on.isoformat() if self.decided_on else ""
        return "，".join(filter(None, (self.decided_by, day, self.paper)))

    @property
    def options(self) -> tuple[str, ...]:
        """Return every option, the default first."""
        return tuple(dict.fromkeys((self.default, *self.changes)))

    def label(self, option: str) -> str:
        """Return an option's Chinese name."""
        return self.labels.get(option, option)


# What an option may state of any rule, and what makes a rule this rule: no reading changes that.
_REPLACED = ("requires", "otherwise_judge", "decided_by", "title", "remedy")
_FIXED = ("id", "clause", "status", "except", "refines")
_NOTHING = Node("", Place(""))


class Shadow(NamedTuple):
    """A rule as another option of a reading would have it; judged beside the real one, never counted.

    `rule` is None where that option drops the rule.
    """

    of: str
    reading: str
    option: str
    rule: Rule | None


def read_readings(node: Node) -> dict[str, Reading]:
    """Return the readings of a pack by name; raise RuleError with file and line where one cannot be read."""
    readings = {}
    for name, item in node.mapping.items():
        source = yaml_source.validate(ReadingSource, item)
        changes = {
            option: {rule: _change(change) for rule, change in changed.mapping.items()}
            for option, changed in item.mapping.get("options", Node("", item.place)).mapping.items()
        }
        if source.labels and set(source.labels) != {source.default, *changes}:
            odd = sorted({source.default, *changes} ^ set(source.labels))
            text = f"口径“{name}”的选项与 labels 不一致：{'、'.join(odd)}{suggest(odd[0], source.labels)}"
            raise item.error(text, "default 和 options 的每个选项都应在 labels 中有中文名称，且不多不少")
        readings[name] = Reading(
            name,
            source.title.zh if source.title else name,
            source.default,
            source.reason,
            source.decided_by,
            source.labels,
            {option: change for option, change in changes.items() if option != source.default},
            item.place,
            source.decided_on,
            source.paper,
        )
        if (source.decided_on or source.paper) and not source.decided_by:
            raise item.error(f"口径“{name}”写明了日期或文件，没有写明由谁决定", "补写 decided_by")
    return readings


def _change(node: Node) -> Node | None:
    if isinstance(node.value, str):
        if node.value != "drop":
            raise node.error(f"口径只能替换规则的字段，或写 drop，现为“{node.value}”", "写成 {requires: …} 或 drop")
        return None
    return node


def applied(rule: Rule, change: Node, language: Language) -> Rule:
    """Return the rule with the fields of a change in place of its own; an empty one takes the field away."""
    change.only((*(key for key in rule.source.mapping if key not in _FIXED), *_REPLACED), "口径的改动")
    full = {key: value for key, value in {**rule.source.mapping, **change.mapping}.items() if value.value != ""}
    made = read_rule(Node(full, change.place), rule.section, {}, language)
    return made._replace(clauses=rule.clauses, shared=rule.shared, pack=rule.pack)


def _without_shared(rule: Rule, fields: Mapping[str, Node]) -> Node:
    """Return the rule's `otherwise_judge` without what its section adds to it."""
    stated = fields.get("otherwise_judge", rule.source.mapping.get("otherwise_judge", _NOTHING))
    shared = rule.shared.plain() if rule.shared else None
    kept = [item for item in (stated.items if isinstance(stated.value, list) else [stated]) if item.plain() != shared]
    return Node(kept, stated.place) if any(item.value for item in kept) else Node("", stated.place)


def select(rule: Rule, readings: Mapping[str, Reading], chosen: Mapping[str, str], language: Language) -> Rule | None:
    """Return the rule under the chosen options (defaults elsewhere), or None where an option drops it.

    Two options that replace the same field of the rule are refused: one would silently undo the other.
    """
    change = _change_of(rule, readings, chosen)
    if change.clash:
        text = f"口径 {change.clash[0]} 与 {change.clash[1]} 都改动规则“{rule.id}”的 {change.clash[2]}，不能同时使用"
        raise RuleError([Problem(Place("--reading"), text, "只选其中一个")])
    if change.drops:
        return None
    return applied(rule, Node(change.fields, change.place), language) if change.fields else rule


def shadows(
    rule: Rule, readings: Mapping[str, Reading], chosen: Mapping[str, str], language: Language
) -> tuple[Shadow, ...]:
    """Return the rule under every option that was not chosen and makes another rule of it, one reading at a time."""
    made = []
    for name in rule.readings:
        reading = readings[name]
        used = chosen.get(name, reading.default)
        for option in reading.options:
            touched = any(
                {rule.id, rule.section} & reading.changes.get(option_name, {}).keys() for option_name in (option, used)
            )
            other = {**chosen, name: option}
            if option != used and touched and not _change_of(rule, readings, other).clash:
                made.append(Shadow(rule.id, name, option, select(rule, readings, other, language)))
    return tuple(made)


class _Change(NamedTuple):
    """What the chosen options make of a rule together: the fields they replace, whether one drops it, what clashes."""

    fields: dict[str, Node]
    drops: bool
    clash: tuple[str, str, str] | None
    place: Place


def _change_of(rule: Rule, readings: Mapping[str, Reading], chosen: Mapping[str, str]) -> _Change:
    """Return the change; a field that one option empties (a leniency taken away) stays empty whatever another says."""
    fields: dict[str, Node] = {}
    by: dict[str, str] = {}
    drops, clash = False, None
    taken_away = False
    for name in rule.readings:
        option = chosen.get(name, readings[name].default)
        changes = readings[name].changes.get(option, {})
        taken_away = taken_away or rule.section in changes
        change = changes.get(rule.id, _NOTHING)
        drops = drops or change is None
        for field, node in (change or _NOTHING).mapping.items():
            if field in fields and fields[field].value != "" and node.value != "":
                clash = by[field], f"{name}={option}", field
            if field not in fields or node.value == "":
                fields[field], by[field] = node, f"{name}={option}"
    if taken_away:
        fields["otherwise_judge"] = _without_shared(rule, fields)
    return _Change(fields, drops, clash, next((node.place for node in fields.values()), rule.place))
