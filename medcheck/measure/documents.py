"""Measures papers: one fact for each document of the materials checklist, the licences on file, and their dates and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from medcheck.calendar_months import whole_months
from medcheck.fact import Fact, Member, Members, Record, Scalar, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.measure.doubt import note_of
from medcheck.measure.entry import (
    day,
    day_at,
    field,
    list_citation,
    record,
    scalar,
    sources,
    stated,
    table,
    text_at,
    why,
)
from medcheck.measure.measure_tables import Specialised, lacking
from medcheck.measure.written_names import NameWords, fold

# Certificates whose validity is a condition; a lease or an identity card is judged where it is asked for.
_LICENCES = ("practice_licence_main", "practice_licence_duplicate", "practice_filing", "drug_licence", "registration")
_INDICATORS = {
    "indicator_outpatient_visits": "门诊诊疗人次",
    "indicator_cost_per_visit": "次均门诊医药费用",
    "indicator_inpatient_admissions": "住院人次",
    "indicator_length_of_stay_days": "平均住院日",
    "indicator_cost_per_inpatient": "人均住院费用",
    "indicator_outpatient_income_pct": "门诊收入占比",
    "indicator_inpatient_income_pct": "住院收入占比",
    "indicator_exam_income_pct": "检查化验收入占比",
    "indicator_consumables_pct": "卫生材料占比",
    "indicator_drug_income_pct": "药占比",
    "indicator_debt_asset_pct": "资产负债率",
}
# Income by kind of patient is all of it; the other shares are parts of it. A percentage point is for rounding.
_WHOLE_INCOME = ("indicator_outpatient_income_pct", "indicator_inpatient_income_pct")
_PART_INCOME = ("indicator_exam_income_pct", "indicator_consumables_pct", "indicator_drug_income_pct")
_ROUNDING = Decimal("0.01")
_PARTS = ("present", "original", "copy", "signed", "legible")


def documents(
    application: Application, codes: Mapping[str, str], assessed: date | None, words: NameWords
) -> Iterator[Fact]:
    """Yield the fact of every document: handed in, original shown, copy filed, signed, legible, valid on the day.

    A part of which the 备注 says that it is still to come (复印件后补) is not known, whatever is ticked.
    """
    rows = rows_by_code(table(application, "documents"))
    for code, label in codes.items():
        name = f"doc.{code}"
        row = rows.get(code)
        if row is None:
            yield unknown(name, f"材料清单中没有“{label}”一行")
        else:
            made = _document(row, label, assessed, words)
            yield known(name, made, made.sources.values())


def licences_on_file(application: Application, words: NameWords) -> Fact:
    """Return the certificates that were handed in, with their last day (长期 never ends).

    One of which nobody says whether it was handed in stays in the list, with an unknown last day.
    """
    listing = table(application, "documents")
    rows = rows_by_code(listing)
    if not any(rows):
        return unknown(
            "licences_on_file", "材料清单没有填写" if not rows else "材料清单没有写明是哪些材料", list_citation(listing)
        )
    records = []
    for row in (rows[code] for code in _LICENCES if code in rows):
        filed, to_come = row.value("present"), "present" in _parts_to_come(row, words)
        if filed is not False:
            column = "note" if to_come and filed else "valid_to" if filed else "present"
            until = day_at(row, column) if column == "valid_to" else None
            doubts = {"valid_to": ""} if column == "note" else {}
            records.append(record(text_at(row, "document"), row, {"valid_to": until}, {"valid_to": column}, doubts))
    return known("licences_on_file", tuple(records), list_citation(listing))


def premises_right_remaining_months(application: Application, assessed: date | None) -> Fact:
    """Return the whole months from the assessment date to the end of the title or lease; 长期 counts as a century."""
    name = "premises_right_remaining_months"
    row = rows_by_code(table(application, "documents")).get("premises_right")
    if row is None:
        return unknown(name, "材料清单中没有产权证或租赁合同一行")
    until = day_at(row, "valid_to")
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
    """Yield which of the previous year's indicators the form asks for are filled, and the shares of income among them.

    Outpatient and inpatient income are the whole of it; what does not add up is a conflict.
    """
    entries = {name: field(application, key) for key, name in _INDICATORS.items() if key in application.fields}
    there = tuple(Member(name) for name, entry in entries.items() if entry.value is not None)
    blank = tuple(name for name, entry in entries.items() if entry.value is None)
    cells = {name: entry.ref for name, entry in entries.items() if entry.ref is not None}
    yield known("indicators", Members(there, blank, (), (), cells), cells.values())
    yield from _shares(application, _WHOLE_INCOME, Decimal(1) - _ROUNDING, "应为 100%")
    yield from _shares(application, _PART_INCOME, Decimal(0), "不应超过 100%")


def _shares(application: Application, names: Sequence[str], least: Decimal, should: str) -> Iterator[Fact]:
    """Yield shares of income as stated; those that together cannot be right are a conflict of their cells."""
    shares = {name: field(application, name) for name in names}
    numbers = [entry.value for entry in shares.values() if isinstance(entry.value, int | Decimal)]
    together, complete = sum(numbers), len(numbers) == len(names)
    wrong = len(numbers) > 1 and (together > 1 + _ROUNDING or (complete and together < least))
    refs = sources(*shares.values())
    what = "、".join(f"“{ref.label}”" for ref in refs)
    reason = f"{what}合计为 {Decimal(together * 100).normalize():f}%，{should}"
    for name, entry in shares.items():
        yield conflict(name, reason, refs) if wrong and entry.value is not None else stated(name, entry)


def has_prior_year(application: Application, applied: date | None) -> Fact:
    """Return whether the facility was open in the calendar year before the application (reading A-15)."""
    opened = field(application, "operation_start_date")
    since = day(opened)
    if since is None or applied is None:
        return unknown("has_prior_year", why(opened) or "申请日期不明", sources(opened))
    return known("has_prior_year", since.year < applied.year, sources(opened))


def rows_by_code(listing: Table) -> dict[str, Row]:
    """Return the checklist's rows by document code; the first row of a code counts."""
    rows: dict[str, Row] = {}
    for row in listing.rows:
        rows.setdefault(text_at(row, "code"), row)
    return rows


def _document(row: Row, label: str, assessed: date | None, words: NameWords) -> Record:
    values: dict[str, Scalar | None] = {part: scalar(row.cells[part]) for part in _PARTS}
    doubtful = [part for part in _parts_to_come(row, words) if values[part]]
    values |= dict.fromkeys(doubtful)
    until = day_at(row, "valid_to")
    # Whether a licence is in force is asked of all licences on file at once; any other paper that has run out is none.
    is_licence = text_at(row, "code") in _LICENCES
    values["valid"] = None if until is None or assessed is None or is_licence else until >= assessed
    columns = {part: "valid_to" if part == "valid" else "note" if part in doubtful else part for part in values}
    return record(label, row, values, columns, dict.fromkeys(doubtful, ""))


def _parts_to_come(row: Row, words: NameWords) -> tuple[str, ...]:
    """Return the parts of a document that its note says are still to come: the ones it names, else all of them."""
    note = note_of(row, words, words.of_papers)
    if not note:
        return ()
    tokens = {token for token, _ in words.of_papers.tokens(fold(note))}
    named = tuple(part for part, called in words.paper_parts.items() if tokens & set(called))
    return named or _PARTS
