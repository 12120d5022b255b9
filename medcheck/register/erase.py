"""Personal files past their time are erased: the events stay, and so do the hashes, so that the chain still verifies."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import NamedTuple

from medcheck.casework.case_event import Value
from medcheck.register.acts import Moment
from medcheck.register.connect import refuse
from medcheck.register.file_store import erase_file, kept_files, path_of
from medcheck.register.models import CaseRow
from medcheck.register.record import events_of, of_register, record_plain
from medcheck.register.register_check import ERASE, brought_files
from medcheck.register.stored_events import stored_events

_RULES = "rules"  # of no person


class Erased(NamedTuple):
    """What was erased: of how many cases, how many files."""

    cases: int
    files: int


def erase_before(day: date, reason: str, moment: Moment) -> Erased:
    """Erase the files of the cases that ended before a day, and record it; files that other cases rest on stay.

    Raises RegisterError where none ended before the day, or no reason is given.
    """
    if not reason.strip():
        raise refuse("清除", "没有写明依据", "用 --reason 写明保存期限的规定")
    ended = CaseRow.objects.filter(final=True, duties="", since__lt=day).order_by("number")
    numbers = list(ended.values_list("number", flat=True))
    others = CaseRow.objects.exclude(number__in=numbers).values_list("number", flat=True)
    kept = {digest for number in others for event in events_of(number) for digest in event.files.values()}
    named: dict[str, int] = {}
    for number in numbers:
        for event in events_of(number):
            for need, digest in event.files.items():
                if need != _RULES and digest not in kept:
                    named[digest] = number
    there = sorted(set(named) & set(kept_files()))
    if not there:
        raise refuse("清除", f"没有在{day}以前办结、还有文件的案件", "核对日期；未办结的案件不清除")
    who = moment.who.as_one_of(("head", "administrator"))
    values: dict[str, Value] = {"files": there, "before": day.isoformat(), "reason": reason}
    record_plain(of_register(ERASE, values, who, moment.stamp, title="清除已过保存期限的文件"), uuid.uuid4().hex)
    for digest in there:
        erase_file(digest)
    return Erased(len({named[digest] for digest in there}), len(there))


def sweep(at: datetime) -> int:
    """Remove the files that no event names, which a write that was broken off leaves behind; return how many.

    A file of the last day stays: the event that names it may still be on its way.
    """
    numbers = [0, *CaseRow.objects.order_by("number").values_list("number", flat=True)]
    named = set(brought_files([event for number in numbers for event in stored_events(number)]))
    yesterday = (at - timedelta(days=1)).timestamp()
    orphans = [digest for digest in kept_files() if digest not in named and path_of(digest).stat().st_mtime < yesterday]
    for digest in orphans:
        erase_file(digest)
    return len(orphans)
