"""Marks as in conflict every fact that rests on cells that state the same thing differently, or twice.

Which cells do was found on reading (a Problem with `conflict` and `others`). What rests on them is found by making the
facts once more without them: a fact that is another one then rests on them. Cells that state different things which
cannot both be so (a part larger than the whole, days in the wrong order) stop the application, and each is judged by
its own rules. Knows nothing of topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from medcheck.errors import Place, Problem
from medcheck.fact import CellRef, Fact, Members, Record, Status, conflict
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Row, Table

_SHOWN = 3
Made = Callable[[Application], Iterable[Fact]]
Spots = Mapping[tuple[str, str], str]  # sheet and address → what contradicts it


class Contrary(NamedTuple):
    """What contradicts itself, in words: single cells, rows that state anew what another states, whole columns."""

    cells: Spots
    rows: Spots
    columns: Mapping[str, str]
    twice: Mapping[tuple[str, int], str]  # the rows again, by sheet and number


def in_conflict(facts: Sequence[Fact], application: Application, made: Made) -> Sequence[Fact]:
    """Return the facts, in conflict where they rest on cells that are; `made` makes them of another application.

    Of a list only the fields and entries concerned are marked: the others are judged as they stand.
    """
    contrary = _contrary(application)
    if not any(contrary):
        return facts
    blank = _by_name(made(_changed(application, contrary))) if contrary.cells or contrary.columns else {}
    single = _by_name(made(_once(application, contrary.twice))) if contrary.rows else {}
    judged = ((fact, _judged(fact, blank.get(fact.name), single.get(fact.name), contrary)) for fact in facts)
    return [_told(fact, application, contrary) if conflicting is None else conflicting for fact, conflicting in judged]


def _by_name(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


def _contrary(application: Application) -> Contrary:
    cells: dict[tuple[str, str], str] = {}
    rows: dict[tuple[str, str], str] = {}
    columns: dict[str, str] = {}
    for problem in application.problems:
        spots = [_spot(place) for place in (problem.place, *problem.others)]
        if not problem.conflict:
            continue
        text = f"{problem.place.sheet and f'《{problem.place.sheet}》'}{problem.place.cell}：{problem.text}"
        if problem.doubled:
            rows.setdefault(spots[0], text)
        elif problem.others:
            cells |= {spot: text for spot in spots if spot not in cells}
        elif _is_of_column(problem, application):
            columns.setdefault(problem.field, text)
    return Contrary(cells, rows, columns, {(sheet, _number(cell)): text for (sheet, cell), text in rows.items()})


def _is_of_column(problem: Problem, application: Application) -> bool:
    """Return whether a problem stands above the rows of a list, so that it is of its column as a whole."""
    table = application.tables.get(problem.field.partition(".")[0])
    number = _number(problem.place.cell)
    return table is not None and "." in problem.field and all(row.number > number for row in table.rows)


def _spot(place: Place | CellRef) -> tuple[str, str]:
    return place.sheet, place.cell


def _number(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else 0


def _changed(application: Application, contrary: Contrary) -> Application:
    """Return the application without the cells that contradict something."""

    def blank(entry: Entry) -> Entry:
        text = contrary.cells.get(_spot(entry.ref)) if entry.ref else None
        return entry if text is None else entry._replace(value=None, reason=text)

    numbers = {_number(cell) for _, cell in contrary.cells}
    tables = {}
    for name, table in application.tables.items():
        columns = {
            column.partition(".")[2]: text for column, text in contrary.columns.items() if _table(column) == name
        }
        tables[name] = _table_without(table, numbers, columns, blank)
    return application._replace(
        fields={name: blank(entry) for name, entry in application.fields.items()}, tables=tables
    )


def _table(field: str) -> str:
    return field.partition(".")[0]


def _table_without(
    table: Table, numbers: set[int], columns: Mapping[str, str], blank: Callable[[Entry], Entry]
) -> Table:
    def changed(row: Row) -> Row:
        if not columns and row.number not in numbers:
            return row
        cells = {name: blank(entry) for name, entry in row.cells.items()}
        cells |= {
            name: cells[name]._replace(value=None, reason=text) for name, text in columns.items() if name in cells
        }
        return row.replaced({name: entry for name, entry in cells.items() if entry is not row.cells[name]})

    return replace(table, rows=tuple(map(changed, table.rows)))


def _once(application: Application, twice: Mapping[tuple[str, int], str]) -> Application:
    """Return the application without the rows that state anew what another row states."""

    def kept(table: Table) -> Table:
        sheet = table.source.sheet if table.source else ""
        return replace(table, rows=tuple(row for row in table.rows if (sheet, row.number) not in twice))

    return application._replace(tables={name: kept(table) for name, table in application.tables.items()})


def _judged(fact: Fact, blank: Fact | None, single: Fact | None, contrary: Contrary) -> Fact | None:
    """Return a fact as it stands, a list with what is in conflict marked, or None where the fact as a whole is.

    `blank` is the fact without the cells that contradict something, `single` without the rows that come twice.
    """
    if fact.status is not Status.KNOWN:
        return fact
    if isinstance(fact.value, Record) and blank and isinstance(blank.value, Record):
        return fact._replace(value=_marked(fact.value, blank.value, contrary))
    if isinstance(fact.value, tuple) and not isinstance(fact.value, Members):
        rows = _records(fact)
        beside = _records(blank) if blank else rows
        if len(rows) == len(beside):
            marked = (_marked(record, other, contrary) for record, other in zip(rows, beside, strict=True))
            return fact._replace(value=tuple(marked))
    return fact if all(other is None or _is_alike(fact, other) for other in (blank, single)) else None


def _records(fact: Fact) -> tuple[Record, ...]:
    value = fact.value if isinstance(fact.value, tuple) and not isinstance(fact.value, Members) else ()
    return tuple(record for record in value if isinstance(record, Record))


def _is_alike(fact: Fact, other: Fact) -> bool:
    if isinstance(fact.value, Members) and isinstance(other.value, Members):
        return fact.value[:4] == other.value[:4]
    return (fact.status, fact.value) == (other.status, other.value)


def _marked(record: Record, other: Record, contradictions: Contrary) -> Record:
    """Return a record whose fields that rest on cells in conflict are open, and that says so if its row is a second one."""
    contrary = {
        name: _why(record, name, contradictions)
        for name, value in record.values.items()
        if other.values.get(name) != value
    }
    ref = record.source if contradictions.rows else None
    doubled = contradictions.twice.get((ref.sheet, _number(ref.cell))) if ref else None
    if not contrary and not doubled:
        return record
    values = {**record.values, **dict.fromkeys(contrary)}
    marks = {**contrary, **({"": doubled} if doubled else {})}
    made = Record(record.label, values, record.source, record.sources, marks, record.doubts)
    made.waits = record.waits
    return made


def _why(record: Record, field: str, contrary: Contrary) -> str:
    ref = record.sources.get(field)
    own = contrary.cells.get(_spot(ref)) if ref else None
    return own or next(iter([*contrary.cells.values(), *contrary.columns.values()]), "")


def _told(fact: Fact, application: Application, contrary: Contrary) -> Fact:
    """Return the fact in conflict, with the cells in conflict of the sheets it rests on, else the first ones of all."""
    spots = {**contrary.cells, **contrary.rows}
    sheets = {ref.sheet for ref in fact.sources}
    own = {spot: text for spot, text in spots.items() if spot[0] in sheets} or spots
    shown = dict(list(own.items())[:_SHOWN])
    refs = [ref for spot in shown if (ref := _ref(application, spot))]
    reasons = dict.fromkeys([*shown.values(), *contrary.columns.values()][:_SHOWN])
    return conflict(fact.name, "；".join(reasons), dict.fromkeys((*refs, *fact.sources)))


def _ref(application: Application, spot: tuple[str, str]) -> CellRef | None:
    """Return a cell with the text as typed."""
    number = _number(spot[1])
    rows = (row for table in application.tables.values() for row in table.rows if row.number == number)
    entries = (*application.fields.values(), *(entry for row in rows for entry in row.cells.values()))
    return next((entry.ref for entry in entries if entry.ref and _spot(entry.ref) == spot), None)
