"""What a rule file states, before the language has read it: sections, rules, how they meet the rules of another level."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from medcheck.limits import Day
from medcheck.strict_model import StrictModel

Severity = Literal["redirect", "not_accepted", "correctable", "hard", "advisory"]
Decider = Literal["data", "inspection", "reviewer", "agency"]
RuleStatus = Literal["active", "draft", "deprecated"]


class Title(StrictModel):
    """A name in Chinese, for users, and in English, for whoever maintains the rules."""

    zh: str = Field(min_length=1)
    en: str = ""


class Refines(StrictModel):
    """How a rule of a layer meets a rule of the level above: which one, why, and where that is written.

    `stricter`: both must hold. `prevails`: this one decides, the other is told as not counted.
    """

    rule: str
    meets: Literal["prevails", "stricter"]
    reason: str = Field(min_length=1)
    cite: str = Field(min_length=1)


class Excepts(StrictModel):
    """Of which rule a rule is the exception, who may grant it, and where that is written.

    Where the exception applies it decides, and the general rule is told beside it as not counted.
    """

    rule: str
    authority: str = Field(min_length=1)
    cite: str = Field(min_length=1)


class RuleSource(StrictModel):
    """A rule as a file states it, before the language has read its requirements.

    `valid_from` and `valid_to` are the first and last application date it holds for, where that is not all of the pack's
    days. A `draft` is judged and told, and never counts; what is `deprecated` is kept to be read and judged no more.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    clause: str | list[str] = ""
    title: Title
    applies_to: dict[str, object] = {}
    requires: dict[str, object] | None = None
    otherwise_judge: dict[str, object] | list[object] | None = None
    severity: Severity | None = None
    decided_by: Decider | None = None
    reading: str | list[str] | None = None
    remedy: Title | None = None
    refines: Refines | None = None
    excepts: Excepts | None = Field(default=None, alias="except")
    valid_from: Day | None = None
    valid_to: Day | None = None
    status: RuleStatus = "active"

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to 应不早于 valid_from（{self.valid_from}）")
        return self


class SectionSource(StrictModel):
    """A rule file: a section of the regulation, defaults for every rule below, and its rules in the order of the text.

    `otherwise_judge` and `reading` add to what a rule states itself; the other defaults stand where a rule is silent.
    """

    section: Title
    applies_to: dict[str, object] = {}
    otherwise_judge: dict[str, object] | None = None
    reading: str | None = None
    severity: Severity | None = None
    decided_by: Decider = "data"
    rules: list[RuleSource]
