"""The groups of a comparison in reading order, and the sides of a change in words; shared by its page and its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medcheck.assessment.compare.comparison import Change, Comparison, State, StatedCell
from medcheck.report.arrange import day, short

_LEADS = {
    "new": "前一次不妨碍、后一次影响结论的事项。",
    "mended": "前一次影响结论、后一次不再影响的事项。",
    "remaining": "两次都影响结论，判定和数值没有变化。",
    "changed": "判定、数值、界限或原因有变化，是否影响结论没有变。",
    "only_first": "后一次的规则中没有这一项。",
    "only_second": "前一次的规则中没有这一项，且不影响结论。",
}


MOST_CELLS = 200  # cells that are shown under one heading
_LONGEST_TEXT = 60  # characters of a cell


class ChangeGroup(NamedTuple):
    """One group: its name and word, what stands in it, and the changes."""

    name: str
    word: str
    lead: str
    changes: tuple[Change, ...]


def groups_of(comparison: Comparison) -> tuple[ChangeGroup, ...]:
    """Return the groups in which something stands, what is new first; what is unchanged is none of them."""
    words = {count.group: count.word for count in comparison.counts}
    made = (ChangeGroup(name, words[name], lead, getattr(comparison, name)) for name, lead in _LEADS.items())
    return tuple(group for group in made if group.changes)


def cell_groups(comparison: Comparison) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the changed cells under three headings, each cell as a text; headings under which nothing stands are left out."""
    cells = comparison.cells
    if cells is None:
        return ()
    groups = (
        ("要求更正、已改动的单元格", tuple(map(_cell, cells.asked_changed))),
        ("要求更正、没有改动的单元格", cells.asked_unchanged),
        ("另外改动的单元格", tuple(map(_cell, cells.also_changed))),
    )
    return tuple((word, texts) for word, texts in groups if texts)


def _cell(cell: StatedCell) -> str:
    words = {"changed": "", "added": "，新增", "removed": "，已删去（前一次的行号）"}
    label = f"（{cell.label}）" if cell.label else ""
    was = f"，前一次在 {cell.was}" if cell.was else ""
    return f"《{cell.sheet}》{cell.cell}{label}{words[cell.kind]}{was}{_texts(cell)}"


def _texts(cell: StatedCell) -> str:
    """Return what a cell said before and says now, as far as it is known."""
    before, after = (None if text is None else _quoted(text) for text in (cell.before, cell.after))
    if before and after:
        return f"：由{before}改为{after}"
    return f"：原为{before}" if before else f"：现为{after}" if after else ""


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _LONGEST_TEXT else f'{text[:_LONGEST_TEXT]}…'}”" if text else "空白"


def side_lines(state: State) -> Iterator[tuple[str, str]]:
    """Yield what one side found, each with its label: value, bound, gap, what is lacking or open, why, where."""
    lacking = [name for name in state.missing if name not in state.gap]
    lines = (
        ("数值", state.value),
        ("界限", state.bound),
        ("差距", state.gap if state.gap != state.value else ""),
        ("缺少", "、".join(lacking)),
        ("未定", "、".join(state.unsure)),
        ("原因", "；".join(state.reasons)),
        ("出处", "；".join(short(state.cells))),
    )
    return ((label, text) for label, text in lines if text)


def head_rows(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """Yield what each of the two assessments was, line by line, both side by side."""
    first, second = comparison.first, comparison.second
    yield "结论", first.conclusion_word, second.conclusion_word
    yield "说明", first.sentence, second.sentence
    yield "申请表", first.workbook, second.workbook
    yield "阶段", first.stage_word, second.stage_word
    yield "申请日期", day(first.application_date), day(second.application_date)
    yield "评估日期", day(first.assessment_date), day(second.assessment_date)
    yield "规则包", f"{first.pack}（{first.regulation_number}）", f"{second.pack}（{second.regulation_number}）"
    yield "程序", f"medcheck {first.medcheck}", f"medcheck {second.medcheck}"
    for label, name in (("申请表", "workbook_sha256"), ("规则包", "pack_sha256"), ("结果", "digest")):
        yield f"{label} SHA-256", getattr(first, name) or "没有", getattr(second, name) or "没有"
