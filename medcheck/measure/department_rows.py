"""The rows of the department list, each with what its name stands for, what it holds, and whether anybody knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.intake.table import Row, Table
from medcheck.measure.entry import text_at
from medcheck.measure.tables import DepartmentNames, plain

_BETWEEN = re.compile(r"[、,，;；/\s]+|以及|和|及|与")
_KIND = re.compile(r"(专业组|专业|[一二三四五六七八九十]?病区|病房|门诊|组)$")
# What may stand in brackets behind a name and says nothing more: a kind of room, a site, a floor.
_NOTHING_MORE = r"|[组室科部站]|[^含]*[院病]区|[^含]*楼"


class DepartmentRow(NamedTuple):
    """A row: what is written, its upper department, what it stands for, what it holds, and whether it is known.

    `doubt` is a remark in brackets nobody can read (筹建中): the department only may be there.
    """

    row: Row
    written: str
    upper: str
    names: tuple[str, ...]
    holds: tuple[str, ...]
    known: bool
    doubt: bool


def read_rows(of: Table, names: DepartmentNames, members: Sequence[str]) -> list[DepartmentRow]:
    """Return every row that has a name, read."""
    read = []
    for row in of.rows:
        written, over = text_at(row, "name"), text_at(row, "parent")
        if not written:
            continue
        above = "" if plain(over) in names.headings else over
        upper = next(iter(canonical(above, names, members)), above)
        stands_for = canonical(written, names, members, upper)
        remark = remark_of(written)
        own = next(iter(stands_for), "")
        said = (*held(row), *(_BETWEEN.split(remark.removeprefix("含")) if remark else ()))
        covered = [canonical(word, names, members, own) for word in said if word]
        # A department that names itself among what it holds has that function, as its remedy asks to write.
        holds = tuple(dict.fromkeys(name for found in covered for name in found if name not in stands_for))
        holds = holds or tuple(part for name in stands_for for part in names.holds.get(name, ()))
        doubt = bool(remark) and not any(
            canonical(word, names, members, own) for word in _BETWEEN.split(remark.removeprefix("含"))
        )
        other = plain(written) in names.others or plain(written) in names.may_be
        read.append(DepartmentRow(row, written, upper, stands_for, holds, bool(stands_for) or other, doubt))
    return read


def canonical(written: str, names: DepartmentNames, members: Sequence[str], upper: str = "") -> tuple[str, ...]:
    """Return the standard names a written one stands for, in its own right; none where nobody knows it."""
    whole = plain(written)
    word = _KIND.sub("", whole) or whole
    for candidate in dict.fromkeys((whole, word)):
        if clear := names.under.get(upper, {}).get(candidate):
            return (clear,)
        if candidate in names.composites:
            return names.composites[candidate]
        if candidate in members:
            return (candidate,)
        if candidate in names.standard_of:
            return (names.standard_of[candidate],)
    return ()


def remark_of(written: str) -> str:
    """Return what stands in brackets at the end of a name; kinds of room and sites (组, 室, 东院区) say nothing more."""
    match = re.search(r"[（(]([^（()）]*)[)）]$", re.sub(r"\s", "", written))
    return "" if match is None or re.fullmatch(_NOTHING_MORE, match[1]) else match[1]


def held(row: Row) -> tuple[str, ...]:
    """Return the departments or functions a row says it holds, as written; none where the form does not ask."""
    value = row.value("covers")
    lines = value if isinstance(value, tuple) else (text_at(row, "covers"),)
    return tuple(word for line in lines for word in _BETWEEN.split(line) if word)
