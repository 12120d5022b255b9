"""Draws that come out the same for the same seed, and never the same number twice in a batch where it must not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from medcheck.errors import FormError, Place, Problem

T = TypeVar("T")
_TRIES = 2000


class Chance:
    """A source of draws for one application; `taken` is shared by all applications of a batch."""

    def __init__(self, seed: str, taken: dict[str, set[str]]) -> None:
        self._random = Random(seed)
        self._taken = taken

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self._random.randrange(len(choices))]

    def some(self, choices: Sequence[T], number: int) -> list[T]:
        """Return that many different ones of the choices, in drawn order."""
        return self._random.sample(choices, min(number, len(choices)))

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one of the keys, each as likely as its weight."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def often(self, share: float) -> bool:
        """Return true in that share of draws."""
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number between both, ends included."""
        return self._random.randint(low, high)

    def part(self, low: str, high: str) -> Decimal:
        """Return a decimal between both, with the decimals of `low`."""
        step = Decimal(1).scaleb(Decimal(low).as_tuple().exponent)  # type: ignore[arg-type]  # finite
        return Decimal(low) + step * self.whole(0, int((Decimal(high) - Decimal(low)) / step))

    def day(self, first: date, last: date) -> date:
        """Return a day between both; the first where the last comes before it."""
        return first + timedelta(days=self.whole(0, max((last - first).days, 0)))

    def workday(self, first: date, last: date) -> date:
        """Return a day from Monday to Friday between both, or up to two days after the last."""
        drawn = self.day(first, last)
        return drawn + timedelta(days=(7 - drawn.weekday()) % 7 if drawn.weekday() > 4 else 0)  # Friday

    def digits(self, number: int) -> str:
        """Return that many digits."""
        return "".join(str(self._random.randrange(10)) for _ in range(number))

    def once(self, kind: str, draw: Callable[[], str]) -> str:
        """Return a draw no application of the batch has had as this kind of thing; raise FormError where none is left."""
        seen = self._taken.setdefault(kind, set())
        for _ in range(_TRIES):
            if (drawn := draw()) not in seen:
                seen.add(drawn)
                return drawn
        text = f"这样多的样例已没有不重复的名称或号码可用（{kind}）"
        raise FormError([Problem(Place("样例"), text, "减少 --count，分几次用不同的 --seed 生成")])
