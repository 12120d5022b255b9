"""What an applicant states, value by value, each with its cell. Knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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


class LazyCells(Mapping[str, Entry]):
    """The cells of a row by column id, made when they are asked for: most of a long list is never cited.

    `position` is the number of each column, `values` its value, and `make` returns its entry.
    """

    __slots__ = ("_made", "_make", "_position", "_values")

    def __init__(
        self, position: Mapping[str, int], values: Sequence[EntryValue | None], make: Callable[[int], Entry]
    ) -> None:
        self._position, self._values, self._make = position, values, make
        self._made: dict[str, Entry] = {}

    def value(self, name: str) -> EntryValue | None:
        """Return the value of a cell."""
        return self._values[self._position[name]]

    def __getitem__(self, name: str) -> Entry:
        """Return the entry of a cell; the same one every time."""
        if name not in self._made:
            self._made[name] = self._make(self._position[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a column."""
        return name in self._position

    def __iter__(self) -> Iterator[str]:
        """Yield the column ids in order."""
        return iter(self._position)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._position)


class Row(NamedTuple):
    """One row of a table: its 1-based row number in the sheet and its cells by column id (every column is present)."""

    number: int
    cells: Mapping[str, Entry]

    def value(self, column: str) -> EntryValue | None:
        """Return the value of a cell; its entry is not made for it."""
        cells = self.cells
        return cells.value(column) if isinstance(cells, LazyCells) else cells[column].value


class Table(NamedTuple):
    """A list as stated. `declared_none` is the 「无」 tick; without it an empty table is unknown, never an empty list.

    `skipped` counts rows passed over by rule (blank, totals, repeated headers) by what they were; `found` says how each
    column was found: `name` or `header`.
    """

    rows: tuple[Row, ...]
    declared_none: bool = False
    source: CellRef | None = None
    skipped: Mapping[str, int] = {}
    found: Mapping[str, str] = {}


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
