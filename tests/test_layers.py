"""A pack over another: what it adds, refines and drops, which level each rule is of, and every way it can be written wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.engine.session import Session
from medcheck.errors import RuleError
from medcheck.fact import Facts
from medcheck.rulebook.language import Language
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.readings import select
from medcheck.stated import read_fact
from medcheck.verdict import Verdict
from medcheck.yaml_source import parse
from tests.layered import ABOVE, CLAUSES, READINGS, layered, load, write_pack

HEAD = "section: {zh: 下级规定}\nseverity: hard\nrules:\n"
OWN = "l-area: {cite: 第九条, title: 面积, status: automated}"
WHY = "reason: 本地从严, cite: 第九条"


def refining(rule: str, requires: str, meets: str = "stricter", name: str = "l-area") -> str:
    how = f"refines: {{rule: {rule}, meets: {meets}, {WHY}}}"
    return f"{HEAD}  - {{id: {name}, title: {{zh: 更严}}, {how}, requires: {{{requires}}}}}\n"


def verdicts(pack: RulePack, stated: str, **chosen: str) -> dict[str, Verdict]:
    facts = Facts(read_fact(name, node, pack.vocabulary) for name, node in parse(stated, "facts").mapping.items())
    language = Language(pack.vocabulary)
    rules = [(rule.id, select(rule, pack.readings, chosen, language)) for rule in pack.rules.values()]
    return Session([(name, rule) for name, rule in rules if rule is not None]).judge(facts, {})


def wrong(
    folder: Path, rules: str = f"{HEAD}  []\n", *, clauses: str = OWN, readings: str = "", layer: str = ""
) -> str:
    with pytest.raises(RuleError) as raised:
        layered(folder, rules, clauses=clauses, readings=readings, layer=layer)
    return str(raised.value)


def test_a_layer_has_the_rules_above_it_and_its_own_each_with_its_level(tmp_path: Path) -> None:
    rules = f"{HEAD}  - {{id: l-sites, title: {{zh: 一处}}, requires: {{fact: sites, equals: 1}}}}\n"
    pack = layered(tmp_path, rules, clauses="l-sites: {cite: 第九条, title: 一处, status: automated}")
    assert {rule.id: rule.pack for rule in pack.rules.values()} == {
        "a": "high",
        "b": "high",
        "c": "high",
        "l-sites": "low",
    }
    assert [section.name for section in pack.sections] == ["high-part", "low-part"]
    assert [level.id for level in pack.above] == ["high"]
    assert list(pack.own_rules) == ["l-sites"]
    assert "high/high-part.yaml" in {part.name for part in pack.parts}


@pytest.mark.parametrize(
    ("area", "above", "layer"),
    [("59.99", Verdict.FAIL, Verdict.FAIL), ("60", Verdict.PASS, Verdict.FAIL), ("79.99", Verdict.PASS, Verdict.FAIL),
     ("80", Verdict.PASS, Verdict.PASS)],
)  # fmt: skip
def test_of_a_stricter_rule_both_are_judged(tmp_path: Path, area: str, above: Verdict, layer: Verdict) -> None:
    pack = layered(tmp_path, refining("a", "fact: area, at_least: 80"), clauses=OWN)
    found = verdicts(pack, f"area: {area}")
    assert (found["a"], found["l-area"]) == (above, layer)
    assert pack.set_aside == ()


def test_of_one_that_prevails_the_other_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    pack = layered(tmp_path, refining("a", "fact: area, at_least: 40", "prevails"), clauses=OWN)
    assert verdicts(pack, "area: 40")["l-area"] is Verdict.PASS
    assert list(pack.rules) == ["b", "c", "l-area"]
    (aside,) = pack.set_aside
    assert (aside.rule.id, aside.by, aside.reason, aside.cite, aside.pack) == (
        "a",
        "l-area",
        "本地从严",
        "第九条",
        "low",
    )


def test_what_a_refining_rule_does_not_state_it_has_from_the_rule_above(tmp_path: Path) -> None:
    rules = f"{HEAD}  - {{id: l-area, title: {{zh: 照旧}}, refines: {{rule: a, meets: prevails, {WHY}}}}}\n"
    rule = layered(tmp_path, rules, clauses=OWN).rules["l-area"]
    assert rule.requires is not None
    assert (rule.requires.wording(), rule.remedy, rule.readings) == ("面积不少于60㎡", "扩大面积", ())


def test_a_rule_is_dropped_with_its_reason(tmp_path: Path) -> None:
    layer = "drops: {rules: {c: {reason: 国家规定已取消, cite: 第二十三条}}}"
    pack = layered(tmp_path, f"{HEAD}  []\n", clauses="", layer=layer)
    assert list(pack.rules) == ["a", "b"]
    assert [(aside.rule.id, aside.by, aside.cite) for aside in pack.set_aside] == [("c", "", "第二十三条")]


def test_a_reading_is_given_another_default_and_the_former_stays_an_option(tmp_path: Path) -> None:
    layer = f"refines: {{readings: {{kind: {{default: larger, {WHY}}}}}}}"
    pack = layered(tmp_path, f"{HEAD}  []\n", clauses="", layer=layer)
    assert pack.readings["kind"].options == ("larger", "plain")
    assert pack.readings["kind"].reason == "本地从严（第九条）"
    assert verdicts(pack, "area: 60")["a"] is Verdict.FAIL
    assert verdicts(pack, "area: 60", kind="plain")["a"] is Verdict.PASS


def test_a_reading_is_given_a_further_option(tmp_path: Path) -> None:
    more = "labels: {least: 从宽}, options: {least: {a: {requires: {fact: area, at_least: 20}}}}"
    layer = f"refines: {{readings: {{kind: {{{WHY}, {more}}}}}}}"
    pack = layered(tmp_path, f"{HEAD}  []\n", clauses="", layer=layer)
    assert pack.readings["kind"].options == ("plain", "larger", "least")
    assert verdicts(pack, "area: 20", kind="least")["a"] is Verdict.PASS


def test_a_dropped_reading_leaves_the_rule_as_written(tmp_path: Path) -> None:
    layer = f"drops: {{readings: {{kind: {{{WHY}}}}}}}"
    pack = layered(tmp_path, f"{HEAD}  []\n", clauses="", layer=layer)
    assert (dict(pack.readings), pack.rules["a"].readings) == ({}, ())


def test_a_clause_is_refined_and_one_is_dropped(tmp_path: Path) -> None:
    layer = (
        f"drops: {{rules: {{c: {{{WHY}}}}}, clauses: {{c: {{{WHY}}}}}}}\n"
        f"refines: {{clauses: {{a: {{{WHY}, title: 面积从严}}}}}}"
    )
    pack = layered(tmp_path, f"{HEAD}  []\n", clauses="", layer=layer)
    assert list(pack.clauses) == ["a", "b"]
    assert (pack.clauses["a"].title, pack.clauses["a"].cite) == ("面积从严", "第一条")


def test_an_option_drops_all_rules_of_a_pack(tmp_path: Path) -> None:
    rules = f"{HEAD}  - {{id: x, title: {{zh: 一处}}, requires: {{fact: sites, equals: 1}}}}\n"
    write_pack(tmp_path, "beside", rules, clauses="x: {cite: 第一条, title: 一处, status: automated}")
    write_pack(tmp_path, "high", ABOVE, clauses=CLAUSES, readings=READINGS)
    further = f"{{{WHY}, labels: {{alone: 只按上级}}, options: {{alone: {{}}}}}}"
    layer = f"without: {{kind: {{alone: beside}}}}\nrefines: {{readings: {{kind: {further}}}}}\n"
    write_pack(tmp_path, "low", f"{HEAD}  []\n", clauses="", layer=layer, head="base: high\nalso: [beside]\n")
    pack = load(tmp_path, "low")
    assert list(verdicts(pack, "sites: 1")) == ["a", "b", "c", "x"]
    assert list(verdicts(pack, "sites: 1", kind="alone")) == ["a", "b", "c"]


# --- what is refused, with the line -----------------------------------------------------------------------------------


def test_a_base_nobody_knows_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "low", f"{HEAD}  []\n", clauses="", head="base: nowhere\n")
    with pytest.raises(RuleError, match=r"pack.yaml 第 \d+ 行：没有规则包“nowhere”，不能以它为基础"):
        load(tmp_path, "low")


def test_packs_that_build_on_each_other_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "low", f"{HEAD}  []\n", clauses="", head="base: high\n")
    write_pack(tmp_path, "high", f"{HEAD}  []\n", clauses="", head="base: low\n")
    with pytest.raises(RuleError, match=r"pack.yaml 第 \d+ 行：规则包互为基础：low → high → low"):
        load(tmp_path, "low")


@pytest.mark.parametrize(
    ("rule", "requires"),
    [("a", "fact: area, at_least: 59.99"), ("a", "fact: area, more_than: 59"), ("b", "fact: people, at_least: 2"),
     ("c", "fact: opened, ago_at_least: {months: 2, days: 27}"), ("c", "fact: opened, ago_at_least: {days: 91}")],
)  # fmt: skip
def test_a_stricter_rule_that_is_looser_at_its_bound_is_refused(tmp_path: Path, rule: str, requires: str) -> None:
    text = wrong(tmp_path, refining(rule, requires))
    assert "low-part.yaml 第 4 行" in text
    assert f"规则“l-area”写明 meets: stricter，却比“{rule}”宽" in text


@pytest.mark.parametrize(
    ("rule", "requires"),
    [("a", "fact: area, at_least: 60"), ("a", "fact: area, more_than: 60"), ("b", "fact: people, at_least: 3"),
     ("c", "fact: opened, ago_at_least: {months: 3, days: 1}"), ("c", "fact: opened, ago_at_least: {days: 92}")],
)  # fmt: skip
def test_one_that_is_no_looser_anywhere_is_accepted(tmp_path: Path, rule: str, requires: str) -> None:
    assert "l-area" in layered(tmp_path, refining(rule, requires), clauses=OWN).rules


def test_a_rule_that_refines_what_is_not_there_is_refused(tmp_path: Path) -> None:
    text = wrong(tmp_path, refining("d", "fact: area, at_least: 80"))
    assert "low-part.yaml 第 4 行：要细化的规则“d”不在基础规则包中" in text


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (f"drops: {{rules: {{d: {{{WHY}}}}}}}", "layer.yaml 第 1 行：要去掉的规则“d”不在基础规则包中"),
        (f"drops: {{rules: {{a: {{{WHY}, by: d}}}}}}", "layer.yaml 第 1 行：代替“a”的规则“d”不存在"),
        ("drops: {rules: {a: {reason: 不设}}}", "layer.yaml 第 1 行"),
        ("drops: {rules: {a: {cite: 第九条}}}", "layer.yaml 第 1 行"),
        (f"drops: {{readings: {{kinds: {{{WHY}}}}}}}", "layer.yaml 第 1 行：口径“kinds”不在基础规则包中；您是否想写“kind”？"),
        (f"drops: {{clauses: {{d: {{{WHY}}}}}}}", "layer.yaml 第 1 行：条款“d”不在基础规则包中"),
        (f"refines: {{readings: {{kind: {{{WHY}, default: largest}}}}}}", "layer.yaml 第 1 行：口径“kind”没有选项“largest”"),
        (f"refines: {{clauses: {{d: {{{WHY}}}}}}}", "layer.yaml 第 1 行：条款“d”不在基础规则包中"),
        ("without: {kind: {plainer: high}}", "layer.yaml 第 1 行：没有口径“kind”，或它没有选项“plainer”"),
        ("without: {kind: {larger: nowhere}}", "layer.yaml 第 1 行：没有规则包“nowhere”的规则"),
    ],
)  # fmt: skip
def test_what_layer_yaml_names_must_be_there_and_give_its_reason(tmp_path: Path, layer: str, said: str) -> None:
    assert said in wrong(tmp_path, clauses="", layer=layer)


def test_a_rule_under_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    rules = f"{HEAD}  - {{id: a, title: {{zh: 面积}}, requires: {{fact: area, at_least: 80}}}}\n"
    assert "low-part.yaml 第 4 行：规则编号“a”在基础规则包中已有" in wrong(tmp_path, rules, clauses="")


def test_a_clause_or_reading_under_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    text = wrong(tmp_path, clauses="a: {cite: 第一条, title: 面积, status: automated}", readings="kind: {default: x}")
    assert "clauses.yaml：条款“a”在基础规则包中已有" in text
    assert "readings.yaml：口径“kind”在基础规则包中已有" in text


def test_a_rule_is_not_refined_and_dropped_at_once(tmp_path: Path) -> None:
    layer = f"drops: {{rules: {{a: {{{WHY}}}}}}}"
    text = wrong(tmp_path, refining("a", "fact: area, at_least: 80"), layer=layer)
    assert "low-part.yaml 第 4 行：规则“a”已经去掉" in text


def test_a_layer_file_without_a_base_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "alone", f"{HEAD}  []\n", clauses="", layer="drops: {}")
    with pytest.raises(RuleError, match=r"layer.yaml 第 1 行：本规则包没有 base"):
        load(tmp_path, "alone")


def test_a_layer_without_weights_has_those_above_it(tmp_path: Path) -> None:
    weighted = "base: high\nevaluation: {weights: {a: 3}}\n"
    write_pack(tmp_path, "high", ABOVE, clauses=CLAUSES, readings=READINGS, head="evaluation: {weights: {a: 2}}\n")
    write_pack(tmp_path, "low", f"{HEAD}  []\n", clauses=OWN, head="base: high\n")
    write_pack(tmp_path, "own", f"{HEAD}  []\n", clauses=OWN, head=weighted)
    assert load(tmp_path, "low").source.evaluation.weights == {"a": 2}
    assert load(tmp_path, "own").source.evaluation.weights == {"a": 3}


def test_a_draft_of_a_layer_takes_the_place_of_nothing(tmp_path: Path) -> None:
    rules = refining("a", "fact: area, at_least: 40", "prevails").replace("title:", "status: draft, title:")
    pack = layered(tmp_path, rules, clauses=OWN)
    assert list(pack.rules) == ["a", "b", "c"]
    assert list(pack.idle) == ["l-area"]
    assert pack.set_aside == ()
