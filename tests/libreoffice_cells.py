"""Edit one cell of many workbooks as a person would in LibreOffice; run by single_cell_edits.py with a python that has UNO.

python3 tests/libreoffice_cells.py PLAN.json
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import uno
from libreoffice_edits import connect, setting

from com.sun.star.table import CellRangeAddress  # isort: skip

PIPE = "medcheck-cells"
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}


def edited(document: Any, edit: dict[str, Any]) -> list[str]:
    """Edit a cell, change the sheet around it, and return where the cell stands then: sheet and address."""
    sheet = document.Sheets.getByName(edit["sheet"])
    cell = sheet.getCellRangeByName(edit["cell"])
    cell.setFormula(f"'{edit['text']}" if edit["text"] else "")
    row, column = cell.CellAddress.Row, cell.CellAddress.Column
    if edit["structure"] in ("row-above", "two-rows-and-renamed"):
        sheet.Rows.insertByIndex(0, 2)
        row += 2
    if edit["structure"] == "column-before":
        sheet.Columns.insertByIndex(0, 1)
        column += 1
    if "renamed" in edit["structure"]:
        sheet.Name = f"{edit['sheet']}（改）"
    if edit["structure"] == "block-moved":
        used = sheet.createCursor()
        used.gotoEndOfUsedArea(False)
        last = used.RangeAddress
        block = CellRangeAddress(cell.CellAddress.Sheet, 0, 0, last.EndColumn, last.EndRow)
        sheet.moveRange(sheet.getCellByPosition(3, 4).CellAddress, block)
        row, column = row + 4, column + 3
    return [sheet.Name, sheet.getCellByPosition(column, row).AbsoluteName.rpartition(".")[2].replace("$", "")]


def main(job: Path) -> None:
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={job.parent.as_uri()}/profile",
            f"--accept=pipe,name={PIPE};urp",
        ]
    )
    context = connect(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    where = {}
    for edit in json.loads(job.read_text("utf-8")):
        source, target = Path(edit["source"]), Path(edit["target"])
        document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
        where[edit["number"]] = edited(document, edit)
        document.storeToURL(target.as_uri(), (setting("FilterName", FILTERS[target.suffix[1:]]),))
        document.close(True)
    (job.parent / "done.json").write_text(json.dumps(where), "utf-8")
    desktop.terminate()
    office.wait(60)


if __name__ == "__main__":
    assert uno
    main(Path(sys.argv[1]))
