"""Plans where everything of a list stands: title, help, the 「无」 tick, the header, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medcheck.address import address
from medcheck.blank.plan import NONE_TICK, Check, FormData, PlannedCell, RowData, SheetPlan, label_of, text_height
from medcheck.form.defined_names import column_name, none_name
from medcheck.form.form import FormField, Sheet


def list_plan(sheet: Sheet, data: FormData, lists: Mapping[str, str]) -> SheetPlan:
    """Return the plan of a list; `lists` says where a list of choices too long to stand inline is hidden."""
    given = data.tables.get(sheet.id, ())
    rows = list_rows(sheet, given or ())
    header, end = (4 if sheet.none_label else 3), len(sheet.columns) + 1
    first, last = header + 1, header + max(len(rows), 1)
    ready = max(last, header + sheet.ready_rows)
    widths = (6, *(column.width for column in sheet.columns))
    cells = [PlannedCell(1, 1, sheet.title, "title"), PlannedCell(2, 1, sheet.help, "help"), *_header(sheet, header)]
    cells += _tick(sheet, NONE_TICK if given is None else None) if sheet.none_label else []
    cells += [cell for row, values in enumerate(rows, first) for cell in _row(sheet, row, row - first, values)]
    heights = {1: 36.0, 2: 8 + text_height(sheet.help, sum(widths)), 3: 24.0}
    heights[header] = 8 + max(text_height(label_of(column), column.width - 1) for column in sheet.columns)
    heights |= {row: _row_height(sheet, values) for row, values in enumerate(rows, first)}
    merges = [f"A1:{address(1, end)}", f"A2:{address(2, end)}", *(["A3:C3"] if sheet.none_label else [])]
    names = {column_name(sheet.id, column.id): (header, number) for number, column in enumerate(sheet.columns, 2)}
    names |= {none_name(sheet.id): (3, 4)} if sheet.none_label else {}
    checks = [
        Check((first, number), ready, column, lists.get(f"{sheet.id}.{column.id}", ""))
        for number, column in enumerate(sheet.columns, 2)
    ]
    checks += [Check((3, 4), 3, _tick_field(sheet))] if sheet.none_label else []
    return SheetPlan(
        sheet.name,
        tuple(cells),
        widths,
        heights,
        tuple(merges),
        tuple(checks),
        _marks(sheet, first, ready),
        names,
        header,
        0 if sheet.ready_rows else last,  # a print area would cut off the rows below the ruled ones
        below=dict(enumerate(sheet.columns, 2)) if sheet.ready_rows else {},
    )


def list_rows(sheet: Sheet, rows: Iterable[RowData]) -> list[RowData]:
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


def _header(sheet: Sheet, row: int) -> list[PlannedCell]:
    labels = enumerate(map(label_of, sheet.columns), 2)
    return [
        PlannedCell(row, 1, "序号", "header"),
        *(PlannedCell(row, number, label, "header") for number, label in labels),
    ]


def _tick(sheet: Sheet, tick: str | None) -> list[PlannedCell]:
    label = [
        PlannedCell(3, 1, sheet.none_label, "label"),
        PlannedCell(3, 2, None, "label"),
        PlannedCell(3, 3, None, "label"),
    ]
    return [*label, PlannedCell(3, 4, tick, "tick")]


def _row(sheet: Sheet, row: int, offset: int, values: RowData) -> list[PlannedCell]:
    numbered = enumerate(sheet.columns, 2)
    cells = [PlannedCell(row, number, values.get(c.id), _style(sheet, c, offset), c) for number, c in numbered]
    return [PlannedCell(row, 1, offset + 1, "ordinal"), *cells]


def _row_height(sheet: Sheet, values: RowData) -> float:
    wrapped = [column for column in sheet.columns if not (column.id == sheet.key and column.kind == "code")]
    return max(21.0, *(6 + text_height(str(values.get(c.id) or ""), c.width - 1) for c in wrapped))


def _marks(sheet: Sheet, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Return the conditional formats: a started row's required cells while blank, and a tick that is still open."""
    end = address(1, len(sheet.columns) + 1)[:-1]
    marks = []
    if sheet.none_label:
        marks.append(("D3", f"AND(LEN(TRIM($D$3))=0,COUNTA($B${first}:${end}${last})=0)"))
    for number, column in enumerate(sheet.columns, 2):
        if column.required:
            letter = address(1, number)[:-1]
            started = f"COUNTA($B{first}:${end}{first})>0"
            shown = started if sheet.none_label else f"OR({started},ROW()={first})"
            marks.append((f"{letter}{first}:{letter}{last}", f"AND({shown},LEN(TRIM({letter}{first}))=0)"))
    return tuple(marks)


def _style(sheet: Sheet, column: FormField, offset: int) -> str:
    if offset < len(sheet.prefilled) and column.id in sheet.prefilled[offset]:
        return "code" if column.kind == "code" else "printed"
    return "input_centred" if column.kind in ("flag", "date", "choice", "number") else "input"


def _tick_field(sheet: Sheet) -> FormField:
    return FormField(id="none", label=sheet.none_label, kind="choice", choices=(NONE_TICK,), help="确实没有的，选择“√”")
