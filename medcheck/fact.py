"""A fact: a named value that knows the cells it came from. Knows nothing of workbooks, rules or the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import NamedTuple

from medcheck.errors import Place, Problem


class Role(StrEnum):
    """Which of the files of an application a cell stands in. The same content says the same, whatever the file is called.

    A list in a file of its own is a sheet that has the name of that file. `FORM` is an empty form that nobody filled.
    """

    APPLICATION = "application"
    LIST = "list"
    CASE = "case"
    VISIT = "inspection"
    CATALOGUE = "catalogue"
    FORM = "form"


class CellRef(NamedTuple):
    """Where a value is stated: the role of the file, sheet, A1 address, the text as typed, and what the form calls the cell.

    An answer of the case file has no sheet and, in `cell`, the line of the answer. `why` says why what stands there is not
    read though it is readable: nobody can see it, or it is no answer.
    """

    role: Role
    sheet: str
    cell: str
    raw: str
    label: str = ""
    why: str = ""

    @property
    def place(self) -> Place:
        """Return the same cell as a problem names it; `name_files` puts the name of the file in."""
        return Place(self.role, self.sheet, self.cell)

    def __str__(self) -> str:
        """Return `《基本信息》C7`, or `案件文件 第 3 行` where there is no sheet."""
        return f"《{self.sheet}》{self.cell}" if self.sheet else f"{_ROLE_WORDS.get(self.role, '')} {self.cell}"

    def file(self, files: Mapping[str, str]) -> str:
        """Return the name of the file, given the names by their roles."""
        return files.get(self.role, self.sheet)


_ROLE_WORDS = {Role.CASE: "案件文件", Role.CATALOGUE: "医保药品目录"}


def name_files(problems: Iterable[Problem], files: Mapping[str, str]) -> Iterator[Problem]:
    """Yield problems with the name of a file where a place has its role only."""

    def named(place: Place) -> Place:
        return place._replace(file=files.get(place.file, place.sheet)) if isinstance(place.file, Role) else place

    for problem in problems:
        if isinstance(problem.place.file, Role):
            problem = problem._replace(place=named(problem.place), others=tuple(map(named, problem.others)))
        yield problem


class Status(IntEnum):
    """How much is known of a fact. EMPTY is for requirements over a list that has nothing to judge.

    ERROR is what the program could not work out: our fault or a value beyond all bounds, never an answer.
    """

    KNOWN = 1
    UNKNOWN = 2
    CONFLICT = 3
    EMPTY = 4
    ERROR = 5


# How a host is marked of which it is not sure that it holds a member at all: only a person may count that member.
DOUBTFUL = "（待核实）"


class Member(NamedTuple):
    """A member of a set fact: a name that stands alone, or a name inside a host that covers it.

    `disputed` is whether the applicant's own words beside it (筹建中, 外送, 停诊) are what makes it doubtful.
    """

    name: str
    inside: str = ""
    disputed: bool = False

    @property
    def doubtful(self) -> bool:
        """Return whether it only may be there."""
        return self.inside.endswith(DOUBTFUL)


class Members(NamedTuple):
    """The value of a set fact.

    `members` are certain. `unsure` are names that were listed but left open (a count not filled in): each is unknown
    by itself. `unmatched` are names nobody could match: kept, never dropped, any of them may be what is missing —
    except what is `absent`: names that are stated not to be there (a count of nought, a service answered 否).
    `cells` has the cell of each name that has one.
    """

    members: tuple[Member, ...] = ()
    unsure: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    cells: Mapping[str, CellRef] = {}


Scalar = int | Decimal | Fraction | date | str | bool


class Record:
    """One entry of a list fact (a person, an event, a document).

    `values` holds what is known by field; a field that is absent or None is unknown. `label` names the entry for a
    reader (a person's name, an event's date), `sources` has the cell of each field. `source`, its first cell, may be
    given as what makes it: of a long list nearly none is ever cited. `contrary` says by field what contradicts it (such a
    field is unknown too), and under an empty name that the entry as a whole is a second one of the same. `waits` has the
    cell of the date without which a field is not known, though its own cell is filled. `doubts` are fields that are not
    known because what their cell says makes them doubtful (待补), not because it cannot be read: by field what is to be
    said of it, or nothing more.
    """

    __slots__ = ("_source", "contrary", "doubts", "label", "sources", "values", "waits")

    def __init__(
        self,
        label: str,
        values: Mapping[str, Scalar | None],
        source: CellRef | Callable[[], CellRef | None] | None = None,
        sources: Mapping[str, CellRef] = {},
        contrary: Mapping[str, str] = {},
        doubts: Mapping[str, str] = {},
    ) -> None:
        """Keep what is known of an entry."""
        self.label, self.values, self._source, self.sources = label, values, source, sources
        self.contrary, self.doubts = contrary, doubts
        self.waits: Mapping[str, CellRef] = {}

    @property
    def source(self) -> CellRef | None:
        """Return its first cell."""
        return self._source() if callable(self._source) else self._source

    def cell_of(self, field: str) -> CellRef | None:
        """Return the cell of a field, else the first one."""
        return self.sources.get(field) or self.source

    def why_unknown(self, field: str, label: str) -> str:
        """Return why a field is not known, by its cell: `O6“本单位参保起始日期”未填写`; `label` is what the field is called."""
        if field in self.contrary:
            return self.contrary[field]
        if date_cell := self.waits.get(field):
            lack = "无法识别" if date_cell.raw else "未填写"
            return f"{date_cell.label}（{date_cell.cell}）{lack}，填好后才能核对{label}"
        ref = self.sources.get(field)
        if ref is None or not ref.sheet:
            return f"“{label}”不明"
        if field in self.doubts:
            return f"{ref.cell}“{ref.label}”填写的“{ref.raw}”{self.doubts[field] or '说明尚不能认定'}"
        return f"{ref.cell}“{ref.label}”{ref.why or (f'填写的“{ref.raw}”无法识别' if ref.raw else '未填写')}"

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same from the same cells."""
        return isinstance(other, Record) and self._all() == other._all()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return label and values."""
        return f"Record({self.label!r}, {self.values!r})"

    def _all(self) -> tuple[object, ...]:
        return self.label, dict(self.values), self.source, dict(self.sources)


Value = Scalar | Members | tuple[Record, ...] | Record


class Fact(NamedTuple):
    """A named value with its status and the cells it came from.

    `reason` says in Chinese why it is unknown or in conflict. `remark` says what else a reader should know, such as
    a site measurement that replaced a declared value.
    """

    name: str
    status: Status
    value: Value | None = None
    sources: tuple[CellRef, ...] = ()
    reason: str = ""
    remark: str = ""

    @property
    def day(self) -> date | None:
        """Return its calendar day, or None where it is not a known one."""
        return self.value if isinstance(self.value, date) else None


class Facts(Mapping[str, Fact]):
    """All facts of one application by name. Asking for one that nobody filled gives an unknown fact."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.name: fact for fact in facts}
        self._columns: dict[tuple[str, str], list[Scalar | None]] = {}

    def column(self, name: str, field: str) -> list[Scalar | None]:
        """Return what the entries of a list fact say in a field, None where that is not known.

        It is gathered once: dozens of rules ask the same few columns of a roster of thousands.
        """
        if (name, field) not in self._columns:
            self._columns[name, field] = [record.values.get(field) for record in self.records(name)]
        return self._columns[name, field]

    def records(self, name: str) -> tuple[Record, ...]:
        """Return the entries of a known list fact."""
        value = self[name].value
        assert isinstance(value, tuple)
        assert not isinstance(value, Members)
        return value

    def __getitem__(self, name: str) -> Fact:
        """Return the fact, or an unknown one: missing is never zero and never a pass."""
        return self._facts.get(name) or unknown(name, "申请材料中没有这一项")

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the facts that were filled or tried."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Return how many facts were filled or tried."""
        return len(self._facts)

    def replaced(self, facts: Iterable[Fact]) -> Facts:
        """Return a copy in which the given facts stand in place of those of the same name."""
        return Facts([*self._facts.values(), *facts])


def known(name: str, value: Value, sources: Iterable[CellRef] = (), remark: str = "") -> Fact:
    """Return a known fact."""
    return Fact(name, Status.KNOWN, value, tuple(sources), "", remark)


def unknown(name: str, reason: str, sources: Iterable[CellRef] = ()) -> Fact:
    """Return an unknown fact with the reason a reader sees."""
    return Fact(name, Status.UNKNOWN, None, tuple(sources), reason)


def failed(name: str, reason: str) -> Fact:
    """Return a fact that could not be worked out, with what went wrong."""
    return Fact(name, Status.ERROR, None, (), reason)


def conflict(name: str, reason: str, sources: Iterable[CellRef]) -> Fact:
    """Return a fact on which two papers disagree, with both cells."""
    return Fact(name, Status.CONFLICT, None, tuple(sources), reason)
