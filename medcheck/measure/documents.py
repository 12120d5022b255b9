"""Papers: the materials checklist as one fact a document, the licences on file, and what their dates and kinds say."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from medcheck.fact import Fact, Member, Members, Record, Scalar, known, unknown
from medcheck.intake.application import Application, Row, Table
from medcheck.measure.entry import day, field, head, record, scalar, sources, stated, table, text, why
from medcheck.measure.tables import Specialised, lacking

# Certificates whose validity is a condition (附件 基本条件一); a lease or an identity card is judged where it is asked for.
_LICENCES = ("practice_licence_main", "practice_licence_duplicate", "practice_filing", "registration")
_PARTS = ("present", "original", "copy", "signed", "legible")


def documents(application: Application, codes: Mapping[str, str], assessed: date | None) -> Iterator[Fact]:
    """Yield the fact of every document: handed in, original shown, copy filed, signed, legible, valid on the day."""
    rows = _rows(table(application, "documents"))
    for code, label in codes.items():
        name = f"doc.{code}"
        row = rows.get(code)
        if row is None:
            yield unknown(name, f"材料清单中没有“{label}”一行")
        else:
            made = _document(row, label, assessed)
            yield known(name, made, made.sources.values())


def licences_on_file(application: Application) -> Fact:
    """Return the certificates that were handed in, with their last day (长期 never ends).

    One of which nobody says whether it was handed in stays in the list, with an unknown last day.
    """
    of = table(application, "documents")
    rows = _rows(of)
    if not rows:
        return unknown("licences_on_file", "材料清单没有填写", head(of))
    records = []
    for row in (rows[code] for code in _LICENCES if code in rows):
        filed = row.cells["present"].value
        if filed is not False:
            until, column = (day(row.cells["valid_to"]), "valid_to") if filed else (None, "present")
            records.append(record(text(row.cells["document"]), row, {"valid_to": until}, {"valid_to": column}))
    return known("licences_on_file", tuple(records), head(of))


def premises_right_remaining_months(application: Application, assessed: date | None) -> Fact:
    """Return the whole months from the assessment date to the end of the title or lease; 长期 counts as a century."""
    name = "premises_right_remaining_months"
    row = _rows(table(application, "documents")).get("premises_right")
    if row is None:
        return unknown(name, "材料清单中没有产权证或租赁合同一行")
    until = day(row.cells["valid_to"])
    if until is None or assessed is None:
        return unknown(name, why(row.cells["valid_to"]) or "评估日期不明", sources(row.cells["valid_to"]))
    months = 1200 if until == date.max else whole_months(assessed, until)
    return known(name, months, sources(row.cells["valid_to"]))


def is_specialised(application: Application, specialised: Specialised | None) -> Fact:
    """Return whether the facility is specialised or of Chinese medicine, by its licence category (reading A-45)."""
    if specialised is None:
        return lacking("is_specialised")
    category = field(application, "licence_category")
    if category.value is None:
        return unknown("is_specialised", why(category), sources(category))
    return known("is_specialised", category.value in specialised.licence_categories, sources(category))


def indicators(application: Application) -> Iterator[Fact]:
    """Yield which of the previous year's indicators are filled, and the share of drugs in income."""
    entries = {
        "门诊诊疗人次": field(application, "indicator_outpatient_visits"),
        "次均门诊医药费用": field(application, "indicator_cost_per_visit"),
        "药占比": field(application, "indicator_drug_income_pct"),
        "资产负债率": field(application, "indicator_debt_asset_pct"),
    }
    there = tuple(Member(name) for name, entry in entries.items() if entry.value is not None)
    blank = tuple(name for name, entry in entries.items() if entry.value is None)
    cells = {name: entry.ref for name, entry in entries.items() if entry.ref is not None}
    yield known("indicators", Members(there, blank, (), (), cells), cells.values())
    yield stated("indicator_drug_income_pct", entries["药占比"])


def has_prior_year(application: Application, applied: date | None) -> Fact:
    """Return whether the facility was open in the calendar year before the application (reading A-15)."""
    opened = field(application, "operation_start_date")
    since = day(opened)
    if since is None or applied is None:
        return unknown("has_prior_year", why(opened) or "申请日期不明", sources(opened))
    return known("has_prior_year", since.year < applied.year, sources(opened))


def whole_months(start: date, end: date) -> int:
    """Return the whole calendar months between two days, negative when the end comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last_of_month = end.day == monthrange(end.year, end.month)[1]
    return months if end.day >= start.day or last_of_month else months - 1


def _rows(of: Table) -> dict[str, Row]:
    """Return the checklist's rows by document code; the first row of a code counts."""
    rows: dict[str, Row] = {}
    for row in of.rows:
        rows.setdefault(text(row.cells["code"]), row)
    return rows


def _document(row: Row, label: str, assessed: date | None) -> Record:
    values: dict[str, Scalar | None] = {part: scalar(row.cells[part]) for part in _PARTS}
    until = day(row.cells["valid_to"])
    values["valid"] = None if until is None or assessed is None else until >= assessed
    columns = {part: "valid_to" if part == "valid" else part for part in values}
    return record(label, row, values, columns)
