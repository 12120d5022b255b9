"""The part of the case file that is about papers and terms: what stands on each paper, the agreement, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from medcheck.limits import Day
from medcheck.strict_model import StrictModel

# Days of a case that are kept under `days`: what no other part of the case file states.
CaseDay = Literal[
    "received",
    "accepted",
    "supplement_asked",
    "supplement_received",
    "result_served",
    "claim_submitted",
    "claim_paid",
    "renewal_requested",
    "exit_planned",
    "exit_requested",
]
# Days of the case from which a clock of the procedure may run, and the papers that an agency issues.
DatedBy = Literal[
    "received",
    "accepted",
    "notice_served",
    "result_served",
    "agreement_signed",
    "agreement_ends",
    "change_approved",
    "claim_submitted",
    "exit_planned",
]
# The day on which what a clock asks for was done, where the case file keeps one.
DONE_ON: Mapping[DatedBy, CaseDay | Literal["notice_served"]] = {
    "received": "notice_served",
    "accepted": "result_served",
    "agreement_ends": "renewal_requested",
    "claim_submitted": "claim_paid",
    "exit_planned": "exit_requested",
}
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
    """A change of a designated facility (变更): what changed, when its authority approved it, when the facility applied.

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
