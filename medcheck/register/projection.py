"""What is listed and searched, made from the events: cases, paper numbers, designated facilities. Can be made anew at any time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from medcheck.casework.case_event import CaseEvent, read_event
from medcheck.casework.clock import ClockStanding, standing_of
from medcheck.casework.fold import ASSESS, CaseState, state_of
from medcheck.casework.offer import open_duties, waiting_for
from medcheck.errors import MedcheckError
from medcheck.register.designation import designated_values
from medcheck.register.led_by import procedure_of
from medcheck.register.models import NAME, CaseRow, DesignatedRow, PaperRow, StoredEvent
from medcheck.register.stored_events import parsed_event, stored_events
from medcheck.verdict import STAGE_WORDS, Conclusion, Stage, conclusion_word
from medcheck.workday import shipped_overlay

_FAR = date(9999, 12, 31)  # a clock without a last day comes after every other one


def project_case(case: int) -> None:
    """Bring the rows of a case to its events: its own, those of its papers, and that of the facility it is about."""
    stored = list(StoredEvent.objects.filter(case=case).order_by("seq").values_list("body", "hash"))
    events = [parsed_event(body) for body, _ in stored]
    CaseRow.objects.update_or_create(number=case, defaults=case_values(events, stored[-1][1]))
    last = events[-1]
    if last.numbered:
        for row in paper_values(events[-1:], state_of(events)):
            PaperRow.objects.create(**row)
    if last.action == "void":
        PaperRow.objects.filter(case=case, event=last.values["event"]).update(void=True)
    if _moves_list(events):
        project_site(last_subject(events))


def project_site(subject: tuple[str, str]) -> None:
    """Bring the row of a designated facility to the events of all cases about its site."""
    uscc, site = subject
    values = designated_values(_events_about(uscc, site))
    if values is None:
        DesignatedRow.objects.filter(uscc=uscc, site=site).delete()
    else:
        DesignatedRow.objects.update_or_create(uscc=uscc, site=site, defaults=values)


def case_values(events: Sequence[CaseEvent], head: str) -> dict[str, Any]:
    """Return the row of a case: every field but its number."""
    state = state_of(events)
    procedure = _procedure(state)
    overlay, day = shipped_overlay(), events[-1].day
    waits = waiting_for(procedure, state, day, overlay) if procedure else None
    duties = open_duties(procedure, state, day, overlay) if procedure else ()
    running = [standing_of(clock, day, overlay) for clock in state.clocks if clock.stopped is None]
    if state.final:  # an ended case waits for nobody but for the duties beside it
        running = [clock for _, clocks in duties for clock in clocks if clock.clock.stopped is None]
    first = min(running, key=lambda standing: (standing.last or _FAR, standing.clock.seq), default=None)
    subject = state.subject
    return {
        "procedure": state.procedure,
        "pack": state.pack,
        "state": state.state,
        "state_title": state.title,
        "final": state.final,
        "version": state.version,
        "head": head,
        "name": (subject.name or str(events[0].values.get("name", "")))[:NAME],
        "uscc": subject.uscc,
        "site": subject.site[:NAME],
        "kind": subject.kind,
        "level": subject.level,
        "county": subject.county,
        "officer": state.officer,
        "round": _round(state),
        "opened": state.opened,
        "since": state.since,
        **_clock_values(first),
        "waits_for": waits.party if waits else "",
        "duties": "、".join(procedure.actions[name].title for name, _ in duties) if procedure else "",
        "assessed": _assessed(state),
        "submission": state.submission,
    }


def paper_values(events: Sequence[CaseEvent], state: CaseState) -> Iterator[dict[str, Any]]:
    """Yield the row of each number that events gave to papers."""
    for event in events:
        if event.numbered:
            yield {
                "paper": event.numbered.paper,
                "year": event.numbered.year,
                "number": event.numbered.number,
                "case": event.case,
                "event": event.seq,
                "day": event.acted,
                "void": event.seq in state.taken_back,
            }


def rebuild() -> int:
    """Make every row anew from the events, and return how many cases there are; called under the register's lock."""
    rows = all_rows()
    for model, made in rows.items():
        model._default_manager.all().delete()
        model._default_manager.bulk_create([model(**row) for row in made], batch_size=500)
    return len(rows[CaseRow])


def all_rows() -> dict[type[Model], list[dict[str, Any]]]:
    """Return by table every row as the events make it."""
    cases, papers, listed = list[dict[str, Any]](), list[dict[str, Any]](), dict[tuple[str, str], list[CaseEvent]]()
    for events, head in all_cases():
        cases.append({"number": events[0].case, **case_values(events, head)})
        papers += paper_values(events, state_of(events))
        listed.setdefault(last_subject(events), []).extend(state_of(events).events)
    designated = [
        {"uscc": uscc, "site": site, **values}
        for (uscc, site), events in sorted(listed.items())
        if (values := designated_values(events)) is not None
    ]
    return {CaseRow: cases, PaperRow: papers, DesignatedRow: designated}


def last_subject(events: Sequence[CaseEvent]) -> tuple[str, str]:
    """Return the credit code and the site that a case is about."""
    return events[0].subject.uscc, events[0].subject.site[:NAME]


def all_cases() -> Iterator[tuple[list[CaseEvent], str]]:
    """Yield the events of each case with its head, in the order of the cases."""
    events, head = list[CaseEvent](), ""
    stored = StoredEvent.objects.filter(case__gt=0).order_by("case", "seq").values_list("body", "hash")
    for body, digest in stored.iterator():
        event = read_event(body)
        if events and event.case != events[0].case:
            yield events, head
            events = []
        events.append(event)
        head = digest
    if events:
        yield events, head


def _events_about(uscc: str, site: str) -> list[CaseEvent]:
    cases = CaseRow.objects.filter(uscc=uscc, site=site).order_by("number").values_list("number", flat=True)
    found: list[CaseEvent] = []
    for case in cases:
        found += state_of(stored_events(case)).events
    return found


def _moves_list(events: Sequence[CaseEvent]) -> bool:
    """Return whether the case touches the list of designated facilities."""
    return any(event.effects.list for event in events) or events[0].procedure == "annual-review"


def _procedure(state: CaseState) -> Any:
    """Return the procedure of a case, None where its pack is not at hand: a row is made all the same."""
    try:
        return procedure_of(state.pack, state.procedure)
    except MedcheckError:
        return None


def _clock_values(first: ClockStanding | None) -> dict[str, Any]:
    return {
        "clock": first.clock.title if first else "",
        "last_day": first.last if first else None,
        "unknown_year": first.unknown_year if first else None,
    }


def _round(state: CaseState) -> str:
    stated = [str(event.values["batch"]) for event in state.events if "batch" in event.values]
    return stated[-1][:NAME] if stated else ""


def _assessed(state: CaseState) -> str:
    """Return the last assessment in words, empty before there is one."""
    made = [event for event in state.events if event.action == ASSESS]
    return assessment_words(made[-1]) if made else ""


def assessment_words(event: CaseEvent) -> str:
    """Return what an assessment came to: `受理：需补正材料`."""
    stage = Stage(str(event.values["stage"]))
    return f"{STAGE_WORDS[stage]}：{conclusion_word(stage, Conclusion(str(event.values['conclusion'])))}"


def row_text(row: dict[str, Any]) -> str:
    """Return a row as text, by which one that is kept and one that is made are compared."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
