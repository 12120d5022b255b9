"""The departments of a hospital by their standard names: which stand alone, which sit inside another (reading A-16).

A name the pack's table does not know stays unmatched and is shown; one that only may be the thing is marked 待核实, so
that a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.fact import DOUBTFUL, CellRef, Fact, Member, Members, known
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Table
from medcheck.measure.entry import cell, cite, head, label, nameless_in, span, table, text, text_at, unfilled
from medcheck.measure.hospital.department_book import DepartmentBook, book_of, host_in
from medcheck.measure.hospital.department_rows import DepartmentRow, read_rows
from medcheck.measure.hospital.functions import Functions
from medcheck.measure.measure_tables import DepartmentNames, lacking
from medcheck.measure.written_names import NameWords, plain

_SHEET = "科室设置表"
_COUNTS = {"internal_group_count": "内科", "surgical_group_count": "外科"}
_OFFICE = "院办公室"
_ADMINISTRATIVE = "职能科室"


class _HostedName(NamedTuple):
    """A standard name, the host it sits in (none: alone), and the cell that says so."""

    name: str
    host: str
    entry: Entry


def of_department_names(
    application: Application, names: DepartmentNames | None, members: Sequence[str], words: NameWords
) -> Iterator[Fact]:
    """Yield the departments, how many groups two of them are divided into, and the functions that are assigned."""
    if names is None:
        yield from map(lacking, ("departments", *_COUNTS, "admin_functions"))
        return
    of, book = table(application, "departments"), book_of(names, words, members)
    read = read_rows(of, book)
    yield unfilled("departments", of, _SHEET, Members()) or _departments(of, read, book)
    for name, discipline in _COUNTS.items():
        yield unfilled(name, of, _SHEET, 0) or _group_count(name, of, read, discipline, book)
    yield unfilled("admin_functions", of, _SHEET, Members()) or _admin_functions(of, read, names)


def _departments(of: Table, read: Sequence[DepartmentRow], book: DepartmentBook) -> Fact:
    """Return the departments as members that stand alone or inside a host.

    A name nobody knows may be whatever of its kind has no row of its own: a person decides. A row without a name may be
    anything, and the applicant can say what.
    """
    names = book.names
    places = [place for one in read for place in _places(one, read, book)]
    places += _unions(places, names)
    places += _numbered(read)
    places += _implied(places, names)
    places += _strangers(read, places, names, book.members)
    cells: dict[str, CellRef] = {}
    for place in places:
        if place.entry.ref:
            cells.setdefault(place.name, place.entry.ref)
    nameless = nameless_in(of)
    for row in nameless:
        cite(cells, label(row), row, "name")
    found = tuple(dict.fromkeys(Member(place.name, place.host) for place in places))
    return known("departments", Members(found, (), tuple(map(label, nameless)), (), cells), head(of))


def _group_count(name: str, of: Table, read: Sequence[DepartmentRow], discipline: str, book: DepartmentBook) -> Fact:
    """Return how many groups a department is divided into, unlisted ones included (reading A-50)."""
    groups = {group for one in read for group in _groups(one, discipline, book)}
    return known(name, len(groups), (*span(of.rows, "name"), *span(of.rows, "parent")))


def _admin_functions(of: Table, read: Sequence[DepartmentRow], names: DepartmentNames) -> Fact:
    """Return which functions are assigned: named among what some department holds, or shown by a department of its own.

    While the hospital office does not say what it is in charge of, a function that is not found is only open.
    """
    table_of = Functions(names)
    cells: dict[str, CellRef] = {}
    maybe: dict[str, str] = {}
    silent = False
    for one in read:
        says = one.row.value("covers") is not None
        silent = silent or (_OFFICE in one.names and not says)
        for function, doubt in table_of.shown_by(one):
            if doubt:
                maybe.setdefault(function, doubt)
            else:
                cite(cells, function, one.row, "covers" if says else "name")
    there = tuple(Member(function) for function in names.functions if function in cells)
    there += tuple(Member(function, f"{doubt}{DOUBTFUL}") for function, doubt in maybe.items() if function not in cells)
    left = [function for function in names.functions if function not in cells and function not in maybe]
    nameless = tuple(map(label, nameless_in(of)))
    return known("admin_functions", Members(there, tuple(left) if silent else (), nameless, (), cells), head(of))


def _places(one: DepartmentRow, read: Sequence[DepartmentRow], book: DepartmentBook) -> Iterator[_HostedName]:
    name, upper, holds = (cell(one.row, column) for column in ("name", "parent", "covers"))
    inside, doubtful = upper if one.upper and upper.ref else name, f"{one.written}{DOUBTFUL}"
    yield from (
        _HostedName(found, doubtful if one.doubt else one.upper, inside) for found in one.names if found != one.upper
    )
    for found in one.merged:
        host = host_in(one.merged, found, one.written, book.names.mergers)
        yield _HostedName(found, doubtful if one.doubt else host, name)
    host = next(iter(one.all), one.written)
    held = holds if holds.ref else name
    yield from (_HostedName(other, doubtful if one.doubt else host, held) for other in one.holds)
    yield from (_HostedName(other, f"{typed}{DOUBTFUL}", held) for other, typed in one.may_hold)
    if not one.holds:
        yield from (_HostedName(other, doubtful, name) for other in one.may_be)
    if one.upper and not any(one.upper in (*other.all, *other.holds) for other in read):
        # An upper department that has no row of its own: it may be there.
        yield _HostedName(one.upper, doubtful, upper if upper.ref else name)


def _numbered(read: Sequence[DepartmentRow]) -> Iterator[_HostedName]:
    """Yield a department of which two numbered parts have rows, 内一科（心血管） and 内二科（消化）: together they are it."""
    parts = [one for one in read if one.numbered and not one.doubt]
    for upper in dict.fromkeys(one.upper for one in parts if one.upper and one.upper not in one.names):
        of = [one for one in parts if one.upper == upper and not text_at(one.row, "parent")]
        if len({one.written for one in of}) > 1:
            yield _HostedName(upper, "", cell(of[0].row, "name"))


def _strangers(
    read: Sequence[DepartmentRow], places: Sequence[_HostedName], names: DepartmentNames, members: Sequence[str]
) -> Iterator[_HostedName]:
    """Yield for each name nobody knows every department of its kind that has no row: it may be any of them."""
    there = {place.name for place in places if not place.host.endswith(DOUBTFUL)}
    for one in (one for one in read if not one.known):
        if one.upper in names.groups:
            kind: Sequence[str] = (*names.groups[one.upper], *names.intensive)
        elif text(cell(one.row, "group")) == _ADMINISTRATIVE:
            kind = names.administrative
        else:
            kind = [name for name in members if name not in names.administrative]
        entry = cell(one.row, "name")
        yield from (_HostedName(name, f"{one.written}{DOUBTFUL}", entry) for name in kind if name not in there)


def _implied(places: Sequence[_HostedName], names: DepartmentNames) -> Iterator[_HostedName]:
    """Yield a first-level department that has no row while groups of it have: it may be there."""
    there = {place.name: place for place in reversed(places)}
    for name, groups in names.groups.items():
        if name not in there and (found := next((there[group] for group in groups if group in there), None)):
            yield _HostedName(name, f"{found.name}{DOUBTFUL}", found.entry)


def _unions(places: Sequence[_HostedName], names: DepartmentNames) -> Iterator[_HostedName]:
    """Yield a department whose parts are all there, wherever they sit; while one only may be there, so may the whole."""
    any_of: dict[str, _HostedName] = {}
    for place in sorted(places, key=lambda place: place.host.endswith(DOUBTFUL)):
        any_of.setdefault(place.name, place)
    for name, parts in names.unions.items():
        found = [any_of[part] for part in parts if part in any_of]
        if len(found) == len(parts):
            doubt = next((place.host for place in found if place.host.endswith(DOUBTFUL)), "")
            yield _HostedName(name, doubt, found[0].entry)


def _groups(one: DepartmentRow, discipline: str, book: DepartmentBook) -> Iterator[str]:
    """Yield the groups of a discipline a row speaks of, each as written: listed ones, and unlisted ones that sit in it."""
    listed = book.names.groups.get(discipline, ())
    if one.doubt:
        return
    whole = {discipline, f"大{discipline}", f"普{discipline}"}
    numbered = discipline in one.names and plain(one.written) not in whole
    if numbered or any(name in listed for name in one.all) or (one.upper == discipline and not one.all):
        yield plain(one.written)
    yield from (name for name in one.holds if name in listed)
    if discipline in one.names:
        said = (held.word for held in one.duties if not held.doubtful)
        yield from (word for word in said if not book.canonical(word, discipline))
