"""What a planted defect is: to which profiles it can be done, what it touches, and how it is done to a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from medcheck.blank.plan import CellValue
from medcheck.samples.chance import Chance
from medcheck.samples.draft import DefectMark, Draft, RowDraft

# What a rule is told by: its id for all, or one for each form (clinic, hospital, pharmacy) or kind.
Told = Sequence[tuple[str, str]]
Turned = Told | Mapping[str, Told]
Plant = Callable[[Draft, Chance], list[DefectMark]]
Drawn = CellValue | Callable[[Draft, Chance], CellValue]

ALL = ("clinic", "hospital", "pharmacy")
MEDICAL = ("clinic", "hospital")


class Defect(NamedTuple):
    """A kind of defect: id, 中文, the profiles it fits, what it touches (no two of one file touch the same), the deed.

    `plant` changes the draft and returns its marks; none where this draft offers no place for it.
    """

    name: str
    word: str
    kinds: tuple[str, ...]
    touches: frozenset[str]
    plant: Plant

    def fits(self, draft: Draft) -> bool:
        """Return whether it can be done to a draft of this profile."""
        return draft.kind in self.kinds or draft.form in self.kinds


def told(turned: Turned, draft: Draft) -> Told:
    """Return the rules a defect turns in this draft, with their verdicts; {n} in an id stands for a hospital's level."""
    pairs = (turned.get(draft.kind) or turned.get(draft.form, ())) if isinstance(turned, Mapping) else turned
    return [(rule.replace("{n}", str(draft.level)), verdict) for rule, verdict in pairs]


def mark_all(sheet: str, row: RowDraft | None, column: str, turned: Turned, draft: Draft) -> list[DefectMark]:
    """Return a mark for each rule that one cell turns."""
    return [DefectMark(sheet, row, column, rule, verdict) for rule, verdict in told(turned, draft)]


def cover(
    name: str, word: str, kinds: tuple[str, ...], field: str, value: Drawn, turned: Turned, touches: Sequence[str] = ()
) -> Defect:
    """Return a defect of one cover field: another value, or one drawn for the draft."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        draft.fields[field] = value(draft, chance) if callable(value) else value
        return mark_all("cover", None, field, turned, draft)

    return Defect(name, word, kinds, frozenset((field, *touches)), plant)


def papers(name: str, word: str, part: str, value: Drawn, rules: Mapping[str, Mapping[str, Told]]) -> Defect:
    """Return a defect of one paper, drawn from those that a form has rules for: `rules` is by form and code."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        code = chance.pick(list(rules[draft.form]))
        row = draft.row("documents", "code", code)
        if row["present"] != "是":
            return []
        if part == "present":
            row.update(dict.fromkeys([key for key in row if key != "code"]))
        row[part] = value(draft, chance) if callable(value) else value
        return mark_all("documents", row, part, rules[draft.form][code], draft)

    return Defect(name, word, tuple(rules), frozenset(("documents",)), plant)


def equipment(name: str, word: str, kinds: tuple[str, ...], items: Sequence[str], turned: Turned) -> Defect:
    """Return the defect that one of these devices is there in no number."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        row = draft.row("equipment", "name", chance.pick(items))
        if row["count"] == 0:
            return []
        row |= {"count": 0, "model": None, "bought_on": None}
        return mark_all("equipment", row, "count", turned, draft)

    return Defect(name, word, kinds, frozenset(("equipment",)), plant)


def gone(name: str, word: str, kind: str, departments: Mapping[str, Told]) -> Defect:
    """Return the defect that one of these departments is not there."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        row = draft.row("departments", "name", chance.pick(list(departments)))
        draft.rows("departments").remove(row)
        return mark_all("departments", None, "name", departments[str(row["name"])], draft)

    return Defect(name, word, (kind,), frozenset(("departments", "staff")), plant)


def person(
    name: str,
    word: str,
    kinds: tuple[str, ...],
    who: Callable[[RowDraft], bool],
    change: Callable[[Draft, RowDraft], RowDraft],
    column: str,
    turned: Turned,
) -> Defect:
    """Return a defect of one person of the roster whom `who` names, never of the head; `change` gives the new cells."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        fit = [row for row in draft.rows("staff") if who(row) and row["id_number"] != draft.head.id_number]
        if not fit:
            return []
        row = chance.pick(fit)
        row |= change(draft, row)
        return mark_all("staff", row, column, turned, draft)

    return Defect(name, word, kinds, frozenset(("staff",)), plant)
