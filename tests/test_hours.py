"""Hours of a day and days of a week as people type them: read exactly, or refused with the reason; never guessed."""

from __future__ import annotations

import pytest

from medcheck.form.form import FormField
from medcheck.form.hours import minutes, read_hours, read_weekdays
from medcheck.form.values import mend_text, read_value

HOURS = [
    ("08:00-21:30", ("08:00-21:30",)),
    ("8:00-12:00、14:00-21:30", ("08:00-12:00", "14:00-21:30")),
    ("8:00-12:00，14:00-21:30", ("08:00-12:00", "14:00-21:30")),
    ("8:00-12:00; 14:00-21:30", ("08:00-12:00", "14:00-21:30")),
    ("7:30至12:00和13:30至19:00", ("07:30-12:00", "13:30-19:00")),
    ("08：30—22：00", ("08:30-22:00",)),
    ("８：３０－２２：００", ("08:30-22:00",)),
    ("8：00～21：00", ("08:00-21:00",)),
    ("8:00 ~ 21:00", ("08:00-21:00",)),
    ("8:00--21:00", ("08:00-21:00",)),
    ("8点-21点", ("08:00-21:00",)),
    ("8点30分至21点30分", ("08:30-21:30",)),
    ("8时到21时", ("08:00-21:00",)),
    ("8-21", ("08:00-21:00",)),
    ("8:00-12:00、", ("08:00-12:00",)),
    ("24小时", ("00:00-24:00",)),
    ("２４小时", ("00:00-24:00",)),
    ("24小时营业", ("00:00-24:00",)),
    ("全天", ("00:00-24:00",)),
    ("全天营业", ("00:00-24:00",)),
    ("0:00-24:00", ("00:00-24:00",)),
    ("22:00-次日6:00", ("22:00-06:00",)),
    ("22:00-第二天6:00", ("22:00-06:00",)),
    ("22:00-6:00", ("22:00-06:00",)),
    ("休息", ()),
    (" 休 息 ", ()),
    ("不营业", ()),
    ("停业", ()),
    ("无", ()),
    ("—", ()),
    ("上午8:00-12:00", ("08:00-12:00",)),
    ("早8点至晚9点", ("08:00-21:00",)),
    ("8点半-12点", ("08:30-12:00",)),
    ("下午2点-晚上9:30", ("14:00-21:30",)),
    ("0:00-23:59", ("00:00-24:00",)),
]


@pytest.mark.parametrize(("typed", "spans"), HOURS, ids=[typed for typed, _ in HOURS])
def test_hours_as_people_type_them(typed: str, spans: tuple[str, ...]) -> None:
    assert read_hours(typed) == (spans, "")


NO_HOURS = [
    "8:00",
    "25:00-26:00",
    "8:00-24:30",
    "12:60-13:00",
    "24:00-6:00",
    "9:00-9:00",
    "8:00-12:00-18:00",
    "0800-2130",
    "8.30-21.30",
    "次日8:00-12:00",
    "8:00-次日21:00",
    "八点至二十一点",
    "8:00-21:00（周末休息）",
    "8:00-12:00 14:00-18:00",
    "约8:00-21:00",
    "8:00-21:00以后",
    "周日休息",
    "营业",
]


@pytest.mark.parametrize("typed", NO_HOURS)
def test_what_is_no_stretch_of_hours_is_refused(typed: str) -> None:
    assert read_hours(typed) == (None, f"应为起止时间（例如 08:00-21:30），现为“{typed}”")


WEEKDAYS = [
    ("每天", "周一 周二 周三 周四 周五 周六 周日"),
    ("每日", "周一 周二 周三 周四 周五 周六 周日"),
    ("周一至周日", "周一 周二 周三 周四 周五 周六 周日"),
    ("周一至周五", "周一 周二 周三 周四 周五"),
    ("周一-周五", "周一 周二 周三 周四 周五"),
    ("周一到五", "周一 周二 周三 周四 周五"),
    ("星期一～星期五", "周一 周二 周三 周四 周五"),
    ("1-5", "周一 周二 周三 周四 周五"),
    ("工作日", "周一 周二 周三 周四 周五"),
    ("一三五", "周一 周三 周五"),
    ("周一、三、五", "周一 周三 周五"),
    ("周一、周三", "周一 周三"),
    ("周三，周一", "周一 周三"),
    ("周一周三周五", "周一 周三 周五"),
    ("周一 周三", "周一 周三"),
    ("1、3、5", "周一 周三 周五"),
    ("星期六、日", "周六 周日"),
    ("礼拜天", "周日"),
    ("周末", "周六 周日"),
    ("双休日", "周六 周日"),
    ("周一至周五、周日", "周一 周二 周三 周四 周五 周日"),
    ("周一、周一", "周一"),
    ("周五至周一", "周一 周五 周六 周日"),
    ("每周一至周五", "周一 周二 周三 周四 周五"),
]


@pytest.mark.parametrize(("typed", "days"), WEEKDAYS, ids=[typed for typed, _ in WEEKDAYS])
def test_days_of_the_week_as_people_type_them(typed: str, days: str) -> None:
    assert read_weekdays(typed) == (tuple(days.split()), "")


NO_WEEKDAYS = ["周八", "单号", "一2三", "节假日", "轮班", "8:00-21:00", "周一至周五除外"]


@pytest.mark.parametrize("typed", NO_WEEKDAYS)
def test_what_is_no_day_of_the_week_is_refused(typed: str) -> None:
    assert read_weekdays(typed) == (None, f"应为星期（例如 周一至周五、周日），现为“{typed}”")


SPANS = [("08:00-21:30", (480, 1290)), ("22:00-06:00", (1320, 1800)), ("00:00-24:00", (0, 1440))]


@pytest.mark.parametrize(("span", "expected"), SPANS)
def test_a_span_in_minutes_from_midnight(span: str, expected: tuple[int, int]) -> None:
    assert minutes(span) == expected


def test_the_kinds_of_a_field_read_and_mend_in_the_same_words() -> None:
    hours, days = (FormField(id="one", label="一栏", kind=kind) for kind in ("hours", "weekdays"))
    assert read_value("8:00-21:00", hours) == (("08:00-21:00",), "")
    assert read_value("休息", hours) == ((), "")
    assert read_value("每天", days)[0] == ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
    assert read_value(None, hours) == (None, "未填写")
    assert mend_text(hours) == "写成 08:00-21:30；一天分几段的用“、”隔开，不营业的填“休息”"
    assert mend_text(days) == "写成 每天、周一至周五 或 周一、周三 后重新提交"
