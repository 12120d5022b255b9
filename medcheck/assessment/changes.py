"""Lists what the applicant changes in the form, one line a cause, in the order of sheets and cells. It judges nothing.

The terminal counts these lines when it says how many things there are to change; the JSON has them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.alike import cells_of, grouped, ranges
from medcheck.assessment.finding import STEP_WORDS
from medcheck.assessment.model.assessment_model import FormChange
from medcheck.assessment.model.finding_model import Finding
from medcheck.book.book_parts import position
from medcheck.errors import Problem
from medcheck.form.values import REQUIRED_BLANK
from medcheck.verdict import Verdict

_NAMED = 5  # so many blank cells of a sheet are named, of more the first ones and their number
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LABELS = re.compile(r"“[^”]{1,80}”")
_AGAIN = re.compile("后重新(提交|评估)$")
_LAST = (1 << 20, 1 << 20)

Place = tuple[str, str]  # sheet and cell


def changes(findings: Sequence[Finding], problems: Sequence[Problem], sheets: Sequence[str]) -> tuple[FormChange, ...]:
    """Return what is to be changed: entries and papers first, then what has to be otherwise than it is.

    `sheets` are the names of the form's sheets in order. Hints are no changes, and what only the agency or a visit can settle
    is not the applicant's.
    """
    asked = [problem for problem in problems if not problem.hint]
    told = {(problem.place.sheet, cell) for problem in asked for cell in problem.cells or (problem.place.cell,)}
    mine = [finding for finding in findings if finding.actor == "applicant" and finding.todo]
    blanks: dict[str, dict[str, str]] = {}
    for problem in asked:
        if _is_blank(problem):
            blanks.setdefault(problem.place.sheet, {})[problem.place.cell] = problem.text.removesuffix(REQUIRED_BLANK)
    lines = list(_of_problems([problem for problem in asked if not _is_blank(problem)]))
    for finding in mine:
        empty = _empty(finding) if finding.verdict is Verdict.UNKNOWN else {}
        for (sheet, cell), label in empty.items():
            if (sheet, cell) not in told:
                blanks.setdefault(sheet, {}).setdefault(cell, label)
        if not (empty or _is_told(finding, told)):
            lines.append(_of_finding(finding))
    lines += [line for sheet, cells in blanks.items() for line in _of_blanks(sheet, cells)]
    order = {name: number for number, name in enumerate(sheets)}
    return tuple(sorted(_joined(lines), key=lambda line: _rank(line, order)))


def _is_blank(problem: Problem) -> bool:
    """Return whether a cell that must be filled is blank, and nothing else is wrong with it."""
    return problem.text.endswith(REQUIRED_BLANK) and bool(problem.place.sheet)


def _of_problems(problems: Sequence[Problem]) -> Iterator[FormChange]:
    """Yield a line for every problem; what says the same of several columns of a sheet is joined later."""
    for problem in grouped(problems):
        mend = _AGAIN.sub("", problem.mend)
        yield FormChange(
            sheet=problem.place.sheet,
            cells=problem.cells or ((problem.place.cell,) if problem.place.cell else ()),
            text=f"{problem.text}；{mend}" if mend else problem.text,
            step="fill",
            step_word=STEP_WORDS["fill"],
        )


def _of_blanks(sheet: str, cells: Mapping[str, str]) -> Iterator[FormChange]:
    """Yield the blank cells of a sheet: a few with their names, many as one line with the first names and the number."""
    ordered = sorted(cells, key=_position)
    columns = list(dict.fromkeys(labels[-1] for cell in ordered if (labels := _LABELS.findall(cells[cell]))))
    if len(ordered) <= _NAMED:
        texts = [(ranges([cell]), f"{cells[cell]}未填写") for cell in ordered]
    elif len(columns) == 1:
        texts = [(ranges(ordered), f"{len(ordered)}格{columns[0]}未填写")]
    else:
        more = "等" if len(columns) > _NAMED else ""
        texts = [(ranges(ordered), f"{len(ordered)}格未填写：{''.join(columns[:_NAMED])}{more}")]
    for areas, text in texts:
        yield FormChange(sheet=sheet, cells=areas, text=text, step="fill", step_word=STEP_WORDS["fill"])


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


def _of_finding(finding: Finding) -> FormChange:
    """Return the line of a finding: its next step, at the cells of the first sheet it rests on."""
    cells = [item.source for item in finding.evidence if item.source and item.source.sheet]
    sheet = cells[0].sheet if cells else ""
    addresses = [cell.cell for cell in cells if cell.sheet == sheet]
    return FormChange(
        sheet=sheet,
        cells=ranges(addresses) if all(map(_CELL.fullmatch, addresses)) else tuple(dict.fromkeys(addresses)),
        text=finding.todo,
        step=finding.step,
        step_word=STEP_WORDS[finding.step],
        rule=finding.rule,
    )


def _joined(lines: Sequence[FormChange]) -> Iterator[FormChange]:
    """Yield the lines, those of a sheet that say the same as one with the cells of all."""
    same: dict[tuple[str, str, str], list[FormChange]] = {}
    for line in lines:
        same.setdefault((line.sheet, line.step, line.text), []).append(line)
    for alike in same.values():
        cells = tuple(dict.fromkeys(cell for line in alike for cell in line.cells))
        yield alike[0].model_copy(update={"cells": cells})


def _rank(line: FormChange, order: Mapping[str, int]) -> tuple[bool, int, tuple[int, int]]:
    """Return where a line stands: what needs a real change last, then by sheet, then by its first cell."""
    return line.step == "change", order.get(line.sheet, len(order)), _first(line.cells)


def _first(cells: Sequence[str]) -> tuple[int, int]:
    return min((_position(cell) for area in cells for cell in cells_of(area)[:1]), default=_LAST)


def _position(cell: str) -> tuple[int, int]:
    """Return row and column of a cell, from 1; whatever is no cell comes last."""
    return position(cell, *_LAST)
