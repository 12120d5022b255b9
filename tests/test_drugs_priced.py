"""Whose prices the list of a pharmacy's drugs must show: those of medicines, not those of what else is on the shelf."""

from __future__ import annotations

from typing import Any

import pytest

from medcheck.fact import Record
from medcheck.intake.application import Application
from medcheck.measure.pharmacy.drug_list import priced
from tests.stated_rows import listing

DRUG = {"generic_name": "克瑞洛平片", "purchase_price": 10, "sale_price": 12, "kind": "处方药"}


def answers(*rows: dict[str, Any]) -> list[tuple[str, object]]:
    of = listing("pharmacy", "drugs", rows)
    value = priced(Application("pharmacy", 1, "pharmacy", "申请.xlsx", "", {}, {"drugs": of})).value
    assert isinstance(value, tuple)
    return [(one.label, one.values["priced"]) for one in value if isinstance(one, Record)]


@pytest.mark.parametrize("kind", ["医疗器械", "保健食品", "食品", "化妆品", "其他"])
def test_what_is_no_medicine_needs_no_price(kind: str) -> None:
    other = {"generic_name": "血糖仪", "kind": kind}
    assert answers(DRUG, other) == [("克瑞洛平片", True)]


@pytest.mark.parametrize("kind", ["处方药", "非处方药", "中药饮片", None])
def test_a_medicine_and_what_may_be_one_needs_both(kind: str | None) -> None:
    rows = [{**DRUG, "kind": kind, column: None} for column in ("purchase_price", "sale_price")]
    assert answers(*rows) == [("克瑞洛平片", False), ("克瑞洛平片", False)]


def test_a_row_without_a_name_is_told_by_its_number() -> None:
    assert answers(DRUG, {**DRUG, "generic_name": None}) == [("克瑞洛平片", True), ("第5行", False)]
