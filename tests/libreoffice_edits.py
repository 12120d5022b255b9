"""Edit a workbook as a person would in LibreOffice; run by remake_workbooks.py with a python that has UNO.

python3 tests/libreoffice_edits.py STORY IN.xlsx OUT.xlsx
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellRangeAddress

PIPE = "medcheck-remake"


def row_inserted(document: Any) -> None:
    """Insert two rows above 业务用房使用面积."""
    area = named(document, "field__usable_area_m2")
    document.Sheets.getByIndex(area.Sheet).Rows.insertByIndex(area.StartRow, 2)


def sheet_renamed(document: Any) -> None:
    """Rename two sheets."""
    document.Sheets.getByName("基本信息").Name = "机构情况（修改）"
    document.Sheets.getByName("人员花名册").Name = "职工名单"


def cell_cut(document: Any) -> None:
    """Cut the cell of 业务用房使用面积 and paste it into another sheet."""
    area = named(document, "field__usable_area_m2")
    rooms = document.Sheets.getByName("业务用房")
    rooms.moveRange(rooms.getCellRangeByName("H20").CellAddress, area)


def columns_reordered(document: Any) -> None:
    """Move the column 人员类别 of the roster behind the last one."""
    category = named(document, "column__staff__category")
    staff = document.Sheets.getByIndex(category.Sheet)
    column = CellRangeAddress(category.Sheet, category.StartColumn, category.StartRow, category.StartColumn, 40)
    staff.moveRange(staff.getCellRangeByName("T3").CellAddress, column)


def names_gone(document: Any) -> None:
    """Drop every defined name and the hidden sheet, as copying into a new workbook does; shift the cover by a column."""
    for name in document.NamedRanges.ElementNames:
        document.NamedRanges.removeByName(name)
    document.Sheets.removeByName("_medcheck")
    document.Sheets.getByName("基本信息").Columns.insertByIndex(0, 1)
    document.Sheets.getByName("人员花名册").Rows.insertByIndex(0, 3)


STORIES: dict[str, Callable[[Any], None]] = {
    "row-inserted": row_inserted,
    "sheet-renamed": sheet_renamed,
    "cell-cut": cell_cut,
    "columns-reordered": columns_reordered,
    "names-gone": names_gone,
}


def named(document: Any, name: str) -> CellRangeAddress:
    return document.NamedRanges.getByName(name).ReferredCells.RangeAddress


def setting(name: str, value: object) -> PropertyValue:
    return PropertyValue(Name=name, Value=value)


def connect(desktop_url: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        with contextlib.suppress(NoConnectException):
            return resolver.resolve(desktop_url)
        time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def main(story: str, source: Path, target: Path) -> None:
    accept = f"--accept=pipe,name={PIPE};urp"
    office = subprocess.Popen(["soffice", "--headless", "--norestore", accept])
    context = connect(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (setting("Hidden", True),))
    STORIES[story](document)
    document.storeToURL(target.resolve().as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    desktop.terminate()
    office.wait(60)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
