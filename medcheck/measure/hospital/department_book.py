"""Looks up what the name of a department stands for in the pack's table. It knows no application.

Whole names decide: as written, else without its ordinal, ward, outpatient room or site, else with the 科 people leave out.
What is made of parts the table knows, 内科、儿科 in one name, is several departments merged in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from medcheck.context import KeepLatest
from medcheck.measure.measure_tables import DepartmentNames
from medcheck.measure.written_names import NameWords, fold, forms_of, listed_in, plain

T = TypeVar("T")


class Meaning(NamedTuple):
    """What a name stands for: in its own right, merged in one department, only perhaps; whether anybody knows it.

    `numbered` is one with an ordinal: 内一科 is a part of 内科.
    """

    names: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()
    known: bool = True
    numbered: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        """Return every department that is certainly there under this name."""
        return self.names or self.merged


_UNKNOWN = Meaning(known=False)
_KEPT = 4096
_NUMBERS = frozenset({"ordinal", "inner ordinal", "ordinal kind"})
# What a name without these stands for is certain only of departments that treat: 护理门诊 is no 护理部.
_OF_TREATMENT = frozenset({"clinic", "group", "ward"})


class DepartmentBook:
    """The table of department names of a pack, to look names up in."""

    def __init__(self, names: DepartmentNames, words: NameWords, members: Sequence[str]) -> None:
        """`members` are the standard names of the vocabulary."""
        self.names, self.words, self.members = names, words, members
        self._looked_up: dict[tuple[str, str], Meaning] = {}
        self._under = {upper: _folded(group_names) for upper, group_names in names.under.items()}
        self._composites, self._merged = _folded(names.composites), _folded(names.merged)
        self._may_be, self._standard = _folded(names.may_be), _folded(names.standard_of)
        self._others, self._headings = frozenset(map(fold, names.others)), frozenset(map(fold, names.headings))
        self._holds = _folded(names.holds)
        groups = (group for group_names in names.groups.values() for group in group_names)
        self._treating = frozenset((*names.clinical, *groups, *names.groups, *names.intensive, *names.treating))

    def meaning(self, written: str, upper: str = "") -> Meaning:
        """Return what a written name stands for inside an upper department; brackets are left out."""
        key = plain(written), upper
        if key not in self._looked_up:
            if len(self._looked_up) >= _KEPT:
                self._looked_up.clear()
            self._looked_up[key] = self._of_whole(*key) or self._of_parts(*key) or _UNKNOWN
        return self._looked_up[key]

    def canonical(self, written: str, upper: str = "") -> tuple[str, ...]:
        """Return the standard names that are certainly there under a written one; none where nobody knows it."""
        return self.meaning(written, upper).all

    def is_name(self, written: str) -> bool:
        """Return whether a written name is one the table knows, as it stands or in parts."""
        return self.meaning(written).known

    def is_whole(self, written: str) -> bool:
        """Return whether a written name is one the table knows without taking it to pieces."""
        return self._of_whole(plain(written), "") is not None

    def is_heading(self, written: str) -> bool:
        """Return whether what is written as an upper department is only a heading."""
        return plain(written) in self._headings

    def holds_by_name(self, written: str, names: Sequence[str]) -> tuple[str, ...]:
        """Return what a department holds by its own name, where its row does not say otherwise."""
        return self._holds.get(plain(written)) or tuple(
            part for name in names for part in self.names.holds.get(name, ())
        )

    def may_hold(self, meaning: Meaning) -> tuple[str, ...]:
        """Return what a department may be or hold, where its row does not say."""
        may = (*meaning.may_be, *(other for name in meaning.all for other in self._may_be.get(fold(name), ())))
        return tuple(dict.fromkeys(other for other in may if other not in meaning.all))

    def _of_whole(self, name: str, upper: str) -> Meaning | None:
        for form, without in forms_of(name, self.words):
            for candidate in (form, f"{form}科"):
                if (meaning := self._looked(candidate, upper)) is None:
                    continue
                if without & _OF_TREATMENT and not self._treating.issuperset(meaning.all):
                    continue
                return meaning._replace(numbered=bool(without & _NUMBERS))
        return None

    def _looked(self, name: str, upper: str) -> Meaning | None:
        if clear := self._under.get(upper, {}).get(name):
            return Meaning((clear,))
        if name in self._composites:
            return Meaning(self._composites[name])
        if name in self._merged:
            return Meaning(merged=self._merged[name])
        if name in self.members:
            return Meaning((name,))
        if name in self._standard:
            return Meaning((self._standard[name],))
        if name in self._may_be:
            return Meaning(may_be=self._may_be[name])
        return Meaning() if name in self._others else None

    def _of_parts(self, name: str, upper: str) -> Meaning | None:
        """Return what a name means that lists several departments; None where one of them is not known."""
        parts = listed_in(name, self.is_whole)
        parts = parts if len(parts) > 1 else self._merged_in(name)
        meanings = [self._of_whole(part, upper) for part in parts]
        if len(parts) < 2 or None in meanings:
            return None
        known = [meaning for meaning in meanings if meaning is not None]
        names = tuple(dict.fromkeys(name for meaning in known for name in meaning.all))
        may_be = tuple(dict.fromkeys(name for meaning in known for name in meaning.may_be))
        alone = len({meaning.all for meaning in known}) == 1 and not may_be
        return Meaning(names, (), may_be) if alone else Meaning((), names, may_be)

    def _merged_in(self, name: str) -> list[str]:
        """Return the departments written one behind the other, 眼科耳鼻喉科口腔科, that the regulation allows to merge."""
        parts = re.findall("[^科]+科", name)
        merged = (
            {canonical_name for part in parts for canonical_name in self.canonical(part)}
            if "".join(parts) == name and len(parts) > 1
            else set()
        )
        return parts if merged and any(merged <= set(group) for group in self.names.mergers) else []


@KeepLatest
def book_of(names: DepartmentNames, words: NameWords, members: Sequence[str]) -> DepartmentBook:
    """Return the book of these tables, made once as long as the same ones are asked for."""
    return DepartmentBook(names, words, members)


def _folded(names: Mapping[str, T]) -> dict[str, T]:
    return {fold(name): value for name, value in names.items()}


def host_in(merged: Sequence[str], name: str, written: str, mergers: Sequence[Sequence[str]]) -> str:
    """Return what a department merged with others sits in: one of them where the regulation allows it, else their name."""
    allowed = any(set(merged) <= set(group) for group in mergers)
    return next(other for other in merged if other != name) if allowed else written
