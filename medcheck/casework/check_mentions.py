"""Whether everything a procedure names is there: states, needs, actions, clocks, papers, check lists, clauses. Knows no case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from medcheck.case.case_file import CaseSource
from medcheck.casework.citation import is_cited
from medcheck.casework.procedure import NEW, Need, Procedure, ProcedureAction
from medcheck.errors import Place, Problem, suggest

_NO_DATE = Need(kind="text", title="—")


def procedure_problem(procedure: Procedure, action: str, text: str, mend: str) -> Problem:
    """Return a problem of a procedure, at the line of one of its actions or at its first."""
    place = Place(procedure.file, line=procedure.lines.get(action, 1))
    return Problem(place, f"步骤“{action}”{text}" if action in procedure.lines else text, mend)


def names_unknown(procedure: Procedure) -> Iterator[Problem]:
    """Yield each name that nothing bears, and each need that cannot be answered as it is used."""
    for name, action in procedure.actions.items():
        yield from _unknown(procedure, name, "状态", _states(action), {NEW, *procedure.source.states})
        if action.to == NEW:
            yield procedure_problem(procedure, name, "不能回到尚未开始", "改正 to")
        yield from _unknown(procedure, name, "所需的内容", _asked(action), action.needs)
        yield from _unknown(procedure, name, "期限", _clock_names(action), procedure.clocks)
        yield from _unknown(procedure, name, "步骤", _other_actions(action), procedure.lines)
        yield from _unknown(procedure, name, "文书", [action.paper] if action.paper else [], procedure.source.papers)
        yield from _unknown(procedure, name, "案件文件的键", _case_roots(action), CaseSource.model_fields)
        yield from _needs(procedure, name, action)
        if not action.days:
            yield procedure_problem(procedure, name, "没有起作用的日期", "在 needs 中加一项 kind: date")
    for state in procedure.source.final:
        if state not in procedure.source.states:
            yield procedure_problem(procedure, "", f"final 中的“{state}”不是状态", "改正 final 或 states")


def citations_unknown(procedure: Procedure, known: tuple[str, ...]) -> Iterator[Problem]:
    """Yield each citation of an action or a clock that no clause of the pack has."""
    for name, action in procedure.actions.items():
        for cite in action.cite.split("、") if action.cite else ():
            if not is_cited(cite, known):
                text = f"引用的“{cite}”不在本规则包的条款中"
                yield procedure_problem(procedure, name, text, "改正 cite，或登记条款")
    for name, clock in procedure.source.clocks.items():
        for cite in clock.cite.split("、") if clock.cite else ():
            if not is_cited(cite, known):
                text = f"期限“{name}”引用的“{cite}”不在本规则包的条款中"
                yield procedure_problem(procedure, "", text, "改正 cite，或登记条款")


def _needs(procedure: Procedure, name: str, action: ProcedureAction) -> Iterator[Problem]:
    for need, asked in action.needs.items():
        if (asked.kind == "choice") != bool(asked.options):
            yield procedure_problem(procedure, name, f"的“{need}”：choice 须写 options，其他种类不写", "改正 needs")
        if (asked.kind == "checks") != (asked.list in procedure.source.checks):
            yield procedure_problem(procedure, name, f"的“{need}”：checks 须写 checks 中的一份 list", "改正 needs")
    dated = [*action.days, *(start.on for start in action.start.values()), *(stop.on for stop in action.stop.values())]
    dated += [day for pause in action.pause.values() for day in (pause.first, pause.last)]
    dated += [*action.hold.values(), *action.resume.values(), action.stop_all]
    for need in dict.fromkeys(day for day in dated if day):
        if action.needs.get(need, _NO_DATE).kind != "date":
            yield procedure_problem(procedure, name, f"的“{need}”应为日期", "把它写成 kind: date")
    for need in action.each:
        if action.needs.get(need, _NO_DATE).kind not in ("cases", "answers"):
            yield procedure_problem(procedure, name, f"的“{need}”应写明各案件", "把它写成 kind: cases 或 answers")


def _unknown(
    procedure: Procedure, action: str, what: str, named: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in dict.fromkeys(named):
        if name not in known:
            yield procedure_problem(procedure, action, f"：没有{what}“{name}”{suggest(name, known)}", "改正名称")


def _states(action: ProcedureAction) -> tuple[str, ...]:
    return (*action.starts_from, *([action.to] if action.to else []))


def _asked(action: ProcedureAction) -> Iterator[str]:
    yield from (*action.day, *action.each, *action.hold.values(), *action.resume.values())
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
    yield from (*action.start, *action.stop, *action.pause, *action.hold, *action.resume)
    yield from filter(None, (action.legal_day_after, *(guard.clock for guard in action.when)))


def _other_actions(action: ProcedureAction) -> Iterator[str]:
    yield from filter(None, (name for guard in action.when for name in (guard.done, guard.not_done)))
    yield from (*action.not_by, *(stop.last for stop in action.stop.values() if stop.last))


def _case_roots(action: ProcedureAction) -> Iterator[str]:
    yield from (key.partition(".")[0] for key in action.case)
