"""The list of designated facilities: since when, until when, by which agreement, what changed, how it ended. Made from events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from medcheck.casework.case_event import CaseEvent

_REVIEW = "annual-review"


def designated_values(events: Sequence[CaseEvent]) -> dict[str, Any] | None:
    """Return the row of a site but for its key, from the events of all its cases; None while it never was designated."""
    ordered = sorted(events, key=lambda event: (event.day, event.at, event.case, event.seq))
    entered = [event for event in ordered if event.effects.list == "enter"]
    if not entered:
        return None
    first = entered[-1]
    subjects = {event.case: event.subject for event in ordered if event.subject.uscc}
    subject = subjects.get(first.case, first.subject)
    row: dict[str, Any] = {
        "name": subject.name,
        "kind": subject.kind,
        "level": subject.level,
        "county": subject.county,
        "since": first.day_of("starts") or first.day,
        "until": first.day_of("ends"),
        "agreement": str(first.values.get("number", "")),
        "ended": "",
        "case": first.case,
    }
    changes, reviews = list[str](), list[str]()
    for event in ordered:
        _follow(row, event, changes, reviews, after=(first.day, first.at))
    return {**row, "changes": "；".join(changes), "reviews": "；".join(reviews)}


def _follow(
    row: dict[str, Any], event: CaseEvent, changes: list[str], reviews: list[str], *, after: tuple[date, str]
) -> None:
    """Bring a row to one event that came after the agreement it tells of; an earlier designation's are told, and end nothing."""
    effect = event.effects.list
    if effect == "change":
        changes.append(f"{event.day} 案件{event.case}")
    elif event.procedure == _REVIEW and event.effects.final:
        reviews.append(f"{event.day} {event.effects.state_title}")
    if (event.day, event.at) < after:
        return
    if effect == "renew":
        row["until"] = event.day_of("ends") or row["until"]
        row["agreement"] = str(event.values.get("number", "")) or row["agreement"]
        row["ended"] = ""
    elif effect == "leave":
        row["until"], row["ended"] = event.day, event.effects.state_title or event.effects.title
