"""Whole months added to and taken from a day, clamped at the month's end as the law counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the corresponding day that many calendar months later (earlier, where negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_begin(day: date, months: int = 0) -> date:
    """Return the first day of the month that many months later."""
    return months_after(day.replace(day=1), months)
