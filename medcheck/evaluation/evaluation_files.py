"""The papers of a comparison on disk, beside the batch they are made from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from medcheck.disk import write_whole
from medcheck.evaluation.evaluation_mark import mark_of
from medcheck.evaluation.evaluation_model import Review
from medcheck.evaluation.evaluation_page import page
from medcheck.evaluation.gather import gather
from medcheck.evaluation.minutes import minutes
from medcheck.evaluation.review import review
from medcheck.evaluation.sheets import sheets
from medcheck.notice.word import installed
from medcheck.report.record.office_record import with_record


class EvaluationFiles(NamedTuple):
    """The comparison, and the files it was written to: page, workbook, and minutes where Word papers can be made."""

    review: Review
    files: tuple[Path, ...]


PAGE, BOOK, MINUTES = "综合评定.html", "综合评定.xlsx", "综合评定会议记录.docx"


def evaluate(folder: Path, answers: Path | None = None) -> EvaluationFiles:
    """Write page, workbook and minutes into the output folder of a batch; raise MedcheckError where there is no batch.

    `answers` is the file in which people answer what applications have in common.
    """
    made = review(gather(folder, answers))
    papers = evaluation_files(made)
    for name, content in papers.items():
        write_whole(folder / name, content, "综合评定材料")
    return EvaluationFiles(made, tuple(folder / name for name in papers))


def evaluation_files(made: Review) -> dict[str, bytes]:
    """Return by name the papers of a comparison, each the same for the same one; minutes where Word papers can be made."""
    papers = {PAGE: page(made).encode(), BOOK: sheets(made)}
    if installed():
        papers[MINUTES] = with_record(minutes(made), mark_of(made))
    return papers
