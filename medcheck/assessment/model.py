"""The assessment: every finding and the conclusion, as one versioned value. Every face of a report is made from it alone.

Nothing here is computed; medcheck.assessment.conclude fills it. Texts are Chinese, codes are the words of style and
design (Verdict, Consequence, Conclusion …). Dates are ISO days.
"""

from __future__ import annotations

from datetime import date

from medcheck.assessment.figures import Chart, Frozen, Gauge, Piece, Unmatched
from medcheck.verdict import Conclusion, Consequence, Stage, Verdict

FORMAT = "medcheck-assessment"
FORMAT_VERSION = 1


class Cell(Frozen):
    """A cell of the workbook, with its text as typed; for an answer of the case file, the file and its line."""

    file: str
    sheet: str
    cell: str
    raw: str


class EvidenceItem(Frozen):
    """One value a finding rests on: what it is called, what it is, where it stands, and of a list whose it is."""

    label: str
    value: str
    source: Cell | None
    entry: str = ""


class ReadingUsed(Frozen):
    """The option of a reading that was used: name and option as in the rule pack, and their Chinese names."""

    name: str
    title: str
    option: str
    label: str
    default: bool
    reason: str
    decided_by: str


class OtherReading(Frozen):
    """What another option of a reading would have found of the same rule; only where it differs."""

    name: str
    title: str
    label: str
    verdict: Verdict
    verdict_word: str


class Answer(Frozen):
    """What a named person settled about a rule: a decision, a register's answer, a site visit's."""

    answer: str
    by: str
    on: date
    note: str


class WaiverUsed(Frozen):
    """A relaxation that let a failing rule pass: the bound granted, the published decision, why, by whom and when."""

    granted: str
    decision: str
    reason: str
    by: str
    on: date
    unrelaxed: Verdict
    unrelaxed_word: str


class Finding(Frozen):
    """One rule, its verdict, and everything a reader needs to accept it.

    `value` what was found and `bound` what was asked, both with units; `gap` by how much it misses (`差 0.04 ㎡`);
    `missing` what is lacking or fails by name, `unsure` what is open by name; `reasons` why it is unknown, in conflict
    or not applicable; `todo` the next step in one sentence, for `actor`: applicant, inspection, reviewer, agency, or
    empty when there is none; `waiver` set where the verdict is waived; `blocks` whether it stands in the way at this stage;
    `earliest` the first day on which a requirement of time that fails holds of itself.
    `about` is what it judges, in one word (科室, 设备); `gauge` the number to draw; `pieces` its cells with their
    neighbours, where it is neither met nor waiting; `listed` where the list stands that it rests on as a whole, beside
    the cells in `evidence`; `step` what the applicant does: hand_in, fill, change.
    """

    rule: str
    clauses: tuple[str, ...]
    cite: str
    section: str
    title: str
    requirement: str
    verdict: Verdict
    verdict_word: str
    severity: str
    severity_word: str
    decided_by: str
    decided_by_word: str
    consequence: Consequence
    blocks: bool
    value: str
    bound: str
    gap: str
    missing: tuple[str, ...]
    unsure: tuple[str, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    evidence: tuple[EvidenceItem, ...]
    listed: Cell | None = None
    readings: tuple[ReadingUsed, ...]
    other_readings: tuple[OtherReading, ...]
    answer: Answer | None
    waiver: WaiverUsed | None = None
    actor: str
    actor_word: str = ""
    todo: str
    earliest: date | None = None
    step: str = ""
    about: str = ""
    gauge: Gauge | None = None
    pieces: tuple[Piece, ...] = ()


class ProblemItem(Frozen):
    """One problem of the workbook: `place` in words, what was expected and found, how to mend it.

    `required` and `conflict` must be mended before acceptance; a `hint` never stands in the way.
    """

    place: str
    sheet: str
    cell: str
    text: str
    mend: str
    required: bool
    hint: bool
    conflict: bool = False


class Task(Frozen):
    """One thing to do: the sentence, and the rule (empty for a problem of the workbook) and cells it comes from.

    `kind` is of an applicant's task: hand_in, fill, change; `kind_word` its Chinese. Others have none.
    """

    rule: str
    title: str
    text: str
    cells: tuple[str, ...]
    kind: str = ""
    kind_word: str = ""


class Tasks(Frozen):
    """What one party has to do next: actor code and word, and the things in order of consequence."""

    actor: str
    actor_word: str
    tasks: tuple[Task, ...]


class VerdictCount(Frozen):
    """How many rules got a verdict; every verdict is present, in a fixed order."""

    verdict: Verdict
    word: str
    count: int


class Applicant(Frozen):
    """Who applies. Identifiers of persons are never here."""

    name: str
    uscc: str
    facility_type: str
    facility_type_word: str
    address: str = ""
    legal_representative: str = ""


class Skipped(Frozen):
    """How many rows of a list were passed over because of what they are: blank, totals, repeated headers, remarks."""

    word: str
    count: int


class SheetRead(Frozen):
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


class Workbook(Frozen):
    """The application workbook: its name, content hash, kind of file (`xlsx`, `xls`, `ods`), form, what was read."""

    file: str
    sha256: str
    kind: str
    form: str
    form_version: int
    sheets: tuple[SheetRead, ...]


class Regulation(Frozen):
    """The regulation and rule pack used. `chosen` is `in_force`, `by_option` or `assumed` (application date unknown)."""

    pack: str
    title: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    verified: bool
    sha256: str
    chosen: str


class Share(Frozen):
    """A stocking rate by one denominator: what is counted, how many of how many, the share as printed."""

    label: str
    stocked: int
    of: int
    share: str


class LooseDrug(Frozen):
    """A row of the drug list that answers to no catalogue entry, with the entry most like it (a suggestion only)."""

    name: str
    form: str
    place: str
    nearest: str


class Stock(Frozen):
    """A pharmacy's drug list held against a catalogue: the catalogue, the rates by every denominator, what is left over.

    `unclear` is the number of rows of which it is not known whether they are medicines in stock.
    """

    catalogue: str
    sha256: str
    entries: int
    unclear: int = 0
    shares: tuple[Share, ...]
    loose: tuple[LooseDrug, ...]


class Deadline(Frozen):
    """A clock of the procedure: `starts` (not counted) and `until` (the last day) once the case file has its first day.

    `period` is its length in words (`5个工作日`), `after` what follows when nobody acts.
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


class Material(Frozen):
    """A paper that was handed in, by the application's own list: whether original and copy (是, 否 or empty), pages."""

    name: str
    original: str
    duplicate: str
    pages: str


class FileUsed(Frozen):
    """A file that was used beside the workbook: `case`, `catalogue` or `list` (`name` is of which list), and its hash."""

    what: str
    name: str
    file: str
    sha256: str


class OptionsUsed(Frozen):
    """How the application was asked to be assessed: all that has to be known to do it again.

    `as_of` and `pack` are empty where they were not given, `readings` are the options that were asked for
    (`name=option`); `sha256` is the hash over everything here.
    """

    stage: Stage
    as_of: date | None
    pack: str
    readings: tuple[str, ...]
    files: tuple[FileUsed, ...]
    sha256: str = ""


class Assessment(Frozen):
    """All findings and the conclusion. `counts` sum to `total`, the number of rules of the profile.

    `blocking` are the ids of the rules that stand in the way, in order of consequence; `findings` stand in the order
    of the regulation; `tasks` are grouped by who acts; `sentence` is the conclusion in one sentence; `stock` is there
    where a pharmacy's drug list was held against a catalogue; `case` is the number of the case file that was used,
    `materials` are the papers handed in; `charts` are
    there where their numbers are known; `options` say how it was made, and `digest` is the SHA-256 of the result's
    JSON text in which the digest itself stands empty.
    """

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    medcheck: str
    applicant: Applicant
    workbook: Workbook
    regulation: Regulation
    application_date: date | None
    assessment_date: date | None
    stage: Stage
    stage_word: str
    conclusion: Conclusion
    conclusion_word: str
    sentence: str
    clear: bool
    counts: tuple[VerdictCount, ...]
    total: int
    blocking: tuple[str, ...]
    tasks: tuple[Tasks, ...]
    findings: tuple[Finding, ...]
    problems: tuple[ProblemItem, ...]
    readings: tuple[ReadingUsed, ...]
    notices: tuple[str, ...]
    stock: Stock | None = None
    case: str = ""
    deadlines: tuple[Deadline, ...] = ()
    materials: tuple[Material, ...] = ()
    charts: tuple[Chart, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    options: OptionsUsed | None = None
    digest: str = ""
