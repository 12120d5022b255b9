"""Words how the workbook was read: rows passed over by rule, cells found by their labels, lists beside it."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import SheetRead


def read_lines(assessment: Assessment) -> tuple[str, ...]:
    """Return a line for every sheet of which there is more to say than that it was read where it is meant to stand."""
    return tuple(
        f"《{sheet.name}》{'，'.join(parts)}" for sheet in assessment.workbook.sheets if (parts := list(_of(sheet)))
    )


def _of(sheet: SheetRead) -> Iterator[str]:
    if sheet.file:
        yield f"由 {sheet.file} 读取（SHA-256 {sheet.sha256[:16]}…）"
    if sheet.skipped:
        skipped = "、".join(f"{rows.word} {rows.count}" for rows in sheet.skipped)
        yield f"读取 {sheet.rows} 行，跳过{skipped}"
    if sheet.by_label:
        yield f"{sheet.by_label} 栏按栏目名称找到"
    if sheet.lost:
        yield f"{sheet.lost} 栏未找到"
