"""Site-visit sheets for tests: written by `inspect`, filled by hand through openpyxl, read back by `assess`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from medcheck.assess import Options
from medcheck.visit.make_sheet import write_visit
from tests.applications import ENGINE, SETTLED_CASE

HEAD = {
    "visit_date": date(2019, 11, 28),
    "visit_start": "9:30",
    "visit_end": "11:00",
    "inspector_1": "李明",
    "inspector_2": "王芳",
    "present": "赵主任",
}
_REGISTERS = SETTLED_CASE.split("decisions:")[0]
DECIDED = {
    "clinic": ("na-other", "cond-medical-layout", "cond-medical-quality-indicators"),
    "hospital": ("na-other", "cond-medical-layout", "cond-medical-quality-indicators"),
    "pharmacy": ("na-other", "cond-pharmacy-timely-supply", "cond-pharmacy-layout"),
}


def case_without_visit(folder: Path, kind: str) -> Path:
    """Return a case file that answers everything but the site visit."""
    decisions = "".join(f"  - {{rule: {rule}, answer: 符合, by: 李明, on: 2019-12-02}}\n" for rule in DECIDED[kind])
    path = folder / "案件.yaml"
    path.write_text(f"{_REGISTERS}decisions:\n{decisions}", encoding="utf-8")
    return path


def blank(application: Path, **options: Any) -> Path:
    """Return the site-visit sheet of an application, as printed."""
    path = application.with_name("勘验表.xlsx")
    write_visit(application, Options(**options), ENGINE, path)
    return path


def spot(book: Workbook, name: str) -> tuple[str, int, int]:
    """Return sheet, row and column of a defined name."""
    sheet, address = book.defined_names[name].attr_text.split("!")
    cell = book[sheet.strip("'")][address.replace("$", "")]
    return sheet.strip("'"), cell.row, cell.column


def put(book: Workbook, number: int, column: str, value: object) -> None:
    """Write into the row of an item: column `measured`, `answer`, `note` or `photo`."""
    sheet, row, _ = spot(book, f"item__{number}")
    book[sheet].cell(row, spot(book, f"visit__{column}")[2]).value = value


def items(book: Workbook) -> list[tuple[int, str, str]]:
    """Return the number, fact and rule of every item; `line` stands for the rule of a row of a list."""
    return [(number, fact, rule or (kind if kind == "line" else "")) for number, fact, rule, kind in all_items(book)]


def declared(book: Workbook, number: int) -> float | None:
    """Return the number that is printed as declared beside an item, if it is one."""
    sheet, row, _ = spot(book, f"item__{number}")
    unit = str(book[sheet].cell(row, 6).value or "")
    try:
        return float(str(book[sheet].cell(row, 3).value).removesuffix(unit))
    except ValueError:
        return None


def number_of(path: Path, name: str) -> int:
    """Return the number of the item that answers a rule or measures a fact."""
    return next(number for number, fact, rule in items(load_workbook(path)) if name in (fact, rule))


def lines(path: Path, kind: str) -> list[int]:
    """Return the numbers of the rows of lists (`line`), of the blank lines (`blank`), or of 其他发现 (`other`)."""
    return [number for number, _, _, own in all_items(load_workbook(path)) if own == kind]


def all_items(book: Workbook) -> list[tuple[int, str, str, str]]:
    """Return the number, fact, rule and kind of every item."""
    rows = book["_medcheck"].iter_rows(min_row=8, max_col=4, values_only=True)
    return [(int(str(number)), *(str(text or "") for text in rest)) for number, *rest in rows if number]  # type: ignore[misc]


def fill(
    path: Path, *, head: Mapping[str, object] = HEAD, answer: str = "符合", cells: Mapping[tuple[int, str], object] = {}
) -> Path:
    """Fill the head, measure every number as declared and answer every item.

    `cells` are further ones, by number and column (they win).
    """
    book = load_workbook(path)
    for name, value in head.items():
        sheet, row, column = spot(book, f"field__{name}")
        book[sheet].cell(row, column).value = value  # type: ignore[assignment]
    for number, fact, rule in items(book):
        if rule and answer:
            put(book, number, "answer", answer)
        if fact and answer and (written := declared(book, number)):
            put(book, number, "measured", written)
    for (number, column), value in cells.items():
        put(book, number, column, value)
    book.save(path)
    return path
