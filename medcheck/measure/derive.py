"""Derives all facts of one application: what its fields state, what the measures make of it, what the case file settles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial

from medcheck.case.case_file import CaseFile
from medcheck.fact import CellRef, Fact, Facts, Members, Record, Status, known, unknown
from medcheck.form.form import Form, load_form
from medcheck.intake.application import Application
from medcheck.measure import (
    documents,
    equipment,
    headcount,
    jurisdiction,
    managers,
    premises,
    presence,
    rooms,
    staff,
    standing,
)
from medcheck.measure.case_dates import CaseDates, When
from medcheck.measure.contrary import in_conflict
from medcheck.measure.entry import field, stated
from medcheck.measure.fact_pieces import Piece, gathered, require_one_supplier
from medcheck.measure.hospital import capacity, department_names, departments, key_specialties
from medcheck.measure.hospital.department_book import book_of
from medcheck.measure.measure_tables import DepartmentNames, Tables
from medcheck.measure.pharmacy import drug_list, pharmacists, stock_rate, store_cover
from medcheck.measure.pharmacy.stock_rate import Matching
from medcheck.measure.presence import Absences
from medcheck.measure.taken_facts import among_options, taken_facts, without_place
from medcheck.vocabulary import AGENCY_SOURCES, Vocabulary

_NO_NAMES = DepartmentNames(aliases={})
# Stands in for a missing date, to find the facts that depend on it; no verdict ever rests on it.
_SOME_DAY = date(2019, 9, 1)
_EVENTS = {
    "medical_accidents": "医疗事故",
    "drug_violations": "药品材料违法违规",
    "price_violations": "价格违法违规",
}


def derive(
    application: Application,
    case: CaseFile,
    dates: CaseDates,
    tables: Tables,
    vocabulary: Vocabulary,
    matching: Matching | None = None,
    *,
    form: Form | None = None,
) -> Facts:
    """Return every fact this application can give, unknown ones included, each with its cells.

    Two ranks of evidence: what papers say, and what replaces it by authority. Raises as `paper_facts`.
    """
    return with_authority(
        paper_facts(application, case, dates, tables, vocabulary, matching, form=form), case, vocabulary
    )


def with_authority(papers: Facts, case: CaseFile, vocabulary: Vocabulary) -> Facts:
    """Return the facts with a register's answer or a site measurement in place of what papers say; the difference is a remark."""
    return papers.replaced([_settled(fact, papers, vocabulary, by) for fact, by in _authorities(case)])


def paper_facts(
    application: Application,
    case: CaseFile,
    dates: CaseDates,
    tables: Tables,
    vocabulary: Vocabulary,
    matching: Matching | None = None,
    *,
    form: Form | None = None,
) -> Facts:
    """Return every fact as papers state it; of the case only what it says of the application itself, and no authority.

    `matching` is a pharmacy's drug list held against a catalogue; `form` is given where the application's form is not a
    shipped one. Raises FormError or RuleError where a fact has two suppliers.
    """
    when = dates.when
    form_of_it = form or load_form(application.form)

    def papers_of(stated: Application) -> Sequence[Fact]:
        made = measured(stated, when)
        if None in when:
            supposed = measured(stated, When(when.applied or _SOME_DAY, when.assessed or _SOME_DAY))
            made = list(_waiting(made, supposed, dates.applied.sources))
        return made

    def measured(stated: Application, when: When) -> list[Fact]:
        pieces: list[Piece] = [
            lambda: dates,
            lambda: _stated(stated, form_of_it, vocabulary),
            lambda: taken_facts(stated, form_of_it, vocabulary),
            *_measured(stated, case, tables, vocabulary, when),
        ]
        if stated.facility_type == "pharmacy":
            pieces += _of_pharmacy(stated, tables, when, matching)
        facts = gathered(pieces, vocabulary)
        facts += without_place(facts, form_of_it, vocabulary)
        require_one_supplier(facts, form_of_it, vocabulary)
        return facts

    made = in_conflict(papers_of(application), application, papers_of)
    return Facts([*made, *_of_registers_alone(made, vocabulary)])


def _of_registers_alone(made: Iterable[Fact], vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield what the vocabulary leaves to a register and no application states: unknown until the agency answers."""
    stated = {fact.name for fact in made}
    answered_by_agency = {name for name in vocabulary.brought if vocabulary.facts[name].source in AGENCY_SOURCES}
    for name, definition in vocabulary.facts.items():
        if name not in stated and (definition.source == "register" or name in answered_by_agency):
            yield unknown(name, "只能由经办机构查询")


def _waiting(made: Iterable[Fact], supposed: Iterable[Fact], date_cells: tuple[CellRef, ...]) -> Iterator[Fact]:
    """Yield the facts made without a date; those that a date would change cite the cell it is missing from as well."""
    others = {fact.name: fact for fact in supposed}
    for fact in made:
        other = others.get(fact.name, fact)
        if (fact.status, fact.value) == (other.status, other.value):
            yield fact
            continue
        for mine, known_then in zip(_records(fact), _records(other), strict=False):
            late = (
                name for name, value in known_then.values.items() if value is not None and mine.values.get(name) is None
            )
            mine.waits = {name: ref for name in late for ref in date_cells[:1]}
        yield fact._replace(sources=(*fact.sources, *date_cells))


def _records(fact: Fact) -> tuple[Record, ...]:
    """Return the records of a list or of a document; none of any other fact."""
    value = fact.value
    if isinstance(value, Record):
        return (value,)
    return value if isinstance(value, tuple) and not isinstance(value, Members) else ()


def _stated(application: Application, form: Form, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield what the fields of the form state without further measuring.

    A form made for another pack may ask what this vocabulary does not know: nobody reads that here.
    """
    for _, column in form.fields():
        if column.fact and (definition := vocabulary.facts.get(column.fact)):
            yield among_options(stated(column.fact, field(application, column.id)), definition)


def _measured(
    application: Application, case: CaseFile, tables: Tables, vocabulary: Vocabulary, when: When
) -> Iterator[Piece]:
    aliases, words, agency = tables.aliases, tables.name_words, case.source.receiving_agency
    received_by: CellRef | None = case.ref("receiving_agency", agency) if agency else None
    yield lambda: known("facility_type", application.facility_type)
    yield lambda: capacity.hospital_level(application)
    yield lambda: jurisdiction.receiving_agency_is_competent(application, tables.agencies, received_by)
    yield lambda: jurisdiction.application_site_on_licence(application, tables.agencies)
    yield lambda: jurisdiction.application_site_exactly_on_licence(application)
    yield lambda: jurisdiction.site_operation_start_date(application)
    yield lambda: documents.documents(application, vocabulary.documents, when.assessed, words)
    yield lambda: documents.licences_on_file(application, words)
    yield lambda: documents.premises_right_remaining_months(application, when.assessed)
    yield lambda: documents.is_specialised(application, tables.specialised)
    yield lambda: documents.has_prior_year(application, when.applied)
    yield lambda: documents.indicators(application)
    yield lambda: premises.usable_area_m2(application)
    yield lambda: premises.services_offered(application)
    yield lambda: premises.contracted_services(application)
    yield lambda: rooms.rooms(application, vocabulary.facts["rooms"].members, aliases, words)
    yield lambda: equipment.equipment(application, vocabulary.facts["equipment"].members, aliases, words)
    yield lambda: equipment.large_equipment(application, aliases, words)
    yield lambda: capacity.grade_on_record(application, when.assessed)
    yield lambda: capacity.bed_count_open(application)
    yield lambda: capacity.building_area_m2(application)
    yield lambda: capacity.ward_smallest_net_area_per_bed_m2(application)
    yield lambda: capacity.visits(application)
    yield lambda: capacity.bed_unit(application)
    absent = cache(lambda: presence.absences(application, words, when.applied, when.assessed))
    yield lambda: _of_staff(application, tables, when, absent())
    yield lambda: headcount.headcounts(application, tables.titles, when.applied, absent())
    yield from _of_departments(application, tables, vocabulary, when, absent)
    yield lambda: managers.managers(application, tables.titles)
    yield lambda: standing.prior_terminations(application)
    yield lambda: standing.safety_events(application)
    yield from (partial(standing.events_of, application, name, kind) for name, kind in _EVENTS.items())
    yield lambda: standing.under_investigation_declared(application)
    yield lambda: standing.only_of_registers()
    yield lambda: _of_case(case)


def _of_staff(application: Application, tables: Tables, when: When, absent: Absences) -> Iterator[Fact]:
    everybody = staff.staff(application, tables.titles, tables.posts, when.applied, when.assessed, absent)
    yield from (everybody, staff.staff_to_insure(application, everybody))


def _of_departments(
    application: Application, tables: Tables, vocabulary: Vocabulary, when: When, absent: Callable[[], Absences]
) -> Iterator[Piece]:
    names, members, words = tables.department_names, vocabulary.facts["departments"].members, tables.name_words
    book = book_of(names or _NO_NAMES, words, members)
    yield lambda: department_names.of_department_names(application, names, members, words)
    yield lambda: departments.departments_without_subject(application, tables.departments, book)
    yield lambda: departments.departments_not_literally_approved(application, tables.departments, book)

    def listed() -> Fact:
        rank = departments.ranks(application, book)
        return departments.departments_list(
            application, tables.departments, tables.titles, rank, when.assessed, book, absent()
        )

    yield listed
    yield lambda: key_specialties.key_specialties(application, tables.titles, book, absent())


def _of_pharmacy(application: Application, tables: Tables, when: When, matching: Matching | None) -> Iterator[Piece]:
    yield lambda: store_cover.chain_type(application)
    yield lambda: store_cover.area_class(application)
    yield lambda: store_cover.drug_business_scope(application)
    yield lambda: store_cover.drug_inspection(application, when.assessed)
    yield lambda: store_cover.devices(application, tables.name_words)
    yield lambda: drug_list.drugs_in_stock(application, tables.drug_lists)
    yield lambda: drug_list.priced(application, tables.drug_lists)
    yield lambda: drug_list.stock_facts(application, tables.drug_lists)
    absent = cache(lambda: presence.absences(application, tables.name_words, when.applied, when.assessed))
    yield lambda: pharmacists.uncovered_hours(application, tables.titles, absent())
    yield lambda: stock_rate.stock_rate(application, matching)


def _of_case(case: CaseFile) -> Iterator[Fact]:
    """Yield what the case file alone states: a resubmission, and the further documents the agency asked for."""
    again = case.source.resubmission
    yield known("is_resubmission", again == "是", (case.ref("resubmission", again),) if case.file else ())
    required = case.source.documents_required
    if required is None:
        yield unknown("documents_required", "经办机构尚未说明是否另行要求材料")
        return
    ref = case.ref("documents_required", "、".join(document.name for document in required))
    flags = {"是": True, "否": False}
    records = (
        Record(document.name, {"received": flags.get(document.received or "")}, ref, {"received": ref})
        for document in required
    )
    yield known("documents_required", tuple(records), (ref,))


def _authorities(case: CaseFile) -> Iterator[tuple[Fact, str]]:
    """Yield the facts that the case file settles, each with who settled it and when."""
    answers = {answer.fact: answer for answer in case.source.registers}
    for fact in case.registers:
        answer = answers[fact.name]
        yield fact, f"{answer.register_name or '登记'}核查（{answer.by} {answer.on}）"
    if visit := case.source.inspection:
        notes = {measurement.fact: f"；{measurement.note}" for measurement in visit.measurements if measurement.note}
        for fact in case.measurements:
            yield fact, f"现场测量（{'、'.join(visit.inspectors)} {visit.on}{notes.get(fact.name, '')}）"


def _settled(fact: Fact, papers: Facts, vocabulary: Vocabulary, by: str) -> Fact:
    paper = papers[fact.name]
    if fact.status is not Status.KNOWN:
        return fact
    remark = f"以{by}为准"
    if paper.status is Status.KNOWN and paper.value != fact.value:
        remark = f"申请材料填报为{_in_words(paper, vocabulary)}，{remark}"
    return fact._replace(remark=remark)


def _in_words(fact: Fact, vocabulary: Vocabulary) -> str:
    """Return what a paper states, as a reader sees it."""
    value, definition = fact.value, vocabulary.facts[fact.name]
    if isinstance(value, Members):
        return "、".join(member.name for member in value.members) or "无"
    if isinstance(value, tuple):
        return "、".join(record.label for record in value if isinstance(record, Record)) or "无"
    return f"{definition.word(value)}{definition.unit}"
