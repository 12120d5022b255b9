"""Reads a table of the form row by row, from the header to the end of the sheet, and counts every row it passes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from medcheck.address import address
from medcheck.book.grid import Grid, Workbook
from medcheck.errors import Problem
from medcheck.fact import CellRef
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import FormField, Sheet
from medcheck.form.headings import is_remark
from medcheck.form.labels import names_of, normalise
from medcheck.form.values import read_value
from medcheck.intake.cells import problem_of
from medcheck.intake.columns import Columns, is_total
from medcheck.intake.label_problems import asked_heading, shown
from medcheck.intake.likely import may_be
from medcheck.intake.list_lines import closes_alone, heading_of, is_closing, says_none, speaks_of_above
from medcheck.intake.locate import Header, find_none
from medcheck.intake.table import Row, Table

BLANK_ROW, NONE_ROW = "空行", "写明没有的行"
# In the box of 「无」 a tick or 无 says that there is none; 有 says that there is one.
_TICK = FormField(id="none", label="无", kind="flag", spellings={"无": "是", "没有": "是", "有": "否"})


def read_table(workbook: Workbook, sheet: Sheet, header: Header | None) -> tuple[Table, list[Problem]]:
    """Return the table under a header with the problems in it."""
    if header is None:
        return Table(()), [_lost(workbook, sheet)]
    problems = list(_header_problems(header, sheet))
    reader = _Rows(Columns(header, sheet))
    problems += reader.read()
    ticked, tick_problems = _declared_none(workbook, sheet, header, reader)
    source = _area(header, reader.rows)
    how = dict.fromkeys(header.columns, header.located_by)
    return Table(tuple(reader.rows), ticked, source, dict(+reader.skipped), how), problems + tick_problems


class _Rows:
    """The rows of a list while they are read, and how many were passed over because of what they are."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows: list[Row] = []
        self.skipped: Counter[str] = Counter()
        self._blanks = 0
        self._heading, self._below = "", 0  # the last heading, and how many entries stand above it

    def read(self) -> list[Problem]:
        """Read every row; return the problems in them."""
        columns, problems = self.columns, list[Problem]()
        suspects, empty = columns.suspect_rows(), columns.empty()
        for number, values in columns.rows():
            if number not in suspects:
                if self._blanks:
                    self._count_blanks()
                self.rows.append(columns.row(number, values, self._heading))
            elif number in empty:
                self._blanks += 1
            else:
                problems += self._suspect(number, values)
        return problems

    def _suspect(self, number: int, values: Sequence[EntryValue | None]) -> Iterator[Problem]:
        """Examine a row that may be no entry; yield its problems if it is one."""
        columns, texts = self.columns, self.columns.texts(number)
        why = _why_skipped(columns, number, texts, values)
        if why == BLANK_ROW:
            self._blanks += 1
            return
        self._count_blanks()
        if why:
            self.skipped[why] += 1
        elif texts.count("") >= len(texts) - 1 and (heading := _heading(columns, number)):
            self.skipped["标题行"] += 1
            self._under(heading)
        else:
            stated = columns.row(number, values, self._heading)
            row = _keyed(columns.sheet, stated)
            self.rows.append(row)
            if row is not stated:
                yield from _key_problem(columns, row)
            yield from _row_problems(columns, row, texts, values)

    def _count_blanks(self) -> None:
        """Count the blank rows before an entry; those after the last one are only ruled paper."""
        if self._blanks:
            self.skipped[BLANK_ROW], self._blanks = self.skipped[BLANK_ROW] + self._blanks, 0

    def _under(self, heading: str) -> None:
        """Keep a heading for the rows below it; one that speaks of those above is theirs."""
        if speaks_of_above(heading):
            self.rows[self._below :] = [row.remarked(heading) for row in self.rows[self._below :]]
        else:
            self._heading = heading
        self._below = len(self.rows)


def _heading(columns: Columns, number: int) -> str:
    """Return the heading a row is; in a list of names alone only what cannot be a name of it is one."""
    heading = heading_of(columns.line(number))
    is_clear = heading.endswith((":", "：")) or heading.startswith(("以下", "下列", "以上"))
    several = sum(column.required for column in columns.sheet.columns) > 1
    return heading if heading and (is_clear or several) else ""


def _area(header: Header, rows: Sequence[Row]) -> CellRef:
    """Return where a list stands, from its first row to its last one; without rows the first cell of its header."""
    left, right = min(header.columns.values()), max(header.columns.values())
    if not rows:
        return header.grid.ref(header.row, left)
    cells = f"{address(rows[0].number, left)}:{address(rows[-1].number, right)}"
    return CellRef(header.grid.role, header.grid.name, cells, f"共 {len(rows)} 行")


def _row_problems(
    columns: Columns, row: Row, texts: Sequence[str], values: Sequence[EntryValue | None]
) -> Iterator[Problem]:
    header, sheet = columns.header, columns.sheet
    grid, is_full = header.grid, _is_readable(texts, values) and not columns.lacks_any(texts)
    if is_full and not grid.is_merged(row.number) and not grid.faults:
        return
    first = sheet.columns[0].id
    whose = header.grid.text(row.number, header.columns.get(first, 0)) or f"第 {row.number} 行"
    for at, column in enumerate(sheet.columns):
        if values[at] is None and column.id in header.columns:
            named = "" if column.id == first else whose
            name = f"{sheet.id}.{column.id}"
            if problem := problem_of(columns.located(row.number, at), column, row.cells[column.id], name, named):
                # A printed row is a thing of its own (a paper to hand in): it is named, and never told by its range only.
                yield problem._replace(general="") if sheet.prefilled else problem


def _is_readable(texts: Sequence[str], values: Sequence[EntryValue | None]) -> bool:
    """Return whether every cell of a row that is not blank has a value."""
    return values.count(None) == texts.count("")


def _keyed(sheet: Sheet, row: Row) -> Row:
    """Return the row with a lost or altered key (a column of codes) taken from the printed name of the row."""
    if not sheet.key or row.value(sheet.key) in sheet.keys:
        return row
    for prefilled in sheet.prefilled:
        printed = [key for key in prefilled if key != sheet.key and row.value(key) == prefilled[key]]
        if printed:
            key = row.cells[printed[0]]._replace(value=prefilled[sheet.key], located_by="label")
            return row.replaced({sheet.key: key})
    return row


def _key_problem(columns: Columns, row: Row) -> Iterator[Problem]:
    """Yield the hint on a code that was altered, so that the row was told by its printed name."""
    sheet, header = columns.sheet, columns.header
    at = header.columns.get(sheet.key, 0)
    if written := header.grid.text(row.number, at):
        text = f"编码“{written}”不是申请表中的编码，本行已按名称识别"
        place = header.grid.place(row.number, at)
        yield Problem(place, text, "无需处理；编码列请勿改动", f"{sheet.id}.{sheet.key}", hint=True)


def _why_skipped(columns: Columns, number: int, texts: Sequence[str], values: Sequence[EntryValue | None]) -> str:
    """Return what kind of row this is when it is no entry: 空行, 划去的行, 合计行, 重复表头, 说明行."""
    grid = columns.header.grid
    if number in grid.faulty_rows and grid.is_struck(number):
        return "划去的行"
    first = next(filter(None, texts), "")
    if not first:
        return _why_blank(columns, number)
    before = columns.before(number)
    if is_total(first) or any(map(is_total, before)):
        return "合计行"
    line = columns.line(number) if columns.sheet.none_label or not columns.answered(values) else None
    if line and not columns.answered(values) and closes_alone(line):
        return "说明行"
    if is_closing(next(filter(None, before), first)) and not columns.is_entry(values):
        return "说明行"
    if line and columns.sheet.none_label and says_none(line):
        return NONE_ROW
    if len(texts) - texts.count("") == 1:
        return ""
    if _is_readable(texts, values) and not columns.is_wordy:
        return ""  # the words of a header are no number, date or choice
    labels = zip(columns.sheet.columns, texts, strict=True)
    return "重复表头" if all(normalise(text) in names_of(column) for column, text in labels if text) else ""


def _why_blank(columns: Columns, number: int) -> str:
    """Return what kind of row one is whose columns hold nothing; an empty string where a formula gave nothing."""
    grid = columns.header.grid
    line = columns.line(number)
    if line and (is_closing(line[0]) or closes_alone(line)):
        return "说明行"
    everything = list(grid.texts(number).values())
    if any(map(is_total, everything[:1])):
        return "合计行"
    return "" if number in grid.faulty_rows or _heading(columns, number) else BLANK_ROW


def _declared_none(workbook: Workbook, sheet: Sheet, header: Header, reader: _Rows) -> tuple[bool, list[Problem]]:
    """Return whether the 「无」 tick is set or a row says the same, and what is wrong with an empty or contradictory table."""
    rows = reader.rows
    spots = find_none(workbook, sheet, header) if sheet.none_label else None
    if spots and _is_ticked(*spots[:3]):
        if not rows:
            return True, []
        text = f"“{sheet.name}”勾选了“无”，但表中填写了 {len(rows)} 行"
        place = spots[0].place(spots[1], spots[2])
        return False, [Problem(place, text, "删去“无”处的“√”，或删去表中各行后重新提交", sheet.id)]
    if rows:
        return False, []
    if reader.skipped[NONE_ROW]:
        return True, []
    text, mend = f"“{sheet.name}”没有填写任何一行", "逐行填写后重新提交"
    if sheet.none_label:
        text, mend = f"{text}，也没有勾选“无”", "逐行填写；确实没有的，在“无”处选择“√”"
    place = header.grid.place(header.row, min(header.columns.values()))
    return False, [Problem(place, text, mend, sheet.id, required=True)]


def _is_ticked(grid: Grid, row: int, column: int) -> bool:
    return read_value(grid.raw(row, column), _TICK)[0] is True


def _header_problems(header: Header, sheet: Sheet) -> Iterable[Problem]:
    yield from header.hints
    asked_already = {problem.field for problem in header.hints}
    asked_columns: set[int] = set()
    for column in sheet.columns:
        if column.id in header.columns or f"{sheet.id}.{column.id}" in asked_already:
            continue
        number = may_be(header, column, asked_columns)
        if number is not None:
            asked_columns.add(number)
            place, heading = header.grid.place(header.row, number), dict(header.strange)[number]
            yield asked_heading(place, sheet.name, sheet.id, column, heading)
        elif column.required:
            place = header.grid.place(header.row, min(header.columns.values()))
            text = f"“{sheet.name}”的表头中应有“{column.label}”一列，未找到"
            yield Problem(place, text, "按空白申请表补上该列", f"{sheet.id}.{column.id}", required=True)
    for number, text in header.strange:
        if number not in asked_columns:
            place = header.grid.place(header.row, number)
            how = "其中的内容只作备注读取" if is_remark(normalise(text)) else "未读取"
            mend = "无需处理；需要的内容请填入申请表已有的列"
            yield Problem(place, f"表头“{shown(text)}”不是申请表中的列，{how}", mend, hint=True)


def _lost(workbook: Workbook, sheet: Sheet) -> Problem:
    grid = next(iter(workbook.grids.values()))
    place = grid.place(1, 1)._replace(sheet=sheet.name, cell="")
    return Problem(place, f"未找到“{sheet.title}”的表头", "从空白申请表恢复该工作表后重新提交", sheet.id, required=True)
