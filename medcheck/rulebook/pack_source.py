"""What pack.yaml and clauses.yaml state: the document, whom and when it binds, and what is done about each clause."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Coverage = Literal[
    "automated",
    "inspection",
    "reviewer",
    "agency",
    "procedure",
    "alias",
    "conclusion",
    "heading",
    "not_applicable",
    "planned",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(_Strict):
    """The regulation itself: its title, its number, and who issued it."""

    title: str
    number: str
    issuer: str


class Correction(_Strict):
    """How many working days an applicant has after the one-time notice, and where that stands."""

    cite: str
    working_days: int


class Relaxable(_Strict):
    """Whose conditions may be relaxed at all (第二十条), by facility type and by licence category."""

    cite: str
    facility_types: tuple[str, ...] = ()
    licence_categories: tuple[str, ...] = ()


class PackSource(_Strict):
    """pack.yaml: the document, the region it binds (division codes), its validity with both ends, whether verified.

    `notices` maps the first day a sentence is printed on reports to that sentence.
    """

    id: str
    document: Document
    region: tuple[str, ...]
    valid_from: date
    valid_to: date
    verified: bool
    sections: tuple[str, ...]
    notices: dict[date, str] = {}
    relaxable: Relaxable | None = None
    correction: Correction | None = None


class Clause(_Strict):
    """A clause of the regulation: citation, what it says in our own words, and what medcheck does about it."""

    cite: str
    title: str
    status: Coverage
    rules: tuple[str, ...] = ()
    reason: str = ""
