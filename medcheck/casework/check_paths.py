"""Whether a case can be led through a procedure: every state entered and left, every clock ended, every conclusion answered.

Knows no case: it looks at what actions could do, whatever the days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medcheck.casework.check_mentions import procedure_problem
from medcheck.casework.procedure import NEW, Procedure, ProcedureAction, ProcedureState
from medcheck.errors import Problem
from medcheck.verdict import CONCLUSIONS, Conclusion

_APPLICANTS = frozenset({"applicant"})


class _Way(NamedTuple):
    """An action that leads from one state to another."""

    name: str
    start: str
    end: str


def ways_closed(procedure: Procedure, words: str) -> Iterator[Problem]:
    """Yield every state nobody comes to or nobody leaves, every dead action, clock, paper and unanswered conclusion.

    `words` say which reading or habit makes the difference: those may well leave a state without a way to it.
    """
    ways = [
        _Way(name, start, action.to)
        for name, action in procedure.actions.items()
        for start in action.starts_from
        if action.to
    ]
    reached = _closure({NEW}, ways)
    yield from _states(procedure, words, ways, reached)
    yield from _actions(procedure, words, reached)
    yield from _clocks(procedure, reached, words)
    yield from _holds(procedure, reached, words)
    if not words:
        used = {action.paper for action in procedure.actions.values()}
        for paper in procedure.source.papers:
            if paper not in used:
                text = f"没有步骤出具文书“{paper}”"
                yield procedure_problem(procedure, "", text, "删去，或写进步骤的 paper")


def _states(procedure: Procedure, words: str, ways: list[_Way], reached: set[str]) -> Iterator[Problem]:
    home = _closure(set(procedure.source.final), [_Way(way.name, way.end, way.start) for way in ways])
    for state, definition in procedure.source.states.items():
        named = f"状态“{state}”（{definition.title}）"
        if state not in reached and not words:
            yield procedure_problem(procedure, "", f"{named}到不了", "加一个通向它的步骤，或删去")
        if state in reached and state not in home:
            yield procedure_problem(procedure, "", f"到了{named}就无法结束{words}", "加一个离开它的步骤")
        if state in reached:
            yield from _conclusions(procedure, state, words)
        if state not in procedure.source.final and definition.waits_for is None:
            yield procedure_problem(procedure, "", f"{named}没有写明由谁办理", "加写 waits_for，或写进 final")
        if state in procedure.source.final and any(way.start == state != way.end for way in ways):
            yield procedure_problem(procedure, "", f"{named}是终点，却有步骤离开它", "改正 final 或步骤的 from")


def _actions(procedure: Procedure, words: str, reached: set[str]) -> Iterator[Problem]:
    started = {clock for name, action in procedure.actions.items() for clock in action.start}
    for name, action in procedure.actions.items():
        if not reached & set(action.starts_from) and not words:
            yield procedure_problem(procedure, name, "永远不能办理", "改正 from")
        for guard in action.when:
            other = procedure.actions.get(guard.done)
            if guard.done and (other is None or not _beside(other, action)):
                yield procedure_problem(procedure, name, f"要求的“{guard.done}”不会在同一状态办理{words}", "改正 when")
            if guard.late and guard.late not in started and not words:
                text = f"等期限“{guard.late}”届满，它却从不起算"
                yield procedure_problem(procedure, name, text, "改正 when")


def _beside(other: ProcedureAction, action: ProcedureAction) -> bool:
    """Return whether what another action did can still be looked at where an action starts."""
    return bool(set(action.starts_from) & ({other.to} if other.to else set(other.starts_from)))


def _closure(begin: set[str], ways: Iterable[_Way]) -> set[str]:
    seen, grown, ways = set(begin), True, tuple(ways)
    while grown:
        more = {way.end for way in ways if way.start in seen} - seen
        seen |= more
        grown = bool(more)
    return seen


def _conclusions(procedure: Procedure, state: str, words: str) -> Iterator[Problem]:
    """Yield each conclusion that opens no action in a state that waits for an assessment, whatever was done in it so far.

    Clocks are no help: what only a late clock opens would leave the case without a way before.
    """
    definition = procedure.source.states[state]
    if definition.awaits is None:
        return
    here = {name: action for name, action in procedure.actions.items() if state in action.starts_from}
    for conclusion, _ in CONCLUSIONS[definition.awaits]:
        if conclusion in definition.cannot:
            continue
        for done in _histories(here, state):
            if not any(_answers(action, done, conclusion, definition) for action in here.values()):
                after = f"，已经办理“{'、'.join(sorted(done))}”之后" if done else ""
                text = f"在状态“{state}”（{definition.title}）评估结论为 {conclusion} 时无路可走{after}{words}"
                mend = "加一个由它打开的步骤，或在 cannot 中写明它为什么不会出现"
                yield procedure_problem(procedure, "", text, mend)
                break


def _answers(action: ProcedureAction, done: frozenset[str], conclusion: Conclusion, definition: ProcedureState) -> bool:
    """Return whether a conclusion opens an action, given what was done since the case came to the state."""
    if conclusion in action.resolves:
        return _may(action, done)
    asked = [guard.assessed for guard in action.when if guard.assessed]
    opened = any(definition.awaits in stages and conclusion in stages[definition.awaits] for stages in asked)
    return opened and _may(action, done) and not any(guard.late for guard in action.when)


def _may(action: ProcedureAction, done: frozenset[str]) -> bool:
    return all(
        (not guard.done or guard.done in done) and (not guard.not_done or guard.not_done not in done)
        for guard in action.when
    )


def _histories(here: dict[str, ProcedureAction], state: str) -> list[frozenset[str]]:
    """Return what can have been done in a state before: every set of the actions there that lead nowhere else.

    Only those count that some condition asks for; one that another conclusion opens may have been done before.
    """
    asked = {name for action in here.values() for guard in action.when for name in (guard.done, guard.not_done) if name}
    found, open_ = [frozenset[str]()], [frozenset[str]()]
    while open_:
        done = open_.pop()
        for name in sorted(asked - done):
            action = here.get(name)
            if action is None or (action.to and action.to != state) or not _may(action, done):
                continue
            more = done | {name}
            if more not in found:
                found.append(more)
                open_.append(more)
    return found


def _clocks(procedure: Procedure, reached: set[str], words: str) -> Iterator[Problem]:
    """Yield each clock that never starts, that nothing stops and nothing waits for."""
    live = [(name, action) for name, action in procedure.actions.items() if reached & set(action.starts_from)]
    starts = {clock for _, action in live for clock in action.start}
    ends = {clock for _, action in live for clock in (*action.stop, *_stopped_with_all(action, procedure))}
    late = {guard.late for _, action in live for guard in action.when if guard.late}
    for clock, known in procedure.clocks.items():
        if clock in starts and clock not in ends | late:
            text = f"期限“{clock}”（{known.title}）没有步骤停止它，也没有步骤等它届满{words}"
            yield procedure_problem(procedure, "", text, "加写 stop 或 late")
        if not words and clock not in starts:
            text = f"期限“{clock}”（{known.title}）从不起算"
            yield procedure_problem(procedure, "", text, "写进步骤的 start，或删去")


def _holds(procedure: Procedure, reached: set[str], words: str) -> Iterator[Problem]:
    """Yield each clock that is paused or held without ground (the text has no pause of its own), or never goes on."""
    live = {name: action for name, action in procedure.actions.items() if reached & set(action.starts_from)}
    resumed = {clock for action in live.values() for clock in action.resume}
    for name, action in live.items():
        for clock in action.pause:
            if clock in procedure.clocks and procedure.clocks[clock].party not in _APPLICANTS:
                text = f"中止了不属于申请单位的期限“{clock}”{words}"
                mend = "条文没有中止；只有申请单位的期限可因不可抗力或经办机构的过错中止"
                yield procedure_problem(procedure, name, text, mend)
            if not action.habit or action.by != ("head",):
                text = "中止期限应写 habit: true，并只由负责人（head）记录"
                yield procedure_problem(procedure, name, text, "改正 habit 和 by")
        for clock in action.hold:
            if clock in procedure.clocks and not procedure.clocks[clock].without:
                text = f"使期限“{clock}”停下，条文却没有写明哪一段时间不计{words}"
                yield procedure_problem(procedure, name, text, "在期限中写 without，或删去 hold")
            if clock not in resumed:
                text = f"使期限“{clock}”停下，没有步骤使它继续{words}"
                yield procedure_problem(procedure, name, text, "加写 resume")


def _stopped_with_all(stopper: ProcedureAction, procedure: Procedure) -> Iterator[str]:
    """Yield the clocks that may run in a state from which an action stops them all."""
    if not stopper.stop_all:
        return
    for action in procedure.actions.values():
        behind = {action.to} if action.to else set(action.starts_from)
        if behind & set(stopper.starts_from):
            yield from action.start
