"""The national orders: their cases through engine and reference, whom they bind, and what a report says before all else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.engine.session import Engine
from medcheck.fact import Facts, known
from medcheck.rulebook.cases import RuleCase, read_cases
from medcheck.rulebook.shelf import pack_folder, shipped_pack
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
