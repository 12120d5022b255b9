"""Turns numbers of an assessment into places on a line of 0 to 100, for gauges and charts. It judges nothing, knows no HTML.

A number that misses its bound is never drawn on it, however little it misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from medcheck.assessment.model.figures import Bar, Chart, Gauge
from medcheck.context import keep

_ROOM = Fraction(5, 4)  # the line goes on past the largest number
_APART = Fraction(2)


class Drawn(NamedTuple):
    """Where a gauge's number ends, where the band of what is enough begins, how wide it is, and its bounds; of 0 to 100."""

    at: str
    start: str
    width: str
    edges: tuple[str, ...]


class DrawnBar(NamedTuple):
    """A bar with its places: where it starts and how wide it is, and the same of the standard (empty without one)."""

    bar: Bar
    x: str
    width: str
    low_x: str
    low_width: str


@keep(1024)
def gauge(model: Gauge) -> Drawn:
    """Return the places of a gauge."""
    number = Fraction(model.number)
    low, high = (Fraction(edge) if edge else None for edge in (model.low, model.high))
    top = max(number, low or Fraction(0), high or Fraction(0)) * _ROOM or Fraction(1)
    at = number / top * 100
    start = (low or Fraction(0)) / top * 100
    end = Fraction(100) if high is None or high == low else high / top * 100
    if low is not None and number < low:
        at = min(at, max(start - _APART, Fraction(0)))
    if high is not None and number > high:
        at = max(at, end + _APART)
    edges = tuple(dict.fromkeys(_place(edge / top * 100) for edge in (low, high) if edge is not None))
    return Drawn(_place(at), _place(start), _place(end - start), edges)


def bars(chart: Chart) -> Sequence[DrawnBar]:
    """Return the bars of a chart: shares on a line of 100 percent, numbers on one as long as the largest.

    Titles stand in the middle, each wider than the one above: a pyramid.
    """
    numbers = [Fraction(bar.number) for bar in chart.bars]
    top = max(numbers, default=Fraction(1)) or Fraction(1)
    whole = top if chart.kind == "staff" else Fraction(1)
    return [
        _bar(bar, number / whole * 100, chart.kind == "titles") for bar, number in zip(chart.bars, numbers, strict=True)
    ]


def _bar(bar: Bar, width: Fraction, middle: bool) -> DrawnBar:
    low = Fraction(bar.low) * 100 if bar.low else None
    x = (100 - width) / 2 if middle else Fraction(0)
    if low is None:
        return DrawnBar(bar, _place(x), _place(width), "", "")
    low_x = (100 - low) / 2 if middle else Fraction(0)
    return DrawnBar(bar, _place(x), _place(width), _place(low_x), _place(low))


def _place(number: Fraction) -> str:
    """Return a place with one decimal at most: finer is not seen."""
    text = f"{round(number * 10)}"
    return f"{text[:-1] or '0'}.{text[-1]}".removesuffix(".0")
