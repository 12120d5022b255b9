"""Lists the cells of an application whose right content is certain, with that content. What needs a person is not here."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.fact import Role
from medcheck.form.form import FormField, load_form
from medcheck.form.numbers import half_width
from medcheck.form.private import PRIVATE
from medcheck.form.replacements import CertainFix
from medcheck.intake.application import Application
from medcheck.intake.table import Entry

_TYPED = frozenset({"number", "percent", "date", "code", "hours"})


def certain_fixes(application: Application) -> tuple[CertainFix, ...]:
    """Return the certain replacements, those of unreadable cells first, then digits typed in full width."""
    return (*_of_problems(application), *_of_digits(application))


def _of_problems(application: Application) -> Iterator[CertainFix]:
    for problem in application.problems:
        place = problem.place
        if problem.write and place.file in (Role.APPLICATION, application.file):
            label = problem.text.partition("”应")[0].rpartition("“")[2]
            yield CertainFix(place.sheet, place.cell, label, problem.typed, problem.write)


def _of_digits(application: Application) -> Iterator[CertainFix]:
    """Yield the numbers, dates and codes that are read, but were typed with full-width signs."""
    for field, entry in _entries(application):
        typed = entry.ref.raw if entry.ref and entry.ref.role is Role.APPLICATION else ""
        if typed and not typed.isascii() and entry.value is not None and field.identifier not in PRIVATE:
            plain = half_width(typed)
            if plain != typed and any(sign.isdecimal() and not sign.isascii() for sign in typed):
                assert entry.ref is not None
                yield CertainFix(entry.ref.sheet, entry.ref.cell, field.label, typed, plain)


def _entries(application: Application) -> Iterator[tuple[FormField, Entry]]:
    form = load_form(application.form)
    for _, field in form.fields():
        if field.kind in _TYPED and field.id in application.fields:
            yield field, application.fields[field.id]
    for sheet in form.tables():
        table = application.tables.get(sheet.id)
        columns = [column for column in sheet.columns if column.kind in _TYPED]
        for row in table.rows if table else ():
            yield from ((column, row.cells[column.id]) for column in columns if column.id in row.cells)
