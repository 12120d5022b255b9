"""The clocks of the procedure, counted: from the pack's lengths and the case's days to the last day, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from medcheck.assessment.model.source_model import Deadline
from medcheck.case.case_file import CaseSource
from medcheck.case.case_papers import DatedBy, Event
from medcheck.rulebook.pack_source import Clock
from medcheck.term import Term, count_term, working_days_late

CORRECTION = "correction"  # the clock of the pack that bears on the conclusion: 逾期不补正的视为撤回申请
IN_TIME, LATE, EXPIRED = "in_time", "late", "expired"
_PARTIES = {"applicant": "申请单位", "agency": "经办机构", "both": "双方"}
_STARTS: Mapping[DatedBy, str] = {
    "notice_served": "补正一次性告知书送达之日",
    "agreement_signed": "服务协议签订之日",
    "change_approved": "主管部门批准变更之日",
}
_EVENTS: Mapping[DatedBy, str] = {"notice_served": "送达", "agreement_signed": "签订", "change_approved": "批准"}
EVENT_OF = {words: _EVENTS[name] for name, words in _STARTS.items()}
_STATES = {
    "not_started": "没有起算",
    "undetermined": "期限待定",
    "running": "期限内，尚未办理",
    IN_TIME: "按期办理",
    LATE: "逾期办理",
    EXPIRED: "期限已满，没有办理的记录",
}


def deadlines(
    clocks: Mapping[str, Clock], case: CaseSource, *, applied: date | None, assessed: date | None
) -> Iterator[Deadline]:
    """Yield every deadline of the procedure, of changes one for each; `assessed` is the day it is looked at.

    `until` is None until the case file has its first day, and where it runs into a year nobody has announced. One that
    begins before the application does not fit it: that nothing was done by its last day is then not held against anybody.
    """
    for name, clock in clocks.items():
        for event in case.events(clock.start):
            fits = event.starts is None or applied is None or event.starts >= applied
            yield _deadline(name, clock, event, assessed if fits else None)


def lateness(deadline: Deadline) -> str:
    """Return by how much something was done too late: `逾期7个工作日`; an empty string where it was not."""
    if deadline.state != LATE:
        return ""
    if deadline.late is None:
        return "逾期（工作日数待放假安排公布后计算）"
    return f"逾期{deadline.late}个工作日" if deadline.late else "逾期（期满后的休息日，不满1个工作日）"


def pending(deadline: Deadline) -> str:
    """Return what a last day waits for that cannot be told yet."""
    return f"期限待定：需要{deadline.unknown_year}年放假安排" if deadline.unknown_year else ""


def _deadline(name: str, clock: Clock, event: Event, assessed: date | None) -> Deadline:
    starts, done = event.starts, event.done
    term = count_term(starts, clock.length, _EVENTS[clock.start]) if starts else Term(None, ())
    state = _state(term, event, assessed)
    late = working_days_late(term.last, done) if state == LATE and term.last and done else None
    return Deadline(
        name=name,
        title=f"{clock.title}（{event.what}）" if event.what else clock.title,
        cite=clock.cite,
        party=clock.party,
        party_word=_PARTIES[clock.party],
        starts_word=_STARTS[clock.start],
        starts=starts,
        period=str(clock.length),
        until=term.last,
        after=clock.after,
        what=event.what,
        unknown_year=term.unknown_year,
        done=done,
        late=late,
        state=state,
        state_word=_STATES[state],
        why=term.why,
    )


def _state(term: Term, event: Event, assessed: date | None) -> str:
    """Return how a deadline stands on the assessment date.

    One that is done before the year begins that nobody has announced was done in time, wherever its end is.
    """
    done, last = event.done, term.last
    if event.starts is None:
        return "not_started"
    if last is None:
        return IN_TIME if done and term.unknown_year and done.year < term.unknown_year else "undetermined"
    if done:
        return IN_TIME if done <= last else LATE
    return EXPIRED if assessed and assessed > last else "running"
