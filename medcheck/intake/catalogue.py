"""A drug catalogue (医保目录) from an .xlsx or .csv file: its entries, as the agency keeps it. Knows nothing of drugs.

The columns are found by their headings in any order; a row that cannot be read is told, and the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.errors import Place, Problem, WorkbookError
from medcheck.intake.csv_file import read_csv
from medcheck.intake.guard import open_package
from medcheck.intake.labels import normalise
from medcheck.intake.workbook import read_workbook
from medcheck.shown import file_name

_HEADINGS = {
    "code": ("国家医保药品代码", "医保药品代码", "医保编码", "药品代码", "国家医保编码", "编码"),
    "approval_no": ("批准文号", "国药准字", "批准文号注册证号"),
    "name": ("药品名称", "通用名", "药品通用名", "通用名称", "注册名称", "目录名称", "名称"),
    "form": ("剂型", "剂型类别", "药品剂型", "注册剂型"),
    "kind": ("甲乙类", "类别", "医保类别", "甲乙", "目录类别"),
}
_OWN_COST = {"丙", "丙类", "自费", "非医保", "目录外"}
_LOOKED_AT = 30


class CatalogueEntry(NamedTuple):
    """One entry as written: national code, approval number, generic name, dosage form; and the row it stands in."""

    code: str
    approval_no: str
    name: str
    form: str
    row: int


class Catalogue(NamedTuple):
    """A catalogue: the file's name, its hash, its entries, and what could not be read."""

    file: str
    sha256: str
    entries: tuple[CatalogueEntry, ...]
    problems: tuple[Problem, ...] = ()


def read_catalogue(path: Path) -> Catalogue:
    """Return the catalogue of a file; raise WorkbookError where it is none."""
    if path.suffix.lower() == ".csv":
        rows, digest = read_csv(path)
        sheets = [("", rows)]
    else:
        package = open_package(path)
        book = read_workbook(package)
        digest = package.sha256
        sheets = [
            (
                name,
                [[grid.text(row, column) for column in range(1, grid.width + 1)] for row in range(1, grid.height + 1)],
            )
            for name, grid in book.grids.items()
        ]
    entries: list[CatalogueEntry] = []
    problems: list[Problem] = []
    for sheet, rows in sheets:
        if found := _header(rows):
            more, told = _entries(file_name(path), sheet, rows, *found)
            entries += more
            problems += told
    if entries:
        return Catalogue(file_name(path), digest, tuple(entries), tuple(problems))
    text = "没有找到医保目录的表头：至少应有“药品名称”和“剂型”两列，并有药品"
    raise WorkbookError([Problem(Place(file_name(path)), text, "核对表头后重试；可用 .xlsx 或 .csv 文件")])


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each, or None."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        written = {normalise(text): index for index, text in reversed(list(enumerate(row)))}
        columns = {
            key: written[alias]
            for key, aliases in _HEADINGS.items()
            if (alias := next((a for a in map(normalise, aliases) if a in written), None))
        }
        if "name" in columns and ("form" in columns or "code" in columns):
            return number, columns
    return None


def _entries(
    file: str, sheet: str, rows: Sequence[Sequence[str]], header: int, columns: dict[str, int]
) -> tuple[list[CatalogueEntry], list[Problem]]:
    entries, problems, own_cost = [], [], 0
    for number, row in enumerate(rows[header + 1 :], header + 2):
        cells = {key: row[index].strip() if index < len(row) else "" for key, index in columns.items()}
        if not any(cells.values()) or re.fullmatch(r"合\s*计|总\s*计|小\s*计", cells["name"]):
            continue
        if not cells["name"]:
            place = Place(file, sheet, f"第 {number} 行")
            problems.append(Problem(place, "没有药品名称，未计入目录", "补填药品名称，或删去该行", hint=True))
            continue
        if cells.get("kind") in _OWN_COST:
            own_cost += 1
            continue
        entries.append(
            CatalogueEntry(
                cells.get("code", ""),
                cells.get("approval_no", ""),
                cells["name"],
                cells.get("form", ""),
                number,
            )
        )
    if own_cost:
        text = f"有 {own_cost} 行为丙类或自费药品，未计入目录"
        problems.append(Problem(Place(file, sheet), text, "填错的更正后重试", hint=True))
    return entries, problems
