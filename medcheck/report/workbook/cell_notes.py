"""Writes the comment at each cell of the applicant's workbook, in a few lines, with its verdict. It knows nothing of Excel.

A finding about a column of a list is told once, at the cell above the column. What is told of a cell is bounded: the
gravest first, the rest counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from medcheck.assessment.alike import cells_of
from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.assessment.model.finding_model import Cell, Finding
from medcheck.form.defined_names import RESULTS
from medcheck.report.arrange import kind
from medcheck.verdict import Verdict

MOST_CHARACTERS = 900
_MOST_PART = 80
_COMMENTED = 20  # cells that say the same; thousands of comments are no help, and take a minute to write
Where = TypeVar("Where")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}\d{1,7}")
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")
# How grave: what must be mended first, a hint of the workbook just before what is in order.
PROBLEM, HINT = "problem", "hint"
_ORDER = (
    *(
        Verdict.FAIL,
        Verdict.ERROR,
        PROBLEM,
        Verdict.CONFLICT,
        Verdict.UNKNOWN,
        Verdict.JUDGE,
        Verdict.CHECK,
        Verdict.INSPECT,
    ),
    *(HINT, Verdict.WAIVED, Verdict.PASS, Verdict.NOT_APPLICABLE),
)
_BRIEF = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})


class Note(NamedTuple):
    """What a cell is marked with: the gravest of its verdicts (or `problem`, `hint`), and the text of its comment."""

    mark: str
    text: str


class _Part(NamedTuple):
    mark: str
    text: str


def cell_notes(assessment: Assessment) -> Mapping[str, Mapping[str, Note]]:
    """Return the note of every cell that was judged or has a problem, by sheet and A1 address."""
    parts: dict[str, dict[str, list[_Part]]] = {}
    for sheet, cell, part in _parts(assessment):
        notes = parts.setdefault(sheet, {}).setdefault(cell, [])
        if part not in notes:
            notes.append(part)
    return {sheet: {cell: _note(notes) for cell, notes in cells.items()} for sheet, cells in parts.items()}


def spot(cell: str) -> str:
    """Return the cell at which an address is told: of a range the cell above its first one; else empty for no cell."""
    if match := _RANGE.fullmatch(cell):
        return f"{match[1]}{max(int(match[2]) - 1, 1)}"
    return cell if _CELL.fullmatch(cell) else ""


def is_in(cell: Cell, assessment: Assessment) -> bool:
    """Return whether a cell is one of the application workbook, not of a list beside it or of the case file."""
    return bool(cell.sheet) and cell.file == assessment.workbook.file and bool(spot(cell.cell))


def _parts(assessment: Assessment) -> Iterator[tuple[str, str, _Part]]:
    """Yield sheet, cell and what to say there."""
    own = f"{assessment.workbook.file}《"
    for problem in assessment.problems:
        if problem.sheet and problem.place.startswith((own, "《")):
            part = _Part(HINT if problem.hint else PROBLEM, _of_problem(problem))
            yield from ((problem.sheet, cell, note) for cell, note in _at(_cells(problem), part))
    for finding in assessment.findings:
        part = _Part(finding.verdict, _of_finding(finding))
        places = [item.source for item in finding.evidence if item.source and is_in(item.source, assessment)]
        placed = _at([(place.sheet, spot(place.cell)) for place in places], part)
        yield from ((sheet, cell, note) for (sheet, cell), note in placed)


def _cells(problem: ProblemItem) -> list[str]:
    """Return the cells a problem is told of: every one of its ranges, else the one it stands at."""
    return [cell for area in problem.cells for cell in cells_of(area)] or list(filter(None, [spot(problem.cell)]))


def _at(cells: Sequence[Where], part: _Part) -> Iterator[tuple[Where, _Part]]:
    """Yield the cells with what to say there: the first ones are commented, all are marked."""
    yield from ((cell, part if number < _COMMENTED else part._replace(text="")) for number, cell in enumerate(cells))


def _note(parts: list[_Part]) -> Note:
    mark = min((part.mark for part in parts), key=_ORDER.index)
    ordered = sorted((part for part in parts if part.text), key=lambda part: _ORDER.index(part.mark))
    if not ordered:
        return Note(mark, "")
    text, count = ordered[0].text, 1
    for part in ordered[1:]:
        longer = f"{text}\n\n{part.text}"
        if len(longer) > MOST_CHARACTERS:
            break
        text, count = longer, count + 1
    if count < len(ordered):
        text += f"\n\n另有 {len(ordered) - count} 项与本单元格有关，见“{RESULTS}”工作表"
    return Note(mark, text)


def _of_problem(problem: ProblemItem) -> str:
    return f"【{kind(problem)}】{_cut(problem.text)}\n处理：{_cut(problem.mend)}"


def _of_finding(finding: Finding) -> str:
    head = f"【{finding.verdict_word}】{_cut(finding.title)}"
    if finding.verdict in _BRIEF:
        return f"{head}（{_cut(finding.cite)}）"
    wanted = finding.requirement if finding.requirement != finding.title else finding.bound
    measured = "，".join(dict.fromkeys(part for part in (finding.value, finding.gap) if part))
    todo = f"（{finding.actor_word}）{finding.todo}" if finding.todo and finding.actor_word else finding.todo
    lines = (("要求", wanted), ("现为", measured), ("条款", finding.cite), ("处理", todo))
    return "\n".join([head, *(f"{label}：{_cut(text)}" for label, text in lines if text)])


def _cut(text: str) -> str:
    """Return the text, cut where a name of 300 characters would hide all the rest; the result sheet has it whole."""
    return text if len(text) <= _MOST_PART else f"{text[:_MOST_PART]}…"
