"""A workbook → an Application, with every problem at once. Start reading here; knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from medcheck.book.grid import Grid, Workbook
from medcheck.book.read_book import read_workbook
from medcheck.errors import Problem
from medcheck.fact import Role, name_files
from medcheck.form.form import Form, FormField, Sheet
from medcheck.form.private import PRIVATE
from medcheck.intake.application import Application
from medcheck.intake.cells import read_cell
from medcheck.intake.consistency import check_consistency
from medcheck.intake.csv_lists import read_lists
from medcheck.intake.excerpt import excerpts_of
from medcheck.intake.explained import with_headings
from medcheck.intake.identifiers import check_identifiers
from medcheck.intake.locate import cover_sheets, find_field, find_header
from medcheck.intake.read_lists import read_table
from medcheck.intake.recognise import as_current, recognise
from medcheck.intake.remarks import remarks
from medcheck.intake.table import Entry, Table
from medcheck.package.guard import Package, open_package


def read_application(path: Path, lists: Mapping[str, Path] = {}, headings: Mapping[str, str] = {}) -> Application:
    """Return what an application workbook states; raise WorkbookError only when the file as a whole cannot be read.

    `lists` are tables, by id or by the name of their sheet, that came as .csv files beside the workbook; `headings` says
    what columns of the form unknown headings are.
    """
    package = open_package(path)
    return application_of(read_workbook(package), package, lists, headings)


def application_of(
    workbook: Workbook, package: Package, lists: Mapping[str, Path] = {}, headings: Mapping[str, str] = {}
) -> Application:
    """Return what the sheets of a workbook state; raise WorkbookError where they are no form's, or a list is none."""
    form, version, problems = recognise(workbook, package.file)
    form = with_headings(form, headings)
    workbook, unmapped = as_current(workbook, form, version)
    problems += unmapped
    beside = read_lists(form, lists)
    headers = {
        sheet.id: beside[sheet.id].header if sheet.id in beside else find_header(workbook, sheet)
        for sheet in form.tables()
    }
    covers = cover_sheets(workbook, [header for header in headers.values() if header])
    fields: dict[str, Entry] = {}
    tables: dict[str, Table] = {}
    for sheet in form.sheets:
        for field in sheet.fields:
            fields[field.id], field_problems = _field(workbook, form, sheet, field, covers)
            problems += field_problems
        if sheet.columns:
            tables[sheet.id], table_problems = read_table(workbook, sheet, headers[sheet.id])
            problems += table_problems
    problems += check_identifiers(form, fields, tables)
    problems += check_consistency(form, fields, tables)
    problems += remarks(workbook, package, fields, tables)
    files = tuple(csv_list.file for csv_list in beside.values())
    refs = (fields[field.id].ref for _, field in form.fields() if field.identifier in PRIVATE)
    excerpts = excerpts_of(workbook, package.sha256, form, headers, [ref for ref in refs if ref])
    return Application(
        form.name,
        version,
        form.facility_type,
        package.file,
        package.sha256,
        fields,
        tables,
        tuple(name_files(problems, {Role.APPLICATION: package.file})),
        package.kind,
        files,
        excerpts,
    )


def _field(
    workbook: Workbook, form: Form, sheet: Sheet, field: FormField, covers: Sequence[Grid]
) -> tuple[Entry, list[Problem]]:
    """Return what a field of the cover states, with the problems of finding and of reading its cell."""
    located, problems = find_field(workbook, form, sheet, field, covers)
    if located is None:
        return Entry(None, None, problems[0].text), problems
    entry, cell_problems = read_cell(located, field, field.id)
    return entry, problems + cell_problems
