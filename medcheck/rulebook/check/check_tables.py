"""Checks a pack's tables and pack.yaml: names that no vocabulary, form or other table knows.

What a table may hold at all is refused on loading (`medcheck.measure.measure_tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from medcheck.errors import Problem, suggest
from medcheck.form.form import Form
from medcheck.measure.measure_tables import NEEDED
from medcheck.measure.written_names import plain
from medcheck.rulebook.pack import RulePack
from medcheck.yaml_source import Node

_AGENCIES = "tables/agencies.yaml"
_FIELD = "receiving_agency"


def check_tables(pack: RulePack, forms: Sequence[Form]) -> Iterator[Problem]:
    """Yield each name in a table or in pack.yaml that can match nothing, or two things at once."""
    yield from _lacking(pack)
    if aliases := pack.files.get("tables/aliases.yaml"):
        for fact in ("rooms", "equipment"):
            yield from _aliases(pack, aliases, fact)
    if agencies := pack.files.get(_AGENCIES):
        yield from _divisions(pack, agencies)
        yield from _agencies(agencies, forms)
    if specialised := pack.files.get("tables/specialised.yaml"):
        yield from _options(pack, "licence_category", specialised.mapping["licence_categories"].items)
    if visit := pack.files.get("tables/visit.yaml"):
        yield from _points(pack, visit)
    if relaxable := pack.files["pack.yaml"].mapping.get("relaxable"):
        for key, fact in (("facility_types", "facility_type"), ("licence_categories", "licence_category")):
            yield from _options(pack, fact, relaxable.mapping[key].items if key in relaxable.mapping else ())
    if evaluation := pack.files["pack.yaml"].mapping.get("evaluation"):
        yield from _weights(pack, evaluation.mapping.get("weights"))
    yield from _complete(pack, pack.files["pack.yaml"].mapping.get("materials_complete"))


def _complete(pack: RulePack, node: Node | None) -> Iterator[Problem]:
    if node and node.text not in pack.rules:
        yield Problem(
            node.place, f"没有规则“{node.text}”{suggest(node.text, pack.rules)}", "写规则的编号，见 rules list"
        )


def _weights(pack: RulePack, weights: Node | None) -> Iterator[Problem]:
    for name, node in weights.mapping.items() if weights else ():
        if name not in pack.rules:
            yield Problem(node.place, f"没有规则“{name}”{suggest(name, pack.rules)}", "写规则的编号，见 rules list")


def _lacking(pack: RulePack) -> Iterator[Problem]:
    for rule in pack.rules.values():
        for fact in dict.fromkeys(
            name for version in (rule, *pack.variants(rule)) if version for name in version.facts
        ):
            if fact in NEEDED and getattr(pack.tables, NEEDED[fact]) is None:
                text = f"规则“{rule.id}”读取事实“{fact}”，但规则包没有 tables/{NEEDED[fact]}.yaml，无从得出"
                yield Problem(rule.place, text, "补上该表，或改用其他事实")


def _aliases(pack: RulePack, node: Node, fact: str) -> Iterator[Problem]:
    definition = pack.vocabulary.facts.get(fact)
    names = definition.members if definition else ()
    meant: dict[str, str] = {}
    for name, written in node.mapping[fact].mapping.items() if fact in node.mapping else ():
        if name not in names:
            text = f"“{name}”不是词汇表中 {fact} 的名称{suggest(name, names)}"
            yield Problem(written.place, text, f"可用的名称：{'、'.join(names)}")
        for alias in written.items:
            word = plain(alias.text)
            if word in names:
                text = f"“{alias.text}”是词汇表中 {fact} 的标准名称，不能作“{name}”的别名"
                yield Problem(alias.place, text, "删去这个别名")
            elif meant.setdefault(word, name) != name:
                text = f"“{alias.text}”既是“{meant[word]}”的别名，又是“{name}”的别名"
                yield Problem(alias.place, text, "只留其中一处")
    for other in node.mapping[f"other_{fact}"].items if f"other_{fact}" in node.mapping else ():
        word = plain(other.text)
        if word in names or word in meant:
            what = f" {fact} 的标准名称" if word in names else f"“{meant[word]}”的别名"
            text = f"“{other.text}”是{what}，又列在 other_{fact} 中"
            yield Problem(other.place, text, "只留其中一处")


def _points(pack: RulePack, node: Node) -> Iterator[Problem]:
    """Yield the rules and facts of the site visit that are none, or that stand under two points."""
    looked_at = [rule.id for rule in pack.rules.values() if rule.decided_by == "inspection"]
    measured = [name for name, fact in pack.vocabulary.facts.items() if fact.kind == "number"]
    known = {"rules": ("现场勘验的规则", looked_at), "facts": ("可测量的事实", measured)}
    seen: set[str] = set()
    for point in node.mapping["points"].items:
        for key, (what, names) in known.items():
            for entry in point.mapping[key].items if key in point.mapping else ():
                if entry.text not in names:
                    text = f"“{entry.text}”不是{what}{suggest(entry.text, names)}"
                    yield Problem(entry.place, text, "改正名称，或从勘验事项中删去")
                elif entry.text in seen:
                    yield Problem(entry.place, f"“{entry.text}”在勘验事项中列了两次", "只留其中一处")
                seen.add(entry.text)
        for key in ("lists", "blanks"):
            for listed in point.mapping[key].items if key in point.mapping else ():
                yield from _rests(pack, listed)


def _rests(pack: RulePack, listed: Node) -> Iterator[Problem]:
    """Yield the facts and rules that rest on rows of the site visit and that are none."""
    known: dict[str, tuple[str, Mapping[str, object]]] = {
        "facts": ("事实", pack.vocabulary.facts),
        "rules": ("规则", pack.rules),
    }
    for key, (what, names) in known.items():
        for entry in listed.mapping[key].items if key in listed.mapping else ():
            if entry.text not in names:
                text = f"“{entry.text}”不是{what}{suggest(entry.text, names)}"
                yield Problem(entry.place, text, "改正名称，或从勘验事项中删去")


def _divisions(pack: RulePack, node: Node) -> Iterator[Problem]:
    divisions = node.mapping["divisions"]
    outside = node.mapping["outside"].items if "outside" in node.mapping else []
    named = [Node(name, agency.place) for name, agency in divisions.mapping.items()]
    yield from _options(pack, "admin_division", [*named, *outside])
    definition = pack.vocabulary.facts.get("admin_division")
    covered = {division.text for division in (*named, *outside)}
    for option in definition.options if definition else ():
        if option not in covered:
            text = f"admin_division 的选项“{option}”没有对应的经办机构"
            yield Problem(divisions.place, text, "在 divisions 中补充；不属本地管辖的，列入 outside")


def _agencies(node: Node, forms: Sequence[Form]) -> Iterator[Problem]:
    agencies = [node.mapping["city"], *node.mapping["divisions"].mapping.values()]
    for form in forms:
        for field in (field for _, field in form.fields() if field.id == _FIELD and field.choices):
            for agency in agencies:
                if agency.text not in field.choices:
                    near = suggest(agency.text, field.choices)
                    text = f"经办机构“{agency.text}”不是 {form.form}.yaml 中“{field.label}”的选项{near}"
                    yield Problem(agency.place, text, f"改正名称，或在 {form.form}.yaml 的选项中补充")


def _options(pack: RulePack, fact: str, nodes: Iterable[Node]) -> Iterator[Problem]:
    definition = pack.vocabulary.facts.get(fact)
    options = definition.options if definition else {}
    for node in nodes:
        if node.text not in options:
            text = f"“{node.text}”不是 {fact} 的选项{suggest(node.text, options)}"
            yield Problem(node.place, text, f"可用的选项：{'、'.join(options)}")
