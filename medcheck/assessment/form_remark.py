"""Says that a form has no place for what a rule pack asks: it was made for another pack, or for none. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.errors import Place, Problem
from medcheck.form.form import Form, FormField, Sheet
from medcheck.intake.application import Application
from medcheck.rulebook.pack import RulePack

_SHOWN = 8


def form_remarks(application: Application, form: Form, pack: RulePack) -> Iterator[Problem]:
    """Yield a problem where the pack's own form asks what the form of the application has no place for.

    It stands in the way where any of it is required there: what nobody could fill in is no more given than a blank.
    """
    wanted = next(each for each in pack.forms if each.form == form.form)
    lacking = [(sheet, field) for sheet, field in _asked(wanted) if (sheet.id, field.id) not in _ids(form)]
    lists = [sheet for sheet in wanted.tables() if sheet.id not in {own.id for own in form.tables()}]
    papers = [name for sheet in wanted.tables() for name in _printed(sheet) if name not in _all_printed(form)]
    if not lacking and not lists and not papers:
        return
    names = [f"清单《{sheet.name}》" for sheet in lists]
    names += [f"《{sheet.name}》的“{field.label}”" for sheet, field in lacking if sheet not in lists]
    names += [f"材料“{name}”" for name in papers]
    more = f"等 {len(names)} 处" if len(names) > _SHOWN else ""
    made = f"为规则包“{form.made_for}”制作的" if form.made_for else "共用的"
    text = f"这份申请表是{made}，没有规则包“{pack.id}”要求填写的：{'、'.join(names[:_SHOWN])}{more}；有关要求都按资料不足处理"
    mend = f"用 medcheck form {form.form} --pack {pack.id} 生成空白申请表，填好后重新提交"
    is_required = any(field.required for _, field in lacking)
    yield Problem(Place(application.file), text, mend, required=is_required, hint=not is_required)


def _printed(sheet: Sheet) -> Iterator[str]:
    """Yield the papers that a checklist prints: a row with a code, by the first text beside it."""
    for row in sheet.prefilled:
        if "code" in row:
            yield next((text for name, text in row.items() if name != "code"), row["code"])


def _all_printed(form: Form) -> frozenset[str]:
    return frozenset(name for sheet in form.tables() for name in _printed(sheet))


def _asked(form: Form) -> Iterator[tuple[Sheet, FormField]]:
    for sheet in form.sheets:
        yield from ((sheet, field) for field in (*sheet.fields, *sheet.columns))


def _ids(form: Form) -> frozenset[tuple[str, str]]:
    return frozenset((sheet.id, field.id) for sheet, field in _asked(form))
