"""Measures the declared key specialties (重点专科): one record each, however often and under whatever name it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from medcheck.fact import Fact, Record, Scalar
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.doubt import doubt_in_row
from medcheck.measure.entry import given, label, listed, person_name, record, scalar_at, table, text_at
from medcheck.measure.hospital.department_book import DepartmentBook
from medcheck.measure.hospital.heads import fits
from medcheck.measure.measure_tables import lacking
from medcheck.measure.presence import NOBODY, Absences, rows_by_person, works_here
from medcheck.measure.title_table import Titles
from medcheck.measure.written_names import plain, without_doubt

_COLUMNS = {
    "approval_given": "approval_no",
    "leader_on_roster": "leader_name",
    "leader_title_fits": "leader_title",
    "there": "name",
}
_DOUBTED = frozenset({"there", "leader_title", "leader_title_fits"})


def key_specialties(
    application: Application, titles: Titles | None, book: DepartmentBook, absent: Absences = NOBODY
) -> Fact:
    """Return the declared key specialties: the leader's title, beds, whether approval, plan and leader are there.

    A leader is there who stands on the roster (reading A-52). One listed twice is one: what its rows say differently is
    not known. One that is doubtful (拟建), or that no one can name, is there only perhaps.
    """
    if titles is None:
        return lacking("key_specialties")
    listing = table(application, "key_specialties")
    roster = {name: works_here(rows, absent) for name, rows in rows_by_person(application).items()}
    rows: dict[tuple[str, ...], list[_Specialty]] = {}
    for row in listing.rows:
        rows.setdefault(_identity(row, book), []).append(_specialty(row, titles, roster, book))
    return listed("key_specialties", listing, "重点专科表", map(_merged, rows.values()))


class _Specialty(NamedTuple):
    """A row: its values, and the column that makes the specialty doubtful."""

    row: Row
    values: dict[str, Scalar | None]
    doubtful: str


def _identity(row: Row, book: DepartmentBook) -> tuple[str, ...]:
    """Return what tells a specialty from the others: the department it stands for, else its name, else its row."""
    name = plain(text_at(row, "name"))
    return book.canonical(name) or (without_doubt(name, book.words) or f"第{row.number}行",)


def _specialty(row: Row, titles: Titles, roster: Mapping[str, bool | None], book: DepartmentBook) -> _Specialty:
    leader, typed = person_name(text_at(row, "leader_name")), text_at(row, "name")
    column = doubt_in_row(row, "name", book.words, book.is_name).column if typed else "name"
    values: dict[str, Scalar | None] = {
        "there": None if column else True,
        "leader_title": None if column else titles.level(text_at(row, "leader_title")),
        "leader_title_fits": None if column else fits(titles, text_at(row, "leader_title"), titles.heads.leader),
        "leader_on_roster": roster.get(leader, False) if leader and roster else None,
        "beds": scalar_at(row, "beds"),
        "approval_given": given(row, "approval_no"),
        "plan_given": scalar_at(row, "plan_given"),
    }
    return _Specialty(row, values, column)


def _merged(same: list[_Specialty]) -> Record:
    """Return the record of the rows of one specialty."""
    row, values, _ = same[0]
    agreed = {key: value if all(one.values[key] == value for one in same) else None for key, value in values.items()}
    column = next((one.doubtful for one in same if one.doubtful), "")
    columns = {key: column if column and key in _DOUBTED else _COLUMNS.get(key, key) for key in values}
    differ = {key for key, value in values.items() if value is not None and agreed[key] is None}
    doubted = _DOUBTED if column and text_at(row, "name") else frozenset()
    return record(label(row), row, agreed, columns, dict.fromkeys(doubted | differ, ""))
