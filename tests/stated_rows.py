"""Lists as an applicant states them, for tests of measures: rows with a cell each, without a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from medcheck.fact import CellRef, Role
from medcheck.form.form import load_form
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Row, Table


def entry(value: Any, sheet: str, cell: str, label: str) -> Entry:
    """Return an entry at a cell; None is a blank one."""
    raw = "" if value is None else str(value)
    return Entry(
        value, CellRef(Role.APPLICATION, sheet, cell, raw, label), "" if value is not None else "未填写", "header"
    )


def listing(form: str, sheet_id: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return a list of the form with these rows, the first in row 4; columns that are not given are blank."""
    sheet = next(sheet for sheet in load_form(form).sheets if sheet.id == sheet_id)
    made = [
        Row.of(
            number,
            {
                column.id: entry(row.get(column.id), sheet.name, f"{chr(65 + index)}{number}", column.label)
                for index, column in enumerate(sheet.columns)
            },
        )
        for number, row in enumerate(rows, 4)
    ]
    return Table(tuple(made), source=CellRef(Role.APPLICATION, sheet.name, "A3", "表头"))


def clinic(fields: Mapping[str, Any] | None = None, **tables: Sequence[Mapping[str, Any]]) -> Application:
    """Return a clinic's application with these cover fields and lists; what is not given is blank."""
    return _application("clinic", fields or {}, tables)


def hospital(fields: Mapping[str, Any] | None = None, **tables: Sequence[Mapping[str, Any]]) -> Application:
    """Return a hospital's application with these cover fields and lists; what is not given is blank."""
    return _application("hospital", fields or {}, tables)


def pharmacy(fields: Mapping[str, Any] | None = None, **tables: Sequence[Mapping[str, Any]]) -> Application:
    """Return a pharmacy's application with these cover fields and lists; what is not given is blank."""
    return _application("pharmacy", fields or {}, tables)


def _application(
    name: str, fields: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Application:
    form = load_form(name)
    cover = {
        field.id: entry(fields.get(field.id), sheet.name, f"B{number}", field.label)
        for number, (sheet, field) in enumerate(form.fields(), 1)
    }
    lists = {sheet: listing(name, sheet, rows) for sheet, rows in tables.items()}
    return Application(name, 1, name, "申请.xlsx", "", cover, lists)


def person(**changes: Any) -> dict[str, Any]:
    """Return a nurse of the title 护师 under contract, insured here, with whatever is different about her."""
    return {
        "name": "张三",
        "category": "注册护士",
        "title": "护师",
        "employment": "合同",
        "insured_since": date(2018, 1, 1),
        "qualification_cert_no": "201137010001",
        "practice_cert_no": "201137010001",
        "preventive_duty": False,
        **changes,
    }
