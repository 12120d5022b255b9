"""Measures the departments of a hospital by their standard names: which stand alone, which sit inside another (A-16).

A name the pack's table does not know stays unmatched and is shown; one that only may be the thing is marked 待核实, so
that a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.fact import DOUBTFUL, CellRef, Fact, Member, Members, known
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Table
from medcheck.measure.entry import cell, cite, label, list_citation, nameless_in, span, table, text, text_at, unfilled
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
    """A standard name, the host it sits in (none: alone), and the cell that says so.

    `disputed` is whether the applicant's own words make it doubtful.
    """

    name: str
    host: str
    entry: Entry
    disputed: bool = False


def of_department_names(
    application: Application, names: DepartmentNames | None, members: Sequence[str], words: NameWords
) -> Iterator[Fact]:
    """Yield the departments, how many groups two of them are divided into, and the functions that are assigned."""
    if names is None:
        yield from map(lacking, ("departments", *_COUNTS, "admin_functions"))
        return
    listing, book = table(application, "departments"), book_of(names, words, members)
    read = read_rows(listing, book)
    yield unfilled("departments", listing, _SHEET, Members()) or _departments(listing, read, book)
    for name, discipline in _COUNTS.items():
        yield unfilled(name, listing, _SHEET, 0) or _group_count(name, listing, read, discipline, book)
    yield unfilled("admin_functions", listing, _SHEET, Members()) or _admin_functions(listing, read, names)


def _departments(listing: Table, read: Sequence[DepartmentRow], book: DepartmentBook) -> Fact:
    """Return the departments as members that stand alone or inside a host.

    A name nobody knows may be whatever of its kind has no row of its own: a person decides. A row without a name may be
    anything, and the applicant can say what.
    """
    names = book.names
    places = [place for department_row in read for place in _places(department_row, read, book)]
    places += _unions(places, names)
    places += _numbered(read)
    places += _implied(places, names)
    places += _strangers(read, places, names, book.members)
    cells: dict[str, CellRef] = {}
    for place in places:
        if place.entry.ref:
            cells.setdefault(place.name, place.entry.ref)
    nameless = nameless_in(listing)
    for row in nameless:
        cite(cells, label(row), row, "name")
    members = tuple(dict.fromkeys(Member(place.name, place.host, place.disputed) for place in places))
    return known("departments", Members(members, (), tuple(map(label, nameless)), (), cells), list_citation(listing))


def _group_count(
    name: str, listing: Table, read: Sequence[DepartmentRow], discipline: str, book: DepartmentBook
) -> Fact:
    """Return how many groups a department is divided into, unlisted ones included (reading A-50)."""
    groups = {group for row in read for group in _groups(row, discipline, book)}
    return known(name, len(groups), (*span(listing.rows, "name"), *span(listing.rows, "parent")))


def _admin_functions(listing: Table, read: Sequence[DepartmentRow], names: DepartmentNames) -> Fact:
    """Return which functions are assigned: named among what some department holds, or shown by a department of its own.

    While the hospital office does not say what it is in charge of, a function that is not found is only open.
    """
    table_of = Functions(names)
    cells: dict[str, CellRef] = {}
    maybe: dict[str, str] = {}
    silent = False
    for row in read:
        says = row.row.value("covers") is not None
        silent = silent or (_OFFICE in row.names and not says)
        for function, doubt in table_of.shown_by(row):
            if doubt:
                maybe.setdefault(function, doubt)
            else:
                cite(cells, function, row.row, "covers" if says else "name")
    there = tuple(Member(function) for function in names.functions if function in cells)
    there += tuple(Member(function, f"{doubt}{DOUBTFUL}") for function, doubt in maybe.items() if function not in cells)
    left = [function for function in names.functions if function not in cells and function not in maybe]
    nameless = tuple(map(label, nameless_in(listing)))
    return known(
        "admin_functions", Members(there, tuple(left) if silent else (), nameless, (), cells), list_citation(listing)
    )


def _places(row: DepartmentRow, read: Sequence[DepartmentRow], book: DepartmentBook) -> Iterator[_HostedName]:
    name, upper, holds = (cell(row.row, column) for column in ("name", "parent", "covers"))
    inside, doubtful = upper if row.upper and upper.ref else name, f"{row.written}{DOUBTFUL}"
    disputed = bool(row.doubt)
    yield from (
        _HostedName(merged, doubtful if disputed else row.upper, inside, disputed)
        for merged in row.names
        if merged != row.upper
    )
    for merged in row.merged:
        host = host_in(row.merged, merged, row.written, book.names.mergers)
        yield _HostedName(merged, doubtful if disputed else host, name, disputed)
    host = next(iter(row.all), row.written)
    stating_cell = holds if holds.ref else name
    yield from (_HostedName(other, doubtful if disputed else host, stating_cell, disputed) for other in row.holds)
    yield from (_HostedName(other, f"{typed}{DOUBTFUL}", stating_cell, disputed=True) for other, typed in row.may_hold)
    if not row.holds:
        yield from (_HostedName(other, doubtful, name, disputed) for other in row.may_be)
    if row.upper and not any(row.upper in (*other.all, *other.holds) for other in read):
        # An upper department that has no row of its own: it may be there.
        yield _HostedName(row.upper, doubtful, upper if upper.ref else name)


def _numbered(read: Sequence[DepartmentRow]) -> Iterator[_HostedName]:
    """Yield a department of which two numbered parts have rows, 内一科（心血管） and 内二科（消化）: together they are it."""
    parts = [row for row in read if row.numbered and not row.doubt]
    for upper in dict.fromkeys(row.upper for row in parts if row.upper and row.upper not in row.names):
        numbered = [row for row in parts if row.upper == upper and not text_at(row.row, "parent")]
        if len({row.written for row in numbered}) > 1:
            yield _HostedName(upper, "", cell(numbered[0].row, "name"))


def _strangers(
    read: Sequence[DepartmentRow], places: Sequence[_HostedName], names: DepartmentNames, members: Sequence[str]
) -> Iterator[_HostedName]:
    """Yield for each name nobody knows every department of its kind that has no row: it may be any of them."""
    there = {place.name for place in places if not place.host.endswith(DOUBTFUL)}
    for row in (row for row in read if not row.known):
        if row.upper in names.groups:
            kind: Sequence[str] = (*names.groups[row.upper], *names.intensive)
        elif text(cell(row.row, "group")) == _ADMINISTRATIVE:
            kind = names.administrative
        else:
            kind = [name for name in members if name not in names.administrative]
        entry = cell(row.row, "name")
        yield from (_HostedName(name, f"{row.written}{DOUBTFUL}", entry) for name in kind if name not in there)


def _implied(places: Sequence[_HostedName], names: DepartmentNames) -> Iterator[_HostedName]:
    """Yield a first-level department that has no row while groups of it have: it may be there."""
    there = {place.name: place for place in reversed(places)}
    for name, groups in names.groups.items():
        if name not in there and (implied := next((there[group] for group in groups if group in there), None)):
            yield _HostedName(name, f"{implied.name}{DOUBTFUL}", implied.entry)


def _unions(places: Sequence[_HostedName], names: DepartmentNames) -> Iterator[_HostedName]:
    """Yield a department whose parts are all there, wherever they sit; while one only may be there, so may the whole."""
    any_of: dict[str, _HostedName] = {}
    for place in sorted(places, key=lambda place: place.host.endswith(DOUBTFUL)):
        any_of.setdefault(place.name, place)
    for name, parts in names.unions.items():
        present = [any_of[part] for part in parts if part in any_of]
        if len(present) == len(parts):
            doubt = next((place.host for place in present if place.host.endswith(DOUBTFUL)), "")
            yield _HostedName(name, doubt, present[0].entry, any(place.disputed for place in present))


def _groups(row: DepartmentRow, discipline: str, book: DepartmentBook) -> Iterator[str]:
    """Yield the groups of a discipline a row speaks of, each as written: listed ones, and unlisted ones that sit in it."""
    listed = book.names.groups.get(discipline, ())
    if row.doubt:
        return
    whole = {discipline, f"大{discipline}", f"普{discipline}"}
    numbered = discipline in row.names and plain(row.written) not in whole
    if numbered or any(name in listed for name in row.all) or (row.upper == discipline and not row.all):
        yield plain(row.written)
    yield from (name for name in row.holds if name in listed)
    if discipline in row.names:
        words = (duty.word for duty in row.duties if not duty.doubtful)
        yield from (word for word in words if not book.canonical(word, discipline))
