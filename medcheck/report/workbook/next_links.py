"""Links the printed words beside each cell that must change to the next such cell, so that one click leads through them all.

Only words of the form are linked: the label of a field, the head of a column. A click into a cell somebody fills stays there.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.form.form import load_form
from medcheck.form.labels import names_of, normalise
from medcheck.report.workbook.cell_notes import next_places

_NEXT = "下一处"


def lead_on(workbook: Workbook, assessment: Assessment) -> None:
    """Link the label of each changed cell, or the head of its column, to the next one; take away earlier links of ours."""
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and cell.hyperlink):
            if cell.hyperlink and (cell.hyperlink.tooltip or "").startswith(_NEXT):
                cell.hyperlink = None
    form = load_form(assessment.workbook.form)
    columns = (column for sheet in form.tables() for column in sheet.columns)
    words = {name for field in (*(field for _, field in form.fields()), *columns) for name in names_of(field)}
    for step in next_places(assessment):
        if step.then and step.here[0] in workbook.sheetnames and step.then[0] in workbook.sheetnames:
            label = _label(workbook[step.here[0]], step.here[1], words)
            if label is not None:
                _link(label, *step.then)


def _label(sheet: Worksheet, address: str, words: set[str]) -> Cell | None:
    """Return the cell with the printed words that belong to a cell: to its left, else above it; None where there are none."""
    here = sheet[address]
    left = (sheet.cell(here.row, column) for column in range(here.column - 1, 0, -1))
    above = (sheet.cell(row, here.column) for row in range(here.row - 1, 0, -1))
    for candidates in (left, above):
        for cell in candidates:
            if isinstance(cell, Cell) and isinstance(cell.value, str) and normalise(cell.value) in words:
                return None if cell.hyperlink else cell
    return None


def _link(cell: Cell, sheet: str, target: str) -> None:
    name = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, location=f"'{name}'!{target}", tooltip=f"{_NEXT}：《{sheet}》{target}"
    )
