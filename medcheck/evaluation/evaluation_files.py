"""The papers of a comparison on disk, beside the batch they are made from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from medcheck.disk import write_whole
from medcheck.evaluation.evaluation_model import Review
from medcheck.evaluation.evaluation_page import page
from medcheck.evaluation.gather import gather
from medcheck.evaluation.minutes import minutes
from medcheck.evaluation.review import review
from medcheck.evaluation.sheets import sheets
from medcheck.notice.word import installed


class EvaluationFiles(NamedTuple):
    """The comparison, and the files it was written to: page, workbook, and minutes where Word papers can be made."""

    review: Review
    files: tuple[Path, ...]


def evaluate(folder: Path) -> EvaluationFiles:
    """Write page, workbook and minutes into the output folder of a batch; raise MedcheckError where there is no batch."""
    made = review(gather(folder))
    papers = {"综合评定.html": page(made).encode(), "综合评定.xlsx": sheets(made)}
    if installed():
        papers["综合评定会议记录.docx"] = minutes(made)
    for name, content in papers.items():
        write_whole(folder / name, content, "综合评定材料")
    return EvaluationFiles(made, tuple(folder / name for name in papers))
