"""The national orders: their cases through engine and reference, whom they bind, and what a report says before all else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.engine.session import Engine
from medcheck.fact import Facts, known
from medcheck.rulebook.cases import RuleCase, read_cases
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from medcheck.verdict import Verdict
from tests.applications import case_file, finding, workbook
from tests.judged_cases import judged
from tests.mutants.__main__ import run

PACK = shipped_pack("national-2021")
CASES = read_cases(pack_folder("national-2021"), PACK)
SAMPLES = Path(__file__).parents[1] / "forms" / "samples"


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: RuleCase) -> None:
    assert judged(PACK.id, case) == (case.verdict, case.verdict, case.leads_to)


@pytest.mark.parametrize(("kind", "prefix"), [("clinic", "n2-"), ("hospital", "n2-"), ("pharmacy", "n3-")])
def test_order_2_binds_institutions_and_order_3_pharmacies(kind: str, prefix: str) -> None:
    facts = Facts([known("facility_type", kind)])
    of_hospitals = set() if kind == "hospital" else {"n2-6-3-hundred-beds-staff", "n2-6-3-hundred-beds-department"}
    assert {rule.id for rule in PACK.rules.values() if rule.binds(facts)} == {
        name for name in PACK.rules if name.startswith(prefix) and name not in of_hospitals
    }


def test_it_says_that_nobody_compared_it_with_the_gazette() -> None:
    assessment = assess(SAMPLES / "clinic-eligible.xlsx", Options(pack="national-2021"), Engine())
    assert not assessment.regulation.verified
    for word in ("须逐条与国家医疗保障局公报文本核对", "省、市的实施细则和准入规定没有收入"):
        assert word in assessment.regulation.caution
    assert assessment.notices[0] == assessment.regulation.caution
    assert {finding.level for finding in assessment.findings} == {"national-2021"}


def test_the_law_of_2027_is_named_from_its_first_day() -> None:
    def notices(day: date) -> str:
        options = Options(pack="national-2021", as_of=day)
        return "".join(assess(SAMPLES / "clinic-eligible.xlsx", options, Engine()).notices)

    assert "医疗保障法》自2027年1月1日起施行，其第五十条" not in notices(date(2026, 12, 31))
    assert "医疗保障法》自2027年1月1日起施行，其第五十条" in notices(date(2027, 1, 1))


def test_what_nobody_could_settle_is_open_and_has_no_rule() -> None:
    open_ = {name for name, clause in PACK.clauses.items() if clause.status == "open"}
    assert len(open_) == 8
    assert not open_ & {name for rule in PACK.rules.values() for name in rule.clauses}
    assert all(PACK.clauses[name].reason for name in open_)


def test_its_cases_notice_every_way_a_rule_can_be_broken() -> None:
    assert run(PACK, CASES)[1] == []


@pytest.mark.parametrize("table", ["titles.yaml", "name_words.yaml"])
def test_titles_and_doubtful_words_are_those_of_the_whole_country(table: str) -> None:
    """They are no rule of a city: both packs have them in the same words."""
    national, city = (pack_folder(name) / "tables" / table for name in ("national-2021", "liaocheng-2019"))
    assert national.read_bytes() == city.read_bytes()


def test_physicians_who_are_still_to_come_let_nobody_pass(tmp_path: Path) -> None:
    staff = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()["tables"]["staff"]
    coming = [{**person, "post": "拟聘医师"} for person in staff]
    for rows, verdict in ((staff, Verdict.PASS), (coming, Verdict.UNKNOWN)):
        made = assess(workbook(tmp_path, {}, {"staff": rows}), Options(pack="national-2021"), Engine())
        assert finding(made, "n2-6-2-physician").verdict is verdict


@pytest.mark.parametrize(("day", "deciding"), [("2026-12-31", "n2-12-9-barred"), ("2027-01-01", "n2-12-9-law")])
def test_the_law_of_2027_is_named_by_the_rule_that_bars_a_person(tmp_path: Path, day: str, deciding: str) -> None:
    case = case_file(
        tmp_path,
        f"case: 1\nassessment_date: {day}\nregisters:\n"
        f"  - {{fact: barred_persons, value: [{{barred_since: 2022-06-01}}], by: 王芳, on: {day}}}\n",
    )
    path = workbook(tmp_path, {"application_date": day})
    made = assess(path, Options(pack="national-2021", case=case, as_of=date.fromisoformat(day)), Engine())
    verdicts = {name: finding(made, name).verdict for name in ("n2-12-9-barred", "n2-12-9-law")}
    assert [name for name, verdict in verdicts.items() if verdict is Verdict.FAIL] == [deciding]
    assert [name for name, verdict in verdicts.items() if verdict is Verdict.NOT_APPLICABLE] != [deciding]
    assert ("医疗保障法第五十条" in finding(made, deciding).title) == (deciding == "n2-12-9-law")
