"""The clocks of the procedure, counted: from the pack's lengths and the case's days to the last day, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from medcheck.assessment.model.source_model import Deadline
from medcheck.case.case_file import CaseSource
from medcheck.case.case_papers import DatedBy, Event
from medcheck.rulebook.pack_source import Clock
from medcheck.term import (
    STANDING_WORDS,
    Term,
    count_ahead,
    count_term,
    lateness_words,
    pending_words,
    standing,
    working_days_late,
)

CORRECTION = "correction"  # the clock of the pack that bears on the conclusion: 逾期不补正的视为撤回申请
IN_TIME, LATE, EXPIRED = "in_time", "late", "expired"
_PARTIES = {"applicant": "申请单位", "agency": "经办机构", "both": "双方"}
_STARTS: Mapping[DatedBy, str] = {
    "received": "收到申请材料之日",
    "accepted": "受理之日",
    "notice_served": "补正一次性告知书送达之日",
    "result_served": "评估结果送达之日",
    "agreement_signed": "服务协议签订之日",
    "agreement_ends": "服务协议期满之日",
    "change_approved": "主管部门批准变更之日",
    "claim_submitted": "费用申报之日",
    "exit_planned": "拟中止、解除协议之日",
}
_EVENTS: Mapping[DatedBy, str] = {
    "received": "收到",
    "accepted": "受理",
    "notice_served": "送达",
    "result_served": "送达",
    "agreement_signed": "签订",
    "agreement_ends": "期满",
    "change_approved": "批准",
    "claim_submitted": "申报",
    "exit_planned": "中止、解除",
}
EVENT_OF = {words: _EVENTS[name] for name, words in _STARTS.items()}
_NOT_STARTED = "没有起算"


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
            yield _deadline(name, clock, event, assessed if fits else None, case.supplementing)


def lateness(deadline: Deadline) -> str:
    """Return by how much something was done too late: `逾期7个工作日`; an empty string where it was not."""
    return lateness_words(deadline.late) if deadline.state == LATE else ""


def pending(deadline: Deadline) -> str:
    """Return what a last day waits for that cannot be told yet."""
    return pending_words(deadline.unknown_year) if deadline.unknown_year else ""


def _deadline(
    name: str, clock: Clock, event: Event, assessed: date | None, supplementing: Sequence[tuple[date, date]]
) -> Deadline:
    starts, done, word = event.starts, event.done, _EVENTS[clock.start]
    if starts is None:
        term = Term(None, ())
    elif clock.ahead:
        term = count_ahead(starts, clock.length, word)
    else:
        term = count_term(starts, clock.length, word, paused=supplementing if clock.without_supplementing else ())
    state = standing(term, done, assessed) if starts else None
    late = working_days_late(term.last, done) if state == LATE and term.last and done else None
    return Deadline(
        name=name,
        title=f"{clock.title}（{event.what}）" if event.what else clock.title,
        cite=clock.cite,
        party=clock.party,
        party_word=_PARTIES[clock.party],
        starts_word=_STARTS[clock.start],
        starts=starts,
        period=f"提前{clock.length}" if clock.ahead else str(clock.length),
        until=term.last,
        after=clock.after,
        what=event.what,
        unknown_year=term.unknown_year,
        done=done,
        late=late,
        state=state or "not_started",
        state_word=STANDING_WORDS[state] if state else _NOT_STARTED,
        why=term.why,
    )
