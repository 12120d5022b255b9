"""The declared key specialties (重点专科): one record each, however often and under whatever name it is listed."""

from __future__ import annotations

from medcheck.fact import Fact, Record, Scalar
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.department_book import DepartmentBook
from medcheck.measure.doubt import doubt_of
from medcheck.measure.entry import given, label, listed, person_name, record, scalar_at, table, text_at
from medcheck.measure.names import plain
from medcheck.measure.tables import Titles, lacking

_COLUMNS = {"approval_given": "approval_no", "leader_on_roster": "leader_name", "there": "name"}


def key_specialties(application: Application, titles: Titles | None, book: DepartmentBook) -> Fact:
    """Return the declared key specialties: the leader's title, beds, whether approval, plan and leader are there.

    A leader is there who stands on the roster (reading A-52). One listed twice is one: what its rows say differently is
    not known. One that is doubtful (拟建), or that no one can name, is there only perhaps.
    """
    if titles is None:
        return lacking("key_specialties")
    of = table(application, "key_specialties")
    roster = {person_name(text_at(row, "name")) for row in table(application, "staff").rows}
    rows: dict[tuple[str, ...], list[tuple[Row, dict[str, Scalar | None]]]] = {}
    for row in of.rows:
        rows.setdefault(_identity(row, book), []).append((row, _values(row, titles, roster, book)))
    return listed("key_specialties", of, "重点专科表", (_merged(same) for same in rows.values()))


def _identity(row: Row, book: DepartmentBook) -> tuple[str, ...]:
    """Return what tells a specialty from the others: the department it stands for, else its name, else its row."""
    typed = text_at(row, "name")
    return book.canonical(typed) or (plain(typed) or f"第{row.number}行",)


def _values(row: Row, titles: Titles, roster: set[str], book: DepartmentBook) -> dict[str, Scalar | None]:
    leader, typed = person_name(text_at(row, "leader_name")), text_at(row, "name")
    doubtful = not typed or bool(doubt_of(row, "name", book.words, book.is_name))
    return {
        "there": None if doubtful else True,
        "leader_title": None if doubtful else titles.level(text_at(row, "leader_title")),
        "leader_on_roster": (leader in roster) if leader and roster else None,
        "beds": scalar_at(row, "beds"),
        "approval_given": given(row, "approval_no"),
        "plan_given": scalar_at(row, "plan_given"),
    }


def _merged(same: list[tuple[Row, dict[str, Scalar | None]]]) -> Record:
    """Return the record of the rows of one specialty."""
    row, values = same[0]
    agreed = {key: value if all(other[key] == value for _, other in same) else None for key, value in values.items()}
    return record(label(row), row, agreed, {key: _COLUMNS.get(key, key) for key in values})
