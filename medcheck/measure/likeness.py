"""The nearest known name to a name nobody matched: only to suggest, never to decide. The only door to rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

# Scores cannot decide: 硝苯地平片 and 硝苯地平缓释片 score 83, two different injections 75.
_LEAST = 75
_LONGEST = 100  # characters; nothing longer is a name, and comparing costs its length times that of all others


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the known name most like this one, or an empty string where none is."""
    if len(name) > _LONGEST:
        return ""
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_LEAST)
    return str(found[0]) if found else ""
