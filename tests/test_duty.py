"""Posted hours without a pharmacist on duty, to the minute; whom it hangs on; nights that run into the next day."""

from __future__ import annotations

from typing import Any

from medcheck.fact import Fact, Status
from medcheck.form.hours import WEEK
from medcheck.measure.pharmacy.pharmacists import uncovered_hours
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import pharmacy

TITLES = shipped_pack("liaocheng-2019").tables.titles
OPEN = [{"day": day, "hours": ("08:00-20:00",)} for day in WEEK]
STAFF = [
    {"name": "甲", "title": "药师", "licensed_pharmacist": False},
    {"name": "乙", "title": "无", "licensed_pharmacist": True},
    {"name": "丙", "title": "护师", "licensed_pharmacist": False},
    {"name": "丁", "title": None, "licensed_pharmacist": None},
]


def shift(name: str, *hours: str, days: tuple[str, ...] = WEEK) -> dict[str, Any]:
    return {"name": name, "days": days, "hours": hours}


def duty(*shifts: dict[str, Any], hours: list[dict[str, Any]] | None = None) -> tuple[Fact, Fact]:
    return uncovered_hours(pharmacy(hours=hours or OPEN, shifts=shifts, staff=STAFF), TITLES)


def holes(fact: Fact) -> list[str]:
    assert isinstance(fact.value, tuple)
    return [record.label for record in fact.value if not isinstance(record, str)]


def test_one_pharmacist_all_day_covers_the_week() -> None:
    assert holes(duty(shift("甲", "08:00-20:00"))[0]) == []


def test_a_hole_of_half_an_hour_is_named_for_every_day_and_cites_the_posted_hours() -> None:
    found = duty(shift("甲", "08:00-16:00"), shift("乙", "16:30-20:00"))[0]
    assert holes(found) == [f"{day} 16:00–16:30" for day in WEEK]
    assert isinstance(found.value, tuple)
    assert [record.source.cell for record in found.value if not isinstance(record, str) and record.source][:2] == [
        "B4",
        "B5",
    ]


def test_a_licensed_pharmacist_counts_for_both_a_title_for_one() -> None:
    titled, licensed = duty(shift("甲", "08:00-20:00"))
    assert (holes(titled), len(holes(licensed))) == ([], 7)
    titled, licensed = duty(shift("乙", "08:00-20:00"))
    assert (holes(titled), holes(licensed)) == ([], [])


def test_a_nurse_is_no_pharmacist() -> None:
    assert len(holes(duty(shift("丙", "08:00-20:00"))[0])) == 7


def test_somebody_of_whom_nothing_is_known_leaves_open_only_what_hangs_on_them() -> None:
    found = duty(shift("丁", "08:00-20:00"))[0]
    assert (found.status, found.reason) == (
        Status.UNKNOWN,
        "排班人员是否药师或排班时间不明（不在花名册的请核对姓名）：丁",
    )
    assert duty(shift("外人", "08:00-20:00"))[0].status is Status.UNKNOWN
    assert holes(duty(shift("甲", "08:00-20:00"), shift("丁", "08:00-20:00"))[0]) == []
    assert holes(duty(shift("甲", "08:00-16:00"), shift("丁", "16:00-19:00"))[0]) == [
        f"{day} 19:00–20:00" for day in WEEK
    ]


def test_the_free_day_of_the_only_pharmacist() -> None:
    assert holes(duty(shift("甲", "08:00-20:00", days=WEEK[:6]))[0]) == ["周日 08:00–20:00"]


def test_a_day_that_is_closed_needs_nobody() -> None:
    hours = [*OPEN[:6], {"day": "周日", "hours": ()}]
    assert holes(duty(shift("甲", "08:00-20:00", days=WEEK[:6]), hours=hours)[0]) == []


def test_a_night_runs_into_the_next_day_and_the_week_begins_again() -> None:
    hours = [{"day": day, "hours": ("20:00-02:00",)} for day in WEEK]
    assert holes(duty(shift("甲", "20:00-02:00"), hours=hours)[0]) == []
    assert holes(duty(shift("甲", "20:00-24:00"), hours=hours)[0]) == [
        *(f"{day} 00:00–02:00" for day in WEEK[1:]),
        "周一 00:00–02:00",
    ]


def test_open_around_the_clock() -> None:
    hours = [{"day": day, "hours": ("00:00-24:00",)} for day in WEEK]
    assert holes(duty(shift("甲", "08:00-08:01"), shift("乙", "00:00-24:00"), hours=hours)[0]) == []


def test_no_shifts_or_no_hours_are_unknown() -> None:
    assert duty()[0].reason == "没有填写药师排班"
    hours = [*OPEN[:6], {"day": "周日", "hours": None}]
    assert duty(shift("甲", "08:00-20:00"), hours=hours)[0].reason == "“营业时间”未填写"


def test_a_day_left_out_or_a_week_of_closed_days_is_unknown() -> None:
    night = shift("甲", "08:00-20:00")
    assert duty(night, hours=OPEN[:6])[0].reason == "营业时间缺周日"
    closed = [{"day": day, "hours": ()} for day in WEEK]
    assert duty(night, hours=closed)[0].reason == "营业时间七天都填为不营业，请核对"
    assert holes(duty(night, hours=[{"day": "周一至周日", "hours": ("08:00-20:00",)}])[0]) == []


def test_names_of_shifts_as_people_write_them() -> None:
    assert holes(duty(shift(" 甲 ", "08:00-20:00"))[0]) == []
    assert holes(duty(shift("丙、甲", "08:00-20:00"))[0]) == []
    assert len(holes(duty(shift("丙、丙", "08:00-20:00"))[0])) == 7


def test_of_two_people_with_one_name_either_may_be_meant() -> None:
    twins = [STAFF[0], {**STAFF[2], "name": "甲"}]
    application = pharmacy(hours=OPEN, shifts=[shift("甲", "08:00-20:00")], staff=twins)
    assert uncovered_hours(application, TITLES)[0].status is Status.UNKNOWN


def test_an_intern_is_no_pharmacist_on_duty() -> None:
    application = pharmacy(hours=OPEN, shifts=[shift("甲", "08:00-20:00")], staff=[{**STAFF[0], "employment": "实习"}])
    assert len(holes(uncovered_hours(application, TITLES)[0])) == 7
