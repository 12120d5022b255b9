"""Arranges the parts of an Assessment in the order a reader meets them, for every face.

Sorts and groups only. Computes no total and no judgement, and knows nothing of HTML or the screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeVar

from medcheck.assessment.model.assessment_model import Assessment, ProblemItem, Task, Tasks
from medcheck.assessment.model.finding_model import Cell, EvidenceItem, Finding
from medcheck.assessment.model.source_model import Regulation
from medcheck.verdict import VERDICT_WORDS, Verdict

Item = TypeVar("Item")
Key = TypeVar("Key")

CHOSEN_WORDS: Mapping[str, str] = {
    "in_force": "申请之日施行",
    "by_option": "按指定的规则包评估",
    "assumed": "申请日期不明，假定适用",
    "place_assumed": "所在地不明，假定适用",
    "both_assumed": "所在地和申请日期不明，假定适用",
}
# How many drugs that answer to no catalogue entry are listed on the page and the screen; the JSON has them all.
MOST_LOOSE = 50
SETTLED = frozenset({Verdict.PASS, Verdict.WAIVED, Verdict.NOT_APPLICABLE})
KINDS = ("必填", "矛盾", "错误", "提示")
_OPEN = (Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.ERROR, Verdict.INSPECT, Verdict.JUDGE, Verdict.CHECK)
_RUN = 3
_NARROW = 4
_STEPS = ("hand_in", "fill", "change")
_WHOLE = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.ERROR, Verdict.WAIVED})


class Source(NamedTuple):
    """The cells of one sheet that state the same thing of a finding; `value` only where it is a single cell."""

    label: str
    value: str
    place: str
    cells: tuple[Cell, ...]


class Arranged(NamedTuple):
    """An assessment's findings and problems, grouped as they are read.

    `blocking` in order of consequence and `numbers` the place of each, by rule; `sections` in the order of the
    regulation; `open` are the findings nobody has settled, by verdict; `sheets` are the problems of the workbook by
    place, the gravest kind first.
    """

    blocking: tuple[Finding, ...]
    numbers: Mapping[str, int]
    sections: tuple[tuple[str, tuple[Finding, ...]], ...]
    open: tuple[tuple[str, tuple[Finding, ...]], ...]
    not_applicable: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    sheets: tuple[tuple[str, tuple[ProblemItem, ...]], ...]


def arrange(assessment: Assessment) -> Arranged:
    """Return the parts of an assessment in reading order."""
    by_rule = {finding.rule: finding for finding in assessment.findings}
    return Arranged(
        blocking=tuple(by_rule[rule] for rule in assessment.blocking),
        numbers={rule: number for number, rule in enumerate(assessment.blocking, 1)},
        sections=_runs(assessment.findings, lambda finding: finding.section),
        open=tuple(
            (VERDICT_WORDS[verdict], findings)
            for verdict in _OPEN
            if (findings := tuple(finding for finding in assessment.findings if finding.verdict is verdict))
        ),
        not_applicable=tuple(f for f in assessment.findings if f.verdict is Verdict.NOT_APPLICABLE),
        waived=tuple(f for f in assessment.findings if f.waiver),
        sheets=tuple(
            (sheet, tuple(sorted(problems, key=lambda problem: KINDS.index(kind(problem)))))
            for sheet, problems in _gathered(assessment.problems, lambda problem: problem.sheet)
        ),
    )


def kinds(party: Tasks) -> tuple[tuple[str, tuple[Task, ...]], ...]:
    """Return what a party has to do by its kind: papers first, then the form, then what is so; each in its order."""
    ordered = sorted(party.tasks, key=lambda task: _STEPS.index(task.kind) if task.kind in _STEPS else len(_STEPS))
    return _gathered(ordered, lambda task: task.kind_word)


def is_narrow(finding: Finding) -> bool:
    """Return whether a finding's pieces of the sheet fit beside its text."""
    return bool(finding.pieces) and all(len(piece.columns) <= _NARROW for piece in finding.pieces)


def deciders(assessment: Assessment) -> tuple[str, ...]:
    """Return who decides a finding of the assessment, each once, in order of appearance."""
    return tuple(dict.fromkeys(finding.decided_by_word for finding in assessment.findings))


def kind(problem: ProblemItem) -> str:
    """Return the word for a problem of the workbook, one of KINDS."""
    if problem.hint:
        return "提示"
    return "必填" if problem.required else "矛盾" if problem.conflict else "错误"


def is_whole(finding: Finding) -> bool:
    """Return whether paper tells the finding whole; what passes, does not apply or only waits is one row of a table."""
    return finding.verdict in _WHOLE or bool(finding.gap)


def lacking(finding: Finding) -> tuple[str, ...]:
    """Return the names that are lacking and that the gap does not say already."""
    return tuple(name for name in finding.missing if name not in finding.gap)


def where(cell: Cell, workbook: str) -> str:
    """Return `《基本信息》C7`, with the file's name before it when it is not the application workbook."""
    return f"{_sheet(cell, workbook)}{cell.cell}"


def everything(finding: Finding) -> tuple[EvidenceItem, ...]:
    """Return what a finding rests on: its values, and last the list they were found in."""
    listed = finding.listed
    return (*finding.evidence, *([EvidenceItem(label="所在清单", value=listed.raw, source=listed)] if listed else ()))


def sources(finding: Finding, workbook: str) -> tuple[Source, ...]:
    """Return where a finding's values stand, the cells of one sheet under one label together."""
    groups = _gathered(
        everything(finding), lambda item: (item.label, _sheet(item.source, workbook) if item.source else "")
    )
    return tuple(
        Source(
            label,
            items[0].value if len(items) == 1 else "",
            place,
            tuple(item.source for item in items if item.source),
        )
        for (label, place), items in groups
    )


def stated(finding: Finding, workbook: str) -> tuple[tuple[str, tuple[EvidenceItem, ...]], ...]:
    """Return a finding's values, those of one sheet together; under an empty name those that stand in no cell."""
    return _gathered(everything(finding), lambda item: _sheet(item.source, workbook) if item.source else "")


def cells(finding: Finding, workbook: str) -> tuple[str, ...]:
    """Return the cells of a finding's values, each once, those of one sheet as one text."""
    return short(dict.fromkeys(where(item.source, workbook) for item in everything(finding) if item.source))


def short(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of each sheet as one text: `《人员》C7、D7`, three or more below each other as `C7–C9`."""
    groups = _gathered(cells, lambda cell: cell.rpartition("》")[0])
    return tuple(f"{sheet}》{_runs_of(addresses)}" if sheet else "、".join(addresses) for sheet, addresses in groups)


def cells_text(areas: Sequence[str], most: int) -> str:
    """Return cells and ranges as text, `C8–C30、D9`; of more than `most` the first ones and 等."""
    text = "、".join(area.replace(":", "–") for area in areas[:most])
    return f"{text}等" if len(areas) > most else text


def _runs_of(cells: Sequence[str]) -> str:
    """Return cells of one sheet as text, each column's runs of three or more as their ends."""
    runs: list[list[str]] = []
    for cell in (cell.rpartition("》")[2] for cell in cells):
        if runs and _below(runs[-1][-1]) == cell:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return "、".join("、".join(run) if len(run) < _RUN else f"{run[0]}–{run[-1]}" for run in runs)


def _below(cell: str) -> str:
    """Return the address of the cell below; a range or a line has none."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return f"{match[1]}{int(match[2]) + 1}" if match else ""


def day(value: date | None) -> str:
    """Return `2021年3月8日`, or 未填写."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "未填写"


def in_force_words(rules: Regulation) -> str:
    """Return from when to when the rules are in force; without an end it says so."""
    end = f"有效期至{day(rules.valid_to)}" if rules.valid_to else "没有规定有效期"
    return f"{day(rules.valid_from)}起，{end}"


def _runs(items: Iterable[Item], key: Callable[[Item], str]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    return tuple((name, tuple(group)) for name, group in groupby(items, key))


def _sheet(cell: Cell, workbook: str) -> str:
    file = "" if cell.file == workbook else f"{cell.file} "
    return f"{file}《{cell.sheet}》" if cell.sheet else file


def _gathered(items: Iterable[Item], key: Callable[[Item], Key]) -> tuple[tuple[Key, tuple[Item, ...]], ...]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return tuple((name, tuple(group)) for name, group in groups.items())
