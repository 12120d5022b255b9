"""Working days at the bounds of every year 2019–2026, by the announced calendars; an unknown year is never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.errors import RuleError
from medcheck.verdict import Stage
from medcheck.workday import Overlay, add_working_days, is_working_day, read_overlay
from tests.applications import assessed, case_file

PERIODS = [
    (date(2019, 9, 27), 5, date(2019, 10, 10)),  # 09-29 and 10-12 worked, 10-01 to 10-07 off
    (date(2019, 9, 30), 1, date(2019, 10, 8)),
    (date(2020, 1, 23), 5, date(2020, 2, 7)),  # the Spring Festival was prolonged to 02-02
    (date(2020, 1, 23), 1, date(2020, 2, 3)),
    (date(2020, 9, 30), 5, date(2020, 10, 14)),  # 10-10 worked
    (date(2021, 2, 10), 5, date(2021, 2, 23)),  # 02-11 to 02-17 off, 02-20 worked
    (date(2022, 1, 30), 5, date(2022, 2, 11)),  # 01-31 to 02-06 off, 01-30 worked
    (date(2023, 9, 28), 5, date(2023, 10, 11)),  # 09-29 to 10-06 off, 10-07 and 10-08 worked
    (date(2024, 2, 9), 5, date(2024, 2, 22)),  # 02-10 to 02-17 off, 02-18 worked
    (date(2025, 9, 30), 5, date(2025, 10, 14)),  # 10-01 to 10-08 off, 10-11 worked
    (date(2025, 12, 31), 1, date(2026, 1, 4)),  # 01-01 to 01-03 off, 01-04 worked
    (date(2019, 11, 18), 5, date(2019, 11, 25)),
    (date(2019, 11, 18), 0, date(2019, 11, 18)),
]


@pytest.mark.parametrize(("served", "count", "end"), PERIODS, ids=lambda value: str(value))
def test_the_day_of_service_is_not_counted(served: date, count: int, end: date) -> None:
    assert add_working_days(served, count) == end


def test_an_unknown_year_is_an_error_that_names_the_file() -> None:
    with pytest.raises(RuleError) as raised:
        add_working_days(date(2099, 12, 1), 5)
    assert str(raised.value) == (
        "错误：calendar.yaml：不知道2099年的节假日安排，不能计算工作日\n"
        "  处理：按国务院办公厅的通知在 rules/calendar.yaml 中补充2099年的节假日和调休上班日"
    )


def test_an_overlay_makes_a_year_known(tmp_path: Path) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(
        "years:\n  2099: {source: 虚构, holidays: [2099-01-01], workdays: [2099-01-03]}\n", encoding="utf-8"
    )
    overlay = read_overlay(file)
    days = {date(2099, 1, 1): False, date(2099, 1, 2): True, date(2099, 1, 3): True, date(2099, 1, 4): False}
    assert {day: is_working_day(day, overlay) for day in days} == days
    assert not Overlay().years


def test_the_deadline_of_a_served_notice_stands_on_the_report(tmp_path: Path) -> None:
    case = case_file(tmp_path, "facility_name: 聊城康宁综合门诊部\nnotice_served: 2019-09-27\n")
    stated = {"usable_area_m2": None, "application_date": "2019-09-26"}
    notices = assessed(tmp_path, stated, stage=Stage.ACCEPTANCE, case=case).notices
    assert notices == (
        "补正一次性告知书于2019-09-27送达，应在2019-10-10前（含当日）补正，逾期视为撤回申请（第十二条（一），5个工作日，送达当日不计）。",
    )
