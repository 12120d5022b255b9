"""Every comparison of cells with each other, from the form definitions: before, equal, after; less, equal, more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from medcheck.errors import Problem
from medcheck.form.form import Form, Order, form_names, load_form
from medcheck.intake.consistency import check_consistency
from medcheck.intake.identifiers import check_identifiers
from tests.stated_rows import entry, listing

DAY = date(2019, 6, 15)


def problems(name: str, fields: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> list[Problem]:
    """Return what does not fit together in an application of a form that states these cells and nothing else."""
    form = load_form(name)
    cover = {
        field.id: entry(fields.get(field.id), sheet.name, f"B{number}", field.label)
        for number, (sheet, field) in enumerate(form.fields(), 1)
    }
    lists = {sheet.id: listing(name, sheet.id, tables.get(sheet.id, [])) for sheet in form.tables()}
    return list(check_consistency(form, cover, lists))


def orders() -> Iterator[Any]:
    for name in form_names():
        for order in load_form(name).orders:
            yield pytest.param(name, order, id=f"{name}: {order.earlier} {order.later}")


def days_at(order: Order, earlier: date, later: date) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return cover fields and lists in which both cells of an order state these days."""
    fields: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, day in ((order.earlier, earlier), (order.later, later)):
        table, _, column = name.rpartition(".")
        if table:
            rows.setdefault(table, [{}])[0][column] = day
        else:
            fields[name] = day
    return fields, rows


@pytest.mark.parametrize(("name", "order"), list(orders()))
@pytest.mark.parametrize(("apart", "wrong"), [(-1, False), (0, False), (1, True)])
def test_days_that_cannot_stand_the_other_way_round(name: str, order: Order, apart: int, wrong: bool) -> None:
    first = DAY + timedelta(days=apart)
    found = [one for one in problems(name, *days_at(order, first, DAY)) if "先后颠倒" in one.text]
    assert bool(found) is wrong
    for one in found:
        assert (one.field, one.hint, one.conflict) == (order.earlier, order.hint, not order.hint)
        assert f"{first} 晚于" in one.text
        assert one.text.endswith(f"{DAY}，先后颠倒")


@pytest.mark.parametrize(("name", "order"), list(orders()))
def test_a_day_without_end_and_a_blank_one_are_in_no_order(name: str, order: Order) -> None:
    assert problems(name, *days_at(order, date.max, DAY)) == []
    for blank in (0, 1):
        days: list[Any] = [DAY + timedelta(days=9), DAY]
        days[blank] = None
        assert [one for one in problems(name, *days_at(order, *days)) if "先后颠倒" in one.text] == []


def test_how_many_orders_the_forms_have() -> None:
    assert {name: len(load_form(name).orders) for name in form_names()} == {
        "clinic": 12,
        "hospital": 12,
        "pharmacy": 17,
    }


SIZES = [(name, size.less, size.more) for name in form_names() for size in load_form(name).sizes]


@pytest.mark.parametrize(("name", "part", "whole"), SIZES)
@pytest.mark.parametrize(("area", "wrong"), [("99.99", False), ("100", False), ("100.01", True)])
def test_a_part_is_no_larger_than_the_whole(name: str, part: str, whole: str, area: str, wrong: bool) -> None:
    found = problems(name, {part: Decimal(area), whole: 100}, {})
    assert [(one.field, one.conflict) for one in found] == ([(part, True)] if wrong else [])


SAME = [(name, *pair) for name in form_names() for pair in load_form(name).same]


@pytest.mark.parametrize(("name", "first", "second"), SAME)
@pytest.mark.parametrize(("number", "wrong"), [(99, True), (100, False), (101, True), (None, False)])
def test_the_same_number_asked_for_twice(name: str, first: str, second: str, number: Any, wrong: bool) -> None:
    found = problems(name, {first: number, second: 100}, {})
    assert [(one.field, one.conflict, len(one.others)) for one in found] == ([(first, True, 1)] if wrong else [])


AGREEMENTS = [(name, one) for name in form_names() for one in load_form(name).agreements]
TYPED = [("abc123", "ABC123", False), ("ABC123", "ABC123", False), ("ABC123", "ABC124", True), (None, "ABC123", False)]


@pytest.mark.parametrize(
    ("name", "agreement"), AGREEMENTS, ids=[f"{name} {one.field} {one.row}" for name, one in AGREEMENTS]
)
@pytest.mark.parametrize(("cover", "listed", "wrong"), TYPED)
def test_a_number_of_the_cover_is_that_of_the_list(
    name: str, agreement: Any, cover: Any, listed: str, wrong: bool
) -> None:
    key = next(sheet.key for sheet in load_form(name).tables() if sheet.id == agreement.table)
    rows = [{key: "别的", agreement.column: "XYZ999"}, {key: agreement.row, agreement.column: listed}]
    found = problems(name, {agreement.field: cover}, {agreement.table: rows})
    assert [(one.field, one.conflict) for one in found] == ([(agreement.field, True)] if wrong else [])
    assert not any("ABC12" in one.text for one in found if agreement.private)


def unique() -> Iterator[Any]:
    for name in form_names():
        for sheet in load_form(name).tables():
            yield from (pytest.param(name, sheet.id, column.id) for column in sheet.columns if column.unique)


NUMBERS = [
    ("37150219900101202x", "37150219900101202X", True),
    ("无", "无", False),
    ("—", "—", False),
    ("1", "2", False),
]


@pytest.mark.parametrize(("name", "table", "column"), list(unique()))
@pytest.mark.parametrize(("first", "second", "wrong"), NUMBERS)
def test_one_number_in_two_rows(name: str, table: str, column: str, first: str, second: str, wrong: bool) -> None:
    rows = [{column: first}, {column: "371502198001012025"}, {column: second}, {column: None}]
    found = [one for one in problems(name, {}, {table: rows}) if one.doubled]
    assert [(one.field, one.place.cell[1:], one.others[0].cell[1:]) for one in found] == (
        [(f"{table}.{column}", "6", "4")] if wrong else []
    )


def test_three_rows_of_one_number_are_told_with_the_first() -> None:
    rows = [{"id_number": "371502199001012026"}] * 3
    found = problems("clinic", {}, {"staff": rows})
    assert [(one.place.cell[1:], one.others[0].cell[1:]) for one in found] == [("5", "4"), ("6", "4")]


# The seventeenth digit of a card is odd of a man.
CARDS = [("371502199001012018", "女", "男"), ("371502199001012026", "男", "女")]


@pytest.mark.parametrize(("card", "wrong", "right"), CARDS)
def test_the_sex_on_an_identity_card(card: str, wrong: str, right: str) -> None:
    form: Form = load_form("clinic")
    cover = {field.id: entry(None, sheet.name, "B1", field.label) for sheet, field in form.fields()}
    told = {}
    for stated in (wrong, right, None):
        rows = {"staff": [{"id_number": card, "gender": stated}]}
        lists = {sheet.id: listing("clinic", sheet.id, rows.get(sheet.id, [])) for sheet in form.tables()}
        told[stated] = [one.text for one in check_identifiers(form, cover, lists) if one.field == "staff.gender"]
    assert told == {wrong: [f"性别填为“{wrong}”，而 C4 的身份证号表明为“{right}”"], right: [], None: []}
