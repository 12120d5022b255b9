"""One row of the site-visit sheet: the number measured, the answer given, what was written beside. Knows no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from medcheck.book.grid import Grid
from medcheck.case.visit_form import ANSWER_FIELD, BY_NUMBER, VisitItem, measured_field
from medcheck.errors import Problem
from medcheck.fact import Fact, known
from medcheck.form.form import FormField
from medcheck.intake.cells import entry_of, parse_cell, problem_of
from medcheck.intake.table import Entry
from medcheck.vocabulary import Vocabulary


class ItemRow(NamedTuple):
    """One row of the items: where it is, and which item stands there."""

    grid: Grid
    number: int
    columns: Mapping[str, int]
    item: VisitItem

    def note(self) -> str:
        """Return what was written beside: what was seen where no number is measured, the note, the photos."""
        seen = "" if self.item.fact else self._text("measured")
        photo = self._text("photo")
        return "；".join(filter(None, (seen, self._text("note"), f"照片 {photo}" if photo else "")))

    def measured(self, vocabulary: Vocabulary, problems: list[Problem]) -> Fact | None:
        """Return the measured fact, or None where nothing stands or what stands is a problem."""
        if not self.item.fact:
            return None
        entry = self._read("measured", measured_field(vocabulary.facts[self.item.fact]), problems)
        if entry.value is None or entry.ref is None or isinstance(entry.value, tuple):
            return None
        return known(self.item.fact, entry.value, (entry.ref,))

    def answer(self, problems: list[Problem]) -> str:
        """Return 符合 or 不符合; an empty string where nothing stands or what stands is a problem."""
        if self.item.rule:
            return str(self._read("answer", ANSWER_FIELD, problems).value or "")
        if (written := self._text("answer")) not in ("", BY_NUMBER):
            text = f"第 {self.item.number} 项由实测值判定，此处不填结论，现为“{written}”"
            place = self.grid.place(self.number, self.columns["answer"])
            problems.append(Problem(place, text, "把数值填在“实测值”一栏，清空本格；要说明的写在备注中"))
        return ""

    def _text(self, column: str) -> str:
        return self.grid.shown(self.number, self.columns[column])

    def _read(self, column: str, field: FormField, problems: list[Problem]) -> Entry:
        at = self.grid, self.number, self.columns[column], "name"
        parsed = parse_cell(self.grid.formatted(self.number, self.columns[column]), field)
        if fault := self.grid.fault(self.number, self.columns[column]):
            parsed = parsed._replace(value=None, reason=fault)
        entry = entry_of(at, field, parsed)
        if problem := problem_of(at, field, entry, "", f"第 {self.item.number} 项"):
            problems.append(mended(problem))
        return entry


def mended(problem: Problem) -> Problem:
    """Return the problem as an inspector mends it: nobody hands in a site-visit sheet again."""
    return problem._replace(mend=problem.mend.replace("重新提交", "重新评估"), field="")
