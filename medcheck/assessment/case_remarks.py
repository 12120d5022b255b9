"""Remarks on the case file: dates out of order, dates that differ, a site visit by one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from medcheck.case.case_belongs import NOT_BOUND, is_bound
from medcheck.case.case_file import CaseFile
from medcheck.case.in_force import lapsed
from medcheck.case.inspection import INSPECTORS
from medcheck.fact import Facts


def case_remarks(case: CaseFile, facts: Facts) -> Iterator[str]:
    """Yield a sentence for each: nothing here decides, everything stands on the report."""
    yield from _days(case, facts)
    yield from (f"{text}。" for text in lapsed(case, facts["assessment_date"].day))
    if case.file and not is_bound(case.source):
        yield f"{NOT_BOUND}。"


def _days(case: CaseFile, facts: Facts) -> Iterator[str]:
    """Yield which days of a case are out of order or differ, and how the site was visited."""
    applied, assessed = facts["application_date"], facts["assessment_date"]
    if applied.remark:
        yield f"申请日期：{applied.remark}。"
    yield from _visit(case)
    if not isinstance(applied.value, date):
        return
    if isinstance(assessed.value, date) and assessed.value < applied.value:
        yield f"评估日期 {assessed.value} 早于申请日期 {applied.value}，请核对。"
    early = [answer.on for answer in (*case.source.decisions, *case.source.registers) if answer.on < applied.value]
    if early:
        yield f"案件文件中有 {len(early)} 项核查或决定的日期早于申请日期 {applied.value}（最早 {min(early)}），请核对。"
    visit = case.source.inspection
    if visit is not None and visit.on < applied.value:
        yield f"现场勘验日期 {visit.on} 早于申请日期 {applied.value}，请核对。"
    # An assessment before the application is told already: every visit is after it.
    if visit is not None and isinstance(assessed.value, date) and applied.value <= assessed.value < visit.on:
        where = _where(case, "visit_date")
        text = f"现场勘验日期 {visit.on} 晚于评估日期 {assessed.value}，请核对"
        yield f"{where}{text}；评估日期用 --as-of 或案件文件的 assessment_date 写明，应不早于勘验日期。"


def _where(case: CaseFile, field: str) -> str:
    """Return the cell of the site-visit sheet, as a sentence begins with it; nothing without a sheet."""
    return f"{case.visit_cells[field]}：" if field in case.visit_cells else ""


def _visit(case: CaseFile) -> Iterator[str]:
    """Yield when and by whom the site was visited where a sheet says so, that there is none, and that a visit by one does not count."""
    visit = case.source.inspection
    if visit is None:
        return
    if case.visit_sheet:
        hours = f" {visit.start}—{visit.end}" if visit.start and visit.end else ""
        present = f"，机构在场人员{visit.present}" if visit.present else ""
        yield f"现场勘验：{visit.on}{hours}，勘验人员{'、'.join(visit.inspectors)}{present}（{case.visit_sheet}）。"
    elif case.visit_counts:
        yield "现场勘验写在案件文件中，没有勘验表：用房、设备、人员等各行是否逐一核实没有记录，请核对现场记录。"
    yield from (f"{remark}。" for remark in visit.remarks)
    yield from (f"{problem.place}：{problem.text}。处理：{problem.mend}。" for problem in case.told)
    if not case.visit_counts:
        named = "、".join(dict.fromkeys(visit.inspectors))
        yield (
            f"{_where(case, 'inspector_2')}现场勘验应由 {INSPECTORS} 名以上勘验人员进行，现只写明“{named}”，"
            "本次勘验的测量和结论都没有计入；"
            "补写另一名勘验人员或重新勘验后再评估。"
        )
