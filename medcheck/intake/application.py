"""What an applicant states, value by value, each with its cell. Knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from medcheck.errors import Problem
from medcheck.intake.table import Entry, Table


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
