"""Finds the nearest known name to an unmatched one, to suggest it and never to decide. This is the only door to rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

# Scores cannot decide: 硝苯地平片 and 硝苯地平缓释片 score 83, two different injections 75.
_LEAST = 75
_LONGEST = 100  # characters; nothing longer is a name, and comparing costs its length times that of all others
# Two longer names that score 75 have two characters side by side in common; shorter ones may not (甲乙, 甲丙乙).
_SHORT = 5


class KnownNames:
    """The names to look among, by the pairs of characters that stand in them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._with: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, name in enumerate(names):
            for pair in set(pairwise(name)):
                self._with[pair].append(number)

    def nearest(self, name: str) -> str:
        """Return the known name most like this one, or an empty string where none is."""
        if len(name) > _LONGEST:
            return ""
        among = self._names
        if len(name) > _SHORT:
            numbers = {number for pair in set(pairwise(name)) for number in self._with.get(pair, ())}
            among = [self._names[number] for number in sorted(numbers)]
        best = process.extractOne(name, among, scorer=fuzz.ratio, score_cutoff=_LEAST)
        return str(best[0]) if best else ""
