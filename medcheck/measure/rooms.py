"""Measures rooms as a set of standard names: which are separate, which are shared, which contradict themselves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from medcheck.fact import DOUBTFUL, CellRef, Fact, Member, Members, conflict, known
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.doubt import doubt_of_place
from medcheck.measure.entry import cell, cite, label, list_citation, sources, table, text_at, unfilled
from medcheck.measure.measure_tables import Aliases
from medcheck.measure.name_table import Named, NameTable
from medcheck.measure.written_names import NameWords, fold, plain

_NOT_A_ROOM = "其他"
_ELSEWHERE = "其他房间"


class _Room(NamedTuple):
    """A row that names a standard room, with what it shares with, where it says so, and why it is doubtful."""

    row: Row
    typed: str
    name: str
    shared: str
    doubt: str

    @property
    def separate(self) -> object:
        """Return whether it is said to be separate; None where that is open."""
        return self.row.value("separate")


def rooms(application: Application, names: Sequence[str], aliases: Aliases, words: NameWords) -> Fact:
    """Return the rooms that are separate as members that stand alone, shared ones inside the room they are in.

    What cannot both be true is a conflict: separate and shared, a room of no size, one room that is both.
    """
    listing = table(application, "rooms")
    if fact := unfilled("rooms", listing, "业务用房表", Members()):
        return fact
    written_as = NameTable(names, aliases.rooms, (*aliases.other_rooms, _NOT_A_ROOM), words)
    looked_up = [(row, written_as.look_up(text_at(row, "name"))) for row in listing.rows]
    read = [_room(row, named, written_as, words) for row, named in looked_up if named.name]
    if contradiction := _contradiction(read):
        return conflict("rooms", *contradiction)
    unmatched = [row for row, named in looked_up if not named.name and not named.other]
    cells: dict[str, CellRef] = {}
    for room in read:
        cite(cells, room.name, room.row, "separate")
    for row in unmatched:
        cite(cells, text_at(row, "name") or label(row), row, "name")
    sized = [room for room in read if not _has_no_size(room)]
    members = tuple(dict.fromkeys(_member(room, sized) for room in sized if room.separate is not None))
    unsure = tuple(dict.fromkeys(room.name for room in sized if room.separate is None))
    gone = tuple(dict.fromkeys(room.name for room in read if all(room.name != other.name for other in sized)))
    loose = tuple(text_at(row, "name") or label(row) for row in unmatched)
    return known("rooms", Members(members, unsure, loose, gone, cells), list_citation(listing))


def _room(row: Row, named: Named, written_as: NameTable, words: NameWords) -> _Room:
    typed, shared = text_at(row, "name"), text_at(row, "shared_with")
    doubt = named.doubt or doubt_of_place(row, "name", words, partial(written_as.is_same, named.name))
    return _Room(row, typed, named.name, "" if fold(shared) in map(fold, words.not_shared) else shared, doubt)


def _member(room: _Room, all_: Sequence[_Room]) -> Member:
    """Return a room as a member; one that another row calls shared under another name is for a person."""
    if room.doubt:
        return Member(room.name, f"{room.typed}：{room.doubt}{DOUBTFUL}")
    if not room.separate:
        return Member(room.name, room.shared or _ELSEWHERE)
    other = next(
        (
            candidate
            for candidate in all_
            if candidate.name == room.name and candidate.separate is False and not candidate.doubt
        ),
        None,
    )
    return Member(room.name, f"{other.typed}：不独立{DOUBTFUL}" if other else "")


def _has_no_size(room: _Room) -> bool:
    area = room.row.value("area_m2")
    return isinstance(area, int | Decimal) and area <= 0


def _contradiction(read: Sequence[_Room]) -> tuple[str, tuple[CellRef, ...]] | None:
    """Return what two cells say that cannot both be true, with the cells; None where nothing does."""
    separate = [room for room in read if room.separate is True]
    for room in separate:
        if room.shared:
            reason = f"“{room.typed}”既填为独立，又填为与“{room.shared}”合用"
            return reason, _cells(room.row, "separate", "shared_with")
        if _has_no_size(room):
            reason = f"“{room.typed}”填为独立，使用面积却填为{room.row.value('area_m2')}㎡"
            return reason, _cells(room.row, "separate", "area_m2")
    for room in separate:
        for other in (candidate for candidate in read if candidate.separate is False and candidate.row is not room.row):
            if plain(other.typed) == plain(room.typed):
                reason = f"“{room.typed}”填了两行，一行为独立，一行为不独立"
                return reason, (*_cells(room.row, "separate"), *_cells(other.row, "separate"))
    return None


def _cells(row: Row, *columns: str) -> tuple[CellRef, ...]:
    return sources(*(cell(row, column) for column in columns))
