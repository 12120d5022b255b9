"""Holds what a pack brings to the forms against what it brings to the vocabulary: each fact has its list, column or field.

Every problem stands on the line of the fact or of the file that does not fit. Knows no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.form.form import Form, FormField, Sheet, form_names, made_form
from medcheck.form.form_source import FRAGMENTS
from medcheck.pack_folders import Folder, PackFolder
from medcheck.vocabulary import Definition, FormSource, Vocabulary

# The kinds of field a fact (or a field of a record) of a kind can be read from as it stands.
_READ_FROM: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "percent"),
    "date": ("date",),
    "choice": ("choice",),
    "rank": ("choice",),
    "flag": ("flag",),
    "text": ("text", "code", "choice"),
}
_OTHERS = ("_shared.yaml",)


def forms_made_for(levels: tuple[PackFolder, ...]) -> tuple[Form, ...]:
    """Return the forms of every type as they are made for the last of these packs."""
    return tuple(made_form(name, levels) for name in form_names())


def require_fitting_forms(folder: Folder, levels: tuple[PackFolder, ...], vocabulary: Vocabulary) -> None:
    """Raise FormError or RuleError where what a pack brings to forms and vocabulary does not fit, each with its line."""
    brings_facts = folder.name in vocabulary.fragments
    here = folder / FRAGMENTS
    if not here.is_dir() and not brings_facts:
        return
    problems = list(_strange_files(folder)) if here.is_dir() else []
    forms = forms_made_for(levels)
    if brings_facts:
        own = vocabulary.fragments[folder.name].mapping
        names = own["facts"].mapping if "facts" in own else {}
        problems += (
            problem for name in names for problem in _unsupplied(name, vocabulary.facts[name], vocabulary, forms)
        )
    if problems:
        raise RuleError(problems)


def _strange_files(folder: Folder) -> Iterator[Problem]:
    known = [*(f"{name}.yaml" for name in form_names()), *_OTHERS]
    for file in sorted(each.name for each in (folder / FRAGMENTS).iterdir()):
        if file not in known:
            text = f"没有“{file}”这种申请表{suggest(file, known)}"
            yield Problem(
                Place(f"{folder.name}/{FRAGMENTS}/{file}"), text, f"改名或删去；可用的文件：{'、'.join(known)}"
            )


def _unsupplied(name: str, definition: Definition, vocabulary: Vocabulary, forms: Sequence[Form]) -> Iterator[Problem]:
    """Yield why no form made for the pack can give a fact what it is taken from."""
    if definition.taken is None:
        return
    place = vocabulary.root.at(["facts", name, "source"]).place
    if definition.taken.field:
        yield from _of_field(definition, definition.taken.field, place, forms)
    else:
        yield from _of_list(name, definition, definition.taken, vocabulary, forms)


def _of_field(definition: Definition, name: str, place: Place, forms: Sequence[Form]) -> Iterator[Problem]:
    fields = [field for form in forms for _, field in form.fields() if field.id == name]
    if not fields:
        known = {field.id for form in forms for _, field in form.fields()}
        text = f"没有任何申请表的封面有“{name}”这一栏{suggest(name, known)}"
        yield Problem(place, text, "改正名称，或在本规则包的 forms/ 中增加这一栏")
    for field in fields:
        yield from _of_kind(definition, field, place)


def _of_list(
    name: str, definition: Definition, taken: FormSource, vocabulary: Vocabulary, forms: Sequence[Form]
) -> Iterator[Problem]:
    place = vocabulary.root.at(["facts", name, "source"]).place
    sheets = [sheet for form in forms for sheet in form.tables() if sheet.id == taken.table]
    if not sheets:
        known = {sheet.id for form in forms for sheet in form.tables()}
        text = f"没有任何申请表有“{taken.table}”这张清单{suggest(taken.table, known)}"
        yield Problem(
            place, text, f"改正名称，或在本规则包的 forms/ 中增加这张清单；可用的清单：{'、'.join(sorted(known))}"
        )
        return
    for column in (taken.of_column, *taken.where):
        if column and not _columns(sheets, column):
            yield _no_column(place, sheets, column)
    if taken.column or taken.persons:
        if not taken.of_column:
            yield Problem(place, f"“{taken.how}”应写作 清单.列，现为“{taken.column or taken.persons}”", "补写列名")
        if definition.members:
            for field in _columns(sheets, taken.of_column):
                yield from _members(definition, field, place)
    for part, of_field in definition.fields.items():
        at = vocabulary.root.at(["facts", name, "fields", part]).place
        columns = _columns(sheets, part)
        if not columns:
            yield _no_column(at, sheets, part)
        for column_field in columns:
            yield from _of_kind(of_field, column_field, at)


def _columns(sheets: Sequence[Sheet], name: str) -> list[FormField]:
    return [column for sheet in sheets for column in sheet.columns if column.id == name]


def _no_column(place: Place, sheets: Sequence[Sheet], name: str) -> Problem:
    known = list(dict.fromkeys(column.id for sheet in sheets for column in sheet.columns))
    text = f"清单“{sheets[0].id}”没有“{name}”这一列{suggest(name, known)}"
    return Problem(place, text, f"改正名称，或在本规则包的 forms/ 中增加这一列；可用的列：{'、'.join(known)}")


def _members(definition: Definition, field: FormField, place: Place) -> Iterator[Problem]:
    if odd := [choice for choice in field.choices if choice not in definition.members]:
        text = f"“{field.label}”的选项“{'、'.join(odd)}”不在 members 之中"
        yield Problem(place, text, "统一选项和 members")


def _of_kind(definition: Definition, field: FormField, place: Place) -> Iterator[Problem]:
    """Yield why a field cannot be read as a fact of that definition: its kind, its unit, its choices."""
    if field.kind not in _READ_FROM.get(definition.kind, ()):
        text = f"“{definition.label}”是 {definition.kind}，而“{field.label}”一栏是 {field.kind}"
        yield Problem(
            place, text, f"改正 kind；{definition.kind} 可取自：{'、'.join(_READ_FROM.get(definition.kind, ()))}"
        )
    elif definition.unit != field.unit and definition.kind == "number":
        text = f"“{definition.label}”的单位“{definition.unit}”与“{field.label}”一栏的“{field.unit}”不一致"
        yield Problem(place, text, "统一单位")
    elif definition.options and (odd := [choice for choice in field.choices if choice not in definition.options]):
        text = f"“{field.label}”一栏的选项“{'、'.join(odd)}”不在“{definition.label}”的选项之中"
        yield Problem(place, text, "统一选项")
