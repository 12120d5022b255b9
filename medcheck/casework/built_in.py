"""What every procedure has: to correct an event, to take back the last one, to record an assessment, to hand a case over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from medcheck.casework.fold import ASSESS, BUILT_IN, CORRECT, HAND_OVER, VOID, CaseState
from medcheck.casework.needs_met import checked_answers
from medcheck.casework.offer import Actor
from medcheck.casework.procedure import Procedure
from medcheck.errors import Place, Problem
from medcheck.verdict import CONCLUSIONS, Stage

BUILT_IN_TITLES = {CORRECT: "更正", VOID: "撤销", ASSESS: "记录评估", HAND_OVER: "移交"}
_ROLES = {
    CORRECT: ("clerk", "inspector", "reviewer", "head", "authority"),
    VOID: ("head",),
    ASSESS: ("clerk", "reviewer", "head"),
    HAND_OVER: ("clerk", "head"),
}
_ASKED = {
    CORRECT: ("event", "values", "reason"),
    VOID: ("event", "reason"),
    ASSESS: ("stage", "conclusion", "case_sha256"),
    HAND_OVER: ("officer",),
}
_MAY = {ASSESS: ("pack_sha256", "readings", "digest")}


def built_in_problems(
    procedure: Procedure, state: CaseState, who: Actor, action: str, values: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield every reason why a built-in action may not be recorded."""
    place = Place(f"步骤“{BUILT_IN_TITLES[action]}”")
    if who.role not in _ROLES[action]:
        yield Problem(place, f"{who.name}不能办理", "由负责人办理" if action == VOID else "由办理本案的人办理")
    missing = [name for name in _ASKED[action] if values.get(name) in (None, "", {})]
    if missing:
        yield Problem(place, f"缺少{'、'.join(missing)}", "补填后重试")
        return
    known = (*_ASKED[action], *_MAY.get(action, ()))
    for name in values:
        if name not in known:
            yield Problem(place, f"没有“{name}”这一项", f"可填：{'、'.join(known)}")
    if state.version == 0:
        yield Problem(place, "案件还没有事件", "先办理程序的第一步")
    elif action == VOID:
        yield from _void(state, values, place)
    elif action == CORRECT:
        yield from _correct(procedure, state, values, place)
    elif action == ASSESS:
        yield from _assess(values, place)


def _void(state: CaseState, values: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    last = state.last
    if last is None or values["event"] != last.seq:
        numbered = f"第 {last.seq} 条（{last.effects.title or last.action}）" if last else "无"
        yield Problem(place, f"只能撤销最后一条有效的事件：{numbered}，现为“{values['event']}”", "从最后一条起逐条撤销")


def _correct(procedure: Procedure, state: CaseState, values: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    target = next((event for event in state.events if event.seq == values["event"]), None)
    if target is None or target.action in BUILT_IN:
        yield Problem(place, f"没有可以更正的第 {values['event']} 条事件", "核对事件的编号；评估等有误的，重新办理")
        return
    changed = values["values"]
    if not isinstance(changed, dict):
        yield Problem(place, "values 应为“项目: 新值”", "写明要更正的项目")
        return
    action = procedure.actions.get(target.action)
    if action is None:
        return  # recorded under an earlier procedure: its values are kept as they are given
    stated = {name: value for name, value in {**target.values, **changed}.items() if name not in target.files}
    brought = {name: str(changed.get(name, digest)) for name, digest in target.files.items()}
    yield from checked_answers(procedure, action, stated, brought, date.fromisoformat(target.at[:10]))


def _assess(values: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    stages = [stage.value for stage in Stage]
    if values["stage"] not in stages:
        yield Problem(place, f"没有阶段“{values['stage']}”", f"可用的：{'、'.join(stages)}")
        return
    possible = [conclusion.value for conclusion, _ in CONCLUSIONS[Stage(values["stage"])]]
    if values["conclusion"] not in possible:
        yield Problem(place, f"本阶段没有结论“{values['conclusion']}”", f"可用的：{'、'.join(possible)}")
