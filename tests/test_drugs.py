"""The drug list: which kinds are in stock, what they are worth to the cent, how many varieties, what is left open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from medcheck.fact import Fact, Members, Status
from medcheck.measure.pharmacy.drug_list import drugs_in_stock, priced, stock_facts
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import pharmacy

LISTS = shipped_pack("liaocheng-2019").tables.drug_lists


def drug(**changes: Any) -> dict[str, Any]:
    """Return a prescription drug with an approval number, a specification, prices and a stock of ten."""
    return {
        "approval_no": "国药准字H10000001",
        "generic_name": "克瑞洛平片",
        "dosage_form": "片剂",
        "spec": "5mg×14片",
        "purchase_price": Decimal("10.01"),
        "sale_price": Decimal("12.5"),
        "stock_qty": 10,
        "kind": "处方药",
        **changes,
    }


def facts(*rows: dict[str, Any]) -> dict[str, Fact]:
    return {fact.name: fact for fact in stock_facts(pharmacy(drugs=rows), LISTS)}


def stocked(*rows: dict[str, Any]) -> Members:
    value = drugs_in_stock(pharmacy(drugs=rows), LISTS).value
    assert isinstance(value, Members)
    return value


DEVICE = drug(kind="医疗器械", approval_no=None, generic_name="血压计", spec="台式", purchase_price=100, stock_qty=2)
PIECE = drug(
    kind="中药饮片", approval_no=None, generic_name="黄芪", spec=None, purchase_price=Decimal("0.05"), stock_qty=1000
)


def test_the_value_of_the_stock_is_exact_and_of_medicines_only() -> None:
    found = facts(drug(), PIECE, DEVICE)
    assert found["stock_value_yuan"].value == Decimal("150.10")
    assert found["stock_value_retail_yuan"].value == Decimal("12625.0")
    assert found["stock_value_all_goods_yuan"].value == Decimal("350.10")


def test_a_drug_out_of_stock_needs_no_price() -> None:
    assert facts(drug(stock_qty=0, purchase_price=None))["stock_value_yuan"].value == 0


OPEN = [
    ({"purchase_price": None}, "《药品清单》H4“进价”未填写或无法识别"),
    ({"stock_qty": None}, "《药品清单》J4“库存数量”未填写或无法识别"),
    ({"kind": None}, "《药品清单》L4“类别”未填写或无法识别"),
]


@pytest.mark.parametrize(("change", "reason"), OPEN)
def test_what_a_row_lacks_leaves_the_value_open(change: dict[str, Any], reason: str) -> None:
    found = facts(drug(**change), drug())["stock_value_yuan"]
    assert (found.status, found.reason) == (Status.UNKNOWN, reason)


def test_varieties_are_approval_number_and_specification_and_pieces_by_name() -> None:
    found = facts(
        drug(),
        drug(),
        drug(spec="5mg×28片"),
        drug(approval_no="国药准字H10000002", maker="另一家"),
        PIECE,
        {**PIECE, "spec": "500g"},
        DEVICE,
    )
    assert found["drug_variety_count"].value == 4
    assert found["drug_generic_count"].value == 2
    assert found["goods_count"].value == 5


@pytest.mark.parametrize("number", [None, "无", "/", "—", "待查"])
def test_a_medicine_without_approval_number_leaves_the_varieties_open(number: str | None) -> None:
    found = facts(drug(approval_no=number))
    assert found["drug_variety_count"].reason == "《药品清单》B4“批准文号”未填写或无法识别"
    assert found["drug_generic_count"].value == 1


def test_a_medicine_without_a_specification_leaves_the_varieties_open() -> None:
    assert facts(drug(spec=None))["drug_variety_count"].status is Status.UNKNOWN


def test_an_empty_list_is_unknown() -> None:
    assert {fact.status for fact in facts().values()} == {Status.UNKNOWN}


def test_kinds_in_stock() -> None:
    found = stocked(drug(), drug(kind="非处方药", stock_qty=0), drug(kind="中药饮片", stock_qty=None))
    assert ([member.name for member in found.members], found.unsure) == (["处方药"], ("中药饮片",))


def test_a_row_without_a_kind_may_be_of_any_kind() -> None:
    found = stocked(drug(), drug(kind=None))
    assert ([member.name for member in found.members], found.unsure) == (["处方药"], ("中药饮片", "非处方药"))
    assert stocked(drug(), drug(kind=None, stock_qty=0)).unsure == ()


SPECS = [
    ("0.25g×12片", "0.25g*12片", 1),
    ("5mg × 14片", "5毫克x14片", 1),
    ("100ml", "100毫升", 1),
    ("0.5g×12片", "5g×12片", 2),
    ("10mg×6片", "1.0mg×6片", 2),
    ("100ml(成人)", "100ml(儿童)", 2),
]


@pytest.mark.parametrize(("one", "other", "count"), SPECS)
def test_the_same_specification_written_two_ways_is_one_variety(one: str, other: str, count: int) -> None:
    rows = drug(spec=one), drug(spec=other, approval_no="H10000001")
    assert facts(*rows)["drug_variety_count"].value == count


def test_every_drug_has_both_prices() -> None:
    value = priced(pharmacy(drugs=[drug(), drug(sale_price=None), drug(purchase_price=None)])).value
    assert isinstance(value, tuple)
    assert [record.values["priced"] for record in value if not isinstance(record, str)] == [True, False, False]


def test_a_price_that_cannot_be_read_is_not_a_price_that_is_missing() -> None:
    application = pharmacy(drugs=[drug()])
    (row,) = application.tables["drugs"].rows
    price = row.cells["sale_price"]._replace(value=None, reason="应为数字，现为“面议”")
    unread = row.replaced({"sale_price": price})
    value = priced(application._replace(tables={"drugs": replace(application.tables["drugs"], rows=(unread,))})).value
    assert isinstance(value, tuple)
    assert [record.values["priced"] for record in value if not isinstance(record, str)] == [None]
