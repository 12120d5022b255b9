"""Proves a procedure: nothing in it is dead, nobody is caught in it, and everything it names is there. Knows no case.

It is proved as written, under every reading, and without its habits: each alone and all together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from medcheck.case.case_file import CaseSource
from medcheck.casework.citation import is_cited
from medcheck.casework.procedure import NEW, Need, Procedure, ProcedureAction
from medcheck.casework.read_procedure import read_procedure, without_habits
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import Clock
from medcheck.verdict import CONCLUSIONS

_APPLICANTS = frozenset({"applicant"})


def check_procedures(files: Mapping[str, bytes], pack: RulePack) -> Iterator[Problem]:
    """Yield everything that is wrong with the procedures of a pack, given the content of each by its name."""
    citations = tuple(clause.cite for clause in pack.clauses.values())
    for name, content in files.items():
        yield from check_procedure(content, f"procedures/{name}.yaml", pack.source.deadlines, citations)


def check_procedure(
    content: bytes, file: str, deadlines: Mapping[str, Clock], citations: Iterable[str]
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a procedure; `citations` are those of the pack's clauses."""
    try:
        written = read_procedure(content, file, deadlines)
    except RuleError as error:
        return error.problems
    if file.rpartition("/")[2] != f"{written.id}.yaml":
        return (_problem(written, "", f"id “{written.id}”与文件名不同", "改成与文件名相同"),)
    problems = dict.fromkeys((*_names(written), *_citations(written, tuple(citations)), *_walk(written, "")))
    for name, reading in written.source.readings.items():
        for option in reading.options:
            try:
                other = read_procedure(content, file, deadlines, {name: option})
            except RuleError as error:
                problems |= dict.fromkeys(error.problems)
                continue
            problems |= dict.fromkeys((*_names(other), *_walk(other, f"（解释口径 {name}={option}）")))
    habits = tuple(written.habits())
    for off in (*((habit,) for habit in habits), habits) if habits else ():
        words = f"（停用{off[0]}时）" if len(off) == 1 else "（停用全部习惯做法时）"
        reduced = without_habits(written, off)
        problems |= dict.fromkeys((*_names(reduced), *_walk(reduced, words)))
    return tuple(problems)


class _Way(NamedTuple):
    """An action that leads from one state to another."""

    name: str
    start: str
    end: str


def _problem(procedure: Procedure, action: str, text: str, mend: str) -> Problem:
    place = Place(procedure.file, line=procedure.lines.get(action, 1))
    return Problem(place, f"步骤“{action}”{text}" if action in procedure.lines else text, mend)


def _names(procedure: Procedure) -> Iterator[Problem]:
    """Yield each name that nothing bears: states, needs, actions, clocks, papers, check lists, keys of the case file."""
    for name, action in procedure.actions.items():
        yield from _unknown(procedure, name, "状态", _states(action), {NEW, *procedure.source.states})
        if action.to == NEW:
            yield _problem(procedure, name, "不能回到尚未开始", "改正 to")
        yield from _unknown(procedure, name, "所需的内容", _asked(action), action.needs)
        yield from _unknown(procedure, name, "期限", _clock_names(action), procedure.clocks)
        yield from _unknown(procedure, name, "步骤", _other_actions(action), procedure.lines)
        yield from _unknown(procedure, name, "文书", [action.paper] if action.paper else [], procedure.source.papers)
        yield from _unknown(procedure, name, "案件文件的键", _case_roots(action), CaseSource.model_fields)
        yield from _needs(procedure, name, action)
        if not action.days:
            yield _problem(procedure, name, "没有起作用的日期", "在 needs 中加一项 kind: date")
    for state in procedure.source.final:
        if state not in procedure.source.states:
            yield _problem(procedure, "", f"final 中的“{state}”不是状态", "改正 final 或 states")


def _needs(procedure: Procedure, name: str, action: ProcedureAction) -> Iterator[Problem]:
    for need, asked in action.needs.items():
        if (asked.kind == "choice") != bool(asked.options):
            yield _problem(procedure, name, f"的“{need}”：choice 须写 options，其他种类不写", "改正 needs")
        if (asked.kind == "checks") != (asked.list in procedure.source.checks):
            yield _problem(procedure, name, f"的“{need}”：checks 须写 checks 中的一份 list", "改正 needs")
    dated = [*action.days, *(start.on for start in action.start.values()), *(stop.on for stop in action.stop.values())]
    dated += [day for pause in action.pause.values() for day in (pause.first, pause.last)]
    for need in dict.fromkeys(day for day in dated if day):
        if action.needs.get(need, _NO_DATE).kind != "date":
            yield _problem(procedure, name, f"的“{need}”应为日期", "把它写成 kind: date")


_NO_DATE = Need(kind="text", title="—")


def _unknown(
    procedure: Procedure, action: str, what: str, named: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in dict.fromkeys(named):
        if name not in known:
            yield _problem(procedure, action, f"：没有{what}“{name}”{suggest(name, known)}", "改正名称")


def _states(action: ProcedureAction) -> tuple[str, ...]:
    return (*action.starts_from, *([action.to] if action.to else []))


def _asked(action: ProcedureAction) -> Iterator[str]:
    yield from action.day
    for start in action.start.values():
        yield from filter(None, (start.on, start.until, start.working_days, start.each))
    for stop in action.stop.values():
        yield from filter(None, (stop.on, stop.each))
    for pause in action.pause.values():
        yield from (pause.first, pause.last)
    for need in action.case.values():
        yield from need.values() if isinstance(need, dict) else (need,)
    yield from filter(None, (action.stop_all,))
    for asked in action.needs.values():
        yield from asked.latest_of


def _clock_names(action: ProcedureAction) -> Iterator[str]:
    yield from (*action.start, *action.stop, *action.pause)
    yield from filter(None, (action.legal_day_after, *(guard.clock for guard in action.when)))


def _other_actions(action: ProcedureAction) -> Iterator[str]:
    yield from filter(None, (name for guard in action.when for name in (guard.done, guard.not_done)))
    yield from (*action.not_by, *(stop.last for stop in action.stop.values() if stop.last))


def _case_roots(action: ProcedureAction) -> Iterator[str]:
    yield from (key.partition(".")[0] for key in action.case)


def _citations(procedure: Procedure, known: tuple[str, ...]) -> Iterator[Problem]:
    """Yield each citation that no clause of the pack has."""
    for name, action in procedure.actions.items():
        for cite in action.cite.split("、") if action.cite else ():
            if not is_cited(cite, known):
                yield _problem(procedure, name, f"引用的“{cite}”不在本规则包的条款中", "改正 cite，或登记条款")


def _walk(procedure: Procedure, words: str) -> Iterator[Problem]:
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
    home = _closure(set(procedure.source.final), [_Way(way.name, way.end, way.start) for way in ways])
    for state, definition in procedure.source.states.items():
        if state not in reached and not words:
            yield _problem(procedure, "", f"状态“{state}”（{definition.title}）到不了", "加一个通向它的步骤，或删去")
        if state in reached and state not in home:
            yield _problem(
                procedure, "", f"到了状态“{state}”（{definition.title}）就无法结束{words}", "加一个离开它的步骤"
            )
        if state in reached:
            yield from _conclusions(procedure, state, words)
    for name, action in procedure.actions.items():
        if not reached & set(action.starts_from) and not words:
            yield _problem(procedure, name, "永远不能办理", "改正 from")
        for guard in action.when:
            other = procedure.actions.get(guard.done)
            if guard.done and (other is None or not _beside(other, action)):
                yield _problem(procedure, name, f"要求的“{guard.done}”不会在同一状态办理{words}", "改正 when")
    yield from _clocks(procedure, reached, words)
    if not words:
        used = {action.paper for action in procedure.actions.values()}
        for paper in procedure.source.papers:
            if paper not in used:
                yield _problem(procedure, "", f"没有步骤出具文书“{paper}”", "删去，或写进步骤的 paper")


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
    """Yield each conclusion that opens no action in a state that waits for an assessment."""
    definition = procedure.source.states[state]
    if definition.awaits is None:
        return
    opened = set(definition.cannot)
    for action in procedure.actions.values():
        if state in action.starts_from:
            opened.update(action.resolves)
            opened.update(*(guard.assessed.get(definition.awaits, ()) for guard in action.when if guard.assessed))
    for conclusion, _ in CONCLUSIONS[definition.awaits]:
        if conclusion not in opened:
            text = f"在状态“{state}”（{definition.title}）评估结论为 {conclusion} 时无路可走{words}"
            yield _problem(procedure, "", text, "加一个由它打开的步骤，或在 cannot 中写明它为什么不会出现")


def _clocks(procedure: Procedure, reached: set[str], words: str) -> Iterator[Problem]:
    """Yield each clock that never starts, that nothing stops and nothing waits for, or that may not be paused."""
    live = [(name, action) for name, action in procedure.actions.items() if reached & set(action.starts_from)]
    starts = {clock for _, action in live for clock in action.start}
    ends = {clock for _, action in live for clock in (*action.stop, *_stopped_with_all(action, procedure))}
    late = {guard.late for _, action in live for guard in action.when if guard.late}
    for clock, known in procedure.clocks.items():
        if clock in starts and clock not in ends | late:
            yield _problem(
                procedure,
                "",
                f"期限“{clock}”（{known.title}）没有步骤停止它，也没有步骤等它届满{words}",
                "加写 stop 或 late",
            )
        if not words and clock not in starts:
            yield _problem(procedure, "", f"期限“{clock}”（{known.title}）从不起算", "写进步骤的 start，或删去")
    for name, action in live:
        for clock in action.pause:
            if clock in procedure.clocks and procedure.clocks[clock].party not in _APPLICANTS:
                text = f"中止了不属于申请单位的期限“{clock}”{words}"
                yield _problem(
                    procedure, name, text, "条文没有中止；只有申请单位的期限可因不可抗力或经办机构的过错中止"
                )
            if not action.habit or action.by != ("head",):
                yield _problem(
                    procedure, name, "中止期限应写 habit: true，并只由负责人（head）记录", "改正 habit 和 by"
                )


def _stopped_with_all(stopper: ProcedureAction, procedure: Procedure) -> Iterator[str]:
    """Yield the clocks that may run in a state from which an action stops them all."""
    if not stopper.stop_all:
        return
    for action in procedure.actions.values():
        behind = {action.to} if action.to else set(action.starts_from)
        if behind & set(stopper.starts_from):
            yield from action.start
