"""Working days by the State Council's calendar. The only door to chinese_calendar; knows nothing of cases or rules.

A year outside the calendar and our overlay (rules/calendar.yaml) is an error that names the file, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import chinese_calendar
from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.errors import Place, Problem, RuleError

_SUNDAY, _SATURDAY = 6, 5


class Year(BaseModel):
    """The announced days of one year, and the announcement they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()


class Overlay(BaseModel):
    """Years the installed calendar does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: dict[int, Year] = {}


@cache
def shipped_overlay() -> Overlay:
    """Return the overlay of rules/calendar.yaml."""
    return read_overlay(files("medcheck.rules") / "calendar.yaml")


def read_overlay(path: Path | Traversable) -> Overlay:
    """Return an overlay file; raise RuleError with file and line."""
    return yaml_source.validate(Overlay, yaml_source.read(path))


def add_working_days(day: date, count: int, overlay: Overlay | None = None) -> date:
    """Return the last day of a period of working days: the day itself is not counted, the period ends on the Nth.

    2019-09-27 plus 5 is 2019-10-10. Raises RuleError where a year on the way is unknown.
    """
    overlay = overlay or shipped_overlay()
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, overlay)
    return day


def announced_days(first: int, last: int) -> str:
    """Return every day of some years on which people work though it is a weekend, or rest though it is not, a line each.

    A year that nobody has announced yet is a line that says so.
    """
    overlay = shipped_overlay()
    return "".join(line for year in range(first, last + 1) for line in _announced(year, overlay))


def _announced(year: int, overlay: Overlay) -> Iterator[str]:
    day = date(year, 1, 1)
    while day.year == year:
        try:
            works = is_working_day(day, overlay)
        except RuleError:
            yield f"{year}\n"
            return
        if works == (day.weekday() in (_SATURDAY, _SUNDAY)):
            yield f"{day} {'workday' if works else 'holiday'}\n"
        day += timedelta(days=1)


def is_working_day(day: date, overlay: Overlay) -> bool:
    """Return whether people work on a day; raise RuleError for a year nobody has announced."""
    if year := overlay.years.get(day.year):
        return day in year.workdays or (day.weekday() not in (_SATURDAY, _SUNDAY) and day not in year.holidays)
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        text = f"不知道{day.year}年的节假日安排，不能计算工作日"
        mend = f"按国务院办公厅的通知在 rules/calendar.yaml 中补充{day.year}年的节假日和调休上班日"
        raise RuleError([Problem(Place("calendar.yaml"), text, mend)]) from error
