"""Fills a workbook from plain data (data.yaml), and gives the JSON Schema of such data. It never reads workbooks.

What a person could type may be filled in, readable or not: judging values is the reader's task. Unknown fields,
columns and choices are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from medcheck import yaml_source
from medcheck.blank import layout, write_xlsx
from medcheck.blank.plan import CellValue, FormData, RowData, label_of
from medcheck.errors import FormError, Problem, RuleError, suggest
from medcheck.form.dates import FOREVER
from medcheck.form.form import Form, FormField, Sheet, form_names, load_form
from medcheck.form.values import read_value
from medcheck.yaml_source import Node

NONE = "无"
_KEYS = ("form", "fields", "tables")


def fill_file(data_path: Path, out_path: Path) -> None:
    """Write the workbook that a data file describes; raise FormError with every problem, each with its line."""
    try:
        data = yaml_source.read(data_path)
    except RuleError as error:
        raise FormError(error.problems) from error
    fill(data, out_path)


def fill(data: Node, path: Path) -> None:
    """Write the workbook that data describes; raise FormError with every problem, each with its line."""
    form, content = read_data(data)
    write_xlsx.write(layout.plans(form, content), form.title, path)


def read_data(data: Node) -> tuple[Form, FormData]:
    """Return the form that data names and what fills it; raise FormError with every problem."""
    problems: list[Problem] = []
    try:
        if "form" not in data.mapping:
            raise data.error("缺少必填的键“form”", f"补写“form”：{'、'.join(form_names())}之一")
        form = load_form(data.mapping["form"].text)
        top = _known(data, _KEYS, "数据文件", problems)
        fields = _fields(form, top.get("fields", Node("", data.place)), problems)
        tables = _tables(form, top.get("tables", Node("", data.place)), problems)
    except RuleError as error:
        raise FormError([*problems, *error.problems]) from error
    if problems:
        raise FormError(problems)
    return form, FormData(fields, tables)


def data_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of data.yaml for a form, with every scalar as text, as `yaml_source` reads it."""
    tables: dict[str, Any] = {}
    for sheet in form.tables():
        row = _object({column.id: _schema(column) for column in sheet.columns})
        rows: dict[str, Any] = {"type": "array", "items": row}
        tables[sheet.id] = {"title": sheet.title, **({"anyOf": [rows, {"const": NONE}]} if sheet.none_label else rows)}
    fields = _object({field.id: _schema(field) for _, field in form.fields()})
    properties = {"form": {"const": form.name}, "fields": fields, "tables": _object(tables)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title,
        **_object(properties),
        "required": ["form"],
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _schema(field: FormField) -> dict[str, Any]:
    described = {"title": label_of(field)} | ({"description": field.help} if field.help else {})
    if field.kind == "flag":
        return {**described, "enum": ["是", "否", None]}
    if field.kind == "choice" and not field.open_choice:
        return {**described, "enum": [*field.choices, *field.spellings, None]}
    if field.kind == "lines":
        return {**described, "type": ["array", "string", "null"], "items": {"type": "string"}}
    return {**described, "type": ["string", "null"]}


def _known(node: Node, known: Iterable[str], what: str, problems: list[Problem]) -> dict[str, Node]:
    """Return the entries of a mapping whose keys are known, and collect a problem for each of the others."""
    names = list(known)
    for key, value in node.mapping.items():
        if key not in names:
            text = f"{what}中没有“{key}”{suggest(key, names)}"
            problems.append(Problem(value.place, text, f"可用的名称：{'、'.join(names)}"))
    return {key: value for key, value in node.mapping.items() if key in names}


def _fields(form: Form, node: Node, problems: list[Problem]) -> dict[str, CellValue]:
    known = {field.id: field for _, field in form.fields()}
    given = _known(node, known, f"申请表“{form.name}”的字段", problems)
    return {key: _value(value, known[key], problems) for key, value in given.items()}


def _tables(form: Form, node: Node, problems: list[Problem]) -> dict[str, tuple[RowData, ...] | None]:
    known = {sheet.id: sheet for sheet in form.tables()}
    given = _known(node, known, f"申请表“{form.name}”的清单", problems)
    return {key: _rows(value, known[key], problems) for key, value in given.items()}


def _rows(node: Node, sheet: Sheet, problems: list[Problem]) -> tuple[RowData, ...] | None:
    if node.value == NONE:
        if sheet.none_label:
            return None
        problems.append(Problem(node.place, f"“{sheet.name}”不能填“{NONE}”", "逐行填写，或删去这个键"))
        return ()
    columns = {column.id: column for column in sheet.columns}
    rows: list[RowData] = []
    for item in node.items:
        given = _known(item, columns, f"“{sheet.name}”的列", problems)
        row = {key: _value(value, columns[key], problems) for key, value in given.items()}
        _check_key(sheet, row, item, problems)
        rows.append(row)
    return tuple(rows)


def _check_key(sheet: Sheet, row: RowData, node: Node, problems: list[Problem]) -> None:
    """Refuse a row that a list of prefilled rows only does not hold."""
    keys = [prefilled[sheet.key] for prefilled in sheet.prefilled]
    if keys and not sheet.blank_rows and row.get(sheet.key) not in keys:
        written = str(row.get(sheet.key) or "")
        text = f"“{sheet.name}”中没有“{written}”这一行{suggest(written, keys)}"
        problems.append(Problem(node.place, text, f"“{sheet.key}”可用的值：{'、'.join(keys)}"))


def _value(node: Node, field: FormField, problems: list[Problem]) -> CellValue:
    """Return what the cell holds: a readable value by its kind, anything else as the text it is."""
    if field.kind == "lines":
        return "\n".join(line.text for line in node.items) or None
    if not node.text:
        return None
    value, reason = read_value(node.text, field)
    if value is None and field.kind in ("choice", "flag"):
        choices = "、".join(field.choices or ("是", "否"))
        problems.append(Problem(node.place, f"“{field.id}”{reason}", f"可用的值：{choices}"))
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, tuple):
        return node.text
    return "长期" if value == FOREVER else value
