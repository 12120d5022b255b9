"""The events of a case as they are stored. What was read once is kept: an event never changes."""

from __future__ import annotations

from medcheck.casework.case_event import CaseEvent, read_event
from medcheck.context import keep
from medcheck.register.models import StoredEvent

_KEPT = 8192


def stored_events(case: int) -> tuple[CaseEvent, ...]:
    """Return the events of a case in order, none for one that is not there; raise CaseworkError for a text that is no event."""
    bodies = StoredEvent.objects.filter(case=case).order_by("seq").values_list("body", flat=True)
    return tuple(parsed_event(body) for body in bodies)


@keep(_KEPT)
def parsed_event(body: str) -> CaseEvent:
    """Return the event of a stored text; raise CaseworkError for any other."""
    return read_event(body)
