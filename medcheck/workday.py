"""Working days by the State Council's calendar. The only door to chinese_calendar; knows nothing of cases or rules.

A year outside the calendar and our overlay (rules/calendar.yaml) is an error that names the file, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

import chinese_calendar
from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import Place, Problem, RuleError

_SUNDAY, _SATURDAY = 6, 5
_HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


class UnknownYearError(RuleError):
    """Nobody has announced the holidays of a year: whoever can go on without them catches this."""

    def __init__(self, year: int) -> None:
        text = f"不知道{year}年的节假日安排，不能计算工作日"
        mend = f"按国务院办公厅的通知在 rules/calendar.yaml 中补充{year}年的节假日和调休上班日"
        super().__init__([Problem(Place("calendar.yaml"), text, mend)])
        self.year = year


class DayKind(NamedTuple):
    """Whether people work on a day, and why it is as it is: `周末`, `春节放假`, `调休上班`; empty of an ordinary one."""

    works: bool
    word: str


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


@keep()
def shipped_overlay() -> Overlay:
    """Return the overlay of rules/calendar.yaml."""
    return read_overlay(files("medcheck.rules") / "calendar.yaml")


def read_overlay(path: Path | Traversable) -> Overlay:
    """Return an overlay file; raise RuleError with file and line."""
    return yaml_source.validate(Overlay, yaml_source.read(path))


def add_working_days(
    day: date, count: int, overlay: Overlay | None = None, paused: Sequence[tuple[date, date]] = ()
) -> date:
    """Return the last day of a period of working days: the day itself is not counted, the period ends on the Nth.

    2019-09-27 plus 5 is 2019-10-10. `paused` are first and last days between which nothing is counted. Raises
    UnknownYearError where a year on the way is unknown.
    """
    overlay = overlay or shipped_overlay()
    while count:
        day += timedelta(days=1)
        count -= kind_of_day(day, overlay, paused).works
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
    """Return whether people work on a day; raise UnknownYearError for a year nobody has announced."""
    return kind_of_day(day, overlay).works


def kind_of_day(day: date, overlay: Overlay, paused: Sequence[tuple[date, date]] = ()) -> DayKind:
    """Return whether people work on a day, and why; raise UnknownYearError for a year nobody has announced.

    A day of a pause counts as one on which nobody works.
    """
    if any(first <= day <= last for first, last in paused):
        return DayKind(False, "期限中止")
    weekend = day.weekday() in (_SATURDAY, _SUNDAY)
    if year := overlay.years.get(day.year):
        works = day in year.workdays or (not weekend and day not in year.holidays)
        holiday = "" if works or day not in year.holidays else "节假日"
    else:
        try:
            off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError as error:
            raise UnknownYearError(day.year) from error
        works, holiday = not off, _HOLIDAYS.get(name or "", "节假日") if off and name else ""
    if works:
        return DayKind(True, "调休上班" if weekend else "")
    return DayKind(False, f"{holiday}放假" if holiday else "周末")
