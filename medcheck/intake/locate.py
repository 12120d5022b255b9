"""Where a field, a table and its 「无」 tick stand in a workbook: by defined name, then by label.

Knows nothing of what the cells mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from medcheck.intake.form import Form, FormField, Sheet
from medcheck.intake.grid import Grid, Workbook
from medcheck.intake.numbers import half_width
from medcheck.intake.plan import HIDDEN_SHEET, INSTRUCTIONS, column_name, field_name, none_name

Found = tuple[Grid, int, int, str]  # the cell, and how it was found


class Header(NamedTuple):
    """The header row of a table: the column of each field, how they were found, and headers nobody knows."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    found: str
    strange: tuple[tuple[int, str], ...] = ()


def normalise(label: str) -> str:
    """Return a label without blanks, line breaks, marks, and anything in brackets (units, remarks)."""
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", re.sub(r"\s", "", half_width(label)))
    return text.strip(":*。.、").upper()


def labels_of(field: FormField) -> set[str]:
    """Return the normalised labels under which a field is known."""
    return {normalise(label) for label in (field.label, *field.aliases)}


def find_field(workbook: Workbook, sheet: Sheet, field: FormField, headers: Iterable[Header]) -> Found | str:
    """Return the cell of a cover field, or why it was not found; a label in a list is not that of a cover field."""
    lists = {header.grid.name for header in headers}
    own = [grid for grid in _sheets(workbook, sheet) if grid.name == sheet.name]
    others = [grid for grid in _sheets(workbook, sheet) if grid.name not in lists]
    return _find(workbook, (own, others), field_name(field.id), labels_of(field), field.label)


def find_none(workbook: Workbook, sheet: Sheet, header: Header) -> Found | None:
    """Return the cell of a table's 「无」 tick."""
    label = sheet.none_label
    found = _find(workbook, ([header.grid],), none_name(sheet.id), {normalise(label)}, label)
    return None if isinstance(found, str) else found


def find_header(workbook: Workbook, sheet: Sheet) -> Header | None:
    """Return the header row of a table: where most of its named cells stand, else the row with most of its labels."""
    named = {column.id: workbook.named(column_name(sheet.id, column.id)) for column in sheet.columns}
    places = Counter((spot[0].name, spot[1]) for spot in named.values() if spot)
    if places:
        (name, row), _ = places.most_common(1)[0]
        columns = {key: spot[2] for key, spot in named.items() if spot and (spot[0].name, spot[1]) == (name, row)}
        return _completed(workbook.grids[name], row, sheet, columns, "name")
    rows = [
        (_matches(grid, row, sheet), grid, row)
        for grid in _sheets(workbook, sheet)
        for row in range(1, grid.height + 1)
    ]
    best = max(rows, key=lambda item: item[0], default=None)
    if best is None or best[0] < max(2, sum(column.required for column in sheet.columns)):
        return None
    return _completed(best[1], best[2], sheet, {}, "header")


def _find(
    workbook: Workbook, searched: Iterable[Sequence[Grid]], name: str, labels: set[str], label: str
) -> Found | str:
    if spot := workbook.named(name):
        return (*spot, "name")
    for grids in searched:
        spots = [spot for grid in grids for spot in _labelled(grid, labels)]
        if len(spots) == 1:
            grid, row, column = spots[0]
            return grid, row, grid.right_of(row, column), "label"
        if spots:
            places = "、".join(str(grid.ref(row, column)) for grid, row, column in spots)
            return f"“{label}”在多处出现（{places}），无法确定是哪一处"
    return f"未找到“{label}”"


def _labelled(grid: Grid, labels: set[str]) -> Iterator[tuple[Grid, int, int]]:
    for row in range(1, grid.height + 1):
        for column, text in grid.texts(row):
            if normalise(text) in labels:
                yield grid, row, column


def _sheets(workbook: Workbook, sheet: Sheet) -> Iterator[Grid]:
    """Yield the grids that may hold a sheet of the form: the one of its name first."""
    grids = [grid for name, grid in workbook.grids.items() if name not in (HIDDEN_SHEET, INSTRUCTIONS)]
    yield from sorted(grids, key=lambda grid: grid.name != sheet.name)


def _matches(grid: Grid, row: int, sheet: Sheet) -> int:
    texts = {normalise(text) for _, text in grid.texts(row)}
    return sum(bool(labels_of(column) & texts) for column in sheet.columns)


def _completed(grid: Grid, row: int, sheet: Sheet, columns: dict[str, int], found: str) -> Header:
    """Return the header with the columns that have no name found by their labels."""
    taken = set(columns.values())
    strange = []
    for number, text in grid.texts(row):
        if number in taken:
            continue
        label = normalise(text)
        match = next((c.id for c in sheet.columns if c.id not in columns and label in labels_of(c)), "")
        if match:
            columns[match] = number
        elif label not in ("序号", "编号", "NO"):
            strange.append((number, text))
    return Header(grid, row, columns, found, tuple(strange))


def guess_form(workbook: Workbook, forms: Mapping[str, Form]) -> str:
    """Return the form most of whose fields a workbook without a form mark shows, or an empty string."""
    texts = {
        normalise(text)
        for grid in workbook.grids.values()
        for row in range(1, grid.height + 1)
        for _, text in grid.texts(row)
    }
    scores = {
        name: sum(
            field_name(field.id) in workbook.names or bool(labels_of(field) & texts) for _, field in form.fields()
        )
        / sum(1 for _ in form.fields())
        for name, form in forms.items()
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= 0.3 else ""
