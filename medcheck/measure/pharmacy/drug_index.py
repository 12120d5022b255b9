"""Matches a product to a catalogue by code, by approval number, or by name. It knows no application."""

from __future__ import annotations

import re
from functools import cached_property

from medcheck.context import KeepLatest
from medcheck.intake.catalogue import Catalogue, CatalogueEntry
from medcheck.measure.likeness import KnownNames
from medcheck.measure.measure_tables import DosageForms
from medcheck.measure.pharmacy.drug_book import NONE, CatalogueAnswer, DrugBook, varieties
from medcheck.measure.pharmacy.drug_marks import DrugLists, approval
from medcheck.measure.pharmacy.drug_names import Generic, also_in, code, generic
from medcheck.measure.pharmacy.drug_notes import CatalogueEdition, CatalogueNotes

_BETWEEN = re.compile(r"[、,，;；/]")


class Index:
    """The entries of a catalogue, each with the variety it stands for."""

    def __init__(
        self, catalogue: Catalogue, forms: DosageForms, notes: CatalogueNotes | None, lists: DrugLists
    ) -> None:
        self._catalogue, self._forms, self._notes = catalogue, forms, notes
        self.edition = edition_of(catalogue, notes) if notes else None
        self._by_name: dict[Generic, Generic] = {}
        self._by_code: dict[str, Generic] = {}
        self._by_approval: dict[str, Generic] = {}
        for number, entry in enumerate(catalogue.entries):
            if self._read_by_notes:
                variety = self._read_by_notes.varieties[number]
            else:
                classes = self._classes(entry)
                variety = classes[0]
                for item in classes:
                    self._by_name.setdefault(item, item)
            if national := code(entry.code):
                self._by_code.setdefault(national, variety)
            if approved := approval(entry.approval_no, lists):
                self._by_approval.setdefault(approved, variety)
        own_cost = catalogue.own_cost
        self._own_cost = {
            number for item in own_cost for number in (code(item.code), approval(item.approval_no, lists)) if number
        }
        self._own_cost_names = {item for entry in own_cost for item in self._classes(entry)}

    @property
    def varieties(self) -> tuple[Generic, ...]:
        """Return the variety of each entry, in their order, where the edition is known."""
        return self._read_by_notes.varieties if self._read_by_notes else ()

    @cached_property
    def entries(self) -> frozenset[Generic]:
        """Return the varieties, as the catalogue counts them where its edition is known."""
        return frozenset(self._read_by_notes.varieties if self._read_by_notes else self._by_name)

    def answer(self, name: str, form: str, national_code: str, approval_no: str) -> CatalogueAnswer:
        """Return the variety a product answers to, for sure or perhaps."""
        if numbered := self._by_code.get(national_code) or self._by_approval.get(approval_no):
            return CatalogueAnswer(numbered)
        if national_code in self._own_cost or approval_no in self._own_cost:
            return NONE
        product = generic(name, form, self._forms)
        if product in self._by_name:
            return CatalogueAnswer(product)
        read = self._book.answer(name, form) if self._book else NONE
        if read.variety and not read.why and self.edition is None:
            read = CatalogueAnswer(read.variety, BY_NOTES)
        return NONE if read.why and product in self._own_cost_names else read

    def of_store(self, product: Generic, answer: CatalogueAnswer) -> Generic:
        """Return what a product counts as among those of the store: 盐酸二甲双胍片 and 二甲双胍片 are one."""
        if answer.variety is None or answer.why or not self.edition:
            return product
        return Generic(answer.variety.name, f"{answer.variety.form} {product.form}")

    def nearest(self, name: str, form: str, answer: CatalogueAnswer) -> str:
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

    @property
    def _read_by_notes(self) -> DrugBook | None:
        """Return the catalogue as its notes read it, where its edition is known."""
        return self._book if self.edition else None

    @cached_property
    def _known(self) -> KnownNames:
        if self._read_by_notes:
            return KnownNames(sorted(self._read_by_notes.substances))
        return KnownNames(sorted({entry.name for entry in self._by_name}))

    @cached_property
    def _suggested(self) -> dict[str, str]:
        return {}

    def _classes(self, entry: CatalogueEntry) -> list[Generic]:
        forms = _BETWEEN.split(entry.form)
        return [*(generic(entry.name, form, self._forms) for form in forms), *also_in(entry.name, self._forms)]


BY_NOTES = "按国家目录凡例可能同属一个品种，但所用目录的版本未能确认"


@KeepLatest
def index_once(catalogue: Catalogue, forms: DosageForms, notes: CatalogueNotes | None, lists: DrugLists) -> Index:
    """Return the index of a catalogue, worked out once as long as the same one is asked for."""
    return Index(catalogue, forms, notes, lists)


def edition_of(catalogue: Catalogue, notes: CatalogueNotes) -> CatalogueEdition | None:
    """Return the edition a catalogue is of: by a title with its year, or by how many numbered varieties it has."""
    for title in catalogue.titles:
        if any(word in title.lower() for word in notes.known_by):
            years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", title))
            editions = [edition for edition in notes.editions if edition.year in years]
            if years:
                return editions[0] if len(years) == len(editions) == 1 else None
    if not any(entry.number.lstrip()[:1] in ("★", "☆") for entry in catalogue.entries):
        return None
    numbered = len(set(varieties(catalogue.entries)))
    near = (
        known_edition
        for known_edition in notes.editions
        if abs(numbered - known_edition.varieties) * 100 <= known_edition.varieties * notes.varieties_within
    )
    return next(near, None)
