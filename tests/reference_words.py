"""What the reference evaluator counts with: three-valued words, exact numbers from YAML text, calendar time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

HOLDS, FAILS, UNKNOWN, CONFLICT, EMPTY, ERROR = "holds", "fails", "unknown", "conflict", "empty", "error"


def between(certain: int, possible: int, holds: Callable[[int], bool]) -> str:
    """Return what a count comes to of which some are certain and some possible."""
    answers = {holds(certain + more) for more in range(possible + 1)}
    return UNKNOWN if len(answers) == 2 else word_of(answers.pop())


def every(answers: Iterable[bool | None]) -> bool | None:
    """Return Kleene's conjunction."""
    seen = list(answers)
    return False if False in seen else None if None in seen else True


def word_of(answer: bool | None) -> str:
    """Return a three-valued answer as a word."""
    return UNKNOWN if answer is None else HOLDS if answer else FAILS


def listed(value: Any) -> list[str]:
    """Return a list where YAML may state one or several."""
    return [] if value is None else value if isinstance(value, list) else [value]


def plain_number(text: str) -> Fraction:
    """Return 60, 1.4, 20% or 1/15 as an exact number; a unit behind it says nothing more."""
    text = text.rstrip("".join(set(text) - set("0123456789./%-")))
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def number_of(value: Any, kind: str, options: list[str]) -> Any:
    """Return what is compared: of YAML text or of a fact's value alike."""
    if kind in ("choice", "rank"):
        return Fraction(options.index(value))
    if kind == "flag":
        return Fraction(value in (True, "是"))
    if kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    return plain_number(value) if isinstance(value, str) else Fraction(value)


def later(day: date, period: Mapping[str, str]) -> date:
    """Return a day so many years, months and days later; a day the month does not have is its last."""
    if day == date.max:
        return day
    years, months, days = (int(period.get(unit, 0)) for unit in ("years", "months", "days"))
    month = day.month + months
    year, last = day.year + years, day.day
    while month > 12:
        year, month = year + 1, month - 12
    while True:
        try:
            return date(year, month, last) + timedelta(days=days)
        except ValueError:
            last -= 1
