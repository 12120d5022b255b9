"""What an event brings about, as it was when it was recorded, so that the fold never asks a procedure. Knows no case."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator

from medcheck.strict_model import StrictModel
from medcheck.verdict import Conclusion, Stage


class Guard(StrictModel):
    """A condition of an action, one of six.

    `done` and `not_done` look at what was done since the case came to its state; `in_time` and `late` at the day of the
    action; `stopped` wants every clock of a name stopped (each approval has its own); `assessed` looks at the
    assessment that counts, by stage the conclusions that open the action.
    """

    assessed: dict[Stage, tuple[Conclusion, ...]] | None = None
    done: str = ""
    not_done: str = ""
    in_time: str = ""
    late: str = ""
    stopped: str = ""

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if sum(map(bool, (self.assessed, self.done, self.not_done, self.in_time, self.late, self.stopped))) != 1:
            raise ValueError("应写明 assessed、done、not_done、in_time、late、stopped 中的一个")
        return self

    @property
    def clock(self) -> str:
        """Return the clock the guard looks at, if it does."""
        return self.in_time or self.late or self.stopped


class _OnADay(StrictModel):
    """What happens on the day a need gives; the name of the need alone is its short form."""

    on: str

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"on": value} if isinstance(value, str) else value


class StartEffect(_OnADay):
    """A clock begins: the need that gives its first day, and where a person sets it that of its last day or its length.

    `each` is the need that tells several clocks of one name apart.
    """

    until: str = ""
    working_days: str = ""
    each: str = ""


class StopEffect(_OnADay):
    """A clock stops: on the day of the last event of an action, or, without such an event, on that of a need."""

    on: str = ""
    last: str = ""
    each: str = ""

    @model_validator(mode="after")
    def _some_day(self) -> Self:
        if not self.on and not self.last:
            raise ValueError("应写明 on（哪一项的日期）或 last（哪一步骤的最后一次）")
        return self


class EachEffect(StrictModel):
    """What a round writes to each case it names: an action of theirs, and its need that the round's own number answers.

    Whoever is given that number belongs to the round from then on.
    """

    action: str
    number: str = ""


class StartedClock(StrictModel):
    """A clock as it began: what it was called, how long it was, whose it is, and the last day as it was then counted.

    `word` names what happened on the first day. `counted` is the SHA-256 of the derivation, and so of the days of the calendar it rests on.
    """

    title: str
    cite: str = ""
    party: str = ""
    after: str = ""
    on: str
    word: str = ""
    until: str = ""
    days_needed: str = ""
    each: str = ""
    working_days: int = 0
    months: int = 0
    years: int = 0
    habit: bool = False
    first_day_counts: bool = False
    last: date | None = None
    counted: str = ""


class Effects(StrictModel):
    """What an event brings about; days are named by the values that give them, so that a correction moves them."""

    title: str = ""
    to: str = ""
    state_title: str = ""
    final: bool = False
    days: tuple[str, ...] = ()
    legal_day_after: str = ""
    when: tuple[Guard, ...] = ()
    start: dict[str, StartedClock] = {}
    stop: dict[str, StopEffect] = {}
    stop_all: str = ""
    pause: dict[str, tuple[str, str]] = {}
    hold: dict[str, str] = {}
    resume: dict[str, str] = {}
    each: dict[str, EachEffect] = {}
    case: dict[str, str | dict[str, str]] = {}
    paper: str = ""
    list: str = ""
    submission: str = ""
