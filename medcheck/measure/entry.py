"""Turns an entry of the application into a fact or a field of a record. It knows nothing of topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from medcheck.fact import CellRef, Fact, Record, Scalar, Value, known, unknown
from medcheck.form.entry_values import NO_NUMBER
from medcheck.form.person import same_name
from medcheck.form.values import shortened
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Row, Table

_NOT_ASKED = Entry(None, None, "申请表中没有这一栏")


def field(application: Application, name: str) -> Entry:
    """Return a field of the application, or an entry that says the form does not ask for it."""
    return application.fields.get(name, _NOT_ASKED)


def cell(row: Row, column: str) -> Entry:
    """Return a cell of a row, or an entry that says the form has no such column."""
    return row.cells.get(column, _NOT_ASKED)


def span(rows: Sequence[Row], column: str) -> tuple[CellRef, ...]:
    """Return the cells of a column from the first to the last of these rows as one reference: `E6:E605`."""
    refs = (ref for row in rows if (ref := cell(row, column).ref) is not None)
    last = next((ref for row in reversed(rows) if (ref := cell(row, column).ref) is not None), None)
    first = next(refs, None)
    if first is None or last is None or first == last:
        return () if first is None else (first,)
    return (first._replace(cell=f"{first.cell}:{last.cell}", raw=f"共 {len(rows)} 行"),)


def cite(cells: dict[str, CellRef], name: str, row: Row, column: str) -> None:
    """Record only the first cell that cites a name."""
    if name not in cells and (ref := cell(row, column).ref):
        cells[name] = ref


def table(application: Application, name: str) -> Table:
    """Return a list of the application; one the form does not have is empty, which is unknown."""
    return application.tables.get(name, Table(()))


def sources(*entries: Entry) -> tuple[CellRef, ...]:
    """Return the cells of the entries that have one."""
    return tuple(entry.ref for entry in entries if entry.ref is not None)


def stated(name: str, entry: Entry) -> Fact:
    """Return the fact an entry states as it stands."""
    if entry.value is None or isinstance(entry.value, tuple):
        return unknown(name, entry.reason or "未填写", sources(entry))
    return known(name, entry.value, sources(entry))


def day(entry: Entry) -> date | None:
    """Return the entry's calendar day, or None."""
    return entry.value if isinstance(entry.value, date) else None


def record(
    label: str,
    row: Row,
    values: Mapping[str, Scalar | None],
    columns: Mapping[str, str],
    doubts: Mapping[str, str] = {},
) -> Record:
    """Return a record of a list fact from a row; `columns` maps each field to the column its cell is cited from.

    `doubts` are the fields that are not known because the cell they are cited from makes them doubtful, with what is
    to be said of it.
    """
    refs = _Refs(row, columns)
    return Record(label, values, refs.first, refs, doubts=doubts)


class _Refs(Mapping[str, CellRef]):
    """The cells of a record by field, made when they are cited: a long list has thousands that never are."""

    __slots__ = ("_columns", "_row")

    def __init__(self, row: Row, columns: Mapping[str, str]) -> None:
        self._row, self._columns = row, columns

    def first(self) -> CellRef | None:
        """Return the first cell of the row."""
        return next((entry.ref for entry in self._row.cells.values() if entry.ref is not None), None)

    def __getitem__(self, name: str) -> CellRef:
        ref = cell(self._row, self._columns[name]).ref
        if ref is None:
            raise KeyError(name)
        return ref

    def __iter__(self) -> Iterator[str]:
        return (name for name, column in self._columns.items() if cell(self._row, column).ref is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def list_citation(listing: Table) -> tuple[CellRef, ...]:
    """Return the citation of a whole list, if it was found: a list proves something by what is missing from it, too."""
    return (listing.source,) if listing.source else ()


def label(row: Row) -> str:
    """Return what a row is called: the name in it, else its number."""
    return shortened(text_at(row, "name"), "name") or f"第{row.number}行"


def unfilled(
    name: str, listing: Table, what: str, empty: Value = (), *, named_by: Sequence[str] = ("name",)
) -> Fact | None:
    """Return the fact of a list nobody filled in: `empty` if 「无」 was ticked, else unknown; None if it has rows.

    A list without a column that names its entries (`named_by`) is unknown too: nobody said what is there.
    """
    if listing.rows:
        lost = [reason for column in named_by if (reason := _lost_column(listing, column))]
        return (
            unknown(name, f"{what}{'、'.join(lost)}，不能当作没有；请补上该列并逐行填写", list_citation(listing))
            if lost
            else None
        )
    if listing.declared_none:
        return known(name, empty, list_citation(listing))
    return unknown(name, f"{what}没有填写任何一行；确实没有的，应明确选择“无”", list_citation(listing))


def _lost_column(listing: Table, column: str) -> str:
    """Return why a column was not found anywhere in a list, or an empty string where it was or is not asked for."""
    if column not in listing.rows[0].position or any(
        row.place(column) or row.value(column) is not None for row in listing.rows
    ):
        return ""
    return listing.rows[0].entry(column).reason


def nameless_in(listing: Table, column: str = "name") -> list[Row]:
    """Return the rows that name nothing that can be read: each may be anything."""
    return [row for row in listing.rows if not text_at(row, column)]


def listed(
    name: str, listing: Table, what: str, records: Iterable[Record], *, named_by: Sequence[str] = ("name",)
) -> Fact:
    """Return a list fact with these records of its rows, or what `unfilled` makes of a list without rows."""
    return unfilled(name, listing, what, named_by=named_by) or known(name, tuple(records), list_citation(listing))


def scalar(entry: Entry) -> Scalar | None:
    """Return the entry's value where it is a single one."""
    return None if isinstance(entry.value, tuple) else entry.value


def given(row: Row, column: str) -> bool | None:
    """Return whether a number or name was given; 「无」 says it was not, a blank leaves it unknown."""
    return _given(text_at(row, column))


def givens(listing: Table, column: str) -> list[bool | None]:
    """Return row by row whether a number or name was given."""
    return list(map(_given, listing.texts(column)))


def _given(written: str) -> bool | None:
    return None if not written else written not in NO_NUMBER


def text(entry: Entry) -> str:
    """Return the entry's text, stripped, or an empty string."""
    return entry.value.strip() if isinstance(entry.value, str) else ""


def text_at(row: Row, column: str) -> str:
    """Return the text of a cell of a row, stripped, or an empty string."""
    value = row.value(column)
    return value.strip() if isinstance(value, str) else ""


def days_of(listing: Table, column: str) -> list[date | None]:
    """Return the calendar days of a column row by row."""
    return [value if isinstance(value, date) else None for value in listing.column(column)]


def scalars_of(listing: Table, column: str) -> list[Scalar | None]:
    """Return the values of a column row by row where they are single ones."""
    return [None if isinstance(value, tuple) else value for value in listing.column(column)]


def day_at(row: Row, column: str) -> date | None:
    """Return the calendar day of a cell of a row, or None."""
    value = row.value(column)
    return value if isinstance(value, date) else None


def scalar_at(row: Row, column: str) -> Scalar | None:
    """Return the value of a cell of a row where it is a single one."""
    value = row.value(column)
    return None if isinstance(value, tuple) else value


def unspaced(entry: Entry) -> str:
    """Return a person's name as names are compared, so that 张 三 is 张三."""
    return person_name(text(entry))


def person_name(written: str) -> str:
    """Return a person's name as names are compared: without blanks of any width, and without remarks in brackets."""
    return same_name(written)


def why(*entries: Entry) -> str:
    """Return why the entries without a value have none, each with what the form calls it."""
    return "；".join(
        f"“{entry.ref.label}”{entry.reason}" if entry.ref and entry.ref.label else entry.reason
        for entry in entries
        if entry.value is None
    )
