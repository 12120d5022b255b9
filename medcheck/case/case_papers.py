"""The part of the case file that is about papers: what the agency puts on each, and the agreement it signs."""

from __future__ import annotations

from typing import Literal

from medcheck.limits import Day
from medcheck.strict_model import StrictModel

# Events that start a deadline of the procedure, and the papers that an agency issues.
DatedBy = Literal["notice_served", "agreement_signed", "agreement_starts", "change_approved"]
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
