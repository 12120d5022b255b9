"""The words beside a field: how a label is compared, and what is said when it and the cell's name disagree.

Knows nothing of where cells stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from medcheck.errors import Place, Problem
from medcheck.fact import CellRef
from medcheck.intake.form import Form, FormField
from medcheck.intake.numbers import half_width

_CHECK = "核对该栏；无误的不必修改"
_CHECK_LIST = "核对各列；无误的不必修改"


LONGEST_LABEL = 100  # characters; a longer text is no label, whatever stands in it


@lru_cache(maxsize=8192)
def normalise(label: str) -> str:
    """Return a label without blanks, line breaks, marks, and anything in brackets; a text too long for one as it is."""
    if len(label) > LONGEST_LABEL:
        return label
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", re.sub(r"\s", "", half_width(label)))
    return text.strip(":*。.、").upper()


def labels_of(field: FormField) -> frozenset[str]:
    """Return the normalised labels under which a field is known."""
    return _normalised((field.label, *field.aliases))


def names_of(field: FormField) -> frozenset[str]:
    """Return the normalised labels and headings under which a column is known."""
    return _normalised((field.label, *field.aliases, *field.headings))


def headings_of(field: FormField) -> frozenset[str]:
    """Return the normalised headings under which a column is known where none has a label of its own."""
    return _normalised(field.headings)


def likely_of(field: FormField) -> frozenset[str]:
    """Return the normalised headings that may be a column."""
    return _normalised(field.likely)


@cache
def _normalised(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise(label) for label in labels)


def labels_of_others(field: FormField, fields: Iterable[FormField]) -> set[str]:
    """Return the labels and headings of the fields that are not this one."""
    return {label for other in fields if other.id != field.id for label in names_of(other)}


def labels_of_form(form: Form) -> frozenset[str]:
    """Return the labels of every cover field of a form."""
    return _labels_of_form(form.form, tuple((field.label, *field.aliases) for _, field in form.fields()))


@cache
def _labels_of_form(name: str, known: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(normalise(label) for labels in known for label in labels)


def in_one_cell(place: Place, field: FormField) -> Problem:
    """Return the problem of a label that has its value in its own cell."""
    text = f"“{field.label}”与填写的内容在同一格，无法读取"
    return Problem(place, text, "把内容单独填写在栏目名称右边的一格", field.id, field.required, hint=not field.required)


def column_twice(place: Place, table: str, column: FormField, first: str) -> Problem:
    """Return the conflict of a header that stands in a row twice: nobody knows which column is meant."""
    text = f"表头“{column.label}”出现两次（另一处在 {first}），只读取了 {first} 一列"
    return Problem(place, text, "只保留一列，核对内容后重新提交", f"{table}.{column.id}", conflict=True)


def explained(place: Place, table: str, column: FormField, heading: str) -> Problem:
    """Return the hint on a column read as somebody explained its heading."""
    text = f"表头“{shown(heading)}”按评估时的说明（--heading）作为“{column.label}”读取"
    return Problem(place, text, _CHECK_LIST, f"{table}.{column.id}", hint=True)


def which_heading(place: Place, table: str, column: FormField, headings: str) -> Problem:
    """Return the question which of several headings is a column: none of them was read."""
    text = f"表头{headings}都可能是“{column.label}”，不能确定是哪一列，均未读取"
    mend = f"把其中一列的表头改为“{column.label}”后重新提交，或评估时用 --heading 表头={column.label} 指明"
    return Problem(place, text, mend, f"{table}.{column.id}", column.required)


def asked_heading(place: Place, sheet: str, table: str, column: FormField, heading: str) -> Problem:
    """Return the question whether an unknown heading is a column that was not found."""
    text = f"“{sheet}”中没有“{column.label}”一列；{place.cell}“{shown(heading)}”是不是“{column.label}”？未读取"
    mend = f"是的，把表头改为“{column.label}”，或评估时加 --heading {shown(heading)}={column.label}；不是的，按空白申请表补上该列"
    return Problem(place, text, mend, f"{table}.{column.id}", column.required)


def lost(place: Place, field: FormField, why: str) -> Problem:
    """Return the problem of a field that stands nowhere."""
    return Problem(place, why, "从空白申请表恢复该栏后填写", field.id, field.required, hint=not field.required)


def followed(place: Place, field: FormField, beside: str, cell: str) -> Problem:
    """Return the hint on a value read where its label stands and not where its name points."""
    text = f"{place.cell} 的名称与旁边的栏目“{shown(beside)}”不一致，“{field.label}”已按栏目名称读取{cell}"
    return Problem(place, text, _CHECK, field.id, hint=True)


def reworded(place: Place, field: FormField, beside: str) -> Problem:
    """Return the hint on a value read where its name points although the words beside it are not known."""
    text = f"{place.cell} 旁边的文字“{shown(beside)}”不是“{field.label}”的栏目名称，已按单元格的名称读取"
    return Problem(place, text, _CHECK, field.id, hint=True)


def contradicted(place: Place, field: FormField, beside: str, why: str) -> Problem:
    """Return the conflict of a name that points beside another field's label while the own label does not help."""
    text = f"“{field.label}”的名称指向 {place.cell}，旁边的栏目却是“{shown(beside)}”；{why}"
    return Problem(place, text, "从空白申请表恢复该栏后填写", field.id, conflict=True)


def stated_twice(here: CellRef, field: FormField, there: CellRef) -> Problem:
    """Return the conflict of a field that stands in two cells with different contents."""
    text = f"“{field.label}”在两处填写且内容不同：{here.cell}“{shown(here.raw)}”，{there}“{shown(there.raw)}”"
    mend = "只保留一处，核对内容后重新提交"
    return Problem(here.place, text, mend, field.id, conflict=True, others=(there.place,))


def columns_followed(place: Place, table: str, header: str) -> Problem:
    """Return the hint on a table read by the words of its header and not by the names of its columns."""
    text = f"{place.cell} 的名称与表头“{shown(header)}”不一致，各列已按表头文字读取"
    return Problem(place, text, _CHECK_LIST, table, hint=True)


def row_followed(place: Place, table: str, row: int) -> Problem:
    """Return the hint on a table whose names point at a row that is not its header."""
    text = f"第 {row} 行有各列的名称，但没有表头文字；已按本行的表头文字读取"
    return Problem(place, text, _CHECK_LIST, table, hint=True)


def column_reworded(place: Place, table: str, column: FormField, header: str) -> Problem:
    """Return the hint on a column read where its name points although its header is not known."""
    text = f"表头“{shown(header)}”不是“{column.label}”的栏目名称，已按单元格的名称读取"
    return Problem(place, text, _CHECK_LIST, f"{table}.{column.id}", hint=True)


def shown(label: str) -> str:
    """Return a label on one line, as a message quotes it: its first 30 characters."""
    text = " ".join(label.split()).removeprefix("* ")
    return text if len(text) <= 30 else f"{text[:30]}…"
