"""The site visit as the agency records it, in the case file or on a site-visit sheet. Knows nothing of rules."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from medcheck.limits import Day
from medcheck.strict_model import StrictModel

INSPECTORS = 2  # how many people make a site visit


class Measurement(StrictModel):
    """A value measured on the site visit."""

    fact: str
    value: object = None
    note: str = ""


class InspectionAnswer(StrictModel):
    """What the inspectors found of one item of the site visit."""

    rule: str
    answer: Literal["符合", "不符合"]
    note: str = ""


class Inspection(StrictModel):
    """The site visit: when, by whom, who was there for the facility, what was measured and what was found.

    `remarks` are sentences about what was neither measured nor answered.
    """

    on: Day
    inspectors: list[str] = Field(min_length=1)
    start: str = ""
    end: str = ""
    present: str = ""
    measurements: list[Measurement] = []
    answers: list[InspectionAnswer] = []
    remarks: list[str] = []

    @property
    def counts(self) -> bool:
        """Return whether it was made by two people or more (A-85): the same name twice is one person."""
        return len({re.sub(r"\s", "", name) for name in self.inspectors}) >= INSPECTORS
