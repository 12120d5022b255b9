"""Rooms that contradict themselves: separate and shared, of no size, one room stated twice; the cells of both are named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from medcheck.assessment.model.finding_model import Finding
from medcheck.verdict import Verdict
from tests.applications import finding
from tests.test_witnesses import Change, is_, judged, sample, with_cell

CLINIC = "clinic-eligible"


def found(change: Change) -> Finding:
    return finding(judged(change(sample(CLINIC))), "opd-rooms-set")


def added(**cells: Any) -> Change:
    """Return the change that adds a row made of the first one, with these cells."""

    def change(application: Any) -> Any:
        of = application.tables["rooms"]
        row = of.rows[0]
        made = row.replaced({name: row.cells[name]._replace(value=value, reason="") for name, value in cells.items()})
        return application._replace(tables={**application.tables, "rooms": replace(of, rows=(*of.rows, made))})

    return change


CONFLICTS = [
    (
        with_cell("rooms", "shared_with", "药房", is_("name", "治疗室")),
        "“治疗室”既填为独立，又填为与“药房”合用",
        ["C6", "D6"],
    ),
    (with_cell("rooms", "area_m2", 0, is_("name", "治疗室")), "“治疗室”填为独立，使用面积却填为0㎡", ["C6", "E6"]),
    (
        with_cell("rooms", "area_m2", Decimal("-3.5"), is_("name", "治疗室")),
        "“治疗室”填为独立，使用面积却填为-3.5㎡",
        ["C6", "E6"],
    ),
    (
        added(name="治疗室", separate=False, shared_with="药房"),
        "“治疗室”填了两行，一行为独立，一行为不独立",
        ["C6", "C4"],
    ),
    (
        added(name="治疗室（注射）", separate=False, shared_with="药房"),
        "“治疗室”填了两行，一行为独立，一行为不独立",
        ["C6", "C4"],
    ),
]


@pytest.mark.parametrize(("change", "reason", "cells"), CONFLICTS, ids=[reason for _, reason, _ in CONFLICTS])
def test_what_cannot_both_be_true_is_a_conflict_of_its_cells(change: Change, reason: str, cells: list[str]) -> None:
    one = found(change)
    assert (one.verdict, one.reasons) == (Verdict.CONFLICT, (f"独立设置的业务用房：{reason}",))
    assert [item.source.cell for item in one.evidence if item.source] == cells


@pytest.mark.parametrize("typed", ["无", "/", "不合用", "独立", "—", " 无 "])
def test_shared_with_none_is_no_contradiction(typed: str) -> None:
    assert found(with_cell("rooms", "shared_with", typed, is_("name", "治疗室"))).verdict is Verdict.PASS


def test_a_room_of_no_size_that_is_not_said_to_be_separate_is_none() -> None:
    assert found(with_cell("rooms", "area_m2", 0, is_("name", "候诊区"))).verdict is Verdict.PASS


def test_one_room_under_two_names_that_say_different_things_is_for_a_person() -> None:
    assert found(added(name="西药房", separate=False, shared_with="治疗室")).verdict is Verdict.JUDGE
    assert found(added(name="西药房", separate=True)).verdict is Verdict.PASS


def test_a_room_without_a_name_may_be_any() -> None:
    one = found(with_cell("rooms", "name", None, is_("name", "治疗室")))
    assert (one.verdict, one.reasons) == (Verdict.UNKNOWN, ("“第6行”无法对应到规定名称",))
