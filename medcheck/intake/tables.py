"""A table of the form as its rows, read under the header to the end of the sheet; every row passed over is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from medcheck.errors import Problem
from medcheck.intake.application import Entry, EntryValue, LazyCells, Row, Table
from medcheck.intake.cells import Said, entry_of, problem_of, say
from medcheck.intake.form import FormField, Sheet
from medcheck.intake.grid import Grid, Workbook
from medcheck.intake.labels import labels_of, normalise
from medcheck.intake.locate import Found, Header, find_none
from medcheck.intake.values import read_value, text_of

_TOTAL = re.compile(r"(合计|总计|小计|共计)([:：].*|[0-9].*)?")
_REMARK = re.compile(r"(注|备注|说明|填表说明|填表人|制表人|审核人)[:：].*", re.DOTALL)
_NOTHING = Said("", None, "未填写")
_TICK = FormField(id="none", label="无", kind="flag", spellings={"无": "是", "没有": "是"})


class _Columns:
    """What the cells below a header say, column by column of the form, from the first row to the last."""

    def __init__(self, header: Header, sheet: Sheet) -> None:
        self.header, self.sheet = header, sheet
        self.said = [_column(header, column) for column in sheet.columns]
        self.texts = [[said.text for said in column] for column in self.said]
        self.values = [[said.value for said in column] for column in self.said]
        self.required = [at for at, column in enumerate(sheet.columns) if column.required]
        self.lead = min(header.columns.values()) - 1  # how many columns stand before those of the form
        self.is_wordy = all(column.kind == "text" for column in sheet.columns)

    def found(self, number: int, at: int) -> Found:
        """Return where the cell of a row in a column of the form stands."""
        header = self.header
        return header.grid, number, header.columns[self.sheet.columns[at].id], header.found

    def cells(self, number: int, values: Sequence[EntryValue | None]) -> LazyCells:
        """Return the cells of a row, made when they are asked for."""

        def made(at: int) -> Entry:
            column = self.sheet.columns[at]
            if column.id not in self.header.columns:
                return Entry(None, None, f"未找到“{column.label}”一列")
            return entry_of(self.found(number, at), column, self.said[at][number - self.header.row - 1])

        return LazyCells(self.sheet.position, values, made)


def read_table(workbook: Workbook, sheet: Sheet, header: Header | None) -> tuple[Table, list[Problem]]:
    """Return the table under a header with the problems in it."""
    if header is None:
        return Table(()), [_lost(workbook, sheet)]
    problems = list(_header_problems(header, sheet))
    rows: list[Row] = []
    skipped: Counter[str] = Counter()
    blanks = 0
    columns = _Columns(header, sheet)
    lines = zip(zip(*columns.texts, strict=True), zip(*columns.values, strict=True), strict=True)
    for number, (texts, values) in enumerate(lines, header.row + 1):
        why = _why_skipped(columns, number, texts, values)
        if why == "空行":
            blanks += 1
            continue
        skipped["空行"], blanks = skipped["空行"] + blanks, 0  # blank rows after the last entry are only ruled paper
        if why:
            skipped[why] += 1
            continue
        row = Row(number, _keyed(sheet, columns.cells(number, values)))
        rows.append(row)
        problems += (*_key_problem(columns, row), *_row_problems(columns, row, texts, values))
    ticked, found = _declared_none(workbook, sheet, header, rows)
    source = header.grid.ref(header.row, min(header.columns.values()))
    how = dict.fromkeys(header.columns, header.found)
    return Table(tuple(rows), ticked, source, dict(+skipped), how), problems + found


def _column(header: Header, column: FormField) -> list[Said]:
    """Return what the cells of a column say, from below the header to the last row; equal values are read once."""
    grid, at, first = header.grid, header.columns.get(column.id, 0), header.row + 1
    if not at:
        return [_NOTHING] * (grid.height - header.row)
    raws = grid.column(at, first)
    types = set(map(type, raws))
    if column.kind in ("percent", "date") and types & {int, float}:
        raws = [grid.formatted(number, at, column.kind) for number in range(first, grid.height + 1)]
    if bool in types:  # True and 1 are one key
        said = [say(raw, column) for raw in raws]
    else:
        known = {raw: say(raw, column) for raw in set(raws)}
        said = [known[raw] for raw in raws]
    for (row, place), fault in grid.faults.items():
        if place == at and row >= first:
            said[row - first] = Said(said[row - first].text, None, fault)
    return said


def _row_problems(
    columns: _Columns, row: Row, texts: Sequence[str], values: Sequence[EntryValue | None]
) -> Iterator[Problem]:
    header, sheet = columns.header, columns.sheet
    is_whole = all(texts[at] for at in columns.required) and _is_readable(texts, values)
    if is_whole and not header.grid.is_merged(row.number) and not header.grid.faults:
        return
    first = sheet.columns[0].id
    of = header.grid.text(row.number, header.columns.get(first, 0)) or f"第 {row.number} 行"
    for at, column in enumerate(sheet.columns):
        if values[at] is None and column.id in header.columns:
            named = "" if column.id == first else of
            name = f"{sheet.id}.{column.id}"
            if problem := problem_of(columns.found(row.number, at), column, row.cells[column.id], name, named):
                yield problem


def _is_readable(texts: Sequence[str], values: Sequence[EntryValue | None]) -> bool:
    """Return whether every cell of a row that is not blank has a value."""
    return values.count(None) == texts.count("")


def _keyed(sheet: Sheet, cells: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Return the cells with a lost or altered key (a column of codes) taken from the printed name of the row."""
    if not sheet.key or any(cells[sheet.key].value == prefilled[sheet.key] for prefilled in sheet.prefilled):
        return cells
    for prefilled in sheet.prefilled:
        printed = [key for key in prefilled if key != sheet.key and cells[key].value == prefilled[key]]
        if printed:
            return {**cells, sheet.key: cells[printed[0]]._replace(value=prefilled[sheet.key], found="label")}
    return cells


def _key_problem(columns: _Columns, row: Row) -> Iterator[Problem]:
    """Yield the hint on a code that was altered, so that the row was told by its printed name."""
    sheet, header = columns.sheet, columns.header
    if sheet.key and sheet.key in header.columns and row.cells[sheet.key].found == "label":
        at = header.columns[sheet.key]
        if written := header.grid.text(row.number, at):
            text = f"编码“{written}”不是申请表中的编码，本行已按名称识别"
            place = header.grid.place(row.number, at)
            yield Problem(place, text, "无需处理；编码列请勿改动", f"{sheet.id}.{sheet.key}", hint=True)


def _why_skipped(columns: _Columns, number: int, texts: Sequence[str], values: Sequence[EntryValue | None]) -> str:
    """Return what kind of row this is when it is no entry: 空行, 合计行, 重复表头, 说明行."""
    grid = columns.header.grid
    first = next(filter(None, texts), "")
    if not first:
        return _why_blank(grid, number)
    lead = (text_of(raw) for raw in grid.row(number)[: columns.lead] if type(raw) is str)
    if any("计" in text and _TOTAL.fullmatch(normalise(text)) for text in (first, *lead)):
        return "合计行"
    if len(texts) - texts.count("") == 1:
        return "说明行" if _REMARK.fullmatch(first) else ""
    if _is_readable(texts, values) and not columns.is_wordy:
        return ""  # the words of a header are no number, date or choice
    labels = zip(columns.sheet.columns, texts, strict=True)
    return "重复表头" if all(normalise(text) in labels_of(column) for column, text in labels if text) else ""


def _why_blank(grid: Grid, number: int) -> str:
    """Return what kind of row one is whose columns hold nothing; an empty string where a formula gave nothing."""
    everything = list(grid.texts(number).values())
    if any(_TOTAL.fullmatch(normalise(text)) for text in everything[:1]):
        return "合计行"
    if len(everything) == 1 and _REMARK.fullmatch(everything[0]):
        return "说明行"
    return "" if any(row == number for row, _ in grid.faults) else "空行"


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
