"""A procedure as data: its states, actions, clocks, papers and readings. Knows no case and opens no file.

`habit` marks what the regulation does not say: it can be switched off, and nothing of it is printed as 「依据第…条」.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from medcheck.case.case_papers import PaperKind
from medcheck.casework.effects import EachEffect, Guard, StartEffect, StopEffect
from medcheck.strict_model import StrictModel
from medcheck.verdict import Conclusion, Stage

NEW = "new"  # the state before the first event

Role = Literal["clerk", "inspector", "reviewer", "head", "auditor", "authority", "administrator", "round"]
Party = Literal[
    "applicant",
    "agency",
    "city_agency",
    "both",
    "authority",
    "city_authority",
    "county_authority",
    "law",
    "agreement",
    "anyone",
]
NeedKind = Literal[
    "date",
    "text",
    "lines",
    "choice",
    "number",
    "checks",
    "people",
    "file",
    "workbook",
    "visit",
    "answers",
    "case",
    "cases",
]
ROLE_WORDS: Mapping[str, str] = {
    "clerk": "经办人员",
    "inspector": "勘验人员",
    "reviewer": "评审人员",
    "head": "负责人",
    "auditor": "审计人员",
    "authority": "医疗保障行政部门",
    "administrator": "管理员",
    "round": "批次",
}
PARTY_WORDS: Mapping[str, str] = {
    "applicant": "申请单位",
    "agency": "经办机构",
    "city_agency": "市经办机构",
    "both": "双方",
    "authority": "医疗保障行政部门",
    "city_authority": "市医疗保障行政部门",
    "county_authority": "县级医疗保障行政部门",
    "law": "依条文发生",
    "agreement": "依协议发生",
    "anyone": "任何人",
}


class Need(StrictModel):
    """What an action asks for: of which kind, and what the form calls it. `list` names a check list of the procedure.

    `future` allows a day after the one on which it is recorded; `latest_of` are the days of which it must be the latest;
    `whole` wants every item of the check list.
    """

    kind: NeedKind
    title: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    list: str = ""
    whole: bool = False
    optional: bool = False
    future: bool = False
    latest_of: tuple[str, ...] = ()
    habit: bool = False


class ProcedureState(StrictModel):
    """A state: who has to act, and the stage of an assessment it waits for.

    `cannot` tells for each conclusion that cannot come here why it cannot.
    """

    title: str = Field(min_length=1)
    waits_for: Party | None = None
    awaits: Stage | None = None
    cannot: dict[Conclusion, str] = {}


class ProcedureClock(StrictModel):
    """A clock: a deadline of the pack by name, one of a length of its own, or one whose last day or length a person sets.

    `where_stated` leaves the clock out under a pack that has no such deadline. `without` says which time is not counted
    in it by the text, so that it may be held.
    """

    deadline: str = ""
    title: str = ""
    cite: str = ""
    party: Party | None = None
    after: str = ""
    working_days: int = Field(default=0, ge=0)
    months: int = Field(default=0, ge=0)
    without: str = ""
    where_stated: bool = False
    habit: bool = False
    first_day_counts: bool = False

    @model_validator(mode="after")
    def _told_once(self) -> Self:
        if bool(self.deadline) == bool(self.title and self.party):
            raise ValueError("应写明 deadline（规则包的期限），或者 title 和 party（由人规定的期限）")
        if (self.working_days and self.months) or (self.deadline and (self.working_days or self.months)):
            raise ValueError("期限的长度只写一处：deadline、working_days 或 months")
        if self.where_stated and not self.deadline:
            raise ValueError("where_stated 只用于 deadline（规则包的期限）")
        return self


class ProcedurePaper(StrictModel):
    """A paper that an action numbers; `kind` is the template it is made from, where there is one."""

    title: str = Field(min_length=1)
    kind: PaperKind | None = None
    habit: bool = False


class Pause(StrictModel):
    """The needs that give the first and the last day on which a clock stands still."""

    first: str
    last: str


class ProcedureAction(StrictModel):
    """A step: where it is open, where it leads, whose act it is in law, who may record it, and what it brings about.

    A `duty` runs beside a state. A `record` keeps what became known: no step of the regulation, and none to switch off.
    `hold` and `resume` name the days between which a clock stands still by the text. Of a round, `each` says what is
    written to the cases an answer names; `names_all` that every member still open must be named.
    """

    title: str = Field(min_length=1)
    cite: str = ""
    note: str = ""
    habit: bool = False
    record: bool = False
    duty: bool = False
    starts_from: tuple[str, ...] = Field(alias="from", min_length=1)
    to: str = ""
    actor: Party
    by: tuple[Role, ...] = Field(min_length=1)
    not_by: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    when: tuple[Guard, ...] = ()
    resolves: tuple[Conclusion, ...] = ()
    legal_day_after: str = ""
    needs: dict[str, Need] = {}
    start: dict[str, StartEffect] = {}
    stop: dict[str, StopEffect] = {}
    stop_all: str = ""
    pause: dict[str, Pause] = {}
    hold: dict[str, str] = {}
    resume: dict[str, str] = {}
    each: dict[str, EachEffect] = {}
    names_all: bool = False
    case: dict[str, str | dict[str, str]] = {}
    paper: str = ""
    list: Literal["enter", "change", "renew", "leave", ""] = ""

    @model_validator(mode="after")
    def _by_law_or_by_habit(self) -> Self:
        if sum((bool(self.cite), self.habit, self.record)) != 1:
            raise ValueError(
                "应写明依据的条文（cite），条文没有的写 habit: true，只是登记的写 record: true，只写其中一项"
            )
        return self

    @property
    def days(self) -> tuple[str, ...]:
        """Return the needs of which the first one given is the day that counts; without a word of it the first date."""
        return self.day or tuple(name for name, need in self.needs.items() if need.kind == "date")[:1]

    @property
    def submission(self) -> str:
        """Return the need that brings a workbook, which then is the submission that counts."""
        return next((name for name, need in self.needs.items() if need.kind == "workbook"), "")


class ProcedureOption(StrictModel):
    """One way to read the text: fields of actions or clocks replaced, actions dropped, or nothing but a person's care.

    Mappings are laid over those of the action; a field of them that is null is taken away.
    """

    title: str
    by_person: bool = False
    replace: dict[str, dict[str, object]] = {}
    clocks: dict[str, dict[str, object]] = {}
    drop: tuple[str, ...] = ()


class ProcedureReading(StrictModel):
    """A question the text leaves open. The first option is the default: the procedure as written."""

    question: str
    options: dict[str, ProcedureOption] = Field(min_length=2)

    @field_validator("options")
    @classmethod
    def _others_do_something(cls, value: dict[str, ProcedureOption]) -> dict[str, ProcedureOption]:
        for number, (name, option) in enumerate(value.items()):
            changes = bool(option.replace or option.clocks or option.drop)
            if changes and (number == 0 or option.by_person):
                raise ValueError(f"“{name}”：第一个选项和由人掌握的选项不改变程序")
            if number and not changes and not option.by_person:
                raise ValueError(f"“{name}”什么也不改变：写明 replace、clocks、drop 或 by_person: true")
        return value


class InForce(StrictModel):
    """From which day to which the regulation of a procedure holds, both included."""

    since: date = Field(alias="from")
    to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.since <= day and (self.to is None or day <= self.to)


class ProcedureSource(StrictModel):
    """A file of `procedures/` as it stands.

    `caution` is what everybody must know who is led by it. `members` names the procedure of a round's members.
    """

    id: str
    title: str
    cite: str
    caution: str = ""
    in_force: InForce
    members: str = ""
    states: dict[str, ProcedureState]
    final: tuple[str, ...]
    clocks: dict[str, ProcedureClock] = {}
    papers: dict[str, ProcedurePaper] = {}
    checks: dict[str, tuple[str, ...]] = {}
    actions: dict[str, ProcedureAction]
    readings: dict[str, ProcedureReading] = {}


class Procedure(NamedTuple):
    """A procedure as a case is led by it: the file, under some readings and without the habits that are switched off.

    `sha256` is that of the file; `clocks` have the words and lengths of the pack; `lines` say where an action stands.
    """

    source: ProcedureSource
    clocks: Mapping[str, KnownClock]
    sha256: str
    file: str
    lines: Mapping[str, int]
    readings: Mapping[str, str] = {}

    @property
    def id(self) -> str:
        """Return the name by which cases know it."""
        return self.source.id

    @property
    def actions(self) -> Mapping[str, ProcedureAction]:
        """Return the steps, in the order of the file."""
        return self.source.actions

    def state_title(self, state: str) -> str:
        """Return what a state is called."""
        return "尚未开始" if state == NEW else self.source.states[state].title

    def habits(self) -> Iterator[str]:
        """Yield what can be switched off: actions by name, `paper:NAME`, `need:ACTION.NAME`, four eyes as `eyes:ACTION`."""
        yield from (name for name, action in self.actions.items() if action.habit)
        yield from (f"paper:{name}" for name, paper in self.source.papers.items() if paper.habit)
        for name, action in self.actions.items():
            yield from (f"need:{name}.{need}" for need, asked in action.needs.items() if asked.habit)
            if action.not_by:
                yield f"eyes:{name}"


class KnownClock(NamedTuple):
    """A clock of a procedure with what the pack says of it. Without a length a person sets the last day or the length."""

    title: str
    cite: str
    party: str
    after: str
    working_days: int = 0
    months: int = 0
    years: int = 0
    without: str = ""
    habit: bool = False
    first_day_counts: bool = False
