"""A command → the event it comes to, or every reason why it may not be recorded, all at once.

The only function of the room that refuses. It knows no store: numbers, keys and versions are the register's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from medcheck.casework.built_in import BUILT_IN_TITLES, built_in_problems
from medcheck.casework.case_event import CaseEvent, CaseworkError, Value
from medcheck.casework.clock import counted_hash, counted_term, last_day
from medcheck.casework.conditions import ANY_RULES, RulesNow
from medcheck.casework.effects import Effects, StartedClock
from medcheck.casework.fold import BUILT_IN, CaseState
from medcheck.casework.needs_met import checked_answers
from medcheck.casework.offer import Actor, closed_because, offers
from medcheck.casework.procedure import Procedure, ProcedureAction
from medcheck.errors import Place, Problem, suggest
from medcheck.workday import Overlay


class CaseCommand(NamedTuple):
    """What a person wants recorded: an action, its answers, its files by SHA-256, the moment (with its zone), and by what way."""

    action: str
    values: Mapping[str, Value]
    at: str
    files: Mapping[str, str] = {}
    via: str = ""


def decide(
    procedure: Procedure,
    state: CaseState,
    who: Actor,
    command: CaseCommand,
    overlay: Overlay,
    *,
    case: int,
    rules: RulesNow = ANY_RULES,
) -> CaseEvent:
    """Return the event of a command; raise CaseworkError with every reason why it may not be recorded."""
    today = datetime.fromisoformat(command.at).date()
    if command.action in BUILT_IN:
        _refuse(list(built_in_problems(procedure, state, who, command.action, command.values)))
        return _event(procedure, state, who, command, case, today, Effects(title=BUILT_IN_TITLES[command.action]))
    if command.action not in procedure.actions:
        _refuse([_unknown_action(procedure, state, who, command.action, today, overlay)])
    action = procedure.actions[command.action]
    place = Place(f"步骤“{action.title}”")
    problems = list(checked_answers(procedure, action, command.values, command.files, today))
    _refuse(problems)
    acted = _acted_on(action, command.values) or today
    reasons, _ = closed_because(procedure, command.action, state, who, acted, overlay, rules)
    problems += [Problem(place, reason, _mend(procedure, state, who, today, overlay, rules)) for reason in reasons]
    if not reasons:
        problems += _order(action, state, command.values, acted, place)
    _refuse(problems)
    effects = _effects(procedure, action, command, overlay)
    return _event(procedure, state, who, command, case, _day(action, state, acted, overlay), effects)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise CaseworkError(problems)


def _acted_on(action: ProcedureAction, values: Mapping[str, Value]) -> date | None:
    """Return the day at which the conditions look: the first of the action's days that is given."""
    given = (values.get(name) for name in action.days)
    return next((date.fromisoformat(day) for day in given if isinstance(day, str) and day), None)


def _day(action: ProcedureAction, state: CaseState, acted: date, overlay: Overlay) -> date:
    """Return the day that counts: of what came about by the text, the day after the last day; else that of the act."""
    clocks = state.clocks_named(action.legal_day_after) if action.legal_day_after else ()
    ends = [last for clock in clocks if (last := last_day(clock, overlay).last) and _passed(clock.stopped, last)]
    return min(ends) + timedelta(days=1) if ends else acted


def _passed(stopped: date | None, last: date) -> bool:
    return stopped is None or stopped > last


def _order(
    action: ProcedureAction, state: CaseState, values: Mapping[str, Value], acted: date, place: Place
) -> Iterator[Problem]:
    """Yield a problem for each day that lies before the one it must follow."""
    if state.since and acted < state.since and not action.legal_day_after:
        text = f"日期{acted}早于案件成为“{state.title}”的{state.since}"
        yield Problem(place, text, f"核对日期，应不早于{state.since}；前一步的日期有误的，先更正前一步")
    for name, stop in action.stop.items():
        stopped = values.get(stop.on)
        begun = action.start.get(name)
        starts = [str(values.get(begun.on))] if begun else [str(clock.starts) for clock in state.clocks_named(name)]
        if isinstance(stopped, str) and stopped and not stop.each and starts and stopped < min(starts):
            yield Problem(place, f"日期{stopped}早于期限起算的{min(starts)}", "核对两个日期")
        if isinstance(stopped, str) and begun and stop.each and stopped < starts[0]:
            yield Problem(place, f"日期{stopped}早于期限起算的{starts[0]}", "核对两个日期")
    for name, need in action.resume.items():
        held = [str(clock.held) for clock in state.clocks_named(name) if clock.held]
        if held and str(values.get(need)) < min(held):
            yield Problem(place, f"日期{values.get(need)}早于要求补充材料的{min(held)}", "核对两个日期")
    for pause in action.pause.values():
        if str(values.get(pause.last)) < str(values.get(pause.first)):
            yield Problem(place, "中止的最后一日早于第一日", "核对两个日期")


def _mend(procedure: Procedure, state: CaseState, who: Actor, day: date, overlay: Overlay, rules: RulesNow) -> str:
    """Return what may be done instead."""
    possible = [offer.title for offer in offers(procedure, state, who, day, overlay, rules) if offer.is_open]
    return f"现在可以办理：{'、'.join(possible)}" if possible else f"现在没有{who.name}可以办理的步骤"


def _unknown_action(
    procedure: Procedure, state: CaseState, who: Actor, action: str, day: date, overlay: Overlay
) -> Problem:
    text = f"程序“{procedure.source.title}”没有步骤“{action}”{suggest(action, procedure.actions)}"
    return Problem(Place("步骤"), text, _mend(procedure, state, who, day, overlay, ANY_RULES))


def _effects(procedure: Procedure, action: ProcedureAction, command: CaseCommand, overlay: Overlay) -> Effects:
    """Return what the event brings about, as it is now: a later procedure changes nothing of it."""
    return Effects(
        title=action.title,
        to=action.to,
        state_title=procedure.state_title(action.to) if action.to else "",
        final=action.to in procedure.source.final,
        days=action.days,
        legal_day_after=action.legal_day_after,
        when=action.when,
        start=dict(_starts(procedure, action, command.values, overlay)),
        stop=action.stop,
        stop_all=action.stop_all,
        pause={name: (pause.first, pause.last) for name, pause in action.pause.items()},
        hold=action.hold,
        resume=action.resume,
        each=action.each,
        case=action.case,
        paper=action.paper,
        list=action.list,
        submission=action.submission,
    )


def _starts(
    procedure: Procedure, action: ProcedureAction, values: Mapping[str, Value], overlay: Overlay
) -> Iterator[tuple[str, StartedClock]]:
    for name, start in action.start.items():
        known = procedure.clocks[name]
        stated = values.get(start.on)
        if not isinstance(stated, str) or not stated:
            continue
        began = StartedClock(
            title=known.title,
            cite=known.cite,
            party=known.party,
            after=known.after,
            on=start.on,
            word=action.needs[start.on].title.removesuffix("日期"),
            until=start.until,
            days_needed=start.working_days,
            each=start.each,
            working_days=known.working_days,
            months=known.months,
            years=known.years,
            habit=known.habit,
            first_day_counts=known.first_day_counts,
        )
        until = values.get(start.until) if start.until else None
        days = values.get(start.working_days, 0) if start.working_days else 0
        term = counted_term(
            began,
            date.fromisoformat(stated),
            overlay,
            until=date.fromisoformat(until) if isinstance(until, str) else None,
            days=days if isinstance(days, int) else 0,
        )
        yield name, began.model_copy(update={"last": term.last, "counted": counted_hash(term)})


def _event(
    procedure: Procedure,
    state: CaseState,
    who: Actor,
    command: CaseCommand,
    case: int,
    day: date,
    effects: Effects,
) -> CaseEvent:
    return CaseEvent(
        case=case,
        seq=state.version + 1,
        procedure=procedure.id,
        procedure_sha256=procedure.sha256,
        action=command.action,
        day=day,
        at=command.at,
        by=who.name,
        role=who.role,
        via=command.via,
        values={name: value for name, value in command.values.items() if value not in ("", [])},
        files=dict(command.files),
        effects=effects,
    )
