"""Answers of three values, yes, no and not known (None), joined as Kleene joins them. Knows nothing else."""

from __future__ import annotations

from collections.abc import Collection


def all_of(answers: Collection[bool | None]) -> bool | None:
    """Return Kleene's conjunction: one no is enough for no, else whatever is not known leaves it open."""
    return False if False in answers else None if None in answers else True


def any_of(answers: Collection[bool | None]) -> bool | None:
    """Return Kleene's disjunction: one yes is enough for yes, else whatever is not known leaves it open."""
    return True if True in answers else None if None in answers else False
