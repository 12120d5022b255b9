"""What changed cells said before and say now: from the evidence of both results, or from both workbooks where they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medcheck.assessment.compare.comparison import CellsCompared, StatedCell
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.stated_cells import shown_texts
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.intake.application import Application

Texts = Mapping[tuple[str, str], str]  # by sheet and cell


def cited_texts(result: Assessment) -> Texts:
    """Return what the cells said that a result cites; of most cells it keeps no text."""
    sources = (item.source for finding in result.findings for item in finding.evidence)
    return {(cell.sheet, cell.cell): " ".join(cell.raw.split()) for cell in sources if cell and cell.sheet}


def workbook_texts(result: Assessment, application: Application) -> Texts:
    """Return what every cell of a result's workbook says; raise MedcheckError where it is another workbook."""
    if application.sha256 != result.workbook.sha256:
        text = f"不是评估“{result.workbook.file}”时的申请表（SHA-256 不同）"
        raise MedcheckError(
            [Problem(Place(application.file), text, "--workbooks 依次给出前一次、后一次评估的申请表原件")]
        )
    return shown_texts(application)


def with_texts(cells: CellsCompared, first: Texts, second: Texts) -> CellsCompared:
    """Return the changed cells with what they said before and say now, where that is known."""

    def told(changed: Sequence[StatedCell]) -> tuple[StatedCell, ...]:
        return tuple(_told(cell, first, second) for cell in changed)

    return cells.model_copy(
        update={"asked_changed": told(cells.asked_changed), "also_changed": told(cells.also_changed)}
    )


def _told(cell: StatedCell, first: Texts, second: Texts) -> StatedCell:
    before, after = first.get((cell.sheet, cell.was or cell.cell)), second.get((cell.sheet, cell.cell))
    if cell.kind != "changed" or before == after:  # a text that was cut tells of no change
        return cell
    return cell.model_copy(update={"before": before, "after": after})
