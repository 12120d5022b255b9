"""People: the roster (花名册) as list facts, one record a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from medcheck.fact import Fact, Record, Scalar
from medcheck.intake.application import Application, Row
from medcheck.measure.documents import whole_months
from medcheck.measure.entry import day_at, field, given, label, listed, record, scalar_at, table, text, text_at
from medcheck.measure.headcount import NOT_STAFF, certified, title_level
from medcheck.measure.pharmacists import COLUMNS as PHARMACY_COLUMNS
from medcheck.measure.pharmacists import columns_of, heads_of, of_person
from medcheck.measure.tables import Posts, Titles

# The reason that frees a person from insurance through this employer, by the kind of employment it belongs to
# (reading A-10). Any other reason, or one that does not fit the employment, frees nobody.
_EXEMPT = {"返聘": "退休返聘", "多点执业": "多点执业", "劳务派遣": "劳务派遣"}


def staff(
    application: Application, titles: Titles | None, posts: Posts | None, applied: date | None, assessed: date | None
) -> Fact:
    """Return the roster: category, post, employment, certificates, title, months insured, who counts as physician.

    A 执业助理医师 counts as a physician in a rural area (reading A-26); where the area is not known, that is unknown.
    """
    area = text(field(application, "area_class"))
    heads = heads_of(application) if application.facility_type == "pharmacy" else None

    def person(row: Row) -> Record:
        category = text_at(row, "category")
        values: dict[str, Scalar | None] = {
            "category": category or None,
            "employment": text_at(row, "employment") or None,
            "training_qualified": scalar_at(row, "training_qualified"),
            "main_practice_here": scalar_at(row, "main_practice_here"),
            "practice_cert_given": given(row, "practice_cert_no"),
            "qualification_cert_given": given(row, "qualification_cert_no"),
            "insured_months": _insured_months(row, applied),
            "insured_since_hiring": _insured_since_hiring(row),
            "counts_as_physician": _counts_as_physician(category, area),
            "title_level": title_level(text_at(row, "title"), category, titles),
            "post_kind": text_at(row, "post_kind") or None,
            "certified": certified(row),
            "clinical_dietitian": scalar_at(row, "clinical_dietitian"),
        }
        if heads is not None:
            values |= of_person(row, heads, posts, titles, applied, assessed)
            return _record(row, values, columns_of(row, applied, assessed))
        return _record(row, values)

    return _people(application, "staff", person, lambda row: True)


def staff_to_insure(application: Application, applied: date | None) -> Fact:
    """Return the people who must be insured here, with whole months insured to the application date (第八条4).

    Interns and visitors are not staff; rehired retirees, staff insured by their main unit and dispatched staff never
    enter the list (reading A-10). `insured_since_hiring` is whether insurance began in the month of hiring or before.
    """

    def person(row: Row) -> Record:
        values: dict[str, Scalar | None] = {
            "category": text_at(row, "category") or None,
            "insured_months": _insured_months(row, applied),
            "insured_since_hiring": _insured_since_hiring(row),
        }
        return _record(row, values)

    return _people(application, "staff_to_insure", person, _must_be_insured)


_COLUMNS = {
    "practice_cert_given": "practice_cert_no",
    "qualification_cert_given": "qualification_cert_no",
    "insured_months": "insured_since",
    "insured_since_hiring": "hire_date",
    "counts_as_physician": "category",
    "title_level": "title",
    "certified": "qualification_cert_no",
    **PHARMACY_COLUMNS,
}


def _people(application: Application, name: str, make: Callable[[Row], Record], wanted: Callable[[Row], bool]) -> Fact:
    of = table(application, "staff")
    return listed(name, of, "花名册", (make(row) for row in of.rows if wanted(row)))


def _record(row: Row, values: dict[str, Scalar | None], columns: Mapping[str, str] = {}) -> Record:
    return record(label(row), row, values, {**_columns(tuple(values)), **columns})


@cache
def _columns(names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the column each field is cited from, whatever the row."""
    return {name: _COLUMNS.get(name, name) for name in names}


def _must_be_insured(row: Row) -> bool:
    employment, reason = text_at(row, "employment"), text_at(row, "insured_exempt_reason")
    exempt = employment in _EXEMPT and reason.startswith(_EXEMPT[employment])
    return employment not in NOT_STAFF and not exempt


def _insured_since_hiring(row: Row) -> bool | None:
    hired, insured = day_at(row, "hire_date"), day_at(row, "insured_since")
    if hired is None or insured is None:
        return None
    return (insured.year, insured.month) <= (hired.year, hired.month)


def _insured_months(row: Row, applied: date | None) -> int | None:
    since = day_at(row, "insured_since")
    return None if since is None or applied is None else whole_months(since, applied)


def _counts_as_physician(category: str, area: str) -> bool | None:
    if not category:
        return None
    if category == "执业助理医师":
        return {"农村": True, "城区": False}.get(area)
    return category == "执业医师"
