"""A rule pack: one regulation's rules, readings, clause coverage and tables, loaded and checked whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.fact import Facts, Status
from medcheck.form.form import Form
from medcheck.measure.measure_tables import Tables
from medcheck.pack_folders import Find, Folder, PackFolder, beside
from medcheck.rulebook.check.check_readings import check_chosen, check_readings
from medcheck.rulebook.exceptions import check_exceptions
from medcheck.rulebook.fitting_forms import forms_made_for, require_fitting_forms
from medcheck.rulebook.language import Language
from medcheck.rulebook.layer_source import LAYER_FILE, read_layer
from medcheck.rulebook.layers import (
    LevelParts,
    SetAside,
    completed,
    folders_above,
    laid_over,
    merged_source,
    parts_above,
    require_no_circle,
    without_packs,
    without_set_aside,
)
from medcheck.rulebook.pack_hash import HashedPart, hashed_parts, whole_hash
from medcheck.rulebook.pack_source import Clause, Instrument, PackSource
from medcheck.rulebook.pack_tables import read_tables
from medcheck.rulebook.readings import Reading, Shadow, read_readings, select, shadows
from medcheck.rulebook.rule import Rule, Section, duplicates, read_section
from medcheck.vocabulary import Vocabulary, load_vocabulary
from medcheck.vocabulary_layers import FRAGMENT, read_vocabulary_fragment, with_fragments
from medcheck.yaml_source import Node

_EVERY_PACK = ("pack.yaml", "readings.yaml", "clauses.yaml")
_NOT_SECTIONS = (*_EVERY_PACK, LAYER_FILE, FRAGMENT)


class RulePack(NamedTuple):
    """A regulation's rules as loaded; `sha256` covers everything a verdict or a day rests on, `parts` name each of it.

    `files` is the YAML of pack.yaml, clauses.yaml and the tables, so that a later problem can name its line. Where the pack
    builds on others, all of them is theirs too, but for what it set aside: `set_aside`; `above` are what those packs state
    of themselves, nearest first. `levels` are the folders of all of them and its own, the highest first. `idle` are the
    rules that never count: drafts, and what is deprecated.
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
    above: tuple[PackSource, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    levels: tuple[PackFolder, ...] = ()
    idle: Mapping[str, Rule] = {}

    @property
    def forms(self) -> tuple[Form, ...]:
        """Return the forms of every type as they are made for this pack."""
        return forms_made_for(self.levels)

    @property
    def id(self) -> str:
        """Return the pack's id, the name of its folder."""
        return self.source.id

    @property
    def own_rules(self) -> dict[str, Rule]:
        """Return the rules that stand in this pack itself and in none it builds on."""
        return {name: rule for name, rule in self.rules.items() if rule.pack == self.id}

    def level(self, name: str) -> PackSource:
        """Return what a pack states of itself: this one, or one it builds on."""
        return next(source for source in (self.source, *self.above) if source.id == name)

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
            drafts=tuple(rule for rule in self.idle.values() if rule.status == "draft" and rule.binds(facts)),
        )


class Profile(NamedTuple):
    """The rules one facility is judged by, the shadow rules beside them, and the option used of each reading.

    `undecided` are the facts that choose the rules, are not known, and on which further rules hang; `drafts` are judged
    beside the rules, as written, and never counted.
    """

    rules: tuple[Rule, ...]
    shadows: tuple[Shadow, ...]
    readings: Mapping[str, str]
    undecided: frozenset[str]
    drafts: tuple[Rule, ...] = ()


def load_pack(
    folder: Folder,
    vocabulary: Vocabulary | None = None,
    find: Find | None = None,
    within: tuple[str, ...] = (),
    made: dict[Folder, RulePack] | None = None,
) -> RulePack:
    """Return a pack from its folder, with the packs it builds on; raise RuleError with every problem in its rule files.

    `find` returns the folder of a pack by its id; without it the packs are looked for beside the folder. `within` are the
    packs that build on this one. `made` are packs read before with the same vocabulary, by folder: none is read twice, and
    every pack read here is added.
    """
    shared = vocabulary or load_vocabulary()
    files = dict(_files(folder))
    stated = _source(folder, files["pack.yaml"])
    require_no_circle(stated.id, within, files["pack.yaml"])
    find = find or (lambda name: beside(folder, name))
    made = {} if made is None else made
    above = [
        made[other] if other in made else load_pack(other, shared, find, (*within, stated.id), made)
        for other in folders_above(stated, files["pack.yaml"], find)
    ]
    vocabulary = _vocabulary(shared, above, folder)
    language = Language(vocabulary)
    levels = tuple(dict.fromkeys((*(level for pack in above for level in pack.levels), PackFolder(stated.id, folder))))
    require_fitting_forms(folder, levels, vocabulary)
    layer, layer_node = read_layer(folder, bool(above))
    higher = parts_above([LevelParts(pack.rules, pack.clauses, pack.readings) for pack in above])
    source = merged_source(stated, [pack.source for pack in above])
    sections = tuple(_sections(folder, source, language, higher.rules))
    tables, table_files, problems = read_tables(folder)
    problems += duplicates(sections)
    own = LevelParts(
        {rule.id: rule._replace(pack=source.id) for section in sections for rule in section.rules},
        _clauses(files["clauses.yaml"], source.instruments),
        read_readings(files["readings.yaml"]),
    )
    (rules, clauses, readings), set_aside, wrong = laid_over(own, higher, layer, layer_node, source.id)
    if problems := [*problems, *wrong]:
        raise RuleError(problems)
    rules = {name: rule._replace(clauses=_clauses_of(rule, clauses)) for name, rule in rules.items()}
    if above:
        rules, readings, problems = without_packs(rules, without_set_aside(readings, set_aside), layer, layer_node)
    idle = {name: rule for pack in above for name, rule in pack.idle.items()}
    problems += (Problem(idle[name].place, f"规则编号“{name}”重复", "改名") for name in idle if name in rules)
    problems += check_readings(readings, rules, language)
    idle |= {name: rule for name, rule in rules.items() if rule.status != "active"}
    problems += _without_clause(rules, clauses)
    problems += _sections_twice(sections, above, files["pack.yaml"])
    rules = {name: rule for name, rule in rules.items() if name not in idle}
    problems += check_exceptions(rules)
    if problems:
        raise RuleError(problems)
    ordered = tuple(
        section._replace(rules=tuple(rules[rule.id] for rule in section.rules if rule.id in rules))
        for section in (*(section for pack in above for section in pack.sections), *sections)
    )
    parts = dict.fromkeys((*hashed_parts(folder, source, vocabulary), *(part for pack in above for part in pack.parts)))
    made[folder] = RulePack(
        source=source,
        sections=ordered,
        rules={rule.id: rule for section in ordered for rule in section.rules},
        readings=readings,
        clauses=clauses,
        tables=_tables(tables, above),
        files={name: node for pack in above for name, node in pack.files.items()} | files | table_files,
        vocabulary=vocabulary,
        sha256=whole_hash(parts),
        parts=tuple(parts),
        above=tuple({level.id: level for pack in above for level in (pack.source, *pack.above)}.values()),
        set_aside=(*(aside for pack in above for aside in pack.set_aside), *set_aside),
        levels=levels,
        idle=idle,
    )
    return made[folder]


def _vocabulary(shared: Vocabulary, above: list[RulePack], folder: Folder) -> Vocabulary:
    """Return the shared vocabulary with what the packs above and the pack itself bring to it."""
    brought = {name: node for pack in above for name, node in pack.vocabulary.fragments.items()}
    return with_fragments(with_fragments(shared, brought), read_vocabulary_fragment(folder))


def _tables(own: Tables, above: list[RulePack]) -> Tables:
    """Return the tables of the packs above with the pack's own in their place."""
    stated = [*(pack.tables for pack in above), own]
    return Tables(**{name: getattr(tables, name) for tables in stated for name in sorted(tables.model_fields_set)})


def _without_clause(rules: Mapping[str, Rule], clauses: Mapping[str, Clause]) -> Iterator[Problem]:
    for rule in rules.values():
        if not rule.clauses or not set(rule.clauses) <= set(clauses):
            text = f"规则“{rule.id}”不属于任何登记的条款{suggest(rule.id, clauses)}"
            yield Problem(rule.place, text, "以条款编号开头，或写明 clause")


def _sections_twice(sections: tuple[Section, ...], above: list[RulePack], node: Node) -> Iterator[Problem]:
    taken = {section.name: pack.id for pack in above for section in pack.sections}
    for section in sections:
        if section.name in taken:
            text = f"规则文件“{section.name}.yaml”与规则包“{taken[section.name]}”的同名"
            yield Problem(node.at(["sections"]).place, text, "改名")


def _source(folder: Folder, node: Node) -> PackSource:
    source = yaml_source.validate(PackSource, node)
    if source.id != folder.name:
        text = f"id 应与规则包的文件夹同名，即“{folder.name}”，现为“{source.id}”"
        raise node.at(["id"]).error(text, "改正 id，或给文件夹改名")
    return source


def _sections(folder: Folder, source: PackSource, language: Language, above: Mapping[str, Rule]) -> Iterator[Section]:
    problems: list[Problem] = []
    listed = {f"{name}.yaml" for name in source.sections}
    for extra in sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml")):
        if extra not in listed and extra not in _NOT_SECTIONS:
            problems.append(
                Problem(Place(extra, line=1), "pack.yaml 的 sections 没有列出本文件", "按法规顺序列入 sections")
            )
    for name in source.sections:
        try:
            yield read_section(completed(yaml_source.read(folder / f"{name}.yaml"), above), name, language)
        except FileNotFoundError:
            problems.append(
                Problem(Place("pack.yaml"), f"sections 列出的“{name}.yaml”不存在", "补上文件或从清单中删去")
            )
        except MedcheckError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)


def _files(folder: Folder) -> Iterator[tuple[str, Node]]:
    """Yield the three files every pack has; one that is not there is refused by name."""
    missing = [name for name in _EVERY_PACK if not (folder / name).is_file()]
    if missing:
        raise RuleError(
            Problem(Place(f"{folder.name}/{name}"), "规则包缺少这个文件", "补上文件；写法可参照已有的规则包")
            for name in missing
        )
    yield from ((name, yaml_source.read(folder / name)) for name in _EVERY_PACK)


def _clauses(node: Node, instruments: Mapping[str, Instrument]) -> dict[str, Clause]:
    """Return the clauses by id; raise RuleError for each that cannot be read or names an instrument nobody knows."""
    clauses: dict[str, Clause] = {}
    problems: list[Problem] = []
    for name, item in node.mapping.items():
        try:
            clause = yaml_source.validate(Clause, item)
        except MedcheckError as error:
            problems += error.problems
            continue
        if clause.instrument and clause.instrument not in instruments:
            text = f"条款“{name}”的文件“{clause.instrument}”没有登记{suggest(clause.instrument, instruments)}"
            mend = f"在 pack.yaml 的 instruments 中登记；已登记：{'、'.join(instruments) or '没有'}"
            problems.append(Problem(item.at(["instrument"]).place, text, mend))
            continue
        clauses[name] = clause.cited_as(instruments[clause.instrument].cited_as) if clause.instrument else clause
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
