"""A catalogue ready to be asked what a product is to it: by code, by approval number, by name. Knows no application."""

from __future__ import annotations

import re
from functools import cached_property

from medcheck.intake.catalogue import Catalogue, CatalogueEntry
from medcheck.measure.drug_book import NONE, Answer, DrugBook, varieties
from medcheck.measure.drug_names import Generic, also_in, approval, code, generic
from medcheck.measure.drug_notes import CatalogueEdition, CatalogueNotes
from medcheck.measure.likeness import KnownNames
from medcheck.measure.tables import DosageForms

_BETWEEN = re.compile(r"[、,，;；/]")


class Index:
    """The entries of a catalogue, each with the variety it stands for."""

    def __init__(self, catalogue: Catalogue, forms: DosageForms, notes: CatalogueNotes | None) -> None:
        self._catalogue, self._forms, self._notes = catalogue, forms, notes
        self.edition = edition_of(catalogue, notes) if notes else None
        self._by_name: dict[Generic, Generic] = {}
        self._by_code: dict[str, Generic] = {}
        self._by_approval: dict[str, Generic] = {}
        for number, entry in enumerate(catalogue.entries):
            classes = self._classes(entry)
            for one in classes:
                self._by_name.setdefault(one, one)
            variety = self._book.varieties[number] if self.edition and self._book else classes[0]
            if number_code := code(entry.code):
                self._by_code.setdefault(number_code, variety)
            if number_approval := approval(entry.approval_no):
                self._by_approval.setdefault(number_approval, variety)
        own_cost = catalogue.own_cost
        self._own_cost = {*filter(None, (code(one.code) for one in own_cost))}
        self._own_cost |= {*filter(None, (approval(one.approval_no) for one in own_cost))}
        self._own_cost_names = {one for entry in own_cost for one in self._classes(entry)}

    @cached_property
    def entries(self) -> frozenset[Generic]:
        """Return the varieties, as the catalogue counts them where its edition is known."""
        return frozenset(self._book.varieties if self.edition and self._book else self._by_name)

    def answer(self, name: str, form: str, national_code: str, approval_no: str) -> Answer:
        """Return the variety a product answers to, for sure or perhaps."""
        if found := self._by_code.get(national_code) or self._by_approval.get(approval_no):
            return Answer(found)
        if national_code in self._own_cost or approval_no in self._own_cost:
            return NONE
        one = generic(name, form, self._forms)
        read = self._book.answer(name, form) if self._book else NONE
        if not self.edition:
            if one in self._by_name:
                return Answer(one)
            read = read._replace(why=read.why or BY_NOTES) if read.variety else NONE
        sure = read.variety is not None and not read.why
        return read if sure or one not in self._own_cost_names else NONE

    def of_store(self, one: Generic, answer: Answer) -> Generic:
        """Return what a product counts as among those of the store: 盐酸二甲双胍片 and 二甲双胍片 are one."""
        if answer.variety is None or answer.why or not self.edition:
            return one
        return Generic(answer.variety.name, f"{answer.variety.form} {one.form}")

    def nearest(self, name: str, form: str, answer: Answer) -> str:
        """Return the name of the entry a product may answer to, else of the one most like it."""
        if answer.variety is not None:
            return answer.variety.name
        bare = generic(name, form, self._forms).name
        if bare not in self._suggested:
            self._suggested[bare] = self._known.nearest(bare)
        return self._suggested[bare]

    @cached_property
    def _book(self) -> DrugBook | None:
        return DrugBook(self._catalogue.entries, self._notes) if self._notes else None

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames(sorted({entry.name for entry in self._by_name}))

    @cached_property
    def _suggested(self) -> dict[str, str]:
        return {}

    def _classes(self, entry: CatalogueEntry) -> list[Generic]:
        forms = _BETWEEN.split(entry.form)
        return [*(generic(entry.name, form, self._forms) for form in forms), *also_in(entry.name, self._forms)]


BY_NOTES = "按国家目录凡例可能同属一个品种，但所用目录的版本未能确认"

_last: list[tuple[Catalogue, DosageForms, CatalogueNotes | None, Index]] = []


def index_once(catalogue: Catalogue, forms: DosageForms, notes: CatalogueNotes | None) -> Index:
    """Return the index of a catalogue, worked out once as long as the same one is asked for."""
    if not _last or any(one is not other for one, other in zip(_last[0], (catalogue, forms, notes), strict=False)):
        _last[:] = [(catalogue, forms, notes, Index(catalogue, forms, notes))]
    return _last[0][3]


def edition_of(catalogue: Catalogue, notes: CatalogueNotes) -> CatalogueEdition | None:
    """Return the edition a catalogue is of: by a title with its year, or by how many numbered varieties it has."""
    for title in catalogue.titles:
        if any(word in title.lower() for word in notes.known_by):
            years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", title))
            found = [edition for edition in notes.editions if edition.year in years]
            if years:
                return found[0] if len(years) == len(found) == 1 else None
    if not any(entry.number.lstrip()[:1] in ("★", "☆") for entry in catalogue.entries):
        return None
    numbered = len(set(varieties(catalogue.entries)))
    near = (one for one in notes.editions if abs(numbered - one.varieties) * 100 <= one.varieties * notes.varieties_within)
    return next(near, None)
