"""Where everything of a form stands: a form and its data → plans of sheets. Knows nothing of the library that writes them.

The reader does not rely on this geometry: it finds cells by defined name, then by label.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from medcheck.intake.form import Form, FormField, Sheet

CellValue = str | int | Decimal | date | None
RowData = Mapping[str, CellValue]

HIDDEN_SHEET = "_medcheck"
INSTRUCTIONS = "填表说明"
NONE_TICK = "√"
COVER_WIDTHS = (25, 38, 40)


class FormData(NamedTuple):
    """What fills a form: values by field id, rows by table id; None for a table is the 「无」 tick."""

    fields: Mapping[str, CellValue]
    tables: Mapping[str, tuple[RowData, ...] | None]


class Cell(NamedTuple):
    """One cell to write. `style` is a name the writer knows; `field` gives the number format."""

    row: int
    column: int
    value: CellValue
    style: str
    field: FormField | None = None


class Check(NamedTuple):
    """A data validation of a column range; `choices_at` is a hidden range for lists too long to stand inline."""

    first: tuple[int, int]
    last_row: int
    field: FormField
    choices_at: str = ""


class SheetPlan(NamedTuple):
    """One sheet, ready to write: 1-based rows and columns; `marks` are (range, formula) of conditional formats."""

    name: str
    cells: tuple[Cell, ...]
    widths: tuple[int, ...]
    heights: Mapping[int, float]
    merges: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, tuple[int, int]] = {}
    header_row: int = 0
    print_last_row: int = 0
    breaks: tuple[int, ...] = ()
    hidden: bool = False


def field_name(field_id: str) -> str:
    """Return the defined name of a cover field."""
    return f"field__{field_id}"


def column_name(table_id: str, column_id: str) -> str:
    """Return the defined name of a column's header cell."""
    return f"column__{table_id}__{column_id}"


def none_name(table_id: str) -> str:
    """Return the defined name of a table's 「无」 tick."""
    return f"none__{table_id}"


def label_of(field: FormField) -> str:
    """Return the label as printed: with its unit, and * where it is required (first, so that it never wraps alone)."""
    unit = f"（{field.unit}）" if field.unit else ""
    return f"{'* ' if field.required else ''}{field.label}{unit}"


def address(row: int, column: int) -> str:
    """Return the A1 address of a 1-based row and column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def plans(form: Form, data: FormData) -> tuple[SheetPlan, ...]:
    """Return the sheets of a workbook in order: instructions, the form's sheets, the hidden sheet."""
    hidden, lists = _hidden(form)
    sheets = (_table(sheet, data, lists) if sheet.columns else _cover(sheet, data) for sheet in form.sheets)
    return (_instructions(form), *sheets, hidden)


def _instructions(form: Form) -> SheetPlan:
    width = sum(COVER_WIDTHS) - 5
    cells = [Cell(1, 1, form.title, "title"), Cell(2, 1, "填表说明", "heading"), Cell(2, 2, None, "heading")]
    heights: dict[int, float] = {1: 40, 2: 24}
    for row, text in enumerate(form.instructions, 3):
        cells += [Cell(row, 1, f"{row - 2}.", "ordinal_plain"), Cell(row, 2, text, "paragraph")]
        heights[row] = 8 + _height(text, width)
    row = len(form.instructions) + 4
    cells += [Cell(row, 1, "工作表", "heading"), Cell(row, 2, None, "heading")]
    heights[row] = 24
    for sheet in form.sheets:
        row += 1
        cells += [Cell(row, 1, None, "ordinal_plain"), Cell(row, 2, f"《{sheet.name}》：{sheet.help}", "paragraph")]
        heights[row] = 8 + _height(f"《{sheet.name}》：{sheet.help}", width)
    return SheetPlan(
        INSTRUCTIONS,
        tuple(cells),
        (5, width),
        heights,
        ("A1:B1", "A2:B2", f"A{row - len(form.sheets)}:B{row - len(form.sheets)}"),
    )


def _cover(sheet: Sheet, data: FormData) -> SheetPlan:
    cells = [Cell(1, 1, sheet.title, "title"), Cell(2, 1, sheet.help, "help")]
    merges, heights = ["A1:C1", "A2:C2"], {1: 36.0, 2: 6 + _height(sheet.help, sum(COVER_WIDTHS))}
    checks: list[Check] = []
    marks: list[tuple[str, str]] = []
    names: dict[str, tuple[int, int]] = {}
    breaks: list[int] = []
    row = 2
    for group in sheet.groups:
        if group.new_page:
            breaks.append(row)
        for text, style in ((group.title, "heading"), (group.note, "note")):
            if text:
                row += 1
                cells += [Cell(row, 1, text, style), Cell(row, 2, None, style), Cell(row, 3, None, style)]
                merges.append(f"A{row}:C{row}")
                heights[row] = 24 if style == "heading" else 8 + _height(text, sum(COVER_WIDTHS))
        for field in group.fields:
            row += 1
            value = data.fields.get(field.id)
            cells += [
                Cell(row, 1, label_of(field), "label"),
                Cell(row, 2, value, "answer_lines" if field.kind == "lines" else "answer", field),
                Cell(row, 3, field.help or None, "field_help"),
            ]
            texts = zip((label_of(field), str(value or ""), field.help), COVER_WIDTHS, strict=True)
            heights[row] = max(
                48.0 if field.kind == "lines" else 22.0, *(7 + _height(text, width) for text, width in texts)
            )
            names[field_name(field.id)] = (row, 2)
            checks.append(Check((row, 2), row, field))
            if field.required:
                marks.append((f"B{row}", f"LEN(TRIM(B{row}))=0"))
    return SheetPlan(
        sheet.name,
        tuple(cells),
        COVER_WIDTHS,
        heights,
        tuple(merges),
        tuple(checks),
        tuple(marks),
        names,
        2,
        row,
        tuple(breaks),
    )


def _table(sheet: Sheet, data: FormData, lists: Mapping[str, str]) -> SheetPlan:
    rows = table_rows(sheet, data.tables.get(sheet.id, ()) or ())
    header, last_column = (4 if sheet.none_label else 3), len(sheet.columns) + 1
    first, last = header + 1, header + max(len(rows), 1)
    widths = (6, *(column.width for column in sheet.columns))
    cells = [Cell(1, 1, sheet.title, "title"), Cell(2, 1, sheet.help, "help"), Cell(header, 1, "序号", "header")]
    heights = {
        1: 36.0,
        2: 8 + _height(sheet.help, sum(widths)),
        header: 8 + max(_height(label_of(c), c.width - 1) for c in sheet.columns),
    }
    merges = [f"A1:{address(1, last_column)}", f"A2:{address(2, last_column)}"]
    names = {column_name(sheet.id, column.id): (header, number) for number, column in enumerate(sheet.columns, 2)}
    whole = f"$B${first}:${address(1, last_column)[:-1]}${last}"
    marks, checks = [], []
    if sheet.none_label:
        tick = NONE_TICK if data.tables.get(sheet.id, ()) is None else None
        cells += [
            Cell(3, 1, sheet.none_label, "label"),
            Cell(3, 2, None, "label"),
            Cell(3, 3, None, "label"),
            Cell(3, 4, tick, "tick"),
        ]
        merges.append("A3:C3")
        heights[3] = 24
        names[none_name(sheet.id)] = (3, 4)
        checks.append(Check((3, 4), 3, _tick_field(sheet)))
        marks.append(("D3", f"AND(LEN(TRIM($D$3))=0,COUNTA({whole})=0)"))
    for number, column in enumerate(sheet.columns, 2):
        cells.append(Cell(header, number, label_of(column), "header"))
        checks.append(Check((first, number), last, column, lists.get(f"{sheet.id}.{column.id}", "")))
        if column.required:
            letter = address(1, number)[:-1]
            started = f"COUNTA($B{first}:${address(1, last_column)[:-1]}{first})>0"
            condition = started if sheet.none_label else f"OR({started},ROW()={first})"
            marks.append((f"{letter}{first}:{letter}{last}", f"AND({condition},LEN(TRIM({letter}{first}))=0)"))
    printed = [column for column in sheet.columns if not (column.id == sheet.key and column.kind == "code")]
    for row, values in enumerate(rows, first):
        cells.append(Cell(row, 1, row - header, "ordinal"))
        for number, column in enumerate(sheet.columns, 2):
            cells.append(Cell(row, number, values.get(column.id), _style(sheet, column, row - first), column))
        heights[row] = max(21.0, *(6 + _height(str(values.get(c.id) or ""), c.width - 1) for c in printed))
    return SheetPlan(
        sheet.name, tuple(cells), widths, heights, tuple(merges), tuple(checks), tuple(marks), names, header, last
    )


def table_rows(sheet: Sheet, rows: Iterable[RowData]) -> list[RowData]:
    """Return the rows a sheet shows: the prefilled ones with the data of the same key, further ones, ruled blanks."""
    given = list(rows)
    shown: list[RowData] = []
    for prefilled in sheet.prefilled:
        same = [row for row in given if row.get(sheet.key) == prefilled[sheet.key]]
        shown.append({**prefilled, **(same[0] if same else {})})
    known = {prefilled[sheet.key] for prefilled in sheet.prefilled}
    further = [row for row in given if not sheet.key or row.get(sheet.key) not in known]
    blanks: list[RowData] = [{}] * max(sheet.blank_rows - len(further), 0)
    return [*shown, *further, *blanks]


def _style(sheet: Sheet, column: FormField, offset: int) -> str:
    if offset < len(sheet.prefilled) and column.id in sheet.prefilled[offset]:
        return "code" if column.kind == "code" else "printed"
    return "input_centred" if column.kind in ("flag", "date", "choice", "number") else "input"


def _tick_field(sheet: Sheet) -> FormField:
    return FormField(id="none", label=sheet.none_label, kind="choice", choices=(NONE_TICK,), help="确实没有的，选择“√”")


def _hidden(form: Form) -> tuple[SheetPlan, dict[str, str]]:
    """Return the hidden sheet (form, version, long lists) and where each long list stands in it."""
    cells = [Cell(1, 1, "form", "plain"), Cell(1, 2, form.form, "plain")]
    cells += [Cell(2, 1, "version", "plain"), Cell(2, 2, form.version, "plain")]
    lists: dict[str, str] = {}
    for number, (path, field) in enumerate(_long_lists(form), 4):
        cells.append(Cell(1, number, path, "plain"))
        cells += [Cell(row, number, choice, "plain") for row, choice in enumerate(field.choices, 2)]
        letter = address(1, number)[:-1]
        lists[path] = f"{HIDDEN_SHEET}!${letter}$2:${letter}${len(field.choices) + 1}"
    names = {"medcheck_form": (1, 2), "medcheck_version": (2, 2)}
    return SheetPlan(HIDDEN_SHEET, tuple(cells), (12, 12), {}, names=names, hidden=True), lists


def _long_lists(form: Form) -> Iterator[tuple[str, FormField]]:
    """Yield the choice fields whose list is over Excel's 255 characters, by table.column."""
    for sheet in form.sheets:
        for field in (*sheet.fields, *sheet.columns):
            if len(",".join(field.choices)) > 250:
                yield f"{sheet.id}.{field.id}", field


def _height(text: str, width: float) -> float:
    """Return the points that wrapped text needs in a column of that width (in half-width characters)."""
    lines = 0
    for line in text.split("\n"):
        columns = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
        lines += max(1, math.ceil(columns * 1.08 / width))
    return lines * 14.0
