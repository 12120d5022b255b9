"""What is meant where people write no choice of the form but another word for one (forms/_replacements.yaml).

A word is known as a whole or not at all: nothing is guessed by the likeness of letters, which would make 执业医师 of 执业药师.
"""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.form.form import FormField
from medcheck.form.numbers import unspaced
from medcheck.strict_model import StrictModel


class CertainFix(NamedTuple):
    """One cell whose right content is certain: what it is called, what stands there, and what is meant."""

    sheet: str
    cell: str
    label: str
    was: str
    now: str


class _Replacements(StrictModel):
    """By field and word the choice that is meant for certain, or is asked about; and the words for the row above."""

    certain: dict[str, dict[str, str]]
    likely: dict[str, dict[str, str]]
    same_as_above: frozenset[str]


def certain_choice(field: FormField, typed: str) -> str:
    """Return the choice that a word means for certain, or an empty string."""
    return _choice(_replacements().certain, field, typed)


def likely_choice(field: FormField, typed: str) -> str:
    """Return the choice that a word means for certain or probably, or an empty string."""
    return certain_choice(field, typed) or _choice(_replacements().likely, field, typed)


def is_same_as_above(typed: str) -> bool:
    """Return whether a word stands for what the row above says."""
    return unspaced(typed) in _replacements().same_as_above


def _choice(listed: dict[str, dict[str, str]], field: FormField, typed: str) -> str:
    plain = unspaced(typed)
    meant = next((choice for word, choice in listed.get(field.id, {}).items() if unspaced(word) == plain), "")
    return meant if meant in field.choices else ""


@keep()
def _replacements() -> _Replacements:
    return yaml_source.validate(_Replacements, yaml_source.read(files("medcheck.forms") / "_replacements.yaml"))
