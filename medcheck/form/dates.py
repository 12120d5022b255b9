"""Reads dates as people type them, exactly, or refuses them with the reason. It knows nothing of cells or layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from medcheck.form.numbers import half_width, read_numeral

FOREVER = date.max  # 「长期」 on a licence
SERIAL_ZERO = date(1899, 12, 30)  # Excel counts a 1900-02-29 that never was
_LONG_TERM = ("长期", "长期有效", "永久", "永久有效", "无固定期限")
_DAY = re.compile(
    r"([0-9]{4})(?:\s*(?P<mark>[-/.、,。])\s*([0-9]{1,2})\s*(?P=mark)\s*| +([0-9]{1,2}) +|\s*年\s*([0-9]{1,2})\s*月\s*)"
    r"([0-9]{1,2})(?:\s*[日号])?"
)
# What programs and people put behind a day and what says nothing more: the hour, and the day of the week if it is right.
_HOUR = re.compile(
    r"(?:[T ]\s*|(?<=[日号]))(?:[上下]午\s*|凌晨\s*|中午\s*)?[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?|[时点](?:[0-9]{1,2}分)?)"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2}|\s*[AaPp][Mm])?$"
)
_WEEKDAY = re.compile(r"\s*[(\[]?(?:星期|礼拜|周)([一二三四五六日天])[)\]]?$")
# A number up to 2,100 typed into a cell for days is shown as a day up to 1905-09-30: a year (2019), a month (9.1), a count.
_LAST_NUMBER = 2100
_WEEK = "一二三四五六日"
_DAY_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})(?:\s*[-/.、,]\s*([0-9]{1,2})| +([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月?|([0-9]{2}))")
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:\s*[-/.、,年]\s*| +)[0-9]{1,2}(?:\s*[-/.、,月]\s*| +)[0-9]{1,2}[日号]?")
_SPOKEN = re.compile(
    r"([零〇○一二三四五六七八九]{4}|[0-9]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_YEAR_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")


def read_date(text: str, *, long_term: bool = False, year_month: bool = False) -> tuple[date | None, str]:
    """Return the date, or None and why not.

    `long_term` lets 「长期」 stand (as `date.max`); `year_month` lets a month stand for its first day.
    """
    typed = _arabic(half_width(text).rstrip(".。"))
    if (weekday := _WEEKDAY.search(typed)) and weekday.start():
        typed = typed[: weekday.start()]
        stated = read_date(typed)[0]
        if stated is not None and _WEEK[stated.weekday()] != weekday[1].replace("天", "日"):
            return None, f"日期与星期不符（{stated} 是星期{_WEEK[stated.weekday()]}），现为“{text}”"
    typed = _HOUR.sub("", typed)
    if typed in _LONG_TERM:
        return (FOREVER, "") if long_term else (None, f"应为一个确定的日期，现为“{text}”")
    if match := _DAY.fullmatch(typed) or _DAY_DIGITS.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups() if part and part.isdecimal())
        return _real(year, month, day, text)
    if match := _MONTH.fullmatch(typed):
        year, month = (int(part) for part in match.groups() if part)
        return _real(year, month, 1, text) if year_month else (None, f"应写明年月日，现为“{text}”")
    if len(re.findall(r"[0-9]{4}", typed)) > 1 or re.search(r"约|左右|至|到|~|～|前|后|底|初|旬", typed):
        return None, f"应为一个确定的日期，现为“{text}”"
    if _SHORT_YEAR.fullmatch(typed):
        return None, f"年份应为四位，例如 2019-09-01，现为“{text}”"
    return None, f"应为日期，例如 2019-09-01，现为“{text}”"


def read_bare_number(text: str) -> tuple[date | None, str]:
    """Return the day of a plain number of eight digits; of any other, which day or month it may mean.

    A spreadsheet keeps 2019.10 as 2019.1, and shows a year typed into a cell for days as a day of 1905: nobody may guess.
    """
    if match := _DAY_DIGITS.fullmatch(text):
        return _real(int(match[1]), int(match[2]), int(match[3]), text)
    meant = "或".join(_meanings(text))
    mend = "请将单元格设为日期格式" if meant.startswith("日期") else "请把日期写全，并将单元格设为文本格式"
    question = f"；是否为{meant}？{mend}" if meant else ""
    return None, f"应为日期，例如 2019-09-01，现为“{text}”{question}"


def _meanings(text: str) -> Iterator[str]:
    """Yield which days or months a plain number may mean."""
    year, _, rest = text.partition(".")
    if re.fullmatch(r"(19|20)[0-9]{2}", year):
        if not rest:
            yield f" {year} 年"
        elif len(rest) <= 2 and 1 <= int(rest) <= 12:
            yield f" {year} 年 {int(rest)} 月"
            if rest == "1":
                yield f" {year} 年 10 月"
    elif re.fullmatch(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])", text):
        yield f" {text[:4]} 年 {int(text[4:])} 月"
    elif year.isdecimal() and len(year) < 6:
        day = SERIAL_ZERO + timedelta(days=int(year))
        if 1990 <= day.year <= 2060:
            yield f"日期 {day}"


def read_day(day: date, text: str) -> tuple[date | None, str]:
    """Return a day a spreadsheet keeps; a number typed into a cell for days is asked about, as is a year nobody can mean."""
    if 0 <= (serial := (day - SERIAL_ZERO).days) <= _LAST_NUMBER:
        word = "年份" if serial >= 1900 else "数字"
        ask = (
            f"是否把{word}“{serial}”填成了日期？请写成 2019-09-01 这样的日期；确为该日的，请将单元格设为文本格式后再填"
        )
        return None, f"应为日期，现为“{text}”；{ask}"
    return _check_year(day, text)


def _check_year(day: date, text: str) -> tuple[date | None, str]:
    """Return the date, or why its year cannot be meant."""
    if not 1900 <= day.year <= 2100:
        return None, f"年份应在 1900 至 2100 之间，现为“{text}”"
    return day, ""


def _real(year: int, month: int, day: int, text: str) -> tuple[date | None, str]:
    try:
        return _check_year(date(year, month, day), text)
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
