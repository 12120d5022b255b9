"""A case's clock on a day: its last day with the derivation, and whether it runs, was kept, or has passed.

It is counted anew from the events each time, never kept as a number. Knows no procedure.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal, NamedTuple

from medcheck.casework.effects import StartedClock
from medcheck.casework.fold import RunningClock
from medcheck.term import Length, Term, count_term, working_days_late
from medcheck.workday import Overlay

Standing = Literal["running", "in_time", "late", "expired", "undetermined"]
STANDING_WORDS = {
    "running": "期限内，尚未办理",
    "in_time": "按期办理",
    "late": "逾期办理",
    "expired": "期限已满，没有办理的记录",
    "undetermined": "期限待定",
}


class ClockStanding(NamedTuple):
    """How a clock stands on a day: `late` are the working days past the last one, None where a year is unknown.

    `why` is the derivation of the last day, `unknown_year` the year whose holidays nobody has announced.
    """

    clock: RunningClock
    standing: Standing
    last: date | None
    late: int | None
    why: tuple[str, ...]
    unknown_year: int | None = None

    @property
    def words(self) -> str:
        """Return how it stands, with its last day or with what that waits for."""
        if self.unknown_year and self.last is None and self.standing != "in_time":
            return f"期限待定：需要{self.unknown_year}年放假安排"
        words = STANDING_WORDS[self.standing]
        if self.standing == "late":
            words = _lateness(self.late)
        return f"{words}，最后一日{self.last}" if self.last else words


def last_day(clock: RunningClock, overlay: Overlay) -> Term:
    """Return the last day of a clock and how it was counted; a day that was printed moves later only, never earlier.

    A last day that a person set is not moved: nothing in the text moves it.
    """
    term = counted_term(clock.began, clock.starts, overlay, until=clock.until, days=clock.days, pauses=clock.pauses)
    printed = clock.began.last
    if printed and term.last and term.last < printed:
        told = f"文书已写明最后一日为{printed}，此后的放假安排只能使它推后"
        return Term(printed, (*term.why, told))
    return term


def counted_term(
    began: StartedClock,
    starts: date,
    overlay: Overlay,
    *,
    until: date | None = None,
    days: int = 0,
    pauses: tuple[tuple[date, date], ...] = (),
) -> Term:
    """Return the term of a clock that begins on a day, by its own length, or by what a person set."""
    if until:
        return Term(until, (f"由办理人员规定，最后一日为{until}",))
    length = Length(days or began.working_days, began.months, began.years)
    counts = began.first_day_counts
    return count_term(starts, length, began.word, overlay, paused=pauses, first_day_counts=counts)


def standing_of(clock: RunningClock, day: date, overlay: Overlay) -> ClockStanding:
    """Return how a clock stands on a day: stopped in time or late, running, expired, or waiting for a calendar.

    What stopped before the year begins that nobody has announced was in time, wherever its end is.
    """
    last, why, unknown = last_day(clock, overlay)
    stopped = clock.stopped
    if last is None:
        early = stopped is not None and unknown is not None and stopped.year < unknown
        return ClockStanding(clock, "in_time" if early else "undetermined", None, None, why, unknown)
    if stopped:
        standing: Standing = "in_time" if stopped <= last else "late"
    else:
        standing = "running" if day <= last else "expired"
    return ClockStanding(clock, standing, last, working_days_late(last, stopped or day, overlay), why)


def counted_hash(term: Term) -> str:
    """Return the hash of a derivation, and so of the days of the calendar it rests on."""
    return hashlib.sha256("\n".join(term.why).encode()).hexdigest()


def _lateness(late: int | None) -> str:
    if late is None:
        return "逾期（工作日数待放假安排公布后计算）"
    return f"逾期{late}个工作日" if late else "逾期（期满后的休息日，不满1个工作日）"
