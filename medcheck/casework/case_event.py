"""An event of a case, its canonical text, and the chains that show when one was changed. Knows no store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from pydantic import ValidationError, field_validator

from medcheck.casework.effects import Effects
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.strict_model import StrictModel

# What an event can state, as JSON: no fractions, whose text is not one and the same everywhere.
Value = str | int | list[str] | list[int] | list[dict[str, object]] | dict[str, object]


class CaseworkError(MedcheckError):
    """An act that cannot be recorded, or an event that cannot be read; whoever acts can mend it."""


class CaseSubject(StrictModel):
    """The institution a case is about, as its application states it: one site is one case."""

    name: str = ""
    uscc: str = ""
    site: str = ""
    kind: str = ""
    level: str = ""
    county: str = ""


class PaperNumber(StrictModel):
    """The number of a paper: which paper (its title), of which year, which one of that year."""

    paper: str
    year: int
    number: int

    def __str__(self) -> str:
        """Return `补正一次性告知书〔2019〕12号`."""
        return f"{self.paper}〔{self.year}〕{self.number}号"


class CaseEvent(StrictModel):
    """What happened in a case: the day it counts for, the moment it was recorded, by whom, its values and its effects.

    `seq` is its number within the case, from 1; `files` are the SHA-256 of what it brings, by the need it answers. The first
    event says by which `pack` the case is led and whom it is about; one that numbers a paper has the number.
    """

    v: int = 1
    case: int
    seq: int
    procedure: str
    procedure_sha256: str = ""
    pack: str = ""
    action: str
    day: date
    at: str
    by: str
    role: str
    via: str = ""
    values: dict[str, Value] = {}
    files: dict[str, str] = {}
    effects: Effects = Effects()
    subject: CaseSubject = CaseSubject()
    numbered: PaperNumber | None = None

    @field_validator("at")
    @classmethod
    def _with_its_zone(cls, value: str) -> str:
        if datetime.fromisoformat(value).tzinfo is None:
            raise ValueError("应写明时区")
        return value

    def stated(self, name: str) -> Value | None:
        """Return the value or the file that answers a need."""
        return self.values[name] if name in self.values else self.files.get(name)

    def day_of(self, name: str) -> date | None:
        """Return the day a need gives, None where it is not given."""
        value = self.values.get(name)
        return date.fromisoformat(value) if isinstance(value, str) and value else None

    @property
    def acted(self) -> date:
        """Return the day of the act itself: the first of its days that is given, else the day that counts."""
        given = (self.day_of(name) for name in self.effects.days)
        return next((day for day in given if day), self.day)


def body_of(event: CaseEvent) -> str:
    """Return the canonical text of an event: sorted keys, no spaces, what is not stated left out."""
    plain = event.model_dump(mode="json", exclude_defaults=True) | {"v": event.v}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_event(body: str) -> CaseEvent:
    """Return the event of a canonical text; raise CaseworkError for any other text."""
    try:
        event = CaseEvent.model_validate(json.loads(body))
    except (ValidationError, ValueError) as error:
        problem = Problem(Place("事件"), "不是一条事件的文本", "从备份恢复，或用写出它的程序版本读取")
        raise CaseworkError([problem]) from error
    if body_of(event) != body:
        problem = Problem(Place(f"事件 {event.seq}"), "文本不是规范的写法", "从备份恢复，或用写出它的程序版本读取")
        raise CaseworkError([problem])
    return event


def event_hash(previous: str, body: str) -> str:
    """Return the hash of an event: of the hash before it in the case (empty for the first) and its text."""
    return hashlib.sha256(f"{previous}{body}".encode()).hexdigest()


def register_link(previous: str, event_sha256: str) -> str:
    """Return the link of an event in the register: of the link before it, whatever its case, and its hash."""
    return hashlib.sha256(f"{previous}{event_sha256}".encode()).hexdigest()


def case_hashes(bodies: Iterable[str]) -> Iterator[str]:
    """Yield the hash of each event of a case, in order; the last one is the head of the case."""
    previous = ""
    for body in bodies:
        previous = event_hash(previous, body)
        yield previous


def broken_events(bodies: Iterable[str], hashes: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each event of a case whose text, number or hash is not what it was when it was recorded."""
    previous = ""
    for number, (body, stated) in enumerate(zip(bodies, hashes, strict=True), start=1):
        place = Place(f"事件 {number}")
        if event_hash(previous, body) != stated:
            yield Problem(place, "内容或者顺序与登记时不同：校验值不符", "从备份恢复，并查明是谁改动的")
        else:
            yield from _misread(body, number, place)
        previous = stated


def _misread(body: str, number: int, place: Place) -> Iterator[Problem]:
    try:
        event = read_event(body)
    except CaseworkError as error:
        yield from error.problems
        return
    if event.seq != number:
        yield Problem(place, f"编号应为 {number}，现为 {event.seq}", "从备份恢复，并查明缺了哪一条")


def with_values(event: CaseEvent, values: Mapping[str, Value]) -> CaseEvent:
    """Return an event as it counts after a correction: other values, and the day they give."""
    known = {name: value for name, value in {**event.values, **values}.items() if value != ""}
    files = {name: digest for name, digest in event.files.items() if name not in values}
    for name in set(values) & set(event.files):
        files[name] = str(values[name])
        known.pop(name, None)
    # A last day that was printed for another first day binds nobody any more.
    start = {
        name: began.model_copy(update={"last": None})
        if {began.on, began.until, began.days_needed} & set(values)
        else began
        for name, began in event.effects.start.items()
    }
    effects = event.effects.model_copy(update={"start": start})
    changed = event.model_copy(update={"values": known, "files": files, "effects": effects})
    return changed if event.effects.legal_day_after else changed.model_copy(update={"day": changed.acted})
