"""The clocks of cases, by the table of tests/data/clock_terms.yaml: cut-offs, holidays, make-up days, pauses, lateness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from medcheck.casework.clock import standing_of
from medcheck.casework.fold import RunningClock
from medcheck.workday import is_working_day, shipped_overlay
from tests.case_lives import Desk

DATA = Path(__file__).parent / "data"
ROWS = yaml.safe_load((DATA / "clock_terms.yaml").read_text(encoding="utf-8"))
ANNOUNCED = yaml.safe_load((DATA / "announced_holidays.yaml").read_text(encoding="utf-8"))
SATURDAY = 5


def correction(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("receive", row["from"])
    desk.assess("acceptance", "supplement", row["from"])
    desk.act("issue-correction", row["from"])
    desk.act("serve-correction", row["from"])
    for first, last in row.get("paused", ()):
        desk.act("pause-correction", last, first=str(first), last=str(last))
    if "done" in row:
        desk.act("hand-in", row["done"])
        desk.act("close-correction", row["done"])


def filing(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("take-part", row["from"])
    desk.act("pass", row["from"])
    desk.act("re-sign", row["from"])
    if "done" in row:
        desk.act("file", row["done"])


def change(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("learn", row["from"], kind="名称")
    for first, last in row.get("paused", ()):
        desk.act("pause-change", last, first=str(first), last=str(last))
    if "done" in row:
        desk.act("apply", row["done"], kind="名称", approved_on=str(row["from"]))


def telling(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("receive", row["from"])
    if "done" in row:
        desk.assess("acceptance", "supplement", row["from"])
        desk.act("tell", row["done"])


def evaluation(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("receive", row["from"])
    desk.assess("acceptance", "accepted", row["from"])
    desk.act("accept", row["from"])
    for days in row.get("asked", ()):
        desk.assess("evaluation", "supplement", days[0])
        desk.act("ask-supplement", days[0])
        if days[1:]:
            desk.act("receive-supplement", days[1])
    if "done" in row:
        desk.assess("evaluation", "ready", row["done"])
        desk.act("qualify", row["done"])


def window(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("announce", row["from"], due=str(row["due"]))


def rectification(desk: Desk, row: Mapping[str, Any]) -> None:
    desk.act("rectify", row["from"], due=str(row["due"]))
    if "done" in row:
        desk.act("report-mended", row["done"])


# By clock: the pack and the procedure it is of, and what brings a case to it.
BEGUN: Mapping[str, tuple[str, str, Callable[[Desk, Mapping[str, Any]], None]]] = {
    "correction": ("liaocheng-2019", "application", correction),
    "filing": ("liaocheng-2019", "annual-review", filing),
    "change": ("liaocheng-2019", "change", change),
    "telling": ("national-2021", "application", telling),
    "evaluation": ("national-2021", "application", evaluation),
    "window": ("liaocheng-2019", "annual-review", window),
    "rectification": ("liaocheng-2019", "annual-review", rectification),
}


def clock_of(row: Mapping[str, Any]) -> RunningClock:
    """Return the clock of a row after everything the row says was recorded."""
    pack, name, bring = BEGUN[row["clock"]]
    readings = (("start-day", "counted"),) if row.get("first_day_counts") else ()
    desk = Desk(name, readings, pack=pack)
    bring(desk, row)
    return desk.state.clocks_named(row["clock"])[0]


@pytest.mark.parametrize("row", ROWS, ids=[row["case"] for row in ROWS])
def test_a_term_ends_on_the_day_that_was_counted_by_hand(row: dict[str, Any]) -> None:
    stands = standing_of(clock_of(row), row.get("seen", row["from"]), shipped_overlay())
    expected = (row["last"], row["standing"], row.get("unknown"))
    assert (stands.last, stands.standing, stands.unknown_year) == expected
    if "late" in row:
        assert stands.late == row["late"]


@pytest.mark.parametrize("row", ROWS[::7], ids=[row["case"] for row in ROWS[::7]])
def test_what_was_counted_is_told_day_by_day(row: dict[str, Any]) -> None:
    stands = standing_of(clock_of(row), row["from"], shipped_overlay())
    if row["last"] and "due" not in row:
        assert f"{row['last'].month}月{row['last'].day}日" in stands.why[-1]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_calendar_is_what_was_announced(year: int) -> None:
    """The second source: the lists that the table was counted on, typed from the notices of the State Council."""
    first, announced = date(year, 1, 1), ANNOUNCED[year]
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    rest = {day for day in days if any(begin <= day <= end for begin, end in announced["rest"])}
    expected = {day: day in announced["work"] or (day.weekday() < SATURDAY and day not in rest) for day in days}
    assert {day: is_working_day(day, shipped_overlay()) for day in days} == expected


def test_the_table_reaches_every_year_and_every_clock() -> None:
    years = {day.year for row in ROWS for day in (row["from"], row["last"]) if day}
    assert (years, {row["clock"] for row in ROWS}) == (set(range(2019, 2028)), set(BEGUN))
