"""The short report on a terminal: the conclusion, the cells to change, who does the rest. `terminal.py` prints the whole one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.report.arrange import cells_text
from medcheck.report.text.terminal import Console, labelled, lines
from medcheck.report.wrapping import width

_MOST_LINES = 12  # of one block; the report has them all
_MOST_AREAS = 6  # ranges of cells beside one line
_CELLS = 14  # columns for the cells of a line


def print_brief(assessment: Assessment, console: Console) -> None:
    """Print what the applicant has to know on one screen: the conclusion, what to change in which cell, who does the rest."""
    head = f"{assessment.applicant.name}（{assessment.applicant.facility_type_word}，{assessment.stage_word}）"
    lines(head, console, "bold")
    colour = "bold green" if assessment.clear else "bold red"
    lines(f"【{assessment.conclusion_word}】{assessment.sentence}", console, colour)
    for notice in assessment.notices:
        labelled("注意", notice, console, indent=0, label=6)
    if assessment.workbook.is_blank:
        return
    mended = [change for change in assessment.changes if change.step != "change"]
    real = [change for change in assessment.changes if change.step == "change"]
    _block(f"改这些格子（{len(mended)}项）", mended, console)
    _block(f"先整改达到标准，再改申请表（{len(real)}项）", real, console)
    others = [f"{party.actor_word}{len(party.tasks)}项" for party in assessment.tasks if party.actor != "applicant"]
    if others:
        labelled("", f"另由他人办理，不用改表：{'、'.join(others)}。", console, indent=0, label=0)


def _block(title: str, changes: Sequence[FormChange], console: Console) -> None:
    if not changes:
        return
    lines(title, console, "bold")
    shown = changes[:_MOST_LINES]
    for sheet, of_sheet in groupby(shown, key=lambda change: change.sheet):
        if sheet:
            labelled("", f"《{sheet}》", console, indent=2, label=0)
        for cells, text in _rows(of_sheet):
            labelled(cells, text, console, indent=4, label=_CELLS)
    if len(changes) > len(shown):
        labelled("", f"还有{len(changes) - len(shown)}项，见报告或加 --verbose", console, indent=2, label=0)


def _rows(changes: Iterator[FormChange]) -> Iterator[tuple[str, str]]:
    """Yield cells and text of each line; many cells stand in the text, so that it keeps its width."""
    for change in changes:
        cells = cells_text(change.cells, _MOST_AREAS)
        if width(cells) < _CELLS:
            yield cells, change.text
        else:
            yield "", f"{cells}：{change.text}"
