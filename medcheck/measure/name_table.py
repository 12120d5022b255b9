"""Looks up what people write for rooms and equipment by whole names in the pack's table. It knows no application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.measure.written_names import NameWords, fold, forms_of, plain, take_apart, without_doubt

# What may be taken off the name of a room or a piece of equipment: 治疗室1, 东院药房.
_SAME_THING = frozenset({"ordinal", "inner ordinal", "site"})


class Named(NamedTuple):
    """The standard name of what is written, or none; whether it is known to be something else; a doubtful word in it."""

    name: str = ""
    other: bool = False
    doubt: str = ""


class NameTable:
    """The standard names of a set, their aliases, and the names that are known to be something else."""

    def __init__(
        self, names: Sequence[str], aliases: Mapping[str, Sequence[str]], others: Sequence[str], words: NameWords
    ) -> None:
        written = {plain(alias): standard for standard, known_as in aliases.items() for alias in known_as}
        self._standard = {**written, **{fold(name): name for name in names}}
        self._others = frozenset(map(plain, others))
        self._words = words

    def look_up(self, typed: str) -> Named:
        """Return what is written; 拟设 or 待购 before or behind a known name makes it doubtful."""
        name = take_apart(typed).name
        if names := self._known(name):
            return names
        bare = without_doubt(name, self._words)
        if bare != name and (names := self._known(bare)):
            return names._replace(doubt=f"名称写作“{typed}”")
        return Named()

    def is_same(self, name: str, typed: str) -> bool:
        """Return whether what is written is only another word for a standard name: 诊察床（检查床）."""
        names = self.look_up(typed)
        return names.name == name and not names.doubt

    def _known(self, name: str) -> Named | None:
        for form, without in forms_of(name, self._words):
            if without <= _SAME_THING:
                if form in self._standard:
                    return Named(self._standard[form])
                if form in self._others:
                    return Named(other=True)
        return None
