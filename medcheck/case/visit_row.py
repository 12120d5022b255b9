"""One row of the site-visit sheet: the number measured, the answer given, what was written beside. Knows no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from medcheck.book.grid import Grid
from medcheck.case.visit_form import ANSWER_FIELD, BY_NUMBER, VisitItem, measured_field
from medcheck.errors import Place, Problem
from medcheck.fact import CellRef, Fact, known
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
        return "；".join(filter(None, (seen, self.beside())))

    def measured(self, vocabulary: Vocabulary, problems: list[Problem]) -> Fact | None:
        """Return the measured fact, or None where nothing stands or what stands is a problem."""
        if not self.item.fact:
            return None
        entry = self._read("measured", measured_field(vocabulary.facts[self.item.fact]), problems)
        if entry.value is None or entry.ref is None or isinstance(entry.value, tuple):
            return None
        return known(self.item.fact, entry.value, (entry.ref,))

    def named(self) -> str:
        """Return what the inspectors named on a line that is theirs to name."""
        return self._text("named")

    def value(self) -> str:
        """Return what stands where a number is measured, as it is written."""
        return self._text("measured")

    def beside(self) -> str:
        """Return the note and the photos, without what stands where a number is measured."""
        photo = self._text("photo")
        return "；".join(filter(None, (self._text("note"), f"照片 {photo}" if photo else "")))

    def measured_as(self, fact: str, vocabulary: Vocabulary, problems: list[Problem]) -> Fact | None:
        """Return what stands where a number is measured as this fact, or None where nothing stands or it is a problem."""
        return self._replace(item=self.item._replace(fact=fact)).measured(vocabulary, problems)

    def place(self, column: str) -> Place:
        """Return where a cell of the row stands."""
        return self.grid.place(self.number, self.columns[column])

    def ref(self, column: str, label: str) -> CellRef:
        """Return a cell of the row as a fact cites it."""
        place = self.place(column)
        return CellRef(self.grid.role, place.sheet, place.cell, self._text(column), label)

    def answer(self, problems: list[Problem]) -> str:
        """Return 符合 or 不符合; an empty string where nothing stands or what stands is a problem."""
        if self.item.rule or self.item.kind:
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
