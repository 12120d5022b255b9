"""A rule: one requirement of the regulation, with whom it binds and what a failure does. One file is one section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, RuleError
from medcheck.fact import Facts, Status
from medcheck.rulebook.language import Language
from medcheck.rulebook.measured import MeasuredRequirement, MeasuredRule, measure_requirement
from medcheck.rulebook.read_operator import THE_DAY
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule_source import (
    Decider,
    Excepts,
    Refines,
    RuleSource,
    RuleStatus,
    SectionSource,
    Severity,
    Title,
)
from medcheck.yaml_source import Node

# The defaults of a section that add to what a rule states instead of giving way to it.
_ADDED = ("applies_to", "otherwise_judge", "reading")


class Rule(NamedTuple):
    """One requirement, read and checked. `clauses` are those it is written for, most often one.

    `source` is its YAML with the section's defaults, kept so that a reading can replace fields of it; `shared` is the
    section's `otherwise_judge`, which a reading can take away from the whole section. `doubtful` is what it requires
    of a set with what only may be there counted too: where that holds, a person decides. `pack` is the pack it stands in,
    which is another than the one judged by where that builds on it; `refines` is how it meets a rule of the level above,
    `excepts` of which rule it is the exception. Only an `active` rule counts.
    """

    id: str
    clauses: tuple[str, ...]
    section: str
    title: Title
    applies_to: tuple[Requirement, ...]
    requires: Requirement | None
    otherwise_judge: tuple[Requirement, ...]
    severity: Severity
    decided_by: Decider
    readings: tuple[str, ...]
    remedy: str
    place: Place
    source: Node
    shared: Node | None = None
    doubtful: tuple[Requirement, ...] = ()
    pack: str = ""
    refines: Refines | None = None
    excepts: Excepts | None = None
    status: RuleStatus = "active"

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of every fact it reads."""
        return tuple(dict.fromkeys(name for requirement in self.requirements for name in requirement.facts))

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Return every requirement in it: conditions, what it requires, what sends a failure to a person."""
        return (*self.applies_to, *((self.requires,) if self.requires else ()), *self.otherwise_judge)

    def measure(self, facts: Facts) -> MeasuredRule:
        """Return everything it asks, measured; a session of the engine does the same for all rules at once."""
        return MeasuredRule(
            applies_to=tuple(measure_requirement(part, facts) for part in self.applies_to),
            requires=measure_requirement(self.requires, facts) if self.requires else None,
            otherwise_judge=tuple(measure_requirement(part, facts) for part in self.otherwise_judge),
            doubtful=tuple(measure_requirement(part, facts) for part in self.doubtful),
        )

    def binds(self, profile: Facts) -> bool:
        """Return whether the rule binds a facility of this profile; facts outside the profile are left open.

        A fact of the profile that is not known binds nobody: `Profile.undecided` tells of it once.
        """
        stated = set(profile)
        for condition in self.applies_to:
            part = MeasuredRequirement(condition, profile, condition.measure(profile))
            if part.fails:
                return False
            if part.measured.status is not Status.KNOWN and stated.issuperset(condition.facts):
                return False
        return True


class Section(NamedTuple):
    """A section's name (its file's stem), title, rules in the order of the text, and whom it binds as a whole."""

    name: str
    title: Title
    rules: tuple[Rule, ...]
    applies_to: tuple[Requirement, ...] = ()


def read_section(node: Node, name: str, language: Language) -> Section:
    """Return a section; raise RuleError with every problem in the file, not the first."""
    source = yaml_source.validate(SectionSource, node)
    defaults: dict[str, Node] = {
        key: node.mapping[key] for key in ("severity", "decided_by", *_ADDED) if key in node.mapping
    }
    rules: list[Rule] = []
    problems: list[Problem] = []
    conditions: tuple[Requirement, ...] = ()
    try:
        conditions = language.conditions(defaults.get("applies_to", Node("", node.place)))
    except MedcheckError as error:
        # Once for the section, not again for every rule under it.
        problems += error.problems
        del defaults["applies_to"]
    for item in node.mapping["rules"].items:
        try:
            rules.append(read_rule(item, name, defaults, language))
        except MedcheckError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    return Section(name, source.section, tuple(rules), conditions)


def read_rule(node: Node, section: str, defaults: Mapping[str, Node], language: Language) -> Rule:
    """Return one rule with the section's defaults under it; those of `_ADDED` add to what the rule states.

    Raises RuleError with file and line where the rule cannot be read.
    """
    full = Node({**{key: value for key, value in defaults.items() if key not in _ADDED}, **node.mapping}, node.place)
    conditions = {**_mapping(defaults.get("applies_to")), **_mapping(node.mapping.get("applies_to"))}
    if conditions:
        full.mapping["applies_to"] = Node(conditions, node.place)
    # What a person may judge adds only where there is something to judge.
    for key in ("reading", *(("otherwise_judge",) if "requires" in node.mapping else ())):
        if added := (*_listed(node.mapping.get(key)), *_listed(defaults.get(key))):
            full.mapping[key] = Node(list(added), added[0].place)
    source = yaml_source.validate(RuleSource, full)
    if source.severity is None:
        raise node.error(f"规则“{source.id}”没有 severity，本文件也没有默认值", "写明不符合时的后果")
    if source.requires is None and (source.decided_by or "data") == "data":
        raise node.error(f"规则“{source.id}”由数据判定，但没有 requires", "写明要求，或写明由谁判定（decided_by）")
    if source.requires is None and source.otherwise_judge:
        raise node.error(f"规则“{source.id}”有 otherwise_judge，但没有 requires", "写明要求，或删去 otherwise_judge")
    empty = Node("", node.place)
    return Rule(
        id=source.id,
        clauses=tuple(filter(None, [source.clause] if isinstance(source.clause, str) else source.clause)),
        section=section,
        title=source.title,
        applies_to=(*language.conditions(full.mapping.get("applies_to", empty)), *_in_its_days(full, language)),
        requires=language.requirement(full.mapping["requires"]) if source.requires is not None else None,
        otherwise_judge=language.requirements(full.mapping.get("otherwise_judge", empty)),
        severity=source.severity,
        decided_by=source.decided_by or "data",
        readings=tuple([source.reading] if isinstance(source.reading, str) else source.reading or ()),
        remedy=source.remedy.zh if source.remedy else "",
        place=node.place,
        source=full,
        shared=defaults.get("otherwise_judge"),
        doubtful=language.doubtful(full.mapping["requires"]) if source.requires is not None else (),
        refines=source.refines,
        excepts=source.excepts,
        status=source.status,
    )


def _in_its_days(node: Node, language: Language) -> tuple[Requirement, ...]:
    """Return that the application date is within the days a rule holds for, as conditions of the rule."""
    bounds = (("valid_from", "at_least"), ("valid_to", "at_most"))
    days = {operator: node.mapping[key] for key, operator in bounds if key in node.mapping}
    stated = [Node({"fact": Node(THE_DAY, day.place), operator: day}, day.place) for operator, day in days.items()]
    return tuple(map(language.requirement, stated))


def _listed(node: Node | None) -> list[Node]:
    """Return a node that may be one thing or a list of them as a list."""
    if node is None or node.value == "":
        return []
    return node.items if isinstance(node.value, list) else [node]


def _mapping(node: Node | None) -> dict[str, Node]:
    return node.mapping if node else {}


def duplicates(sections: tuple[Section, ...]) -> Iterator[Problem]:
    """Yield a problem for every rule id that stands twice in a pack."""
    seen: dict[str, Place] = {}
    for section in sections:
        for rule in section.rules:
            if rule.id in seen:
                text = f"规则编号“{rule.id}”重复，前一处在 {seen[rule.id]}"
                yield Problem(rule.place, text, "每条规则用唯一的编号；同一条款另有规则的，在编号后加一个词")
            seen.setdefault(rule.id, rule.place)
