"""A filled site-visit sheet → what it says of one visit, with every problem at once. Knows nothing of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.book.grid import Grid, Workbook
from medcheck.book.read_book import read_workbook
from medcheck.case.inspection import Inspection, InspectionAnswer, Measurement
from medcheck.case.visit_form import FORMAT, HEAD, INSPECTOR_FIELDS, VERSION, VisitItem, item_name
from medcheck.case.visit_row import ItemRow, mended
from medcheck.errors import Place, Problem, WorkbookError
from medcheck.fact import Fact
from medcheck.form.defined_names import HIDDEN_SHEET, field_name
from medcheck.intake.cells import read_cell
from medcheck.intake.table import Entry
from medcheck.package.guard import open_package
from medcheck.package.refusals import refusal
from medcheck.vocabulary import Vocabulary

_FIRST_ITEM = 8  # row of the hidden sheet
_AGAIN = "用 medcheck inspect 重新生成勘验表，把已填内容誊过去"
_COLUMNS = ("measured", "answer", "note", "photo")


class VisitSheet(NamedTuple):
    """What a filled sheet says, its own digest, and to which application (sha256) and rule pack it belongs.

    `inspection` is None where nobody filled anything in. `places` is the cell of each answer by rule.
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


class _Found(NamedTuple):
    """What the rows of the items say."""

    facts: tuple[Fact, ...]
    measurements: list[Measurement]
    answers: list[InspectionAnswer]
    places: Mapping[str, Place]
    remarks: list[str]


def read_visit(path: Path, vocabulary: Vocabulary) -> VisitSheet:
    """Return what a site-visit sheet says; raise WorkbookError with every cell that cannot be read."""
    package = open_package(path)
    workbook = read_workbook(package)
    hidden = workbook.grids.get(HIDDEN_SHEET)
    if hidden is None or hidden.text(1, 2) != FORMAT:
        raise refusal(
            package.file,
            "这不是 medcheck inspect 生成的勘验表",
            "核对 --inspection 后的文件；勘验表应用 medcheck inspect 生成",
        )
    if hidden.text(2, 2) != VERSION:
        raise refusal(package.file, f"勘验表的版本应为 {VERSION}，现为“{hidden.text(2, 2)}”", _AGAIN)
    application, name, pack, digest = (hidden.text(row, 2) for row in (3, 4, 5, 6))
    sheet = VisitSheet(package.file, package.sha256, application, name, pack, digest)
    problems: list[Problem] = []
    head = _head(workbook, problems)
    found = _items(workbook, hidden, vocabulary, problems)
    inspectors = [str(head[name].value).strip() for name in INSPECTOR_FIELDS if head[name].value]
    day, items = head["visit_date"].value, found.answers or found.measurements or found.remarks
    if not items and not inspectors and day is None and not problems:
        return sheet
    problems += _lacking(workbook, head, inspectors)
    if problems or not isinstance(day, date):
        raise WorkbookError(problems)
    inspection = Inspection(
        on=day,
        inspectors=inspectors,
        start=_time(head["visit_start"]),
        end=_time(head["visit_end"]),
        present=str(head["present"].value or ""),
        measurements=found.measurements,
        answers=found.answers,
        remarks=found.remarks,
    )
    return sheet._replace(inspection=inspection, measurements=found.facts, places=found.places)


def _head(workbook: Workbook, problems: list[Problem]) -> dict[str, Entry]:
    """Return the filled part of the head; who is inspected is printed and not read back."""
    entries = {}
    for field in HEAD.groups[1].fields:
        spot = workbook.named(field_name(field.id))
        if spot is None:
            entries[field.id] = Entry(None)
            text = f"找不到“{field.label}”一格，可能被删去"
            problems.append(Problem(Place(workbook.file, HEAD.name), text, _AGAIN))
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
            yield Problem(spot[0].place(*spot[1:]), f"“{label}”必填，现为空", "填写后重新评估")


def _time(entry: Entry) -> str:
    """Return a time of day as people write it: Excel keeps 9:30 as 09:30:00."""
    text = str(entry.value or "")
    return text.removesuffix(":00") if text.count(":") == 2 else text


def _items(workbook: Workbook, hidden: Grid, vocabulary: Vocabulary, problems: list[Problem]) -> _Found:
    facts: list[Fact] = []
    measurements: list[Measurement] = []
    answers: list[InspectionAnswer] = []
    places: dict[str, Place] = {}
    remarks: list[str] = []
    heads = {name: workbook.named(f"visit__{name}") for name in _COLUMNS}
    for item in _listed(hidden):
        spot = workbook.named(item_name(item.number))
        if spot is None or spot[0].text(*spot[1:]) != str(item.number) or None in heads.values():
            text = f"找不到第 {item.number} 项，该行可能被删去、移动或排序"
            problems.append(Problem(Place(workbook.file, spot[0].name if spot else ""), text, _AGAIN))
            continue
        columns = {name: where[2] for name, where in heads.items() if where}
        row = ItemRow(spot[0], spot[1], columns, item)
        note = row.note()
        if measured := row.measured(vocabulary, problems):
            facts.append(measured)
            measurements.append(Measurement(fact=item.fact, value=str(measured.value), note=note))
        if answer := row.answer(problems):
            answers.append(InspectionAnswer.model_validate({"rule": item.rule, "answer": answer, "note": note}))
            places[item.rule] = row.grid.place(row.number, columns["answer"])
        if note and not measured and not answer:
            remarks.append(f"勘验表第 {item.number} 项没有{'结论' if item.rule else '实测值'}，只写明“{note}”")
    return _Found(tuple(facts), measurements, answers, places, remarks)


def _listed(hidden: Grid) -> Iterator[VisitItem]:
    for row in range(_FIRST_ITEM, hidden.height + 1):
        if number := hidden.text(row, 1):
            yield VisitItem(int(number), hidden.text(row, 2), hidden.text(row, 3))
