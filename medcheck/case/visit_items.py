"""The rows of a filled site-visit sheet → what was measured and answered, what stays open, what was found otherwise.

Knows nothing of rules: which facts and rules rest on a row stands in the hidden list of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from medcheck.book.grid import Grid, Workbook
from medcheck.case.inspection import InspectionAnswer, Measurement
from medcheck.case.visit_form import (
    BLANK,
    ITEM_COLUMNS,
    LINE,
    OFFERED_COLUMN,
    OTHER,
    OfferedName,
    VisitDoubt,
    VisitItem,
    item_name,
)
from medcheck.case.visit_row import ItemRow
from medcheck.errors import MedcheckError, Place, Problem, suggest
from medcheck.fact import Fact
from medcheck.stated import read_fact
from medcheck.vocabulary import Vocabulary
from medcheck.yaml_source import Node

AGAIN = "用 medcheck inspect 重新生成勘验表，把已填内容誊过去"
FIRST_ITEM = 8  # row of the hidden sheet
_COLUMNS = ("named", "measured", "answer", "note", "photo")
_NAMES_OF_A_SET = "、"


@dataclass
class VisitFindings:
    """What the rows of the items say, as they are read one after another."""

    facts: list[Fact] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    answers: list[InspectionAnswer] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    doubts: list[VisitDoubt] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    filled: bool = False


def read_items(workbook: Workbook, hidden: Grid, vocabulary: Vocabulary, problems: list[Problem]) -> VisitFindings:
    """Return what the rows say; what cannot be read goes to `problems`, and what should only be mended to `told`."""
    findings = VisitFindings()
    offered = {name.name: name for name in _offered(hidden)} | {name.id: name for name in _offered(hidden)}
    heads = {name: workbook.named(f"visit__{name}") for name in _COLUMNS}
    for item in _listed(hidden):
        spot = workbook.named(item_name(item.number))
        if spot is None or spot[0].text(*spot[1:]) != str(item.number) or None in heads.values():
            text = f"找不到第 {item.number} 项，该行可能被删去、移动或排序"
            problems.append(Problem(Place(workbook.file, spot[0].name if spot else ""), text, AGAIN))
            continue
        columns = {name: where[2] for name, where in heads.items() if where}
        row = ItemRow(spot[0], spot[1], columns, item)
        before = len(problems)
        answer = row.answer(problems)
        if item.kind == OTHER:
            _other(row, answer, offered, vocabulary, findings, problems)
        elif item.kind:
            _line(row, answer, findings)
        else:
            measured = row.measured(vocabulary, problems)
            _looked_at(row, answer, measured, findings, vocabulary, unreadable=len(problems) > before)
        if answer == "不符合" and not row.note():
            text = f"第 {item.number} 项为“不符合”，没有写明情况"
            mend = "在备注中写明现场看到的情况，作为向申请单位说明的理由"
            findings.told.append(Problem(row.place("note"), text, mend))
    return findings


def _listed(hidden: Grid) -> Iterator[VisitItem]:
    for row in range(FIRST_ITEM, hidden.height + 1):
        if hidden.text(row, 1):
            yield VisitItem.of_cells([hidden.text(row, column) for column in range(1, ITEM_COLUMNS + 1)])


def _offered(hidden: Grid) -> Iterator[OfferedName]:
    for row in range(1, hidden.height + 1):
        name, kind, identity = (hidden.text(row, OFFERED_COLUMN + at) for at in range(3))
        if name:
            yield OfferedName(name, kind, identity)


def _looked_at(
    row: ItemRow,
    answer: str,
    measured: Fact | None,
    findings: VisitFindings,
    vocabulary: Vocabulary,
    *,
    unreadable: bool,
) -> None:
    """Add a row that measures a number, answers a rule, or both; a number that is not there leaves it open."""
    item, note = row.item, row.note()
    findings.filled = findings.filled or bool(measured or answer or note)
    if measured:
        _add_measurement(measured, str(measured.value), note, findings)
    if answer:
        _add_answer(row, item.rule, answer, note, findings)
    if note and not measured and not answer:
        what = "结论" if item.rule else "实测值"
        findings.remarks.append(f"勘验表第 {item.number} 项没有{what}，只写明“{note}”")
    if item.fact and not measured and not unreadable:
        label = vocabulary.facts[item.fact].label
        text = f"勘验表第 {item.number} 项没有填写“{label}”的实测值，仍待现场勘验"
        # Where a rule stands beside the number, the number is of that rule alone.
        rests = {"rules": (item.rule,)} if item.rule else {"facts": (item.fact,)}
        findings.doubts.append(VisitDoubt(False, text, **rests))


def _line(row: ItemRow, answer: str, findings: VisitFindings) -> None:
    """Add a row of a list, or a line that the inspectors named; of these a blank one is no omission."""
    item, note = row.item, row.note()
    named = row.grid.shown(row.number, 2) if item.kind == LINE else row.named()
    if item.kind == BLANK and not (named or answer or note):
        return
    findings.filled = findings.filled or bool(answer or note)
    said = f"：{note}" if note else ""
    what = f"勘验表第 {item.number} 项（{named or '没有写明名称'}）"
    if answer == "不符合":
        findings.doubts.append(VisitDoubt(True, f"{what}与申报不符{said}", item.facts, item.rules))
    elif not answer and item.kind == LINE:
        findings.doubts.append(VisitDoubt(False, f"{what}没有核实{said}", item.facts, item.rules))
    if answer == "不符合" or item.kind == BLANK or (note and not answer):
        findings.remarks.append(f"{what}{answer or '没有结论'}{said}")


def _other(
    row: ItemRow,
    answer: str,
    offered: Mapping[str, OfferedName],
    vocabulary: Vocabulary,
    findings: VisitFindings,
    problems: list[Problem],
) -> None:
    """Add a line of 其他发现: a fact with its value, a rule with its answer, or words, which are kept as a remark."""
    named, value, beside = row.named(), row.value(), row.beside()
    if not (named or value or answer or beside):
        return
    findings.filled = True
    what = f"勘验表第 {row.item.number} 项（其他发现：{named or '没有写明名称'}）"
    offer = offered.get(named)
    if offer is None:
        text = f"第 {row.item.number} 项的“{named}”不是事实或规则的名称{suggest(named, offered)}，只作为说明写入"
        mend = "从列表中选择，或写事实、规则的中文名称或编号；只作说明的不必改"
        findings.told.append(Problem(row.place("named"), text, mend))
    elif offer.kind == "fact" and value:
        if fact := _fact(row, offer, vocabulary, problems):
            if fact.name in {measurement.fact for measurement in findings.measurements}:
                text = f"“{offer.name}”在本表中填了两次实测值"
                problems.append(Problem(row.place("measured"), text, "只留一处"))
                return
            _add_measurement(fact, value, beside, findings)
    elif offer.kind == "inspection" and answer:
        note = "；".join(filter(None, (value, beside)))
        findings.answers = [item for item in findings.answers if item.rule != offer.id or item.answer != answer]
        _add_answer(row, offer.id, answer, note, findings)
    if answer == "不符合" and offer is not None and offer.kind != "inspection":
        rests = {"facts": (offer.id,)} if offer.kind == "fact" else {"rules": (offer.id,)}
        findings.doubts.append(VisitDoubt(True, f"{what}不符合{f'：{beside}' if beside else ''}", **rests))
    words = "；".join(filter(None, (value, answer, beside)))
    findings.remarks.append(f"{what}{f'：{words}' if words else '没有写明内容'}")


def _fact(row: ItemRow, offer: OfferedName, vocabulary: Vocabulary, problems: list[Problem]) -> Fact | None:
    """Return the value written for a fact; a value of another kind is a problem, and a list cannot stand in one cell."""
    definition = vocabulary.facts[offer.id]
    if definition.kind == "number":
        return row.measured_as(offer.id, vocabulary, problems)
    written, ref = row.value(), row.ref("measured", f"{definition.label}（现场）")
    if definition.kind == "list":
        text = f"“{definition.label}”是一张清单，不能写在一格中，现为“{written}”"
        problems.append(Problem(row.place("measured"), text, "清空本格，选“不符合”并在备注中写明"))
        return None
    place = row.place("measured")
    node = Node(written, place)
    if definition.kind == "set" and written != "无":
        node = Node([Node(name.strip(), place) for name in written.split(_NAMES_OF_A_SET)], place)
    elif definition.options:
        names = {label: option for option, label in definition.options.items()}
        node = Node(names.get(written, written), place)
    try:
        return read_fact(offer.id, node, vocabulary, (ref,))
    except MedcheckError as error:
        problems += error.problems
        return None


def _add_measurement(fact: Fact, value: str, note: str, findings: VisitFindings) -> None:
    findings.facts.append(fact)
    findings.measurements.append(Measurement(fact=fact.name, value=value, note=note))


def _add_answer(row: ItemRow, rule: str, answer: str, note: str, findings: VisitFindings) -> None:
    findings.answers.append(InspectionAnswer.model_validate({"rule": rule, "answer": answer, "note": note}))
    findings.places[rule] = row.place("answer")
