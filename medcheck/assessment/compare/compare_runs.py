"""Compares two assessments of one facility: what was mended, what is new, what remains, what changed otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from medcheck.assessment.compare.cell_changes import compare_cells
from medcheck.assessment.compare.cell_texts import Texts, cited_texts, with_texts
from medcheck.assessment.compare.comparison import (
    CellsCompared,
    Change,
    ComparedAssessment,
    Comparison,
    Count,
    Differing,
    Head,
    ProblemsCompared,
    State,
    Unchanged,
)
from medcheck.assessment.compare.differing import differing
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.compare.worse import worse
from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.verdict import Verdict

GROUPS: Mapping[str, str] = {
    "new": "新出现",
    "mended": "已解决",
    "remaining": "仍未解决",
    "changed": "其他变化",
    "only_first": "仅前一次有",
    "only_second": "仅后一次有",
    "unchanged": "无变化",
}
_KINDS = {
    "same": "同一申请、同一规则",
    "resubmission": "同一规则，申请材料不同（再次提交）",
    "rules": "同一申请材料，规则或口径不同",
    "both": "申请材料和规则（或口径）都不同",
}
_AMISS = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.ERROR})
# What makes two states differ. Cells alone do not: a row put in above moves them all.
_PARTS = {
    "verdict": "判定",
    "value": "数值",
    "bound": "界限",
    "gap": "差距",
    "missing": "缺少",
    "unsure": "未定",
    "reasons": "原因",
    "severity_word": "不满足的后果",
    "blocks": "是否影响结论",
}


def compare(first: Assessment, second: Assessment, texts: tuple[Texts, Texts] | None = None) -> Comparison:
    """Return the comparison; raise MedcheckError where the two are of different facilities.

    `texts` are what the cells of both workbooks say; without them changed cells are told as far as the results cite them.
    """
    _require_same_facility(first, second)
    earlier, later = run_of(first), run_of(second)
    groups: dict[str, list[Change]] = {name: [] for name in GROUPS}
    for group, change in grouped(earlier, later):
        groups[group].append(change)
    problems = _problems(first.problems, second.problems)
    differs = tuple(differing(earlier.head, later.head))
    kind = _kind(differs)
    cells = compare_cells(first, second)
    if cells:
        cells = with_texts(cells, *(texts or (cited_texts(first), cited_texts(second))))
    worsened = tuple(worse(first, second, {change.rule for change in groups["new"]}))
    counts = tuple(Count(group=name, word=word, count=len(groups[name])) for name, word in GROUPS.items())
    return Comparison(
        first=earlier.head,
        second=later.head,
        kind=kind,  # type: ignore[arg-type]  # one of its four words
        kind_word=_KINDS[kind],
        sentence="，".join(f"{count.word} {count.count} 项" for count in counts if count.count) + "。",
        found=bool(groups["new"] or worsened)
        or any(problem.required or problem.conflict for problem in problems.new)
        or (first.stage is second.stage and first.clear and not second.clear),
        notices=(*_notices(earlier.head, later.head), *_unrecorded(first, second, cells)),
        differing=differs,
        counts=counts,
        unchanged=tuple(
            Unchanged(rule=change.rule, title=change.title, verdict_word=change.second.verdict_word)
            for change in groups.pop("unchanged")
            if change.second
        ),
        problems=problems,
        worse=worsened,
        cells=cells,
        **{name: tuple(changes) for name, changes in groups.items()},  # type: ignore[arg-type]  # the groups by name
    )


def grouped(first: ComparedAssessment, second: ComparedAssessment) -> Iterator[tuple[str, Change]]:
    """Yield the group and the change of every rule of either, in the order of the second, rules it lacks last."""
    old = {state.rule: state for state in first.states}
    new = {state.rule: state for state in second.states}
    stands = _blocks if first.head.stage is second.head.stage else _is_amiss
    for rule in dict.fromkeys([*new, *old]):
        change = change_of(old.get(rule), new.get(rule))
        yield _group(change, stands), change


def change_of(first: State | None, second: State | None) -> Change:
    """Return one rule's two states side by side, and what of them differs; one of them at least is there."""
    known = second or first
    assert known is not None
    parts = (
        tuple(word for name, word in _PARTS.items() if getattr(first, name) != getattr(second, name))
        if first and second
        else ()
    )
    return Change(rule=known.rule, title=known.title, cite=known.cite, first=first, second=second, parts=parts)


def _group(change: Change, stands: Callable[[State], bool]) -> str:
    """Return the group of a change; a rule that is gone is not mended."""
    first, second = change.first, change.second
    if second is None:
        return "only_first"
    if first is None:
        return "new" if stands(second) else "only_second"
    if stands(first) != stands(second):
        return "new" if stands(second) else "mended"
    if change.parts:
        return "changed"
    return "remaining" if stands(second) else "unchanged"


def _blocks(state: State) -> bool:
    return state.blocks


def _is_amiss(state: State) -> bool:
    """Return whether something is wrong whatever the stage: what blocks at one stage need not at another."""
    return state.verdict in _AMISS


def _problems(first: Sequence[ProblemItem], second: Sequence[ProblemItem]) -> ProblemsCompared:
    old = {_mark(problem): problem for problem in first}
    new = {_mark(problem): problem for problem in second}
    return ProblemsCompared(
        mended=tuple(problem for mark, problem in old.items() if mark not in new),
        new=tuple(problem for mark, problem in new.items() if mark not in old),
        remaining=tuple(problem for mark, problem in new.items() if mark in old),
    )


def _mark(problem: ProblemItem) -> tuple[object, ...]:
    """Return what makes a problem the same one; the name of the workbook does not."""
    return (problem.sheet, problem.cell, problem.text, problem.required, problem.conflict, problem.hint)


def _kind(differs: Sequence[Differing]) -> str:
    kinds = {difference.kind for difference in differs}
    other = bool(kinds & {"application", "procedure"})
    return ("both" if other else "rules") if "rules" in kinds else "resubmission" if other else "same"


def _notices(first: Head, second: Head) -> Iterator[str]:
    if first.stage is not second.stage:
        yield (
            f"两次评估的阶段不同（{first.stage_word}、{second.stage_word}），影响结论的事项不能直接比较："
            "不符合、资料不足、数据矛盾和不能判定的都算作未解决。"
        )
    if first.applicant.name != second.applicant.name:
        yield f"统一社会信用代码相同而机构名称不同：“{first.applicant.name}”和“{second.applicant.name}”，请核对。"
    if not first.applicant.uscc:
        yield "两份结果都没有统一社会信用代码，按机构名称认定为同一机构，请核对。"


def _unrecorded(first: Assessment, second: Assessment, cells: CellsCompared | None) -> Iterator[str]:
    """Yield that the changed cells cannot be listed, and why."""
    if cells is None and first.workbook.sha256 != second.workbook.sha256:
        words = [word for word, result in (("前一次", first), ("后一次", second)) if not result.stated]
        why = f"{'、'.join(words)}的结果没有填报内容的记录（由较早的版本生成）" if words else "两次的申请表格式不同"
        yield f"{why}，不能列出改动的单元格；用同一版本的 medcheck 重新评估两份申请表后再比较。"


def _require_same_facility(first: Assessment, second: Assessment) -> None:
    a, b = first.applicant, second.applicant
    if a.uscc != b.uscc or (not a.uscc and a.name != b.name):
        text = (
            f"两份结果不是同一机构：“{a.name}”（{a.uscc or '没有信用代码'}）和“{b.name}”（{b.uscc or '没有信用代码'}）"
        )
        mend = "选择同一机构的两份结果；信用代码填错而已更正的，更正前后的结果不能比较"
        raise MedcheckError([Problem(Place("medcheck compare"), text, mend)])
