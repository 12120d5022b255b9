"""Decides whether a person of the roster works here on the day, or why that is doubtful: gone, not yet there, elsewhere.

The one judge of a person's row. Who is doubtful counts only perhaps: in every count, list and shift that it could change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.book.look import UNSEEN
from medcheck.fact import Scalar
from medcheck.form.numbers import unspaced
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.doubt import Doubt
from medcheck.measure.entry import cell, day_at, field, person_name, table, text_at
from medcheck.measure.row_remarks import says_not_there
from medcheck.measure.written_names import Lexicon, NameWords, doubt_in, says_nothing, take_apart

_SHOWN = 30
_UNIT = re.compile(r"[科室部组区楼层店族班]$")
_PRACTISING = ("执业医师", "执业助理医师", "注册护士")
# What a list asks of people to be among those it is about: not known of somebody who is there only perhaps.
_ASKED = (
    *("category", "employment", "counts_as_physician", "post_kind", "clinical_dietitian", "training_qualified"),
    *("is_head", "is_quality_head", "trained_post", "licensed_pharmacist", "counts_as_licensed"),
    *("counts_as_tcm_pharmacist", "pharmacist_or_above", "technical", "direct_contact"),
    *("insured_months", "insured_since_hiring", "main_practice_here"),
)

Absences = Mapping[int, Doubt]  # by the number of the row, of those of whom it is doubtful
NOBODY: Absences = {}


def absences(application: Application, words: NameWords, applied: date | None, day: date | None) -> Absences:
    """Return of whom it is doubtful that they work here, and why; on the application date, and still on the later `day`."""
    doubts: dict[int, Doubt] = {}
    # What a text says is worked out once for each lexicon: a roster repeats few texts thousands of times.
    rehired, others = _Lexed(words.people.of_people, {}), _Lexed(words.people.of_the_retired, {})
    stated = field(application, "facility_name").value
    house = stated if isinstance(stated, str) else ""
    last = max((known_day for known_day in (applied, day) if known_day), default=None)
    for row in table(application, "staff").rows:
        lexed = rehired if text_at(row, "employment") == "返聘" else others
        doubt = _by_dates(row, applied) or _by_words(row, words, lexed, last)
        if doubt := doubt or _elsewhere(row) or _of_another_house(row, house):
            doubts[row.number] = doubt
    return doubts


def unsure(values: Mapping[str, Scalar | None], absence: Doubt) -> tuple[dict[str, Scalar | None], dict[str, str]]:
    """Return the fields of a person who is there only perhaps, and what is to be said of those that are not known.

    Known are those by which nobody is asked for anything, and what holds in any case: that a certificate is given.
    """
    open_ = [name for name, value in values.items() if name in _ASKED or value is False]
    return {**values, **dict.fromkeys(open_)}, dict.fromkeys(open_, f"：{absence.why}，不能确定是否在岗")


def rows_by_person(application: Application) -> Mapping[str, Sequence[Row]]:
    """Return the rows of the roster by the name of the person, as names are compared."""
    people: dict[str, list[Row]] = {}
    for row in table(application, "staff").rows:
        people.setdefault(person_name(text_at(row, "name")), []).append(row)
    return people


def works_here(rows: Sequence[Row], absent: Absences) -> bool | None:
    """Return whether somebody with these rows works here; None where each of them is doubtful."""
    return None if rows and all(row.number in absent for row in rows) else bool(rows)


def _by_dates(row: Row, applied: date | None) -> Doubt | None:
    hired = day_at(row, "hire_date")
    if hired and applied and hired > applied:
        return Doubt(f"入职日期 {hired} 在申请日期 {applied} 之后", "hire_date")
    return None


class _Lexed(NamedTuple):
    """A lexicon, and for each text that was looked up in it the words that make somebody doubtful."""

    lexicon: Lexicon
    seen: dict[str, str]


def _by_words(row: Row, words: NameWords, lexed: _Lexed, day: date | None) -> Doubt | None:
    lexicon, seen = lexed
    name = text_at(row, "name")
    if not name:
        typed = _typed(row, "name")
        return Doubt(f"姓名写作“{typed[:_SHOWN]}”" if typed else "没有写明姓名", "name")
    if len(name) > 3 and (remark := _in_name(name, words, lexicon)):
        return Doubt(remark, "name")
    for column in ("post", "department"):
        text = text_at(row, column) or _typed(row, column)
        if text not in seen:
            seen[text] = _in_text(text, words, lexicon) or _later(text, words, day) if text else ""
        if seen[text]:
            return Doubt(f"注明“{seen[text]}”", column)
    for remark in row.remarks:
        if remark in UNSEEN or says_not_there(remark, lexicon, words.asked_beside, day) or _later(remark, words, day):
            return Doubt(f"行旁注明“{remark[:_SHOWN]}”", "name")
    return None


def _typed(row: Row, column: str) -> str:
    """Return what is typed into a cell that has no value, such as 拟聘护士, which is no answer."""
    ref = cell(row, column).ref if row.value(column) is None else None
    return ref.raw if ref else ""


def _in_text(text: str, words: NameWords, lexicon: Lexicon) -> str:
    """Return the words of a post or a department that make somebody doubtful, or an empty string."""
    alone = (remark for remark in take_apart(text).remarks if remark in words.people.in_brackets)
    return doubt_in(text, lexicon) or next(alone, "")


def _in_name(name: str, words: NameWords, lexicon: Lexicon) -> str:
    """Return why a name with something beside it is doubtful, or an empty string."""
    written = take_apart(name)
    for remark in written.remarks:
        if (
            remark in words.people.in_brackets
            or doubt_in(remark, lexicon)
            or not (says_nothing(remark, lexicon) or len(remark) < 2 or _UNIT.search(remark))
        ):
            return f"括号中注明“{remark[:_SHOWN]}”"
    return f"姓名写作“{name[:_SHOWN]}”" if doubt_in(written.name, lexicon) else ""


_MONTH = re.compile(r"(?:([0-9]{4})[年./-])?([0-9]{1,2})月")


def _later(text: str, words: NameWords, day: date | None) -> str:
    """Return the words by which somebody comes in a later month, 12月到岗; without a year it is the year of the day."""
    if day is None or not any(word in text for word in words.people.coming):
        return ""
    if any(len(word) > 1 and word in text for word in words.people.soon):
        return text[:_SHOWN]
    if (match := _MONTH.search(text)) is None:
        return ""
    month = (int(match[1] or day.year), int(match[2]))
    return text[:_SHOWN] if month > (day.year, day.month) else ""


_HOUSE = re.compile(r"[^:：]*(?:执业|工作|所在|注册)(?:机构|单位|地点)[^:：]*[:：](.+)", re.DOTALL)
_FORMERLY = ("原", "曾", "前", "是否", "上一", "毕业")
_THIS_HOUSE = ("本", "我", "是", "否", "√", "同", "无", "/", "-", "—")


def _of_another_house(row: Row, house: str) -> Doubt | None:
    """Return why a column the form does not have says that somebody works in another house than the one that applies.

    A house may be written shorter than its name is: 康宁门诊部 is 云溪康宁综合门诊部.
    """
    for remark in row.remarks if house else ():
        if (match := _HOUSE.match(remark)) and not remark.startswith(_FORMERLY):
            named = unspaced(match[1])
            letters = iter(house)
            if not (named.startswith(_THIS_HOUSE) or house in named or all(letter in letters for letter in named)):
                return Doubt(f"行旁注明“{remark[:_SHOWN]}”", "name")
    return None


def _elsewhere(row: Row) -> Doubt | None:
    """Return why somebody practises elsewhere: the main practice is not here, and no second one is declared."""
    if row.value("main_practice_here") is not False or text_at(row, "employment") in ("多点执业", ""):
        return None
    if text_at(row, "category") not in _PRACTISING:
        return None
    return Doubt("主要执业机构不是本机构，用工形式却不是多点执业", "main_practice_here")
