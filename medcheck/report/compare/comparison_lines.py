"""A Comparison → plain text of a given width, in the same words as its page. Knows nothing of colours or the screen."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.compare.comparison import Change, Comparison, State
from medcheck.assessment.model.assessment_model import ProblemItem
from medcheck.report.arrange import kind
from medcheck.report.compare.comparison_groups import MOST_CELLS, cell_groups, groups_of, side_lines
from medcheck.report.wrapping import width, wrap
from medcheck.verdict import VERDICT_WORDS

_WIDEST = 100


def comparison_text(comparison: Comparison, columns: int = 80) -> str:
    """Return the whole text, no line wider than `columns` or 100, with a last newline."""
    return "\n".join(_lines(comparison, min(columns, _WIDEST))) + "\n"


def labelled(name: str, text: str, columns: int, *, indent: int = 0, label: int = 8) -> Iterator[str]:
    """Yield a label and, beside it, a text that wraps under itself."""
    for number, line in enumerate(wrap(text, max(columns - indent - label, 10))):
        head = name if number == 0 else ""
        yield f"{' ' * indent}{head}{' ' * max(label - width(head), 0)}{line}".rstrip()


def change_lines(change: Change, columns: int) -> Iterator[str]:
    """Yield a rule, and what each side found; both at once where they found the same."""
    cite = f"（{change.cite}）" if change.cite else ""
    yield from labelled("·", f"{change.title}{cite}", columns, label=3)
    sides = [("前", change.first), ("后", change.second)]
    if change.first and change.second and not change.parts:
        sides = [("", change.second)]
    for name, state in sides:
        yield from _side(name, state, columns)


def _lines(comparison: Comparison, columns: int) -> Iterator[str]:
    second = comparison.second
    yield "=" * columns
    yield from wrap(second.applicant.name, columns)
    yield from labelled("比较", comparison.kind_word, columns)
    for name, head in (("前一次", comparison.first), ("后一次", second)):
        dates = f"评估 {head.assessment_date or '日期未填写'}"
        yield from labelled(name, f"{head.workbook}，{head.stage_word}，{dates}", columns)
        yield from labelled("", f"【{head.conclusion_word}】{head.sentence}", columns)
        yield from labelled("摘要", head.digest or "没有", columns)
    yield "=" * columns
    yield from labelled("结果", comparison.sentence, columns)
    for notice in comparison.notices:
        yield from labelled("须知", notice, columns)
    if comparison.differing:
        yield from heading("两次所依据的不同", columns)
    for difference in comparison.differing:
        yield from wrap(difference.word, columns)
        yield from labelled("前", difference.first, columns, indent=4, label=4)
        yield from labelled("后", difference.second, columns, indent=4, label=4)
    for group in groups_of(comparison):
        yield from heading(f"{group.word} {len(group.changes)} 项", columns)
        for change in group.changes:
            yield from change_lines(change, columns)
    if comparison.worse:
        yield from heading(f"比前一次差 {len(comparison.worse)} 项", columns)
        for item in comparison.worse:
            yield from labelled("·", f"{item.title}：{item.why}", columns, label=3)
    yield from _cells(comparison, columns)
    yield from _problems(comparison, columns)
    yield from heading("无变化", columns)
    kept = len(comparison.unchanged)
    yield from wrap(f"另有 {kept} 项两次的判定和数值相同，不影响结论；逐项见 --format json 或 html。", columns)


def _side(name: str, state: State | None, columns: int) -> Iterator[str]:
    if state is None:
        yield from labelled(name, "没有这一项规则", columns, indent=3, label=4)
        return
    yield from labelled(name, f"【{VERDICT_WORDS[state.verdict]}】", columns, indent=3, label=4)
    for label, text in side_lines(state):
        yield from labelled(label, text, columns, indent=7, label=6)


def _cells(comparison: Comparison, columns: int) -> Iterator[str]:
    for word, texts in cell_groups(comparison):
        yield from heading(f"{word} {len(texts)} 处", columns)
        for text in texts[:MOST_CELLS]:
            yield from labelled("·", text, columns, label=3)
        if len(texts) > MOST_CELLS:
            yield from wrap(f"另有 {len(texts) - MOST_CELLS} 处，逐处见 --format json。", columns)


def _problems(comparison: Comparison, columns: int) -> Iterator[str]:
    problems = comparison.problems
    for word, items in (("新出现", problems.new), ("已解决", problems.mended), ("仍有", problems.remaining)):
        if items:
            yield from heading(f"申请表中的问题：{word} {len(items)} 处", columns)
        for item in items:
            yield from labelled(f"【{kind(item)}】", _problem(item), columns, label=10)


def _problem(item: ProblemItem) -> str:
    place = f"《{item.sheet}》{item.cell}：" if item.sheet else ""
    return f"{place}{item.text}"


def heading(text: str, columns: int) -> Iterator[str]:
    """Yield the heading of a part, with a line under it."""
    yield ""
    yield from wrap(text, columns)
    yield "-" * columns
