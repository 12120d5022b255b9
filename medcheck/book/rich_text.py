"""Reads texts in several fonts: parts that are struck out are deleted, raised digits are kept apart, unseen ones asked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from medcheck.book.look import PARTLY_STRUCK, RAISED, SAME_COLOUR, STRUCK, TOO_SMALL

_SUPERSCRIPTS = str.maketrans("23", "²³")


class TextRun(NamedTuple):
    """A piece of a text in one font: why it is not seen (an empty string where it is), and whether it is raised or lowered."""

    text: str
    unseen: str
    is_raised: bool


class RichText(NamedTuple):
    """What is to be read: the text, or why it says nothing certain."""

    text: str
    fault: str


def read_runs(runs: Iterable[TextRun]) -> RichText:
    """Return what a text of several fonts says: struck out as a whole it is deleted, in part it is asked about.

    A raised 2 or 3 behind an m is a unit (m²); anything else raised may be a digit of the number or a mark beside it.
    """
    pieces = list(runs)
    whole = "".join(run.text for run in pieces)
    reasons = {run.unseen for run in pieces if run.text.strip()}
    if reasons == {STRUCK}:
        return RichText(whole, STRUCK)
    if STRUCK in reasons:
        return RichText(whole, PARTLY_STRUCK)
    if hidden := reasons & {SAME_COLOUR, TOO_SMALL}:
        return RichText(whole, sorted(hidden)[0])
    text = ""
    for run in pieces:
        if not run.is_raised or not run.text.strip():
            text += run.text
        elif run.text in ("2", "3") and text[-1:] in ("m", "M"):
            text += run.text.translate(_SUPERSCRIPTS)
        else:
            return RichText(whole, RAISED)
    return RichText(text, "")
