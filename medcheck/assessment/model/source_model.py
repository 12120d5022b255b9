"""What an assessment is of and what it was made from: applicant, workbook, papers, regulation, options. A part of the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import field_validator

from medcheck.strict_model import StrictModel
from medcheck.verdict import Stage


class Applicant(StrictModel):
    """Who applies. Identifiers of persons are never here."""

    name: str
    uscc: str
    facility_type: str
    facility_type_word: str
    address: str = ""
    legal_representative: str = ""


class Skipped(StrictModel):
    """How many rows of a list were passed over because of what they are: blank, totals, repeated headers, remarks."""

    word: str
    count: int


class SheetRead(StrictModel):
    """What was read of a sheet of the form: rows of a list and rows passed over by rule; how its cells were found.

    `by_name` counts the fields or columns found by their defined names, `by_label` by the words beside or above them,
    `lost` those found nowhere. `file` is there where the list came in a file of its own, with its `sha256`.
    """

    name: str
    rows: int | None
    skipped: tuple[Skipped, ...]
    by_name: int
    by_label: int
    lost: int
    file: str = ""
    sha256: str = ""


class WorkbookUsed(StrictModel):
    """The application workbook: its name, content hash, kind of file (`xlsx`, `xls`, `ods`), form, what was read.

    `is_blank` is whether nobody has filled in anything yet.
    """

    file: str
    sha256: str
    kind: str
    form: str
    form_version: int
    is_blank: bool = False
    sheets: tuple[SheetRead, ...]


class SheetStated(StrictModel):
    """What the cells of a sheet state, for a later comparison: short hashes, which tell no value.

    `cells` are the fields of a cover (`uscc:B5`) or the columns of a list (`name:B`), by their ids in the form; `rows`
    the row numbers of a list (`4-30`). `marks` are, deflated and in base 85, three bytes for each field; of a list one
    byte for each row, then one for each cell, column by column.
    """

    sheet: str
    cells: str
    rows: str
    marks: str


class RuleLevel(StrictModel):
    """One of the levels of rules an application was judged by: its pack, document, and whether that was verified."""

    pack: str
    title: str
    number: str
    issuer: str
    verified: bool


class InstrumentUsed(StrictModel):
    """One of the instruments an application was judged by: title, number, from when in force, how citations call it.

    `clauses` are those of it that bind such a facility.
    """

    title: str
    number: str
    in_force: date
    cited_as: str
    clauses: tuple[str, ...]


class NotCounted(StrictModel):
    """A rule that does not count here: another level's or an exception decides in its place, or it is a draft.

    `by` is the rule that decides instead, empty where none does; `reason_cite` where the reason is written, empty of a draft;
    `verdict_word` is what it came to, where it was judged all the same.
    """

    rule: str
    level: str
    title: str
    cite: str
    by: str
    by_title: str
    reason: str
    reason_cite: str
    verdict_word: str = ""


class Regulation(StrictModel):
    """The regulation and rule pack used. `chosen` is `in_force`, `by_option`, `assumed` (application date
    unknown), `place_assumed` or `both_assumed`; `place` is the division code of the site, empty where it is unknown.

    `papers` is by paper the article it rests on; `caution` is what a reader must know before all else. Where rules of
    several levels hold, `levels` are all of them, this one first, and `not_counted` the rules for such a facility that
    another level's took the place of. Where a pack is made of several instruments, `instruments` are those that bind here.
    """

    pack: str
    title: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date | None
    verified: bool
    sha256: str
    chosen: str
    place: str = ""
    papers: Mapping[str, str] = {}
    caution: str = ""
    levels: tuple[RuleLevel, ...] = ()
    instruments: tuple[InstrumentUsed, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()

    @field_validator("papers")
    @classmethod
    def _in_one_order(cls, papers: Mapping[str, str]) -> Mapping[str, str]:
        """Return the citations in the order of their names: a result read from JSON in another order has the same digest."""
        return dict(sorted(papers.items()))


class Deadline(StrictModel):
    """A clock of the procedure: `starts` (not counted) and `until` (the last day) once the case file has its first day.

    `period` is its length in words (`5个工作日`), `after` what follows when nobody acts. `what` is of a change what
    changed. `state` is `not_started`, `undetermined` (the holidays of `unknown_year` are not announced), `running`,
    `in_time`, `late` or `expired` (over on the assessment date, nothing done). `done` is the day it was done, `late` by
    how many working days too late (0 on a rest day right after the last day; None where a year is unknown). `why` tells
    the last day, day by day.
    """

    name: str
    title: str
    cite: str
    party: str
    party_word: str
    starts_word: str
    starts: date | None
    period: str
    until: date | None
    after: str
    what: str = ""
    unknown_year: int | None = None
    done: date | None = None
    late: int | None = None
    state: str = "not_started"
    state_word: str = ""
    why: tuple[str, ...] = ()


class Material(StrictModel):
    """A paper that was handed in, by the application's own list: whether original and copy (是, 否 or empty), pages."""

    name: str
    original: str
    duplicate: str
    pages: str


class FileUsed(StrictModel):
    """A file that was used beside the workbook: `case`, `catalogue` or `list` (`name` is of which list), and its hash."""

    what: str
    name: str
    file: str
    sha256: str


class OptionsUsed(StrictModel):
    """How the application was asked to be assessed: all that has to be known to do it again.

    `as_of` and `pack` are empty where they were not given, `readings` are the options that were asked for
    (`name=option`), `headings` unknown headings that were explained (`heading=column`); `sha256` is the hash over everything here.
    """

    stage: Stage
    as_of: date | None
    pack: str
    readings: tuple[str, ...]
    files: tuple[FileUsed, ...]
    headings: tuple[str, ...] = ()
    sha256: str = ""
