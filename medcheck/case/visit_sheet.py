"""A filled site-visit sheet → what it says of one visit, with every problem at once. Knows nothing of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.book.grid import Grid, Workbook
from medcheck.book.read_book import read_workbook
from medcheck.case.inspection import Inspection
from medcheck.case.visit_form import FORMAT, HEAD, INSPECTOR_FIELDS, VERSION, VisitDoubt
from medcheck.case.visit_items import AGAIN, read_items
from medcheck.case.visit_row import mended
from medcheck.errors import Place, Problem, WorkbookError
from medcheck.fact import Fact, Role
from medcheck.form.defined_names import HIDDEN_SHEET, field_name
from medcheck.form.values import REQUIRED_BLANK
from medcheck.intake.cells import read_cell
from medcheck.intake.table import Entry
from medcheck.package.guard import open_package
from medcheck.package.refusals import refusal
from medcheck.vocabulary import Vocabulary


class VisitSheet(NamedTuple):
    """What a filled sheet says, its own digest, and to which application (sha256) and rule pack it belongs.

    `inspection` is None where nobody filled anything in. `places` is the cell of each answer by rule, `cells` those of the
    head by field. `doubts` are what stays open or was found otherwise, `told` what should be mended and stops nothing.
    """

    file: str
    sha256: str
    application: str
    application_file: str
    pack: str
    pack_sha256: str
    inspection: Inspection | None = None
    measurements: tuple[Fact, ...] = ()
    places: Mapping[str, Place] = {}
    cells: Mapping[str, Place] = {}
    doubts: tuple[VisitDoubt, ...] = ()
    told: tuple[Problem, ...] = ()


def read_visit(path: Path, vocabulary: Vocabulary) -> VisitSheet:
    """Return what a site-visit sheet says; raise WorkbookError with every cell that cannot be read."""
    sheet, problems = visit_and_problems(path, vocabulary)
    if problems:
        raise WorkbookError(problems)
    return sheet


def read_origin(path: Path) -> VisitSheet:
    """Return for what a site-visit sheet was made, and nothing of what is filled in; raise WorkbookError for another file."""
    return _opened(path)[2]


def visit_and_problems(path: Path, vocabulary: Vocabulary) -> tuple[VisitSheet, tuple[Problem, ...]]:
    """Return what a site-visit sheet says, and every cell that cannot be read; then only for what the sheet was made.

    Raises WorkbookError where the file is no sheet.
    """
    workbook, hidden, sheet = _opened(path)
    problems: list[Problem] = []
    head = _head(workbook, problems)
    findings = read_items(workbook, hidden, vocabulary, problems)
    inspectors = [str(head[name].value).strip() for name in INSPECTOR_FIELDS if head[name].value]
    day = head["visit_date"].value
    if not findings.filled and not inspectors and day is None and not problems:
        return sheet, ()
    problems += _lacking(workbook, head, inspectors)
    if problems or not isinstance(day, date):
        return sheet, tuple(problems)
    inspection = Inspection(
        on=day,
        inspectors=inspectors,
        start=_time(head["visit_start"]),
        end=_time(head["visit_end"]),
        present=str(head["present"].value or ""),
        measurements=findings.measurements,
        answers=findings.answers,
        remarks=findings.remarks,
    )
    filled = sheet._replace(
        inspection=inspection,
        measurements=tuple(findings.facts),
        places=findings.places,
        cells=dict(_cells(workbook)),
        doubts=tuple(findings.doubts),
        told=tuple(findings.told),
    )
    return filled, ()


def _cells(workbook: Workbook) -> Iterator[tuple[str, Place]]:
    for field in HEAD.groups[1].fields:
        if spot := workbook.named(field_name(field.id)):
            yield field.id, spot[0].place(*spot[1:])


def require_past(sheet: VisitSheet, today: date) -> None:
    """Refuse a sheet that tells of a visit after today; raise WorkbookError with the cell."""
    visit = sheet.inspection
    if visit is not None and visit.on > today:
        text = f"“勘验日期”应不晚于今天（{today}），现为“{visit.on}”"
        raise WorkbookError([Problem(sheet.cells["visit_date"], text, "按现场记录改正后重新评估")])


def _opened(path: Path) -> tuple[Workbook, Grid, VisitSheet]:
    """Return the workbook of a sheet, its hidden list, and for what it was made."""
    package = open_package(path)
    workbook = read_workbook(package, Role.VISIT)
    hidden = workbook.grids.get(HIDDEN_SHEET)
    if hidden is None or hidden.text(1, 2) != FORMAT:
        raise refusal(
            package.file,
            "这不是 medcheck inspect 生成的勘验表",
            "核对 --inspection 后的文件；勘验表应用 medcheck inspect 生成",
        )
    if hidden.text(2, 2) != VERSION:
        raise refusal(package.file, f"勘验表的版本应为 {VERSION}，现为“{hidden.text(2, 2)}”", AGAIN)
    application, name, pack, digest = (hidden.text(row, 2) for row in (3, 4, 5, 6))
    return workbook, hidden, VisitSheet(package.file, package.sha256, application, name, pack, digest)


def _head(workbook: Workbook, problems: list[Problem]) -> dict[str, Entry]:
    """Return the filled part of the head; who is inspected is printed and not read back."""
    entries = {}
    for field in HEAD.groups[1].fields:
        spot = workbook.named(field_name(field.id))
        if spot is None:
            entries[field.id] = Entry(None)
            text = f"找不到“{field.label}”一格，可能被删去"
            problems.append(Problem(Place(workbook.file, HEAD.name), text, AGAIN))
            continue
        optional = field.model_copy(update={"required": False})
        entries[field.id], faults = read_cell((*spot, "name"), optional, field.id)
        problems += [mended(problem) for problem in faults]
    return entries


def _lacking(workbook: Workbook, head: Mapping[str, Entry], inspectors: list[str]) -> Iterator[Problem]:
    """Yield what a visit cannot do without: its day, and who made it."""
    for name, empty in (("visit_date", head["visit_date"].reason == "未填写"), ("inspector_1", not inspectors)):
        if empty and (spot := workbook.named(field_name(name))):
            label = next(field.label for field in HEAD.fields if field.id == name)
            yield Problem(spot[0].place(*spot[1:]), f"“{label}”{REQUIRED_BLANK}", "填写后重新评估")


def _time(entry: Entry) -> str:
    """Return a time of day as people write it: Excel keeps 9:30 as 09:30:00."""
    text = str(entry.value or "")
    return text.removesuffix(":00") if text.count(":") == 2 else text
