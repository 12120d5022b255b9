"""A case's clock on a day: its last day with the derivation, and whether it runs, was kept, or has passed.

It is counted anew from the events each time, never kept as a number. Knows no procedure.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import NamedTuple

from medcheck.casework.effects import StartedClock
from medcheck.casework.fold import RunningClock
from medcheck.term import (
    STANDING_WORDS,
    Length,
    Standing,
    Term,
    count_term,
    lateness_words,
    pending_words,
    standing,
    working_days_late,
)
from medcheck.workday import Overlay

HELD = "等待补充材料，收到之前不计入期限"


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
            return pending_words(self.unknown_year)
        words = lateness_words(self.late) if self.standing == "late" else STANDING_WORDS[self.standing]
        return f"{words}，最后一日{self.last}" if self.last else words


def last_day(clock: RunningClock, overlay: Overlay) -> Term:
    """Return the last day of a clock and how it was counted; a day that was printed moves later only, never earlier.

    A last day that a person set is not moved: nothing in the text moves it.
    """
    if clock.held and clock.stopped is None:
        return Term(None, (f"{clock.held}次日起{HELD}",))
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
    """Return how a clock stands on a day: stopped in time or late, running, expired, or waiting for a calendar."""
    term = last_day(clock, overlay)
    stands = standing(term, clock.stopped, day)
    late = working_days_late(term.last, clock.stopped or day, overlay) if term.last else None
    return ClockStanding(clock, stands, term.last, late, term.why, term.unknown_year)


def counted_hash(term: Term) -> str:
    """Return the hash of a derivation, and so of the days of the calendar it rests on."""
    return hashlib.sha256("\n".join(term.why).encode()).hexdigest()
