"""Finds where a fact comes from: it measures a blank application and reads which cells each fact cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from medcheck.case.case_file import NO_CASE
from medcheck.errors import FormError, Problem, RuleError
from medcheck.fact import CellRef, Facts, Members, Record, Role, Value
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import Form, Sheet
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Row, Table
from medcheck.measure.case_dates import case_dates
from medcheck.measure.derive import derive
from medcheck.rulebook.pack import RulePack


def origins(form: Form, pack: RulePack) -> Mapping[str, tuple[str, ...]]:
    """Return for every fact the form can fill the places it is filled from, such as `《基本信息》实际使用面积`.

    A field of a list and a part of a document have theirs under `fact.field`. A fact that is measured and has no cell of
    its own (the agency alone answers it) has no places. Raises FormError or RuleError where a fact has two suppliers.
    """
    places: dict[str, list[CellRef]] = {}
    for name, fact in _blank_facts(form, pack).items():
        places[name] = [*fact.sources, *(fact.value.cells.values() if isinstance(fact.value, Members) else ())]
        for record in _records(fact.value):
            for field, ref in record.sources.items():
                places[name].append(ref)
                places.setdefault(f"{name}.{field}", []).append(ref)
    return {
        name: tuple(dict.fromkeys(f"《{r.sheet}》{r.cell}" for r in refs if r.sheet)) for name, refs in places.items()
    }


def suppliers_of(pack: RulePack) -> dict[str, tuple[str, ...]]:
    """Return for every fact the places it is filled from, over all forms as made for the pack."""
    suppliers: dict[str, tuple[str, ...]] = {}
    for form in pack.forms:
        for fact, places in origins(form, pack).items():
            suppliers[fact] = tuple(dict.fromkeys((*suppliers.get(fact, ()), *places)))
    return suppliers


def supplier_clashes(form: Form, pack: RulePack) -> tuple[Problem, ...]:
    """Return a problem for each fact that the form and the measures would make twice."""
    try:
        _blank_facts(form, pack)
    except (FormError, RuleError) as error:
        return error.problems
    return ()


def _blank_facts(form: Form, pack: RulePack) -> Facts:
    """Return what is made of an application in which nothing is filled."""
    probe = _probe(form)
    dates = case_dates(probe, NO_CASE, None)
    return derive(probe, NO_CASE, dates, pack.tables, pack.vocabulary, form=form)


def _records(value: Value | None) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Members):
        yield from (record for record in value if isinstance(record, Record))


def _probe(form: Form) -> Application:
    """Return an application in which nothing is filled and every cell is named by its label."""
    fields = {
        field.id: Entry(None, CellRef(Role.FORM, sheet.name, field.label, ""), "未填写")
        for sheet, field in form.fields()
    }
    return Application(
        form=form.name,
        form_version=form.version,
        facility_type=form.facility_type,
        file=form.title,
        sha256="",
        fields=fields,
        tables={sheet.id: _table(form, sheet) for sheet in form.tables()},
    )


def _table(form: Form, sheet: Sheet) -> Table:
    """Return the printed rows of a list, or one row; with name, ticks and days, so that each measure takes it up."""
    return Table(tuple(_row(form, sheet, printed) for printed in sheet.prefilled or ({},)))


def _row(form: Form, sheet: Sheet, printed: Mapping[str, str]) -> Row:
    stated: dict[str, EntryValue] = {column.id: True for column in sheet.columns if column.kind == "flag"}
    stated |= {column.id: date.max for column in sheet.columns if column.kind == "date"}
    stated |= {"name": sheet.name, **printed}
    return Row.of(
        1,
        {
            column.id: Entry(stated.get(column.id), CellRef(Role.FORM, sheet.name, column.label, ""), "未填写")
            for column in sheet.columns
        },
    )
