"""Citations: whether what a procedure cites is among the clauses of a pack. Knows no clause by heart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_NUMBER = "[一二三四五六七八九十]+"
_ARTICLE = re.compile(rf"(?P<order>令第[0-9]+号)?第(?P<first>{_NUMBER})(?:条?至第?(?P<last>{_NUMBER}))?条(?P<item>.*)")


def is_cited(cite: str, known: Iterable[str]) -> bool:
    """Return whether a citation is one of the known ones, or an article or item that contains one."""
    wanted = tuple(_places(cite))
    stated = [place for line in known for place in _all_places(line)]
    return bool(wanted) and all(any(_contains(place, other) for other in stated) for place in wanted)


class _Place(NamedTuple):
    """An article, of which order (令第2号; empty in a regulation of its own), and the item behind it."""

    order: str
    article: int
    item: str


def _all_places(line: str) -> Iterator[_Place]:
    """Yield the articles of a line of citations; what names no order is of the one named before it."""
    order = ""
    for part in re.split("[；、]", line):
        for place in _places(part):
            order = place.order or order
            yield place._replace(order=order)


def _places(cite: str) -> list[_Place]:
    """Return the articles of a citation; none where it cites no article."""
    found = _ARTICLE.match(cite)
    if found is None:
        return []
    first, last = _number(found["first"]), _number(found["last"] or found["first"])
    return [_Place(found["order"] or "", number, found["item"]) for number in range(first, last + 1)]


def _contains(place: _Place, other: _Place) -> bool:
    """Return whether one place is, contains or lies in another: the register of clauses is sometimes coarser."""
    same = (place.order, place.article) == (other.order, other.article)
    return same and (place.item.startswith(other.item) or other.item.startswith(place.item))


def _number(words: str) -> int:
    """Return 12 of 十二, 20 of 二十, 7 of 七."""
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.index(tens) if tens else bool(ten)) * 10 + (_DIGITS.index(ones) if ones else 0)
