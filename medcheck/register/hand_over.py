"""Somebody leaves the office: the cases that are open go to another person, and nothing more is recorded under the name."""

from __future__ import annotations

import uuid

from medcheck.casework.decide import CaseCommand
from medcheck.casework.fold import HAND_OVER
from medcheck.register.acts import Moment
from medcheck.register.connect import refuse
from medcheck.register.models import CaseRow
from medcheck.register.officers import LEAVE, colleague
from medcheck.register.record import Act, of_register, record, record_plain

_PLACE = "人员"


def leave_office(person: str, successor: str, moment: Moment) -> int:
    """Record that a person left, its open cases handed over first; return how many those were.

    Raises RegisterError for open cases that nobody takes over.
    """
    colleague(person)
    open_cases = CaseRow.objects.filter(officer=person, final=False).order_by("number")
    numbers = list(open_cases.values_list("number", flat=True))
    if numbers and not successor:
        text = f"{person}还有 {len(numbers)} 个未办结的案件"
        raise refuse(_PLACE, text, "用 --to 写明移交给谁")
    if successor == person:
        raise refuse(_PLACE, "不能移交给本人", "用 --to 写明另一个人")
    if successor:
        colleague(successor)
    command = CaseCommand(HAND_OVER, {"officer": successor}, moment.stamp, {}, moment.via)
    if numbers:
        record([Act(command, number) for number in numbers], moment.one_time_key, moment.who)
    who = moment.who.as_one_of(("administrator", "head"))
    event = of_register(LEAVE, {"name": person}, who, moment.stamp, title="人员离开")
    record_plain(event, uuid.uuid4().hex)
    return len(numbers)
