"""Terms, counted: literal last days over every holiday and make-up working day of 2019–2026, and how each is told."""

from __future__ import annotations

from datetime import date

import pytest

from medcheck.rulebook.pack_source import Clock
from medcheck.term import Length, count_term, working_days_late
from medcheck.workday import Overlay, Year

# Served, and the last of 5 working days: before and inside each holiday of 2019–2026, on rest days and on make-up days.
FIVE = [
    ("2019-09-12", "2019-09-20"),
    ("2019-09-14", "2019-09-20"),
    ("2019-09-28", "2019-10-10"),
    ("2019-09-29", "2019-10-11"),
    ("2019-10-03", "2019-10-12"),
    ("2019-12-27", "2020-01-06"),
    ("2020-01-17", "2020-01-23"),
    ("2020-04-03", "2020-04-13"),
    ("2020-04-24", "2020-04-30"),
    ("2020-04-30", "2020-05-11"),
    ("2020-06-24", "2020-07-02"),
    ("2020-09-25", "2020-10-09"),
    ("2021-02-05", "2021-02-18"),
    ("2021-04-30", "2021-05-11"),
    ("2021-06-11", "2021-06-21"),
    ("2021-09-17", "2021-09-26"),
    ("2022-01-28", "2022-02-09"),
    ("2022-04-01", "2022-04-11"),
    ("2022-04-29", "2022-05-10"),
    ("2022-06-02", "2022-06-10"),
    ("2022-09-09", "2022-09-19"),
    ("2022-12-30", "2023-01-09"),
    ("2023-01-18", "2023-01-30"),
    ("2023-04-04", "2023-04-12"),
    ("2023-04-28", "2023-05-09"),
    ("2023-06-21", "2023-06-29"),
    ("2023-09-27", "2023-10-10"),
    ("2024-02-08", "2024-02-21"),
    ("2024-04-03", "2024-04-11"),
    ("2024-05-01", "2024-05-10"),
    ("2024-06-07", "2024-06-17"),
    ("2024-09-13", "2024-09-23"),
    ("2024-09-30", "2024-10-12"),
    ("2025-01-24", "2025-02-07"),
    ("2025-04-03", "2025-04-11"),
    ("2025-04-30", "2025-05-12"),
    ("2025-05-30", "2025-06-09"),
    ("2025-09-30", "2025-10-14"),
    ("2025-12-31", "2026-01-08"),
    ("2026-02-13", "2026-02-27"),
    ("2026-04-03", "2026-04-13"),
    ("2026-04-30", "2026-05-11"),
    ("2026-06-18", "2026-06-26"),
    ("2026-09-24", "2026-10-09"),
    ("2026-12-24", "2026-12-31"),
]


@pytest.mark.parametrize(("served", "last"), FIVE, ids=[served for served, _ in FIVE])
def test_five_working_days_over_every_holiday(served: str, last: str) -> None:
    assert str(count_term(date.fromisoformat(served), Length(5), "送达").last) == last


LENGTHS = [
    ({"months": 1}, "2020-01-31", "1个月", "2020-02-29"),
    ({"months": 1}, "2021-01-31", "1个月", "2021-02-28"),
    ({"months": 3}, "2019-11-30", "3个月", "2020-02-29"),
    ({"months": 3}, "2019-08-19", "3个月", "2019-11-19"),
    ({"months": 12}, "2020-02-29", "12个月", "2021-02-28"),
    ({"years": 3}, "2020-02-29", "3年", "2023-02-28"),
    ({"years": 4}, "2020-02-29", "4年", "2024-02-29"),
    ({"years": 1}, "2019-10-01", "1年", "2020-10-01"),
    ({"working_days": 1}, "2020-01-23", "1个工作日", "2020-02-03"),
    ({"working_days": 10}, "2019-09-23", "10个工作日", "2019-10-11"),
    ({"working_days": 30}, "2020-09-21", "30个工作日", "2020-11-06"),
]


@pytest.mark.parametrize(("length", "starts", "words", "until"), LENGTHS, ids=[f"{row[2]} {row[1]}" for row in LENGTHS])
def test_lengths(length: dict[str, int], starts: str, words: str, until: str) -> None:
    clock = Clock.model_validate(
        {"title": "整改", "cite": "十", "from": "change_approved", "party": "applicant", "after": "终止", **length}
    )
    made = count_term(date.fromisoformat(starts), clock.length, "批准")
    assert (str(clock.length), str(made.last)) == (words, until)


TOLD = [
    (
        "2019-09-27",
        "2019年9月27日送达，次日起算；跳过9月28日 周末；1. 9月29日 周日（调休上班）；2. 9月30日 周一；"
        "跳过10月1日至7日 国庆节放假；3. 10月8日 周二；4. 10月9日 周三；第5个工作日2019年10月10日 周四，为最后一日",
    ),
    (
        "2019-12-30",
        "2019年12月30日送达，次日起算；1. 12月31日 周二；跳过1月1日 元旦放假；2. 1月2日 周四；3. 1月3日 周五；"
        "跳过1月4日、5日 周末；4. 1月6日 周一；第5个工作日2020年1月7日 周二，为最后一日",
    ),
    (
        "2020-01-22",
        "2020年1月22日送达，次日起算；1. 1月23日 周四；跳过1月24日至2月2日 春节放假；2. 2月3日 周一；3. 2月4日 周二；"
        "4. 2月5日 周三；第5个工作日2020年2月6日 周四，为最后一日",
    ),
    (
        "2026-12-29",
        "2026年12月29日送达，次日起算；1. 12月30日 周三；2. 12月31日 周四；2027年的放假安排尚未公布，不能再往下数",
    ),
]


@pytest.mark.parametrize(("served", "why"), TOLD, ids=[served for served, _ in TOLD])
def test_a_last_day_is_told_day_by_day(served: str, why: str) -> None:
    assert "；".join(count_term(date.fromisoformat(served), Length(5), "送达").why) == why


def test_months_and_years_are_told_too() -> None:
    assert count_term(date(2019, 11, 30), Length(months=3), "送达").why == (
        "2019年11月30日送达，次日起算",
        "3个月后的2月没有30日，以月末2020年2月29日为最后一日",
    )
    assert count_term(date(2019, 10, 1), Length(years=1), "签订").why[1] == "1年后的对应日2020年10月1日为最后一日"


def test_an_announced_year_of_our_own_is_counted_and_told() -> None:
    overlay = Overlay(
        years={
            2099: Year(source="虚构", holidays=frozenset({date(2099, 1, 1)}), workdays=frozenset({date(2099, 1, 3)}))
        }
    )
    made = count_term(date(2099, 1, 1), Length(2), "送达", overlay)
    assert made.why[1:] == ("1. 1月2日 周五", "第2个工作日2099年1月3日 周六（调休上班），为最后一日")


LATE = [
    ("2019-11-27", "2019-11-27", 0),
    ("2019-11-27", "2019-11-28", 1),
    ("2019-11-29", "2019-12-01", 0),  # the Sunday after
    ("2019-09-30", "2019-10-08", 1),
    ("2019-12-31", "2020-01-02", 1),
    ("2020-01-23", "2020-02-03", 1),
    ("2026-12-30", "2027-01-04", None),
]


@pytest.mark.parametrize(("last", "done", "days"), LATE)
def test_lateness_in_working_days(last: str, done: str, days: int | None) -> None:
    assert working_days_late(date.fromisoformat(last), date.fromisoformat(done)) == days
