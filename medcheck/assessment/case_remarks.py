"""What a reader should notice about the case file: dates out of order, dates that differ, a site visit by one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from medcheck.fact import Facts
from medcheck.intake.case import CaseFile

_INSPECTORS = 2


def case_remarks(case: CaseFile, facts: Facts) -> Iterator[str]:
    """Yield a sentence for each: nothing here decides, everything stands on the report."""
    applied, assessed = facts["application_date"], facts["assessment_date"]
    if applied.remark:
        yield f"申请日期：{applied.remark}。"
    if not isinstance(applied.value, date):
        return
    if isinstance(assessed.value, date) and assessed.value < applied.value:
        yield f"评估日期 {assessed.value} 早于申请日期 {applied.value}，请核对。"
    early = [one.on for one in (*case.source.decisions, *case.source.registers) if one.on < applied.value]
    if early:
        yield f"案件文件中有 {len(early)} 项核查或决定的日期早于申请日期 {applied.value}（最早 {min(early)}），请核对。"
    visit = case.source.inspection
    if visit is not None and visit.on < applied.value:
        yield f"现场勘验日期 {visit.on} 早于申请日期 {applied.value}，请核对。"
    if visit is not None and len(visit.inspectors) < _INSPECTORS:
        yield f"现场勘验只写明了 {len(visit.inspectors)} 名勘验人员，通常应由两人以上进行。"
