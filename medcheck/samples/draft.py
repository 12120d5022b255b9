"""An application being written: its profile, its values, and where a planted defect stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from medcheck.blank.plan import CellValue, FormData
from medcheck.samples.people import SamplePerson
from medcheck.samples.world import County, World

RowDraft = dict[str, CellValue]

KINDS = {
    "clinic": "定点门诊",
    "hospital-1": "一级医院",
    "hospital-2": "二级医院",
    "hospital-3": "三级医院",
    "pharmacy-single": "城区单体药店",
    "pharmacy-rural": "农村药店",
    "pharmacy-chain": "城区连锁门店",
}


@dataclass
class Draft:
    """One application while it is made; `head` is its legal representative."""

    kind: str
    county: County
    applied: date
    opened: date
    head: SamplePerson
    world: World
    fields: dict[str, CellValue] = field(default_factory=dict)
    tables: dict[str, list[RowDraft] | None] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """Return the form it is written on: clinic, hospital or pharmacy."""
        return self.kind.partition("-")[0]

    @property
    def level(self) -> int:
        """Return a hospital's level; 0 for others."""
        return int(self.kind[-1]) if self.form == "hospital" else 0

    def rows(self, table: str) -> list[RowDraft]:
        """Return the rows of a list; the 「无」 tick gives way to them."""
        rows = self.tables.get(table)
        if rows is None:
            rows = self.tables[table] = []
        return rows

    def row(self, table: str, column: str, value: str) -> RowDraft:
        """Return the first row with that value."""
        return next(row for row in self.rows(table) if row.get(column) == value)

    def data(self) -> FormData:
        """Return what fills the form."""
        return FormData(
            self.fields, {name: None if rows is None else tuple(rows) for name, rows in self.tables.items()}
        )


class DefectMark(NamedTuple):
    """Where a defect stands and what must come of it: one rule's verdict.

    `sheet` is the form's sheet, `row` the very row (None: the cover, or a row that is not there), `field` the column or
    cover field. `rule` is a rule id or empty where no rule but a contradiction of the papers must be told.
    """

    sheet: str
    row: RowDraft | None
    field: str
    rule: str
    verdict: str
    decidable: bool = True


def marks(sheet: str, row: RowDraft | None, name: str, rules: Iterable[tuple[str, str]]) -> list[DefectMark]:
    """Return a mark for each rule that one cell turns, with its verdict."""
    return [DefectMark(sheet, row, name, rule, verdict) for rule, verdict in rules]
