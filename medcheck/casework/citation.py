"""Citations: whether what a procedure cites is among the clauses of a pack. Knows no clause by heart."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"第(?P<first>[一二三四五六七八九十]+)(?:至(?P<last>[一二三四五六七八九十]+))?条(?P<item>.*)")


def is_cited(cite: str, known: Iterable[str]) -> bool:
    """Return whether a citation (第十二条（一）, 第七至九条) is one of the known ones, or an article or item that contains one."""
    wanted = tuple(_places(cite))
    stated = [place for line in known for part in re.split("[；、]", line) for place in _places(part)]
    return bool(wanted) and all(any(_contains(place, other) for other in stated) for place in wanted)


def _places(cite: str) -> list[tuple[int, str]]:
    """Return the articles of a citation, each with the item behind it; none where it cites no article."""
    found = _ARTICLE.match(cite)
    if found is None:
        return []
    first, last = _number(found["first"]), _number(found["last"] or found["first"])
    return [(number, found["item"]) for number in range(first, last + 1)]


def _contains(place: tuple[int, str], other: tuple[int, str]) -> bool:
    """Return whether one place is, contains or lies in another: the register of clauses is sometimes coarser."""
    return place[0] == other[0] and (place[1].startswith(other[1]) or other[1].startswith(place[1]))


def _number(words: str) -> int:
    """Return 12 of 十二, 20 of 二十, 7 of 七."""
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.index(tens) if tens else bool(ten)) * 10 + (_DIGITS.index(ones) if ones else 0)
