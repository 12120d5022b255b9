"""A table of the form as its rows, read under the header to the end of the sheet; every row passed over is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from medcheck.errors import Problem
from medcheck.intake.application import Entry, Row, Table
from medcheck.intake.cells import Said, entry_of, problem_of, say
from medcheck.intake.form import FormField, Sheet
from medcheck.intake.grid import Grid, Workbook
from medcheck.intake.labels import labels_of, normalise
from medcheck.intake.locate import Header, find_none
from medcheck.intake.values import read_value

_TOTAL = re.compile(r"(合计|总计|小计|共计)([:：].*|[0-9].*)?")
_REMARK = re.compile(r"(注|备注|说明|填表说明|填表人|制表人|审核人)[:：].*", re.DOTALL)
_BLANK = "未填写"
_NOTHING = Said("", None, _BLANK)
_TICK = FormField(id="none", label="无", kind="flag", spellings={"无": "是", "没有": "是"})


class _Cells(Mapping[str, Entry]):
    """The cells of a row by column id, made when they are asked for: most of a long list is never cited."""

    __slots__ = ("_header", "_made", "_number", "_said", "_sheet")

    def __init__(self, header: Header, sheet: Sheet, number: int, said: Sequence[Said]) -> None:
        self._header, self._sheet, self._number, self._said = header, sheet, number, said
        self._made: dict[str, Entry] = {}

    def __getitem__(self, name: str) -> Entry:
        if name not in self._made:
            at = self._sheet.position[name]
            column = self._sheet.columns[at]
            if name in self._header.columns:
                found = (self._header.grid, self._number, self._header.columns[name], self._header.found)
                self._made[name] = entry_of(found, column, self._said[at])
            else:
                self._made[name] = Entry(None, None, f"未找到“{column.label}”一列")
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheet.position)

    def __len__(self) -> int:
        return len(self._sheet.columns)


def read_table(workbook: Workbook, sheet: Sheet, header: Header | None) -> tuple[Table, list[Problem]]:
    """Return the table under a header with the problems in it."""
    if header is None:
        return Table(()), [_lost(workbook, sheet)]
    problems = list(_header_problems(header, sheet))
    rows: list[Row] = []
    skipped: Counter[str] = Counter()
    blanks = 0
    said = [_column(header, column) for column in sheet.columns]
    for number, cells in enumerate(zip(*said, strict=True), header.row + 1):
        why = _why_skipped(header, sheet, number, cells)
        if why == "空行":
            blanks += 1
            continue
        skipped["空行"], blanks = skipped["空行"] + blanks, 0  # blank rows after the last entry are only ruled paper
        if why:
            skipped[why] += 1
            continue
        row = Row(number, _keyed(sheet, _Cells(header, sheet, number, cells)))
        rows.append(row)
        problems += _row_problems(header, sheet, row, cells)
    ticked, found = _declared_none(workbook, sheet, header, rows)
    source = header.grid.ref(header.row, min(header.columns.values()))
    return Table(tuple(rows), ticked, source, dict(+skipped)), problems + found


def _column(header: Header, column: FormField) -> list[Said]:
    """Return what the cells of a column say, from below the header to the last row; equal values are read once."""
    grid, at, first = header.grid, header.columns.get(column.id, 0), header.row + 1
    if not at:
        return [_NOTHING] * (grid.height - header.row)
    raws = grid.column(at, first)
    if column.kind == "percent":
        raws = [grid.percent(number, at) for number in range(first, grid.height + 1)]
    if bool in set(map(type, raws)):  # True and 1 are one key
        said = [say(raw, column) for raw in raws]
    else:
        known = {raw: say(raw, column) for raw in set(raws)}
        said = [known[raw] for raw in raws]
    for (row, place), fault in grid.faults.items():
        if place == at and row >= first:
            said[row - first] = Said(said[row - first].text, None, fault)
    return said


def _row_problems(header: Header, sheet: Sheet, row: Row, cells: Sequence[Said]) -> Iterator[Problem]:
    merged = header.grid.is_merged(row.number)
    for column, said in zip(sheet.columns, cells, strict=True):
        if said.value is not None or not (said.text or said.reason != _BLANK or column.required or merged):
            continue
        if column.id not in header.columns:
            continue
        first = sheet.columns[0].id
        of = header.grid.text(row.number, header.columns.get(first, 0)) or f"第 {row.number} 行"
        found = (header.grid, row.number, header.columns[column.id], header.found)
        name, of = f"{sheet.id}.{column.id}", "" if column.id == first else of
        if problem := problem_of(found, column, row.cells[column.id], name, of):
            yield problem


def _keyed(sheet: Sheet, cells: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Return the cells with a lost key (a deleted column of codes) taken from the printed name of the row."""
    if sheet.key and cells[sheet.key].value is None:
        for prefilled in sheet.prefilled:
            printed = [key for key in prefilled if key != sheet.key and cells[key].value == prefilled[key]]
            if printed:
                return {**cells, sheet.key: cells[printed[0]]._replace(value=prefilled[sheet.key], found="label")}
    return cells


def _why_skipped(header: Header, sheet: Sheet, number: int, cells: Sequence[Said]) -> str:
    """Return what kind of row this is when it is no entry: 空行, 合计行, 重复表头, 说明行."""
    texts = [said.text for said in cells if said.text]
    if not texts:
        everything = list(header.grid.texts(number).values())
        if any(_TOTAL.fullmatch(normalise(text)) for text in everything[:1]):
            return "合计行"
        if len(everything) == 1 and _REMARK.fullmatch(everything[0]):
            return "说明行"
        return "" if any(said.reason != _BLANK for said in cells) else "空行"
    if any("计" in text and _TOTAL.fullmatch(normalise(text)) for text in (texts[0], header.grid.first_text(number))):
        return "合计行"
    if len(texts) == 1:
        return "说明行" if _REMARK.fullmatch(texts[0]) else ""
    readable = all(said.value is not None for said in cells if said.text)
    if readable and any(column.kind != "text" for column in sheet.columns):
        return ""  # the words of a header are no number, date or choice
    labels = zip(sheet.columns, cells, strict=True)
    return "重复表头" if all(normalise(s.text) in labels_of(c) for c, s in labels if s.text) else ""


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
