"""A batch as a workbook: one row a facility, what stands in two applications, what could not be read. Filters, no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.intake.fixed_zip import fixed
from medcheck.report.row import Batch, Row
from medcheck.verdict import VERDICT_WORDS, Verdict

_HEAD = Font(name="宋体", bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
_WRAP, _TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_FONT, _LINK = Font(name="宋体", size=10), Font(name="宋体", size=10, color="FF1F4E79", underline="single")
_VERDICTS = tuple(VERDICT_WORDS[verdict] for verdict in Verdict)
_LONGEST = 32_000  # a cell holds 32,767 characters

Value = str | int


def summary(batch: Batch) -> bytes:
    """Return the workbook's bytes, the same for the same batch."""
    book = Workbook(write_only=True)
    book.properties.created = datetime(2019, 9, 1)  # fixed: the same batch gives the same bytes
    assessed = [row for row in batch.rows if row.status == "assessed"]
    headers = ("机构名称", "统一社会信用代码", "类别", "所属行政区", "申请日期", "结论", "说明", "影响结论的条款")
    widths = (30, 22, 12, 16, 12, 16, 46, 60, *(9 for _ in _VERDICTS), 8, 34, 34)
    columns = (*headers, *_VERDICTS, "表中问题", "申请表", "报告")
    _sheet(book, "评估结果", columns, widths, map(_assessed, assessed), links=len(columns))
    shared = ("相同的内容", "内容", "机构甲", "申请表甲", "单元格甲", "机构乙", "申请表乙", "单元格乙")
    pairs = (
        (
            p.word,
            p.shown,
            p.first.applicant,
            p.first.name,
            p.first.cell,
            p.second.applicant,
            p.second.name,
            p.second.cell,
        )
        for p in batch.pairs
    )
    _sheet(book, "多份申请中相同的内容", shared, (22, 30, 28, 28, 20, 28, 28, 20), pairs)
    refused = [(row.name, "\n".join(row.reasons)) for row in batch.rows if row.status == "refused"]
    _sheet(book, "未能评估的文件", ("文件", "原因和处理"), (40, 90), refused)
    others = ((name, "不是工作簿，没有评估") for name in batch.others)
    _sheet(book, "其他文件", ("文件", "说明"), (60, 30), others)
    buffer = BytesIO()
    book.save(buffer)
    return fixed(buffer)


def _assessed(row: Row) -> tuple[Value, ...]:
    blocking = "\n".join(f"{one.title}（{one.verdict_word}）{one.gap}".rstrip() for one in row.blocking)
    counts = (row.counts.get(word, 0) for word in _VERDICTS)
    first = (row.applicant, row.uscc, row.facility_type_word, row.division, row.application_date, row.conclusion_word)
    return (*first, row.sentence, blocking, *counts, row.problems, row.name, row.reports[0] if row.reports else "")


def _sheet(
    book: Workbook,
    name: str,
    columns: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Value]],
    links: int = 0,
) -> None:
    sheet: Worksheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [_cell(sheet, column) for column in columns]
    for cell in head:
        cell.font, cell.fill = _HEAD
        cell.alignment = _WRAP
    sheet.append(head)
    count = 1
    for row in rows:
        count += 1
        cells = [_cell(sheet, value) for value in row]
        if links and row[links - 1]:
            cells[links - 1].hyperlink = str(row[links - 1])
            cells[links - 1].font = _LINK
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """Return a cell that is never a formula, whatever its text begins with."""
    cell = WriteOnlyCell(sheet, value if isinstance(value, int) else _plain(value))
    cell.font, cell.alignment = _FONT, _WRAP if isinstance(value, str) and len(value) > 12 else _TOP
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    return cell


def _plain(text: str) -> str:
    """Return a text without the control characters a workbook cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")[:_LONGEST]
