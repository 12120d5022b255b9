"""The assessment: every finding and the conclusion, as one versioned value. Every face of a report is made from it alone.

Nothing here is computed; medcheck.assessment.conclude fills it. Texts are Chinese, codes are the words of style and
design (Verdict, Consequence, Conclusion …). Dates are ISO days.
"""

from __future__ import annotations

from datetime import date

from medcheck.assessment.model.figures import Chart, Unmatched
from medcheck.assessment.model.finding_model import Finding, ReadingUsed
from medcheck.assessment.model.source_model import (
    Applicant,
    Deadline,
    Material,
    OptionsUsed,
    Regulation,
    SheetStated,
    WorkbookUsed,
)
from medcheck.strict_model import StrictModel
from medcheck.verdict import Conclusion, Stage, Verdict

FORMAT = "medcheck-assessment"
FORMAT_VERSION = 2


class ProblemItem(StrictModel):
    """One problem of the workbook: `place` in words, what was expected and found, how to mend it.

    `required` and `conflict` must be mended before acceptance; a `hint` never stands in the way. One that is told of many
    cells of a column has all of them in `cells`, as ranges (`L4:L56`), and the first of these in `cell`.
    """

    place: str
    sheet: str
    cell: str
    text: str
    mend: str
    required: bool
    hint: bool
    conflict: bool = False
    cells: tuple[str, ...] = ()


class Task(StrictModel):
    """One thing to do: the sentence, and the rule (empty for a problem of the workbook) and cells it comes from.

    `kind` is of an applicant's task: hand_in, fill, change; `kind_word` its Chinese. Others have none.
    """

    rule: str
    title: str
    text: str
    cells: tuple[str, ...]
    kind: str = ""
    kind_word: str = ""


class FormChange(StrictModel):
    """One line of what the applicant changes: the sheet and its cells (`C8`, `C8:C30`), what stands there and what should.

    `step` is fill (an entry), hand_in (a paper) or change (something has to be otherwise than it is), `step_word` its
    Chinese; `rule` is the rule it comes from, empty for what only the form asks.
    """

    sheet: str
    cells: tuple[str, ...]
    text: str
    step: str
    step_word: str
    rule: str = ""


class Tasks(StrictModel):
    """What one party has to do next: actor code and word, and the things in order of consequence."""

    actor: str
    actor_word: str
    tasks: tuple[Task, ...]


class VerdictCount(StrictModel):
    """How many rules got a verdict; every verdict is present, in a fixed order."""

    verdict: Verdict
    word: str
    count: int


class Share(StrictModel):
    """A stocking rate by one denominator: what is counted, how many of how many, the share as printed."""

    label: str
    stocked: int
    of: int
    share: str


class LooseDrug(StrictModel):
    """A row of the drug list that answers to no catalogue entry, with the entry most like it (a suggestion only).

    `why` says why a person should look whether it answers to that entry after all.
    """

    name: str
    form: str
    place: str
    nearest: str
    why: str = ""


class Stock(StrictModel):
    """A pharmacy's drug list held against a catalogue: the catalogue, the rates by every denominator, what is left over.

    `unclear` is the number of rows of which it is not known whether they are medicines in stock.
    """

    catalogue: str
    sha256: str
    entries: int
    unclear: int = 0
    shares: tuple[Share, ...]
    loose: tuple[LooseDrug, ...]


class Assessment(StrictModel):
    """All findings and the conclusion. `counts` sum to `total`, the number of rules of the profile.

    `blocking` are the ids of the rules that stand in the way, in order of consequence; `findings` stand in the order
    of the regulation; `tasks` are grouped by who acts, `changes` are the applicant's
    again, one line a cause, in the order of sheets and cells; `sentence` is the conclusion in one sentence; `stock` is there
    where a pharmacy's drug list was held against a catalogue; `case` is the number of the case file that was used,
    `materials` are the papers handed in; `charts` are there where their numbers are known; `stated` records what each
    cell states, hashed; `options` say how it was made, and `digest` is the SHA-256 of the result's JSON text in which
    the digest itself stands empty.
    """

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    medcheck: str
    applicant: Applicant
    workbook: WorkbookUsed
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
    changes: tuple[FormChange, ...] = ()
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
    stated: tuple[SheetStated, ...] = ()
    options: OptionsUsed | None = None
    digest: str = ""
