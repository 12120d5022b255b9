"""All papers of one kind for a folder of results: one each where it fits, why not where it does not, and one file to print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import NO_CASE, CaseFile, read_case
from medcheck.case.case_folder_file import case_file_for
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.fit import belongs
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import OfficialPaper
from medcheck.notice.paper_record import with_paper_record
from medcheck.report.record.json_file import read_result

_EARLIER = "早先版本"  # what a batch keeps of replaced workbooks: no paper is made from it


class PaperMade(NamedTuple):
    """What became of one result: the paper, or why there is none; `misfit` where its conclusion asks for another paper.

    `case` is the case file that was used.
    """

    result: str
    applicant: str = ""
    document: bytes = b""
    remarks: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    misfit: str = ""
    case: Path | None = None


def make_papers(
    kind: OfficialPaper, folder: Path, cases: Path | None, *, template: Path | None = None, today: date | None = None
) -> Iterator[PaperMade]:
    """Yield what becomes of each result of a folder, in the order of names; nothing is left out."""
    left_out = {_EARLIER, ".medcheck"}  # the second holds what the batch keeps for itself
    paths = [path for path in sorted(folder.rglob("*.json")) if not left_out & set(path.parts) and path.is_file()]
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            assessment = read_result(path)
        except MedcheckError as error:
            yield PaperMade(name, problems=error.problems)
            continue
        yield _made(kind, assessment, PaperMade(name, assessment.applicant.name), cases, template, today)


def orphans(cases: Path, made: tuple[PaperMade, ...]) -> tuple[str, ...]:
    """Return the case files of a folder that belong to no result."""
    used = {one.case.resolve() for one in made if one.case}
    files = (path for path in sorted(cases.rglob("*.y*ml")) if path.is_file() and path.suffix in (".yaml", ".yml"))
    return tuple(path.relative_to(cases).as_posix() for path in files if path.resolve() not in used)


def _made(
    kind: OfficialPaper,
    assessment: Assessment,
    made: PaperMade,
    cases: Path | None,
    template: Path | None,
    today: date | None,
) -> PaperMade:
    found = _case_of(assessment, cases) if cases and cases.is_dir() else cases
    made = made._replace(case=found)
    if not belongs(kind, assessment):
        return made._replace(misfit=f"“{assessment.stage_word}”阶段，结论为“{assessment.conclusion_word}”")
    try:
        case: CaseFile = read_case(found, None) if found else NO_CASE
        paper = issue(kind, assessment, case.source, template=template, today=today)
    except MedcheckError as error:
        return made._replace(problems=error.problems)
    remarks = paper.remarks
    if found is None and cases is not None:
        text = f"没有找到案件文件（{Path(assessment.workbook.file).stem}.yaml）"
        remarks = (*remarks, Problem(Place(kind.title), text, "文号、日期、经办人等留空，可手工填写", hint=True))
    document = with_paper_record(paper.document, kind, assessment, case=found, template=template)
    return made._replace(document=document, remarks=remarks)


def _case_of(assessment: Assessment, cases: Path) -> Path | None:
    """Return the case file of a result: the one it was assessed with, else the one named like its workbook."""
    used = [one.file for one in assessment.options.files if one.what == "case"] if assessment.options else []
    return case_file_for(cases, assessment.workbook.file, used=next(iter(used), ""))
