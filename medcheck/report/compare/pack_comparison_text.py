"""A PackComparison → text of a given width, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from medcheck.assessment.compare.comparison import State
from medcheck.assessment.compare.pack_comparison import MATTER_WORDS, Matter, MatterKind, PackComparison
from medcheck.report.compare.comparison_groups import side_lines
from medcheck.report.compare.comparison_lines import heading, labelled
from medcheck.report.wrapping import wrap
from medcheck.verdict import VERDICT_WORDS

_WIDEST = 100
# What is listed matter by matter; the rest is told by its number.
_LISTED: tuple[MatterKind, ...] = ("new", "gone", "remaining", "changed")


def pack_comparison_text(comparison: PackComparison, columns: int = 80) -> str:
    """Return the whole text, no line wider than `columns` or 100, with a last newline."""
    return "\n".join(_lines(comparison, min(columns, _WIDEST))) + "\n"


def pack_comparisons_to_json(comparisons: Sequence[PackComparison], refused: Sequence[tuple[str, str]]) -> str:
    """Return the comparisons of several workbooks as JSON, with those that could not be assessed and why."""
    made = {
        "applications": [comparison.model_dump(mode="json") for comparison in comparisons],
        "refused": [{"workbook": name, "why": why} for name, why in refused],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _lines(comparison: PackComparison, columns: int) -> Iterator[str]:
    first, second = comparison.first, comparison.second
    yield "=" * columns
    yield from wrap(f"{second.applicant.name}（{second.workbook}）", columns)
    for word, head in (("前者", first), ("后者", second)):
        yield from labelled(word, f"{head.pack}（{head.regulation_number}），{head.stage_word}", columns)
        yield from labelled("", f"【{head.conclusion_word}】{head.sentence}", columns)
    yield "=" * columns
    yield from labelled("结果", comparison.sentence, columns)
    for kind in _LISTED:
        matters = [matter for matter in comparison.matters if matter.kind == kind]
        if matters:
            yield from heading(f"{MATTER_WORDS[kind]} {len(matters)} 项", columns)
        for matter in matters:
            yield from _matter(matter, columns)
    rest = "，".join(
        f"{word} {comparison.counts[kind]} 项"
        for kind, word in MATTER_WORDS.items()
        if kind not in _LISTED and comparison.counts[kind]
    )
    if rest:
        yield ""
        yield from wrap(f"另有：{rest}；逐项见 --format json。", columns)


def _matter(matter: Matter, columns: int) -> Iterator[str]:
    for word, states in (("前", matter.first), ("后", matter.second)):
        if not states:
            yield from labelled(word, "没有这一项规则", columns, indent=3, label=4)
        for state in states:
            yield from _state(word, state, columns)


def _state(word: str, state: State, columns: int) -> Iterator[str]:
    cite = f"（{state.cite}）" if state.cite else ""
    stands = f"{state.severity_word}，妨碍" if state.blocks else ""
    yield from labelled(word, f"{state.title}{cite}", columns, indent=3, label=4)
    yield from labelled("判定", f"【{VERDICT_WORDS[state.verdict]}】{stands}", columns, indent=7, label=6)
    for label, text in side_lines(state):
        yield from labelled(label, text, columns, indent=7, label=6)
