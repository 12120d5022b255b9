"""A workbook → an Application, with every problem at once. Start reading here; knows nothing of rules or facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medcheck.errors import Place, Problem
from medcheck.intake.application import Application, Entry, Table
from medcheck.intake.cells import read_cell
from medcheck.intake.consistency import check_consistency
from medcheck.intake.excerpt import excerpts_of
from medcheck.intake.form import Form, form_names, load_form
from medcheck.intake.grid import Workbook, read_workbook
from medcheck.intake.guard import open_package, refusal
from medcheck.intake.identifiers import check_identifiers
from medcheck.intake.locate import find_field, find_header, guess_form
from medcheck.intake.plan import HIDDEN_SHEET, INSTRUCTIONS
from medcheck.intake.private import PRIVATE
from medcheck.intake.tables import read_table


def read_application(path: Path) -> Application:
    """Return what an application workbook states; raise WorkbookError only when the file as a whole cannot be read."""
    package = open_package(path)
    workbook = read_workbook(package)
    form, version, problems = _form(workbook, package.file)
    headers = {sheet.id: find_header(workbook, sheet) for sheet in form.tables()}
    known = [header for header in headers.values() if header]
    fields: dict[str, Entry] = {}
    tables: dict[str, Table] = {}
    for sheet in form.sheets:
        for field in sheet.fields:
            found, field_problems = find_field(workbook, form, sheet, field, known)
            problems += field_problems
            if found is None:
                fields[field.id] = Entry(None, None, field_problems[0].text)
                continue
            fields[field.id], cell_problems = read_cell(found, field, field.id)
            problems += cell_problems
        if sheet.columns:
            tables[sheet.id], table_problems = read_table(workbook, sheet, headers[sheet.id])
            problems += table_problems
    problems += check_identifiers(form, fields, tables)
    problems += check_consistency(form, fields, tables)
    problems += _remarks(workbook, package.file, fields, tables)
    refs = (fields[field.id].ref for _, field in form.fields() if field.identifier in PRIVATE)
    excerpts = excerpts_of(workbook, package.sha256, form, headers, [ref for ref in refs if ref])
    return Application(
        form.form, version, form.facility_type, package.file, package.sha256, fields, tables, tuple(problems), excerpts
    )


def _form(workbook: Workbook, file: str) -> tuple[Form, int, list[Problem]]:
    """Return the form a workbook follows and its version: by the hidden sheet, else by what it shows."""
    marks = [workbook.named(name) for name in ("medcheck_form", "medcheck_version")]
    name, version = (spot[0].text(spot[1], spot[2]) if spot else "" for spot in marks)
    if name in form_names():
        form = load_form(name)
        if version == str(form.version):
            return form, form.version, []
        text = f"申请表版本为 {version or '（空）'}，现行版本为 {form.version}"
        problem = Problem(Place(file), text, "核对各栏；必要时改用现行的空白申请表", hint=True)
        return form, int(version) if version.isdecimal() else 0, [problem]
    guessed = guess_form(workbook, {known: load_form(known) for known in form_names()})
    if not guessed:
        raise refusal(file, "工作簿中没有 medcheck 申请表", "用空白申请表（medcheck form）填写后提交")
    text = f"缺少申请表标记，按内容识别为“{load_form(guessed).title}”"
    return load_form(guessed), 0, [Problem(Place(file), text, "尽量使用原空白申请表填写", hint=True)]


def _remarks(workbook: Workbook, file: str, fields: dict[str, Entry], tables: dict[str, Table]) -> Iterator[Problem]:
    """Yield hints on sheets that are hidden or that nobody reads."""
    read = {entry.ref.sheet for entry in fields.values() if entry.ref}
    read |= {table.source.sheet for table in tables.values() if table.source}
    for name, grid in workbook.grids.items():
        if name in (HIDDEN_SHEET, INSTRUCTIONS) or not grid.height:
            continue
        place = Place(file, name)
        if grid.hidden:
            text = "工作表是隐藏的，但有内容" + ("，已照常读取" if name in read else "，未读取")
            yield Problem(place, text, "取消隐藏并核对内容", hint=True)
        elif name not in read:
            yield Problem(
                place, "不是申请表的工作表，未读取", "无需处理；需要的内容请填入申请表已有的工作表", hint=True
            )
        if name in read and grid.has_hidden_lines:
            yield Problem(place, "有隐藏的行或列，其中的内容已照常读取", "取消隐藏并核对内容", hint=True)
