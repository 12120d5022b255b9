"""What pack.yaml and clauses.yaml state: the document, whom and when it binds, and what is done about each clause."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from medcheck.case.case_papers import DatedBy, PaperKind
from medcheck.fact import Facts
from medcheck.limits import LAST_YEAR, Day
from medcheck.strict_model import StrictModel
from medcheck.term import Length

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
    "open",
]


FacilityType = Literal["hospital", "clinic", "pharmacy"]
NATION = "000000"
LAST_DAY = date(LAST_YEAR, 12, 31)


def area_of(code: str) -> str:
    """Return the digits by which every division inside a division begins: 3301 of 330100, none of the nation."""
    return re.sub("(00)+$", "", code)


def is_division(text: str) -> bool:
    """Return whether a text has the shape of a division code."""
    return bool(re.fullmatch("[0-9]{6}", text))


def _division(code: str) -> str:
    if not is_division(code):
        raise ValueError("应为 6 位数字的行政区划代码，例如 330100")
    return code


class Document(StrictModel):
    """The regulation itself: its title, its number, and who issued it."""

    title: str
    number: str
    issuer: str


class Instrument(StrictModel):
    """One of several instruments a pack is made of: how citations call it (令第2号), and from which day it is in force."""

    title: str = Field(min_length=1)
    number: str = Field(min_length=1)
    in_force: Day
    cited_as: str = Field(min_length=1)


class Clock(StrictModel):
    """A clock of the procedure: from which day of the case, how long, who has to act, and what follows when nobody does.

    The length is one of working days, months and years. The first day is not counted. `ahead` has it run backwards: so
    many months before the day at the latest. `without_supplementing` leaves out the days in which papers are supplemented.
    `act` is what has to be done, in words. `kinds` are the kinds of change the clause names, each with its other names.
    """

    title: str
    cite: str
    start: DatedBy = Field(alias="from")
    working_days: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)
    years: int | None = Field(default=None, ge=1)
    party: Literal["applicant", "agency", "both"]
    after: str
    act: str = ""
    ahead: bool = False
    without_supplementing: bool = False
    kinds: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        lengths = [length for length in (self.working_days, self.months, self.years) if length is not None]
        if len(lengths) != 1:
            raise ValueError("应写明 working_days、months、years 中的一个")
        if self.ahead and self.working_days is not None:
            raise ValueError("ahead 只与 months、years 同用")
        return self

    @property
    def length(self) -> Length:
        """Return the length as it is counted."""
        return Length(self.working_days or 0, self.months or 0, self.years or 0)

    def names(self, kind: str) -> bool:
        """Return whether the clause names a kind of change, by one of its names."""
        return any(kind in (name, *others) for name, others in self.kinds.items())


class Relaxable(StrictModel):
    """Whose conditions may be relaxed at all (a waiver), by facility type and by licence category."""

    cite: str
    facility_types: tuple[str, ...] = ()
    licence_categories: tuple[str, ...] = ()


class PrincipleSource(StrictModel):
    """A principle of the comparison: citation, heading, and which of the results say something under it."""

    cite: str
    title: str
    says: Literal["openly", "spread", "kinds", "alike", "stock", ""] = ""


class Evaluation(StrictModel):
    """How applicants of a batch are compared: the article it rests on, and the principles to be seen to.

    They are put in order by weights by rule id; without weights nothing is ordered, and an order decides nothing.
    """

    cite: str = ""
    principles_cite: str = ""
    principles: tuple[PrincipleSource, ...] = ()
    weights: dict[str, Annotated[int, Field(ge=1)]] = {}


class PackSource(StrictModel):
    """pack.yaml: the document, the region it binds, its validity with both ends, whether verified.

    `instruments` are by name those the pack is made of, where they are several; each clause then names its own. `region`
    are division codes: of a county (330102), a city (330100), a province (330000), or the nation (000000).
    `valid_to` is absent where no end is set; `facility_types` are those it is for, none meaning every type. `places` gives
    by what applicants write for their place its division code. `base` is the pack of the level above, `also` packs whose
    rules hold beside it; `without_deadlines` are those of their clocks that do not run here. `caution` is what a reader of
    any report must know before all else. `notices` maps the first day a sentence is printed on reports to that sentence;
    `papers` a paper to what it rests on. `materials_complete` names the rule that says the papers are complete after a
    correction, which the program answers where nothing is lacking.
    """

    id: str
    base: str = ""
    also: tuple[str, ...] = ()
    document: Document
    instruments: dict[str, Instrument] = {}
    region: tuple[Annotated[str, AfterValidator(_division)], ...]
    places: dict[str, Annotated[str, AfterValidator(_division)]] = {}
    facility_types: tuple[FacilityType, ...] = ()
    valid_from: Day
    valid_to: Day | None = None
    verified: bool
    caution: str = ""
    sections: tuple[str, ...]
    notices: dict[date, str] = {}
    relaxable: Relaxable | None = None
    papers: dict[PaperKind, str] = {}
    deadlines: dict[str, Clock] = {}
    without_deadlines: tuple[str, ...] = ()
    evaluation: Evaluation = Evaluation()
    materials_complete: str = ""

    @field_validator("region")
    @classmethod
    def _somewhere(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("不能为空")
        return value

    @field_validator("valid_to")
    @classmethod
    def _not_before_it_begins(cls, value: date | None, others: ValidationInfo) -> date | None:
        begins = others.data.get("valid_from")
        if begins and value and value < begins:
            raise ValueError(f"应不早于 valid_from（{begins}）")
        return value

    @property
    def last_day(self) -> date:
        """Return the last day in force; of a pack without an end, the last day anything can mean."""
        return self.valid_to or LAST_DAY

    def in_force(self, day: date) -> bool:
        """Return whether the pack is in force on a day, both ends included."""
        return self.valid_from <= day <= self.last_day

    def is_for(self, kind: str) -> bool:
        """Return whether the pack is for a facility type."""
        return not self.facility_types or kind in self.facility_types

    def nearness(self, place: str) -> int:
        """Return how near the region is to a place: 6 its county, 4 its city, 2 its province, 0 the nation, else -1."""
        areas = [area_of(code) for code in self.region]
        return max((len(area) for area in areas if place.startswith(area)), default=-1)


class Clause(StrictModel):
    """A clause of the regulation: citation, what it says in our own words, and what medcheck does about it.

    `instrument` names the one of several it stands in; the citation begins as that one is cited.

    `applies_to` names by fact and value whom a clause is for where one rule is written for several clauses; `cites` gives
    by facility type what of the citation binds that type, where it is not all of it; `corresponds` by pack the clauses
    there that are about the same matter; `quote` are the words of the text it is about, where that lies beside the pack.
    """

    cite: str
    instrument: str = ""
    title: str
    status: Coverage
    rules: tuple[str, ...] = ()
    reason: str = ""
    applies_to: dict[str, str] = {}
    cites: dict[str, str] = {}
    corresponds: dict[str, tuple[str, ...]] = {}
    quote: tuple[str, ...] = ()

    @field_validator("quote", mode="before")
    @classmethod
    def _one_quote_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _parts_of_the_citation(self) -> Self:
        parts = self.cite.split("；")
        strange = [part for cite in self.cites.values() for part in cite.split("；") if part not in parts]
        if strange:
            raise ValueError(f"cites 中的“{strange[0]}”应为 cite（{self.cite}）的一部分")
        return self

    def cited_as(self, words: str) -> Clause:
        """Return the clause with every part of its citation preceded by how its instrument is cited."""
        made = {
            "cite": _preceded(self.cite, words),
            "cites": {key: _preceded(cite, words) for key, cite in self.cites.items()},
        }
        return self.model_copy(update=made)

    def cite_of(self, facts: Facts) -> str:
        """Return the part of the citation that binds a facility of these facts."""
        return self.cites.get(str(facts["facility_type"].value), self.cite) if self.cites else self.cite

    def binds(self, facts: Facts) -> bool:
        """Return whether the clause is for a facility of these facts."""
        return all(facts[name].value == value for name, value in self.applies_to.items())


def _preceded(cite: str, words: str) -> str:
    return "；".join(f"{words}{part}" for part in cite.split("；"))
