"""Lays what a rule pack brings to a form (forms/TYPE.yaml in its folder) over the shared form of that type.

A pack adds fields, columns, rows and whole lists, changes what a field or column asks, and leaves out what it does not need.
Works on YAML, so that every later problem names the file and line the piece came from. Knows nothing of workbooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import FormError, MedcheckError, Problem, suggest
from medcheck.strict_model import StrictModel
from medcheck.yaml_source import Node

_CROSS_CHECKS = ("agreements", "orders", "sizes", "same", "people")


class SheetAdditions(StrictModel):
    """What a pack adds to a sheet that is there: groups and fields (by the title of their group) of the cover, columns, rows.

    `title` and `help` replace the sheet's own.
    """

    title: str = ""
    help: str = ""
    groups: tuple[dict[str, object], ...] = ()
    fields: dict[str, tuple[dict[str, object], ...]] = {}
    columns: tuple[dict[str, object], ...] = ()
    rows: tuple[dict[str, str], ...] = ()


class FieldChange(StrictModel):
    """What a pack changes of a field or column: `further_*` are added to its own, everything else replaces it."""

    label: str | None = None
    help: str | None = None
    required: bool | None = None
    fact: str | None = None
    choices: tuple[str, ...] | None = None
    further_choices: tuple[str, ...] = ()
    further_spellings: dict[str, str] = {}
    further_aliases: tuple[str, ...] = ()


class FormFragment(StrictModel):
    """forms/TYPE.yaml of a pack.

    `instructions` follow the form's own; `sheets` are further lists, whole; `adds` is by sheet, `changes` by `sheet.field`;
    `without` names fields of the cover (`cover.field`) and lists this pack does not ask for. The rest are cross-checks as in a form.
    """

    title: str = ""
    instructions: tuple[str, ...] = ()
    sheets: tuple[dict[str, object], ...] = ()
    adds: dict[str, SheetAdditions] = {}
    changes: dict[str, FieldChange] = {}
    without: tuple[str, ...] = ()
    agreements: tuple[object, ...] = ()
    orders: tuple[object, ...] = ()
    sizes: tuple[object, ...] = ()
    same: tuple[object, ...] = ()
    people: tuple[object, ...] = ()


class _Spot(NamedTuple):
    """A field or column of a form: its sheet, its group on a cover (else None), and its YAML."""

    sheet: str
    group: int | None
    node: Node


def laid_over(form: Node, fragment: Node) -> Node:
    """Return a form's YAML with a pack's fragment in it; raise FormError with every clash, each with its line."""
    yaml_source.validate(FormFragment, fragment, FormError)
    problems: list[Problem] = []
    for step in (_without, _with_changes, _with_additions, _with_lists):
        form = step(form, fragment, problems)
    if problems:
        raise FormError(problems)
    parts = dict(form.mapping)
    for key in ("instructions", *_CROSS_CHECKS):
        if key in fragment.mapping:
            own = parts.get(key, Node([], fragment.place))
            parts[key] = Node([*own.items, *fragment.mapping[key].items], own.place)
    if "title" in fragment.mapping:
        parts["title"] = fragment.mapping["title"]
    return Node(parts, form.place)


def _without(form: Node, fragment: Node, problems: list[Problem]) -> Node:
    """Return the form without what the pack does not ask for, and without the cross-checks that read it."""
    lists = {_id(sheet) for sheet in form.mapping["sheets"].items if "columns" in sheet.mapping}
    known = {f"{spot.sheet}.{_id(spot.node)}" for spot in _spots(form) if spot.group is not None}
    gone: set[str] = set()
    for name in fragment.mapping.get("without", Node([], fragment.place)).items:
        if name.text not in known | lists:
            text = f"申请表中没有“{name.text}”这一栏或这张清单{suggest(name.text, known | lists)}"
            problems.append(Problem(name.place, text, "改正名称；封面栏目写作 cover.栏目，清单写清单的 id"))
        gone.add(name.text)
    if not gone:
        return form
    sheets = [_sheet_without(sheet, gone) for sheet in form.mapping["sheets"].items if _id(sheet) not in gone]
    parts = {**form.mapping, "sheets": Node(list(sheets), form.mapping["sheets"].place)}
    names = {name.partition(".")[2] or name for name in gone}
    for key in _CROSS_CHECKS:
        if key in parts:
            kept = [item for item in parts[key].items if not _mentions(item, names)]
            parts[key] = Node(kept, parts[key].place)
    if "rural" in parts and _mentions(parts["rural"], names):
        del parts["rural"]
    return Node(parts, form.place)


def _sheet_without(sheet: Node, gone: set[str]) -> Node:
    if "groups" not in sheet.mapping:
        return sheet
    groups = []
    for group in sheet.mapping["groups"].items:
        fields = group.mapping["fields"]
        kept = [field for field in fields.items if f"{_id(sheet)}.{_id(field)}" not in gone]
        if kept:
            groups.append(Node({**group.mapping, "fields": Node(list(kept), fields.place)}, group.place))
    return Node({**sheet.mapping, "groups": Node(list(groups), sheet.mapping["groups"].place)}, sheet.place)


def _mentions(check: Node, names: set[str]) -> bool:
    """Return whether a cross-check reads a field of the cover or a list by one of these names."""
    values = check.mapping.values() if isinstance(check.value, dict) else check.items
    return any(isinstance(value.value, str) and value.text.partition(".")[0] in names for value in values)


def _with_changes(form: Node, fragment: Node, problems: list[Problem]) -> Node:
    known = {f"{spot.sheet}.{_id(spot.node)}" for spot in _spots(form)}
    changes = fragment.mapping.get("changes", Node({}, fragment.place)).mapping
    for name, change in changes.items():
        if name not in known:
            text = f"申请表中没有“{name}”这一栏{suggest(name, known)}"
            problems.append(Problem(change.place, text, "改正名称，写作 工作表.栏目，例如 cover.licence_category"))

    def changed(sheet: str, field: Node) -> Node:
        change = changes.get(f"{sheet}.{_id(field)}")
        return _changed(field, change, problems) if change is not None else field

    return _mapped(form, changed)


def _changed(field: Node, change: Node, problems: list[Problem]) -> Node:
    parts = {**field.mapping, **{key: node for key, node in change.mapping.items() if not key.startswith("further_")}}
    if "choices" in change.mapping and "spellings" in field.mapping:
        kept = {item.text for item in change.mapping["choices"].items}
        spellings = field.mapping["spellings"]
        parts["spellings"] = Node({k: v for k, v in spellings.mapping.items() if v.text in kept}, spellings.place)
    for key in ("choices", "aliases"):
        further = change.mapping.get(f"further_{key}")
        if further is None:
            continue
        own = parts.get(key, Node([], field.place))
        there = {item.text for item in own.items}
        problems += (
            Problem(item.place, f"“{_id(field)}”的 {key} 中已有“{item.text}”", "删去重复的一项")
            for item in further.items
            if item.text in there
        )
        parts[key] = Node([*own.items, *further.items], own.place)
    if "further_spellings" in change.mapping:
        own = parts.get("spellings", Node({}, field.place))
        parts["spellings"] = Node({**own.mapping, **change.mapping["further_spellings"].mapping}, own.place)
    return Node(parts, field.place)


def _with_additions(form: Node, fragment: Node, problems: list[Problem]) -> Node:
    """Return the form with what the pack adds to its sheets; an id that is taken is a problem."""
    additions = fragment.mapping.get("adds", Node({}, fragment.place)).mapping
    sheets = form.mapping["sheets"]
    known = [_id(sheet) for sheet in sheets.items]
    for name, added in additions.items():
        if name not in known:
            text = f"申请表中没有工作表“{name}”{suggest(name, known)}"
            problems.append(Problem(added.place, text, f"可用的工作表：{'、'.join(known)}；新的清单写在 sheets 中"))
    made = [
        _enlarged(sheet, additions[_id(sheet)], form, problems) if _id(sheet) in additions else sheet
        for sheet in sheets.items
    ]
    return Node({**form.mapping, "sheets": Node(list(made), sheets.place)}, form.place)


def _enlarged(sheet: Node, added: Node, form: Node, problems: list[Problem]) -> Node:
    replaced = {key: added.mapping[key] for key in ("title", "help") if key in added.mapping}
    parts: dict[str, Node] = sheet.mapping | replaced
    is_list = "columns" in sheet.mapping
    for key in ("groups", "fields") if is_list else ("columns", "rows"):
        if key in added.mapping:
            text = f"“{_id(sheet)}”是{'清单' if is_list else '封面'}，不能增加 {key}"
            problems.append(Problem(added.mapping[key].place, text, "清单增加 columns、rows，封面增加 groups、fields"))
            return sheet
    if is_list:
        return Node(parts | _longer_list(sheet, added, problems), sheet.place)
    taken = {_id(spot.node): spot.node for spot in _spots(form) if spot.group is not None}
    titles = [group.mapping["title"].text for group in sheet.mapping["groups"].items]
    fields = added.mapping.get("fields", Node({}, added.place)).mapping
    for title, listed in fields.items():
        if title not in titles:
            text = f"“{_id(sheet)}”没有“{title}”这一组{suggest(title, titles)}"
            problems.append(Problem(listed.place, text, f"可用的组：{'、'.join(titles)}；新的一组写在 groups 中"))
    groups = []
    for group in sheet.mapping["groups"].items:
        further = fields.get(group.mapping["title"].text, Node([], group.place)).items
        problems += _twice(further, taken, "封面中的栏目")
        own = group.mapping["fields"]
        groups.append(Node({**group.mapping, "fields": Node([*own.items, *further], own.place)}, group.place))
    for group in added.mapping.get("groups", Node([], added.place)).items:
        problems += _twice(group.mapping.get("fields", Node([], group.place)).items, taken, "封面中的栏目")
        groups.append(group)
    parts["groups"] = Node(list(groups), sheet.mapping["groups"].place)
    return Node(parts, sheet.place)


def _longer_list(sheet: Node, added: Node, problems: list[Problem]) -> dict[str, Node]:
    """Return the columns and the printed rows of a list with the pack's own after them."""
    columns = sheet.mapping["columns"]
    further = added.mapping.get("columns", Node([], added.place)).items
    problems += _twice(further, {_id(column): column for column in columns.items}, f"“{_id(sheet)}”中的列")
    made: dict[str, Node] = {"columns": Node([*columns.items, *further], columns.place)}
    if "rows" not in added.mapping:
        return made
    rows = added.mapping["rows"]
    if "key" not in sheet.mapping:
        problems.append(Problem(rows.place, f"“{_id(sheet)}”没有印好的行，不能增加 rows", "删去 rows"))
        return made
    key, printed = sheet.mapping["key"].text, sheet.mapping.get("prefilled", Node([], sheet.place))
    there = {row.mapping[key].text: row for row in printed.items if key in row.mapping}
    known = [_id(column) for column in (*columns.items, *further)]
    for row in rows.items:
        problems += (
            Problem(
                value.place, f"“{_id(sheet)}”没有“{name}”这一列{suggest(name, known)}", f"可用的列：{'、'.join(known)}"
            )
            for name, value in row.mapping.items()
            if name not in known
        )
        if key not in row.mapping:
            problems.append(Problem(row.place, f"增加的行缺少“{key}”", f"补写“{key}”，它指明是哪一行"))
        elif (word := row.mapping[key].text) in there:
            text = f"“{_id(sheet)}”中已印有“{word}”这一行（{there[word].place}）"
            problems.append(Problem(row.place, text, "删去，或改用另一个名称或代码"))
    made["prefilled"] = Node([*printed.items, *rows.items], printed.place)
    return made


def _with_lists(form: Node, fragment: Node, problems: list[Problem]) -> Node:
    """Return the form with the pack's own lists before the last of its sheets that is a list of papers or the end."""
    sheets = form.mapping["sheets"]
    known = {_id(sheet): sheet for sheet in sheets.items}
    names = {sheet.mapping["name"].text: sheet for sheet in sheets.items}
    further = fragment.mapping.get("sheets", Node([], fragment.place)).items
    for sheet in further:
        if not {"id", "name", "columns"} <= sheet.mapping.keys():
            problems.append(Problem(sheet.place, "一张新的清单应写明 id、name、title 和 columns", "补写缺少的键"))
            continue
        problems += _twice([sheet], known, "申请表中的工作表")
        if (name := sheet.mapping["name"].text) in names:
            text = f"申请表中已有名为“{name}”的工作表（{names[name].place}）"
            problems.append(Problem(sheet.place, text, "改用另一个 name"))
    return Node({**form.mapping, "sheets": Node([*sheets.items, *further], sheets.place)}, form.place)


def _twice(further: Iterable[Node], taken: Mapping[str, Node], what: str) -> Iterator[Problem]:
    """Yield each piece whose id is taken, with where; and each that has none."""
    for piece in further:
        if "id" not in piece.mapping:
            yield Problem(piece.place, "缺少必填的键“id”", "补写“id”")
        elif _id(piece) in taken:
            text = f"“{_id(piece)}”已是{what}（{taken[_id(piece)].place}）"
            yield Problem(piece.place, text, "改用另一个 id；要改动原有一栏的，写在 changes 中")


def _spots(form: Node) -> Iterator[_Spot]:
    """Yield every field and column of a form."""
    for sheet in form.mapping["sheets"].items:
        for number, group in enumerate(sheet.mapping.get("groups", Node([], sheet.place)).items):
            yield from (_Spot(_id(sheet), number, field) for field in group.mapping["fields"].items)
        yield from (
            _Spot(_id(sheet), None, column) for column in sheet.mapping.get("columns", Node([], sheet.place)).items
        )


def _mapped(form: Node, make: Callable[[str, Node], Node]) -> Node:
    """Return a form with every field and column as a function makes it."""

    def all_of(name: str, fields: Node) -> Node:
        return Node([make(name, field) for field in fields.items], fields.place)

    sheets = []
    for sheet in form.mapping["sheets"].items:
        parts = dict(sheet.mapping)
        if "groups" in parts:
            groups = [
                Node({**group.mapping, "fields": all_of(_id(sheet), group.mapping["fields"])}, group.place)
                for group in parts["groups"].items
            ]
            parts["groups"] = Node(list(groups), parts["groups"].place)
        if "columns" in parts:
            parts["columns"] = all_of(_id(sheet), parts["columns"])
        sheets.append(Node(parts, sheet.place))
    return Node({**form.mapping, "sheets": Node(list(sheets), form.mapping["sheets"].place)}, form.place)


def _id(node: Node) -> str:
    """Return the id of a sheet, field or column; raise FormError where it states none."""
    if "id" not in node.mapping:
        raise FormError([Problem(node.place, "缺少必填的键“id”", "补写“id”")])
    try:
        return node.mapping["id"].text
    except MedcheckError as error:
        raise FormError(error.problems) from error
