"""States in the result what the application workbook is, what was read of it, and how its cells were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from medcheck.assessment.model.source_model import SheetRead, Skipped, WorkbookUsed
from medcheck.form.form import Sheet, load_form
from medcheck.intake.application import Application

_BY_LABEL = ("label", "header")


def workbook_of(application: Application) -> WorkbookUsed:
    """Return what the result says of an application's workbook."""
    return WorkbookUsed(
        file=application.file,
        sha256=application.sha256,
        kind=application.kind,
        form=application.form,
        form_version=application.form_version,
        is_blank=_is_blank(application),
        sheets=tuple(_read(application, sheet) for sheet in load_form(application.form).sheets),
    )


def _is_blank(application: Application) -> bool:
    """Return whether nothing is filled in: no field, and no cell of a list but what the blank form prints itself."""
    if any(entry.ref is not None and entry.ref.raw for entry in application.fields.values()):
        return False
    form = load_form(application.form)
    return not any(
        row.entry(column.id).value is not None
        for sheet in form.tables()
        if (table := application.tables.get(sheet.id)) is not None
        for row in table.rows
        for column in sheet.columns
        if column.id not in _printed(sheet)
    )


def _printed(sheet: Sheet) -> frozenset[str]:
    """Return the columns of a list that the blank form fills itself."""
    return frozenset(name for row in sheet.prefilled for name in row)


def _read(application: Application, sheet: Sheet) -> SheetRead:
    how_found = Counter(_found(application, sheet))
    beside = next((csv_list for csv_list in application.lists if csv_list.table == sheet.id), None)
    table = application.tables.get(sheet.id)
    skipped = table.skipped if table else {}
    return SheetRead(
        name=sheet.name,
        rows=len(table.rows) if table else None,
        skipped=tuple(Skipped(word=word, count=count) for word, count in skipped.items()),
        by_name=how_found["name"],
        by_label=sum(how_found[how] for how in _BY_LABEL),
        lost=how_found[""],
        file=beside.file if beside else "",
        sha256=beside.sha256 if beside else "",
    )


def _found(application: Application, sheet: Sheet) -> Iterator[str]:
    """Yield how each field of a cover, or each column of a list, was found."""
    for field in sheet.fields:
        yield application.fields[field.id].located_by
    table = application.tables.get(sheet.id)
    if table is not None:
        for column in sheet.columns:
            yield table.located_by.get(column.id, "")
