"""People are counted row by row; who cannot be placed leaves the count open by name; a declared total is compared."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from medcheck.fact import Fact, Status
from medcheck.measure.headcount import headcounts
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import hospital, person

TITLES = shipped_pack("liaocheng-2019").tables.titles
APPLIED = date(2019, 11, 18)


def counts(rows: list[dict[str, Any]], **fields: Any) -> dict[str, Fact]:
    return {fact.name: fact for fact in headcounts(hospital(fields, staff=rows), TITLES, APPLIED)}


def numbers(rows: list[dict[str, Any]], *names: str) -> tuple[Any, ...]:
    found = counts(rows)
    return tuple(found[name].value for name in names)


STAFF = [
    person(category="执业医师", title="主任医师"),
    person(
        category="执业医师", title="副主任医师", employment="返聘", insured_since=None, insured_exempt_reason="退休返聘"
    ),
    person(category="执业医师", title="主治医师", employment="在编"),
    person(category="执业医师", title="无"),
    person(category="执业助理医师", title="医士"),
    person(category="乡村医生", title="无"),
    person(),
    person(title="护士", employment="劳务派遣", insured_since=None, insured_exempt_reason="劳务派遣(派遣单位参保)"),
    person(category="药剂人员", title="药师", preventive_duty=True),
    person(category="检验人员", title="技士"),
    person(category="影像人员", title="主管技师", qualification_cert_no="无", practice_cert_no="无"),
    person(category="其他卫生技术人员", title="技师"),
    person(category="工程技术人员", title="助理工程师"),
    person(category="工程技术人员", title="技术员"),
    person(category="行政管理", title="无", preventive_duty=True),
    person(category="护理员", title="无", insured_since=date(2019, 12, 1)),
    person(category="执业医师", title="医师", employment="进修"),
    person(category="注册护士", title="主管护师", employment="实习"),
]

EXPECTED = [
    ("staff_total_count", 16),
    ("formal_staff_count", 13),
    ("establishment_staff_count", 1),
    ("health_tech_count", 12),
    ("health_tech_qualified_count", 11),
    ("admin_support_count", 4),
    ("physician_count", 4),
    ("physician_incl_assistant_count", 5),
    ("nurse_count", 2),
    ("nursing_with_caregivers_count", 3),
    ("nurses_shi_or_above", 1),
    ("lab_staff_count", 1),
    ("imaging_staff_count", 1),
    ("pharmacy_staff_count", 1),
    ("other_health_tech_count", 2),
    ("preventive_staff_count", 1),
    ("engineer_count", 1),
    ("physicians_chief", 1),
    ("physicians_associate", 1),
    ("physicians_attending", 1),
    ("physicians_associate_or_above", 2),
    ("physicians_attending_or_above", 3),
]


@pytest.mark.parametrize(("name", "number"), EXPECTED)
def test_everybody_counts_where_they_belong(name: str, number: int) -> None:
    assert counts(STAFF)[name].value == number


def test_every_count_is_tried() -> None:
    assert [name for name, _ in EXPECTED] == list(counts(STAFF))


def test_a_count_cites_the_columns_it_rests_on_from_first_to_last() -> None:
    found = counts(STAFF)["nurses_shi_or_above"]
    assert [(ref.label, ref.cell, ref.raw) for ref in found.sources] == [
        ("用工形式", "M4:M21", "共 18 行"),
        ("人员类别", "D4:D21", "共 18 行"),
        ("专业技术职称", "E4:E21", "共 18 行"),
    ]


def test_who_cannot_be_placed_leaves_open_only_what_it_could_change() -> None:
    found = counts([person(), person(name="李四", category=None), person(name="王五", title=None)])
    assert found["staff_total_count"].value == 3
    assert found["nurse_count"].reason == "以下人员填写不清，暂未计入：李四：“人员类别”未填写"
    assert [ref.cell for ref in found["nurse_count"].sources] == ["D5"]
    assert found["nurses_shi_or_above"].reason == (
        "以下人员填写不清，暂未计入：李四：“人员类别”未填写；王五：“专业技术职称”未填写"
    )


def test_an_intern_of_unknown_category_leaves_nothing_open() -> None:
    assert numbers([person(), person(category=None, employment="实习")], "nurse_count", "admin_support_count") == (1, 0)


def test_a_title_the_person_cannot_hold_is_open() -> None:
    found = counts([person(category="执业医师", title="主任护师")])["physicians_chief"]
    assert (found.status, found.reason) == (
        Status.UNKNOWN,
        "以下人员填写不清，暂未计入：张三：职称与人员类别不符",
    )


def test_more_than_five_are_counted_not_listed() -> None:
    found = counts([person(name=f"甲{number}", employment=None) for number in range(1, 8)])["staff_total_count"]
    assert found.reason.endswith("甲5：“用工形式”未填写等 7 人")


def test_a_declared_total_that_differs_is_a_conflict_of_both_cells() -> None:
    found = counts([person()], declared_nurses=2)["nurse_count"]
    assert (found.status, found.reason) == (
        Status.CONFLICT,
        "“注册护士”填报 2 人，花名册逐行统计为 1 人",
    )
    assert [ref.sheet for ref in found.sources][:2] == ["基本信息", "人员花名册"]


def test_a_declared_total_that_agrees_is_kept_beside_the_count() -> None:
    assert counts([person()], declared_nurses=1)["nurse_count"].value == 1


def test_an_empty_roster_is_unknown() -> None:
    assert {fact.status for fact in headcounts(hospital(), TITLES, APPLIED)} == {Status.UNKNOWN}


def test_without_the_table_of_titles_only_titles_are_unknown() -> None:
    found = {fact.name: fact for fact in headcounts(hospital(staff=STAFF), None, APPLIED)}
    assert (found["nurse_count"].value, found["physicians_chief"].reason) == (2, "规则包没有 tables/titles.yaml")
