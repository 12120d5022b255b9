"""How many questions a half-filled form takes until the outcome is fixed: as `--next` asks them, and in the order of the form.

    python -m benchmarks.next_questions [COUNT]

Half of what was filled in is blanked at random in made-up applications, half of them with defects; each question is answered
with what stood there.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl

from medcheck.assess import Options, assess
from medcheck.assessment.next_cells import NextCells, next_cells
from medcheck.engine.session import Engine
from medcheck.samples import generate

_PRINTED = ("材料清单", "设备清单", "业务用房", "每床单元设施")  # their second column is printed
_KEPT = 12  # rows of the cover that say what is applied for and where
_AT_ONCE = 6  # questions that are put together

Place = tuple[str, str]


def inputs(book: openpyxl.Workbook) -> list[Place]:
    """Return the cells somebody filled in, in the order of the form."""
    cells = []
    for sheet in book.worksheets:
        if sheet.title in ("填表说明", "_medcheck"):
            continue
        for row in sheet.iter_rows(min_row=_KEPT if sheet.title == "基本信息" else 4):
            for cell in row:
                first = 2 + (sheet.title in _PRINTED)
                is_label = sheet.title == "基本信息" and cell.column != 2
                if cell.value is not None and cell.column >= first and not is_label:
                    cells.append((sheet.title, cell.coordinate))
    return cells


class HalfFilled:
    """A form with some of its cells blanked, which can be filled again."""

    def __init__(self, path: Path, blanked: list[Place], folder: Path) -> None:
        self.full, self.book = openpyxl.load_workbook(path), openpyxl.load_workbook(path)
        self.blanked, self.copy = blanked, folder / "半份.xlsx"

    def state(self, engine: Engine, filled: set[Place]) -> NextCells:
        """Return what is asked where these of the blanked cells are filled."""
        for sheet, cell in self.blanked:
            value: Any = self.full[sheet][cell].value if (sheet, cell) in filled else None
            self.book[sheet][cell].value = value
        self.book.save(self.copy)
        return next_cells(assess(self.copy, Options(), engine))


def guided(form: HalfFilled, engine: Engine) -> int:
    """Return how many cells are filled until the outcome is fixed, as they are asked for."""
    filled: set[Place] = set()
    while True:
        found = form.state(engine, filled)
        asked = [(one.sheet, one.cell) for one in found.cells if (one.sheet, one.cell) in set(form.blanked) - filled]
        if found.is_fixed or not asked:
            return len(filled)
        filled |= set(asked[:_AT_ONCE])


def in_order(form: HalfFilled, engine: Engine) -> int:
    """Return how many cells are filled in the order of the form until the outcome is fixed."""
    low, high = 0, len(form.blanked)
    while low < high:
        middle = (low + high) // 2
        if form.state(engine, set(form.blanked[:middle])).is_fixed:
            high = middle
        else:
            low = middle + 1
    return low


def main(count: int) -> None:
    """Measure so many forms and print both totals and their ratio as they grow."""
    engine, chosen, totals = Engine(), random.Random(20), [0, 0]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "申请").mkdir()
        options = generate.SampleOptions(seed=20, files=count, mix={"clinic": 80, "hospital-1": 20}, defects=0.5)
        generate.generate(options, folder / "申请")
        for number, path in enumerate(sorted((folder / "申请").glob("*.xlsx")), 1):
            cells = inputs(openpyxl.load_workbook(path))
            blanked = set(chosen.sample(cells, len(cells) // 2))
            form = HalfFilled(path, [place for place in cells if place in blanked], folder)
            totals = [totals[0] + guided(form, engine), totals[1] + in_order(form, engine)]
            share = totals[0] / max(totals[1], 1)
            print(f"{number} 份：--next {totals[0]} 问，按表格次序 {totals[1]} 问，{share:.0%}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
