"""Joins problems that say the same of many cells of a column into one problem with their range. It knows no finding.

A roster of 4,000 rows in which every employment is written `正式在编` has one thing to mend, not 4,000: it is told once, with
where. What differs from row to row is told for the first of them, and the rest of the column as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from medcheck.errors import Problem

_ALIKE, _MOST_OF_A_COLUMN, _TOLD = 5, 30, 20
_MOST_RUNS_SHOWN = 5
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LABEL = re.compile(r"“[^”]{1,40}”")


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in their order, those of a column that are alike as one at the place of the first.

    Such a one has its cells as ranges in `cells`, and in its place the first of them. Nothing is counted by what is returned:
    whether an application can be accepted is decided by the problems one by one.
    """
    alike: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        alike.setdefault(_said(problem) or number, []).append(problem)
    return _bounded([item for same in alike.values() for item in _as_one(same)])


def _said(problem: Problem) -> tuple[object, ...] | None:
    """Return what makes problems alike: sheet, column, and every word but the name of the row; None for one of no cell."""
    match = _CELL.fullmatch(problem.place.cell)
    return match and (*_column(problem, match[1]), problem.general or problem.text, problem.mend)


def _column(problem: Problem, letters: str) -> tuple[object, ...]:
    return problem.place.file, problem.place.sheet, letters, problem.required, problem.hint, problem.conflict


def _as_one(same: list[Problem]) -> list[Problem]:
    if len(same) < _ALIKE:
        return same
    first = same[0]
    return [_over(same, first.general or first.text, first.mend)]


def _bounded(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems; of a column with more than thirty different ones the first twenty, and the rest as one."""
    columns: dict[object, list[Problem]] = {}
    for problem in problems:
        if match := _CELL.match(problem.place.cell):
            columns.setdefault(_column(problem, match[1]), []).append(problem)
    rest: dict[int, Problem | None] = {}
    for problems_of_column in columns.values():
        if len(problems_of_column) > _MOST_OF_A_COLUMN:
            left = problems_of_column[_TOLD:]
            label = _LABEL.search(left[0].general or left[0].text)
            text = f"{label[0] if label else '本列'}另有 {sum(map(_count, left))} 格也有问题，与上面所列的类似"
            rest |= dict.fromkeys(map(id, left))
            rest[id(left[0])] = _over(left, text, left[0].mend)
    return tuple(kept for problem in problems if (kept := rest.get(id(problem), problem)) is not None)


def _over(same: Sequence[Problem], text: str, mend: str) -> Problem:
    cells = ranges(cell for problem in same for cell in problem.cells or (problem.place.cell,))
    shown = "、".join(cells[:_MOST_RUNS_SHOWN])
    if len(cells) > _MOST_RUNS_SHOWN:
        shown = f"{shown} 等 {sum(map(_count, same))} 格"
    return same[0]._replace(place=same[0].place._replace(cell=shown), text=text, mend=mend, cells=cells)


def _count(problem: Problem) -> int:
    return sum(len(cells_of(area)) for area in problem.cells) or 1


def ranges(cells: Iterable[str]) -> tuple[str, ...]:
    """Return cells and ranges of a column as ranges, `L4:L56`, in the order of rows; a cell alone stays one."""
    rows: dict[str, set[int]] = {}
    for cell in cells:
        for letters, row in map(_split, cells_of(cell)):
            rows.setdefault(letters, set()).add(row)
    areas: list[str] = []
    for letters, numbers in rows.items():
        first = last = 0
        for row in (*sorted(numbers), -1):
            if row == last + 1 and first:
                last = row
                continue
            if first:
                areas.append(f"{letters}{first}:{letters}{last}" if last > first else f"{letters}{first}")
            first = last = row
    return tuple(areas)


def cells_of(written: str) -> tuple[str, ...]:
    """Return the cells of a range within a column, `L4:L6`, or the one cell."""
    first, _, last = written.partition(":")
    if not last or not (_CELL.fullmatch(first) and _CELL.fullmatch(last)):
        return (written,) if _CELL.fullmatch(written) else ()
    (letters, top), (_, bottom) = _split(first), _split(last)
    return tuple(f"{letters}{row}" for row in range(top, bottom + 1))


def _split(cell: str) -> tuple[str, int]:
    match = _CELL.fullmatch(cell)
    assert match is not None
    return match[1], int(match[2])
