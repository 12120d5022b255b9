"""The comparison of two assessments of one facility, as one versioned value. Every face of it is made from it alone.

Nothing here is computed; medcheck.assessment.compare.compare_runs fills it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from medcheck.assessment.model.assessment_model import ProblemItem
from medcheck.assessment.model.source_model import Applicant, OptionsUsed
from medcheck.strict_model import StrictModel
from medcheck.verdict import Stage, Verdict

FORMAT = "medcheck-comparison"
FORMAT_VERSION = 1


class State(StrictModel):
    """What one assessment found of one rule: verdict, value, bound, what is lacking or open, why, and in which cells.

    The four texts at its end are not kept in the record of a page.
    """

    rule: str
    verdict: Verdict
    blocks: bool
    value: str
    bound: str
    gap: str
    missing: tuple[str, ...]
    unsure: tuple[str, ...]
    reasons: tuple[str, ...]
    cells: tuple[str, ...]
    title: str = ""
    cite: str = ""
    verdict_word: str = ""
    severity_word: str = ""


class ReadingChosen(StrictModel):
    """The option of a reading that was used, by name, and the Chinese of both."""

    name: str
    title: str
    option: str
    label: str


class Head(StrictModel):
    """Of what and by what an assessment was made, and what it came to; `digest` is the result's own."""

    medcheck: str
    digest: str
    applicant: Applicant
    workbook: str
    workbook_sha256: str
    pack: str
    pack_sha256: str
    regulation_number: str
    readings: tuple[ReadingChosen, ...]
    application_date: date | None
    assessment_date: date | None
    stage: Stage
    stage_word: str
    conclusion_word: str
    sentence: str
    clear: bool
    options: OptionsUsed | None


class ComparedAssessment(StrictModel):
    """One assessment, as far as it can be compared: its head, and a state for each rule in the order of the regulation."""

    head: Head
    states: tuple[State, ...]


class Differing(StrictModel):
    """Something both assessments rest on that is not the same; `kind` says whether of the application or of the rules."""

    kind: Literal["application", "rules", "procedure", "program"]
    word: str
    first: str
    second: str


class Change(StrictModel):
    """One rule in both assessments; a side is None where the rule is not among its rules. `parts` name what differs."""

    rule: str
    title: str
    cite: str
    first: State | None
    second: State | None
    parts: tuple[str, ...]


class Unchanged(StrictModel):
    """A rule of which both found the same and that stands in nobody's way."""

    rule: str
    title: str
    verdict_word: str


class Count(StrictModel):
    """How many rules stand in one group of the comparison; the groups together are all rules of both."""

    group: str
    word: str
    count: int


class ProblemsCompared(StrictModel):
    """The problems of both workbooks: those of the first that are gone, those that came, and those that are still there."""

    mended: tuple[ProblemItem, ...]
    new: tuple[ProblemItem, ...]
    remaining: tuple[ProblemItem, ...]


class StatedCell(StrictModel):
    """A cell that says something else, or a row that was put in or taken out (then `cell` is `第 9 行`).

    `label` is what the cell is for, `was` its address in the first application where it stood elsewhere. `before` and
    `after` are what it said then and says now, masked as everywhere, each where that is known (an empty text is a blank).
    """

    sheet: str
    cell: str
    label: str
    kind: Literal["changed", "added", "removed"]
    was: str = ""
    before: str | None = None
    after: str | None = None


class CellsCompared(StrictModel):
    """What was changed in the cells: of those that were to be mended, those still as they were, and those changed beside."""

    asked_changed: tuple[StatedCell, ...]
    asked_unchanged: tuple[str, ...]
    also_changed: tuple[StatedCell, ...]


class Worse(StrictModel):
    """A rule that came out worse than before though it stood in the way before too, or does not yet; and in what."""

    rule: str
    title: str
    why: str


class Comparison(StrictModel):
    """Two assessments of one facility. Each rule stands in exactly one group.

    `mended` stood in the way and does no longer; `new` did not and does now; `remaining` does in both, with nothing
    changed; `changed` differs otherwise; `only_first` and `only_second` are rules of one of them only (one that stands in
    the way for the first time is `new`); `worse` are rules that came out worse otherwise; `found` is whether anything is
    worse or new, a problem of the workbook that must be mended included. `cells` are there where both results keep a
    record of what each cell states.
    """

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    first: Head
    second: Head
    kind: Literal["same", "resubmission", "rules", "both"]
    kind_word: str
    sentence: str
    found: bool
    notices: tuple[str, ...]
    differing: tuple[Differing, ...]
    counts: tuple[Count, ...]
    new: tuple[Change, ...]
    mended: tuple[Change, ...]
    remaining: tuple[Change, ...]
    changed: tuple[Change, ...]
    only_first: tuple[Change, ...]
    only_second: tuple[Change, ...]
    unchanged: tuple[Unchanged, ...]
    problems: ProblemsCompared
    worse: tuple[Worse, ...] = ()
    cells: CellsCompared | None = None
