"""Months of the calendar: the day before, the day, the day after, and months that are too short."""

from __future__ import annotations

from datetime import date

import pytest

from medcheck.calendar_months import full_years, month_begin, months_after, whole_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2018, 11, 30), 3, date(2019, 2, 28)),
        (date(2019, 11, 18), 0, date(2019, 11, 18)),
        (date(2019, 11, 18), 1, date(2019, 12, 18)),
        (date(2019, 12, 31), 1, date(2020, 1, 31)),
        (date(2020, 3, 31), -1, date(2020, 2, 29)),
        (date(2020, 1, 15), -1, date(2019, 12, 15)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2019, 11, 30), 0, date(2019, 11, 1)),
        (date(2019, 12, 31), 1, date(2020, 1, 1)),
        (date(2020, 1, 1), -1, date(2019, 12, 1)),
    ],
)
def test_a_month_begins_on_its_first_day(day: date, months: int, expected: date) -> None:
    assert month_begin(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2019, 8, 18), date(2019, 11, 17), 2),
        (date(2019, 8, 18), date(2019, 11, 18), 3),
        (date(2019, 8, 18), date(2019, 11, 19), 3),
        (date(2019, 11, 30), date(2020, 2, 28), 2),
        (date(2019, 11, 30), date(2020, 2, 29), 3),
        (date(2018, 11, 30), date(2019, 2, 27), 2),
        (date(2018, 11, 30), date(2019, 2, 28), 3),
        (date(2019, 11, 18), date(2019, 11, 18), 0),
        (date(2019, 11, 18), date(2019, 11, 17), -1),
        (date(2019, 11, 18), date(2019, 10, 18), -1),
        (date(2019, 12, 31), date(2020, 1, 30), 0),
        (date(2019, 12, 31), date(2020, 1, 31), 1),
    ],
)
def test_a_month_is_whole_on_the_corresponding_day(start: date, end: date, expected: int) -> None:
    assert whole_months(start, end) == expected


@pytest.mark.parametrize(
    ("born", "day", "expected"),
    [
        (date(2000, 11, 18), date(2019, 11, 17), 18),
        (date(2000, 11, 18), date(2019, 11, 18), 19),
        (date(2000, 11, 18), date(2019, 11, 19), 19),
        (date(2000, 2, 29), date(2019, 2, 28), 18),
        (date(2000, 2, 29), date(2019, 3, 1), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
    ],
)
def test_a_year_is_full_on_the_birthday(born: date, day: date, expected: int) -> None:
    assert full_years(born, day) == expected
