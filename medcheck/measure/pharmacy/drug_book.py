"""Indexes a catalogue by substance and dosage form, as its own notes read it, and matches products to its entries.

A product answers to an entry for sure, or may answer to one (for a person to say), or answers to none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from medcheck.intake.catalogue import CatalogueEntry
from medcheck.measure.pharmacy.drug_names import LONGEST, Generic
from medcheck.measure.pharmacy.drug_notes import (
    CatalogueNotes,
    Taken,
    key,
    parts,
    salt_left,
    split,
    take_apart,
    without_salts,
)

_BETWEEN = re.compile(r"[、,，;；]")
_FORMS_BETWEEN = re.compile(r"[、,，;；/]")

_AGAIN = ("★", "☆", "*")

BY_SALT = "名称相近，只差盐基、酸根、酯等字"
BY_FORM = "名称相同，剂型没有写明或无法归类"
BY_MARK = "名称相同，括号中的编号或说明不同"


class Listed(NamedTuple):
    """One substance and form an entry is for; `named` where the form is part of the entry's name and not a class."""

    variety: Generic
    base: str
    form: str
    marks: frozenset[str]
    named: bool


class CatalogueAnswer(NamedTuple):
    """The variety a product answers to, or may answer to for the reason that stands beside it."""

    variety: Generic | None = None
    why: str = ""


NONE = CatalogueAnswer()


class DrugBook:
    """The entries of a catalogue, indexed as its notes read them."""

    def __init__(self, entries: Sequence[CatalogueEntry], notes: CatalogueNotes) -> None:
        self.notes = notes
        self.varieties = varieties(entries)
        self._whole: dict[str, list[Listed]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[Listed]] = defaultdict(list)
        self._classed: dict[str, list[Listed]] = defaultdict(list)
        self._bare: dict[str, list[Listed]] = defaultdict(list)
        for entry, variety in zip(entries, self.varieties, strict=True):
            self._add(entry, variety)
        self._marked = frozenset(
            base for base, same_base in self._bare.items() if any(member.marks for member in same_base)
        )
        self._seen: dict[tuple[str, str], CatalogueAnswer] = {}

    @property
    def substances(self) -> frozenset[str]:
        """Return the substances of all entries, their salts left as written."""
        return frozenset(variety.base for varieties in self._bare.values() for variety in varieties)

    def answer(self, name: str, form: str) -> CatalogueAnswer:
        """Return what a product is to the catalogue."""
        if len(name) > LONGEST or len(form) > LONGEST:
            return NONE
        if (name, form) not in self._seen:
            self._seen[name, form] = self._look_up(take_apart(name, self.notes), self.notes.form(form), bool(form))
        return self._seen[name, form]

    def _add(self, entry: CatalogueEntry, variety: Generic) -> None:
        for name in _names(entry.name):
            taken = take_apart(name, self.notes)
            forms = [self.notes.form(word) or key(word) for word in _FORMS_BETWEEN.split(entry.form) if key(word)]
            listed = list(self._of_classes(taken, forms, variety) if forms else self._of_name(taken, variety))
            for member in listed:
                self._bare[without_salts(member.base, self.notes)[-1]].append(member)
                if member.named:
                    self._named[member.base, member.form].append(member)
                else:
                    self._classed[member.base].append(member)
            if not forms:
                self._whole[taken.whole] += [member for member in listed if member.form or entry.chinese]

    def _of_classes(self, taken: Taken, forms: Sequence[str], variety: Generic) -> Iterator[Listed]:
        """Yield an entry whose form stands in a column: its name, and its second names in brackets."""
        for form in forms:
            # A name that repeats the form of the column (阿莫西林胶囊, 胶囊剂) is the substance and the form, perhaps.
            repeats = taken.form and (form in self.notes.accepted(taken.form) or form == taken.form)
            bases = [taken.whole, taken.base] if repeats else [taken.whole]
            for base in (*bases, *(self._second(remark) for remark in taken.remarks)):
                yield Listed(variety, base, form, taken.marks, named=False)

    def _of_name(self, taken: Taken, variety: Generic) -> Iterator[Listed]:
        """Yield an entry that says its form in its name, with the further forms and names in its brackets."""
        yield Listed(variety, taken.base, taken.form, taken.marks, named=True)
        for remark in taken.remarks:
            words = [key(word) for word in _BETWEEN.split(remark)]
            if forms := [self.notes.written[word] for word in words if word in self.notes.written]:
                yield from (Listed(variety, taken.base, form, taken.marks, named=True) for form in forms)
                continue
            base, form = split(self._second(remark), self.notes)
            yield Listed(variety, base, form or taken.form, taken.marks, named=True)

    def _second(self, remark: str) -> str:
        text = key(remark)
        word = next((word for word in self.notes.second_name_words if text.startswith(word)), "")
        return text.removeprefix(word).lstrip(":为")

    def _look_up(self, taken: Taken, column: str, stated: bool) -> CatalogueAnswer:
        form = taken.form or column
        # The name is more exact than a broad form beside it, but not than a narrower one: 维生素C片, 泡腾片.
        doubtful = bool(taken.form and column != taken.form and column.endswith(taken.form))
        doubtful = doubtful and not self.notes.accepted(column) & self.notes.accepted(taken.form)
        bare = without_salts(taken.base, self.notes)[-1]
        if (named := _with_marks(self._whole.get(taken.whole, ()), taken.marks)) and not doubtful:
            return CatalogueAnswer(named.variety)
        if (named := _with_marks(self._named.get((taken.base, form), ()), taken.marks)) and not doubtful:
            return CatalogueAnswer(named.variety)
        for base, of_base in ((taken.base, form), (taken.whole, column)):
            answer = self._of_class(base, of_base, taken)
            if answer.variety is not None:
                return answer if not doubtful or answer.why else CatalogueAnswer(answer.variety, BY_FORM)
        return self._may_be(bare, form, taken)

    def _of_class(self, base: str, form: str, taken: Taken) -> CatalogueAnswer:
        """Return the entry of a class that a substance answers to, its salts left out of account."""
        variants = without_salts(base, self.notes)
        listed = [listed_variety for listed_variety in variants if listed_variety in self._classed]
        for variant in listed:
            classed = self._classed[variant]
            if not form:
                return CatalogueAnswer(classed[0].variety, BY_FORM)
            fitting = [listed_variety for listed_variety in classed if listed_variety.form in self.notes.accepted(form)]
            if not fitting:
                if form in self.notes.unclear:
                    return CatalogueAnswer(classed[0].variety, BY_FORM)
                continue
            if same := _with_marks(fitting, taken.marks):
                return CatalogueAnswer(same.variety)
            plain = _with_marks(fitting, frozenset())
            # 丙戊酸钠缓释片(Ⅰ) is for the class, unless the catalogue tells such numbers apart or they are mixtures.
            if plain and variants[-1] not in self._marked and not variant.startswith(self.notes.compounds):
                return CatalogueAnswer(plain.variety)
            return CatalogueAnswer(fitting[0].variety, BY_MARK)
        return NONE

    def _may_be(self, bare: str, form: str, taken: Taken) -> CatalogueAnswer:
        """Return an entry that a person may find to be the same: another salt, another mark, a form nobody knows."""
        if variety := self._near(self._bare.get(bare, ()), form):
            return CatalogueAnswer(
                variety.variety, BY_MARK if variety.marks != taken.marks and variety.base == taken.base else BY_SALT
            )
        for base in dict.fromkeys((taken.base, bare)):
            for rest in salt_left(base, self.notes):
                if variety := self._near(self._bare.get(rest, ()), form):
                    return CatalogueAnswer(variety.variety, BY_SALT)
        return NONE

    def _near(self, listed: Iterable[Listed], form: str) -> Listed | None:
        """Return the entry whose form a product may have; a form that is not known may be any."""
        accepted = self.notes.accepted(form)
        return next((variety for variety in listed if not form or not variety.form or variety.form in accepted), None)


def _with_marks(listed: Iterable[Listed], marks: frozenset[str]) -> Listed | None:
    return next((variety for variety in listed if variety.marks == marks), None)


def _names(name: str) -> list[str]:
    """Return the names of an entry that lists several: 生脉饮(党参方)、生脉片(颗粒)."""
    text = unicodedata.normalize("NFKC", name)
    if not _BETWEEN.search(parts(text)[0]):
        return [name]
    names, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([【") - (sign in ")]】")
        if depth <= 0 and _BETWEEN.match(sign):
            names.append(text[start:at])
            start = at + 1
    return [part for part in (*names, text[start:]) if key(part)]


def varieties(entries: Sequence[CatalogueEntry]) -> tuple[Generic, ...]:
    """Return the variety of each entry: its own, or for ★(8) that of entry 8 of the same part."""
    return tuple(_varieties(entries))


def _varieties(entries: Sequence[CatalogueEntry]) -> Iterator[Generic]:
    # The rows that open a number of a part: one, or several where parts that each count from 1 stand in one list.
    opened: dict[tuple[str, str], list[tuple[int, Generic]]] = defaultdict(list)
    numbered = [(entry, re.search(r"\d+", entry.number)) for entry in entries]
    for at, (entry, number) in enumerate(numbered):
        if number and entry.number.lstrip()[:1] not in _AGAIN:
            opened[entry.part, number[0]].append((at, _own(entry)))
    for at, (entry, number) in enumerate(numbered):
        same_number = opened.get((entry.part, number[0])) if number else None
        if not same_number:
            yield _own(entry)
        elif entry.number.lstrip()[:1] in _AGAIN:
            # The nearest one above, else the first below: a drug is listed again before its own class as well.
            yield next((variety for place, variety in reversed(same_number) if place < at), same_number[0][1])
        else:
            # A number that goes on in the next row under the same name is one.
            yield next(variety for place, variety in same_number if place == at or variety.name == key(entry.name))


def _own(entry: CatalogueEntry) -> Generic:
    return Generic(key(entry.name), f"{key(entry.form)} {entry.row}")
