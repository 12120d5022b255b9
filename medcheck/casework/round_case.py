"""A round (批次): a case whose steps are written to its members too, all at once or not at all.

Knows no store: the register hands in the members as they stand and records the events it is given in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck.casework.case_event import CaseEvent, CaseworkError, Value
from medcheck.casework.conditions import ANY_RULES, RulesNow
from medcheck.casework.decide import CaseCommand, decide
from medcheck.casework.effects import EachEffect
from medcheck.casework.fold import CaseState
from medcheck.casework.offer import Actor
from medcheck.casework.procedure import Procedure, ProcedureAction
from medcheck.errors import Place, Problem
from medcheck.workday import Overlay

_AGENCY = "agency"  # what round and members both say of the office that handles them


class RoundMembers(NamedTuple):
    """The procedure of a round's members, and the cases it can name by their number, as they stand now."""

    procedure: Procedure
    states: Mapping[int, CaseState]


class RoundEvents(NamedTuple):
    """The events of one step of a round: its own, and that of each case it names."""

    event: CaseEvent
    members: Mapping[int, CaseEvent]


def members_of(state: CaseState) -> tuple[int, ...]:
    """Return the cases that belong to a round, in the order in which they joined."""
    joined = [
        case
        for event in state.events
        for need, each in event.effects.each.items()
        if each.number
        for case, _ in _named(event.values.get(need))
    ]
    return tuple(dict.fromkeys(joined))


def decide_round(
    procedure: Procedure,
    state: CaseState,
    who: Actor,
    command: CaseCommand,
    overlay: Overlay,
    *,
    case: int,
    members: RoundMembers,
    rules: RulesNow = ANY_RULES,
) -> RoundEvents:
    """Return the events of a step of a round; raise CaseworkError with every reason why it may not be recorded.

    `members` must hold every member and every case the command names.
    """
    event = decide(procedure, state, who, command, overlay, case=case, rules=rules)
    action = procedure.actions.get(command.action)
    if action is None or not action.each:
        return RoundEvents(event, {})
    problems = list(_problems(action, state, command, members))
    written: dict[int, CaseEvent] = {}
    for need, each in action.each.items():
        for number, entry in _named(command.values.get(need)):
            if number not in members.states:
                continue
            step = members.procedure.actions[each.action]
            theirs = _member_command(case, step, each, command, entry)
            by_round = Actor(who.name, "round")
            try:
                written[number] = decide(
                    members.procedure, members.states[number], by_round, theirs, overlay, case=number, rules=rules
                )
            except CaseworkError as error:
                problems += [
                    Problem(Place(f"案件 {number}，{problem.place}"), problem.text, problem.mend)
                    for problem in error.problems
                ]
    if problems:
        raise CaseworkError(problems)
    return RoundEvents(event, written)


def _named(value: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield each case that an answer names, with what is said of it alone."""
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, int):
            yield entry, {}
        elif isinstance(entry, Mapping) and isinstance(number := entry.get("case"), int):
            yield number, entry


def _member_command(
    case: int, step: ProcedureAction, each: EachEffect, command: CaseCommand, entry: Mapping[str, object]
) -> CaseCommand:
    """Return what is written to a member: its own answers, else those of the round, need by need."""
    values: dict[str, Value] = {}
    for need in step.needs:
        if need == each.number:
            values[need] = case
        elif need in entry:
            values[need] = entry[need]  # type: ignore[assignment]  # `decide` checks its kind
        elif need in command.values:
            values[need] = command.values[need]
    files = {need: digest for need, digest in command.files.items() if need in step.needs}
    return CaseCommand(each.action, values, command.at, files, command.via)


def _problems(
    action: ProcedureAction, state: CaseState, command: CaseCommand, members: RoundMembers
) -> Iterator[Problem]:
    """Yield what is wrong with the cases that a step names."""
    place = Place(f"步骤“{action.title}”")
    named = [number for need in action.each for number, _ in _named(command.values.get(need))]
    belonging = members_of(state)
    joins = any(each.number for each in action.each.values())
    for need in action.each:
        stated = command.values.get(need)
        entries = stated if isinstance(stated, list) else []
        if len(entries) != len(list(_named(entries))):
            yield Problem(place, f"“{action.needs[need].title}”中有一项没有写明案件编号", "写成 case: 编号")
    for number in dict.fromkeys(named):
        if named.count(number) > 1:
            yield Problem(place, f"案件 {number} 写了两次", "每个案件只写一处")
        if number not in members.states:
            yield Problem(place, f"没有案件 {number}", "核对案件编号")
        elif joins:
            yield from _same_agency(number, members.states[number], state, place)
        elif number not in belonging:
            yield Problem(place, f"案件 {number} 不在本批次", "只写本批次的案件")
    if action.names_all:
        for number in belonging:
            if number not in named and not members.states[number].final:
                text = f"没有写明案件 {number}（{members.states[number].title}）"
                yield Problem(place, text, "同批次所有机构一并综合比较：入选或者未入选，逐一写明")


def _same_agency(number: int, member: CaseState, state: CaseState, place: Place) -> Iterator[Problem]:
    ours, theirs = _stated(state, _AGENCY), _stated(member, _AGENCY)
    if ours and theirs and ours != theirs:
        text = f"案件 {number} 由{theirs}受理，批次是{ours}的"
        yield Problem(place, text, "同一批次只列同一经办机构受理的案件")


def _stated(state: CaseState, need: str) -> object:
    """Return what a case said last of something."""
    return next((event.values[need] for event in reversed(state.events) if need in event.values), None)
