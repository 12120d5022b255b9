"""How large a number may be and how far away a day: one bound for workbooks, case files and rules. Knows nothing of either."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

MOST_DIGITS = 15  # what a workbook keeps of a number, and what a binary double holds exactly
FIRST_YEAR, LAST_YEAR = 1900, 2100  # periods are added to a day: far from the end of the calendar nothing overflows


def is_bounded(digits: str, times: int = 1) -> bool:
    """Return whether a number written as plain digits has at most 15 of them, before its decimal point and in all.

    What lies beyond is stored or compared inexactly somewhere.
    """
    if times == 1 and len(digits) <= MOST_DIGITS:
        return True
    whole = digits.lstrip("-").partition(".")[0].lstrip("0")
    significant = digits.lstrip("-").replace(".", "").strip("0")
    return max(len(whole) + len(str(times)) - 1, len(significant)) <= MOST_DIGITS


def is_near(day: date) -> bool:
    """Return whether a day is one that an application, a case or a rule can mean."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _near(day: date) -> date:
    if not is_near(day):
        raise ValueError(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return day


Day = Annotated[date, AfterValidator(_near)]
