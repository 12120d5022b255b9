"""Headings that somebody has explained: `--heading 人员性质=用工形式`. Knows nothing of cells."""

from __future__ import annotations

from collections.abc import Mapping

from medcheck.errors import Place, Problem, WorkbookError, suggest
from medcheck.form.form import Form, FormField, Sheet, form_names, forms_of_packs, load_form
from medcheck.form.labels import normalise


def with_headings(form: Form, explanations: Mapping[str, str]) -> Form:
    """Return the form with explained headings: such a heading means the column it is said to be, and no other.

    What no list of this form has is left out; raise WorkbookError where no list of any form has the column.
    """
    if not explanations:
        return form
    require_columns(explanations)
    return form.model_copy(update={"sheets": tuple(_explained(sheet, explanations) for sheet in form.sheets)})


def require_columns(explanations: Mapping[str, str]) -> None:
    """Raise WorkbookError where a heading is said to be a column that no list of any form has."""
    forms = [form for name in form_names() for form in (load_form(name), *forms_of_packs(name))]
    columns = [column for form in forms for sheet in form.tables() for column in sheet.columns]
    problems = []
    for heading, name in explanations.items():
        if not any(_is_called(column, name) for column in columns):
            text = f"“{heading}={name}”：申请表的清单中没有“{name}”这一列{suggest(name, sorted({c.label for c in columns}))}"
            problems.append(Problem(Place("--heading"), text, "写成 表头=申请表中的列名，例如 人员性质=用工形式"))
    if problems:
        raise WorkbookError(problems)


def _is_called(column: FormField, name: str) -> bool:
    return column.id == name or normalise(column.label) == normalise(name)


def _explained(sheet: Sheet, explanations: Mapping[str, str]) -> Sheet:
    here = {
        normalise(heading): name
        for heading, name in explanations.items()
        if any(_is_called(column, name) for column in sheet.columns)
    }
    if not here:
        return sheet

    def explained(column: FormField) -> FormField:
        added = tuple(label for label, name in here.items() if _is_called(column, name))
        known = {
            key: tuple(heading for heading in getattr(column, key) if normalise(heading) not in here) for key in _KEYS
        }
        return column.model_copy(update={**known, "aliases": (*known["aliases"], *added), "explained": added})

    return sheet.model_copy(update={"columns": tuple(map(explained, sheet.columns))})


_KEYS = ("aliases", "headings", "likely")
