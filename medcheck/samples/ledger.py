"""The ledger of what was planted: one line a planted defect and rule, one line for each clean file."""

from __future__ import annotations

import json
from typing import NamedTuple

from medcheck.samples.defects.defect import Defect
from medcheck.samples.draft import KINDS, DefectMark, Draft
from medcheck.samples.write_draft import Where


class LedgerLine(NamedTuple):
    """One line. `rule` is empty where no rule but a contradiction of the papers is to be told; `other` the second file."""

    file: str
    kind: str
    kind_word: str
    applicant: str
    status: str
    defect: str = ""
    defect_word: str = ""
    sheet: str = ""
    row: str = ""
    field: str = ""
    label: str = ""
    cell: str = ""
    rule: str = ""
    verdict: str = ""
    decidable: bool = True
    other_file: str = ""
    other_sheet: str = ""
    other_cell: str = ""

    def json(self) -> str:
        """Return the line as JSON, in the order of the fields."""
        return json.dumps(self._asdict(), ensure_ascii=False)


def clean(file: str, draft: Draft) -> LedgerLine:
    """Return the line of a file in which nothing was planted."""
    return LedgerLine(file, draft.kind, KINDS[draft.kind], str(draft.fields["facility_name"]), "clean")


def planted(file: str, draft: Draft, defect: Defect, mark: DefectMark, where: Where) -> LedgerLine:
    """Return the line of one rule that a defect must turn."""
    return clean(file, draft)._replace(
        status="defect",
        defect=defect.name,
        defect_word=defect.word,
        sheet=where.sheet,
        row=where.key,
        field=mark.field,
        label=where.label,
        cell=where.cell,
        rule=mark.rule,
        verdict=mark.verdict,
        decidable=mark.decidable,
    )
