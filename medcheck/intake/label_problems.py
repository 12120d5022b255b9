"""The problems of labels and headings: what is said when a label and the name of its cell disagree, or a heading is unclear.

Knows nothing of where cells are looked for.
"""

from __future__ import annotations

from medcheck.errors import Place, Problem
from medcheck.fact import CellRef
from medcheck.form.form import FormField

_CHECK = "核对该栏；无误的不必修改"


_CHECK_LIST = "核对各列；无误的不必修改"


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
    text = f"《{sheet}》缺“{column.label}”列，是否即 {place.cell}“{shown(heading)}”？该列暂未读取"
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
