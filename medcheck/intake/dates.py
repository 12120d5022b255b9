"""Dates as people type them, read exactly or refused with the reason; knows nothing of cells or forms' layout."""

from __future__ import annotations

import re
from datetime import date, timedelta

from medcheck.intake.numbers import half_width, read_numeral

FOREVER = date.max  # 「长期」 on a licence
SERIAL_ZERO = date(1899, 12, 30)  # Excel counts a 1900-02-29 that never was
_LONG_TERM = ("长期", "长期有效", "永久", "永久有效", "无固定期限")
_DAY = re.compile(
    r"([0-9]{4})(?:\s*(?P<mark>[-/.、,])\s*([0-9]{1,2})\s*(?P=mark)\s*| +([0-9]{1,2}) +|年\s*([0-9]{1,2})月\s*)"
    r"([0-9]{1,2})[日号]?(?: 00:00:00)?"
)
_DAY_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})(?:\s*[-/.、,]\s*([0-9]{1,2})| +([0-9]{1,2})|年\s*([0-9]{1,2})月?|([0-9]{2}))")
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:\s*[-/.、,年]\s*| +)[0-9]{1,2}(?:\s*[-/.、,月]\s*| +)[0-9]{1,2}[日号]?")
_SPOKEN = re.compile(
    r"([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_YEAR_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")


def read_date(text: str, *, long_term: bool = False, year_month: bool = False) -> tuple[date | None, str]:
    """Return the date, or None and why not.

    `long_term` lets 「长期」 stand (as `date.max`); `year_month` lets a month stand for its first day.
    """
    typed = _arabic(half_width(text))
    if typed in _LONG_TERM:
        return (FOREVER, "") if long_term else (None, f"应为一个确定的日期，现为“{text}”")
    if match := _DAY.fullmatch(typed) or _DAY_DIGITS.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups() if part and part.isdecimal())
        return _real(year, month, day, text)
    if match := _MONTH.fullmatch(typed):
        year, month = (int(part) for part in match.groups() if part)
        return _real(year, month, 1, text) if year_month else (None, f"日期应写到日，现为“{text}”")
    if len(re.findall(r"[0-9]{4}", typed)) > 1 or re.search(r"约|左右|至|到|~|～|前|后|底|初|旬", typed):
        return None, f"应为一个确定的日期，现为“{text}”"
    if _SHORT_YEAR.fullmatch(typed):
        return None, f"年份应为四位，例如 2019-09-01，现为“{text}”"
    return None, f"应为日期，例如 2019-09-01，现为“{text}”"


def serial_hint(number: float) -> str:
    """Return the question to ask of a plain number that Excel would show as a date of 1990 to 2060, else nothing."""
    day = SERIAL_ZERO + timedelta(days=int(number)) if 0 < number < 100_000 else date.min
    return f"；是否为日期 {day}？请将单元格设为日期格式" if 1990 <= day.year <= 2060 else ""


def check_year(day: date, text: str) -> tuple[date | None, str]:
    """Return the date, or why its year cannot be meant."""
    if not 1900 <= day.year <= 2100:
        return None, f"年份应在 1900 至 2100 之间，现为“{text}”"
    return day, ""


def _real(year: int, month: int, day: int, text: str) -> tuple[date | None, str]:
    try:
        return check_year(date(year, month, day), text)
    except ValueError:
        return None, f"没有这一天，现为“{text}”"


def _arabic(text: str) -> str:
    """Return `二〇一九年九月一日` as `2019年9月1日`; anything else unchanged."""
    match = _SPOKEN.fullmatch(text)
    if not match:
        return text
    month, day = read_numeral(match[2]), read_numeral(match[3]) if match[3] else None
    if month is None or (match[3] and day is None):
        return text
    return f"{match[1].translate(_YEAR_DIGITS)}年{month}月" + (f"{day}日" if match[3] else "")
