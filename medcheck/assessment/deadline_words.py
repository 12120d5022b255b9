"""What a report says of the clocks of a case: until when, whether it was kept, by how much not, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from medcheck.assessment.deadlines import CORRECTION, EVENT_OF, EXPIRED, IN_TIME, LATE, lateness, pending
from medcheck.assessment.model.source_model import Deadline
from medcheck.case.case_file import CaseSource
from medcheck.rulebook.pack_source import Clock

_ACTS = {"correction": "补正", "filing": "备案", "change": "提出变更申请"}


def deadline_sentences(
    made: Sequence[Deadline], case: CaseSource, clocks: Mapping[str, Clock], applied: date | None
) -> Iterator[str]:
    """Yield what stands on the report of each deadline that has begun; `applied` is the day of the application."""
    for one in made:
        if one.starts is None:
            if one.done:
                yield f"写明了{one.title}的办理日期{one.done}，没有写明{one.starts_word}，不能核对是否逾期。"
            continue
        clock = clocks[one.name]
        yield _until(one, clock)
        yield from _kept(one)
        if one.done and one.done < one.starts and not clock.ahead:
            yield f"{one.title}的办理日期{one.done}早于{one.starts_word}{one.starts}，请核对。"
        if applied and one.starts < applied:
            yield f"{one.starts_word}{one.starts}早于申请日期{applied}，请核对；核对之前不据此认定期限已满。"
        if one.what and clock.kinds and not clock.names(one.what):
            named = "、".join(clock.kinds)
            yield (
                f"“{one.what}”不在{one.cite}列举的{len(clock.kinds)}项（{named}）之内；是否属于该条的“等”，"
                "以服务协议的约定为准，由经办机构确认后适用本期限。"
            )
    posted, received = case.correction_posted, case.correction_received
    if posted and received and posted > received:
        yield f"补正材料的交邮日期{posted}晚于收到日期{received}，请核对。"
    starts, ends = case.agreement.starts, case.agreement.ends
    if starts and ends and ends < starts:
        yield f"服务协议的终止日期{ends}早于生效日期{starts}，请核对。"


def is_overdue(made: Sequence[Deadline]) -> bool:
    """Return whether nothing was handed in within the term for correction: then the application is deemed withdrawn."""
    return any(one.name == CORRECTION and one.state in (LATE, EXPIRED) for one in made)


def hand_in_day_is_missing(made: Sequence[Deadline], case: CaseSource) -> bool:
    """Return whether this is a resubmission of which nobody wrote down when it was handed in."""
    begun = any(one.name == CORRECTION and one.starts for one in made)
    return begun and case.resubmission == "是" and case.correction_handed_in is None


def _until(one: Deadline, clock: Clock) -> str:
    if one.name == CORRECTION:
        head, act = f"补正一次性告知书于{one.starts}送达", "补正"
    else:
        what = f"（{one.what}）" if one.what else ""
        head, act = f"{one.starts_word}{what}为{one.starts}", clock.act or _ACTS.get(one.name, "办理")
    first = "" if clock.ahead else f"，{EVENT_OF[one.starts_word]}当日不计"
    tail = f"（{one.cite}，{one.period}{first}）。"
    if one.until is None:
        return f"{head}，{act}的{pending(one)}，公布后补充 rules/calendar.yaml 再评估即可算出{tail}"
    return f"{head}，应在{one.until}前（含当日）{act}，{one.after}{tail}"


def _kept(one: Deadline) -> Iterator[str]:
    """Yield whether a deadline was kept, and what follows where it was not."""
    word = "补正材料" if one.name == CORRECTION else one.title
    did = "提交" if one.name == CORRECTION else "办理"
    if one.state == IN_TIME:
        rest = "；仍不齐全的，由经办机构决定不予受理或者予以受理，不视为撤回申请" if one.name == CORRECTION else ""
        yield f"{word}于{one.done}{did}，在期限内{rest}。"
    elif one.state == LATE and one.until:
        if one.name == CORRECTION:
            end = f"期限内没有收到补正材料，申请自{one.until + timedelta(days=1)}起视为撤回，不能再予受理"
        else:
            end = one.after
        yield f"{word}于{one.done}{did}，{lateness(one)}（最后一日为{one.until}）：{end}。"
    elif one.state == EXPIRED and one.until:
        if one.name == CORRECTION:
            end = f"没有收到补正材料的记录，申请自{one.until + timedelta(days=1)}起视为撤回"
        else:
            end = f"没有办理的记录；{one.after}"
        yield f"{word}的期限已于{one.until}届满，{end}。"
    elif one.done:
        yield f"{word}于{one.done}{did}，{pending(one)}，暂不能核对是否逾期。"
