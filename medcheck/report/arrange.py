"""The parts of an Assessment in the order a reader meets them; shared by the page and the terminal.

Sorts and groups only. Computes no total and no judgement, and knows nothing of HTML or the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeVar

from medcheck.assessment.model import Assessment, Cell, Finding, ProblemItem
from medcheck.verdict import VERDICT_WORDS, Verdict

Item = TypeVar("Item")
Key = TypeVar("Key")

CHOSEN_WORDS: Mapping[str, str] = {
    "in_force": "申请之日施行",
    "by_option": "按指定的规则包评估",
    "assumed": "申请日期不明，假定适用",
}
SETTLED = frozenset({Verdict.PASS, Verdict.WAIVED, Verdict.NOT_APPLICABLE})
_OPEN = (Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.INSPECT, Verdict.JUDGE, Verdict.CHECK)


class Source(NamedTuple):
    """The cells of one sheet that state the same thing of a finding; `value` only where it is a single cell."""

    label: str
    value: str
    place: str
    cells: tuple[Cell, ...]


class Arranged(NamedTuple):
    """An assessment's findings and problems, grouped as they are read.

    `blocking` in order of consequence; `sections` in the order of the regulation; `sheets` are the problems of the
    workbook by place; `open` are the findings nobody has settled, by verdict; `hints` never stand in the way.
    """

    blocking: tuple[Finding, ...]
    sections: tuple[tuple[str, tuple[Finding, ...]], ...]
    open: tuple[tuple[str, tuple[Finding, ...]], ...]
    not_applicable: tuple[Finding, ...]
    sheets: tuple[tuple[str, tuple[ProblemItem, ...]], ...]
    actors: Mapping[str, str]


def arrange(assessment: Assessment) -> Arranged:
    """Return the parts of an assessment in reading order."""
    by_rule = {finding.rule: finding for finding in assessment.findings}
    return Arranged(
        blocking=tuple(by_rule[rule] for rule in assessment.blocking),
        sections=_runs(assessment.findings, lambda finding: finding.section),
        open=tuple(
            (VERDICT_WORDS[verdict], found)
            for verdict in _OPEN
            if (found := tuple(finding for finding in assessment.findings if finding.verdict is verdict))
        ),
        not_applicable=tuple(f for f in assessment.findings if f.verdict is Verdict.NOT_APPLICABLE),
        sheets=_gathered(assessment.problems, lambda problem: problem.sheet),
        actors={tasks.actor: tasks.actor_word for tasks in assessment.tasks},
    )


def lacking(finding: Finding) -> tuple[str, ...]:
    """Return the names that are lacking and that the gap does not say already."""
    return tuple(name for name in finding.missing if name not in finding.gap)


def where(cell: Cell, workbook: str) -> str:
    """Return `《基本信息》C7`, with the file's name before it when it is not the application workbook."""
    return f"{_sheet(cell, workbook)}{cell.cell}"


def sources(finding: Finding, workbook: str) -> tuple[Source, ...]:
    """Return where a finding's values stand, the cells of one sheet under one label together."""
    groups = _gathered(
        finding.evidence, lambda item: (item.label, _sheet(item.source, workbook) if item.source else "")
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


def short(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of each sheet as one text: `《人员》C7、D7`."""
    groups = _gathered(cells, lambda cell: cell.rpartition("》")[0])
    return tuple("、".join((found[0], *(cell.rpartition("》")[2] for cell in found[1:]))) for _, found in groups)


def day(value: date | None) -> str:
    """Return `2021年3月8日`, or 未填写."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "未填写"


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
