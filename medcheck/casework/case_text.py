"""The text of a case file from the events of a case: what `read_case` reads, from the command line and from here alike.

Knows no rule: whether an answer names a fact or a rule that is there is checked where a case file is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from medcheck import yaml_source
from medcheck.case.case_file import CaseSource
from medcheck.casework.case_event import CaseEvent
from medcheck.casework.fold import CaseState

# By list of the case file, what tells its entries apart: a later answer takes the place of an earlier one.
_TOLD_APART = {
    "registers": "fact",
    "decisions": "rule",
    "waivers": "rule",
    "documents_required": "name",
    "changes": "kind",
}
_SIGNED = frozenset({"registers", "decisions", "waivers"})  # each entry of these says by whom and when
CASE_FILE_NAME = "case.yaml"


def case_text(state: CaseState) -> str:
    """Return the case file that the events of a case come to, the keys in the order of the model; empty without any."""
    names = {"facility_name": state.subject.name, "uscc": state.subject.uscc}
    known: dict[str, object] = {key: name for key, name in names.items() if name}
    for event in state.events:
        for key, need in event.effects.case.items():
            _put(known, key, need, event)
    ordered = {key: known[key] for key in CaseSource.model_fields if key in known}
    return yaml_source.write(ordered) if ordered else ""


def case_sha256(state: CaseState) -> str:
    """Return the SHA-256 of the case file, by which an assessment says what it rests on."""
    return hashlib.sha256(case_text(state).encode()).hexdigest()


def _put(known: dict[str, object], key: str, need: str | Mapping[str, str], event: CaseEvent) -> None:
    """Put what an event says into the case file: in the place of what was said before, or into a list beside it."""
    if isinstance(need, Mapping):
        stated = {field: event.stated(name) for field, name in need.items()}
        _add(known, key, [{field: value for field, value in stated.items() if value is not None}], event)
        return
    value = event.stated(need)
    if value is None:
        _take_away(known, key)
    elif key in _TOLD_APART and isinstance(value, list):
        _add(known, key, [dict(item) for item in value if isinstance(item, Mapping)], event)
    else:
        _set(known, key.split("."), value)


def _add(known: dict[str, object], key: str, entries: Sequence[dict[str, object]], event: CaseEvent) -> None:
    by = _TOLD_APART[key]
    earlier = known.get(key)
    told = {str(entry.get(by)): entry for entry in earlier} if isinstance(earlier, list) else {}
    for entry in entries:
        signed = {"by": event.by, "on": event.day.isoformat()} if key in _SIGNED else {}
        told[str(entry.get(by))] = {**entry, **{name: value for name, value in signed.items() if name not in entry}}
    known[key] = list(told.values())


def _take_away(known: dict[str, object], key: str) -> None:
    """Take away what an earlier event of the same kind stated and this one does not (the day of posting)."""
    if "." not in key and key not in _TOLD_APART:
        known.pop(key, None)


def _set(known: dict[str, object], path: Sequence[str], value: object) -> None:
    for step in path[:-1]:
        inner = known.setdefault(step, {})
        assert isinstance(inner, dict)
        known = inner
    known[path[-1]] = value
