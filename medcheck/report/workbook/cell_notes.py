"""Says which cells of the applicant's workbook must be changed, and the comment at each. It knows nothing of Excel.

Only what must change is marked: a cell that is in order stays as it is. Each cause has its comment once, at its first cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from medcheck.assessment.alike import cells_of
from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.assessment.model.finding_model import Cell
from medcheck.form.defined_names import CHANGES
from medcheck.report.changing import change_cells, change_task, is_mended_here
from medcheck.verdict import Verdict

MOST_CHARACTERS = 900
_MOST_PART = 240
_COMMENTED = 3  # cells that say the same; thousands of comments are no help, and take a minute to write
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}\d{1,7}")
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")
_PLACE = re.compile(r"《([^》]+)》([A-Z]{1,3}\d{1,7})")
# The marks of the two kinds of cells, and of a problem and a hint in the sheet of results.
MEND, PUT_RIGHT, PROBLEM, HINT = "mend", "put_right", "problem", "hint"
RESULT_MARKS = (*Verdict, PROBLEM, HINT)

Place = tuple[str, str]  # sheet and cell


class Note(NamedTuple):
    """What a cell is marked with (`mend` or `put_right`), and the text of its comment, empty where another cell has it."""

    mark: str
    text: str


class NextPlace(NamedTuple):
    """A cell to change, and the one after it in the order of the list; empty after the last one."""

    here: Place
    then: Place | None


def cell_notes(assessment: Assessment) -> Mapping[str, Mapping[str, Note]]:
    """Return the note of every cell that must change, by sheet and A1 address."""
    follow = {step.here: step.then for step in next_places(assessment)}
    notes: dict[str, dict[str, Note]] = {}
    for change in assessment.changes:
        mark = MEND if is_mended_here(change) else PUT_RIGHT
        for number, (sheet, cell) in enumerate(_cells(change)):
            then = follow.get((sheet, cell)) if not number else None
            text = _comment(change, then) if number < _COMMENTED else ""
            before = notes.setdefault(sheet, {}).get(cell)
            notes[sheet][cell] = _both(before, Note(mark, text)) if before else Note(mark, text)
    return notes


def next_places(assessment: Assessment) -> tuple[NextPlace, ...]:
    """Return the first cell of each change with the first cell of the change after it."""
    first = list(dict.fromkeys(place for change in assessment.changes if (place := first_cell(change))))
    follow = dict(pairwise(first))
    return tuple(NextPlace(here, follow.get(here)) for here in first)


def first_cell(change: FormChange) -> Place | None:
    """Return the first cell of a change, or None for one that stands in no single cell."""
    return next(_cells(change), None)


def spot(cell: str) -> str:
    """Return the cell at which an address is told: of a range the cell above its first one; else empty for no cell."""
    if match := _RANGE.fullmatch(cell):
        return f"{match[1]}{max(int(match[2]) - 1, 1)}"
    return cell if _CELL.fullmatch(cell) else ""


def is_in(cell: Cell, assessment: Assessment) -> bool:
    """Return whether a cell is one of the application workbook, not of a list beside it or of the case file."""
    return bool(cell.sheet) and cell.file == assessment.workbook.file and bool(spot(cell.cell))


def _cells(change: FormChange) -> Iterator[Place]:
    """Yield the cells of a change, those of its own sheet first."""
    yield from ((change.sheet, cell) for area in change.cells for cell in cells_of(area) if change.sheet)
    yield from ((match[1], match[2]) for place in change.beside if (match := _PLACE.fullmatch(place)))


def _both(first: Note, second: Note) -> Note:
    text = "\n\n".join(filter(None, (first.text, second.text)))
    if len(text) > MOST_CHARACTERS:
        text = f"{first.text}\n\n本格还有其他要改的内容，见“{CHANGES}”工作表"
    return Note(MEND if MEND in (first.mark, second.mark) else PUT_RIGHT, text)


def _comment(change: FormChange, then: Place | None) -> str:
    """Return what is to be done here, the value to type where it is certain, and where to go next."""
    head = "【改这一格】" if is_mended_here(change) else "【整改后再改】"
    lines = [f"{head}{_cut(change_task(change))}"]
    if change.write:
        lines.insert(0, f"应填：{change.write}")
    if len(change.cells) > 1 or any(":" in area for area in change.cells):
        lines.append(f"同样的还有：{change_cells(change)}")
    if then:
        lines.append(f"下一处：《{then[0]}》{then[1]}")
    return "\n".join(lines)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_PART else f"{text[:_MOST_PART]}…"
