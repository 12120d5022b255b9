"""Measures the hours in which a pharmacy is open and no pharmacist is on duty (药店基本条件五)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from medcheck.fact import CellRef, Fact, Record, known, unknown
from medcheck.form.hours import DAY, WEEK, minutes, read_weekdays
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.kleene import any_of
from medcheck.measure.entry import label, list_citation, sources, table, text_at, unspaced, why

Span = tuple[int, int]


class _Open(NamedTuple):
    """One stretch of posted hours, in minutes from Monday's midnight, and the cell that posts it."""

    span: Span
    ref: CellRef | None


def uncovered(application: Application, name: str, counts: Callable[[Row], bool | None]) -> Fact:
    """Return the posted hours without anybody on duty of whom `counts` holds, as records such as 周一 16:00–16:30.

    Somebody of whom it is not known leaves the answer open only where those hours hang on that person.
    """
    posted, shifts = table(application, "hours"), table(application, "shifts")
    if not shifts.rows:
        return unknown(name, "没有填写药师排班", list_citation(shifts))
    if problem := _posted_badly(name, posted):
        return problem
    people: dict[str, list[Row]] = {}
    roster = table(application, "staff")
    for row in roster.rows:
        people.setdefault(unspaced(row.cells["name"]), []).append(row)
    sure: list[Span] = []
    possible: list[Span] = []
    doubts: dict[str, tuple[CellRef, ...]] = {}
    for row in shifts.rows:
        who = text_at(row, "name")
        # Somebody who is not on the roster may be a slip of the pen; of two with one name either may be meant.
        named = [
            _one(people.get(person_name, []), counts)
            for person_name in re.split(r"[、,，/]", unspaced(row.cells["name"]))
        ]
        answer = any_of(named)
        days, hours = row.cells["days"], row.cells["hours"]
        if not isinstance(days.value, tuple) or not isinstance(hours.value, tuple):
            doubts[who or label(row)] = sources(days, hours)
            possible.append((0, 7 * DAY))
            continue
        spans = [_in_week(WEEK.index(day), span) for day in days.value for span in hours.value]
        flat = [part for parts in spans for part in parts]
        possible += flat if answer is not False else []
        sure += flat if answer else []
        if answer is None:
            doubts[who] = sources(row.cells["name"])
    opening = list(_openings(posted.rows))
    holes = list(_holes(opening, possible))
    if not holes and list(_holes(opening, sure)):
        reason = f"排班人员是否药师或排班时间不明（不在花名册的请核对姓名）：{'、'.join(doubts)}"
        return unknown(name, reason, [*(ref for refs in doubts.values() for ref in refs), *list_citation(roster)])
    cells = (*list_citation(posted), *list_citation(shifts), *list_citation(roster))
    return known(name, tuple(Record(_words(hole.span), {}, hole.ref) for hole in holes), cells)


def _posted_badly(name: str, posted: Table) -> Fact | None:
    """Return why the posted hours cannot be relied on: a blank, a day that is missing or not a day, never open."""
    blank = [row.cells["hours"] for row in posted.rows if row.value("hours") is None]
    if not posted.rows or blank:
        return unknown(name, why(*blank[:1]) or "营业时间没有填写", sources(*blank) or list_citation(posted))
    days = [day for row in posted.rows for day in _days(row)]
    missing = [day for day in WEEK if day not in days]
    if missing:
        odd = [row.cells["day"] for row in posted.rows if not _days(row)]
        return unknown(name, f"营业时间缺{'、'.join(missing)}", sources(*odd) or list_citation(posted))
    if not list(_openings(posted.rows)):
        return unknown(name, "营业时间七天都填为不营业，请核对", list_citation(posted))
    return None


def _days(row: Row) -> tuple[str, ...]:
    return read_weekdays(text_at(row, "day"))[0] or ()


def _one(rows: Sequence[Row], counts: Callable[[Row], bool | None]) -> bool | None:
    answers = {counts(row) for row in rows}
    return answers.pop() if len(answers) == 1 else None


def _openings(rows: Sequence[Row]) -> Iterator[_Open]:
    for row in rows:
        hours = row.cells["hours"]
        spans = hours.value if isinstance(hours.value, tuple) else ()
        for day in _days(row):
            for span in spans:
                yield from (_Open(part, hours.ref) for part in _in_week(WEEK.index(day), span))


def _in_week(day: int, span: str) -> list[Span]:
    """Return a span of a day in minutes of the week; what runs over Sunday's midnight begins the week again."""
    begin, end = (day * DAY + minute for minute in minutes(span))
    week = 7 * DAY
    return [(begin, end)] if end <= week else [(begin, week), (0, end - week)]


def _holes(opening: Sequence[_Open], duty: Sequence[Span]) -> Iterator[_Open]:
    """Yield the stretches of opening hours that no duty covers, each within one day."""
    for span in opening:
        at = span.span[0]
        for begin, end in sorted(duty):
            if end <= at or begin >= span.span[1]:
                continue
            if begin > at:
                yield from _by_day((at, begin), span.ref)
            at = max(at, end)
        if at < span.span[1]:
            yield from _by_day((at, span.span[1]), span.ref)


def _by_day(span: Span, ref: CellRef | None) -> Iterator[_Open]:
    begin, end = span
    while begin < end:
        midnight = (begin // DAY + 1) * DAY
        yield _Open((begin, min(end, midnight)), ref)
        begin = midnight


def _words(span: Span) -> str:
    day, begin = divmod(span[0], DAY)
    end = span[1] - day * DAY
    return f"{WEEK[day]} {begin // 60:02}:{begin % 60:02}–{end // 60:02}:{end % 60:02}"
