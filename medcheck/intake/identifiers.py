"""Identifiers as data checks: credit code, identity card, licence and certificate numbers. The only door to stdnum.

They are no rules of the regulation: a number that cannot be right is a conflict the applicant clears up, an unusual form
is a hint. Numbers of persons are shown masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from medcheck.errors import Problem
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import Form, FormField
from medcheck.form.private import masked
from medcheck.intake.table import Entry, Row, Table

_CARD = re.compile(r"[0-9]{17}[0-9Xx]")
_UNCHECKED = ("", "phone")
# Usual forms (from practice, not from the regulation): an unusual one is only a hint.
_USUAL = {
    "practice_licence": (re.compile(r"[0-9A-Z]{22}"), "22 位数字或大写字母"),
    "practice_cert": (re.compile(r"\d{12}|\d{15}"), "医师 15 位、护士 12 位数字"),
}


def check_identifiers(form: Form, fields: Mapping[str, Entry], tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what is wrong or unusual with the identifiers of an application, each at its cell."""
    for _, field in form.fields():
        if field.identifier not in _UNCHECKED:
            yield from _checked(field, fields[field.id], field.id)
    for sheet in form.tables():
        listing = tables[sheet.id]
        numbered = [column for column in sheet.columns if column.identifier not in _UNCHECKED]
        odd = {column.id: _odd(column, listing.column(column.id)) for column in numbered}
        misfits = _misfits(listing, odd["id_number"]) if "id_number" in odd else set[int]()
        for at in sorted(misfits.union(*odd.values())):
            row = listing.rows[at]
            for column in numbered:
                if at in odd[column.id]:
                    yield from _checked(column, row.cells[column.id], f"{sheet.id}.{column.id}")
            if at in misfits:
                yield from _sex(row, sheet.id)


def uscc_fault(number: str) -> str:
    """Return why a 统一社会信用代码 (GB 32100) cannot be right, or an empty string."""
    try:
        uscc.validate(number)
    except ValidationError:
        return "校验不通过，至少有一位写错"
    return ""


def id_card_fault(number: str) -> str:
    """Return why a 居民身份证号 (GB 11643) cannot be right, or an empty string: shape, birth date, ISO 7064 MOD 11-2."""
    if not _CARD.fullmatch(number):
        return "应为 17 位数字加 1 位数字或 X"
    try:
        date.fromisoformat(number[6:14])
    except ValueError:
        return "其中的出生日期不存在"
    return "" if _is_checked(number) else "校验不通过，至少有一位写错"


def _is_checked(number: str) -> bool:
    """Return whether a number of digits that may end in X passes ISO 7064 MOD 11-2.

    Each digit counts twice the next one and X is ten, so the number is read with base 2 and has to leave 1 when divided by 11.
    Base 13 leaves the same, since 13 is 2 more than 11, and has a sign for ten: A. stdnum takes twenty times as long, and a
    hospital has thousands of cards; a test holds this against it.
    """
    return int(number.upper().replace("X", "A"), 13) % 11 == 1


_FAULTS: Mapping[str, Callable[[str], str]] = {"uscc": uscc_fault, "id_card": id_card_fault}


def _odd(field: FormField, values: Sequence[EntryValue | None]) -> set[int]:
    """Return of which of these numbers, from 0, there is anything to say."""
    if fault := _FAULTS.get(field.identifier):
        return {at for at, value in enumerate(values) if isinstance(value, str) and fault(value)}
    usual = _USUAL[field.identifier][0].fullmatch
    return {at for at, value in enumerate(values) if isinstance(value, str) and not usual(value)}


def _misfits(listing: Table, odd: Set[int]) -> set[int]:
    """Return in which rows, from 0, a valid identity card's sex digit and the column disagree."""
    pairs = zip(listing.column("id_number"), listing.column("gender"), strict=True)
    return {
        at
        for at, (card, stated) in enumerate(pairs)
        if isinstance(card, str) and stated is not None and at not in odd and _sex_of(card) != stated
    }


def _sex_of(card: str) -> str:
    """Return the sex that a valid identity card shows: odd is male."""
    return "男" if int(card[16]) % 2 else "女"


def _checked(field: FormField, entry: Entry, name: str) -> Iterator[Problem]:
    if not isinstance(entry.value, str) or entry.ref is None:
        return
    place = entry.ref.place
    if field.identifier in _FAULTS:
        fault = _FAULTS[field.identifier](entry.value)
        shown = masked(entry.value) if field.identifier == "id_card" else entry.value
        if fault:
            yield Problem(place, f"“{field.label}”{fault}，现为“{shown}”", "按证件原件核对后更正", name, conflict=True)
        return
    usual, words = _USUAL[field.identifier]
    if not usual.fullmatch(entry.value):
        text = f"“{field.label}”通常为{words}，现为“{entry.value}”"
        yield Problem(place, text, "请核对；无误的不必修改", name, hint=True)


def _sex(row: Row, table: str) -> Iterator[Problem]:
    """Yield the conflict of a row whose identity card shows another sex than is stated."""
    number, sex = row.cells["id_number"], row.cells["gender"]
    if number.ref is None or sex.ref is None:
        return
    text = f"性别填为“{sex.value}”，而 {number.ref.cell} 的身份证号表明为“{_sex_of(str(number.value))}”"
    place = sex.ref.place
    yield Problem(place, text, "按身份证核对性别和号码", f"{table}.gender", conflict=True)
