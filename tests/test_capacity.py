"""Beds, space, visits, grade and shares of income of a hospital: exact numbers, and conflicts that name both cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from medcheck.fact import Fact, Status
from medcheck.form.form import load_form
from medcheck.measure.documents import indicators
from medcheck.measure.hospital import capacity
from tests.stated_rows import hospital

ASSESSED = date(2019, 11, 18)


def cell(name: str) -> str:
    """Return where a cover field stands in these applications: column B, in the order of the form."""
    return f"B{[field.id for _, field in load_form('hospital').fields()].index(name) + 1}"


@pytest.mark.parametrize(("written", "level"), [("一级", "1"), ("二级", "2"), ("三级", "3")])
def test_the_level_is_the_declared_one(written: str, level: str) -> None:
    assert capacity.hospital_level(hospital({"hospital_level": written})).value == level


def test_no_level_is_unknown() -> None:
    assert capacity.hospital_level(hospital()).reason == "“医院级别”未填写"


GRADES = [
    ("二级", True, "长期", Status.KNOWN, "二级", ""),
    ("二级", True, date(2019, 11, 18), Status.KNOWN, "二级", ""),
    ("二级", True, date(2019, 11, 17), Status.KNOWN, "已过期", ""),
    ("二级", False, None, Status.CONFLICT, None, "评审等级填为“二级”，材料清单中等级证书填为未提交"),
    ("二级", None, None, Status.UNKNOWN, None, "等级证书是否提交未填写"),
    ("无", False, None, Status.KNOWN, "无", ""),
]


@pytest.mark.parametrize(("grade", "filed", "until", "status", "value", "reason"), GRADES)
def test_a_grade_counts_by_its_certificate(
    grade: str, filed: bool | None, until: Any, status: Status, value: str | None, reason: str
) -> None:
    row = {"code": "grade_certificate", "present": filed, "valid_to": date.max if until == "长期" else until}
    found = capacity.grade_on_record(hospital({"grade_on_record": grade}, documents=[row]), ASSESSED)
    assert (found.status, found.value, found.reason) == (status, value, reason)


def test_beds_a_tenth_apart_are_nothing_to_remark() -> None:
    for open_ in (90, 110):
        found = capacity.bed_count_open(hospital({"bed_count_licensed": 100, "bed_count_open": open_}))
        assert (found.value, found.remark) == (open_, "")


def test_beds_more_than_a_tenth_apart_are_remarked_with_both_cells() -> None:
    found = capacity.bed_count_open(hospital({"bed_count_licensed": 100, "bed_count_open": 111}))
    assert found.remark == (
        f"核定床位 100 张（《基本信息》{cell('bed_count_licensed')}）与实际开放床位 111 张"
        f"（《基本信息》{cell('bed_count_open')}）相差超过10%，请核对"
    )


def test_no_open_beds_are_a_conflict() -> None:
    found = capacity.bed_count_open(hospital({"bed_count_licensed": 100, "bed_count_open": 0}))
    assert (found.status, found.reason) == (
        Status.CONFLICT,
        "实际开放床位填为 0 张（核定床位 100 张），无法按床位评估",
    )
    assert [ref.cell for ref in found.sources] == [cell("bed_count_open"), cell("bed_count_licensed")]


AREAS = [(500, 100, True), (499, 100, False), (50000, 100, True), (Decimal("50000.01"), 100, False)]


@pytest.mark.parametrize(("area", "beds", "plausible"), AREAS)
def test_an_area_a_bed_that_cannot_be_right_is_a_conflict(area: Any, beds: int, plausible: bool) -> None:
    found = capacity.building_area_m2(hospital({"building_area_m2": area, "bed_count_open": beds}))
    assert (found.status is Status.KNOWN) is plausible
    assert plausible or [ref.cell for ref in found.sources] == [cell("building_area_m2"), cell("bed_count_open")]


def test_visits_a_day_are_exact() -> None:
    given = hospital({"outpatient_visits_year": 75200, "outpatient_days_open": 360})
    assert [fact.value for fact in capacity.visits(given)] == [
        Fraction(1880, 9),
        Fraction(15040, 73),
        Fraction(75200, 251),
    ]


@pytest.mark.parametrize(
    ("visits", "days", "reason"),
    [
        (None, 365, "“上一年度门诊人次”未填写"),
        (0, 365, "上一年度门诊人次填为 0，无法计算日平均门诊人次"),
        (75200, 0, "开诊天数 0 天不在 1 至 366 之间"),
        (75200, 367, "开诊天数 367 天不在 1 至 366 之间"),
    ],
)
def test_visits_that_say_nothing_are_unknown(visits: int | None, days: int, reason: str) -> None:
    given = hospital({"outpatient_visits_year": visits, "outpatient_days_open": days})
    assert next(iter(capacity.visits(given))).reason == reason


def test_the_bed_unit_is_read_by_its_codes() -> None:
    rows = [{"code": "mattress", "count": 32}, {"code": "bed", "count": None}]
    found = {fact.name: fact for fact in capacity.bed_unit(hospital(bed_unit=rows))}
    assert found["bed_unit_mattress"].value == 32
    assert found["bed_unit_bed"].reason == "未填写"
    assert found["bed_unit_quilt"].reason == "每床单元设施表中没有这一行"


def income(**shares: str) -> dict[str, Fact]:
    given = {f"indicator_{name}_pct": Decimal(share) for name, share in shares.items()}
    return {fact.name: fact for fact in indicators(hospital(given))}


def test_outpatient_and_inpatient_income_are_all_of_it() -> None:
    assert income(outpatient_income="0.34", inpatient_income="0.66")["indicator_inpatient_income_pct"].value == Decimal(
        "0.66"
    )
    assert (
        income(outpatient_income="0.34", inpatient_income="0.65")["indicator_inpatient_income_pct"].status
        is Status.KNOWN
    )
    found = income(outpatient_income="0.34", inpatient_income="0.64")["indicator_outpatient_income_pct"]
    assert (found.status, found.reason) == (
        Status.CONFLICT,
        "“门诊收入占比”、“住院收入占比”合计为 98%，应为 100%",
    )
    assert [ref.cell for ref in found.sources] == [
        cell("indicator_outpatient_income_pct"),
        cell("indicator_inpatient_income_pct"),
    ]


def test_parts_of_income_are_no_more_than_the_whole() -> None:
    assert (
        income(exam_income="0.4", consumables="0.2", drug_income="0.4")["indicator_drug_income_pct"].status
        is Status.KNOWN
    )
    found = income(exam_income="0.5", consumables="0.2", drug_income="0.4")["indicator_drug_income_pct"]
    assert found.reason == "“检查化验收入占比”、“卫生材料占比”、“药占比”合计为 110%，不应超过 100%"


def test_one_share_alone_is_for_the_rule_to_judge() -> None:
    assert income(drug_income="1.2")["indicator_drug_income_pct"].value == Decimal("1.2")
