"""Which cells two applications state differently: those that were asked to be mended, and those changed beside them.

Fields are matched by what they are; rows of a list by what stands in them, so that a row put in above changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from medcheck.address import column_number
from medcheck.assessment.compare.comparison import CellsCompared, StatedCell
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import SheetStated
from medcheck.assessment.stated_cells import ListMarks, field_marks, list_marks, places_of
from medcheck.form.form import Form, Sheet, load_form

_PLACE = re.compile(r"《([^》]+)》([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$")
_NEAR = 200  # rows before and after a changed one among which it is looked for
_MOST_ASKED = 20_000  # cells of one range


class _Pair(NamedTuple):
    """A row of both lists by their positions; one side is None where the row was put in or taken out."""

    first: int | None
    second: int | None


def compare_cells(first: Assessment, second: Assessment) -> CellsCompared | None:
    """Return what was changed in the cells; None where a result keeps no record of them, or the form is another one."""
    if not first.stated or not second.stated or first.workbook.form != second.workbook.form:
        return None
    form = load_form(second.workbook.form)
    asked = frozenset(_asked(first))
    try:
        changed = list(_changed(form, first.stated, second.stated))
    except ValueError:
        return None
    was = {(cell.sheet, cell.was or cell.cell) for cell in changed}
    return CellsCompared(
        asked_changed=tuple(cell for cell in changed if (cell.sheet, cell.was or cell.cell) in asked),
        asked_unchanged=tuple(f"《{sheet}》{cell}" for sheet, cell in sorted(asked - was, key=_order)),
        also_changed=tuple(cell for cell in changed if (cell.sheet, cell.was or cell.cell) not in asked),
    )


def _asked(result: Assessment) -> Iterator[tuple[str, str]]:
    """Yield each cell that the first result asked the applicant to mend, by sheet and address."""
    tasks = (task for party in result.tasks if party.actor == "applicant" for task in party.tasks)
    places = [cell for task in tasks for cell in task.cells]
    for problem in result.problems:
        if not problem.hint and problem.sheet:
            places += [f"《{problem.sheet}》{cell}" for cell in problem.cells or (problem.cell,)]
    for place in dict.fromkeys(places):
        yield from _cells(place)


def _cells(place: str) -> Iterator[tuple[str, str]]:
    found = _PLACE.match(place)
    if not found:
        return
    sheet, column, row, last_column, last_row = found.groups()
    if last_column is None:
        yield sheet, f"{column}{row}"
        return
    if column == last_column and int(last_row) - int(row) < _MOST_ASKED:
        yield from ((sheet, f"{column}{number}") for number in range(int(row), int(last_row) + 1))


def _order(place: tuple[str, str]) -> tuple[str, int, int]:
    letters = place[1].rstrip("0123456789")
    return place[0], int(place[1][len(letters) :]), column_number(letters)


def _changed(form: Form, first: Sequence[SheetStated], second: Sequence[SheetStated]) -> Iterator[StatedCell]:
    """Yield every cell that says something else, in the order of the form; raise ValueError where a record is damaged."""
    old, new = ({stated.sheet: stated for stated in sheets} for sheets in (first, second))
    for sheet in form.sheets:
        a, b = old.get(sheet.name), new.get(sheet.name)
        if sheet.fields and a and b:
            yield from _fields(sheet, a, b)
        elif sheet.columns:
            yield from _rows(sheet, a, b)


def _fields(sheet: Sheet, first: SheetStated, second: SheetStated) -> Iterator[StatedCell]:
    old, new = field_marks(first), field_marks(second)
    before, now = places_of(first), places_of(second)
    for field in sheet.fields:
        if field.id in old and field.id in new and old[field.id] != new[field.id]:
            yield _cell(sheet, field.label, "changed", now[field.id], before[field.id])


def _rows(sheet: Sheet, first: SheetStated | None, second: SheetStated | None) -> Iterator[StatedCell]:
    old = list_marks(first) if first else ListMarks((), (), {})
    new = list_marks(second) if second else ListMarks((), (), {})
    names = [column.id for column in sheet.columns if column.id in (old.cells or new.cells)]
    before, now = (places_of(stated) if stated else {} for stated in (first, second))
    labels = {column.id: column.label for column in sheet.columns}
    for pair in _pairs(_content(old, names), _content(new, names)):
        if pair.second is None:
            assert pair.first is not None
            yield _cell(sheet, "", "removed", f"第 {old.numbers[pair.first]} 行", "")
        elif pair.first is None:
            yield _cell(sheet, "", "added", f"第 {new.numbers[pair.second]} 行", "")
        else:
            rows = old.numbers[pair.first], new.numbers[pair.second]
            differ = [name for name in names if old.cells[name][pair.first] != new.cells[name][pair.second]]
            for name in differ:
                cells = (f"{letters}{row}" for letters, row in ((now[name], rows[1]), (before[name], rows[0])))
                yield _cell(sheet, labels[name], "changed", *cells)
            if not differ:  # one byte a cell was not enough to tell which
                yield _cell(sheet, "", "changed", f"第 {rows[1]} 行", f"第 {rows[0]} 行")


def _cell(sheet: Sheet, label: str, kind: str, cell: str, was: str) -> StatedCell:
    return StatedCell(sheet=sheet.name, cell=cell, label=label, kind=kind, was="" if was == cell else was)  # type: ignore[arg-type]  # one of its three words


def _content(marks: ListMarks, names: Sequence[str]) -> Sequence[bytes]:
    """Return each row as its hashes, one after the other."""
    columns = [marks.cells.get(name, b"\0" * len(marks.numbers)) for name in names]
    return [row + bytes(cells) for row, cells in zip(marks.rows, zip(*columns, strict=True), strict=True)]


def _pairs(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Pair]:
    """Yield the rows that differ: those most alike together, then rows put in and rows taken out.

    Rows that are the same are paired first wherever they stand: a list that was sorted anew says what it said.
    """
    common = Counter(old) & Counter(new)
    left_old, left_new = _left(old, common), _left(new, common)
    for at in left_new:
        here = bisect_left(left_old, at)
        near = left_old[max(here - _NEAR, 0) : here + _NEAR]
        best = _most_alike(new[at], {other: old[other] for other in near}, at)
        if best is not None:
            left_old.remove(best)
        yield _Pair(best, at)
    yield from (_Pair(at, None) for at in left_old)


def _left(rows: Sequence[bytes], common: Mapping[bytes, int]) -> list[int]:
    left: defaultdict[bytes, int] = defaultdict(int, common)
    kept = []
    for at, row in enumerate(rows):
        if left[row] > 0:
            left[row] -= 1
        else:
            kept.append(at)
    return kept


def _most_alike(row: bytes, others: Mapping[int, bytes], at: int) -> int | None:
    """Return the position of the row that shares the most cells with one, half of them at least; the nearest of equals."""

    def alike(other: int) -> tuple[int, int]:
        return sum(a == b != 0 for a, b in zip(row[1:], others[other][1:], strict=True)), -abs(other - at)

    filled = sum(cell != 0 for cell in row[1:])
    best = max(others, key=alike, default=None)
    return best if best is not None and alike(best)[0] * 2 >= max(filled, 1) else None
