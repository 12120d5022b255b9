"""Months and years of the calendar: the one place that adds and counts them. Knows nothing of rules or workbooks.

A month that is too short for the day ends on its last day, as the law counts: three months after 2019-11-30 is 2020-02-29.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the corresponding day that many calendar months later (earlier, where negative).

    Raises ValueError beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_begin(day: date, months: int = 0) -> date:
    """Return the first day of the month that many months later."""
    return months_after(day.replace(day=1), months)


def whole_months(start: date, end: date) -> int:
    """Return the whole calendar months between two days, negative when the end comes first.

    A month is whole on the corresponding day, or on the last day of a month that has no such day.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    last_of_month = end.day == monthrange(end.year, end.month)[1]
    return months if end.day >= start.day or last_of_month else months - 1


def full_years(born: date, day: date) -> int:
    """Return the age in full years on a day; who was born on 29 February grows older on 1 March of a common year."""
    return day.year - born.year - (1 if (day.month, day.day) < (born.month, born.day) else 0)
