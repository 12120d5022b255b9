"""A rule pack: one regulation's rules, readings, clause coverage and tables, loaded and checked whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.fact import Facts, Status
from medcheck.measure.measure_tables import Tables
from medcheck.rulebook.check.check_readings import check_chosen, check_readings
from medcheck.rulebook.language import Language
from medcheck.rulebook.pack_hash import HashedPart, hashed_parts, whole_hash
from medcheck.rulebook.pack_source import Clause, PackSource
from medcheck.rulebook.pack_tables import read_tables
from medcheck.rulebook.readings import Reading, Shadow, read_readings, select, shadows
from medcheck.rulebook.rule import Rule, Section, duplicates, read_section
from medcheck.vocabulary import Vocabulary, load_vocabulary
from medcheck.yaml_source import Node

_NOT_SECTIONS = ("pack.yaml", "readings.yaml", "clauses.yaml")


class RulePack(NamedTuple):
    """A regulation's rules as loaded; `sha256` covers everything a verdict or a day rests on, `parts` name each of it.

    `files` is the YAML of pack.yaml, clauses.yaml and the tables, so that a later problem can name its line.
    """

    source: PackSource
    sections: tuple[Section, ...]
    rules: Mapping[str, Rule]
    readings: Mapping[str, Reading]
    clauses: Mapping[str, Clause]
    tables: Tables
    files: Mapping[str, Node]
    vocabulary: Vocabulary
    sha256: str
    parts: tuple[HashedPart, ...] = ()

    @property
    def id(self) -> str:
        """Return the pack's id, the name of its folder."""
        return self.source.id

    def variants(self, rule: Rule) -> Iterator[Rule | None]:
        """Yield the rule as every single option of its readings makes it; None where one drops it."""
        language = Language(self.vocabulary)
        yield from (shadow.rule for shadow in shadows(rule, self.readings, {}, language))

    def _undecided(self, facts: Facts) -> frozenset[str]:
        """Return the facts of the profile that are not known and on which rules hang (医院级别 left blank)."""
        known = Facts(fact for fact in facts.values() if fact.status is Status.KNOWN)
        open_ = [rule for rule in self.rules.values() if rule.binds(known) and not rule.binds(facts)]
        names = (
            name for rule in open_ for name in {n for c in rule.applies_to for n in c.facts} & set(facts) - set(known)
        )
        return frozenset(names)

    def binding(self, facts: Facts, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """Return those of the chosen readings that rules of this facility rest on."""
        used = {name for rule in self.rules.values() if rule.binds(facts) for name in rule.readings}
        return {name: option for name, option in chosen.items() if name in used}

    def profile(self, facts: Facts, chosen: Mapping[str, str]) -> Profile:
        """Return the rules that bind a facility, under the chosen readings; refuse readings they do not use."""
        language = Language(self.vocabulary)
        bound = [rule for rule in self.rules.values() if rule.binds(facts)]
        used = frozenset(name for rule in bound for name in rule.readings)
        check_chosen(chosen, self.readings, used)
        selected = [select(rule, self.readings, chosen, language) for rule in bound]
        return Profile(
            rules=tuple(rule for rule in selected if rule is not None),
            shadows=tuple(shadow for rule in bound for shadow in shadows(rule, self.readings, chosen, language)),
            readings={name: chosen.get(name, self.readings[name].default) for name in sorted(used)},
            undecided=self._undecided(facts),
        )


class Profile(NamedTuple):
    """The rules one facility is judged by, the shadow rules beside them, and the option used of each reading.

    `undecided` are the facts that choose the rules, are not known, and on which further rules hang.
    """

    rules: tuple[Rule, ...]
    shadows: tuple[Shadow, ...]
    readings: Mapping[str, str]
    undecided: frozenset[str]


def load_pack(folder: Path | Traversable, vocabulary: Vocabulary | None = None) -> RulePack:
    """Return a pack from its folder; raise RuleError with every problem found in its rule files."""
    vocabulary = vocabulary or load_vocabulary()
    language = Language(vocabulary)
    files = dict(_files(folder))
    source = _source(folder, files["pack.yaml"])
    sections = tuple(_sections(folder, source, language))
    tables, table_files, problems = read_tables(folder)
    problems += duplicates(sections)
    clauses = _clauses(files["clauses.yaml"])
    rules = {
        rule.id: rule._replace(clauses=_clauses_of(rule, clauses)) for section in sections for rule in section.rules
    }
    readings = read_readings(files["readings.yaml"])
    problems += check_readings(readings, rules, language)
    problems += (
        Problem(
            rule.place,
            f"规则“{rule.id}”不属于任何登记的条款{suggest(rule.id, clauses)}",
            "以条款编号开头，或写明 clause",
        )
        for rule in rules.values()
        if not rule.clauses or not set(rule.clauses) <= set(clauses)
    )
    if problems:
        raise RuleError(problems)
    ordered = tuple(s._replace(rules=tuple(rules[rule.id] for rule in s.rules)) for s in sections)
    parts = hashed_parts(folder, source, vocabulary)
    files |= table_files
    return RulePack(source, ordered, rules, readings, clauses, tables, files, vocabulary, whole_hash(parts), parts)


def _source(folder: Path | Traversable, node: Node) -> PackSource:
    source = yaml_source.validate(PackSource, node)
    if source.id != folder.name:
        text = f"id 应与规则包的文件夹同名，即“{folder.name}”，现为“{source.id}”"
        raise node.at(["id"]).error(text, "改正 id，或给文件夹改名")
    return source


def _sections(folder: Path | Traversable, source: PackSource, language: Language) -> Iterator[Section]:
    problems: list[Problem] = []
    listed = {f"{name}.yaml" for name in source.sections}
    for extra in sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml")):
        if extra not in listed and extra not in _NOT_SECTIONS:
            problems.append(
                Problem(Place(extra, line=1), "pack.yaml 的 sections 没有列出本文件", "按法规顺序列入 sections")
            )
    for name in source.sections:
        try:
            yield read_section(yaml_source.read(folder / f"{name}.yaml"), name, language)
        except FileNotFoundError:
            problems.append(
                Problem(Place("pack.yaml"), f"sections 列出的“{name}.yaml”不存在", "补上文件或从清单中删去")
            )
        except MedcheckError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)


def _files(folder: Path | Traversable) -> Iterator[tuple[str, Node]]:
    """Yield the three files every pack has; one that is not there is refused by name."""
    missing = [name for name in _NOT_SECTIONS if not (folder / name).is_file()]
    if missing:
        raise RuleError(
            Problem(Place(f"{folder.name}/{name}"), "规则包缺少这个文件", "补上文件；写法可参照已有的规则包")
            for name in missing
        )
    yield from ((name, yaml_source.read(folder / name)) for name in _NOT_SECTIONS)


def _clauses(node: Node) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    problems: list[Problem] = []
    for name, item in node.mapping.items():
        try:
            clauses[name] = yaml_source.validate(Clause, item)
        except MedcheckError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    return clauses


def _clauses_of(rule: Rule, clauses: Mapping[str, Clause]) -> tuple[str, ...]:
    """Return the clauses a rule states, else the longest clause id its own id begins with."""
    if rule.clauses:
        return rule.clauses
    words = rule.id.split("-")
    names = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    return next(((name,) for name in names if name in clauses), ())
