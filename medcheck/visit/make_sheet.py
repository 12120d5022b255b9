"""One application → its site-visit sheet, filled with what the application declares. Start reading here."""

from __future__ import annotations

from pathlib import Path

from medcheck.assess import Options, assess_under, choose_pack, unread_case
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.blank import write_xlsx
from medcheck.blank.plan import FormData
from medcheck.case.case_file import NO_CASE, read_case
from medcheck.case.visit_form import HEAD
from medcheck.engine.session import Engine
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.visit.items import Point, points
from medcheck.visit.lines import offered_names
from medcheck.visit.sheet_layout import plans


def write_visit(path: Path, options: Options, engine: Engine, output: Path) -> tuple[Point, ...]:
    """Write the site-visit sheet of an application, and return its points.

    What an earlier visit found is not printed: the sheet shows what papers and registers say. Raise WorkbookError or
    RuleError where the application cannot be assessed.
    """
    application = read_application(path, options.lists, options.headings)
    dates = case_dates(application, unread_case(options.case), options.as_of)
    choice = choose_pack(application, dates, options.pack)
    pack = choice.pack
    case = read_case(options.case, pack.vocabulary) if options.case else NO_CASE
    case = case._replace(source=case.source.model_copy(update={"inspection": None}), measurements=())
    assessed = assess_under(choice, application, case=case, dates=dates, options=options, engine=engine)
    made = points(pack, assessed.rules, assessed.assessment, assessed.facts, application)
    offered = offered_names(assessed.rules, pack.vocabulary.facts)
    origin = (
        ("application", application.sha256),
        ("application_file", application.file),
        ("pack", pack.id),
        ("pack_sha256", pack.sha256),
    )
    head = _head(assessed.assessment, application.file)
    write_xlsx.write(plans(head, made, origin, offered, pack.tables.visit.cite), HEAD.title, output)
    return made


def _head(assessment: Assessment, file: str) -> FormData:
    applicant = assessment.applicant
    return FormData(
        {
            "facility": applicant.name,
            "facility_type": applicant.facility_type_word,
            "uscc": applicant.uscc,
            "address": applicant.address,
            "application": file,
        },
        {},
    )
