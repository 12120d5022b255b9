"""The lists of an application: rows of values, each with its cell, by row and by column. Knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from medcheck.fact import CellRef
from medcheck.form.entry_values import EntryValue


class Entry(NamedTuple):
    """One field or one cell of a table. A value of None always has a `reason` (Chinese): blank, unreadable, not found.

    `located_by` is how the cell was located: `name` (defined name), `label`, `header`, or `` when it was not.
    """

    value: EntryValue | None
    ref: CellRef | None = None
    reason: str = ""
    located_by: str = ""


class RowSource(Protocol):
    """Where the rows of a list come from: makes an entry, or tells only where it stands, by row number and position."""

    def entry(self, number: int, at: int) -> Entry:
        """Return the entry of a cell."""

    def place(self, number: int, at: int) -> str:
        """Return `《人员花名册》D4`, or an empty string where the column was not found."""


class _Stated:
    """A row of entries that are made already."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def entry(self, number: int, at: int) -> Entry:
        """Return the entry of a cell."""
        return self._entries[at]

    def place(self, number: int, at: int) -> str:
        """Return where a cell stands."""
        ref = self._entries[at].ref
        return str(ref) if ref else ""


class Row:
    """One row of a table: its 1-based row number in the sheet, and its cells by column id (every column is present).

    Values are at hand; an entry with its cell is made when somebody asks for it: most of a long list is never cited.
    `remarks` is what is said of the row beside its cells: the heading it stands under, comments, that a part is struck out.
    """

    __slots__ = ("_cells", "_source", "number", "position", "remarks", "values")

    def __init__(
        self,
        number: int,
        position: Mapping[str, int],
        values: Sequence[EntryValue | None],
        source: RowSource,
        remarks: tuple[str, ...] = (),
    ) -> None:
        """Keep the values by the `position` of their columns."""
        self.number, self.position, self.values, self._source = number, position, values, source
        self.remarks = remarks
        self._cells: _Cells | None = None

    @classmethod
    def of(cls, number: int, cells: Mapping[str, Entry], remarks: tuple[str, ...] = ()) -> Row:
        """Return a row of entries that are made already."""
        entries = list(cells.values())
        position = {name: at for at, name in enumerate(cells)}
        return cls(number, position, [entry.value for entry in entries], _Stated(entries), remarks)

    def value(self, column: str) -> EntryValue | None:
        """Return the value of a cell; None where it has none or the form has no such column."""
        at = self.position.get(column)
        return None if at is None else self.values[at]

    def entry(self, column: str) -> Entry:
        """Return the entry of a cell, made anew; raise KeyError where the form has no such column."""
        return self._source.entry(self.number, self.position[column])

    def place(self, column: str) -> str:
        """Return where a cell stands, `《人员花名册》D4`; its entry is not made for it."""
        return self._source.place(self.number, self.position[column])

    @property
    def cells(self) -> Mapping[str, Entry]:
        """Return the cells by column id, each made once."""
        if self._cells is None:
            self._cells = _Cells(self, self.position)
        return self._cells

    def replaced(self, cells: Mapping[str, Entry]) -> Row:
        """Return the row with these cells in place of its own."""
        return Row.of(self.number, {**self.cells, **cells}, self.remarks)

    def remarked(self, remark: str) -> Row:
        """Return the row with a further remark."""
        return Row(self.number, self.position, self.values, self._source, (*self.remarks, remark))

    def __eq__(self, other: object) -> bool:
        """Return whether both state the same in the same cells."""
        if not isinstance(other, Row):
            return False
        mine, others = ((row.number, dict(row.cells), row.remarks) for row in (self, other))
        return mine == others

    __hash__ = None  # type: ignore[assignment]


class _Cells(Mapping[str, Entry]):
    """The entries of a row by column id, each made when it is first asked for."""

    __slots__ = ("_made", "_names", "_row")

    def __init__(self, row: Row, names: Mapping[str, int]) -> None:
        self._row, self._names = row, names
        self._made: dict[str, Entry] = {}

    def __getitem__(self, name: str) -> Entry:
        if name not in self._made:
            self._made[name] = self._row.entry(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Table:
    """A list as stated. `declared_none` is the 「无」 tick; without it an empty table is unknown, never an empty list.

    `source` is where its rows stand as one range, `A4:P603`, or the first cell of its header where it has none.

    `skipped` counts rows passed over by rule (blank, totals, repeated headers) by what they were; `located_by` says how each
    column was found: `name` or `header`.
    """

    rows: tuple[Row, ...]
    declared_none: bool = False
    source: CellRef | None = None
    skipped: Mapping[str, int] = field(default_factory=dict)
    located_by: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Sequence[EntryValue | None]:
        """Return the values of a column, row by row."""
        return self._columns.get(name) or (None,) * len(self.rows)

    def texts(self, name: str) -> Sequence[str]:
        """Return the text of a column row by row, stripped, or an empty string."""
        if name not in self._texts:
            self._texts[name] = [value.strip() if isinstance(value, str) else "" for value in self.column(name)]
        return self._texts[name]

    @cached_property
    def _columns(self) -> Mapping[str, Sequence[EntryValue | None]]:
        positions = [row.position for row in self.rows]
        first = next(iter(positions), {})
        if all(position is first or position == first for position in positions):
            columns = list(zip(*(row.values for row in self.rows), strict=True))
            return {name: columns[at] for name, at in first.items()}
        names = {name for position in positions for name in position}
        return {name: [row.value(name) for row in self.rows] for name in names}

    @cached_property
    def _texts(self) -> dict[str, Sequence[str]]:
        return {}
