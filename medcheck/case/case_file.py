"""The case file (case.yaml): what only the agency knows of an application, each answer with who and when.

Knows nothing of rules: whether a decision names a rule that a person may decide is checked where the rules are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from medcheck import yaml_source
from medcheck.case.case_papers import DONE_ON, Agreement, CaseDay, DatedBy, Event, FacilityChange, Paper, PaperKind
from medcheck.case.inspection import Inspection
from medcheck.case.visit_form import VisitDoubt
from medcheck.disk import read_file
from medcheck.errors import MedcheckError, Place, Problem, WorkbookError
from medcheck.fact import CellRef, Fact, Role
from medcheck.limits import Day
from medcheck.shown import file_name
from medcheck.stated import read_fact
from medcheck.strict_model import StrictModel
from medcheck.vocabulary import Vocabulary
from medcheck.yaml_source import Node


class _Signed(StrictModel):
    """What a named person attested on a day; it may count from a first day and to a last one, both included."""

    by: str = Field(min_length=1)
    on: Day
    note: str = ""
    valid_from: Day | None = None
    valid_to: Day | None = None

    @field_validator("valid_to")
    @classmethod
    def _not_before_it_begins(cls, value: date | None, others: ValidationInfo) -> date | None:
        begins = others.data.get("valid_from")
        if value and begins and value < begins:
            raise ValueError(f"应不早于 valid_from（{begins}）")
        return value

    def counts_on(self, day: date | None) -> bool:
        """Return whether it counts on a day; on a day that is not known everything does."""
        if day is None:
            return True
        return (self.valid_from is None or day >= self.valid_from) and (self.valid_to is None or day <= self.valid_to)


class RegisterAnswer(_Signed):
    """What a register says of one fact: its value, which register, who asked and when."""

    fact: str
    value: object = None
    register_name: str = Field(default="", alias="register")


class Decision(_Signed):
    """What a named person decided about one rule."""

    rule: str
    answer: Literal["符合", "不符合"]


class Waiver(_Signed):
    """A clause relaxed for this facility (放宽): the bound granted, under which published decision, and why."""

    rule: str
    granted: object
    decision: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class RequiredDocument(StrictModel):
    """A further document that the agency asked for in writing (第七至九条 末项), and whether it was received."""

    name: str = Field(min_length=1)
    received: Literal["是", "否"] | None = None


class CaseSource(StrictModel):
    """The case file as it stands. Without one everything only the agency can know stays open.

    `facility_name` and `uscc` say whose case it is: it is used with no other application.

    `officer` handles the case, `contact` and `phone` answer the applicant's questions: an office's line, since the
    number of a person's mobile is never printed whole. A correction that came by post was handed in on the day it was
    posted (`correction_posted`, by the postmark). `change_approved` and `change_applied` are the short form of one change.
    `days` are further days of the procedure, from which clocks of the pack run or by which they are kept.
    """

    case: str = ""
    facility_name: str = ""
    uscc: str = ""
    application_date: Day | None = None
    assessment_date: Day | None = None
    notice_served: Day | None = None
    receiving_agency: str = ""
    resubmission: Literal["是", "否"] = "否"
    documents_required: list[RequiredDocument] | None = None
    registers: list[RegisterAnswer] = []
    decisions: list[Decision] = []
    inspection: Inspection | None = None
    waivers: list[Waiver] = []
    officer: str = ""
    contact: str = ""
    phone: str = ""
    office: str = ""
    correction_received: Day | None = None
    correction_posted: Day | None = None
    change_approved: Day | None = None
    change_applied: Day | None = None
    changes: list[FacilityChange] = []
    agreement: Agreement = Agreement()
    days: dict[CaseDay, Day] = {}
    papers: dict[PaperKind, Paper] = {}

    @field_validator("documents_required", mode="before")
    @classmethod
    def _none_is_an_empty_list(cls, value: object) -> object:
        return [] if value == "无" else value

    def paper(self, kind: PaperKind) -> Paper:
        """Return what the agency puts on one of its papers, empty where nothing is stated."""
        return self.papers.get(kind, Paper())

    @property
    def correction_handed_in(self) -> date | None:
        """Return the day on which the correction was handed in: the day of posting, else the day it arrived."""
        return self.correction_posted or self.correction_received

    def events(self, name: DatedBy) -> tuple[Event, ...]:
        """Return the days from which a deadline of the procedure runs: one, but of changes one for each."""
        if name == "notice_served":
            return (Event(self.notice_served, self.correction_handed_in),)
        if name == "agreement_signed":
            return (Event(self.agreement.signed, self.agreement.filed),)
        if name != "change_approved":
            return (Event(self._day(name), self._day(DONE_ON.get(name, ""))),)
        changes = [Event(change.approved, change.applied, change.kind) for change in self.changes]
        if self.change_approved or not changes:
            changes.insert(0, Event(self.change_approved, self.change_applied))
        return tuple(changes)

    def _day(self, name: str) -> date | None:
        """Return a day of the case by its name."""
        if name == "agreement_ends":
            return self.agreement.ends
        if name == "notice_served":
            return self.notice_served
        return next((day for key, day in self.days.items() if key == name), None)

    @property
    def supplementing(self) -> tuple[tuple[date, date], ...]:
        """Return the days in which papers were supplemented, from the day after they were asked for to that they came."""
        asked, came = self.days.get("supplement_asked"), self.days.get("supplement_received")
        return ((asked + timedelta(days=1), came),) if asked and came else ()


class CaseFile(NamedTuple):
    """A case file and the facts it states by authority: register answers and measurements, each with its line.

    `granted` holds by rule the bound a waiver grants, as YAML, so that the rule language can read it, `waiver_bounds` and
    `waiver_lines` hold it and its line by waiver; `places` the cells of
    the site-visit sheet that answer a rule, `visit_sheet` its file name, `visit_sha256` its digest, `visit_cells` the cells of its
    head, `doubts` what it leaves open or finds otherwise, `told` what of it should be mended and stops nothing.
    """

    source: CaseSource
    file: str = ""
    registers: tuple[Fact, ...] = ()
    measurements: tuple[Fact, ...] = ()
    lines: Mapping[str, int] = {}
    granted: Mapping[str, Node] = {}
    sha256: str = ""
    places: Mapping[str, Place] = {}
    visit_sheet: str = ""
    visit_sha256: str = ""
    waiver_lines: tuple[int, ...] = ()
    waiver_bounds: tuple[Node, ...] = ()
    visit_cells: Mapping[str, Place] = {}
    doubts: tuple[VisitDoubt, ...] = ()
    told: tuple[Problem, ...] = ()

    @property
    def visit_counts(self) -> bool:
        """Return whether there was a site visit, by two people or more (A-85)."""
        visit = self.source.inspection
        return visit is not None and visit.counts

    @property
    def counted(self) -> CaseFile:
        """Return the case without the visit where it does not count: nothing it found settles anything."""
        if self.visit_counts:
            return self
        return self._replace(source=self.source.model_copy(update={"inspection": None}), measurements=(), doubts=())

    @property
    def files(self) -> Mapping[str, str]:
        """Return the names of the case file and of the visit sheet by their roles."""
        return {Role.CASE: self.file, Role.VISIT: self.visit_sheet}

    def place(self, key: str) -> Place:
        """Return where the answer to a rule stands, for a problem."""
        return self.places.get(key) or Place(self.file, line=self.lines.get(key, 1))

    def ref(self, key: str, raw: str) -> CellRef:
        """Return where an answer stands: the file and the line."""
        return CellRef(Role.CASE, "", f"第 {self.lines.get(key, 1)} 行", raw)


NO_CASE = CaseFile(CaseSource())


def read_case(path: Path, vocabulary: Vocabulary | None) -> CaseFile:
    """Return the case file; raise WorkbookError with every problem and its line.

    Without a vocabulary its answers about facts are left unread: which facts there are hangs on the pack, and the pack on
    the day of application.
    """
    missing = ("找不到案件文件", "核对 --case 后的文件名和所在文件夹")
    try:
        content = read_file(path, yaml_source.LARGEST, missing=missing)
    except MedcheckError as error:
        raise WorkbookError(error.problems) from error
    return read_case_bytes(content, file_name(path), vocabulary)


def read_case_bytes(content: bytes, file: str, vocabulary: Vocabulary | None) -> CaseFile:
    """Return the case file of some bytes, `file` being what findings and errors call it; raise WorkbookError as `read_case`."""
    try:
        root = yaml_source.of_bytes(content, file)
        source = yaml_source.validate(CaseSource, root, WorkbookError)
        visit = root.at(["inspection", "measurements"]) if "inspection" in root.mapping else Node([], root.place)
        registers = tuple(_facts(root.at(["registers"]), file, vocabulary)) if vocabulary else ()
        measurements = tuple(_facts(visit, file, vocabulary)) if vocabulary else ()
    except MedcheckError as error:
        raise WorkbookError(error.problems) from error
    lines = {key: node.place.line for key, node in root.mapping.items()}
    for key in ("decisions", "answers"):
        parent = root if key == "decisions" else root.mapping.get("inspection", Node("", root.place))
        if key in parent.mapping:
            lines |= {item.mapping["rule"].text: item.place.line for item in parent.mapping[key].items}
    waivers = root.at(["waivers"]).items if "waivers" in root.mapping else []
    granted = {item.mapping["rule"].text: item.mapping["granted"] for item in waivers}
    digest = hashlib.sha256(content).hexdigest()
    at = tuple(item.place.line for item in waivers)
    bounds = tuple(item.mapping["granted"] for item in waivers)
    made = CaseFile(source, file, registers, measurements, lines, granted, digest)
    return made._replace(waiver_lines=at, waiver_bounds=bounds)


def _facts(node: Node, file: str, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield the facts of a list of answers; each fact may be answered once."""
    seen: dict[str, int] = {}
    for item in node.items if isinstance(node.value, list) else ():
        name = item.mapping["fact"].text
        if name in seen:
            raise item.error(f"“{name}”有两个答复，前一处在第 {seen[name]} 行", "保留一个答复")
        seen[name] = item.place.line
        value = item.mapping.get("value", Node("", item.place))
        raw = "、".join(str(part) for part in [value.plain()]) if value.value else ""
        yield read_fact(name, value, vocabulary, (CellRef(Role.CASE, "", f"第 {item.place.line} 行", raw),))


def case_schema() -> dict[str, object]:
    """Return the JSON Schema of a case file, for an editor that checks it while it is typed."""
    schema = CaseSource.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
