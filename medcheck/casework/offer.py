"""What may be done next in a case, why the rest may not, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from medcheck.casework.clock import ClockStanding, standing_of
from medcheck.casework.conditions import ANY_RULES, RulesNow, judge_condition
from medcheck.casework.fold import CaseState
from medcheck.casework.procedure import NEW, PARTY_WORDS, ROLE_WORDS, Need, Procedure, ProcedureAction
from medcheck.workday import Overlay


class Actor(NamedTuple):
    """Who acts: a person and the role in which it acts."""

    name: str
    role: str


class Offer(NamedTuple):
    """An action as it stands for a person on a day: open, or closed for reasons that say what would be right.

    `cite` is empty for a habit, which rests on no article. `remarks` tell what should be borne in mind.
    """

    action: str
    title: str
    cite: str
    duty: bool
    is_open: bool
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    needs: Mapping[str, Need]
    paper: str


class Waiting(NamedTuple):
    """For whom a case waits, since when, and by what last day, where a clock of that party runs."""

    party: str
    party_word: str
    since: date | None
    clocks: tuple[ClockStanding, ...]


def offers(
    procedure: Procedure, state: CaseState, who: Actor, day: date, overlay: Overlay, rules: RulesNow = ANY_RULES
) -> tuple[Offer, ...]:
    """Return every action of a procedure as it stands for a person on a day, the open ones first."""
    told = [_offer(procedure, name, state, who, day, overlay, rules) for name in procedure.actions]
    return (*(offer for offer in told if offer.is_open), *(offer for offer in told if not offer.is_open))


def closed_because(
    procedure: Procedure, name: str, state: CaseState, who: Actor, day: date, overlay: Overlay, rules: RulesNow
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return why an action may not be done, and the remarks on it; without reasons it may."""
    action = procedure.actions[name]
    if state.state not in action.starts_from:
        where = "、".join(f"“{procedure.state_title(start)}”" for start in action.starts_from)
        return (f"在{where}时办理，案件现在是“{state.title}”",), ()
    titles = {other: step.title for other, step in procedure.actions.items()}
    judged = [judge_condition(guard, state, day, overlay, rules, titles) for guard in action.when]
    reasons = [*_persons(action, state, who, titles), *(found.sentence for found in judged if not found.holds)]
    if action.duty and action.stop and not any(state.clocks_named(clock) for clock in action.stop):
        reasons.append("没有需要办理的期限")
    remarks = [found.sentence for found in judged if found.holds and found.sentence]
    return tuple(reasons), (*filter(None, (action.note, _out_of_force(procedure, action, day))), *remarks)


def _out_of_force(procedure: Procedure, action: ProcedureAction, day: date) -> str:
    """Return a remark on a step taken when the regulation does not hold; what only keeps a record needs none."""
    force = procedure.source.in_force
    if action.record or force.holds_on(day):
        return ""
    held = f"自{force.since}起施行" + (f"，有效期至{force.to}" if force.to else "")
    return f"本程序所依据的规定{held}，{day}的步骤须核对届时施行的规定"


def waiting_for(procedure: Procedure, state: CaseState, day: date, overlay: Overlay) -> Waiting | None:
    """Return for whom a case waits; None for one that has not begun or has ended."""
    if state.state == NEW or state.final:
        return None
    definition = procedure.source.states.get(state.state)
    party = definition.waits_for if definition else None
    if party is None:
        return None
    running = [clock for clock in state.clocks if clock.stopped is None and clock.began.party in (party, "both")]
    return Waiting(party, PARTY_WORDS[party], state.since, tuple(standing_of(clock, day, overlay) for clock in running))


def open_duties(
    procedure: Procedure, state: CaseState, day: date, overlay: Overlay
) -> tuple[tuple[str, tuple[ClockStanding, ...]], ...]:
    """Return the duties that stand beside a state and are not done: each with the clocks it stops, if it has any."""
    duties = []
    for name, action in procedure.actions.items():
        if not action.duty or state.state not in action.starts_from or state.done(name):
            continue
        clocks = [clock for stopped in action.stop for clock in state.clocks_named(stopped)]
        if clocks or not action.stop:
            duties.append((name, tuple(standing_of(clock, day, overlay) for clock in clocks)))
    return tuple(duties)


def _offer(
    procedure: Procedure, name: str, state: CaseState, who: Actor, day: date, overlay: Overlay, rules: RulesNow
) -> Offer:
    action = procedure.actions[name]
    reasons, remarks = closed_because(procedure, name, state, who, day, overlay, rules)
    paper = procedure.source.papers[action.paper].title if action.paper else ""
    return Offer(name, action.title, action.cite, action.duty, not reasons, reasons, remarks, action.needs, paper)


def _persons(action: ProcedureAction, state: CaseState, who: Actor, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield why this person may not record it: the role, or that the same person did what must be seen by four eyes."""
    if who.role not in action.by:
        words = "、".join(ROLE_WORDS[role] for role in action.by)
        yield f"由{words}记录，{who.name}是{ROLE_WORDS.get(who.role, who.role)}"
    for other in action.not_by:
        if any(event.by == who.name for event in state.done(other)):
            yield f"“{titles.get(other, other)}”由{who.name}办理，本步骤须由他人办理"
