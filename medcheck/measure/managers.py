"""Measures who leads and handles insurance (医保与信息人员): a record for each duty, and whose it is by name and roster."""

from __future__ import annotations

from medcheck.fact import Fact, Record, Scalar
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.entry import given, label, listed, person_name, record, table, text_at
from medcheck.measure.pharmacy.pharmacists import is_pharmacist
from medcheck.measure.presence import rows_by_person
from medcheck.measure.title_table import Titles


def managers(application: Application, titles: Titles | None) -> Fact:
    """Return who leads and handles insurance, and who maintains the computers, with whether a telephone is given.

    A row is a duty, and one person may have several: whose it is says the name, and the identity number that somebody of
    that name has on the roster. Where the roster has several people of the name, nothing tells which of them is meant.
    """
    people = rows_by_person(application)

    def person(row: Row) -> Record:
        name = person_name(text_at(row, "name"))
        numbers = {text_at(other, "id_number").upper() for other in people.get(name, ())} if name else set()
        several = len(numbers) > 1
        named = people.get(name, ())
        pharmacist = is_pharmacist(named[0], titles) if named else False
        values: dict[str, Scalar | None] = {
            "role": text_at(row, "role") or None,
            "phone_given": given(row, "phone"),
            "name": None if several else name or None,
            "id_number": None if several else next(iter(numbers), "") or None,
            "is_pharmacist": None if several or not name else pharmacist,
        }
        columns = {"role": "role", "phone_given": "phone", "name": "name", "id_number": "name", "is_pharmacist": "name"}
        doubts = dict.fromkeys(("name", "is_pharmacist"), "在花名册上不止一人，不能确定是哪一人") if several else {}
        return record(label(row), row, values, columns, doubts)

    listing = table(application, "managers")
    return listed("managers", listing, "医保与信息人员表", map(person, listing.rows), named_by=("role",))
