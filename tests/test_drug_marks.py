"""One drug is one however its approval number and specification are written; a device's number makes no drug."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from medcheck.fact import Fact, Members
from medcheck.measure.pharmacy.drug_list import drugs_in_stock, stock_facts
from medcheck.measure.pharmacy.drug_marks import approval, other_goods, plain_spec
from medcheck.measure.pharmacy.stock_rate import match
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import pharmacy
from tests.test_drugs import drug
from tests.test_stock_rate import catalogue
from tests.work import calls

TABLES = shipped_pack("liaocheng-2019").tables
LISTS = TABLES.drug_lists

SPELLINGS = [
    "国药准字H20190001",
    "国药准字 H20190001",
    "H20190001",
    "h20190001",
    "国药准字Ｈ２０１９０００１",
    "国药准字(H20190001)",
    "国药准字（H20190001）",
    "国药准字：H20190001",
    "批准文号:国药准字H20190001",
    "国药准字H 2019 0001",
    "国 药 准 字 H20190001",
    "国药准字H2019-0001",
    "国药准字H20190001号",
    "国药准字H2O19OOO1",
    "国药准字【H20190001】",
    "20190001",
]


@pytest.mark.parametrize("written", SPELLINGS)
def test_an_approval_number_is_one_however_it_is_written(written: str) -> None:
    rows = [drug(approval_no="国药准字H20190001"), drug(approval_no=written)]
    assert facts(*rows)["drug_variety_count"].value == 1


@pytest.mark.parametrize("other", ["国药准字H20190002", "国药准字Z20190001", "国药准字HJ20190001", "H20190010"])
def test_another_number_is_another_drug(other: str) -> None:
    assert facts(drug(approval_no="国药准字H20190001"), drug(approval_no=other))["drug_variety_count"].value == 2


def test_imported_and_old_numbers_are_numbers() -> None:
    assert approval("进口药品注册证号：H20130392", LISTS) == "H20130392"
    assert approval("国药准字HJ20160123", LISTS) == "HJ20160123"
    assert approval("鲁卫药准字(1995)第012345号", LISTS) != ""
    assert [approval(text, LISTS) for text in ("无", "/", "待查", "H" * 101)] == ["", "", "", ""]


SAME = [
    "10mg×24片",
    "10毫克*24",
    "0.01g×24片/盒",
    "24片×10mg",
    "10mgX24片",
    "１０ｍｇ×２４片",
    "10 mg × 24 片",
    "10mg*12片*2板",
    "10mg/片×24片/盒",
    "每片10mg，24片/盒",
    "10000μg×24s",
    "10.0mg×24片",
    "24片x10mg/盒",
    "10mg:24片装",
    "10mg×24片×1盒",
]


@pytest.mark.parametrize("written", SAME)
def test_a_specification_is_one_however_it_is_written(written: str) -> None:
    assert facts(drug(spec="10mg×24片"), drug(spec=written))["drug_variety_count"].value == 1


OTHER = ["1mg×24片", "10mg×42片", "10mg×12片", "10g×24片", "10mg", "24片", "10ml×24片", "10mg×24片(儿童)", "10%×24片"]


@pytest.mark.parametrize("written", OTHER)
def test_another_specification_is_another_drug(written: str) -> None:
    assert facts(drug(spec="10mg×24片"), drug(spec=written))["drug_variety_count"].value == 2


def test_packs_and_strengths_do_not_change_places() -> None:
    assert plain_spec("10g×6袋", LISTS) != plain_spec("6g×10袋", LISTS)
    assert plain_spec("10ml:20mg×5支", LISTS) == plain_spec("20mg:10ml*5支/盒", LISTS)
    assert plain_spec("80万单位", LISTS) == plain_spec("800000IU", LISTS)


GOODS = [
    ("国械注准20153640001", "医疗器械"),
    ("鲁械注准20192640123", "医疗器械"),
    ("鲁聊械备20190001号", "医疗器械"),
    ("国食药监械(准)字2014第3640001号", "医疗器械"),
    ("国食健字G20190001", "保健食品"),
    ("卫食健字(2000)第0001号", "保健食品"),
    ("食健备G201937000001", "保健食品"),
    ("鲁卫消证字(2019)第0001号", "消毒产品"),
    ("国妆特字G20190001", "化妆品"),
    ("国药准字H20190001", ""),
    ("国药准字Z20190001", ""),
    ("无", ""),
    ("械字", ""),
]


@pytest.mark.parametrize(("number", "what"), GOODS)
def test_what_a_number_is_of(number: str, what: str) -> None:
    assert other_goods(number, LISTS) == what


@pytest.mark.parametrize("number", [number for number, what in GOODS if what])
def test_what_has_another_number_is_no_drug_and_that_is_told(number: str) -> None:
    found = facts(drug(), drug(approval_no=number, generic_name="血压计", kind="非处方药"))
    what = other_goods(number, LISTS)
    told = f"批准文号 B5“{number}”（{what}）不是药品的批准文号，未计作药品"
    assert (found["drug_variety_count"].value, found["drug_variety_count"].remark) == (1, told)
    assert (found["stock_value_yuan"].value, found["stock_value_yuan"].remark) == (Decimal("100.10"), told)
    stocked = drugs_in_stock(pharmacy(drugs=[drug(), drug(approval_no=number, kind="非处方药")]), LISTS).value
    assert isinstance(stocked, Members)
    assert [member.name for member in stocked.members] == ["处方药"]
    assert TABLES.dosage_forms is not None
    rows = [drug(), drug(approval_no=number)]
    held = match(pharmacy(drugs=rows), catalogue(("", "", "甲", "片剂")), TABLES.dosage_forms, None, LISTS)
    assert held.products == 1


def test_a_drug_on_two_rows_counts_once_and_that_is_told() -> None:
    found = facts(drug(), drug(approval_no="H10000002"), drug(approval_no="h10000001", spec="14片×5毫克"))
    told = "第6行（同第4行）与前面的行是同一批准文号和规格（饮片为同一名称），只计一种"
    assert (found["drug_variety_count"].value, found["drug_variety_count"].remark) == (2, told)
    assert found["stock_value_yuan"].value == Decimal("300.30")


def test_a_name_too_long_to_be_one_leaves_the_generics_open() -> None:
    found = facts(drug(generic_name="(" * 32_000))["drug_generic_count"]
    assert found.reason == "《药品清单》A4“通用名”未填写或无法识别"


@pytest.mark.parametrize("text", ["(", "（", "[", "片", "1", "×1", "盐酸", "H1", "国药准字"])
def test_ten_times_the_name_is_no_more_than_ten_times_the_work(text: str) -> None:
    def work(size: int) -> None:
        rows = [drug(generic_name=text * size, spec=text * size, approval_no=text * size, dosage_form=text * size)]
        assert TABLES.dosage_forms is not None
        of = catalogue(("", "", text * size, text * size), ("", "", "甲", "片剂"))
        facts(*rows)
        match(pharmacy(drugs=rows), of, TABLES.dosage_forms, TABLES.catalogue_editions, LISTS)

    few, many = (calls(lambda size=size: work(size)) for size in (3_000, 30_000))
    assert many < 12 * few


def facts(*rows: dict[str, Any]) -> dict[str, Fact]:
    return {fact.name: fact for fact in stock_facts(pharmacy(drugs=rows), LISTS)}
