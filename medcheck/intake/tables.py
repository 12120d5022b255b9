"""A table of the form as its rows, read under the header to the end of the sheet; every row passed over is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from medcheck.errors import Problem
from medcheck.intake.application import Entry, Row, Table
from medcheck.intake.cells import read_cell
from medcheck.intake.form import FormField, Sheet
from medcheck.intake.grid import Grid, Workbook
from medcheck.intake.labels import labels_of, normalise
from medcheck.intake.locate import Header, find_none
from medcheck.intake.values import read_value

_TOTAL = re.compile(r"(合计|总计|小计|共计)([:：].*|[0-9].*)?")
_REMARK = re.compile(r"(注|备注|说明|填表说明|填表人|制表人|审核人)[:：].*", re.DOTALL)
_TICK = FormField(id="none", label="无", kind="flag", spellings={"无": "是", "没有": "是"})


def read_table(workbook: Workbook, sheet: Sheet, header: Header | None) -> tuple[Table, list[Problem]]:
    """Return the table under a header with the problems in it."""
    if header is None:
        return Table(()), [_lost(workbook, sheet)]
    problems = list(_header_problems(header, sheet))
    rows: list[Row] = []
    skipped: Counter[str] = Counter()
    blanks = 0
    for number in range(header.row + 1, header.grid.height + 1):
        why = _why_skipped(header, sheet, number)
        if why == "空行":
            blanks += 1
            continue
        skipped["空行"], blanks = skipped["空行"] + blanks, 0  # blank rows after the last entry are only ruled paper
        if why:
            skipped[why] += 1
            continue
        row, found = _row(header, sheet, number)
        rows.append(row)
        problems += found
    ticked, found = _declared_none(workbook, sheet, header, rows)
    source = header.grid.ref(header.row, min(header.columns.values()))
    return Table(tuple(rows), ticked, source, dict(+skipped)), problems + found


def _row(header: Header, sheet: Sheet, number: int) -> tuple[Row, list[Problem]]:
    cells: dict[str, Entry] = {}
    problems: list[Problem] = []
    first = sheet.columns[0].id
    of = header.grid.text(number, header.columns.get(first, 0)) or f"第 {number} 行"
    for column in sheet.columns:
        if column.id not in header.columns:
            cells[column.id] = Entry(None, None, f"未找到“{column.label}”一列")
            continue
        at = (header.grid, number, header.columns[column.id], header.found)
        cells[column.id], found = read_cell(at, column, f"{sheet.id}.{column.id}", "" if column.id == first else of)
        problems += found
    return Row(number, _keyed(sheet, cells)), problems


def _keyed(sheet: Sheet, cells: dict[str, Entry]) -> dict[str, Entry]:
    """Return the cells with a lost key (a deleted column of codes) taken from the printed name of the row."""
    if sheet.key and cells[sheet.key].value is None:
        for prefilled in sheet.prefilled:
            printed = [key for key in prefilled if key != sheet.key and cells[key].value == prefilled[key]]
            if printed:
                return cells | {sheet.key: cells[printed[0]]._replace(value=prefilled[sheet.key], found="label")}
    return cells


def _why_skipped(header: Header, sheet: Sheet, number: int) -> str:
    """Return what kind of row this is when it is no entry: 空行, 合计行, 重复表头, 说明行."""
    grid, mapped = header.grid, set(header.columns.values())
    everything = dict(grid.texts(number))
    faults = any(grid.fault(number, column) for column in mapped)
    texts = {column: text for column, text in everything.items() if column in mapped}
    firsts = [normalise(text) for cells in (everything, texts) for text in list(cells.values())[:1]]
    if any(_TOTAL.fullmatch(first) for first in firsts):
        return "合计行"
    if not texts:
        if len(everything) == 1 and _REMARK.fullmatch(next(iter(everything.values()))):
            return "说明行"
        return "" if faults else "空行"
    if len(texts) == 1 and _REMARK.fullmatch(next(iter(texts.values()))):
        return "说明行"
    labels = {header.columns[column.id]: labels_of(column) for column in sheet.columns if column.id in header.columns}
    if len(texts) > 1 and all(normalise(text) in labels[column] for column, text in texts.items()):
        return "重复表头"
    return ""


def _declared_none(workbook: Workbook, sheet: Sheet, header: Header, rows: list[Row]) -> tuple[bool, list[Problem]]:
    """Return whether the 「无」 tick is set, and what is wrong with an empty or a contradictory table."""
    found = find_none(workbook, sheet, header) if sheet.none_label else None
    if found and _is_ticked(*found[:3]):
        if not rows:
            return True, []
        text = f"“{sheet.name}”勾选了“无”，但表中填写了 {len(rows)} 行"
        place = found[0].place(found[1], found[2])
        return False, [Problem(place, text, "删去“无”处的“√”，或删去表中各行后重新提交", sheet.id)]
    if rows:
        return False, []
    text, mend = f"“{sheet.name}”没有填写任何一行", "逐行填写后重新提交"
    if sheet.none_label:
        text, mend = f"{text}，也没有勾选“无”", "逐行填写；确实没有的，在“无”处选择“√”"
    place = header.grid.place(header.row, min(header.columns.values()))
    return False, [Problem(place, text, mend, sheet.id, required=True)]


def _is_ticked(grid: Grid, row: int, column: int) -> bool:
    return read_value(grid.raw(row, column), _TICK)[0] is True


def _header_problems(header: Header, sheet: Sheet) -> Iterable[Problem]:
    yield from header.hints
    for column in sheet.columns:
        if column.required and column.id not in header.columns:
            place = header.grid.place(header.row, min(header.columns.values()))
            text = f"“{sheet.name}”的表头中应有“{column.label}”一列，未找到"
            yield Problem(place, text, "按空白申请表补上该列", f"{sheet.id}.{column.id}", required=True)
    for number, text in header.strange:
        place = header.grid.place(header.row, number)
        yield Problem(
            place, f"表头“{text}”不是申请表中的列，未读取", "无需处理；需要的内容请填入申请表已有的列", hint=True
        )


def _lost(workbook: Workbook, sheet: Sheet) -> Problem:
    grid = next(iter(workbook.grids.values()))
    place = grid.place(1, 1)._replace(sheet=sheet.name, cell="")
    return Problem(place, f"未找到“{sheet.title}”的表头", "从空白申请表恢复该工作表后重新提交", sheet.id, required=True)
