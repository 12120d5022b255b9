"""Names the blank cells that decide most, and says when the outcome is fixed whatever else is filled in. It judges nothing.

The verdicts are three-valued, so they know it already: what is failed stays failed whatever fills the blanks, and a rule that
passes or does not apply waits for none of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.book.book_parts import position
from medcheck.verdict import Consequence, Verdict

_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")
_LABEL = re.compile(r"“([^”]{1,80})”")
_FINAL = frozenset({Consequence.REDIRECT, Consequence.NOT_ACCEPTED, Consequence.NOT_MET})
_LAST = (1 << 20, 1 << 20)


class NextCell(NamedTuple):
    """A blank cell: where it is, what it is called, how many requirements wait for it."""

    sheet: str
    cell: str
    label: str
    waiting: int


class NextCells(NamedTuple):
    """The titles of what fixes the outcome already, and the blank cells that decide most, the first of them first."""

    fixed_by: tuple[str, ...]
    cells: tuple[NextCell, ...]

    @property
    def is_fixed(self) -> bool:
        """Return whether nothing that is still blank can change whether the requirements are met."""
        return bool(self.fixed_by) or not self.cells


def next_cells(assessment: Assessment) -> NextCells:
    """Return what to fill in next; where a requirement has failed for good, nothing.

    A requirement that waits for several cells counts for each of them in part: one answer does not decide it.
    """
    failed = tuple(
        finding.title
        for finding in assessment.findings
        if finding.verdict is Verdict.FAIL and finding.consequence in _FINAL
    )
    if failed:
        return NextCells(failed, ())
    shares: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    waiting: defaultdict[tuple[str, str], int] = defaultdict(int)
    labels: dict[tuple[str, str], str] = {}
    for finding in assessment.findings:
        blanks = dict(_blanks(finding))
        for place, label in blanks.items():
            shares[place] += Fraction(1, len(blanks))
            waiting[place] += 1
            labels.setdefault(place, label)
    order = {sheet.name: number for number, sheet in enumerate(assessment.workbook.sheets)}
    ranked = sorted(
        shares, key=lambda place: (-shares[place], order.get(place[0], len(order)), position(place[1], *_LAST))
    )
    return NextCells((), tuple(NextCell(*place, labels[place], waiting[place]) for place in ranked))


def _blanks(finding: Finding) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the blank cells an open finding waits for, with what each is called."""
    if finding.verdict is not Verdict.UNKNOWN or finding.consequence is not Consequence.SUPPLEMENT:
        return
    for item in finding.evidence:
        cell = item.source
        if cell is not None and cell.sheet and not cell.raw and _CELL.fullmatch(cell.cell):
            named = re.search(rf"(?<![A-Z]){cell.cell}“([^”]+)”", "；".join(finding.reasons))
            yield (cell.sheet, cell.cell), named[1] if named else item.label
