"""Masks numbers of persons, and says which fields hold them. It knows nothing else."""

from __future__ import annotations

import re

# A resident's number (with a date of birth in it) or a mobile's, wherever it stands in a text.
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF_PERSONS = re.compile(
    rf"(?<![0-9A-Za-z])(?:[1-9]\d{{5}}(?:19|20)\d{{2}}{_DAY}\d{{3}}[0-9Xx]|1[3-9]\d{{9}})(?![0-9A-Za-z])"
)
# Of a piece of the applicant's sheet also an old card of 15 digits, and a telephone with its area code.
_OF_ANYBODY = re.compile(
    rf"(?<!\d)(?:\d{{6}}(?:19|20)\d\d{_DAY}\d{{3}}[\dXx]|\d{{8}}{_DAY}\d{{3}}|1[3-9]\d{{9}}|0\d{{2,3}}-?\d{{7,8}})(?![\dXx])"
)
PRIVATE = frozenset({"id_card", "phone"})


def masked(number: str) -> str:
    """Return a person's number with its first three and last four characters only."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def has_number(text: str) -> bool:
    """Return whether a text has the number of a person that `masked_text` would mask."""
    return _OF_PERSONS.search(text) is not None


def masked_text(text: str) -> str:
    """Return a text in which the number of every person that is written out is masked."""
    return _OF_PERSONS.sub(lambda number: masked(number[0]), text)


def masked_widely(text: str) -> str:
    """Return a text in which whatever may be the number of somebody is masked: for cells shown beside the one that is meant."""
    return _OF_ANYBODY.sub(lambda number: masked(number[0]), text)
