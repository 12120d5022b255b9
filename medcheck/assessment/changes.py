"""Lists what the applicant changes in the form, one line a cause, in the order of sheets and cells. It judges nothing.

This is the one list of things to do: every face shows it in this order, and the conclusion's sentence counts its lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.alike import cells_of, grouped, ranges
from medcheck.assessment.change_lines import line_of_blanks, line_of_finding, line_of_problem
from medcheck.assessment.model.assessment_model import FormChange
from medcheck.assessment.model.finding_model import Finding
from medcheck.book.book_parts import position
from medcheck.errors import Problem
from medcheck.form.values import REQUIRED_BLANK
from medcheck.verdict import Consequence, Verdict

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST = (1 << 20, 1 << 20)

Place = tuple[str, str]  # sheet and cell


def changes(findings: Sequence[Finding], problems: Sequence[Problem], sheets: Sequence[str]) -> tuple[FormChange, ...]:
    """Return what is to be changed: entries and papers first, then what has to be otherwise than it is.

    `findings` and `problems` are those that count at the stage, `sheets` the names of the form's sheets in order. Hints are
    no changes, and what only the agency or a visit can settle is not the applicant's.
    """
    asked = [problem for problem in problems if not problem.hint]
    told = {(problem.place.sheet, cell) for problem in asked for cell in problem.cells or (problem.place.cell,)}
    mine = [finding for finding in findings if finding.actor == "applicant" and finding.todo]
    blanks: dict[str, dict[str, str]] = {}
    for problem in asked:
        if _is_blank(problem):
            blanks.setdefault(problem.place.sheet, {})[problem.place.cell] = problem.text.removesuffix(REQUIRED_BLANK)
    lines = [line_of_problem(problem) for problem in grouped([problem for problem in asked if not _is_blank(problem)])]
    causes = {problem.text for problem in asked if problem.conflict}
    for finding in mine:
        if finding.verdict is Verdict.CONFLICT and _is_of_causes(finding, causes):
            continue
        empty = _empty(finding) if finding.verdict is Verdict.UNKNOWN else {}
        for (sheet, cell), label in empty.items():
            if (sheet, cell) not in told:
                blanks.setdefault(sheet, {}).setdefault(cell, label)
        if not (empty or _is_told(finding, told)):
            lines.append(line_of_finding(finding))
    for sheet, cells in blanks.items():
        lines += line_of_blanks(sheet, {cell: cells[cell] for cell in sorted(cells, key=_position)})
    order = {name: number for number, name in enumerate(sheets)}
    return tuple(sorted(_joined(lines), key=lambda line: _rank(line, order)))


def counted(lines: Sequence[FormChange]) -> Counter[Consequence]:
    """Return how many things there are to change, by what they do to the application while they are undone."""
    return Counter(line.consequence for line in lines)


def _is_blank(problem: Problem) -> bool:
    """Return whether a cell that must be filled is blank, and nothing else is wrong with it."""
    return problem.text.endswith(REQUIRED_BLANK) and bool(problem.place.sheet)


def _empty(finding: Finding) -> dict[Place, str]:
    """Return the blank cells a finding waits for, each with the name of its entry as the reasons have it."""
    blank: dict[Place, str] = {}
    for item in finding.evidence:
        cell = item.source
        if cell is not None and cell.sheet and not cell.raw and _CELL.fullmatch(cell.cell):
            blank[cell.sheet, cell.cell] = _name_of(cell.cell, finding) or f"“{item.label}”"
    return blank


def _name_of(cell: str, finding: Finding) -> str:
    """Return the name a reason gives a cell: `“有效期至”` of `I22“有效期至”未填写`."""
    match = re.search(rf"(?<![A-Z]){cell}(“[^”]+”)", "；".join(finding.reasons))
    return match[1] if match else ""


def _is_told(finding: Finding, told: set[Place]) -> bool:
    """Return whether the problems of its cells already say what is to be changed for a finding.

    An open one needs one of them mended; of what fails, only that all its cells are blank or unreadable says so.
    """
    mended = [(item.source.sheet, item.source.cell) in told for item in finding.evidence if item.source]
    if finding.verdict is Verdict.FAIL:
        return finding.step == "fill" and bool(mended) and all(mended)
    return any(mended)


def _is_of_causes(finding: Finding, causes: set[str]) -> bool:
    """Return whether every contradiction a finding rests on is told already; add those that are not to the causes.

    A reason names whose entry it is and why it matters before the contradiction itself: `覃薇：《人员花名册》J7：与 J6 是…`.
    """
    new = [reason for reason in finding.reasons if not any(cause in reason for cause in causes)]
    causes |= {reason.rpartition("：")[2] for reason in new}
    return not new and bool(finding.reasons)


def _joined(lines: Sequence[FormChange]) -> Iterator[FormChange]:
    """Yield the lines, those of a sheet that say the same as one with the cells of all."""
    same: dict[tuple[str, ...], list[FormChange]] = {}
    for line in lines:
        same.setdefault((line.sheet, line.step, line.consequence, line.stands, line.write, line.text), []).append(line)
    for alike in same.values():
        if len(alike) == 1:
            yield alike[0]
            continue
        areas = dict.fromkeys(area for line in alike for area in line.cells)
        cells = [cell for area in areas for cell in cells_of(area)]
        beside = dict.fromkeys(place for line in alike for place in line.beside)
        yield alike[0].model_copy(update={"cells": ranges(cells) or tuple(areas), "beside": tuple(beside)})


def _rank(line: FormChange, order: Mapping[str, int]) -> tuple[bool, int, tuple[int, int]]:
    """Return where a line stands: what needs a real change last, then by sheet, then by its first cell."""
    return line.consequence is not Consequence.SUPPLEMENT, order.get(line.sheet, len(order)), _first(line.cells)


def _first(cells: Sequence[str]) -> tuple[int, int]:
    return min((_position(area.partition(":")[0]) for area in cells), default=_LAST)


def _position(cell: str) -> tuple[int, int]:
    """Return row and column of a cell, from 1; whatever is no cell comes last."""
    return position(cell, *_LAST)
