"""Terms of working days, months or years: from the day something happens to the last day, with every day told.

Knows nothing of cases, rules or papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from medcheck.calendar_months import months_after
from medcheck.workday import DayKind, Overlay, UnknownYearError, add_working_days, kind_of_day, shipped_overlay

_WEEKDAYS = "一二三四五六日"
_FEW = 2  # so many days in a row are written one by one, more as first and last
_MONTHS = 12
UNFINISHED = "不能再往下数"  # ends a count that runs into a year nobody announced


Standing = Literal["running", "in_time", "late", "expired", "undetermined"]
STANDING_WORDS: Mapping[Standing, str] = {
    "running": "期限内，尚未办理",
    "in_time": "按期办理",
    "late": "逾期办理",
    "expired": "期限已满，没有办理的记录",
    "undetermined": "期限待定",
}


class Length(NamedTuple):
    """How long a term is: one of working days, months and years."""

    working_days: int = 0
    months: int = 0
    years: int = 0

    def __str__(self) -> str:
        """Return `5个工作日`, `3个月`, `1年`."""
        if self.working_days:
            return f"{self.working_days}个工作日"
        return "".join([f"{self.years}年" if self.years else "", f"{self.months}个月" if self.months else ""])


class Term(NamedTuple):
    """A counted term: its last day, and how it was counted, day by day, in words.

    `last` is None where the term runs into `unknown_year`, whose holidays nobody has announced.
    """

    last: date | None
    why: tuple[str, ...]
    unknown_year: int | None = None


def count_term(
    starts: date,
    length: Length,
    event: str,
    overlay: Overlay | None = None,
    *,
    paused: Sequence[tuple[date, date]] = (),
    first_day_counts: bool = False,
) -> Term:
    """Return the term that begins with an event (送达, 签订): the day of it is not counted (民法典第二百零一条).

    Working days go by the announced calendar, without those of a pause; months and years end on the corresponding day,
    clamped at a month's end, and later by each day of a pause. Under the other reading of 「之日起」 the first day counts.
    """
    begun = f"{_day(starts)}{event}，{'当日' if first_day_counts else '次日'}起算"
    starts -= timedelta(days=first_day_counts)
    if length.working_days:
        return _working_days(starts, length.working_days, begun, overlay or shipped_overlay(), paused)
    last = months_after(starts, length.years * _MONTHS + length.months)
    short = last.day < starts.day
    end = f"{length}后的{f'{last.month}月没有{starts.day}日，以月末' if short else '对应日'}{_day(last)}为最后一日"
    return _put_off(last, (begun, end), paused)


def count_ahead(day: date, length: Length, event: str) -> Term:
    """Return the term that ends so many months before a day (期满 …): the last day on which it is that long ahead."""
    last = months_after(day, -(length.years * _MONTHS + length.months))
    return Term(last, (f"{_day(day)}{event}，提前{length}，{_day(last)}为最后一日",))


def _put_off(last: date, why: tuple[str, ...], paused: Sequence[tuple[date, date]]) -> Term:
    """Return a term of months later by each day of its pauses; a pause after the last day moves nothing."""
    counted = date.min
    for first, end in sorted(paused):
        begin = max(first, counted + timedelta(days=1)) if counted > date.min else first
        if begin > last or begin > end:
            continue
        days, counted = (end - begin).days + 1, end
        last += timedelta(days=days)
        why = (*why, f"{_day(begin)}至{_day(end)}{days}日不计，最后一日推后至{_day(last)}")
    return Term(last, why)


def standing(term: Term, done: date | None, day: date | None) -> Standing:
    """Return how a term stands on a day (None: no day is known), and whether what it asks for was `done` within it.

    What is done before the year begins that nobody has announced was done in time, wherever its end is.
    """
    if term.last is None:
        return "in_time" if done and term.unknown_year and done.year < term.unknown_year else "undetermined"
    if done:
        return "in_time" if done <= term.last else "late"
    return "expired" if day and day > term.last else "running"


def lateness_words(late: int | None) -> str:
    """Return by how much something was done too late: `逾期7个工作日`; None is a number nobody can count yet."""
    if late is None:
        return "逾期（工作日数待放假安排公布后计算）"
    return f"逾期{late}个工作日" if late else "逾期（期满后的休息日，不满1个工作日）"


def pending_words(unknown_year: int) -> str:
    """Return what a last day waits for that cannot be told yet."""
    return f"期限待定：需要{unknown_year}年放假安排"


def working_days_late(last: date, done: date, overlay: Overlay | None = None) -> int | None:
    """Return how many working days after the last day something was done; 0 in time, or on a rest day right after it.

    None where a year on the way is unknown.
    """
    late, day = 0, last
    while day < done:
        day += timedelta(days=1)
        try:
            late += kind_of_day(day, overlay or shipped_overlay()).works
        except UnknownYearError:
            return None
    return late


def _working_days(starts: date, count: int, begun: str, overlay: Overlay, paused: Sequence[tuple[date, date]]) -> Term:
    try:
        last = add_working_days(starts, count, overlay, paused)
    except UnknownYearError as error:
        told = _told(starts, date(error.year, 1, 1) - timedelta(days=1), count, overlay, paused)
        return Term(None, (begun, *told, f"{error.year}年的放假安排尚未公布，{UNFINISHED}"), error.year)
    return Term(last, (begun, *_told(starts, last, count, overlay, paused)))


def _told(starts: date, end: date, count: int, overlay: Overlay, paused: Sequence[tuple[date, date]]) -> Iterator[str]:
    """Yield each day after the first one, up to the end: the working days with their number, the rest days in a row."""
    resting, day, number = list[tuple[date, str]](), starts, 0
    while day < end:
        day += timedelta(days=1)
        kind = kind_of_day(day, overlay, paused)
        if kind.works:
            number += 1
            yield from _rests(resting)
            yield _counted(day, kind, number, count)
            resting = []
        else:
            resting.append((day, kind.word))
    yield from _rests(resting)


def _counted(day: date, kind: DayKind, number: int, count: int) -> str:
    """Return `1. 11月21日 周四`; the last one `第5个工作日11月27日 周三`, with its year."""
    written = f"周{_WEEKDAYS[day.weekday()]}{f'（{kind.word}）' if kind.word else ''}"
    if number == count:
        return f"第{number}个工作日{_day(day)} {written}，为最后一日"
    return f"{number}. {day.month}月{day.day}日 {written}"


def _rests(resting: Sequence[tuple[date, str]]) -> Iterator[str]:
    """Yield the rest days in a row, those of one kind together: `跳过11月23日、24日 周末`."""
    together: list[tuple[str, list[date]]] = []
    for day, word in resting:
        if not together or together[-1][0] != word:
            together.append((word, []))
        together[-1][1].append(day)
    for word, days in together:
        first, last = days[0], days[-1]
        begin = f"{first.month}月{first.day}日"
        end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
        sign = "、" if len(days) == _FEW else "至"
        yield f"跳过{begin if len(days) == 1 else f'{begin}{sign}{end}'} {word}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
