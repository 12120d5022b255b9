"""The rows of an application that are looked at on the site one by one, and the blank lines of a sheet. Decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from medcheck.case.visit_form import BLANK, LINE, OTHER, OfferedName, VisitItem
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import FormField, load_form
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.measure_tables import VisitBlanks, VisitList
from medcheck.rulebook.rule import Rule
from medcheck.visit.printed_item import PrintedItem
from medcheck.vocabulary import Definition

_OTHER_ASKED = "其他发现（右格写事实或规则的名称，可从列表选择；实测值、结论、备注照填）"
_LONGEST_CELL = 60


def listed_lines(application: Application, spec: VisitList) -> Iterator[PrintedItem]:
    """Yield a line for each row of a list that is looked at; none where this application has no such list."""
    listed = application.tables.get(spec.table)
    sheet = next((sheet for sheet in load_form(application.form).tables() if sheet.id == spec.table), None)
    if listed is None or sheet is None:
        return
    columns = {column.id: column for column in sheet.columns}
    rows = [row for row in listed.rows if _is_looked_at(row, spec)]
    for row in _sample(rows, spec.sample, application.sha256):
        named = " ".join(filter(None, (_written(row, name) for name in spec.name)))
        shown = [(columns[name], _written(row, name)) for name in spec.show if name in columns]
        declared = "\n".join(f"{column.label}：{text}{_unit(column)}" for column, text in shown if text)
        place = row.place(spec.name[0])
        item = VisitItem(0, kind=LINE, rules=spec.rules, facts=spec.facts)
        yield PrintedItem(item, f"{named}：{spec.asked}", declared or "—", place, "")


def blank_lines(spec: VisitBlanks, bound: Iterable[str]) -> Iterator[PrintedItem]:
    """Yield the lines that the inspectors name themselves, where one of the rules they bear on binds this facility."""
    rules = tuple(name for name in spec.rules if name in set(bound))
    if rules:
        for _ in range(spec.lines):
            yield PrintedItem(VisitItem(0, kind=BLANK, rules=rules), spec.asked, "", "", "")


def other_lines(count: int) -> Iterator[PrintedItem]:
    """Yield the lines of 其他发现."""
    for _ in range(count):
        yield PrintedItem(VisitItem(0, kind=OTHER), _OTHER_ASKED, "", "", "")


def offered_names(rules: Iterable[Rule], definitions: Mapping[str, Definition]) -> tuple[OfferedName, ...]:
    """Return what 其他发现 may name: every fact that a rule of this facility rests on, and every such rule, by its title.

    A name that stands for two things has the id behind it.
    """
    bound = list(rules)
    facts = dict.fromkeys(name for rule in bound for name in rule.facts if name in definitions)
    named = [(definitions[name].label, "fact", name) for name in facts]
    named += [(rule.title.zh, "inspection" if rule.decided_by == "inspection" else "rule", rule.id) for rule in bound]
    often: dict[str, int] = {}
    for name, _, _ in named:
        often[name] = often.get(name, 0) + 1
    return tuple(
        OfferedName(f"{name}〔{identity}〕" if often[name] > 1 else name, kind, identity)
        for name, kind, identity in named
    )


def _is_looked_at(row: Row, spec: VisitList) -> bool:
    if not any(row.value(name) for name in spec.name):
        return False
    number = row.value(spec.unless_zero) if spec.unless_zero else None
    if isinstance(number, int | Decimal) and number == 0:
        return False
    return all(_word(row.value(column)) in values for column, values in spec.where.items())


def _word(value: EntryValue | None) -> str:
    """Return a value as the tables of a pack write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _sample(rows: Sequence[Row], count: int, application: str) -> Sequence[Row]:
    """Return so many rows in their order, drawn by the hash of the application: always the same ones of the same file."""
    if not count or len(rows) <= count:
        return rows
    drawn = sorted(rows, key=lambda row: hashlib.sha256(f"{application}:{row.number}".encode()).digest())[:count]
    return sorted(drawn, key=lambda row: row.number)


def _written(row: Row, column: str) -> str:
    """Return a cell as the applicant wrote it, in one line."""
    if column not in row.position:
        return ""
    ref = row.entry(column).ref
    text = " ".join(ref.raw.split()) if ref else ""
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"


def _unit(column: FormField) -> str:
    return column.unit if column.kind == "number" else ""
