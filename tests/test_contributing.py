"""CONTRIBUTING.md, followed word for word on a copy of the pack: its steps work, and its example bites."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from medcheck.assessment.consequence import consequence
from medcheck.engine.session import Session
from medcheck.fact import Facts, known
from medcheck.form.form import form_names, load_form
from medcheck.report.rules.rule_book import rule_book
from medcheck.report.rules.rule_lines import rule_lines
from medcheck.rulebook.cases import read_cases
from medcheck.rulebook.check.check_pack import check_pack
from medcheck.rulebook.origin import origins
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.rulebook.shelf import shipped_pack
from tests.mutants.__main__ import REFERENCE, run

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ {3}```yaml\n {3}# (rules/\S+)\n(.*?)^ {3}```$", re.M | re.S)
CHAPTER = TEXT.partition("## A rule, in five minutes\n")[2].partition("\n## ")[0]
STEPS = [(path, re.sub(r"^ {3}", "", body, flags=re.M)) for path, body in BLOCK.findall(CHAPTER)]
RULE = "opd-building-area-min"


@cache
def origins_of(pack_id: str) -> dict[str, tuple[str, ...]]:
    return {
        fact: places
        for name in form_names()
        for fact, places in origins(load_form(name), shipped_pack(pack_id)).items()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the pack after steps 1 to 3: each block of the text appended to the file it names."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    for path, body in STEPS:
        with (tmp_path / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(body)
    return tmp_path / "rules" / "liaocheng-2019"


@pytest.fixture
def pack(folder: Path) -> RulePack:
    return load_pack(folder)


def test_steps_1_to_3_name_their_files_in_order() -> None:
    assert [path for path, _ in STEPS] == [
        "rules/liaocheng-2019/clauses.yaml",
        "rules/liaocheng-2019/clinic.yaml",
        "rules/liaocheng-2019/cases/clinic.yaml",
    ]
    assert all(RULE in body for _, body in STEPS)


def test_step_4_the_cases_pass(folder: Path, pack: RulePack) -> None:
    rule, session = pack.rules[RULE], Session([(RULE, pack.rules[RULE])])
    cases = [case for case in read_cases(folder, pack) if case.rule == RULE]
    assert [case.name for case in cases] == ["恰好100平方米", "略少于100平方米"]
    for case in cases:
        verdict = session.judge(case.facts, {RULE: case.settled})[RULE]
        assert verdict == case.verdict == REFERENCE.verdict(rule.source.plain(), case.facts, case.settled)
        assert (
            case.leads_to is None
            or consequence(rule, verdict, rule.measure(case.facts), pack.vocabulary, looked=bool(case.settled))
            == case.leads_to
        )


def test_step_4_unknown_and_not_applicable_are_as_the_text_promises(pack: RulePack) -> None:
    session = Session([(RULE, pack.rules[RULE])])
    assert session.judge(Facts([known("facility_type", "clinic")]), {})[RULE] == "unknown"
    assert session.judge(Facts([known("facility_type", "hospital")]), {})[RULE] == "not_applicable"


def test_step_4_check_finds_nothing(folder: Path, pack: RulePack) -> None:
    forms = [load_form(name) for name in form_names()]
    found = check_pack(pack, read_cases(folder, pack), forms, frozenset(origins_of("liaocheng-2019")))
    assert [str(problem) for problem in found] == []


def test_step_4_show_reads_like_the_clause(pack: RulePack) -> None:
    shown = list(rule_lines(pack, pack.rules[RULE], (), origins_of("liaocheng-2019")))
    assert shown[:8] == [
        f"建筑面积不少于100平方米（{RULE}）",
        "条款        示例条款：建筑面积不少于100平方米",
        "适用于      机构类型为定点门诊",
        "要求        建筑面积不少于100㎡",
        "界限        100㎡",
        "由谁判定    申请材料",
        "不符合时    不符合标准",
        "如何整改    扩大业务用房，使建筑面积达到100平方米",
    ]


def test_step_4_every_mutant_of_the_example_is_noticed(folder: Path, pack: RulePack) -> None:
    alone = pack._replace(rules={RULE: pack.rules[RULE]})
    counts, survivors = run(alone, read_cases(folder, pack))
    assert (sum(counts.values()), survivors) == (16, [])


def test_step_5_the_document_has_the_rule(pack: RulePack) -> None:
    assert f"\n### 建筑面积不少于100平方米\n\n`{RULE}`\n" in rule_book(pack, origins_of("liaocheng-2019"))


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:rules|forms|medcheck|tests|docs|\.ci)/[\w./-]*)`", TEXT)))
)
def test_every_path_in_the_text_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)`", TEXT))))
def test_every_target_in_the_text_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
