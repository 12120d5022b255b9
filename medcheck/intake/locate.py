"""Locates a field, a table and its 「无」 tick in a workbook: by defined name, then by label.

A name stays on its cell when other content is pasted over it, so the visible label is read too. If name and label disagree,
the label wins: it is what the applicant saw. It knows nothing of what the cells mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from medcheck.address import address
from medcheck.book.grid import Grid, Workbook
from medcheck.errors import Place, Problem
from medcheck.fact import CellRef
from medcheck.form.defined_names import NOT_READ, column_name, field_name, none_name
from medcheck.form.form import Form, FormField, Sheet
from medcheck.form.labels import headings_of, labels_of, labels_of_form, labels_of_others, names_of, normalise
from medcheck.intake import label_problems

LocatedCell = tuple[Grid, int, int, str]  # the cell, and how it was found


class Header(NamedTuple):
    """The header row of a table: the column of each field, how they were found, headers nobody knows, and hints."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    located_by: str
    strange: tuple[tuple[int, str], ...] = ()
    hints: tuple[Problem, ...] = ()


def find_field(
    workbook: Workbook, form: Form, sheet: Sheet, field: FormField, covers: Sequence[Grid]
) -> tuple[LocatedCell | None, list[Problem]]:
    """Return the cell of a cover field, or None, and what there is to say; `covers` are the sheets that are no lists."""
    known, spot = labels_of(field), workbook.named(field_name(field.id))
    beside = spot[0].label_of(*spot[1:]) if spot else ""
    label = normalise(beside)
    if spot and (not label or label in known):
        if rival := _rival(workbook, form, field, spot, covers):
            return (*spot, "name"), [label_problems.stated_twice(spot[0].ref(*spot[1:]), field, rival)]
        return (*spot, "name"), []
    own = [grid for grid in workbook.grids.values() if grid.name == sheet.name]
    others = sorted(covers, key=lambda grid: grid.name != sheet.name)
    foreign = labels_of_form(form) - known
    if spot is None:
        spots = _by_label((own, others), known, field.label, foreign)
        if isinstance(spots, str):
            return None, [_lost(workbook, sheet, field, spots, others)]
        return spots, []
    grid, place, taken = spot[0], spot[0].place(*spot[1:]), label in foreign
    spots = _by_label((own, others) if taken else ([grid],), known, field.label, foreign)
    # Unknown words may be the own label reworded, or the help beside a cell that was cut and pasted.
    if not isinstance(spots, str) and (taken or spots[0].shown(*spots[1:3])):
        return spots, [label_problems.followed(place, field, beside, str(spots[0].ref(*spots[1:3])))]
    if taken and isinstance(spots, str):
        return None, [label_problems.contradicted(place, field, beside, spots)]
    return (*spot, "name"), [label_problems.reworded(place, field, beside)]


def cover_sheets(workbook: Workbook, headers: Iterable[Header]) -> list[Grid]:
    """Return the sheets that may hold fields of the cover: a label in a list is not that of a field."""
    lists = {header.grid.name for header in headers}
    return [grid for name, grid in workbook.grids.items() if name not in NOT_READ and name not in lists]


def _rival(
    workbook: Workbook, form: Form, field: FormField, spot: tuple[Grid, int, int], grids: Sequence[Grid]
) -> CellRef | None:
    """Return another cell that states a field otherwise than its named one; None where there is none.

    It has the same name, or the same label left of it. A blank one says nothing: the filled cell may have been cut out of it.
    """
    grid, row, column = spot
    for other, *at in workbook.rivals(field_name(field.id)) if workbook.has_rivals else ():
        if other.text(*at) not in ("", grid.text(row, column)):
            return other.ref(*at)
    known = labels_of(field)
    for other in grids:
        labels = other.labels
        for top, left in [spot for label in known if label in labels for spot in labels[label]]:
            right = other.right_of(top, left)
            if other is grid and (top, right) == (row, column):
                continue
            if other.text(top, right) in ("", grid.text(row, column)):
                continue
            if normalise(other.shown(top, right)) not in labels_of_form(form):
                return other.ref(top, right)
    return None


def _lost(workbook: Workbook, sheet: Sheet, field: FormField, why: str, grids: Iterable[Grid]) -> Problem:
    """Return the problem of a field that stands nowhere; where its label and its value share a cell, that cell."""
    for grid in grids:
        for label, spots in grid.labels.items():
            if any(label.startswith(f"{own}:") for own in labels_of(field)):
                return label_problems.in_one_cell(grid.place(*spots[0]), field)
    return label_problems.lost(Place(workbook.file, sheet.name), field, why)


def find_none(workbook: Workbook, sheet: Sheet, header: Header) -> LocatedCell | None:
    """Return the cell of a table's 「无」 tick: beside its printed label; where that is gone, where its name points.

    A name that points beside a column's label is not believed. Where the label's neighbour is blank, because cells that were
    merged no longer are, the tick is what follows in the row.
    """
    spots = _by_label(([header.grid],), {normalise(sheet.none_label)}, sheet.none_label, frozenset())
    if not isinstance(spots, str):
        grid, row, column, how = spots
        filled = [at for at in grid.texts(row) if at >= column]
        return grid, row, min(filled, default=column), how
    spot = workbook.named(none_name(sheet.id))
    if spot and not any(normalise(spot[0].label_of(*spot[1:])) in labels_of(column) for column in sheet.columns):
        return (*spot, "name")
    return None


def find_header(workbook: Workbook, sheet: Sheet) -> Header | None:
    """Return the header row of a table: where most of its named cells stand, else the row with most of its labels."""
    named = {column.id: workbook.named(column_name(sheet.id, column.id)) for column in sheet.columns}
    places = Counter((spot[0].name, spot[1]) for spot in named.values() if spot)
    if places:
        (name, row), _ = places.most_common(1)[0]
        columns = {key: spot[2] for key, spot in named.items() if spot and (spot[0].name, spot[1]) == (name, row)}
        return _named_header(workbook.grids[name], row, sheet, columns)
    best = _labelled_row(_sheets(workbook, sheet), sheet)
    return _completed(*best, sheet, {}, "header") if best else None


def _named_header(grid: Grid, row: int, sheet: Sheet, columns: dict[str, int]) -> Header:
    """Return the header by its names where its words agree or are not known; by its words where they are others'."""
    texts, is_merged = grid.texts(row), grid.is_merged(row)
    words = {name: grid.shown(row, at) if is_merged else texts.get(at, "") for name, at in columns.items()}
    if all(normalise(words[c.id]) in names_of(c) for c in sheet.columns if c.id in words):
        return _completed(grid, row, sheet, columns, "name")
    labelled = {normalise(text) for text in texts.values()}
    if not _matches(grid, row, sheet) and (best := _labelled_row([grid], sheet)):
        hint = label_problems.row_followed(grid.place(best[1], 1), sheet.id, row)
        return _hinted(_completed(*best, sheet, {}, "header"), hint)
    hints = []
    for column in sheet.columns:
        if column.id not in columns:
            continue
        text, place = words[column.id], grid.place(row, columns[column.id])
        label, own = normalise(text), names_of(column)
        if not label or label in own:
            continue
        if label in labels_of_others(column, sheet.columns) or own & labelled:
            hint = label_problems.columns_followed(place, sheet.id, text)
            return _hinted(_completed(grid, row, sheet, {}, "header"), hint)
        hints.append(label_problems.column_reworded(place, sheet.id, column, text))
    return _hinted(_completed(grid, row, sheet, columns, "name"), *hints)


def _hinted(header: Header, *hints: Problem) -> Header:
    return header._replace(hints=(*hints, *header.hints))


def _labelled_row(grids: Iterable[Grid], sheet: Sheet) -> tuple[Grid, int] | None:
    """Return the row with most labels of a table, if it has enough of them to be the header."""
    best: tuple[int, Grid | None, int] = (0, None, 0)
    for grid in grids:
        rows = Counter(
            row
            for column in sheet.columns
            for row in {row for label in names_of(column) for row, _ in grid.labels.get(label, ())}
        )
        for row in sorted(rows):
            if rows[row] > best[0]:
                best = (rows[row], grid, row)
    score, where, row = best
    return (where, row) if where and score >= max(2, sum(column.required for column in sheet.columns)) else None


def _by_label(searched: Iterable[Sequence[Grid]], known: Set[str], label: str, others: Set[str]) -> LocatedCell | str:
    """Return the cell right of the one label that is known, or why there is none.

    Where another label stands beside it, as in a table lying on its side, the cell below is the one.
    """
    for grids in searched:
        spots = [(grid, *spot) for grid in grids for name in known for spot in grid.labels.get(name, ())]
        if len(spots) == 1:
            grid, row, column = spots[0]
            right, below = (row, grid.right_of(row, column)), (grid.below(row, column), column)
            if not {normalise(grid.shown(*right)), normalise(grid.label_of(row, column))} & others:
                return grid, *right, "label"
            if normalise(grid.shown(*below)) not in others:
                return grid, *below, "label"
        elif spots:
            places = "、".join(str(grid.ref(row, column)) for grid, row, column in sorted(spots, key=lambda s: s[1:]))
            return f"“{label}”在多处出现（{places}），无法确定是哪一处"
    return f"未找到“{label}”"


def _sheets(workbook: Workbook, sheet: Sheet) -> Iterator[Grid]:
    """Yield the grids that may hold a sheet of the form: the one of its name first."""
    grids = [grid for name, grid in workbook.grids.items() if name not in NOT_READ]
    yield from sorted(grids, key=lambda grid: grid.name != sheet.name)


def _matches(grid: Grid, row: int, sheet: Sheet) -> int:
    texts = {normalise(text) for text in grid.texts(row).values()}
    return sum(bool(names_of(column) & texts) for column in sheet.columns)


def _completed(grid: Grid, row: int, sheet: Sheet, columns: dict[str, int], located: str) -> Header:
    """Return the header with the columns that have no name found by their labels, the others by what people call them."""
    taken = set(columns.values())
    left: dict[int, str] = {}
    hints: list[Problem] = []
    for number, text in grid.texts(row).items():
        if number in taken:
            continue
        label = normalise(text)
        matches = [column for column in sheet.columns if label in labels_of(column)]
        free = next((column.id for column in matches if column.id not in columns), "")
        if free:
            columns[free] = number
            if any(label in candidate.explained for candidate in matches):
                hints.append(label_problems.explained(grid.place(row, number), sheet.id, matches[0], text))
        elif matches:
            first = address(row, columns[matches[0].id])
            hints.append(label_problems.column_twice(grid.place(row, number), sheet.id, matches[0], first))
        else:
            left[number] = text
    for column in (column for column in sheet.columns if column.id not in columns):
        called = [number for number, text in left.items() if normalise(text) in headings_of(column)]
        if len(called) == 1:
            columns[column.id] = called[0]
        elif called:
            named = "、".join(f"“{label_problems.shown(left[number])}”（{address(row, number)}）" for number in called)
            hints.append(label_problems.which_heading(grid.place(row, called[0]), sheet.id, column, named))
        left = {number: text for number, text in left.items() if number not in called}
    strange = tuple((number, text) for number, text in left.items() if not _is_ordinal(normalise(text)))
    return Header(grid, row, columns, located, strange, tuple(hints))


def _is_ordinal(label: str) -> bool:
    """Return whether a heading is that of the numbers of the rows, or such a number."""
    return label in ("序号", "编号", "NO") or label.isdecimal()


def list_header(grid: Grid, sheet: Sheet) -> Header | None:
    """Return the header of a list that is all of a grid, by its words."""
    best = _labelled_row([grid], sheet)
    return _completed(*best, sheet, {}, "header") if best else None
