"""Reads the value of a cell by the kind of its field: exactly, or it refuses it with the reason. It never guesses silently.

Knows nothing of where the cell stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from medcheck.context import keep
from medcheck.errors import suggest
from medcheck.form.answers import (
    NOT_AN_ANSWER,
    is_usual_number,
    not_a_number_of_a_paper,
    not_an_answer,
    suspicious_letters,
)
from medcheck.form.dates import read_bare_number, read_date, read_day
from medcheck.form.entry_values import NO_NUMBER, EntryValue
from medcheck.form.form import FormField
from medcheck.form.hours import read_hours, read_weekdays
from medcheck.form.numbers import float_text, read_digits, read_number, read_percent, unspaced
from medcheck.form.people_names import is_usual_person, not_a_person
from medcheck.form.ticks import ticked
from medcheck.limits import is_bounded
from medcheck.shown import visible

BLANK = "未填写"
REQUIRED_BLANK = "必填，现为空"  # ends the problem of a blank cell that must be filled
PICTURE = "单元格里是一张图片，不是文字"
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]{2}")  # a long number as an export shows it
_PICTURE = re.compile(r"=?(_xlfn\.)?DISPIMG\(")  # how WPS keeps a picture in a cell
Raw = str | int | float | bool | date | datetime | time | timedelta | None
Read = tuple[EntryValue | None, str]


class Column(NamedTuple):
    """What the different cells of a column say, by key: text, value, and the reason where there is no value."""

    texts: Mapping[object, str]
    values: Mapping[object, EntryValue | None]
    reasons: Mapping[object, str]


_NO_CONTENT = ("#", "Err:", "=", "DISPIMG", "_xlfn")
_CARD = 18  # digits of an identity card
_SURE_YEARS = (1906, 2100)  # a day of these is what it says
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_FEWEST_CHINESE = 2  # letters of the name of an institution or a place
_FEWEST_DIGITS = 7  # of a telephone number that can be called from everywhere
_FIRST = frozenset(start[0] for start in _NO_CONTENT)
_NO_NUMBER = (bool, date, time, timedelta)
_ENDS = " \t\n\u3000\xa0"
_YES = {"是", "有", "√", "✓", "✔", "☑", "✅", "∨", "V", "对", "Y", "YES", "TRUE"}
_NO = {"否", "无", "没有", "×", "✗", "✘", "X", "N", "NO", "FALSE"}
LONGEST_CELL = 32_767  # characters; no office program lets anybody type more into a cell
# A value of these kinds is one short thing: nothing longer is looked at, whatever its patterns would cost.
_LONGEST_SINGLE = 300
_SINGLE = {
    "number": "数字",
    "percent": "百分数",
    "date": "日期",
    "flag": "“是”或“否”",
    "hours": "起止时间（例如 08:00-21:30）",
    "weekdays": "星期（例如 周一至周五、周日）",
    "code": "号码",
}
LONGEST_TEXT = 2_000  # characters of a text or a choice; a list of lines may be as long as a cell
_LONGEST_SHOWN = {"name": 40, "message": 120, "evidence": 2_000}


def read_value(raw: Raw, field: FormField) -> Read:
    """Return the value and an empty reason, or None and the reason in Chinese; a blank cell is 「未填写」."""
    return read_text(raw, text_of(raw), field)


def read_text(raw: Raw, text: str, field: FormField) -> Read:
    """Return the value of a cell whose content as text is known already; else as `read_value`."""
    if not text:
        return None, BLANK
    if text.startswith(_NO_CONTENT) and (fault := fault_of(text)):
        return None, fault
    if len(text) > _LONGEST_SINGLE and (reason := _too_long(text, field)):
        return None, reason
    if reader := _READERS.get(field.kind):
        value, reason = reader(raw, text, field)
    else:
        value, reason = _text(raw, text, field)
    return value, reason.replace(text, shortened(text, "message")) if reason else ""


def _too_long(text: str, field: FormField) -> str:
    """Return why a long text is too long for a field, or an empty string."""
    if word := _SINGLE.get(field.kind):
        return f"应为{word}，现为“{shortened(text, 'message')}”"
    longest = LONGEST_CELL if field.kind == "lines" else LONGEST_TEXT
    return f"一格的内容应不超过 {longest} 个字，现超过此数" if len(text) > longest else ""


def shortened(text: str, where: Literal["name", "message", "evidence"]) -> str:
    """Return a text as a message quotes it or a report cites it: whole, or its beginning with how long it is."""
    longest = _LONGEST_SHOWN[where]
    return text if len(text) <= longest else f"{text[:longest]}…（共 {len(text)} 个字）"


def read_column(raws: Mapping[object, Raw], field: FormField) -> Column:
    """Return text, value and reason of each raw value by its key, as `read_value` has them."""
    texts = texts_of(raws)
    is_short = max(map(len, texts.values()), default=0) <= _LONGEST_SINGLE
    reader = _READERS.get(field.kind)
    to_judge: Iterable[object] = texts
    values: dict[object, EntryValue | None] = {}
    reasons: dict[object, str] = {}
    if is_short and reader is None:  # most free texts are answers, as their first and last letters show
        values, to_judge = dict(texts), _suspicious(texts, field)
    for key in to_judge:
        text, raw = texts[key], raws[key]
        if not text:
            values[key], reason = None, BLANK
        elif not is_short or text[0] in _FIRST:
            values[key], reason = read_text(raw, text, field)
        else:
            values[key], reason = (reader or _text)(raw, text, field)
        if reason:
            reasons[key] = reason
    return Column(texts, values, reasons)


def _suspicious(texts: Mapping[object, str], field: FormField) -> list[object]:
    """Return the keys of the texts that may be no answers, blank ones among them."""
    if field.names == "person":
        return [key for key, text in texts.items() if not text or not is_usual_person(text)]
    if field.names:
        return list(texts)
    first, last = suspicious_letters()
    return [
        key for key, text in texts.items() if not text or text[0] in first or text[-1] in last or text[0] == text[-1]
    ]


def error_text(error: str) -> str:
    """Return what is said of a cell that shows an error such as `#DIV/0!`."""
    return f"单元格出错（{error}）"


def fault_of(text: str) -> str:
    """Return why a text is no content: an error pasted as text, a picture; or an empty string."""
    if _PICTURE.match(text):
        return PICTURE
    return error_text(text) if _ERROR.fullmatch(text) else ""


def text_of(raw: Raw) -> str:
    """Return the cell's content as text: what the applicant sees, without blanks at the ends.

    What is too long for a cell is cut one character behind the bound, so that it is known for too long and costs no more.
    """
    if type(raw) is str:
        if len(raw) <= LONGEST_CELL and raw.isprintable():
            return raw.strip(_ENDS)
        return visible(raw).strip(_ENDS)[: LONGEST_CELL + 1]
    if raw is None:
        return ""
    if isinstance(raw, float):
        return float_text(raw)
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return str(raw)


def texts_of(raws: Mapping[object, Raw]) -> dict[object, str]:
    """Return the content of each raw value as text, by its key: as `text_of` has it, in a third of the time for a column."""
    written = [raw for raw in raws.values() if type(raw) is str]
    is_plain = len(written) == len(raws) and "".join(written).isprintable()
    if is_plain and max(map(len, written), default=0) <= LONGEST_CELL:
        return {key: raw.strip(_ENDS) for key, raw in zip(raws, written, strict=True)}
    return {key: text_of(raw) for key, raw in raws.items()}


def mend_text(field: FormField) -> str:
    """Return how to put right a cell of this kind that could not be read."""
    return {
        "number": f"只填一个{'整数' if field.integer else '数字'}{f'（单位：{field.unit}）' if field.unit else ''}后重新提交",
        "percent": "填写一个百分数（例如 38.5%）后重新提交",
        "date": f"按 2019-09-01 的写法填写{'，长期有效的填“长期”' if field.long_term else ''}后重新提交",
        "flag": "从下拉列表中选择“是”或“否”后重新提交",
        "choice": "从下拉列表中选择一项后重新提交",
        "hours": "写成 08:00-21:30；一天分几段的用“、”隔开，不营业的填“休息”",
        "weekdays": "写成 每天、周一至周五 或 周一、周三 后重新提交",
        "code": "将单元格设为文本格式，按证件原文重新填写后提交",
    }.get(field.kind, "更正后重新提交")


def _text(_: Raw, text: str, field: FormField) -> Read:
    if field.is_answer and (reason := not_an_answer(text)):
        return None, reason
    if text in NO_NUMBER:
        return text, ""  # whether there may be none is for those who asked
    if field.names == "person" and (reason := not_a_person(text)):
        return None, reason
    if field.names == "chinese" and len(_CHINESE.findall(text)) < _FEWEST_CHINESE:
        return None, f"{NOT_AN_ANSWER}，现为“{text}”"
    return text, ""


def _number(raw: Raw, text: str, field: FormField) -> Read:
    number: int | Decimal | None
    if field.kind == "percent" and not isinstance(raw, _NO_NUMBER):
        return read_percent(text)
    if isinstance(raw, float) and raw >= 0 and is_bounded(text):
        number, reason = read_digits(text), ""
    elif isinstance(raw, _NO_NUMBER):
        return None, f"应为数字，现为“{text}”"
    else:
        number, reason = read_number(text, field.unit, field.unit_spellings)
    if number is not None and field.integer and not isinstance(number, int):
        return None, f"应为整数，现为“{text}”"
    return number, reason


def _date(raw: Raw, text: str, field: FormField) -> Read:
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw  # a moment is a day too; the hour says nothing more
        first, last = _SURE_YEARS
        return (day, "") if first <= day.year <= last else read_day(day, text)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return read_bare_number(text)
    return read_date(text, long_term=field.long_term, year_month=field.year_month)


def _flag(_: Raw, text: str, field: FormField) -> Read:
    chosen, reason = ticked(text)
    if reason:
        return None, f"应为“是”或“否”，{reason}"
    typed = unspaced(chosen).upper().rstrip("\ufe0f")  # a tick sent as a coloured sign
    typed = field.spellings.get(typed, typed)
    if typed in _YES or typed in _NO:
        return typed in _YES, ""
    return None, f"应为“是”或“否”，现为“{text}”"


@keep()
def _spellings(choices: tuple[str, ...]) -> dict[str, str]:
    return {unspaced(choice): choice for choice in choices}


def _choice(_: Raw, text: str, field: FormField) -> Read:
    chosen, reason = ticked(text)
    if reason:
        return None, reason
    typed = unspaced(chosen)
    if choice := field.spellings.get(typed) or _spellings(field.choices).get(typed):
        return choice, ""
    if field.as_typed:
        return text, ""
    if field.open_choice:
        return _text(_, text, field)
    return None, f"应为{'、'.join(field.choices)}之一，现为“{text}”{suggest(text, field.choices)}"


def _code(raw: Raw, text: str, field: FormField) -> Read:
    if field.identifier == "phone" and text not in NO_NUMBER and sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return None, f"{NOT_AN_ANSWER}，现为“{text}”"
    if not (field.is_answer or field.digits) and type(raw) is str and text.isascii() and text.isidentifier():
        return text, ""  # a code that the form itself prints
    is_plain = text.isascii() and text.isalnum()
    # As nearly every one is: a text of letters and digits, not one of them over and over.
    is_number = is_plain and len(text) > 2 and not text.isalpha() and text.strip(text[0]) != ""
    if not is_number or type(raw) is not str:
        if type(raw) is str and not field.digits and is_usual_number(text):
            return text, ""
        if reason := _why_no_code(raw, text, field, is_number=is_number):
            return None, reason
    code = text if is_plain else unspaced(text).lstrip("'")  # a ' before a number makes it text, and is no part of it
    if not field.digits and len(code) != _CARD:
        return code, ""
    if field.digits or code[:-1].isdecimal():
        code = code.upper()  # X ends an ID card number
    if field.digits and len(code) != field.digits:
        return None, f"应为 {field.digits} 位，现为 {len(code)} 位“{text}”"
    return code, ""


def _why_no_code(raw: Raw, text: str, field: FormField, *, is_number: bool) -> str:
    """Return why a text that is not simply a number is none of a paper, or an empty string."""
    is_long = type(raw) is not str and isinstance(raw, int | float) and abs(raw) >= 10**15
    if is_long or ("+" in text and _SCIENTIFIC.fullmatch(text)):
        return f"超过 15 位的号码存成了数字，末尾数位已丢失，现为“{text}”"
    return not_a_number_of_a_paper(text) if not is_number and field.is_answer else ""


def _lines(_: Raw, text: str, field: FormField) -> Read:
    lines = tuple(line.strip() for line in re.split(r"[\n；;]", text) if line.strip())
    odd = next((line for line in lines if not_an_answer(line) or (field.required and line in NO_NUMBER)), "")
    if odd or not lines:
        return None, f"{NOT_AN_ANSWER}，现为“{odd or text}”"
    return lines, ""


_READERS: Mapping[str, Callable[[Raw, str, FormField], Read]] = {
    "number": _number,
    "percent": _number,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
    "code": _code,
    "hours": lambda _, text, __: read_hours(text),
    "weekdays": lambda _, text, __: read_weekdays(text),
    "lines": _lines,
}
