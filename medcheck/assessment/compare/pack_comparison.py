"""What changes for one applicant under another pack: two results of one workbook, matter by matter.

A matter is what rules of both packs say about one thing; which rules belong to one is told from outside.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Literal

from medcheck.assessment.compare.comparison import Head, State
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.strict_model import StrictModel

MatterKind = Literal["new", "gone", "remaining", "changed", "only_first", "only_second", "same"]
MATTER_WORDS: dict[MatterKind, str] = {
    "new": "新增妨碍",
    "gone": "不再妨碍",
    "remaining": "仍然妨碍",
    "changed": "判定不同，都不妨碍",
    "only_first": "只有前者有，不妨碍",
    "only_second": "只有后者有，不妨碍",
    "same": "没有变化",
}


class Matter(StrictModel):
    """What was found of one matter under the rules of each pack; one side may be empty."""

    kind: MatterKind
    first: tuple[State, ...]
    second: tuple[State, ...]


class PackComparison(StrictModel):
    """What changes for one applicant under the rules of the second pack; `counts` are by kind of matter.

    `found` is whether anything more stands in the way under the second pack than under the first.
    """

    format: str = "medcheck-pack-comparison"
    format_version: int = 1
    first: Head
    second: Head
    sentence: str
    found: bool
    counts: dict[MatterKind, int]
    matters: tuple[Matter, ...]


def compare_packs(first: Assessment, second: Assessment, about: Sequence[tuple[Set[str], Set[str]]]) -> PackComparison:
    """Return what changes; `about` are by matter the rules of the first pack and those of the second."""
    one, other = run_of(first), run_of(second)
    matters = []
    for mine, theirs in about:
        before = tuple(state for state in one.states if state.rule in mine)
        after = tuple(state for state in other.states if state.rule in theirs)
        if before or after:
            matters.append(Matter(kind=_kind(before, after), first=before, second=after))
    counts = {kind: sum(matter.kind == kind for matter in matters) for kind in MATTER_WORDS}
    told = [f"{MATTER_WORDS[kind]} {counts[kind]} 项" for kind in ("new", "gone", "remaining") if counts[kind]]
    turn = f"按 {one.head.pack} 为“{first.conclusion_word}”，按 {other.head.pack} 为“{second.conclusion_word}”"
    return PackComparison(
        first=one.head,
        second=other.head,
        sentence="，".join([turn, *told]) + "。",
        found=bool(counts["new"]) or (first.clear and not second.clear),
        counts=counts,
        matters=tuple(matters),
    )


def _kind(before: Sequence[State], after: Sequence[State]) -> MatterKind:
    stood, stands = (any(state.blocks for state in states) for states in (before, after))
    if stood or stands:
        return "remaining" if stood and stands else "new" if stands else "gone"
    if not after:
        return "only_first"
    if not before:
        return "only_second"
    verdicts = [{(state.verdict, state.value, state.bound) for state in states} for states in (before, after)]
    return "same" if verdicts[0] == verdicts[1] else "changed"
