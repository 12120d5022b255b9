"""The one function that writes: acts of a person → events, all of them or none, one writer at a time.

Key known? Versions as seen? May it be done? Then numbers, events, rows, head: in one transaction under one lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Max

from medcheck.casework.case_event import (
    CaseEvent,
    CaseSubject,
    PaperNumber,
    Value,
    body_of,
    event_hash,
    register_link,
)
from medcheck.casework.conditions import ANY_RULES, RulesNow
from medcheck.casework.decide import CaseCommand, decide
from medcheck.casework.effects import Effects
from medcheck.casework.fold import BUILT_IN, CaseState, state_of
from medcheck.casework.offer import Actor
from medcheck.casework.procedure import Procedure
from medcheck.casework.round_case import RoundMembers, decide_round, members_of
from medcheck.errors import Place
from medcheck.register.connect import RegisterError, refuse, writing
from medcheck.register.led_by import PEOPLE, required_procedure
from medcheck.register.models import KEY, CaseRow, PaperRow, RegisterHead, StoredEvent
from medcheck.register.officers import ADD, LEAVE, Colleague, apply_person
from medcheck.register.projection import project_case, rebuild
from medcheck.register.stored_events import parsed_event, stored_events
from medcheck.workday import shipped_overlay


class Act(NamedTuple):
    """What a person wants done in a case: 0 opens a new one, by a procedure of a pack, about an institution.

    `version` is the number of the last event the person saw, None where it does not matter. A `subject` that must be new
    is one that no open case may have handed in the same workbook.
    """

    command: CaseCommand
    case: int = 0
    version: int | None = None
    pack: str = ""
    procedure: str = ""
    subject: CaseSubject = CaseSubject()
    rules: RulesNow = ANY_RULES


class StaleCaseError(RegisterError):
    """Somebody else wrote into the case first: nothing was written, and the person looks again."""


def record(acts: Sequence[Act], key: str, who: Colleague) -> tuple[CaseEvent, ...]:
    """Record acts, all or none, and return their events; the same key again returns what it wrote the first time.

    Raises CaseworkError where one may not be done, StaleCaseError where the case moved on, RegisterError for a key that
    stands for something else.
    """
    keys = [f"{key}/{number}" if len(acts) > 1 else key for number in range(1, len(acts) + 1)]
    with writing():
        head = _locked_head()
        if known := tuple(_recorded(keys)):
            return _same(known, acts, who)
        made = []
        for act, its_key in zip(acts, keys, strict=True):
            events = _decided(act, who)
            for number, event in enumerate(events):
                _append(head, event, its_key if not number else f"{its_key}/m{number}")
                project_case(event.case)
            made.append(events[0])
        head.save()
    return tuple(made)


def record_plain(event: CaseEvent, key: str) -> CaseEvent:
    """Record an event that no procedure decides: of a person, of the register, of a facility designated before it.

    The number of the case is given; that of the event is the next one. Case -1 stands for a new case.
    """
    with writing():
        head = _locked_head()
        if known := tuple(_recorded([key])):
            return known[0]
        case = event.case if event.case >= 0 else _next_case()
        last = StoredEvent.objects.filter(case=case).aggregate(last=Max("seq"))["last"] or 0
        event = event.model_copy(update={"case": case, "seq": last + 1})
        _append(head, event, key)
        if event.action in (ADD, LEAVE) and case == 0:
            apply_person(event.action, event.values)
        if case:
            project_case(case)
        head.save()
    return event


def of_register(action: str, values: Mapping[str, Value], who: Actor, at: str, *, title: str) -> CaseEvent:
    """Return an event of case 0, in which stands what was done with the register itself."""
    day = at[:10]
    return CaseEvent.model_validate(
        {
            "case": 0,
            "seq": 0,
            "procedure": PEOPLE,
            "action": action,
            "day": day,
            "at": at,
            "by": who.name,
            "role": who.role,
            "via": "command",
            "values": dict(values),
            "effects": Effects(title=title),
        }
    )


def events_of(case: int) -> tuple[CaseEvent, ...]:
    """Return the events of a case in order; raise RegisterError for a case that is not there."""
    events = stored_events(case)
    if not events:
        last = StoredEvent.objects.aggregate(last=Max("case"))["last"] or 0
        known = f"现有 1 至 {last} 号" if last else "登记册里还没有案件"
        raise refuse(f"案件 {case}", "没有这个案件", f"核对编号：{known}；用 medcheck case list 查找")
    return events


def rebuild_all() -> int:
    """Make every row anew from the events while nobody writes; return how many cases there are."""
    with writing():
        _locked_head()
        return rebuild()


def _locked_head() -> RegisterHead:
    head = RegisterHead.objects.select_for_update().filter(pk=1).first()
    return head or RegisterHead(pk=1, number=0, link="")


def _next_case() -> int:
    return (StoredEvent.objects.aggregate(last=Max("case"))["last"] or 0) + 1


def _decided(act: Act, who: Colleague) -> list[CaseEvent]:
    """Return the event of an act, and of a round's those of the members it names, each with its paper's number."""
    state = state_of(events_of(act.case)) if act.case else CaseState()
    if act.version is not None and act.version != state.version:
        newer = state.events[-1] if state.events else None
        told = f"：{newer.by}办理了“{newer.effects.title or newer.action}”" if newer else ""
        text = f"您看到的是第 {act.version} 条事件时的案件，现在已有第 {state.version} 条{told}，没有写入"
        raise StaleCaseError(refuse(f"案件 {act.case}", text, "重新查看案件（medcheck case show）后再办理").problems)
    procedure = required_procedure(state.pack or act.pack, state.procedure or act.procedure)
    case = act.case or _next_case()
    command = act.command
    actor, overlay = _actor(procedure, who, command), shipped_overlay()
    written: Mapping[int, CaseEvent] = {}
    if procedure.source.members:
        members = _members(procedure, state, command)
        decided = decide_round(procedure, state, actor, command, overlay, case=case, members=members, rules=act.rules)
        event, written = decided.event, decided.members
    else:
        event = decide(procedure, state, actor, command, overlay, case=case, rules=act.rules)
    more: dict[str, object] = {} if act.case else {"pack": act.pack, "subject": act.subject}
    if not act.case and event.effects.submission:
        _require_new(event.files[event.effects.submission])
    numbers = _Numbers()
    own = numbers.numbered(event, procedure).model_copy(update=more)
    theirs = [
        numbers.numbered(member, required_procedure(state.pack or act.pack, procedure.source.members))
        for member in written.values()
    ]
    return [own, *theirs]


def _members(procedure: Procedure, state: CaseState, command: CaseCommand) -> RoundMembers:
    """Return the cases that belong to a round or that a step of it names, as they stand."""
    action = procedure.actions.get(command.action)
    named = {number for need in (action.each if action else ()) for number in _cases_in(command.values.get(need))}
    numbers = sorted(named | set(members_of(state)))
    there = StoredEvent.objects.filter(case__in=numbers, seq=1).values_list("case", flat=True)
    led = required_procedure(state.pack, procedure.source.members) if state.pack else procedure
    return RoundMembers(led, {number: state_of(events_of(number)) for number in there})


def _cases_in(value: object) -> Iterator[int]:
    for entry in value if isinstance(value, list) else ():
        number = entry.get("case") if isinstance(entry, dict) else entry
        if isinstance(number, int):
            yield number


def _actor(procedure: Procedure, who: Colleague, command: CaseCommand) -> Actor:
    """Return the person in the role that the step asks for."""
    if command.action in BUILT_IN:
        order = ("head", "reviewer", "clerk") if command.action == "void" else ("clerk", "reviewer", "head")
        return who.as_one_of(order)
    action = procedure.actions.get(command.action)
    return who.as_one_of(action.by if action else ())


def _require_new(submission: str) -> None:
    """Refuse a workbook that an open case already rests on: the same file twice is one application."""
    other = CaseRow.objects.filter(submission=submission, final=False).order_by("number").first()
    if other:
        text = f"这份工作簿已经收件：案件 {other.number}（{other.name}）"
        raise refuse("收件", text, "不要重复收件；确要另立的，先办结或撤销原案件")


class _Numbers:
    """Gives papers their numbers under the lock: the next of their kind and year, whether or not it is written already."""

    def __init__(self) -> None:
        self.given: dict[tuple[str, int], int] = {}

    def numbered(self, event: CaseEvent, procedure: Procedure) -> CaseEvent:
        """Return the event with the number of the paper it makes, if it makes one."""
        if not event.effects.paper:
            return event
        title, year = procedure.source.papers[event.effects.paper].title, event.acted.year
        last = self.given.get((title, year))
        if last is None:
            last = PaperRow.objects.filter(paper=title, year=year).aggregate(last=Max("number"))["last"] or 0
        self.given[title, year] = last + 1
        return event.model_copy(update={"numbered": PaperNumber(paper=title, year=year, number=last + 1)})


def _append(head: RegisterHead, event: CaseEvent, key: str) -> None:
    """Put an event at the end of both chains, and its paper's number into the list of numbers."""
    before = StoredEvent.objects.filter(case=event.case, seq=event.seq - 1).values_list("hash", flat=True).first()
    body, previous = body_of(event), before or ""
    digest = event_hash(previous, body)
    head.number, head.link = head.number + 1, register_link(head.link, digest)
    StoredEvent.objects.create(
        number=head.number,
        case=event.case,
        seq=event.seq,
        key=key,
        body=body,
        previous=previous,
        hash=digest,
        link=head.link,
    )


def _recorded(keys: Sequence[str]) -> Iterator[CaseEvent]:
    too_long = [key for key in keys if len(key) > KEY]
    if too_long:
        raise refuse("办理", f"一次性编号过长：{too_long[0][:KEY]}…", f"不超过 {KEY} 个字符")
    for stored in StoredEvent.objects.filter(key__in=keys).order_by("number"):
        yield parsed_event(stored.body)


def _same(known: tuple[CaseEvent, ...], acts: Sequence[Act], who: Colleague) -> tuple[CaseEvent, ...]:
    """Return the events that a key wrote; refuse the key for anything else."""
    for event, act in zip(known, acts, strict=False):
        values = {name: value for name, value in act.command.values.items() if value not in ("", [])}
        same = (event.action, event.by, event.values) == (act.command.action, who.name, values)
        if not same or len(known) != len(acts) or (act.case and act.case != event.case):
            place = str(Place(f"案件 {event.case}"))
            raise refuse(place, "这个一次性编号已经用于另一件事", "重新办理，不要重复使用编号")
    return known
