"""One workbook → its assessment. Start reading here.

application ──► facts ──► outcomes ──► assessment
  (intake)    (measure)   (engine)    (assessment)
                             ▲
                          rulebook
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.basis import Basis
from medcheck.assessment.case_remarks import case_remarks
from medcheck.assessment.conclude import conclude
from medcheck.assessment.form_remark import form_remarks
from medcheck.assessment.judge import judge, judge_drafts
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import FileUsed, OptionsUsed
from medcheck.assessment.options_stated import options_used
from medcheck.assessment.privacy import without_numbers
from medcheck.assessment.visit_magnitude import without_slips
from medcheck.case.case_belongs import require_own
from medcheck.case.case_file import NO_CASE, CaseFile, read_case
from medcheck.case.in_force import in_force
from medcheck.case.visit_case import require_belongs, with_visit
from medcheck.case.visit_sheet import read_origin, read_visit, require_past
from medcheck.context import keep
from medcheck.engine.session import Engine
from medcheck.fact import Facts, Role, name_files
from medcheck.form.form import load_form
from medcheck.intake.application import Application
from medcheck.intake.catalogue import Catalogue, read_catalogue
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import CaseDates, case_dates
from medcheck.measure.derive import paper_facts, with_authority
from medcheck.measure.people_check import people_problems
from medcheck.measure.pharmacy.stock_rate import Matching, match
from medcheck.report.record.seal import sealed
from medcheck.rulebook.choice import Choice, choose, site_of
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import current_shelf
from medcheck.verdict import Stage


class Options(NamedTuple):
    """How an application is to be assessed: stage, dates, rule pack, readings, and the agency's case file.

    Without `as_of` the assessment date is the case file's, else the application date; without `pack` the application
    date chooses the regulation. `catalogue` is the drug catalogue a pharmacy's list is held against; `lists` are lists
    that came as .csv files beside the workbook, by the name of their sheet. `inspection` is the filled site-visit sheet,
    of a visit on `visits_until` at the latest, where that is given; `headings` says what columns unknown headings of its
    lists are.
    """

    stage: Stage = Stage.PRECHECK
    as_of: date | None = None
    pack: str = ""
    readings: Mapping[str, str] = {}
    case: Path | None = None
    catalogue: Path | None = None
    lists: Mapping[str, Path] = {}
    inspection: Path | None = None
    headings: Mapping[str, str] = {}
    visits_until: date | None = None


class Assessed(NamedTuple):
    """An assessment with the facts and rules it was made from, for a paper that prints more than the result says."""

    assessment: Assessment
    facts: Facts
    rules: tuple[Rule, ...]


def assess(path: Path, options: Options, engine: Engine) -> Assessment:
    """Return the assessment of one workbook; raise WorkbookError or RuleError where there can be none."""
    return assess_application(read_application(path, options.lists, options.headings), options, engine)


def assess_application(
    application: Application, options: Options, engine: Engine, *, where_bound: bool = False
) -> Assessment:
    """Return the assessment of an application that was read; raise WorkbookError or RuleError where there can be none.

    With `where_bound` a reading that binds no rule of this facility is left aside, and the result does not name it.
    """
    dates = case_dates(application, unread_case(options.case), options.as_of)
    choice = choose_pack(application, dates, options.pack)
    case = read_case(options.case, choice.pack.vocabulary) if options.case else NO_CASE
    return assess_under(
        choice,
        application,
        case=case,
        dates=dates,
        options=options,
        engine=engine,
        where_bound=where_bound,
    ).assessment


def assess_under(
    choice: Choice,
    application: Application,
    *,
    case: CaseFile,
    dates: CaseDates,
    options: Options,
    engine: Engine,
    where_bound: bool = False,
) -> Assessed:
    """Return an application assessed under the pack of a choice.

    With `where_bound` only the readings that bind this facility are used and recorded. Raises WorkbookError for a case file
    or a visit sheet that does not fit, RuleError for readings that do not.
    """
    pack = choice.pack
    require_own(case, *_institution(application))
    case = _visited(case, application, pack, options)
    asked_of_people = people_problems(application, pack.tables.titles, pack.tables.posts, dates.applied.day)
    not_asked = form_remarks(application, load_form(application.form), pack)
    files = {Role.APPLICATION: application.file, **case.files}
    told = (*not_asked, *name_files(asked_of_people, files))
    application = application._replace(problems=(*application.problems, *told))
    matching = hold_against(application, options.catalogue, pack)
    papers = paper_facts(application, case, dates, pack.tables, pack.vocabulary, matching)
    if case.counted.measurements:
        declared = with_authority(papers, in_force(case._replace(measurements=()), dates.assessed.day), pack.vocabulary)
        case = without_slips(case, declared, pack.vocabulary)
    counted = in_force(case.counted, dates.assessed.day)
    facts = with_authority(papers, counted, pack.vocabulary)
    choosing = _profile_facts(facts, pack)
    if where_bound:
        options = options._replace(readings=pack.binding(choosing, options.readings))
    profile = engine.profile_of(pack, choosing, options.readings)
    session = engine.session_for(pack, profile)
    judged = judge(pack, profile, session=session, facts=facts, case=counted)
    remarks = tuple(case_remarks(case, facts))
    stated_options = _options_used(options, application, case, matching)
    basis = Basis(
        application=application,
        facts=facts,
        choice=choice,
        readings=profile.readings,
        stage=options.stage,
        case=case.source,
        case_remarks=remarks,
        undecided=profile.undecided,
        matching=matching,
        options=stated_options,
        files={**files, Role.CATALOGUE: matching.catalogue.file} if matching else files,
    )
    drafts = judge_drafts(profile, session=session, facts=facts)
    assessment = sealed(without_numbers(conclude(basis, judged, session.conclude, drafts), application))
    return Assessed(assessment, facts, profile.rules)


def unread_case(path: Path | None) -> CaseFile:
    """Return the case file before it is known which pack's facts it answers; empty where there is none."""
    return read_case(path, None) if path else NO_CASE


def _institution(application: Application) -> tuple[str, str]:
    """Return the name and the credit code the application states, each empty where it states none."""
    entries = (application.fields.get(name) for name in ("facility_name", "uscc"))
    name, uscc = (entry.value if entry and isinstance(entry.value, str) else "" for entry in entries)
    return name, uscc


def choose_pack(application: Application, dates: CaseDates, named: str) -> Choice:
    """Return the rule pack and how it was chosen: by its name, else by place, application date and facility type.

    Raises RuleError for a name nobody knows or whose files are wrong, and where no pack or more than one could be meant.
    """
    at_hand = current_shelf()
    packs = at_hand.packs()
    site = site_of(application, packs)
    if named:
        return Choice(at_hand.pack(named), "by_option", site)
    choice = choose(packs, site, dates.applied.day, application.facility_type)
    return choice._replace(passed_over=tuple(at_hand.broken()))


def _visited(case: CaseFile, application: Application, pack: RulePack, options: Options) -> CaseFile:
    """Return the case with what the filled site-visit sheet says; raise WorkbookError for one that does not belong."""
    if options.inspection is None:
        return case
    require_belongs(read_origin(options.inspection), (application.file, application.sha256), (pack.id, pack.sha256))
    sheet = read_visit(options.inspection, pack.vocabulary)
    if options.visits_until:
        require_past(sheet, options.visits_until)
    return with_visit(case, sheet)


def hold_against(application: Application, catalogue: Path | None, pack: RulePack) -> Matching | None:
    """Return a pharmacy's drug list held against the catalogue; None for others, without one, or without the table."""
    tables, forms = pack.tables, pack.tables.dosage_forms
    if catalogue is None or forms is None or application.facility_type != "pharmacy":
        return None
    return match(application, catalogue_of(catalogue), forms, tables.catalogue_editions, tables.drug_lists)


def catalogue_of(path: Path) -> Catalogue:
    """Return the catalogue of a file, read once as long as the file stays as it is; raise WorkbookError."""
    stamp = path.stat() if path.is_file() else None
    return _read_once(path, (stamp.st_mtime_ns, stamp.st_size) if stamp else (0, 0))


@keep(2)
def _read_once(path: Path, stamp: tuple[int, int]) -> Catalogue:
    return read_catalogue(path)


def _options_used(options: Options, application: Application, case: CaseFile, matching: Matching | None) -> OptionsUsed:
    """Return how the assessment was asked for, with every file that had a part in it."""
    sheets = {sheet.id: sheet.name for sheet in load_form(application.form).tables()}
    used = [
        FileUsed(what="list", name=sheets[csv_list.table], file=csv_list.file, sha256=csv_list.sha256)
        for csv_list in application.lists
    ]
    if case.sha256:
        used.insert(0, FileUsed(what="case", name="", file=case.file, sha256=case.sha256))
    if matching:
        catalogue = matching.catalogue
        used.append(FileUsed(what="catalogue", name="", file=catalogue.file, sha256=catalogue.sha256))
    if options.inspection:
        sheet = options.inspection.name
        used.append(FileUsed(what="inspection", name="", file=sheet, sha256=case.visit_sha256))
    readings = tuple(f"{name}={option}" for name, option in sorted(options.readings.items()))
    headings = tuple(f"{heading}={column}" for heading, column in sorted(options.headings.items()))
    return options_used(
        options.stage, options.as_of, pack=options.pack, readings=readings, files=tuple(used), headings=headings
    )


def _profile_facts(facts: Facts, pack: RulePack) -> Facts:
    """Return the facts that choose the rules: facility type and level."""
    return Facts(facts[name] for name, definition in pack.vocabulary.facts.items() if definition.profile)
