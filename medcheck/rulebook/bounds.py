"""Reads and prints exact bounds: reading `60`, `1.4`, `20%`, `1/15`, `2019-09-01` from a rule, and printing numbers without a lie."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from medcheck.calendar_months import months_after
from medcheck.context import keep
from medcheck.errors import suggest
from medcheck.limits import is_near
from medcheck.yaml_source import Node

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_LONGEST_PERIOD = {"years": 3, "months": 4, "days": 5}  # digits
_FRACTION = re.compile(r"(\d+)/([1-9]\d*)")
_LONGEST_BOUND = 20
_EXACT_DIGITS = 18
_MOST_DIGITS = 8


def read_number(node: Node) -> Fraction:
    """Return the exact number a bound states: integer, decimal, percent or fraction; raise RuleError where it is none."""
    text = node.text
    if len(text) > _LONGEST_BOUND:
        raise node.error(f"界限过长，现为“{text}”", f"界限应不超过 {_LONGEST_BOUND} 个字")
    if match := _FRACTION.fullmatch(text):
        return Fraction(int(match[1]), int(match[2]))
    body = text.removesuffix("%")
    if not _NUMBER.fullmatch(body):
        raise node.error(f"界限应为整数、小数、百分数或分数，现为“{text}”", "例如 60、1.4、20%、1/15，不带单位")
    return Fraction(body) / (100 if text.endswith("%") else 1)


def read_date(node: Node) -> date:
    """Return the calendar day a bound states; raise RuleError where it is none."""
    try:
        day = date.fromisoformat(node.text)
    except ValueError as error:
        raise node.error(f"应为日期，现为“{node.text}”", "写成 2019-09-01 这样的日期") from error
    if not is_near(day):
        raise node.error(f"年份应在 1900 至 2100 之间，现为“{node.text}”", "核对年份")
    return day


class Period(NamedTuple):
    """A length of calendar time; months clamp at the end of the month, days come last."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day this period after another: 2019-11-30 plus 3 months is 2020-02-29."""
        if day == date.max:
            return day
        return months_after(day, self.years * 12 + self.months) + timedelta(days=self.days)

    def __str__(self) -> str:
        """Return `3个月`, `3年`, `3个月零1天`."""
        parts = [f"{self.years}年" if self.years else "", f"{self.months}个月" if self.months else ""]
        days = f"{'零' if any(parts) else ''}{self.days}天" if self.days else ""
        return "".join([*parts, days])


def read_period(node: Node) -> Period:
    """Return a period of years, months and days; other units are refused with the nearest known one."""
    units = ("years", "months", "days")
    for key, value in node.mapping.items():
        if key not in units:
            raise value.error(f"没有时间单位“{key}”{suggest(key, units)}", f"可用的单位：{'、'.join(units)}")
        if not re.fullmatch(r"[1-9]\d*", value.text):
            raise value.error(f"“{key}”应为正整数，现为“{value.text}”", "改为正整数")
        if len(value.text) > _LONGEST_PERIOD[key]:
            raise value.error(f"“{key}”过大，现为“{value.text}”", "改为实际的时间长度")
    if not node.mapping:
        raise node.error("没有写明时间长度", "例如 {months: 3}")
    return Period(**{key: int(value.text) for key, value in node.mapping.items()})


@keep(4096)
def show_number(number: Fraction | int, near: Fraction | None = None, percent: bool = False) -> str:
    """Return a number as a person reads it, exactly where it ends within eighteen decimals.

    Otherwise it is rounded to as few decimals (two at least) as keep it on its own side of `near`, so that a printed
    number never contradicts the verdict, and marked 约.
    """
    scale = 100 if percent else 1
    exact, sign = Fraction(number) * scale, "%" if percent else ""
    if (digits := _digits(exact.denominator)) <= _EXACT_DIGITS:
        return f"{_decimal(exact, digits)}{sign}"
    bound = None if near is None or near == number else near * scale
    for digits in range(2, _MOST_DIGITS + 1):
        rounded = Fraction(round(exact * 10**digits), 10**digits)
        if bound is None or (rounded != bound and (rounded < bound) == (exact < bound)):
            return f"约{_decimal(rounded, digits)}{sign}"
    return f"{exact.numerator}/{exact.denominator}{sign}"


def _digits(denominator: int) -> int:
    """Return how many decimals a fraction has that ends, of a denominator of twos and fives only; else more than any."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else _EXACT_DIGITS + 1


def _decimal(number: Fraction, digits: int) -> str:
    scaled = int(number * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    tail = f".{rest:0{digits}d}" if digits else ""
    return f"{'-' if scaled < 0 else ''}{whole:{',' if whole >= 10_000 else ''}}{tail}"
