"""Plans where everything of a form stands: a form and its data become plans of sheets. `list_layout` plans the lists.

The reader does not rely on this geometry: it finds cells by defined name, then by label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medcheck.address import address
from medcheck.blank.list_layout import list_plan
from medcheck.blank.plan import Check, FormData, PlannedCell, SheetPlan, label_of, text_height
from medcheck.form.defined_names import HIDDEN_SHEET, INSTRUCTIONS, field_name
from medcheck.form.form import Form, FormField, Sheet

COVER_WIDTHS = (25, 38, 40)


def plans(form: Form, data: FormData) -> tuple[SheetPlan, ...]:
    """Return the sheets of a workbook in order: instructions, the form's sheets, the hidden sheet."""
    hidden, lists = _hidden(form)
    sheets = (
        list_plan(sheet, data, lists) if sheet.columns else cover_plan(sheet, data, lists) for sheet in form.sheets
    )
    return (_instructions(form), *sheets, hidden)


def _instructions(form: Form) -> SheetPlan:
    width = sum(COVER_WIDTHS) - 5
    cells = [
        PlannedCell(1, 1, form.title, "title"),
        PlannedCell(2, 1, "填表说明", "heading"),
        PlannedCell(2, 2, None, "heading"),
    ]
    heights: dict[int, float] = {1: 40, 2: 24}
    for row, text in enumerate(form.instructions, 3):
        cells += [PlannedCell(row, 1, f"{row - 2}.", "ordinal_plain"), PlannedCell(row, 2, text, "paragraph")]
        heights[row] = 8 + text_height(text, width)
    row = len(form.instructions) + 4
    cells += [PlannedCell(row, 1, "工作表", "heading"), PlannedCell(row, 2, None, "heading")]
    heights[row] = 24
    for sheet in form.sheets:
        row += 1
        cells += [
            PlannedCell(row, 1, None, "ordinal_plain"),
            PlannedCell(row, 2, f"《{sheet.name}》：{sheet.help}", "paragraph"),
        ]
        heights[row] = 8 + text_height(f"《{sheet.name}》：{sheet.help}", width)
    return SheetPlan(
        INSTRUCTIONS,
        tuple(cells),
        (5, width),
        heights,
        ("A1:B1", "A2:B2", f"A{row - len(form.sheets)}:B{row - len(form.sheets)}"),
    )


def cover_plan(sheet: Sheet, data: FormData, lists: Mapping[str, str]) -> SheetPlan:
    """Return the plan of a cover: each field with its label, its cell and its help, under the headings of its group."""
    cells = [PlannedCell(1, 1, sheet.title, "title"), PlannedCell(2, 1, sheet.help, "help")]
    merges, heights = ["A1:C1", "A2:C2"], {1: 36.0, 2: 6 + text_height(sheet.help, sum(COVER_WIDTHS))}
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
                cells += [
                    PlannedCell(row, 1, text, style),
                    PlannedCell(row, 2, None, style),
                    PlannedCell(row, 3, None, style),
                ]
                merges.append(f"A{row}:C{row}")
                heights[row] = 24 if style == "heading" else 8 + text_height(text, sum(COVER_WIDTHS))
        for field in group.fields:
            row += 1
            value = data.fields.get(field.id)
            cells += [
                PlannedCell(row, 1, label_of(field), "label"),
                PlannedCell(row, 2, value, "answer_lines" if field.kind == "lines" else "answer", field),
                PlannedCell(row, 3, field.help or None, "field_help"),
            ]
            texts = zip((label_of(field), str(value or ""), field.help), COVER_WIDTHS, strict=True)
            heights[row] = max(
                48.0 if field.kind == "lines" else 22.0, *(7 + text_height(text, width) for text, width in texts)
            )
            names[field_name(field.id)] = (row, 2)
            checks.append(Check((row, 2), row, field, lists.get(f"{sheet.id}.{field.id}", "")))
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


def _hidden(form: Form) -> tuple[SheetPlan, dict[str, str]]:
    """Return the hidden sheet (form, version, long lists) and where each long list stands in it."""
    cells = [PlannedCell(1, 1, "form", "plain"), PlannedCell(1, 2, form.form, "plain")]
    cells += [PlannedCell(2, 1, "version", "plain"), PlannedCell(2, 2, form.version, "plain")]
    if form.made_for:
        cells += [PlannedCell(3, 1, "pack", "plain"), PlannedCell(3, 2, form.made_for, "plain")]
    lists: dict[str, str] = {}
    for number, (path, field) in enumerate(_long_lists(form), 4):
        cells.append(PlannedCell(1, number, path, "plain"))
        cells += [PlannedCell(row, number, choice, "plain") for row, choice in enumerate(field.choices, 2)]
        letter = address(1, number)[:-1]
        lists[path] = f"{HIDDEN_SHEET}!${letter}$2:${letter}${len(field.choices) + 1}"
    names = {"medcheck_form": (1, 2), "medcheck_version": (2, 2)} | ({"medcheck_pack": (3, 2)} if form.made_for else {})
    return SheetPlan(HIDDEN_SHEET, tuple(cells), (12, 12), {}, names=names, hidden=True), lists


def _long_lists(form: Form) -> Iterator[tuple[str, FormField]]:
    """Yield the choice fields whose list is over Excel's 255 characters, by table.column."""
    for sheet in form.sheets:
        for field in (*sheet.fields, *sheet.columns):
            if len(",".join(field.choices)) > 250:
                yield f"{sheet.id}.{field.id}", field
