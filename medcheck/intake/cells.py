"""One cell of a workbook as an entry of the application, with the problem it is; knows nothing of where cells are found."""

from __future__ import annotations

from medcheck.errors import Problem
from medcheck.intake.application import Entry
from medcheck.intake.form import FormField
from medcheck.intake.grid import UNCALCULATED, Grid
from medcheck.intake.locate import Found
from medcheck.intake.plan import address
from medcheck.intake.private import PRIVATE, masked
from medcheck.intake.values import mend_text, read_value, text_of


def read_cell(found: Found, field: FormField, name: str, of: str = "") -> tuple[Entry, list[Problem]]:
    """Return the entry a cell states and the problem it has, if any.

    `name` is the field the problem belongs to, `of` names the row of a table.
    """
    grid, row, column, how = found
    raw = grid.percent(row, column) if field.kind == "percent" else grid.raw(row, column)
    ref = grid.ref(row, column)._replace(raw=_shown(text_of(raw), field), label=field.label)
    place = grid.place(row, column)
    label = f"“{of}”的“{field.label}”" if of else f"“{field.label}”"
    if fault := grid.fault(row, column):
        mend = (
            "打开文件并保存后重新提交，或直接填写结果" if fault == UNCALCULATED else "改正公式或直接填写结果后重新提交"
        )
        return Entry(None, ref, fault, how), [Problem(place, f"{label}{fault}", mend, name)]
    value, reason = read_value(raw, field)
    entry = Entry(value, ref, reason, how)
    if value is not None:
        return entry, []
    if ref.raw:
        return entry, [Problem(place, f"{label}{reason}", mend_text(field), name)]
    if covered := _covered(grid, row, column):
        mend = f"取消合并后逐{'行' if '上方' in covered else '格'}填写，重新提交"
        return entry._replace(reason=covered), [Problem(place, f"{label}{covered}", mend, name, field.required)]
    if field.required:
        return entry, [Problem(place, f"{label}必填，现为空", "填写后重新提交", name, required=True)]
    return entry, []


def _covered(grid: Grid, row: int, column: int) -> str:
    """Return with which filled cell a blank one is merged, or an empty string."""
    top, left = grid.top_left(row, column)
    if (top, left) == (row, column) or not grid.text(top, left):
        return ""
    return f"与{'上方' if top < row else '左侧'}单元格 {address(top, left)} 合并，本格没有值"


def _shown(text: str, field: FormField) -> str:
    """Return a cell's text as evidence shows it: numbers of persons are masked before they leave this room."""
    return masked(text) if field.identifier in PRIVATE else text
