"""What no longer fits after a correction: a condition that would now fail, a day before the one it follows.

The event stands all the same: the fold never refuses, and what was done was done. A person is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medcheck.casework.case_event import CaseEvent
from medcheck.casework.conditions import ANY_RULES, judge_condition
from medcheck.casework.fold import ASSESS, CaseState, counting_events, state_after
from medcheck.workday import Overlay


class CaseRemark(NamedTuple):
    """A sentence about one event of a case."""

    seq: int
    title: str
    sentence: str


def remarks_on(events: Iterable[CaseEvent], overlay: Overlay) -> Iterator[CaseRemark]:
    """Yield a remark for each event that could not be recorded as it counts now."""
    counting, _ = counting_events(tuple(events))
    titles = {event.action: event.effects.title for event in counting}
    before = CaseState()
    for event in counting:
        acted = event.acted
        for guard in event.effects.when:
            judged = judge_condition(guard, before, acted, overlay, ANY_RULES, titles)
            if not judged.holds:
                yield CaseRemark(event.seq, event.effects.title, judged.sentence)
        if before.since and event.action != ASSESS and acted < before.since:
            text = f"日期{acted}早于案件成为“{before.title}”的{before.since}"
            yield CaseRemark(event.seq, event.effects.title, text)
        before = state_after(before, event)
