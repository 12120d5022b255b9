"""All facts of one application: what its fields state, what the measures make of it, what the case file settles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from medcheck.fact import CellRef, Fact, Facts, Status, known
from medcheck.intake.application import Application
from medcheck.intake.case import CaseFile
from medcheck.intake.form import load_form
from medcheck.measure.entry import field, stated
from medcheck.measure.jurisdiction import (
    application_site_on_licence,
    receiving_agency_is_competent,
    site_operation_start_date,
)
from medcheck.measure.premises import contracted_services, equipment, rooms, services_offered
from medcheck.measure.staff import staff
from medcheck.measure.standing import false_material_found, prior_terminations, safety_events
from medcheck.vocabulary import Vocabulary


def derive(
    application: Application,
    case: CaseFile,
    tables: Mapping[str, Any],
    vocabulary: Vocabulary,
    as_of: date | None = None,
) -> Facts:
    """Return every fact this application can give, unknown ones included, each with its cells.

    `as_of` is the assessment date; without it the case file's, else the application date. Two ranks of evidence: a
    register's answer or a site measurement replaces what papers say, and the difference is a remark.
    """
    papers = Facts(
        [*_stated(application), *_measured(application, case, tables, vocabulary), *dates(application, case, as_of)]
    )
    settled = [_settled(fact, papers, vocabulary) for fact in (*case.registers, *case.measurements)]
    return papers.replaced(settled)


def dates(application: Application, case: CaseFile, as_of: date | None) -> tuple[Fact, Fact]:
    """Return the application date (the case file's, else the cover's) and the assessment date."""
    applied = stated("application_date", field(application, "application_date"))
    if case.source.application_date is not None:
        received = case.source.application_date
        differs = applied.status is Status.KNOWN and applied.value != received
        remark = f"申请表填报为{applied.value}，以经办机构收到申请之日为准" if differs else ""
        ref = case.ref("application_date", received.isoformat())
        applied = known("application_date", received, (ref,), remark)
    assessed = as_of or case.source.assessment_date
    if assessed is None:
        return applied, applied._replace(name="assessment_date")
    cells = () if as_of else (case.ref("assessment_date", assessed.isoformat()),)
    return applied, known("assessment_date", assessed, cells)


def _stated(application: Application) -> Iterator[Fact]:
    for _, column in load_form(application.form).fields():
        if column.fact:
            yield stated(column.fact, field(application, column.id))


def _measured(
    application: Application, case: CaseFile, tables: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[Fact]:
    aliases, agency = tables.get("aliases", {}), case.source.receiving_agency
    received_by: CellRef | None = case.ref("receiving_agency", agency) if agency else None
    yield known("facility_type", application.facility_type)
    if "agencies" in tables:
        yield receiving_agency_is_competent(application, tables["agencies"], received_by)
    yield application_site_on_licence(application)
    yield site_operation_start_date(application)
    yield services_offered(application)
    yield contracted_services(application)
    yield staff(application)
    yield rooms(application, vocabulary.facts["rooms"].members, aliases.get("rooms", {}))
    yield equipment(application, vocabulary.facts["equipment"].members, aliases.get("equipment", {}))
    yield prior_terminations(application)
    yield safety_events(application)
    yield false_material_found(application)
    again = case.source.resubmission
    yield known("is_resubmission", again == "是", (case.ref("resubmission", again),) if case.file else ())


def _settled(fact: Fact, papers: Facts, vocabulary: Vocabulary) -> Fact:
    paper = papers[fact.name]
    differs = paper.status is Status.KNOWN and paper.value != fact.value
    if not differs or fact.status is not Status.KNOWN:
        return fact
    definition = vocabulary.facts.get(fact.name)
    simple = isinstance(paper.value, bool | int | str | date) or (
        definition is not None and definition.kind == "number"
    )
    was = definition.word(paper.value) + definition.unit if definition and simple else "不同的内容"
    return fact._replace(remark=f"申请材料填报为{was}，以核查结果为准")
