"""Takes facts from lists, columns and fields of the form as they stand, as the vocabulary says (`source: {list: …}`).

Knows no topic: which list or column it is stands in YAML. What the form of this application has no place for is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.fact import CellRef, Fact, Member, Members, Record, Scalar, Status, known, unknown
from medcheck.form.form import Form, FormField, Sheet
from medcheck.form.values import shortened
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.kleene import all_of
from medcheck.measure.entry import cell, field, label, list_citation, person_name, record, scalar, stated, unfilled
from medcheck.vocabulary import AGENCY_SOURCES, Definition, FormSource, Vocabulary

_SHOWN = 10  # rows told one by one


def taken_facts(application: Application, form: Form, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield every fact that the vocabulary takes from the form as it stands."""
    for name, definition in vocabulary.facts.items():
        if definition.taken is not None:
            yield _taken(name, definition, definition.taken, application, form)


def without_place(made: Sequence[Fact], form: Form, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield what packs have brought to the vocabulary and nothing of this application's form can give: unknown."""
    there = {fact.name for fact in made}
    for name in sorted(vocabulary.brought - there):
        if vocabulary.facts[name].source not in AGENCY_SOURCES:
            yield _no_place(name, vocabulary.facts[name], form)


def among_options(fact: Fact, definition: Definition) -> Fact:
    """Return the fact, or an unknown one where it states a choice that the vocabulary does not have."""
    if not definition.options or fact.status is not Status.KNOWN or str(fact.value) in definition.options:
        return fact
    reason = f"填写的“{shortened(str(fact.value), 'message')}”不在规则认可的选项之中（{'、'.join(definition.options)}）"
    return unknown(fact.name, reason, fact.sources)


def _no_place(name: str, definition: Definition, form: Form) -> Fact:
    made = f"（为规则包“{form.made_for}”制作）" if form.made_for else ""
    return unknown(name, f"所用的申请表{made}没有填写“{definition.label}”的地方，应改用为本规则包制作的申请表")


def _taken(name: str, definition: Definition, taken: FormSource, application: Application, form: Form) -> Fact:
    if taken.field:
        if taken.field not in application.fields:
            return _no_place(name, definition, form)
        return among_options(stated(name, field(application, taken.field)), definition)
    sheet = next((sheet for sheet in form.tables() if sheet.id == taken.table), None)
    if sheet is None or taken.table not in application.tables:
        return _no_place(name, definition, form)
    columns = _read_columns(definition, taken)
    if not set(columns) <= sheet.position.keys():
        return _no_place(name, definition, form)
    listing = application.tables[taken.table]
    empty = 0 if definition.kind == "number" else Members() if definition.kind == "set" else ()
    named_by = [column.id for column in sheet.columns if column.required and column.id in columns]
    if (fact := unfilled(name, listing, f"《{sheet.name}》", empty, named_by=named_by)) is not None:
        return fact
    rows = _TakenRows(sheet, listing, taken)
    if taken.list:
        return known(name, tuple(rows.record(row, definition) for row in listing.rows), list_citation(listing))
    return rows.members(name) if taken.column else rows.number(name)


def _read_columns(definition: Definition, taken: FormSource) -> tuple[str, ...]:
    """Return the columns a fact is taken from."""
    return tuple(dict.fromkeys(filter(None, (*definition.fields, taken.of_column, *taken.where))))


class _TakenRows(NamedTuple):
    """The rows of a list that a fact is taken from."""

    sheet: Sheet
    listing: Table
    taken: FormSource

    def record(self, row: Row, definition: Definition) -> Record:
        """Return a row as a record: each field is the column of its name, a choice nobody knows is not known."""
        values: dict[str, Scalar | None] = {}
        doubts: dict[str, str] = {}
        for name, of_field in definition.fields.items():
            value = values[name] = scalar(cell(row, name))
            if value is not None and of_field.options and str(value) not in of_field.options:
                values[name], doubts[name] = None, "不在规则认可的选项之中"
        return record(self.name(row), row, values, {name: name for name in definition.fields}, doubts)

    def name(self, row: Row) -> str:
        """Return what a row is called: by its name, else by its first text, else by its number."""
        if "name" in row.position:
            return label(row)
        first = next(
            (row.value(column.id) for column in self.sheet.columns if isinstance(row.value(column.id), str)), None
        )
        return shortened(str(first), "name") if first else f"第{row.number}行"

    def split(self) -> tuple[list[Row], list[Row]]:
        """Return the rows that certainly count and those that may."""
        certain: list[Row] = []
        possible: list[Row] = []
        for row in self.listing.rows:
            counts = all_of([_has_word(row, column, words) for column, words in self.taken.where.items()] or [True])
            if counts is not False:
                (certain if counts else possible).append(row)
        return certain, possible

    def members(self, name: str) -> Fact:
        """Return the words of a column as a set; those of rows that only may count are unsure."""
        column = self.taken.of_column
        certain, possible = self.split()
        blank = [row for row in (*certain, *possible) if row.value(column) is None]
        if blank:
            return self.open(name, blank, (column,))
        words = dict.fromkeys(str(row.value(column)).strip() for row in certain)
        unsure = dict.fromkeys(str(row.value(column)).strip() for row in possible)
        cells = {str(row.value(column)).strip(): ref for row in certain if (ref := cell(row, column).ref)}
        members = Members(tuple(map(Member, words)), tuple(word for word in unsure if word not in words), cells=cells)
        return known(name, members, list_citation(self.listing))

    def number(self, name: str) -> Fact:
        """Return how many rows count, or of how many different persons; unknown while any row is open."""
        certain, possible = self.split()
        column = self.taken.of_column
        nameless = [row for row in certain if column and row.value(column) is None]
        if possible or nameless:
            return self.open(name, [*possible, *nameless], (*self.taken.where, *([column] if column else ())))
        if not column:
            return known(name, len(certain), list_citation(self.listing))
        persons = {person_name(str(row.value(column))) for row in certain}
        return known(name, len(persons), list_citation(self.listing))

    def open(self, name: str, rows: Sequence[Row], columns: Sequence[str]) -> Fact:
        """Return an unknown fact that names the cells which leave it open."""
        cells = [(row, self._field(column)) for row in rows for column in columns if row.value(column) is None]
        told = "、".join(
            f"{_at(row, column)}“{column.label}”{cell(row, column.id).reason}" for row, column in cells[:_SHOWN]
        )
        more = f"等 {len(cells)} 处" if len(cells) > _SHOWN else ""
        refs: list[CellRef] = [ref for row, column in cells[:_SHOWN] if (ref := cell(row, column.id).ref)]
        return unknown(name, f"{told}{more}", refs or list_citation(self.listing))

    def _field(self, name: str) -> FormField:
        return self.sheet.columns[self.sheet.position[name]]


def _at(row: Row, column: FormField) -> str:
    ref = cell(row, column.id).ref
    return ref.cell if ref else f"第{row.number}行"


def _has_word(row: Row, column: str, words: Sequence[str]) -> bool | None:
    """Return whether a cell has one of the words; None where it has no value."""
    value = row.value(column)
    if value is None:
        return None
    return ("是" if value else "否") in words if isinstance(value, bool) else str(value).strip() in words
