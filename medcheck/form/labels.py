"""Compares labels and headings: the words beside a field, normalised.

Knows nothing of where cells stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from medcheck.context import keep
from medcheck.form.form import Form, FormField
from medcheck.form.numbers import half_width
from medcheck.form.values import text_of

LONGEST_LABEL = 100  # characters; a longer text is no label, whatever stands in it
_LONGEST_IN_CELL = 80  # characters of a cell that is a label


@keep(8192)
def normalise(label: str) -> str:
    """Return a label without blanks, line breaks, marks, and anything in brackets; a text too long for one as it is."""
    if len(label) > LONGEST_LABEL:
        return label
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", re.sub(r"\s", "", half_width(label)))
    return text.strip(":*。.、").upper()


@keep(8192)
def label_of(raw: str) -> str:
    """Return what the text of a cell says as a label, or an empty string where it is too long for one."""
    text = text_of(raw)
    return normalise(text) if len(text) <= _LONGEST_IN_CELL else ""


def labels_of(field: FormField) -> frozenset[str]:
    """Return the normalised labels under which a field is known."""
    return _normalised((field.label, *field.aliases))


def names_of(field: FormField) -> frozenset[str]:
    """Return the normalised labels and headings under which a column is known."""
    return _normalised((field.label, *field.aliases, *field.headings))


def headings_of(field: FormField) -> frozenset[str]:
    """Return the normalised headings under which a column is known where none has a label of its own."""
    return _normalised(field.headings)


def likely_of(field: FormField) -> frozenset[str]:
    """Return the normalised headings that may be a column."""
    return _normalised(field.likely)


@keep()
def _normalised(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise(label) for label in labels)


def labels_of_others(field: FormField, fields: Iterable[FormField]) -> set[str]:
    """Return the labels and headings of the fields that are not this one."""
    return {label for other in fields if other.id != field.id for label in names_of(other)}


def labels_of_form(form: Form) -> frozenset[str]:
    """Return the labels of every cover field of a form."""
    return _labels_of_form(form.form, tuple((field.label, *field.aliases) for _, field in form.fields()))


@keep()
def _labels_of_form(name: str, known: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(normalise(label) for labels in known for label in labels)
