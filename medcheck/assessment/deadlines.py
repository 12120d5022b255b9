"""The clocks of the procedure, counted: from the pack's lengths and the case's days to the last day of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from medcheck.assessment.model.source_model import Deadline
from medcheck.case.case_file import CaseSource
from medcheck.case.case_papers import DatedBy
from medcheck.rulebook.bounds import Period
from medcheck.rulebook.pack_source import Clock
from medcheck.workday import add_working_days

_PARTIES = {"applicant": "申请单位", "agency": "经办机构", "both": "双方"}
_STARTS: Mapping[DatedBy, str] = {
    "notice_served": "补正一次性告知书送达之日",
    "agreement_signed": "服务协议签订之日",
    "agreement_starts": "服务协议生效之日",
    "change_approved": "主管部门批准变更之日",
}


def deadlines(clocks: Mapping[str, Clock], case: CaseSource) -> Iterator[Deadline]:
    """Yield every deadline of the procedure; `until` is None until the case file has its first day.

    Raises RuleError where a period of working days runs into a year nobody has announced.
    """
    for name, clock in clocks.items():
        starts = case.day(clock.start)
        yield Deadline(
            name=name,
            title=clock.title,
            cite=clock.cite,
            party=clock.party,
            party_word=_PARTIES[clock.party],
            starts_word=_STARTS[clock.start],
            starts=starts,
            period=period(clock),
            until=last_day(clock, starts) if starts else None,
            after=clock.after,
        )


def last_day(clock: Clock, starts: date) -> date:
    """Return the last day of a deadline; the first day is not counted, months and years clamp at a month's end."""
    if clock.working_days:
        return add_working_days(starts, clock.working_days)
    return Period(years=clock.years or 0, months=clock.months or 0).after(starts)


def period(clock: Clock) -> str:
    """Return the length in words: 5个工作日, 3个月, 1年."""
    if clock.working_days:
        return f"{clock.working_days}个工作日"
    return str(Period(years=clock.years or 0, months=clock.months or 0))
