"""Reads hours of a day and days of a week as people write them: `8:00-12:00、14:00-21:30`, `周一至周五`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medcheck.form.numbers import half_width

WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
DAY = 24 * 60
_CLOSED = {"休息", "不营业", "停业", "休", "无", "—", "-", "/"}
_ALL_DAY = {"24小时", "全天", "全天营业", "24小时营业", "全天24小时"}
_AFTERNOON = ("下午", "晚", "晚上")
_NEXT = re.compile("次日|第二天")
_SPAN = re.compile(r"(?:次日|第二天)?(早上?|上午|中午|下午|晚上?)?(\d{1,2})(?:[:：时点](\d{1,2}|半)?(?::00)?分?)?")
_WORDS = {
    "每天": range(7),
    "每日": range(7),
    "天天": range(7),
    "7天": range(7),
    "一周7天": range(7),
    "全周": range(7),
    "工作日": range(5),
    "周末": range(5, 7),
    "双休日": range(5, 7),
}
_NUMBERS = {
    sign: number for number, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for sign in signs
}


def read_hours(text: str) -> tuple[tuple[str, ...] | None, str]:
    """Return the spans of a day as `08:00-12:00`, none where closed, or None and the reason.

    A span that ends no later than it begins goes on into the next day.
    """
    typed = re.sub(r"\s", "", half_width(text))
    if typed in _CLOSED:
        return (), ""
    if typed in _ALL_DAY:
        return ("00:00-24:00",), ""
    spans = []
    for part in filter(None, re.split(r"[、,，;；和及/]", typed)):
        written = re.split(r"[-—–~～至到]+", part)
        ends = [_clock(end) for end in written]
        if len(ends) != 2 or None in ends or ends[0] == "24:00" or ends[0] == ends[1] or not _within_a_day(*written):
            return None, f"应为起止时间（例如 08:00-21:30），现为“{text}”"
        # A minute before midnight is how forms without 24:00 write midnight.
        spans.append(f"{ends[0]}-{'24:00' if ends[1] == '23:59' else ends[1]}")
    return (tuple(spans), "") if spans else (None, f"应为起止时间（例如 08:00-21:30），现为“{text}”")


def read_weekdays(text: str) -> tuple[tuple[str, ...] | None, str]:
    """Return the days of the week in order, or None and the reason."""
    typed = re.sub(r"\s", "", half_width(text)).replace("星期", "周").replace("礼拜", "周")
    if typed in _WORDS:
        return tuple(WEEK[day] for day in _WORDS[typed]), ""
    days: set[int] = set()
    typed = typed.removeprefix("每")
    for part in filter(None, re.split(r"[、,，;；和及/]", typed)):
        weekdays = list(_WORDS.get(part, ())) or list(_weekdays(part.replace("周", "")))
        if not weekdays:
            return None, f"应为星期（例如 周一至周五、周日），现为“{text}”"
        days.update(weekdays)
    return (tuple(WEEK[day] for day in sorted(days)), "") if days else (None, f"应为星期，现为“{text}”")


def minutes(span: str) -> tuple[int, int]:
    """Return begin and end of a span in minutes from midnight; an end in the next day is past 1,440."""
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
    return begin, end if end > begin else end + DAY


def _within_a_day(begin: str, end: str) -> bool:
    """Return whether 次日 stands, if anywhere, before an end that is earlier than the beginning."""
    if _NEXT.match(begin):
        return False
    first, last = _clock(begin), _clock(end)
    return not _NEXT.match(end) or first is None or last is None or last < first


def _clock(text: str) -> str | None:
    match = _SPAN.fullmatch(text)
    if not match:
        return None
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if match[1] in _AFTERNOON and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > DAY:
        return None
    return f"{hour:02}:{minute:02}"


def _weekdays(part: str) -> Iterator[int]:
    """Yield the days of `一至五`, `一三五` or `日`; nothing where a sign is no day."""
    if span := re.fullmatch(r"(.)[至到\-—~～]+(.)", part):
        first, last = (_NUMBERS.get(sign, -1) for sign in span.groups())
        if min(first, last) >= 0:
            yield from (day % 7 for day in range(first, last + 1 + (7 if last < first else 0)))
        return
    if all(sign in _NUMBERS for sign in part) and len({sign.isdigit() for sign in part}) == 1:
        yield from (_NUMBERS[sign] for sign in part)
