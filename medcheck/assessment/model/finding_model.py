"""One rule and its verdict as data, with everything a reader needs to accept it. A part of the versioned JSON result."""

from __future__ import annotations

from datetime import date

from medcheck.assessment.model.figures import Gauge, Piece
from medcheck.strict_model import StrictModel
from medcheck.verdict import Consequence, Verdict


class Cell(StrictModel):
    """A cell of the workbook, with its text as typed; for an answer of the case file, the file and its line."""

    file: str
    sheet: str
    cell: str
    raw: str


class EvidenceItem(StrictModel):
    """One value a finding rests on: what it is called, what it is, where it stands, and of a list whose it is."""

    label: str
    value: str
    source: Cell | None
    entry: str = ""


class ReadingUsed(StrictModel):
    """The option of a reading that was used: name and option as in the rule pack, and their Chinese names."""

    name: str
    title: str
    option: str
    label: str
    default: bool
    reason: str
    decided_by: str


class OtherReading(StrictModel):
    """What another option of a reading would have found of the same rule; only where it differs."""

    name: str
    title: str
    label: str
    verdict: Verdict
    verdict_word: str


class Answer(StrictModel):
    """What a named person settled about a rule: a decision, a register's answer, a site visit's."""

    answer: str
    by: str
    on: date
    note: str


class WaiverUsed(StrictModel):
    """A relaxation that let a failing rule pass: the bound granted, the published decision, why, by whom and when."""

    granted: str
    decision: str
    reason: str
    by: str
    on: date
    unrelaxed: Verdict
    unrelaxed_word: str


class Finding(StrictModel):
    """One rule, its verdict, and everything a reader needs to accept it.

    `level` is the pack whose rule it is; where that is one of several, `cite` begins with the number of its document.
    `value` what was found and `bound` what was asked, both with units; `gap` by how much it misses (`差 0.04 ㎡`);
    `missing` what is lacking or fails by name, `unsure` what is open by name; `reasons` why it is unknown, in conflict
    or not applicable; `todo` the next step in one sentence, for `actor`: applicant, inspection, reviewer, agency, or
    empty when there is none; `waiver` set where the verdict is waived; `blocks` whether it stands in the way at this stage;
    `earliest` the first day on which a requirement of time that fails holds of itself; `anew` the day from which a new
    application would satisfy what no correction of this one can.
    `about` is what it judges, in one word (科室, 设备); `gauge` the number to draw; `pieces` its cells with their
    neighbours, where it is neither met nor waiting; `listed` where the list stands that it rests on as a whole, beside
    the cells in `evidence`; `step` what the applicant does: hand_in, fill, change.
    """

    rule: str
    level: str
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
    anew: date | None = None
    step: str = ""
    about: str = ""
    gauge: Gauge | None = None
    pieces: tuple[Piece, ...] = ()
