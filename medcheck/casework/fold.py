"""The fold: the events of a case → its state. It never refuses and never asks a procedure; `decide` refuses.

Corrections and takings-back come first, so that a later mending of a day moves every clock that rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from medcheck.casework.case_event import CaseEvent, CaseSubject, with_values
from medcheck.casework.effects import StartedClock, StopEffect
from medcheck.casework.procedure import NEW

CORRECT, VOID, ASSESS, HAND_OVER = "correct", "void", "assess", "hand-over"  # what every procedure has
BUILT_IN = frozenset({CORRECT, VOID, ASSESS, HAND_OVER})


class RunningClock(NamedTuple):
    """A clock of a case: as it began, from which day, and where it was paused and stopped.

    `of` tells several clocks of one name apart (the kind of a change); `until` is the last day a person set, `days` the
    working days a person set; `seq` the event that started it. `stopped_by` is the event that stopped it, 0 while it runs.
    `held` is the day after which it stands still by the text, until it is resumed.
    """

    name: str
    of: str
    began: StartedClock
    starts: date
    seq: int
    until: date | None = None
    days: int = 0
    pauses: tuple[tuple[date, date], ...] = ()
    stopped: date | None = None
    stopped_by: int = 0
    held: date | None = None

    @property
    def title(self) -> str:
        """Return what it is called, with what tells it apart."""
        return f"{self.began.title}（{self.of}）" if self.of else self.began.title


class CaseState(NamedTuple):
    """Where a case stands after its events.

    `version` is the number of its last event, whatever it did; `since` the day on which it came to its state by the event
    `entered`; `events` are those that count, as they count; `officer` who handles it; `taken_back` the numbers of those
    that do not count; `numbered` the papers, each with the event that numbered it; `pack` and `subject` those of the first
    event: by which rules the case is led, and whom it is about.
    """

    case: int = 0
    procedure: str = ""
    state: str = NEW
    title: str = "尚未开始"
    final: bool = False
    version: int = 0
    opened: date | None = None
    since: date | None = None
    entered: int = 0
    clocks: tuple[RunningClock, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    officer: str = ""
    listed: str = ""
    numbered: tuple[tuple[str, int], ...] = ()
    taken_back: frozenset[int] = frozenset()
    pack: str = ""
    subject: CaseSubject = CaseSubject()

    def done(self, action: str) -> tuple[CaseEvent, ...]:
        """Return the events of an action since the case came to its state, that one included."""
        return tuple(event for event in self.events if event.action == action and event.seq >= self.entered)

    def clocks_named(self, name: str) -> tuple[RunningClock, ...]:
        """Return the clocks of a name: of changes one for each approval."""
        return tuple(clock for clock in self.clocks if clock.name == name)

    @property
    def last(self) -> CaseEvent | None:
        """Return the last event that counts: the one that can be taken back."""
        return self.events[-1] if self.events else None

    @property
    def submission(self) -> str:
        """Return the SHA-256 of the workbook that counts, empty before there is one."""
        brought = (event.files.get(event.effects.submission, "") for event in reversed(self.events))
        return next((digest for digest in brought if digest), "")


def state_of(events: Iterable[CaseEvent]) -> CaseState:
    """Return the state of a case after its events, in the order of their numbers."""
    state, told = CaseState(), tuple(events)
    counting, taken_back = counting_events(told)
    for event in counting:
        state = state_after(state, event)
    if not told:
        return state
    first, last = told[0], told[-1]
    return state._replace(
        case=first.case,
        procedure=first.procedure,
        version=last.seq,
        events=counting,
        taken_back=taken_back,
        pack=first.pack,
        subject=first.subject,
    )


def counting_events(events: Sequence[CaseEvent]) -> tuple[tuple[CaseEvent, ...], frozenset[int]]:
    """Return the events that count, with their corrected values, and the numbers of those that were taken back."""
    changed: dict[int, CaseEvent] = {}
    taken_back: set[int] = set()
    for event in events:
        target = event.values.get("event")
        if event.action == VOID and isinstance(target, int):
            taken_back.add(target)
        elif event.action == CORRECT and isinstance(target, int) and target in changed:
            values = event.values.get("values")
            changed[target] = with_values(changed[target], _plain(values) if isinstance(values, dict) else {})
        elif event.action not in (VOID, CORRECT):
            changed[event.seq] = event
    return tuple(event for seq, event in changed.items() if seq not in taken_back), frozenset(taken_back)


def _plain(values: Mapping[str, object]) -> Mapping[str, str | int | list[str] | list[int] | list[dict[str, object]]]:
    return {name: value for name, value in values.items() if isinstance(value, (str, int, list))}


def state_after(state: CaseState, event: CaseEvent) -> CaseState:
    """Return the state after one more event that counts."""
    effects = event.effects
    clocks = _stopped(_paused(_started(state.clocks, event), event), event, state)
    events = (*state.events, event)
    state = state._replace(clocks=clocks, events=events, opened=state.opened or event.day)
    if effects.paper:
        state = state._replace(numbered=(*state.numbered, (effects.paper, event.seq)))
    if effects.list:
        state = state._replace(listed=effects.list)
    if event.action == HAND_OVER:
        state = state._replace(officer=str(event.values.get("officer", "")))
    elif not state.officer:
        state = state._replace(officer=event.by)
    if effects.to and effects.to != state.state:
        state = state._replace(
            state=effects.to, title=effects.state_title, final=effects.final, since=event.day, entered=event.seq
        )
    return state


def _started(clocks: tuple[RunningClock, ...], event: CaseEvent) -> tuple[RunningClock, ...]:
    for name, began in event.effects.start.items():
        starts = event.day_of(began.on)
        if starts is None:
            continue
        of = str(event.values.get(began.each, "")) if began.each else ""
        until = event.day_of(began.until) if began.until else None
        days = event.values.get(began.days_needed, 0) if began.days_needed else 0
        clock = RunningClock(name, of, began, starts, event.seq, until, days if isinstance(days, int) else 0)
        clocks = (*(other for other in clocks if (other.name, other.of) != (name, of)), clock)
    return clocks


def _paused(clocks: tuple[RunningClock, ...], event: CaseEvent) -> tuple[RunningClock, ...]:
    for name, (first_need, last_need) in event.effects.pause.items():
        first, last = event.day_of(first_need), event.day_of(last_need)
        if first and last:
            clocks = tuple(
                clock._replace(pauses=(*clock.pauses, (first, last))) if clock.name == name else clock
                for clock in clocks
            )
    for name, need in event.effects.hold.items():
        day = event.day_of(need)
        clocks = tuple(clock._replace(held=day) if _goes_on(clock, name) else clock for clock in clocks)
    for name, need in event.effects.resume.items():
        day = event.day_of(need)
        clocks = tuple(_resumed(clock, day) if day and clock.name == name else clock for clock in clocks)
    return clocks


def _goes_on(clock: RunningClock, name: str) -> bool:
    return clock.name == name and clock.stopped is None and clock.held is None


def _resumed(clock: RunningClock, day: date) -> RunningClock:
    """Return a clock that goes on after a day: the days after the one that held it, to this one, are not counted."""
    if clock.held is None:
        return clock
    pause = (clock.held + timedelta(days=1), day)
    return clock._replace(held=None, pauses=(*clock.pauses, pause) if pause[0] <= day else clock.pauses)


def _stopped(clocks: tuple[RunningClock, ...], event: CaseEvent, state: CaseState) -> tuple[RunningClock, ...]:
    for name, stop in event.effects.stop.items():
        day = _stop_day(stop, event, state)
        of = str(event.values.get(stop.each, "")) if stop.each else None
        if day:
            clocks = tuple(
                _resumed(clock, day)._replace(stopped=day, stopped_by=event.seq)
                if clock.name == name and of in (None, clock.of) and clock.stopped is None
                else clock
                for clock in clocks
            )
    if event.effects.stop_all and (day := event.day_of(event.effects.stop_all)):
        clocks = tuple(
            clock if clock.stopped else _resumed(clock, day)._replace(stopped=day, stopped_by=event.seq)
            for clock in clocks
        )
    return clocks


def _stop_day(stop: StopEffect, event: CaseEvent, state: CaseState) -> date | None:
    earlier = [other for other in (*state.events, event) if other.action == stop.last and other.seq >= state.entered]
    otherwise = event.day_of(stop.on) if stop.on else None
    return max((other.day for other in earlier), default=otherwise)
