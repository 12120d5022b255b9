"""Measures people: it turns the roster (花名册) into list facts, one record a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, repeat

from medcheck.calendar_months import whole_months
from medcheck.fact import Fact, Members, Record, Scalar, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.measure.entry import days_of, field, givens, label, listed, record, scalars_of, span, table, text
from medcheck.measure.headcount import NOT_STAFF, certified, title_levels
from medcheck.measure.measure_tables import Posts
from medcheck.measure.pharmacy.pharmacists import COLUMNS as PHARMACY_COLUMNS
from medcheck.measure.pharmacy.pharmacists import columns_of, heads_of, of_person
from medcheck.measure.presence import NOBODY, Absences, unsure
from medcheck.measure.title_table import Titles

# The reason that frees a person from insurance through this employer, by the kind of employment it belongs to
# (reading A-10). Any other reason, or one that does not fit the employment, frees nobody.
_EXEMPT = {"返聘": "退休返聘", "多点执业": "多点执业", "劳务派遣": "劳务派遣"}


def staff(
    application: Application,
    titles: Titles | None,
    posts: Posts | None,
    applied: date | None,
    assessed: date | None,
    absent: Absences = NOBODY,
) -> Fact:
    """Return the roster: category, post, employment, certificates, title, months insured, who counts as physician.

    A 执业助理医师 counts as a physician in a rural area (reading A-26); where the area is not known, that is unknown.
    Of somebody who is there only perhaps (`absent`) nothing is known by which he would count.
    """
    listing = table(application, "staff")
    hired, insured = days_of(listing, "hire_date"), days_of(listing, "insured_since")
    months = {since: _months(since, applied) for since in set(insured)}
    columns: dict[str, Sequence[Scalar | None]] = {
        "category": _texts(listing, "category"),
        "employment": _texts(listing, "employment"),
        "insured_since": insured,
        "insured_months": [months[since] for since in insured],
        "insured_since_hiring": list(map(_since_hiring, hired, insured)),
        "training_qualified": scalars_of(listing, "training_qualified"),
        "main_practice_here": scalars_of(listing, "main_practice_here"),
        "practice_cert_given": givens(listing, "practice_cert_no"),
        "qualification_cert_given": givens(listing, "qualification_cert_no"),
        "counts_as_physician": _physicians(listing, text(field(application, "area_class"))),
        "title_level": title_levels(listing, titles),
        "post_kind": _texts(listing, "post_kind"),
        "certified": certified(listing),
        "clinical_dietitian": scalars_of(listing, "clinical_dietitian"),
    }
    if application.facility_type != "pharmacy":
        return listed("staff", listing, "花名册", _records(listing, columns, absent))
    heads = heads_of(application)
    persons = [of_person(row, heads, posts, titles, applied, assessed) for row in listing.rows]
    columns |= {name: [person[name] for person in persons] for name in (persons[0] if persons else ())}
    columns |= {name: _somebody(columns[name]) for name in _OF_EVERY_STORE if name in columns}
    return listed(
        "staff",
        listing,
        "花名册",
        _records(listing, columns, absent, [columns_of(row, applied, assessed) for row in listing.rows]),
    )


def staff_to_insure(application: Application, everybody: Fact) -> Fact:
    """Return those of the roster who must be insured here, with whole months insured to the application date.

    Interns and visitors are not staff; rehired retirees, staff insured by their main unit and dispatched staff never
    enter the list (reading A-10). `insured_since_hiring` is whether insurance began in the month of hiring or before.
    """
    listing = table(application, "staff")
    bound = map(_must_be_insured, listing.texts("employment"), listing.texts("insured_exempt_reason"))
    records = everybody.value
    assert records is None or (isinstance(records, tuple) and not isinstance(records, Members))
    to_insure = tuple(compress(records or (), bound))
    if listing.rows and not to_insure:
        why = "花名册上没有一人须由本单位参保（均为返聘、劳务派遣、多点执业、进修或实习），请核对用工形式"
        return unknown(
            "staff_to_insure", why, (*span(listing.rows, "employment"), *span(listing.rows, "insured_exempt_reason"))
        )
    return listed("staff_to_insure", listing, "花名册", to_insure)


_NOT_BELIEVED = {
    "title_level": "与人员类别不符，或不能归入职称表",
    "direct_contact": "，与所任岗位不符，或全店无人直接接触药品，请核对",
    "trained_post": "，全店无人属应定期培训的岗位，请核对岗位职务",
    "last_checkup_date": "在评估日期之后",
    "last_training_date": "在评估日期之后",
}
# What somebody of a pharmacy does, whatever its size: drugs are touched and posts are held that are trained for.
_OF_EVERY_STORE = ("direct_contact", "trained_post")
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


def _records(
    listing: Table,
    values_by_field: Mapping[str, Sequence[Scalar | None]],
    absent: Absences,
    cited: Iterable[Mapping[str, str]] = repeat({}),
) -> Iterator[Record]:
    """Yield a record a row of the fields told by column; `cited` are the columns a row is cited from that are its own."""
    columns = {name: _COLUMNS.get(name, name) for name in values_by_field}
    for row, values, own in zip(listing.rows, zip(*values_by_field.values(), strict=True), cited, strict=False):
        stated, from_ = dict(zip(values_by_field, values, strict=True)), {**columns, **own} if own else columns
        if row.number not in absent:
            yield record(label(row), row, stated, from_, _not_believed(row, stated, columns))
            continue
        values_left, doubts = unsure(stated, absent[row.number])
        from_ = {**from_, **dict.fromkeys(doubts, absent[row.number].column)}
        yield record(label(row), row, values_left, from_, doubts)


def _not_believed(row: Row, stated: Mapping[str, Scalar | None], columns: Mapping[str, str]) -> Mapping[str, str]:
    """Return the fields that are not known although their cells can be read, with why they are not believed."""
    return {
        name: why
        for name, why in _NOT_BELIEVED.items()
        if name in stated and stated[name] is None and row.value(columns[name]) is not None
    }


def _somebody(answers: Sequence[Scalar | None]) -> Sequence[Scalar | None]:
    """Return who does what somebody in every store must do: that nobody does is not believed, anyone may be the one."""
    return [None] * len(answers) if answers and not any(answers) else answers


def _texts(listing: Table, column: str) -> list[str | None]:
    return [text or None for text in listing.texts(column)]


def _must_be_insured(employment: str, reason: str) -> bool:
    exempt = employment in _EXEMPT and reason.startswith(_EXEMPT[employment])
    return employment not in NOT_STAFF and not exempt


def _since_hiring(hired: date | None, insured: date | None) -> bool | None:
    if hired is None or insured is None:
        return None
    return (insured.year, insured.month) <= (hired.year, hired.month)


def _months(since: date | None, applied: date | None) -> int | None:
    return None if since is None or applied is None else whole_months(since, applied)


def _physicians(listing: Table, area: str) -> list[bool | None]:
    """Return row by row who counts as a physician."""
    answers = {kind: _counts_as_physician(kind, area) for kind in set(listing.texts("category"))}
    return [answers[kind] for kind in listing.texts("category")]


def _counts_as_physician(category: str, area: str) -> bool | None:
    if not category:
        return None
    if category == "执业助理医师":
        return {"农村": True, "城区": False}.get(area)
    return category == "执业医师"
