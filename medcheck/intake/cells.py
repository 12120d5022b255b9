"""Reads one cell of a workbook as an entry of the application, with its problem if it has one. It does not locate cells."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.address import address
from medcheck.book.grid import Grid
from medcheck.book.look import (
    FORMAT_HIDES,
    PARTLY_STRUCK,
    RAISED,
    SAME_COLOUR,
    STRUCK,
    THIN,
    TOO_SMALL,
    TWICE,
    UNCALCULATED,
    UNSEEN,
)
from medcheck.errors import Problem
from medcheck.fact import CellRef
from medcheck.form.answers import NOT_AN_ANSWER, not_an_answer
from medcheck.form.entry_values import NO_NUMBER, EntryValue
from medcheck.form.form import FormField
from medcheck.form.private import PRIVATE, masked
from medcheck.form.values import PICTURE, REQUIRED_BLANK, Raw, fault_of, mend_text, read_text, shortened, text_of
from medcheck.intake import label_problems
from medcheck.intake.certain import certain_text
from medcheck.intake.locate import LocatedCell
from medcheck.intake.table import Entry

_MENDS = {
    UNCALCULATED: "打开文件并保存后重新提交，或直接填写结果",
    PICTURE: "把图片上的内容用文字填写后重新提交",
    STRUCK: "内容有效的，取消删除线；作废的，清空单元格后按实际情况填写",
    THIN: "加大本行的行高或本列的列宽，核对内容后重新提交",
    PARTLY_STRUCK: "删去作废的文字，只留有效的内容，并取消删除线",
    RAISED: "全部用正常字符填写，不用上标、下标",
    TWICE: "用 Excel/WPS 打开并核对本格，保存后重新提交",
    **dict.fromkeys((SAME_COLOUR, TOO_SMALL, FORMAT_HIDES), "把本格改为白底黑字、常规格式，核对内容后重新提交"),
}
_MEND_FORMULA = "改正公式或直接填写结果后重新提交"
_MEND_ANSWER = "填写证件、合同等材料上的实际内容；尚未取得的，取得后再提交"


class ParsedCell(NamedTuple):
    """A cell parsed as the content of a field: its text, and its value or the reason why there is none."""

    text: str
    value: EntryValue | None
    reason: str


def parse_cell(raw: Raw, field: FormField) -> ParsedCell:
    """Return what a raw value says as the content of a field."""
    text = text_of(raw)
    return ParsedCell(text, *read_text(raw, text, field))


def read_cell(located: LocatedCell, field: FormField, name: str) -> tuple[Entry, list[Problem]]:
    """Return the entry a cell states and the problem it has, if any; `name` is the field the problem belongs to."""
    grid, row, column, _ = located
    parsed = parse_cell(grid.formatted(row, column), field)
    if fault := grid.fault(row, column):
        parsed = ParsedCell(parsed.text, None, fault)
    elif field.required and parsed.value in NO_NUMBER and field.kind in ("text", "code"):
        parsed = ParsedCell(parsed.text, None, f"{NOT_AN_ANSWER}，现为“{parsed.text}”")
    elif (comment := grid.comments.get((row, column))) and not_an_answer(comment):
        parsed = ParsedCell(parsed.text, None, f"的批注写明“{comment}”")
    entry = entry_of(located, field, parsed)
    problem = problem_of(located, field, entry, name)
    return entry, [problem] if problem else []


def entry_of(located: LocatedCell, field: FormField, parsed: ParsedCell) -> Entry:
    """Return the entry of a cell by what it says."""
    grid, row, column, how = located
    reason = parsed.reason
    if not parsed.text and grid.is_merged(row) and (row, column) not in grid.faults:
        reason = _covered(grid, row, column) or reason
    typed = shortened(parsed.text, "evidence")
    raw = masked(typed) if field.identifier in PRIVATE else typed  # masked before it leaves this room
    why = reason if reason in UNSEEN or reason.startswith(NOT_AN_ANSWER) else ""
    return Entry(parsed.value, CellRef(grid.role, grid.name, address(row, column), raw, field.label, why), reason, how)


def problem_of(located: LocatedCell, field: FormField, entry: Entry, name: str, heading: str = "") -> Problem | None:
    """Return the problem a cell without a value has, or None; `heading` is what a row of a list is called.

    What is required and cannot be read weighs as much as a blank: both must be mended before acceptance.
    """
    if entry.value is not None or entry.ref is None:
        return None
    grid, row, column, _ = located
    place, reason = grid.place(row, column), entry.reason
    own = f"“{field.label}”"
    label = f"“{label_problems.shown(heading)}”的{own}" if heading else own
    common = f"本列的{own}" if heading else ""

    def problem(text: str, mend: str, *, required: bool = False, write: str = "") -> Problem:
        general, typed = f"{common}{text}" if common else "", entry.ref.raw if entry.ref else ""
        return Problem(place, f"{label}{text}", mend, name, required, general=general, typed=typed, write=write)

    if reason in _MENDS or grid.fault(row, column) or fault_of(entry.ref.raw):
        return problem(reason, _MENDS.get(reason, _MEND_FORMULA), required=field.required)
    if entry.ref.raw:
        if write := certain_text(grid, row, column, field):
            return problem(reason, f"改为“{write}”后重新提交", required=field.required, write=write)
        mend = _MEND_ANSWER if reason.startswith(NOT_AN_ANSWER) else mend_text(field)
        return problem(reason, mend, required=field.required)
    if covered := _covered(grid, row, column):
        mend = f"取消合并后逐{'行' if '上方' in covered else '格'}填写，重新提交"
        return problem(covered, mend, required=field.required)
    if field.required:
        return problem(REQUIRED_BLANK, "填写后重新提交", required=True)
    return None


def _covered(grid: Grid, row: int, column: int) -> str:
    """Return with which filled cell a blank one is merged, or an empty string."""
    top, left = grid.top_left(row, column)
    if (top, left) == (row, column) or not grid.text(top, left):
        return ""
    return f"与{'上方' if top < row else '左侧'}单元格 {address(top, left)} 合并，本格没有值"
