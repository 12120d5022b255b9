"""Designated facilities: found by what people know of them, and those of before the register imported."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from medcheck.casework.case_event import CaseEvent, CaseSubject
from medcheck.casework.effects import Effects
from medcheck.errors import Problem, WorkbookError
from medcheck.form.dates import read_date
from medcheck.register.acts import Moment
from medcheck.register.connect import refuse
from medcheck.register.led_by import IMPORTED
from medcheck.register.models import DesignatedRow
from medcheck.register.record import record_plain
from medcheck.register.table_file import FilledRow, read_rows

REQUIRED = ("机构名称", "统一社会信用代码", "地址", "类型", "协议编号", "协议起始日", "协议终止日")
OPTIONAL = ("等级", "县区")
KINDS = {"定点医院": "hospital", "定点门诊": "clinic", "定点零售药店": "pharmacy"}


def facilities_of(texts: Sequence[str], day: date) -> list[DesignatedRow]:
    """Return the facilities that are meant; `全部` are all that are designated on a day."""
    if list(texts) == ["全部"]:
        in_force = Q(until__isnull=True) | Q(until__gte=day)
        return list(DesignatedRow.objects.filter(in_force, ended="").order_by("case"))
    return [facility_of(text) for text in texts]


def facility_of(text: str) -> DesignatedRow:
    """Return the one facility that is meant; raise RegisterError where none or several could be."""
    asked = Q(uscc=text.upper()) | Q(name=text)
    if text.isdecimal():
        asked |= Q(case=int(text))
    found = list(DesignatedRow.objects.filter(asked).order_by("case")[:10])
    if len(found) == 1:
        return found[0]
    if found:
        known = "、".join(f"{row.case}（{row.name}，{row.site}）" for row in found)
        raise refuse("--of", f"“{text}”有几处定点", f"写明案件编号：{known}")
    mend = "核对信用代码或名称；登记册建立以前定点的，先用 medcheck designated import 登记"
    raise refuse("--of", f"定点名单中没有“{text}”", mend)


def import_facilities(path: Path, moment: Moment) -> list[CaseEvent]:
    """Record the facilities of a list that were designated before the register, each as a case of its own.

    All rows are looked at first: with one that is wrong nothing is recorded. Raises WorkbookError with every cell that is.
    """
    drafts, problems = list[CaseEvent](), list[Problem]()
    seen = set(DesignatedRow.objects.values_list("uscc", "site"))
    for row in read_rows(path, REQUIRED, (*REQUIRED, *OPTIONAL)):
        made = _drafted(row, moment)
        problems += made.problems
        key = (made.event.subject.uscc, made.event.subject.site) if made.event else None
        if made.event and key in seen:
            problems.append(Problem(row.place("统一社会信用代码"), "这个地址已经在定点名单中", "删去这一行"))
        elif made.event and key:
            seen.add(key)
            drafts.append(made.event)
    if problems:
        raise WorkbookError(problems)
    # The key is of the row, so that a list imported twice after a break goes on where it stopped.
    return [record_plain(event, _key_of(event)) for event in drafts]


class _Drafted(NamedTuple):
    event: CaseEvent | None
    problems: list[Problem]


def _drafted(row: FilledRow, moment: Moment) -> _Drafted:
    problems = [Problem(row.place(head), f"缺少“{head}”", "补填后重试") for head in REQUIRED if not row.text(head)]
    days: dict[str, str] = {}
    for head, name in (("协议起始日", "starts"), ("协议终止日", "ends")):
        day, why = read_date(row.text(head)) if row.text(head) else (None, "")
        if day:
            days[name] = day.isoformat()
        elif why:
            problems.append(Problem(row.place(head), why, "改正后重试"))
    kind = row.text("类型")
    if kind and kind not in KINDS:
        text = f"类型应为{'、'.join(KINDS)}之一，现为“{kind}”"
        problems.append(Problem(row.place("类型"), text, "改正后重试"))
    if days.get("ends", "9") < days.get("starts", ""):
        problems.append(Problem(row.place("协议终止日"), "协议终止日早于起始日", "核对两个日期"))
    if problems:
        return _Drafted(None, problems)
    who = moment.who.as_one_of(("head", "administrator"))
    subject = CaseSubject(
        name=row.text("机构名称"),
        uscc=row.text("统一社会信用代码").upper(),
        site=row.text("地址"),
        kind=KINDS[kind],
        level=row.text("等级"),
        county=row.text("县区"),
    )
    effects = Effects(
        title="登记册建立以前定点", to="signed", state_title="已签订", final=True, days=("starts",), list="enter"
    )
    event = CaseEvent(
        case=-1,
        seq=0,
        procedure=IMPORTED,
        action="import-facility",
        day=date.fromisoformat(days["starts"]),
        at=moment.stamp,
        by=who.name,
        role=who.role,
        via=moment.via,
        values={**days, "number": row.text("协议编号"), "source": row.file},
        subject=subject,
        effects=effects,
    )
    return _Drafted(event, [])


def _key_of(event: CaseEvent) -> str:
    text = f"{event.subject.uscc} {event.subject.site} {event.values['number']}"
    return f"import/{hashlib.sha256(text.encode()).hexdigest()[:50]}"
