"""Lays a pack over the packs it builds on: what it takes from them, what it refines, and what it drops, each by id.

pack.yaml names the level above under `base`, and packs whose rules hold beside it under `also`. layer.yaml drops rules,
readings and clauses and refines readings and clauses; a rule of a section file refines a rule with `refines`. Everything that is
taken away or changed carries a reason and a citation. Knows no shelf: it is handed a way to find a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.pack_folders import Find, Folder
from medcheck.rulebook.layer_source import LAYER_FILE, Dropped, LayerSource, RefinedReading
from medcheck.rulebook.pack_source import Clause, Evaluation, PackSource
from medcheck.rulebook.readings import Reading, read_readings
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.rule_source import Refines
from medcheck.rulebook.stricter import looser
from medcheck.yaml_source import Node

# What a rule that refines another takes from it where it states nothing itself.
_INHERITED = ("applies_to", "requires", "otherwise_judge", "severity", "decided_by", "remedy")

ItemT = TypeVar("ItemT")


class SetAside(NamedTuple):
    """A rule that does not count at this place: which rule decides in its place (if any), why, where that is written.

    `pack` is the pack that sets it aside.
    """

    rule: Rule
    by: str
    reason: str
    cite: str
    pack: str


class LevelParts(NamedTuple):
    """The rules, clauses and readings of a level, by id."""

    rules: Mapping[str, Rule]
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]


def parts_above(packs: Sequence[LevelParts]) -> LevelParts:
    """Return the parts of all packs a pack builds on in one; raise RuleError where two use one name for two things."""
    return LevelParts(
        _joined([pack.rules for pack in packs], "规则"),
        _joined([pack.clauses for pack in packs], "条款"),
        _joined([pack.readings for pack in packs], "口径"),
    )


def laid_over(
    own: LevelParts, above: LevelParts, layer: LayerSource, node: Node, pack: str
) -> tuple[LevelParts, tuple[SetAside, ...], list[Problem]]:
    """Return a pack's own parts laid over those above, the rules set aside by it, and what is wrong with how they meet."""
    rules, set_aside, problems = _rules_that_count(own.rules, above.rules, layer, node, pack)
    clauses, wrong = _clauses_that_count(own.clauses, above.clauses, layer, node)
    problems += wrong
    readings, wrong = _readings_that_count(own.readings, above.readings, layer, node)
    problems += wrong
    counting = {name: _without_readings(rule, layer.drops.readings) for name, rule in rules.items()}
    return LevelParts(counting, clauses, readings), set_aside, problems


def folders_above(source: PackSource, node: Node, find: Find) -> Iterator[Folder]:
    """Yield the folders of the packs a pack builds on; raise RuleError with the line where one is not there."""
    for key, names in (("base", [source.base] if source.base else []), ("also", list(source.also))):
        for name in names:
            above = find(name)
            if above is None:
                raise node.at([key]).error(
                    f"没有规则包“{name}”，不能以它为{_WORDS[key]}", f"改正 {key}，或补上该规则包"
                )
            yield above


_WORDS = {"base": "基础", "also": "并用的规则包"}


def require_no_circle(name: str, within: Sequence[str], node: Node) -> None:
    """Refuse a pack that builds on itself, by whatever way."""
    if name in within:
        way = " → ".join((*within[within.index(name) :], name))
        raise node.at(["base"]).error(f"规则包互为基础：{way}", "改正其中一个规则包的 base 或 also")


def merged_source(source: PackSource, above: Sequence[PackSource]) -> PackSource:
    """Return pack.yaml with what it leaves to the packs it builds on: notices, papers, clocks, weights, who may be waived.

    The rule that says the papers are complete is that of the nearest level which names one, and so are the weights.
    """
    sources = (*above, source)
    return source.model_copy(
        update={
            "notices": {day: text for each in sources for day, text in each.notices.items()},
            "papers": {kind: cite for each in sources for kind, cite in each.papers.items()},
            "deadlines": {
                name: clock
                for each in sources
                for name, clock in each.deadlines.items()
                if name not in source.without_deadlines
            },
            "evaluation": _evaluation(sources),
            "relaxable": next((each.relaxable for each in reversed(sources) if each.relaxable), None),
            "materials_complete": next(
                (each.materials_complete for each in reversed(sources) if each.materials_complete), ""
            ),
        }
    )


def _evaluation(sources: Sequence[PackSource]) -> Evaluation:
    """Return how applicants are compared: each part of it as the nearest level states it."""
    stated = [{name: getattr(each.evaluation, name) for name in each.evaluation.model_fields_set} for each in sources]
    return Evaluation(**{name: value for parts in stated for name, value in parts.items()})


def completed(node: Node, above: Mapping[str, Rule]) -> Node:
    """Return a section file in which a rule that refines another has what it does not state from that one."""
    rules = node.mapping.get("rules")
    if rules is None:
        return node
    return Node(
        {**node.mapping, "rules": Node([_completed(item, above) for item in rules.items], rules.place)}, node.place
    )


def _completed(item: Node, above: Mapping[str, Rule]) -> Node:
    stated = item.mapping.get("refines")
    if stated is None:
        return item
    source = yaml_source.validate(Refines, stated)
    if source.rule not in above:
        text = f"要细化的规则“{source.rule}”不在基础规则包中{suggest(source.rule, above)}"
        raise stated.error(text, "改正规则编号，或去掉 refines")
    fields = above[source.rule].source.mapping
    return Node({**{key: fields[key] for key in _INHERITED if key in fields}, **item.mapping}, item.place)


def _rules_that_count(
    own: Mapping[str, Rule], above: Mapping[str, Rule], layer: LayerSource, node: Node, pack: str
) -> tuple[dict[str, Rule], tuple[SetAside, ...], list[Problem]]:
    """Return the rules that count, those above first; those set aside; and what is wrong with how the levels meet."""
    problems = [
        Problem(own[name].place, f"规则编号“{name}”在基础规则包中已有", "改名；要改动该规则的，写 refines")
        for name in own
        if name in above
    ]
    aside: dict[str, SetAside] = {}
    for name, dropped in layer.drops.rules.items():
        place = node.at(["drops", "rules", name]).place
        if name not in above:
            text = f"要去掉的规则“{name}”不在基础规则包中{suggest(name, above)}"
            problems.append(Problem(place, text, "改正规则编号，或删去这一行"))
        elif dropped.by and dropped.by not in {**above, **own}:
            text = f"代替“{name}”的规则“{dropped.by}”不存在{suggest(dropped.by, {**above, **own})}"
            problems.append(Problem(place, text, "改正 by"))
        else:
            aside[name] = SetAside(above[name], dropped.by, dropped.reason, dropped.cite, pack)
    for rule in own.values():
        refined = rule.refines
        if refined is None or rule.status != "active":
            continue  # what does not count takes the place of nothing
        if refined.rule in aside:
            text = f"规则“{refined.rule}”已经去掉或已被“{aside[refined.rule].by or 'layer.yaml'}”代替，不能再细化"
            problems.append(Problem(rule.place, text, "只留其中一处"))
        elif refined.meets == "prevails":
            aside[refined.rule] = SetAside(above[refined.rule], rule.id, refined.reason, refined.cite, pack)
        elif why := looser(rule, above[refined.rule]):
            text = f"规则“{rule.id}”写明 meets: stricter，却比“{refined.rule}”宽：{why}"
            problems.append(Problem(rule.place, text, "改正界限；要以本规则代替的，写 meets: prevails"))
    counting = {name: rule for name, rule in {**above, **own}.items() if name not in aside}
    return counting, tuple(aside.values()), problems


def _readings_that_count(
    own: Mapping[str, Reading], above: Mapping[str, Reading], layer: LayerSource, node: Node
) -> tuple[dict[str, Reading], list[Problem]]:
    """Return the readings: those above without the dropped ones, refined, and the pack's own; and what is wrong."""
    problems = list(_not_above(own, layer.drops.readings, layer.refines.readings, above, node, "readings", "口径"))
    if problems:
        return {}, problems
    readings = {name: reading for name, reading in above.items() if name not in layer.drops.readings}
    for name, change in layer.refines.readings.items():
        stated = node.at(["refines", "readings", name])
        try:
            readings[name] = _refined_reading(above[name], change, stated)
        except MedcheckError as error:
            problems += error.problems
    return {**readings, **own}, problems


def _refined_reading(reading: Reading, change: RefinedReading, node: Node) -> Reading:
    """Return a reading with further options and perhaps another default; the former default stays an option."""
    stated = Node({key: node.mapping[key] for key in ("options",) if key in node.mapping}, node.place)
    stated.mapping["default"] = Node(reading.default, node.place)
    further = read_readings(Node({reading.name: stated}, node.place))[reading.name].changes
    changes = {**reading.changes, **further}
    known = (reading.default, *changes)
    default = change.default or reading.default
    if default not in known:
        text = f"口径“{reading.name}”没有选项“{default}”{suggest(default, known)}"
        raise node.at(["default"]).error(text, f"可用的选项：{'、'.join(known)}")
    labels = {**reading.labels, **change.labels}
    if odd := sorted(set(labels) - set(known)) or [name for name in further if name not in labels]:
        raise node.error(f"口径“{reading.name}”的选项“{odd[0]}”与 labels 不一致", "每个选项都应有中文名称，且不多不少")
    if default != reading.default:
        changes = {reading.default: {}, **changes}
    return reading._replace(
        default=default,
        reason=f"{change.reason}（{change.cite}）",
        decided_by=change.decided_by or reading.decided_by,
        decided_on=change.decided_on if change.decided_by else reading.decided_on,
        paper=change.paper if change.decided_by else reading.paper,
        labels=labels,
        changes=changes,
    )


def without_packs(
    rules: Mapping[str, Rule], readings: Mapping[str, Reading], layer: LayerSource, node: Node
) -> tuple[dict[str, Rule], dict[str, Reading], list[Problem]]:
    """Return rules and readings where options drop all rules of a pack at once, as `without` says; and what is wrong."""
    made, read, problems = dict(rules), dict(readings), list[Problem]()
    packs = {rule.pack for rule in rules.values()}
    for name, options in layer.without.items():
        for option, pack in options.items():
            place = node.at(["without", name, option]).place
            if name not in read or option not in read[name].changes:
                problems.append(
                    Problem(place, f"没有口径“{name}”，或它没有选项“{option}”", "先在 readings.yaml 中登记")
                )
            elif pack not in packs:
                problems.append(Problem(place, f"没有规则包“{pack}”的规则{suggest(pack, packs)}", "改正规则包编号"))
            else:
                concerned = [rule for rule in made.values() if rule.pack == pack]
                made |= {
                    rule.id: rule._replace(readings=tuple(dict.fromkeys((*rule.readings, name)))) for rule in concerned
                }
                dropped = {**read[name].changes[option], **{rule.id: None for rule in concerned}}
                read[name] = read[name]._replace(changes={**read[name].changes, option: dropped})
    return made, read, problems


def without_set_aside(readings: Mapping[str, Reading], set_aside: Sequence[SetAside]) -> dict[str, Reading]:
    """Return the readings without what they would make of rules that do not count here."""
    gone = {aside.rule.id for aside in set_aside}
    return {
        name: reading._replace(
            changes={
                option: {rule: change for rule, change in changed.items() if rule not in gone}
                for option, changed in reading.changes.items()
            }
        )
        for name, reading in readings.items()
    }


def _clauses_that_count(
    own: Mapping[str, Clause], above: Mapping[str, Clause], layer: LayerSource, node: Node
) -> tuple[dict[str, Clause], list[Problem]]:
    """Return the clauses: those above without the dropped ones, refined, and the pack's own; and what is wrong."""
    problems = list(_not_above(own, layer.drops.clauses, layer.refines.clauses, above, node, "clauses", "条款"))
    if problems:
        return {}, problems
    clauses = {name: clause for name, clause in above.items() if name not in layer.drops.clauses}
    for name, change in layer.refines.clauses.items():
        fields = {"reason": f"{change.reason}（{change.cite}）", "title": change.title, "status": change.status}
        stated = {key: value for key, value in fields.items() if value}
        clauses[name] = Clause.model_validate({**clauses[name].model_dump(), **stated})
    return {**clauses, **own}, problems


def _not_above(
    own: Mapping[str, object],
    dropped: Mapping[str, Dropped],
    refined: Mapping[str, object],
    above: Mapping[str, object],
    node: Node,
    key: str,
    word: str,
) -> Iterator[Problem]:
    """Yield what is dropped or refined and not there above, twice meant, or stated anew under a name that is taken."""
    for part, names in (("drops", dropped), ("refines", refined)):
        for name in names:
            place = node.at([part, key, name]).place
            if name not in above:
                yield Problem(place, f"{word}“{name}”不在基础规则包中{suggest(name, above)}", "改正名称，或删去这一行")
            elif part == "refines" and name in dropped:
                yield Problem(place, f"{word}“{name}”既去掉又细化", "只留其中一处")
    for name in own:
        if name in above and name not in dropped:
            yield Problem(
                Place(f"{key}.yaml"), f"{word}“{name}”在基础规则包中已有", f"改名，或在 {LAYER_FILE} 中写明细化或去掉"
            )


def _without_readings(rule: Rule, dropped: Mapping[str, object]) -> Rule:
    """Return the rule without the readings a layer drops; it stays as written."""
    if not set(rule.readings) & set(dropped):
        return rule
    return rule._replace(readings=tuple(name for name in rule.readings if name not in dropped))


def _joined(parts: Sequence[Mapping[str, ItemT]], what: str) -> dict[str, ItemT]:
    """Return the mappings of several packs in one; raise RuleError where two packs use one name for two things."""
    made: dict[str, ItemT] = {}
    problems: list[Problem] = []
    for part in parts:
        problems += (
            Problem(Place("pack.yaml"), f"{what}“{name}”在两个基础规则包中都有，内容不同", "改名其中之一")
            for name in part
            if name in made and made[name] != part[name]
        )
        made |= part
    if problems:
        raise RuleError(problems)
    return made
