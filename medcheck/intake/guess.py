"""Guesses the form of a workbook without a form mark by what it shows, and for which pack the form was made.

Knows nothing of what the cells mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from medcheck.book.grid import Workbook
from medcheck.form.defined_names import NOT_READ, column_name, field_name
from medcheck.form.form import Form, FormField
from medcheck.form.labels import labels_of

_MOST = 0.5  # of what a pack adds to a form has to be there


def guess_form(workbook: Workbook, forms: Mapping[str, Form]) -> str:
    """Return the form most of whose fields a workbook without a form mark shows, or an empty string."""
    texts = {label for name, grid in workbook.grids.items() if name not in NOT_READ for label in grid.labels}
    scores = {
        name: sum(
            field_name(field.id) in workbook.names or bool(labels_of(field) & texts) for _, field in form.fields()
        )
        / sum(1 for _ in form.fields())
        for name, form in forms.items()
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= 0.3 else ""


def guess_pack(workbook: Workbook, shared: Form, forms: Iterable[Form]) -> Form:
    """Return the form made for the pack most of whose own fields and columns a workbook shows, else the shared form."""
    there = {name for name, _ in _pieces(shared)}
    best, most = shared, 0
    for form in forms:
        own = [(name, field) for name, field in _pieces(form) if name not in there]
        shown = sum(_is_shown(workbook, name, field) for name, field in own)
        if own and shown >= _MOST * len(own) and shown > most:
            best, most = form, shown
    return best


def _pieces(form: Form) -> Iterator[tuple[str, FormField]]:
    """Yield the fields and columns of a form by their defined names."""
    yield from ((field_name(field.id), field) for _, field in form.fields())
    yield from ((column_name(sheet.id, column.id), column) for sheet in form.tables() for column in sheet.columns)


def _is_shown(workbook: Workbook, name: str, field: FormField) -> bool:
    if name in workbook.names:
        return True
    known = labels_of(field)
    return any(known & grid.labels.keys() for sheet, grid in workbook.grids.items() if sheet not in NOT_READ)
