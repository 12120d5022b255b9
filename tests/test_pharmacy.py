"""A pharmacy's cover and roster: place, kind of store, scope, inspection, and who counts as which pharmacist."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from medcheck.fact import Fact, Members, Status
from medcheck.measure.pharmacy import store_cover as cover
from medcheck.measure.staff import staff
from medcheck.measure.written_names import NameWords
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import pharmacy

TABLES = shipped_pack("liaocheng-2019").tables
APPLIED = date(2019, 11, 18)

PLACES = [
    ("111", None, "城区"),
    ("112", None, "城区"),
    ("121", True, "城区"),
    ("122", True, "城区"),
    ("123", False, "农村"),
    ("210", True, "农村"),
    ("220", None, "农村"),
]


@pytest.mark.parametrize(("code", "seat", "area"), PLACES)
def test_town_or_country_by_the_statistical_code(code: str, seat: bool | None, area: str) -> None:
    assert cover.area_class(pharmacy({"area_code": code, "at_county_seat": seat})).value == area


def test_a_town_of_which_nobody_says_whether_it_is_a_county_seat_is_unknown() -> None:
    assert cover.area_class(pharmacy({"area_code": "121"})).status is Status.UNKNOWN


def test_a_village_is_no_county_seat() -> None:
    found = cover.area_class(pharmacy({"area_code": "220", "at_county_seat": True}))
    assert found.status is Status.CONFLICT
    assert "城乡分类代码 220 为农村" in found.reason


def test_a_declared_kind_of_place_that_the_code_contradicts_is_a_conflict() -> None:
    found = cover.area_class(pharmacy({"area_code": "220", "at_county_seat": False, "area_class": "城区"}))
    assert (found.status, found.reason) == (Status.CONFLICT, "城乡类别填为“城区”，按城乡分类代码 220 为“农村”")


LICENCES = [("鲁DB0635012", "单体", "单体"), ("鲁CB0635012", "连锁", "连锁"), ("37150001", "单体", "单体")]


@pytest.mark.parametrize(("number", "declared", "kind"), LICENCES)
def test_single_or_chain_as_the_licence_says(number: str, declared: str, kind: str) -> None:
    headquarters = "聊城康安连锁有限公司" if declared == "连锁" else None
    stated = {"drug_licence_no": number, "chain_type": declared, "headquarters": headquarters}
    assert cover.chain_type(pharmacy(stated)).value == kind


@pytest.mark.parametrize(
    ("declared", "headquarters", "told"),
    [("连锁", None, "没有填写"), ("连锁", "无", "没有填写"), ("单体", "康安连锁", "填为“康安连锁”")],
)
def test_an_outlet_without_headquarters_is_a_conflict_and_so_is_a_single_store_with_them(
    declared, headquarters, told
) -> None:
    found = cover.chain_type(pharmacy({"chain_type": declared, "headquarters": headquarters}))
    assert found.status is Status.CONFLICT
    assert found.reason == f"经营方式填为“{declared}”，而“连锁总部名称”{told}"


def test_a_licence_number_that_says_otherwise_is_a_conflict() -> None:
    found = cover.chain_type(pharmacy({"drug_licence_no": "鲁CB0635012", "chain_type": "单体"}))
    assert (found.status, found.reason) == (Status.CONFLICT, "经营方式填为“单体”，许可证号“鲁CB0635012”表明为“连锁”")


def test_the_scope_is_what_is_ticked_and_a_blank_stays_open() -> None:
    value = cover.drug_business_scope(pharmacy({"scope_prescription": True, "scope_otc": False})).value
    assert isinstance(value, Members)
    assert ([m.name for m in value.members], value.unsure, value.absent) == (["处方药"], ("中药饮片",), ("非处方药",))


INSPECTIONS = [
    ("合格", date(2018, 11, 18), "合格"),
    ("合格", date(2018, 11, 17), "无记录"),
    ("不合格", date(2019, 6, 1), "不合格"),
    ("无记录", None, "无记录"),
]


@pytest.mark.parametrize(("result", "on", "counts"), INSPECTIONS)
def test_an_inspection_counts_for_twelve_months(result: str, on: date | None, counts: str) -> None:
    given = pharmacy({"drug_inspection_result": result, "drug_inspection_date": on})
    recent = {fact.name: fact for fact in cover.drug_inspection(given, APPLIED)}["drug_inspection_result"]
    assert recent.value == counts


def test_computers_and_printers_need_make_and_model() -> None:
    rows = [
        {"name": "收银机", "kind": "计算机", "make": "甲", "model": "X1"},
        {"name": "打印机", "kind": "打印机", "make": "乙", "model": "无"},
        {"name": "扫码枪", "kind": "扫描设备", "make": None, "model": "Z"},
    ]
    value = cover.devices(pharmacy(devices=rows), NameWords()).value
    assert isinstance(value, tuple)
    assert [record.values["make_model_given"] for record in value if not isinstance(record, str)] == [True, False, None]


def person(**changes: Any) -> dict[str, Any]:
    """Return a licensed pharmacist of Western medicine, registered and insured here, with whatever is different."""
    return {
        "name": "张三",
        "gender": "女",
        "id_number": "371502199001010023",
        "education": "本科",
        "post": "处方审核",
        "title": "药师",
        "licensed_pharmacist": True,
        "licence_kind": "药学",
        "registered_here": True,
        "licence_reg_no": "371518000001",
        "licence_valid_to": date(2021, 6, 30),
        "employment": "合同",
        "insured_since": date(2019, 1, 1),
        "direct_contact": True,
        **changes,
    }


def field(name: str, **changes: Any) -> Any:
    other = person(name="店员", post="营业员")  # somebody of every store touches drugs and is trained
    fact: Fact = staff(pharmacy(staff=[person(**changes), other]), TABLES.titles, TABLES.posts, APPLIED, APPLIED)
    assert isinstance(fact.value, tuple)
    record, _ = fact.value
    assert not isinstance(record, str)
    return record.values[name]


FIELDS: list[tuple[str, dict[str, Any], bool | None]] = [
    ("counts_as_licensed", {}, True),
    ("counts_as_licensed", {"registered_here": False}, False),
    ("counts_as_licensed", {"licensed_pharmacist": False}, False),
    ("counts_as_licensed", {"licence_valid_to": date(2019, 11, 18)}, True),
    ("counts_as_licensed", {"licence_valid_to": date(2019, 11, 17)}, False),
    ("counts_as_licensed", {"licence_valid_to": None}, None),
    ("counts_as_licensed", {"licence_reg_no": None}, None),
    ("counts_as_licensed", {"licence_reg_no": "无"}, False),
    ("counts_as_licensed", {"insured_since": None}, None),
    ("counts_as_licensed", {"insured_since": date(2019, 12, 1)}, False),
    ("counts_as_licensed", {"insured_since": None, "employment": "返聘", "insured_exempt_reason": "退休返聘"}, True),
    ("counts_as_licensed", {"insured_since": None, "insured_exempt_reason": "其他"}, False),
    ("counts_as_licensed", {"employment": "实习"}, False),
    ("counts_as_tcm_pharmacist", {}, False),
    ("counts_as_tcm_pharmacist", {"licence_kind": "中药学"}, True),
    ("counts_as_tcm_pharmacist", {"licence_kind": "药学与中药学"}, True),
    ("counts_as_tcm_pharmacist", {"licensed_pharmacist": False, "title": "中药师"}, True),
    ("counts_as_tcm_pharmacist", {"licensed_pharmacist": False, "title": "中药士"}, False),
    ("pharmacist_or_above", {"licensed_pharmacist": False}, True),
    ("pharmacist_or_above", {"licensed_pharmacist": False, "title": "药士"}, False),
    ("pharmacist_or_above", {"licensed_pharmacist": False, "title": "主管护师"}, False),
    ("pharmacist_or_above", {"title": "无"}, True),
    ("is_head", {"post": "企业负责人、处方审核"}, True),
    ("is_head", {"post": "营业员"}, False),
    ("is_head", {"post": None}, None),
    ("is_quality_head", {"post": "质量负责人兼养护员"}, True),
    ("trained_post", {"post": "收银"}, False),
    ("trained_post", {"post": "营业员"}, True),
    ("technical", {"licensed_pharmacist": False, "title": "无"}, False),
    ("roster_complete", {}, True),
    ("roster_complete", {"education": None}, False),
    ("checkup_fit", {"checkup_result": "合格"}, True),
    ("checkup_fit", {"checkup_result": "不合格"}, False),
    ("checkup_fit", {}, None),
]


@pytest.mark.parametrize(("name", "changes", "expected"), FIELDS)
def test_what_the_roster_says_of_a_person(name: str, changes: dict[str, Any], expected: bool | None) -> None:
    assert field(name, **changes) is expected


HEADS = [
    ({"enterprise_head": "张三"}, "营业员", True),
    ({"enterprise_head": "张 三"}, "营业员", True),
    ({"enterprise_head": "李四"}, "企业负责人", False),
    ({"enterprise_head": "王五"}, "企业负责人", None),
    ({}, "企业负责人", True),
]


@pytest.mark.parametrize(("fields", "post", "expected"), HEADS)
def test_the_head_is_whom_the_cover_names_else_by_the_post(
    fields: dict[str, Any], post: str, expected: bool | None
) -> None:
    people = [person(post=post), person(name="李四", post="营业员")]
    fact = staff(pharmacy(fields, staff=people), TABLES.titles, TABLES.posts, APPLIED, APPLIED)
    assert isinstance(fact.value, tuple)
    assert not isinstance(fact.value[0], str)
    assert fact.value[0].values["is_head"] is expected


CITED = [
    ({}, "licensed_pharmacist"),
    ({"registered_here": False}, "registered_here"),
    ({"licence_valid_to": date(2019, 1, 1)}, "licence_valid_to"),
    ({"licence_reg_no": None}, "licence_reg_no"),
    ({"registered_here": None, "insured_since": date(2019, 12, 1)}, "insured_since"),
]


@pytest.mark.parametrize(("changes", "column"), CITED)
def test_what_excludes_a_licence_is_the_cell_that_is_cited(changes: dict[str, Any], column: str) -> None:
    application = pharmacy(staff=[person(**changes)])
    (row,) = application.tables["staff"].rows
    fact = staff(application, TABLES.titles, TABLES.posts, APPLIED, APPLIED)
    assert isinstance(fact.value, tuple)
    assert not isinstance(fact.value[0], str)
    assert fact.value[0].sources["counts_as_licensed"] == row.cells[column].ref
