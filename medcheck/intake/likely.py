"""Finds the unknown heading of a list that may be a missing column: by its words, or because the values below it fit.

It is only asked about; a wrong column is worse than a missing one.
"""

from __future__ import annotations

from collections.abc import Set

from medcheck.form.form import FormField
from medcheck.form.labels import labels_of, likely_of, normalise
from medcheck.form.values import read_value, text_of
from medcheck.intake.locate import Header

_LOOKED_AT = 60  # rows below the heading
_LEAST = 3
_FITTING = 0.8
_SHORTEST = 2  # letters of a label that a heading may contain, or be a part of


def may_be(header: Header, column: FormField, taken: Set[int]) -> int | None:
    """Return the column of the sheet whose heading may be a column of the form, or None where there is no such one."""
    strange = [(number, normalise(text)) for number, text in header.strange if number not in taken]
    by_words = [number for number, label in strange if label in likely_of(column)]
    by_words += [number for number, label in strange if _shares_words(label, column)]
    if by_words:
        return by_words[0]
    return next((number for number, _ in strange if column.required and _fits(header, number, column)), None)


def _shares_words(label: str, column: FormField) -> bool:
    """Return whether a heading holds a label of the column, or the other way round."""
    return len(label) >= _SHORTEST and any(
        len(own) >= _SHORTEST and (own in label or label in own) for own in labels_of(column)
    )


def _fits(header: Header, number: int, column: FormField) -> bool:
    """Return whether nearly all that stands below a heading is a choice of the column."""
    if column.kind != "choice" or column.open_choice or column.as_typed:
        return False
    raws = [raw for raw in header.grid.column(number, header.row + 1)[:_LOOKED_AT] if text_of(raw)]
    fitting = sum(read_value(raw, column)[0] is not None for raw in raws)
    return len(raws) >= _LEAST and fitting >= _FITTING * len(raws)
