"""The part of the case file that is about papers and terms: what stands on each paper, the agreement, what changed."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from medcheck.limits import Day
from medcheck.strict_model import StrictModel

# Events that start a deadline of the procedure, and the papers that an agency issues.
DatedBy = Literal["notice_served", "agreement_signed", "change_approved"]
PaperKind = Literal["acceptance", "correction", "refusal", "desk-result", "not-selected", "withdrawn", "filing"]


class Paper(StrictModel):
    """What the agency puts on one of its papers: number, date, the limit an officer sets, reasons a committee gave."""

    number: str = ""
    issued: Day | None = None
    due: Day | None = None
    reasons: list[str] = []


class Agreement(StrictModel):
    """The service agreement: its number, when it was signed, its term, and when it was filed with the authority."""

    number: str = ""
    signed: Day | None = None
    starts: Day | None = None
    ends: Day | None = None
    filed: Day | None = None


class FacilityChange(StrictModel):
    """A change of a designated facility (第十一条): what changed, when its authority approved it, when the facility applied.

    Each approval has a term of its own: two papers of one change are two entries.
    """

    kind: str = Field(min_length=1)
    approved: Day
    applied: Day | None = None


class Event(NamedTuple):
    """A day from which a term runs, and the day on which what it asks for was done; `what` tells changes apart."""

    starts: date | None
    done: date | None = None
    what: str = ""
