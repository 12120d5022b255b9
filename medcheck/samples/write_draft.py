"""A draft → its workbook, by the writer of `medcheck fill`; and in which cell each planted defect stands."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from medcheck.address import address
from medcheck.blank import layout, write_xlsx
from medcheck.blank.list_layout import list_rows
from medcheck.blank.plan import SheetPlan
from medcheck.form.defined_names import column_name, field_name
from medcheck.form.form import Form, load_form
from medcheck.samples.draft import DefectMark, Draft


class Where(NamedTuple):
    """Where a mark stands in the written workbook: the sheet's name, the row's key, the label, the cell (A1)."""

    sheet: str
    key: str
    label: str
    cell: str


def write(draft: Draft, path: Path, marks: list[DefectMark]) -> list[Where]:
    """Write the workbook and return where each mark stands; a row that is not there has no cell."""
    form = load_form(draft.form)
    plans = layout.plans(form, draft.data())
    write_xlsx.write(plans, form.title, path)
    return [_where(form, plans, draft, mark) for mark in marks]


def _where(form: Form, plans: tuple[SheetPlan, ...], draft: Draft, mark: DefectMark) -> Where:
    sheet = next(sheet for sheet in form.sheets if sheet.id == mark.sheet)
    plan = next(plan for plan in plans if plan.name == sheet.name)
    label = next((field.label for field in (*sheet.fields, *sheet.columns) if field.id == mark.field), "")
    if not sheet.columns:
        return Where(sheet.name, "", label, address(*plan.names[field_name(mark.field)]))
    if mark.row is None:
        return Where(sheet.name, "", label, "")
    key = sheet.key or sheet.columns[0].id
    header, column = plan.names[column_name(sheet.id, mark.field)]
    rows = draft.tables[mark.sheet] or []
    shown = list_rows(sheet, rows)
    known = [prefilled[key] for prefilled in sheet.prefilled]
    if mark.row.get(key) in known:
        offset = next(index for index, row in enumerate(shown) if row.get(key) == mark.row[key])
    else:
        further = [row for row in rows if not sheet.key or row.get(sheet.key) not in known]
        offset = len(known) + next(index for index, row in enumerate(further) if row is mark.row)
    return Where(sheet.name, str(mark.row.get(key) or ""), label, address(header + 1 + offset, column))
