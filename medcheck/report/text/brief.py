"""The short report on a terminal: the conclusion, the cells to change, who does the rest. `terminal.py` prints the whole one."""

from __future__ import annotations

from collections.abc import Sequence

from medcheck.assessment.change_lines import DONE
from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.report.changing import change_cells, change_groups, change_text, others_sentence
from medcheck.report.text.terminal import Console, labelled, lines
from medcheck.report.wrapping import cut, width

_MOST_LINES = (10, 5)  # of what is mended in the form, and of what is put right first; the report has them all
_MOST_AREAS = 2  # ranges of cells beside one line
_CELLS = 24  # columns for sheet and cells of a line


def print_brief(assessment: Assessment, console: Console, *, is_written: bool = False) -> None:
    """Print what the applicant has to know on one screen: the conclusion, what to change in which cell, who does the rest."""
    head = f"{assessment.applicant.name}（{assessment.applicant.facility_type_word}，{assessment.stage_word}）"
    lines(head, console, "bold")
    colour = "bold green" if assessment.clear else "bold red"
    lines(f"【{assessment.conclusion_word}】{assessment.sentence}", console, colour)
    for notice in assessment.notices:
        labelled("注意", notice, console, indent=0, label=6)
    if assessment.workbook.is_blank:
        return
    for (title, changes), most in zip(change_groups(assessment), _MOST_LINES, strict=False):
        _block(title, changes, most, console)
    if assessment.changes and not is_written:
        labelled("", "每一项的详情：加 -o 报告 写出网页，或加 --verbose。", console, indent=0, label=0)
    labelled("", others_sentence(assessment), console, indent=0, label=0)


def _block(title: str, changes: Sequence[FormChange], most: int, console: Console) -> None:
    """Print changes, one line each: where, and the first clause of what is to be done, with the gap where it fits."""
    lines(f"{title}（{len(changes)}项）", console, "bold")
    for change in changes[:most]:
        where = change_cells(change, _MOST_AREAS)
        room = console.width - 2 - max(width(where) + 1, _CELLS)
        labelled(where, _clause(change, room), console, indent=2, label=max(width(where) + 1, _CELLS))
    if len(changes) > most:
        labelled("", f"……还有{len(changes) - most}项", console, indent=2, label=0)


def _clause(change: FormChange, room: int) -> str:
    """Return the first clause of a change on one line, with the bracket at its end (by how much, who) where that is short."""
    text = change_text(change).removesuffix(DONE).removeprefix("现为“否”：")
    gap = text[text.rfind("（") :] if text.endswith("）") else ""
    first = text.removesuffix(gap).partition("；")[0]
    return cut(first, room - width(gap)) + gap if width(gap) <= room // 2 else cut(first + gap, room)
