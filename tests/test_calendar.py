"""The State Council's announcements of 2019–2026, typed here day by day: the calendar in use says the same of every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from medcheck.errors import RuleError
from medcheck.workday import Overlay, Year, add_working_days, is_working_day, shipped_overlay

# By year: the days off (first-last, month and day), and the Saturdays and Sundays that are worked instead.
ANNOUNCED = {
    2019: ("0101 0204-0210 0405-0407 0501-0504 0607-0609 0913-0915 1001-1007", "0202 0203 0428 0505 0929 1012"),
    # 国办发明电〔2020〕1号 prolonged the Spring Festival to 2 February; 1 February was to be worked before.
    2020: ("0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008", "0119 0426 0509 0628 0927 1010"),
    2021: (
        "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: ("0101-0102 0121-0127 0405 0429-0503 0622-0624 0929-1006", "0128 0129 0423 0506 0625 1007 1008"),
    2024: (
        "0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: ("0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008", "0126 0208 0427 0928 1011"),
    2026: ("0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007", "0104 0214 0228 0509 0920 1010"),
}
# The day of service; the last of 5, 10 and 30 working days: over every Spring Festival, National Day and turn of the year.
PERIODS = [
    (date(2019, 2, 1), "2019-02-13", "2019-02-20", "2019-03-20"),
    (date(2019, 9, 30), "2019-10-12", "2019-10-18", "2019-11-15"),
    (date(2019, 12, 31), "2020-01-08", "2020-01-15", "2020-02-19"),
    (date(2020, 1, 23), "2020-02-07", "2020-02-14", "2020-03-13"),
    (date(2020, 9, 30), "2020-10-14", "2020-10-21", "2020-11-18"),
    (date(2020, 12, 31), "2021-01-08", "2021-01-15", "2021-02-18"),
    (date(2021, 2, 10), "2021-02-23", "2021-03-02", "2021-03-30"),
    (date(2021, 9, 30), "2021-10-13", "2021-10-20", "2021-11-17"),
    (date(2021, 12, 31), "2022-01-10", "2022-01-17", "2022-02-17"),
    (date(2022, 1, 30), "2022-02-11", "2022-02-18", "2022-03-18"),
    (date(2022, 9, 30), "2022-10-12", "2022-10-19", "2022-11-16"),
    (date(2022, 12, 31), "2023-01-09", "2023-01-16", "2023-02-16"),
    (date(2023, 1, 20), "2023-02-01", "2023-02-08", "2023-03-08"),
    (date(2023, 9, 28), "2023-10-11", "2023-10-18", "2023-11-15"),
    (date(2023, 12, 31), "2024-01-08", "2024-01-15", "2024-02-09"),
    (date(2024, 2, 9), "2024-02-22", "2024-02-29", "2024-03-28"),
    (date(2024, 9, 30), "2024-10-12", "2024-10-18", "2024-11-15"),
    (date(2024, 12, 31), "2025-01-08", "2025-01-15", "2025-02-18"),
    (date(2025, 1, 27), "2025-02-10", "2025-02-17", "2025-03-17"),
    (date(2025, 9, 30), "2025-10-14", "2025-10-21", "2025-11-18"),
    (date(2025, 12, 31), "2026-01-08", "2026-01-15", "2026-02-12"),
    (date(2026, 2, 14), "2026-02-28", "2026-03-06", "2026-04-03"),
    (date(2026, 9, 30), "2026-10-13", "2026-10-20", "2026-11-17"),
]


def days(year: int, written: str) -> set[date]:
    """Return the days of `0204-0210 0405`."""
    found = set()
    for part in written.split():
        first, _, last = part.partition("-")
        start, end = (date(year, int(text[:2]), int(text[2:])) for text in (first, last or first))
        found |= {start + timedelta(days=number) for number in range((end - start).days + 1)}
    return found


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_day_of_a_year_is_as_announced(year: int) -> None:
    off, worked = (days(year, written) for written in ANNOUNCED[year])
    whole_year = days(year, "0101-1231")
    expected = {day for day in whole_year if day in worked or (day.weekday() < 5 and day not in off)}
    assert {day for day in whole_year if is_working_day(day, shipped_overlay())} == expected


@pytest.mark.parametrize(("served", "five", "ten", "thirty"), PERIODS, ids=[str(row[0]) for row in PERIODS])
def test_working_days_over_holidays(served: date, five: str, ten: str, thirty: str) -> None:
    assert [add_working_days(served, count).isoformat() for count in (5, 10, 30)] == [five, ten, thirty]


@pytest.mark.parametrize("served", ["2020-01-24", "2020-01-31", "2020-02-01", "2020-02-02"])
def test_a_period_that_begins_in_the_prolonged_spring_festival_ends_as_one_begun_before_it(served: str) -> None:
    assert add_working_days(date.fromisoformat(served), 5) == date(2020, 2, 7)


def test_a_period_that_runs_into_a_year_nobody_announced_is_an_error() -> None:
    overlay = Overlay(years={2098: Year(source="虚构", holidays=frozenset())})
    assert add_working_days(date(2098, 12, 24), 5, overlay) == date(2098, 12, 31)
    with pytest.raises(RuleError) as raised:
        add_working_days(date(2098, 12, 24), 6, overlay)
    assert raised.value.problems[0].text == "不知道2099年的节假日安排，不能计算工作日"
