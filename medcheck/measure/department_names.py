"""The departments of a hospital by their standard names: which stand alone, which sit inside another (reading A-16).

A name the pack's table does not know stays unmatched and is shown; one that only may be the thing is marked 待核实, so
that a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from medcheck.fact import DOUBTFUL, CellRef, Fact, Member, Members, known
from medcheck.intake.application import Application, Entry, Row, Table
from medcheck.measure.entry import cell, cite, head, span, table, text, unfilled
from medcheck.measure.tables import DepartmentNames, lacking, plain

_SHEET = "科室设置表"
_COUNTS = {"internal_group_count": "内科", "surgical_group_count": "外科"}
_OFFICE = "院办公室"


class _Place(NamedTuple):
    """A standard name, the host it sits in (none: alone), and the cell that says so."""

    name: str
    host: str
    entry: Entry


class _Read(NamedTuple):
    """A row: what is written, its upper department, what it stands for, what it holds, and whether it is known."""

    row: Row
    written: str
    upper: str
    names: tuple[str, ...]
    holds: tuple[str, ...]
    known: bool


def departments(application: Application, names: DepartmentNames | None, members: Sequence[str]) -> Fact:
    """Return the departments as members that stand alone or inside a host; unmatched names are kept."""
    if names is None:
        return lacking("departments")
    of = table(application, "departments")
    if fact := unfilled("departments", of, _SHEET, Members()):
        return fact
    read = _all(of, names, members)
    places = [place for one in read for place in _places(one, read, names)]
    places += _unions(places, names)
    places += _implied(places, names)
    cells: dict[str, CellRef] = {}
    unmatched = []
    for place in places:
        cite(cells, place.name, place.entry)
    for one in read:
        if not one.known and not _is_group(one, names):
            unmatched.append(one.written)
            cite(cells, one.written, cell(one.row, "name"))
    found = tuple(dict.fromkeys(Member(place.name, place.host) for place in places))
    return known("departments", Members(found, (), tuple(unmatched), (), cells), head(of))


def group_counts(application: Application, names: DepartmentNames | None, members: Sequence[str]) -> Iterator[Fact]:
    """Yield how many groups internal medicine and surgery are divided into, unlisted ones included (reading A-50)."""
    of = table(application, "departments")
    for name, discipline in _COUNTS.items():
        if names is None:
            yield lacking(name)
            continue
        if fact := unfilled(name, of, _SHEET, 0):
            yield fact
            continue
        groups = {group for one in _all(of, names, members) for group in _groups(one, discipline, names, members)}
        yield known(name, len(groups), (*span(of.rows, "name"), *span(of.rows, "parent")))


def admin_functions(application: Application, names: DepartmentNames | None, members: Sequence[str]) -> Fact:
    """Return which functions are assigned: named among what some department holds, or shown by a department of its own.

    While the hospital office does not say what it is in charge of, a function that is not found is only open.
    """
    name = "admin_functions"
    if names is None:
        return lacking(name)
    of = table(application, "departments")
    if fact := unfilled(name, of, _SHEET, Members()):
        return fact
    cells: dict[str, CellRef] = {}
    silent = False
    for one in _all(of, names, members):
        words = {*one.names, *held(one.row)}
        silent = silent or (_OFFICE in one.names and cell(one.row, "covers").value is None)
        column = "covers" if cell(one.row, "covers").value is not None else "name"
        for function, shown_by in names.functions.items():
            if any(word in words or any(word in covered for covered in held(one.row)) for word in shown_by):
                cite(cells, function, cell(one.row, column))
    there = tuple(Member(function) for function in names.functions if function in cells)
    open_ = tuple(function for function in names.functions if function not in cells) if silent else ()
    return known(name, Members(there, open_, (), (), cells), head(of))


def canonical(written: str, names: DepartmentNames, members: Sequence[str], upper: str = "") -> tuple[str, ...]:
    """Return the standard names a written one stands for, in its own right; none where nobody knows it."""
    word = re.sub(r"(专业组|专业|病区|病房|组)$", "", plain(written)) or plain(written)
    for candidate in (plain(written), word):
        if clear := names.under.get(upper, {}).get(candidate):
            return (clear,)
        if candidate in names.composites:
            return names.composites[candidate]
        if candidate in members:
            return (candidate,)
        if found := next((name for name, aliases in names.aliases.items() if candidate in aliases), ""):
            return (found,)
    return ()


def held(row: Row) -> tuple[str, ...]:
    """Return the departments or functions a row says it holds, as written; none where the form does not ask."""
    value = cell(row, "covers").value
    lines = value if isinstance(value, tuple) else (text(cell(row, "covers")),)
    return tuple(word for line in lines for word in re.split(r"[、,，;；/\s]+", line) if word)


def _all(of: Table, names: DepartmentNames, members: Sequence[str]) -> list[_Read]:
    read = []
    for row in of.rows:
        written, over = text(cell(row, "name")), text(cell(row, "parent"))
        if not written:
            continue
        above = "" if plain(over) in names.headings else over
        upper = next(iter(canonical(above, names, members)), above)
        stands_for = canonical(written, names, members, upper)
        covered = (canonical(word, names, members, next(iter(stands_for), "")) for word in held(row))
        holds = tuple(dict.fromkeys(name for found in covered for name in found if name not in stands_for))
        holds = holds or tuple(part for name in stands_for for part in names.holds.get(name, ()))
        other = plain(written) in names.others or plain(written) in names.may_be
        read.append(_Read(row, written, upper, stands_for, holds, bool(stands_for or holds) or other))
    return read


def _places(one: _Read, read: Sequence[_Read], names: DepartmentNames) -> Iterator[_Place]:
    name, upper, holds = (cell(one.row, column) for column in ("name", "parent", "covers"))
    inside = upper if one.upper else name
    yield from (_Place(found, one.upper, inside) for found in one.names if found != one.upper)
    host = next(iter(one.names), one.written)
    yield from (_Place(held, host, holds if holds.ref else name) for held in one.holds)
    if not one.holds:
        maybe = names.may_be.get(plain(one.written), ())
        yield from (_Place(other, f"{one.written}{DOUBTFUL}", name) for other in maybe)
    if one.upper and not any(one.upper in (*other.names, *other.holds) for other in read):
        # An upper department that has no row of its own: it may be there.
        yield _Place(one.upper, f"上级科室一栏{DOUBTFUL}", upper)


def _implied(places: Sequence[_Place], names: DepartmentNames) -> Iterator[_Place]:
    """Yield a first-level department that has no row while groups of it have: it may be there."""
    there = {place.name: place for place in reversed(places)}
    for name, groups in names.groups.items():
        if name not in there and (found := next((there[group] for group in groups if group in there), None)):
            yield _Place(name, f"{found.name}{DOUBTFUL}", found.entry)


def _unions(places: Sequence[_Place], names: DepartmentNames) -> Iterator[_Place]:
    sure: Mapping[str, _Place] = {place.name: place for place in reversed(places) if not place.host.endswith(DOUBTFUL)}
    for name, parts in names.unions.items():
        if all(part in sure for part in parts):
            yield _Place(name, "", sure[parts[0]].entry)


def _is_group(one: _Read, names: DepartmentNames) -> bool:
    """Return whether an unknown name is a group of a first-level department: no department the regulation lists."""
    return one.upper in names.groups


def _groups(one: _Read, discipline: str, names: DepartmentNames, members: Sequence[str]) -> Iterator[str]:
    """Yield the groups of a discipline a row speaks of: listed ones, and unlisted ones that sit in it."""
    listed = names.groups.get(discipline, ())
    yield from (name for name in (*one.names, *one.holds) if name in listed)
    if one.upper == discipline and not one.names:
        yield plain(one.written)
    if discipline in one.names:
        yield from (plain(word) for word in held(one.row) if not canonical(word, names, members, discipline))
