"""The conditions of an action: whether each holds on a day, and a sentence that says what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from medcheck.casework.case_event import CaseEvent
from medcheck.casework.case_text import case_sha256
from medcheck.casework.clock import standing_of
from medcheck.casework.effects import Guard
from medcheck.casework.fold import ASSESS, CaseState
from medcheck.verdict import STAGE_WORDS, Conclusion, Stage, conclusion_word
from medcheck.workday import Overlay


class RulesNow(NamedTuple):
    """By what an assessment would be made now: the pack's hash and the readings chosen, empty where it is not compared."""

    pack_sha256: str = ""
    readings: tuple[str, ...] = ()


ANY_RULES = RulesNow()


class ConditionMet(NamedTuple):
    """Whether a condition holds, and a sentence: what would be right where it does not, a remark where it does."""

    holds: bool
    sentence: str = ""


def judge_condition(
    guard: Guard, state: CaseState, day: date, overlay: Overlay, rules: RulesNow, titles: Mapping[str, str]
) -> ConditionMet:
    """Return whether a condition of an action holds on the day of the action; `titles` are those of the actions."""
    if guard.assessed:
        return _assessed(guard, state, rules)
    if guard.done:
        done = bool(state.done(guard.done))
        return ConditionMet(done, "" if done else f"须先办理“{titles.get(guard.done, guard.done)}”")
    if guard.not_done:
        done = bool(state.done(guard.not_done))
        return ConditionMet(not done, f"已经办理过“{titles.get(guard.not_done, guard.not_done)}”" if done else "")
    return _clock(guard, state, day, overlay)


def counting_assessment(state: CaseState, stage: Stage, rules: RulesNow) -> tuple[CaseEvent | None, str]:
    """Return the last assessment of a stage and what has changed since; it counts while nothing has."""
    made = [event for event in state.events if event.action == ASSESS and event.values.get("stage") == stage]
    if not made:
        return None, ""
    last = made[-1]
    changed = [
        word
        for word, then, now in (
            ("申请材料", last.files.get("submission", ""), state.submission),
            ("案件情况", last.values.get("case_sha256", ""), case_sha256(state)),
            ("规则包", last.values.get("pack_sha256", ""), rules.pack_sha256 or last.values.get("pack_sha256", "")),
            ("解释口径", last.values.get("readings", []), list(rules.readings) if rules.pack_sha256 else None),
        )
        if now is not None and then != now
    ]
    return last, "、".join(changed)


def _assessed(guard: Guard, state: CaseState, rules: RulesNow) -> ConditionMet:
    wanted = []
    for stage, conclusions in (guard.assessed or {}).items():
        event, changed = counting_assessment(state, stage, rules)
        words = "、".join(conclusion_word(stage, conclusion) for conclusion in conclusions)
        needed = f"需要{STAGE_WORDS[stage]}阶段的评估结论为“{words}”"
        if event is None:
            wanted.append(f"{needed}，还没有评估")
        elif changed:
            wanted.append(f"{needed}；评估之后{changed}有变化，须重新评估")
        elif event.values.get("conclusion") in conclusions:
            return ConditionMet(True)
        else:
            stated = conclusion_word(stage, Conclusion(str(event.values["conclusion"])))
            wanted.append(f"{needed}，现为“{stated}”")
    return ConditionMet(False, "；".join(wanted))


def _clock(guard: Guard, state: CaseState, day: date, overlay: Overlay) -> ConditionMet:
    """Return whether a clock is kept or has passed on the day of the action.

    Where the last day is not known yet, nobody is late: what must be in time is let through with a remark.
    """
    if guard.stopped:
        running = [clock.title for clock in state.clocks_named(guard.stopped) if clock.stopped is None]
        return ConditionMet(not running, f"“{running[0]}”的期限还没有办结" if running else "")
    standings = [standing_of(clock, day, overlay) for clock in state.clocks_named(guard.clock)]
    late = [standing for standing in standings if standing.standing in ("late", "expired")]
    open_ended = [standing for standing in standings if standing.standing == "undetermined"]
    if guard.in_time:
        if late:
            return ConditionMet(False, f"“{late[0].clock.title}”{late[0].words}，{day}已在期限之后")
        return ConditionMet(True, open_ended[0].words if open_ended else "")
    if late:
        return ConditionMet(True)
    if open_ended:
        return ConditionMet(False, f"“{open_ended[0].clock.title}”{open_ended[0].words}，不能认定逾期")
    if not standings:
        return ConditionMet(False, "没有起算的期限，不能认定逾期")
    words = "已按期办理" if standings[0].standing == "in_time" else f"最后一日是{standings[0].last}，{day}还在期限之内"
    return ConditionMet(False, f"“{standings[0].clock.title}”{words}")
