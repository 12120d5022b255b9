"""A batch as a workbook: one row a facility, what stands in two applications, what could not be read. Filters, no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from medcheck.batch.batch_row import Batch, BatchRow, Pair
from medcheck.report.workbook.table_sheets import SheetTable, Value, workbook_of
from medcheck.verdict import VERDICT_WORDS, Verdict

_VERDICTS = tuple(VERDICT_WORDS[verdict] for verdict in Verdict)


def summary(batch: Batch, mark: str) -> bytes:
    """Return the workbook's bytes, the same for the same batch; `mark` is the hash of the list that proves the results."""
    assessed = [row for row in batch.rows if row.status == "assessed"]
    headers = ("机构名称", "统一社会信用代码", "类别", "所属行政区", "申请日期", "结论", "说明", "影响结论的条款")
    widths = (30, 22, 12, 16, 12, 16, 46, 60, *(9 for _ in _VERDICTS), 8, 34, 34)
    columns = (*headers, *_VERDICTS, "要改的项数", "申请表", "报告")
    refused = [(row.name, "\n".join(row.reasons)) for row in batch.rows if row.status == "refused"]
    others = [(other.name, other.why) for other in batch.others]
    return workbook_of(
        (
            SheetTable("评估结果", columns, widths, map(_assessed, assessed), links=len(columns)),
            *_readings(assessed),
            *_notes(batch.rows),
            alike(batch.pairs),
            SheetTable("未能评估的文件", ("文件", "原因和处理"), (40, 90), refused),
            SheetTable("其他文件", ("文件", "说明"), (60, 30), others),
        ),
        f"medcheck-batch-{mark}",
    )


def _readings(rows: Sequence[BatchRow]) -> Iterator[SheetTable]:
    """Yield the sheets of the readings asked for and of the options compared; none where none was."""
    asked = [
        (f"{one.title}（{one.name}）", f"{one.label}（{one.option}）", "适用" if one.binds else "不适用", *_who(row))
        for row in rows
        for one in row.readings
    ]
    if asked:
        yield SheetTable("解释口径", ("口径", "选项", "是否适用", "机构名称", "申请表"), (36, 30, 12, 30, 34), asked)
    compared = [
        (
            f"{one.title}（{one.name}）",
            f"{one.label}（{one.option}）",
            *_who(row),
            row.conclusion_word,
            one.conclusion_word,
            "不同" if one.turns else "相同",
            "\n".join(one.rules),
        )
        for row in rows
        for one in row.compared
    ]
    if compared:
        columns = ("口径", "改用的选项", "机构名称", "申请表", "报告的结论", "改用后的结论", "结论", "判定不同的条款")
        yield SheetTable("口径对照", columns, (36, 30, 30, 34, 20, 20, 8, 60), compared)


def _notes(rows: Sequence[BatchRow]) -> Iterator[SheetTable]:
    """Yield the sheet of what a reader should know of single applications; none where there is nothing."""
    noted = [(*_who(row), note) for row in rows for note in row.notes]
    if noted:
        yield SheetTable("说明", ("机构名称", "申请表", "说明"), (30, 34, 90), noted)


def _who(row: BatchRow) -> tuple[str, str]:
    return row.applicant, row.name


def alike(pairs: Iterable[Pair]) -> SheetTable:
    """Return the sheet of what stands in two applications, a row for each pair."""
    columns = ("相同的内容", "内容", "机构甲", "申请表甲", "单元格甲", "机构乙", "申请表乙", "单元格乙")
    rows = [
        (p.word, p.shown, *(text for mark in (p.first, p.second) for text in (mark.applicant, mark.name, mark.cell)))
        for p in pairs
    ]
    return SheetTable("多份申请中相同的内容", columns, (22, 30, 28, 28, 20, 28, 28, 20), rows)


def _assessed(row: BatchRow) -> tuple[Value, ...]:
    blocking = "\n".join(f"{blocker.title}（{blocker.verdict_word}）{blocker.gap}".rstrip() for blocker in row.blocking)
    counts = (row.counts.get(word, 0) for word in _VERDICTS)
    first = (row.applicant, row.uscc, row.facility_type_word, row.division, row.application_date, row.conclusion_word)
    return (*first, row.sentence, blocking, *counts, row.problems, row.name, row.reports[0] if row.reports else "")
