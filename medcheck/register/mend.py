"""Mending what was recorded: a correction, the last event taken back, a case handed over, as people type them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medcheck.casework.case_event import CaseEvent, CaseworkError, Value
from medcheck.casework.decide import CaseCommand
from medcheck.casework.fold import ASSESS, BUILT_IN, CORRECT, HAND_OVER, state_of
from medcheck.errors import Place, Problem
from medcheck.register.acts import Moment, belongs_to
from medcheck.register.led_by import required_procedure
from medcheck.register.officers import colleague
from medcheck.register.record import Act, events_of, record
from medcheck.register.typed_answers import typed_answers

_OWN = ("event", "reason")


def is_built_in(action: str) -> bool:
    """Return whether an action is one that every procedure has; an assessment has a command of its own."""
    return action in BUILT_IN


def do_built_in(
    case: int, action: str, typed: Mapping[str, Sequence[str]], moment: Moment, *, version: int | None = None
) -> CaseEvent:
    """Record a correction, a taking back or a handing over; raise CaseworkError with everything that is wrong."""
    place = Place(f"案件 {case}")
    if action == ASSESS:
        raise CaseworkError([Problem(place, "评估不能这样记录", f"运行 medcheck case assess {case}")])
    last = {key: texts[-1].strip() for key, texts in typed.items()}
    values: dict[str, Value] = {}
    if action == HAND_OVER:
        values["officer"] = colleague(last.get("officer", "")).name if "officer" in last else ""
    else:
        if not last.get("event", "").isdecimal():
            text = f"没有写明是第几条事件（--event），现为“{last.get('event', '')}”"
            raise CaseworkError([Problem(place, text, f"编号见 medcheck case show {case}")])
        values |= {"event": int(last["event"]), "reason": last.get("reason", "")}
    if action == CORRECT:
        changed = {key: texts for key, texts in typed.items() if key not in _OWN}
        values["values"] = _corrected(case, int(last["event"]), changed)
    elif strange := sorted(set(last) - {*_OWN, "officer"}):
        raise CaseworkError(
            [Problem(place, f"没有“--{strange[0]}”这一项", "可填：--event、--reason，移交的 --officer")]
        )
    command = CaseCommand(action, values, moment.stamp, {}, moment.via)
    return record([Act(command, case, version)], moment.one_time_key, moment.who)[0]


def _corrected(case: int, number: int, typed: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return the new values of an event, read as the step that it was asks for them; files by their SHA-256."""
    state = state_of(events_of(case))
    target = next((event for event in state.events if event.seq == number), None)
    if target is None or target.action in BUILT_IN:
        text = f"没有可以更正的第 {number} 条事件"
        raise CaseworkError(
            [Problem(Place(f"案件 {case}"), text, "核对事件的编号；评估有误的重新评估，办错了的撤销（void）")]
        )
    procedure = required_procedure(state.pack, state.procedure)
    answers = typed_answers(procedure, target.action, typed, belongs_to(state))
    return {**answers.values, **answers.files}
