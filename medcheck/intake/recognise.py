"""Recognises the form and the version of a workbook, and translates the names of an earlier version."""

from __future__ import annotations

from medcheck.book.grid import Workbook
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.form.defined_names import column_name, field_name
from medcheck.form.form import Form, form_names, forms_of_packs, load_form, qualified
from medcheck.form.values import shortened
from medcheck.intake.guess import guess_form, guess_pack
from medcheck.package.refusals import refusal


def recognise(workbook: Workbook, file: str) -> tuple[Form, int, list[Problem]]:
    """Return the form a workbook follows and its version: by the hidden sheet, else by what it shows (version 0).

    Raises WorkbookError where it follows no form we know, or a version newer than ours.
    """
    marks = [workbook.named(name) for name in ("medcheck_form", "medcheck_version", "medcheck_pack")]
    name, written, pack = (spot[0].text(spot[1], spot[2]) if spot else "" for spot in marks)
    if name in form_names():
        form, problems = _made_for(name, pack, file)
        version = int(written) if written.isdecimal() and len(written) < 5 else 0
        if version == form.version:
            return form, version, problems
        text = f"申请表版本为 {shortened(written, 'message') or '（空）'}，现行版本为 {form.version}"
        mend = "核对各栏；必要时改用现行的空白申请表"
        if version in form.earlier:
            text, mend = f"{text}，已按对照关系读取", "内容无误的不必重填"
        return form, version, [*problems, Problem(Place(file), text, mend, hint=True)]
    guessed = guess_form(workbook, {known: load_form(known) for known in form_names()})
    if not guessed:
        raise refusal(file, "工作簿中没有 medcheck 申请表", "用空白申请表（medcheck form）填写后提交")
    form = guess_pack(workbook, load_form(guessed), forms_of_packs(guessed))
    made_for = f"（为规则包“{form.made_for}”制作）" if form.made_for else ""
    text = f"缺少申请表标记，按内容识别为“{form.title}”{made_for}"
    return form, 0, [Problem(Place(file), text, "尽量使用原空白申请表填写", hint=True)]


def _made_for(name: str, pack: str, file: str) -> tuple[Form, list[Problem]]:
    """Return the form of that name as made for a pack; the shared one, and a hint, where that cannot be had here."""
    if not pack:
        return load_form(name), []
    try:
        return load_form(qualified(name, pack)), []
    except MedcheckError:
        text = f"申请表是为规则包“{shortened(pack, 'message')}”制作的，这里没有该规则包或它有错误，按共用的栏目读取"
        mend = "用 --rules 指定该规则包所在的文件夹；其他规则包不需要它增加的栏目"
        return load_form(name), [Problem(Place(file), text, mend, hint=True)]


def as_current(workbook: Workbook, form: Form, version: int) -> tuple[Workbook, list[Problem]]:
    """Return the workbook with an earlier version's names as they are now, and what has no place in the form any more."""
    if version not in form.earlier:
        return workbook, []
    renamed = workbook.renamed({_name(old): _name(new) for old, new in form.earlier[version].items()})
    known = {field_name(field.id) for _, field in form.fields()}
    known |= {column_name(sheet.id, column.id) for sheet in form.tables() for column in sheet.columns}
    left = [name for name in renamed.names if name.startswith(("field__", "column__")) and name not in known]
    return renamed, [problem for name in left if (problem := _unmapped(renamed, name, version))]


def _name(written: str) -> str:
    """Return the defined name of `field` or of `table.column`."""
    table, _, column = written.rpartition(".")
    return column_name(table, column) if table else field_name(written)


def _unmapped(workbook: Workbook, name: str, version: int) -> Problem | None:
    """Return the problem of a filled field that the present form does not ask for; None where it is blank."""
    spot = workbook.named(name)
    assert spot is not None
    grid, row, column = spot
    if name.startswith("field__"):
        label, filled = grid.label_of(row, column), bool(grid.text(row, column))
    else:
        label, filled = grid.shown(row, column), any(grid.column(column, row + 1))
    if not filled:
        return None
    text = f"第 {version} 版申请表的“{label}”在现行申请表中没有对应的栏目，未读取"
    return Problem(grid.place(row, column), text, "仍需说明的，填入现行申请表的相应栏目")
