"""What an applicant states, value by value, each with its cell. Knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from medcheck.errors import Problem
from medcheck.fact import CellRef

# As read from a cell by the field's kind: number → int or Decimal, date → date (「长期」→ date.max), flag → bool,
# choice → the option as the form writes it, text and code → str, lines → tuple of str.
EntryValue = int | Decimal | date | bool | str | tuple[str, ...]

# How people write that there is no number to fill in.
NO_NUMBER = ("无", "没有", "—", "-", "/")


class Entry(NamedTuple):
    """One field or one cell of a table. A value of None always has a `reason` (Chinese): blank, unreadable, not found.

    `found` is how the cell was located: `name` (defined name), `label`, `header`, or `` when it was not.
    """

    value: EntryValue | None
    ref: CellRef | None = None
    reason: str = ""
    found: str = ""


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
    """

    __slots__ = ("_cells", "_position", "_source", "_values", "number")

    def __init__(
        self,
        number: int,
        position: Mapping[str, int],
        values: Sequence[EntryValue | None],
        source: RowSource,
    ) -> None:
        """Keep the values by the `position` of their columns."""
        self.number, self._position, self._values, self._source = number, position, values, source
        self._cells: _Cells | None = None

    @classmethod
    def of(cls, number: int, cells: Mapping[str, Entry]) -> Row:
        """Return a row of entries that are made already."""
        entries = list(cells.values())
        position = {name: at for at, name in enumerate(cells)}
        return cls(number, position, [entry.value for entry in entries], _Stated(entries))

    def value(self, column: str) -> EntryValue | None:
        """Return the value of a cell; None where it has none or the form has no such column."""
        at = self._position.get(column)
        return None if at is None else self._values[at]

    def entry(self, column: str) -> Entry:
        """Return the entry of a cell, made anew; raise KeyError where the form has no such column."""
        return self._source.entry(self.number, self._position[column])

    def place(self, column: str) -> str:
        """Return where a cell stands, `《人员花名册》D4`; its entry is not made for it."""
        return self._source.place(self.number, self._position[column])

    @property
    def cells(self) -> Mapping[str, Entry]:
        """Return the cells by column id, each made once."""
        if self._cells is None:
            self._cells = _Cells(self, self._position)
        return self._cells

    def replaced(self, cells: Mapping[str, Entry]) -> Row:
        """Return the row with these cells in place of its own."""
        return Row.of(self.number, {**self.cells, **cells})

    def __eq__(self, other: object) -> bool:
        """Return whether both state the same in the same cells."""
        return isinstance(other, Row) and (self.number, dict(self.cells)) == (other.number, dict(other.cells))

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


class Table(NamedTuple):
    """A list as stated. `declared_none` is the 「无」 tick; without it an empty table is unknown, never an empty list.

    `source` is where its rows stand as one range, `A4:P603`, or the first cell of its header where it has none.

    `skipped` counts rows passed over by rule (blank, totals, repeated headers) by what they were; `found` says how each
    column was found: `name` or `header`.
    """

    rows: tuple[Row, ...]
    declared_none: bool = False
    source: CellRef | None = None
    skipped: Mapping[str, int] = {}
    found: Mapping[str, str] = {}

    def column(self, name: str) -> list[EntryValue | None]:
        """Return the values of a column, row by row."""
        return [row.value(name) for row in self.rows]


class ListFile(NamedTuple):
    """A list that came in a file of its own beside the workbook: of which table, its name, its digest."""

    table: str
    file: str
    sha256: str


class Excerpt(NamedTuple):
    """A piece of a sheet: column letters, rows by their number with a text a column, and the cells it is about."""

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    marked: tuple[str, ...]


class Excerpts(Protocol):
    """Cuts pieces out of the sheets of one workbook, on demand."""

    def around(self, sheet: str, cells: Mapping[str, str]) -> Excerpt | None:
        """Return the cells (address → text to show) with their neighbours; None where there is no such place."""


class Application(NamedTuple):
    """One application workbook, read whole, with every problem found in it. `file` is a name, never a path.

    `kind` is what the file is: `xlsx`, `xls` or `ods`; `excerpts` cuts pieces of its sheets for a report;
    an application that was not read from a workbook has none.
    """

    form: str
    form_version: int
    facility_type: str
    file: str
    sha256: str
    fields: Mapping[str, Entry]
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...] = ()
    kind: str = "xlsx"
    lists: tuple[ListFile, ...] = ()
    excerpts: Excerpts | None = None
