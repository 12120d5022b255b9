"""What page, workbook and minutes of a comparison are made from: texts and counts taken from the results of a batch."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.batch.batch_readings import readings_told, turns_told
from medcheck.batch.batch_row import BatchRow
from medcheck.evaluation.pair_checks import PairFound
from medcheck.verdict import Conclusion, Consequence


class NumericClause(NamedTuple):
    """A numeric clause: the rule, its title and its citation."""

    rule: str
    title: str
    cite: str


class Number(NamedTuple):
    """What one application has under a numeric clause: value, bound, and by how much it clears or misses it."""

    finding: Finding

    @property
    def margin(self) -> str:
        """Return the gap, or what is to spare where there is none."""
        gauge = self.finding.gauge
        return self.finding.gap or (gauge.margin if gauge else "")


class EvaluatedApplicant(NamedTuple):
    """One applicant: line and result of the batch, numbers in the order of the clauses (None: not of its profile).

    `judge`, `check` and `inspect` are what is open; `pairs` what stands in another application too; `replaced` are
    earlier applications of the same facility in the batch, which do not count; `problems` what of the workbook must be
    mended. `score` is empty where no weights are in use, `unscored` the weighted clauses without a number to compare.
    """

    row: BatchRow
    assessment: Assessment
    numbers: tuple[Number | None, ...]
    judge: tuple[Finding, ...]
    check: tuple[Finding, ...]
    inspect: tuple[Finding, ...]
    blocking: tuple[Finding, ...]
    problems: tuple[str, ...]
    pairs: tuple[PairFound, ...]
    replaced: tuple[BatchRow, ...] = ()
    score: str = ""
    unscored: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        """Return whether nothing stands in the way at its stage: a clear conclusion, and every pair cleared by a person."""
        return self.assessment.clear and all(found.cleared for found in self.pairs)

    @property
    def failed_at_desk(self) -> tuple[Finding, ...]:
        """Return what the papers fail of the standards where the conclusion names only the visit that is still open."""
        if self.assessment.conclusion is not Conclusion.INSPECT:
            return ()
        return tuple(
            finding
            for finding in self.assessment.findings
            if finding.consequence is Consequence.NOT_MET and finding.decided_by != "inspection"
        )

    @property
    def word(self) -> str:
        """Return the conclusion in words: what fails on paper does not wait for a visit."""
        return "材料不符合标准" if self.failed_at_desk else self.assessment.conclusion_word

    @property
    def sentence(self) -> str:
        """Return the conclusion in one sentence, in the same way."""
        failed = len(self.failed_at_desk)
        lead = f"材料有{failed}项不符合基本条件和标准，不待现场勘验。" if failed else ""
        return f"{lead}{self.assessment.sentence}"

    @property
    def link(self) -> str:
        """Return the file of the report a person reads, below the output folder."""
        return self.row.reports[0]


class FacilityGroup(NamedTuple):
    """The applicants of one facility type, with its numeric clauses; `weighted` where weights order them."""

    word: str
    clauses: tuple[NumericClause, ...]
    entries: tuple[EvaluatedApplicant, ...]
    weighted: bool

    @property
    def proposed(self) -> tuple[EvaluatedApplicant, ...]:
        """Return those proposed for negotiation."""
        return tuple(entry for entry in self.entries if entry.proposed)

    @property
    def left_out(self) -> tuple[EvaluatedApplicant, ...]:
        """Return the others."""
        return tuple(entry for entry in self.entries if not entry.proposed)


class Principle(NamedTuple):
    """A principle of the regulation: citation, heading in our own words, what the results say under it."""

    cite: str
    title: str
    says: tuple[str, ...]


class Counted(NamedTuple):
    """A conclusion or county with its counts, one for each column, and their sum."""

    word: str
    counts: tuple[int, ...]
    total: int


class Failing(NamedTuple):
    """A clause and how many applications fail it."""

    title: str
    cite: str
    often: int


class Missed(NamedTuple):
    """A number that misses its bound: whose, and the finding with its gauge."""

    entry: EvaluatedApplicant
    finding: Finding


class Review(NamedTuple):
    """The comparison of a batch; `sha256` is of its rows, `cites` and `basis` what it rests on, `checked_by` names the answers."""

    title: str
    stages: tuple[str, ...]
    final: bool
    groups: tuple[FacilityGroup, ...]
    refused: tuple[BatchRow, ...]
    pairs: tuple[PairFound, ...]
    conclusions: tuple[Counted, ...]
    divisions: tuple[Counted, ...]
    failing: tuple[Failing, ...]
    missed: tuple[Missed, ...]
    principles: tuple[Principle, ...]
    sha256: str
    checked_by: tuple[str, str] = ("", "")
    cites: tuple[str, ...] = ()
    principles_cites: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[EvaluatedApplicant, ...]:
        """Return every applicant."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def replaced(self) -> tuple[tuple[BatchRow, EvaluatedApplicant], ...]:
        """Return each application that does not count, with the later one of the same facility that does."""
        return tuple((row, entry) for entry in self.entries for row in entry.replaced)

    @property
    def readings(self) -> tuple[str, ...]:
        """Return a sentence for each reading asked for over the batch, and for each option that was compared."""
        rows = [entry.row for entry in self.entries]
        compared = (turn.sentence for turn in turns_told(rows))
        return (*(reading.sentence for reading in readings_told(rows)), *compared)

    @property
    def proposed(self) -> tuple[EvaluatedApplicant, ...]:
        """Return everyone proposed for negotiation."""
        return tuple(entry for entry in self.entries if entry.proposed)
