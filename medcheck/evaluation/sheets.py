"""A comparison → a workbook: the list, the numbers of each facility type, what is open, what stands in two, principles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from medcheck.assessment.model.finding_model import Finding
from medcheck.batch.summary import alike
from medcheck.evaluation.evaluation_mark import mark_of
from medcheck.evaluation.evaluation_model import EvaluatedApplicant, FacilityGroup, Number, Review
from medcheck.evaluation.reasons import PEOPLE, order_of, reasons
from medcheck.report.workbook.table_sheets import SheetTable, Value, workbook_of

_LONGEST_NAME = 31  # of a sheet


def sheets(review: Review) -> bytes:
    """Return the workbook's bytes, the same for the same results."""
    return workbook_of(
        (
            _list(review),
            *(_numbers(group) for group in review.groups),
            _missed(review),
            _open(review),
            _pairs(review),
            _replaced(review),
            _failing(review),
            _principles(review),
            SheetTable(
                "未能评估的文件",
                ("文件", "原因和处理"),
                (40, 90),
                [(row.name, "\n".join(row.reasons)) for row in review.refused],
            ),
        ),
        mark_of(review),
    )


def _list(review: Review) -> SheetTable:
    columns = ("机构名称", "统一社会信用代码", "类别", "所属行政区", "评估阶段", "结论", "是否建议进入协商谈判")
    more = ("未列入的理由", "待评审", "待经办机构核查", "待现场勘验", "相同的内容", "排序", "申请表", "报告")
    widths = (30, 22, 16, 14, 12, 18, 14, 70, 9, 9, 9, 9, 12, 30, 34)
    rows = [_row(entry, group) for group in review.groups for entry in group.entries]
    return SheetTable("综合评定", (*columns, *more), widths, rows, links=len(widths))


def _row(entry: EvaluatedApplicant, group: FacilityGroup) -> tuple[Value, ...]:
    a = entry.assessment
    first = (a.applicant.name, a.applicant.uscc, group.word, entry.row.division, a.stage_word, entry.word)
    listed = ("建议", "") if entry.proposed else ("不列入", "\n".join(reasons(entry)))
    counts = (len(entry.judge), len(entry.check), len(entry.inspect), len(entry.pairs))
    return (*first, *listed, *counts, order_of(entry), entry.row.name, entry.link)


def _numbers(group: FacilityGroup) -> SheetTable:
    heads = (
        f"{clause.title}（{clause.cite}）{what}"
        for clause in group.clauses
        for what in ("：数值", "：界限", "：余量或差距")
    )
    columns = ("机构名称", "结论", *heads)
    widths = (30, 18, *(24 for _ in columns[2:]))
    rows = [
        (
            entry.assessment.applicant.name,
            entry.word,
            *(text for number in entry.numbers for text in _cells(number)),
        )
        for entry in group.entries
    ]
    return SheetTable(_sheet_name(f"数值 {group.word}"), columns, widths, rows)


def _cells(number: Number | None) -> tuple[str, str, str]:
    if number is None:
        return ("", "", "")
    finding = number.finding
    return (finding.value or finding.verdict_word, finding.bound, number.margin)


def _missed(review: Review) -> SheetTable:
    columns = ("条款", "依据", "机构名称", "类别", "数值", "界限", "差距")
    rows = [
        (
            miss.finding.title,
            miss.finding.cite,
            miss.entry.assessment.applicant.name,
            miss.entry.assessment.applicant.facility_type_word,
            miss.finding.value,
            miss.finding.bound,
            miss.finding.gap,
        )
        for miss in review.missed
    ]
    return SheetTable("未达界限的数值", columns, (36, 40, 30, 16, 30, 30, 30), rows)


def _open(review: Review) -> SheetTable:
    columns = ("机构名称", "类别", "事项", "状态", "由谁处理", "处理", "依据")
    rows = list(_open_rows(review.entries))
    return SheetTable("待办事项", columns, (30, 16, 40, 16, 16, 60, 40), rows)


def _open_rows(entries: Sequence[EvaluatedApplicant]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        for finding in (*entry.judge, *entry.check, *entry.inspect):
            yield _open_row(entry, finding)


def _open_row(entry: EvaluatedApplicant, finding: Finding) -> tuple[str, ...]:
    who = entry.assessment.applicant
    texts = (finding.title, finding.verdict_word, finding.actor_word, finding.todo, finding.cite)
    return (who.name, who.facility_type_word, *texts)


def _pairs(review: Review) -> SheetTable:
    """Return what different facilities have in common, with what people found out about it."""
    table = alike(found.pair for found in review.pairs)
    columns = (*table.columns, "核对结果", "核对人", "核对日期", "理由")
    answers = [found.answer for found in review.pairs]
    told = [(a.answer, a.by, str(a.on), a.reason) if a else ("待核对", "", "", "") for a in answers]
    rows = [(*row, *more) for row, more in zip(table.rows, told, strict=True)]
    return SheetTable(table.name, columns, (*table.widths, 12, 12, 14, 50), rows)


def _replaced(review: Review) -> SheetTable:
    columns = ("机构名称", "统一社会信用代码", "不计的申请表", "申请日期", "以哪一份为准", "申请日期（为准的）")
    rows = [
        (row.applicant, row.uscc, row.name, row.application_date, entry.row.name, entry.row.application_date)
        for row, entry in review.replaced
    ]
    return SheetTable("同一机构的早先申请", columns, (30, 22, 30, 14, 30, 18), rows)


def _failing(review: Review) -> SheetTable:
    rows = [(failed.title, failed.cite, failed.often) for failed in review.failing]
    return SheetTable("不符合最多的条款", ("条款", "依据", "不符合的申请份数"), (50, 50, 18), rows)


def _principles(review: Review) -> SheetTable:
    rows = [(principle.title, principle.cite, "\n".join(principle.says) or PEOPLE) for principle in review.principles]
    return SheetTable("评估原则", ("原则", "依据", "数据所示"), (44, 16, 90), rows)


def _sheet_name(word: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", word)[:_LONGEST_NAME]
