"""Measures a pharmacy's cover: how it is run, where, what it may sell, its last inspection, its accounts and devices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from medcheck.calendar_months import months_after
from medcheck.fact import Fact, Member, Members, Record, conflict, known, unknown
from medcheck.form.entry_values import NO_NUMBER
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.kleene import all_of
from medcheck.measure.doubt import doubt_in_row
from medcheck.measure.entry import (
    day,
    field,
    given,
    label,
    listed,
    record,
    sources,
    stated,
    table,
    text,
    text_at,
    why,
)
from medcheck.measure.written_names import NameWords

# 统计用城乡分类代码 (reading A-71): the city proper, places that are urban only at the seat of a county, the country.
_URBAN, _AT_SEAT, _RURAL, _VILLAGE = ("111", "112"), ("121", "122", "123"), ("210", "220"), ("220",)
_SCOPE = {"scope_prescription": "处方药", "scope_otc": "非处方药", "scope_tcm_pieces": "中药饮片"}
# The letter in the number of a drug licence says how the store is run (reading A-72).
_LETTERS = {"C": "连锁", "D": "单体"}
_RECENT = 12


def area_class(application: Application) -> Fact:
    """Return 城区 or 农村 by the statistical code of the place (A-71); one declared otherwise is a conflict."""
    declared, code = field(application, "area_class"), field(application, "area_code")
    seat = field(application, "at_county_seat")
    number = text(code)[:3]
    if not number:
        return stated("area_class", declared)
    cells = sources(declared, code, seat)
    odd = (
        f"城乡分类代码 {number} 为农村，而“{seat.ref.label if seat.ref else ''}”填为“是”" if seat.value is True else ""
    )
    if number in _VILLAGE and odd:
        return conflict("area_class", odd, cells)
    if number in _AT_SEAT and not isinstance(seat.value, bool):
        return unknown("area_class", why(seat), cells)
    if number not in (*_URBAN, *_AT_SEAT, *_RURAL):
        return unknown("area_class", f"城乡分类代码“{text(code)}”无法识别", cells)
    value = "城区" if number in _URBAN or (number in _AT_SEAT and seat.value is True) else "农村"
    if text(declared) and text(declared) != value:
        return conflict("area_class", f"城乡类别填为“{text(declared)}”，按城乡分类代码 {number} 为“{value}”", cells)
    return known("area_class", value, cells, f"{odd}，请核对" if number in _RURAL and odd else "")


def chain_type(application: Application) -> Fact:
    """Return whether it is a single store or a chain outlet, as the drug licence says.

    Its number may contradict, and so does an outlet of no headquarters, or a single store that has one.
    """
    name, entry, number = "chain_type", field(application, "chain_type"), field(application, "drug_licence_no")
    if not text(entry):
        return stated(name, entry)
    headquarters = field(application, "headquarters")
    has_one = text(headquarters) not in ("", *NO_NUMBER)
    if has_one is not (text(entry) == "连锁"):
        stated_as = f"填为“{text(headquarters)}”" if has_one else "没有填写"
        label = headquarters.ref.label if headquarters.ref else "连锁总部名称"
        reason = f"经营方式填为“{text(entry)}”，而“{label}”{stated_as}"
        return conflict(name, reason, sources(entry, headquarters))
    letter = re.search(r"[A-Z]", text(number).upper())
    by_number = _LETTERS.get(letter[0]) if letter else None
    if by_number and by_number != text(entry):
        reason = f"经营方式填为“{text(entry)}”，许可证号“{text(number)}”表明为“{by_number}”"
        return conflict(name, reason, sources(entry, number))
    return known(name, text(entry), sources(entry, number))


def drug_business_scope(application: Application) -> Fact:
    """Return what the drug licence lets it sell: prescription drugs, other drugs, 饮片."""
    entries = {word: field(application, key) for key, word in _SCOPE.items()}
    if all(entry.value is None for entry in entries.values()):
        return unknown("drug_business_scope", why(*entries.values()), sources(*entries.values()))
    sold = tuple(word for word, entry in entries.items() if entry.value is True)
    open_ = tuple(word for word, entry in entries.items() if entry.value is None)
    not_sold = tuple(word for word, entry in entries.items() if entry.value is False)
    cells = {word: entry.ref for word, entry in entries.items() if entry.ref}
    if belied := _in_stock(application, not_sold):
        word, row = belied
        reason = f"“{cells[word].label}”填为“否”，而{row.place('kind')}填有库存的{word}“{text_at(row, 'generic_name')}”"
        return conflict("drug_business_scope", reason, (cells[word], *sources(row.cells["kind"])))
    members = Members(tuple(map(Member, sold)), open_, (), not_sold, cells)
    return known("drug_business_scope", members, cells.values())


def _in_stock(application: Application, denied: tuple[str, ...]) -> tuple[str, Row] | None:
    """Return a kind of drugs that the licence is said not to cover, with a row of it that is in stock."""
    if not denied:
        return None
    for row in table(application, "drugs").rows:
        kind, quantity = row.value("kind"), row.value("stock_qty")
        if kind in denied and isinstance(quantity, int | Decimal) and quantity > 0:
            return str(kind), row
    return None


def drug_inspection(application: Application, assessed: date | None) -> Iterator[Fact]:
    """Yield the regulator's latest inspection; one older than twelve months counts as none (reading A-63)."""
    result, on = field(application, "drug_inspection_result"), field(application, "drug_inspection_date")
    yield stated("drug_inspection_on_record", result)
    when = day(on)
    if text(result) in ("", "无记录"):
        yield stated("drug_inspection_result", result)
    elif when is None or assessed is None:
        yield unknown("drug_inspection_result", why(on) or "评估日期不明", sources(result, on))
    elif assessed > months_after(when, _RECENT):
        remark = f"最近一次检查在 {when}，距评估日期已超过 {_RECENT} 个月"
        yield known("drug_inspection_result", "无记录", sources(result, on), remark)
    else:
        yield known("drug_inspection_result", text(result), sources(result, on))


def devices(application: Application, words: NameWords) -> Fact:
    """Return computers, printers and scanners, with whether make and model are given.

    A count of nought is none; one that is doubtful (待购) has no make and model yet.
    """

    def device(row: Row) -> Record:
        answers = [given(row, column) for column in ("make", "model")]
        doubt = doubt_in_row(row, "name", words)
        doubts = {"make_model_given": ""} if doubt.why else {}
        kind = text_at(row, "kind") or None
        values = {"kind": kind, "make_model_given": None if doubt.why else all_of(answers)}
        blank = doubt.column or ("make" if answers[0] is not True else "model")
        return record(label(row), row, values, {"kind": "kind", "make_model_given": blank}, doubts)

    listing = table(application, "devices")
    there = (row for row in listing.rows if row.value("count") != 0)
    return listed("devices", listing, "设备清单（计算机与打印机）", map(device, there), named_by=("kind",))
