"""A workbook as grids of raw values, each cell by its 1-based row and column, whatever format it came in.

Knows nothing of forms: what a value means, and where a field stands, is decided elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import timedelta
from functools import cached_property
from itertools import islice
from math import isfinite
from typing import NamedTuple

from medcheck.address import address
from medcheck.book.look import FORMAT_HIDES, STRUCK, THIN, Look, Position
from medcheck.book.number_format import number_format, seen
from medcheck.errors import Place
from medcheck.fact import CellRef, Role
from medcheck.form.dates import SERIAL_ZERO
from medcheck.form.labels import label_of
from medcheck.form.numbers import float_text
from medcheck.form.values import Raw, shortened, text_of
from medcheck.limits import is_bounded
from medcheck.package.counts import MAX_CELLS

_LAST_SERIAL = 2_958_466
Spot = tuple[str, int, int]  # sheet, 1-based row and column


class Merge(NamedTuple):
    """A range of cells shown as one; only its top-left cell has a value."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """One sheet: raw values, merged ranges, and the cells whose value cannot be relied on."""

    def __init__(
        self,
        file: str,
        name: str,
        rows: Sequence[Sequence[Raw]],
        merges: Sequence[Merge],
        look: Look,
        role: Role = Role.APPLICATION,
    ) -> None:
        self.file, self.name, self.role = file, name, role
        self._rows, self._merges, self._look = rows, merges, look
        self.hidden = look.hidden
        self._below = 0
        self._columns: Sequence[Sequence[Raw]] = ()  # turned once for the list below a header

    @property
    def height(self) -> int:
        """Return the number of the last row that holds anything."""
        return len(self._rows)

    @property
    def width(self) -> int:
        """Return the number of the last column that holds anything."""
        return max(map(len, self._rows), default=0)

    def raw(self, row: int, column: int) -> Raw:
        """Return the raw value of a cell; None where there is nothing."""
        if 0 < row <= len(self._rows) and 0 < column <= len(self._rows[row - 1]):
            return self._rows[row - 1][column - 1]
        return None

    def text(self, row: int, column: int) -> str:
        """Return a cell's content as text."""
        return text_of(self.raw(row, column))

    def texts(self, row: int) -> Mapping[int, str]:
        """Return the text of each cell of a row that is not blank, by column."""
        return {column: text for column, raw in enumerate(self.row(row), 1) if raw != "" and (text := text_of(raw))}

    def row(self, row: int) -> Sequence[Raw]:
        """Return the raw values of a row."""
        return self._rows[row - 1] if 0 < row <= len(self._rows) else ()

    def column(self, column: int, first: int) -> Sequence[Raw]:
        """Return the raw values of a column from a row to the last one."""
        if self._below != first:
            self._below, self._columns = first, self._turned(first)
        return self._columns[column - 1] if column <= len(self._columns) else (None,) * max(0, self.height - first + 1)

    def _turned(self, first: int) -> Sequence[Sequence[Raw]]:
        """Return the raw values column by column, from a row to the last one."""
        rows = self._rows[first - 1 :]
        try:
            return list(zip(*rows, strict=True))
        except ValueError:  # an old or OpenDocument workbook keeps a row no longer than it is filled
            return [[row[at] if at < len(row) else None for row in rows] for at in range(max(map(len, rows)))]

    def right_of(self, row: int, column: int) -> int:
        """Return the column right of a cell, past the range it may be merged into."""
        return self._merge(row, column).right + 1 if row in self._merged else column + 1

    def top_left(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose value is shown at a cell: the top-left one of its merged range, else itself."""
        return self._merge(row, column)[:2] if row in self._merged else (row, column)

    def shown(self, row: int, column: int) -> str:
        """Return the text seen at a cell, which a merged range has in its top-left cell."""
        return self.text(*self.top_left(row, column)) if row in self._merged else self.text(row, column)

    def below(self, row: int, column: int) -> int:
        """Return the row below a cell, past the range it may be merged into."""
        return self._merge(row, column).bottom + 1

    def label_of(self, row: int, column: int) -> str:
        """Return the text seen left of a cell, past the range either may be merged into."""
        return self.shown(row, (self._merge(row, column).left if row in self._merged else column) - 1)

    def place(self, row: int, column: int) -> Place:
        """Return where a cell stands, for a problem."""
        return Place(self.file, self.name, address(row, column))

    def ref(self, row: int, column: int) -> CellRef:
        """Return where a cell stands with the text as typed, for evidence."""
        return CellRef(self.role, self.name, address(row, column), shortened(self.text(row, column), "evidence"))

    def fault(self, row: int, column: int) -> str:
        """Return why the cell's value cannot be relied on: an error, a formula never calculated, or nobody can see it."""
        return self.faults.get((row, column), "")

    @cached_property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells that hold an error or a formula never calculated, or a value nobody can see, with which."""
        look = self._look
        if not (look.thin_rows or look.thin_columns or self.formats or look.unseen):
            return look.faults
        thin = {(row, column): THIN for row in look.thin_rows for column in range(1, len(self.row(row)) + 1)}
        thin |= {(row, column): THIN for column in look.thin_columns for row in range(1, self.height + 1)}
        hidden = {spot: FORMAT_HIDES for spot in self.formats if self.formatted(*spot) == ""}
        unseen = {**hidden, **thin, **look.unseen}
        return {**{spot: why for spot, why in unseen.items() if self.text(*spot)}, **look.faults}

    @cached_property
    def formats(self) -> Mapping[Position, str]:
        """Return the number format of the cells where it may show something else than the stored value."""
        return self._look.formats

    @cached_property
    def comments(self) -> Mapping[Position, str]:
        """Return the comments people put on cells."""
        return self._look.comments

    def is_struck(self, row: int) -> bool:
        """Return whether everything that stands in a row is struck out."""
        filled = [column for column, raw in enumerate(self.row(row), 1) if text_of(raw)]
        return bool(filled) and all(self.fault(row, column) == STRUCK for column in filled)

    @cached_property
    def faulty_rows(self) -> Set[int]:
        """Return the numbers of the rows with such a cell."""
        return {row for row, _ in self.faults}

    @property
    def merged_rows(self) -> Set[int]:
        """Return the numbers of the rows that a range of merged cells touches."""
        return self._merged.keys()

    def is_merged(self, row: int) -> bool:
        """Return whether a range of merged cells touches the row."""
        return row in self._merged

    def formatted(self, row: int, column: int) -> Raw:
        """Return a value as its number format shows it: 0.385 as 38.5%, 43709 as a day, 30 as 30万元; else as it is stored."""
        raw = self.raw(row, column)
        code = self.formats.get((row, column)) if self.formats else None
        if not code or isinstance(raw, bool) or not isinstance(raw, int | float | str):
            return raw
        if isinstance(raw, float) and not (isfinite(raw) and is_bounded(float_text(raw))):
            return raw
        if number_format(code).is_date:
            is_day = isinstance(raw, int | float) and 0 < raw < _LAST_SERIAL
            return SERIAL_ZERO + timedelta(days=int(raw)) if is_day and not isinstance(raw, str) else raw
        shown = seen(raw, code) if raw != "" else None
        return raw if shown is None else shown

    @property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return self._look.has_hidden_lines

    @cached_property
    def labels(self) -> Mapping[str, Sequence[Position]]:
        """Return where each text stands, as labels are compared; numbers and long texts are no labels."""
        places: dict[str, list[Position]] = defaultdict(list)
        for number, row in enumerate(self._rows, 1):
            for column, raw in enumerate(row, 1):
                if type(raw) is str and raw and (label := label_of(raw)):
                    places[label].append((number, column))
        return dict(places)

    def _merge(self, row: int, column: int) -> Merge:
        for merge in self._merged.get(row, ()):
            if merge.left <= column <= merge.right:
                return merge
        return Merge(row, column, row, column)

    @cached_property
    def _merged(self) -> Mapping[int, Sequence[Merge]]:
        """The merged ranges by row; no more than a sheet has cells, whatever ranges that overlap would need."""
        rows: dict[int, list[Merge]] = defaultdict(list)
        spans = ((row, m) for m in self._merges for row in range(m.top, min(m.bottom, self.height) + 1))
        for row, merge in islice(spans, MAX_CELLS):
            rows[row].append(merge)
        return dict(rows)


class Workbook:
    """All sheets of a workbook in order, and the cells its defined names point at.

    A name that a workbook defines twice points at the cell given last; the other cells are its `rivals`.
    """

    def __init__(self, file: str, grids: Mapping[str, Grid], names: Iterable[tuple[str, Spot]]) -> None:
        self.file, self.grids = file, grids
        self.names: dict[str, Spot] = {}
        self._rivals: dict[str, tuple[Spot, ...]] = {}
        for name, spot in names:
            if (before := self.names.get(name, spot)) != spot:
                self._rivals[name] = (*self._rivals.get(name, ()), before)
            self.names[name] = spot

    def named(self, name: str) -> tuple[Grid, int, int] | None:
        """Return the cell a defined name points at, or None when the name is gone."""
        return self._placed(self.names[name]) if name in self.names else None

    @property
    def has_rivals(self) -> bool:
        """Return whether the workbook defines any name more than once."""
        return bool(self._rivals)

    def rivals(self, name: str) -> list[tuple[Grid, int, int]]:
        """Return the other cells a name points at where the workbook defines it more than once."""
        return [self._placed(spot) for spot in self._rivals.get(name, ())]

    def renamed(self, names: Mapping[str, str]) -> Workbook:
        """Return the workbook with its defined names under other ones, as an earlier version's map says."""
        rivals = [(name, spot) for name, spots in self._rivals.items() for spot in spots]
        given = ((names.get(name, name), spot) for name, spot in (*rivals, *self.names.items()))
        return Workbook(self.file, self.grids, given)

    def _placed(self, spot: Spot) -> tuple[Grid, int, int]:
        sheet, row, column = spot
        return self.grids[sheet], row, column
