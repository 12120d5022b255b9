"""The procedures of a pack as a document: for each its chart, every step, clock, reading and what can be switched off.

Knows no case and opens no file; the charts stand beside the document under the names it links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medcheck.casework.chart import step_numbers
from medcheck.casework.effects import Guard
from medcheck.casework.procedure import PARTY_WORDS, ROLE_WORDS, Procedure, ProcedureAction
from medcheck.term import Length
from medcheck.verdict import STAGE_WORDS, conclusion_word

_HEAD = (
    "由 `make docs` 按 `rules/*/procedures/` 生成，改动请改程序文件。图中每个方框是一个状态，右边是在这一状态可以办理的步骤，"
    "编号与表中相同；■ 是终点，虚线箭头是退回，° 是条文没有写、可以停用的习惯做法，文书上不写“依据第…条”。"
)


def procedure_book(procedures: Iterable[Procedure], title: str, folder: str) -> str:
    """Return the document of the procedures of a pack as Markdown; `folder` holds the charts, by the procedures' names."""
    lines = [f"# 办理程序：{title}", "", _HEAD, ""]
    for procedure in procedures:
        lines += _chapter(procedure, folder)
    return "\n".join(lines).rstrip("\n") + "\n"


def _chapter(procedure: Procedure, folder: str) -> Iterator[str]:
    source = procedure.source
    force = source.in_force
    yield from (f"## {source.title}（{procedure.id}）", "")
    held = f"{force.since} 起" + (f"至 {force.to}" if force.to else "")
    yield from (f"{source.cite}；所依据的规定有效期：{held}。", "")
    if source.caution:
        yield from (f"**{source.caution}**", "")
    yield from (f"![{source.title}的状态和步骤]({folder}/{procedure.id}.svg)", "")
    ends = "、".join(procedure.state_title(state) for state in source.final)
    yield from (f"终点：{ends}。", "")
    yield "| 编号 | 步骤 | 依据 | 从 → 到 | 谁的行为 | 谁记录 | 条件 | 填写 | 期限 | 文书 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, number in step_numbers(procedure).items():
        yield f"| {number} | {' | '.join(_cells(procedure, name, procedure.actions[name]))} |"
    yield ""
    yield from _clocks(procedure)
    yield from _checks(procedure)
    yield from _readings(procedure)
    habits = "、".join(f"`{habit}`" for habit in procedure.habits())
    yield from (f"可以停用的习惯做法：{habits or '无'}。", "")


def _cells(procedure: Procedure, name: str, action: ProcedureAction) -> Iterator[str]:
    yield f"{action.title}{'°' if action.habit else ''}<br>`{name}`" + (f"<br>{action.note}" if action.note else "")
    yield action.cite or ("（登记）" if action.record else "—")
    starts = "、".join(procedure.state_title(state) for state in action.starts_from)
    yield f"{starts} → {procedure.state_title(action.to) if action.to else '（并行）' if action.duty else '不变'}"
    yield PARTY_WORDS[action.actor]
    yield "、".join(ROLE_WORDS[role] for role in action.by)
    yield "；".join(_conditions(procedure, action)) or "—"
    yield "、".join(f"{need.title}{_mark(need.optional, need.habit)}" for need in action.needs.values())
    yield "；".join(_clock_words(procedure, action)) or "—"
    paper = procedure.source.papers.get(action.paper)
    yield f"《{paper.title}》{'°' if paper.habit else ''}" if paper else "—"


def _mark(optional: bool, habit: bool) -> str:
    return f"{'（可不填）' if optional else ''}{'°' if habit else ''}"


def _conditions(procedure: Procedure, action: ProcedureAction) -> Iterator[str]:
    for guard in action.when:
        yield _condition(procedure, guard)
    for other in action.not_by:
        yield f"不由办理“{procedure.actions[other].title}”的人办理°"
    if action.names_all:
        yield "尚未结束的成员逐一写明"


def _condition(procedure: Procedure, guard: Guard) -> str:
    if guard.assessed:
        return "或者".join(
            f"{STAGE_WORDS[stage]}阶段评估为“{'、'.join(conclusion_word(stage, conclusion) for conclusion in conclusions)}”"
            for stage, conclusions in guard.assessed.items()
        )
    if guard.done:
        return f"已办理“{procedure.actions[guard.done].title}”"
    if guard.not_done:
        return f"尚未办理“{procedure.actions[guard.not_done].title}”"
    words = "在期限内" if guard.in_time else "期限已满" if guard.late else "期限都已办结"
    return f"“{procedure.clocks[guard.clock].title}”{words}"


def _clock_words(procedure: Procedure, action: ProcedureAction) -> Iterator[str]:
    titles = {name: clock.title for name, clock in procedure.clocks.items()}
    for name, start in action.start.items():
        yield f"“{titles[name]}”从{action.needs[start.on].title}起算" + ("，每项各自计算" if start.each else "")
    for name, stop in action.stop.items():
        day = f"最后一次“{procedure.actions[stop.last].title}”之日" if stop.last else action.needs[stop.on].title
        yield f"“{titles[name]}”止于{day}"
    if action.stop_all:
        yield "停止全部期限"
    for name in (*action.pause, *action.hold):
        yield f"“{titles[name]}”{'中止' if name in action.pause else '停下，这段时间不计'}"
    for name in action.resume:
        yield f"“{titles[name]}”接着计算"
    if action.legal_day_after:
        yield f"发生之日是“{titles[action.legal_day_after]}”期满的次日"


def _clocks(procedure: Procedure) -> Iterator[str]:
    if not procedure.clocks:
        return
    yield from ("| 期限 | 依据 | 长度 | 谁的期限 | 期满以后 |", "|---|---|---|---|---|")
    for clock in procedure.clocks.values():
        length = Length(clock.working_days, clock.months, clock.years)
        words = str(length) if any(length) else "由经办机构规定"
        without = f"，{clock.without}不计" if clock.without else ""
        title = f"{clock.title}{'°' if clock.habit else ''}"
        yield f"| {title} | {clock.cite or '—'} | {words}{without} | {PARTY_WORDS[clock.party]} | {clock.after or '—'} |"
    yield ""


def _checks(procedure: Procedure) -> Iterator[str]:
    for name, items in procedure.source.checks.items():
        asked = [
            need.title for action in procedure.actions.values() for need in action.needs.values() if need.list == name
        ]
        yield from (f"{'、'.join(dict.fromkeys(asked))}（{len(items)} 项）：{'、'.join(items)}。", "")


def _readings(procedure: Procedure) -> Iterator[str]:
    if not procedure.source.readings:
        return
    yield from ("解释口径（第一个是默认）：", "")
    for name, reading in procedure.source.readings.items():
        options = "；".join(
            f"`{option}` {chosen.title}{'（由人掌握）' if chosen.by_person else ''}"
            for option, chosen in reading.options.items()
        )
        yield f"- `{name}` {reading.question}：{options}"
    yield ""
