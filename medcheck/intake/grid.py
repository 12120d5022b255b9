"""A workbook as grids of raw values, each cell by its 1-based row and column. The only door to calamine.

Knows nothing of forms: what a value means, and where a field stands, is decided elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import NamedTuple

import python_calamine

from medcheck.errors import Place
from medcheck.fact import CellRef
from medcheck.intake.guard import MAX_CELLS, Package, refusal
from medcheck.intake.kinds import SAVE_AS
from medcheck.intake.numbers import plain, read_float
from medcheck.intake.parts import Parts, Spot, read_parts
from medcheck.intake.plan import address
from medcheck.intake.values import Raw, text_of

UNCALCULATED = "公式未计算"


class Merge(NamedTuple):
    """A range of cells shown as one; only its top-left cell has a value."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """One sheet: raw values, merged ranges, and the cells whose value cannot be relied on."""

    def __init__(
        self,
        file: str,
        name: str,
        rows: Sequence[Sequence[Raw]],
        merges: Sequence[Merge],
        parts: Parts,
    ) -> None:
        self.file, self.name = file, name
        self._rows, self._merges, self._parts = rows, merges, parts
        self.hidden = name in parts.hidden

    @property
    def height(self) -> int:
        """Return the number of the last row that holds anything."""
        return len(self._rows)

    @property
    def width(self) -> int:
        """Return the number of the last column that holds anything."""
        return max(map(len, self._rows), default=0)

    def raw(self, row: int, column: int) -> Raw:
        """Return the raw value of a cell; None where there is nothing."""
        if 0 < row <= len(self._rows) and 0 < column <= len(self._rows[row - 1]):
            return self._rows[row - 1][column - 1]
        return None

    def text(self, row: int, column: int) -> str:
        """Return a cell's content as text."""
        return text_of(self.raw(row, column))

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield column and text of each cell of a row that is not blank."""
        if 0 < row <= len(self._rows):
            for column, raw in enumerate(self._rows[row - 1], 1):
                if text := text_of(raw):
                    yield column, text

    def right_of(self, row: int, column: int) -> int:
        """Return the column right of a cell, past the range it may be merged into."""
        return self._merge(row, column).right + 1

    def top_left(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose value is shown at a cell: the top-left one of its merged range, else itself."""
        return self._merge(row, column)[:2]

    def shown(self, row: int, column: int) -> str:
        """Return the text seen at a cell, which a merged range has in its top-left cell."""
        return self.text(*self.top_left(row, column))

    def label_of(self, row: int, column: int) -> str:
        """Return the text seen left of a cell, past the range either may be merged into."""
        return self.shown(row, self._merge(row, column).left - 1)

    def place(self, row: int, column: int) -> Place:
        """Return where a cell stands, for a problem."""
        return Place(self.file, self.name, address(row, column))

    def ref(self, row: int, column: int) -> CellRef:
        """Return where a cell stands with the text as typed, for evidence."""
        return CellRef(self.file, self.name, address(row, column), self.text(row, column))

    def fault(self, row: int, column: int) -> str:
        """Return why the cell's value cannot be relied on: an error, or a formula never calculated."""
        return self._faults.get((row, column), "")

    def percent(self, row: int, column: int) -> Raw:
        """Return the cell as a percent text where it is a number formatted as one, else the raw value."""
        raw = self.raw(row, column)
        if isinstance(raw, int | float) and not isinstance(raw, bool) and (row, column) in self._percents:
            return f"{format(plain(Decimal(read_float(raw)) * 100), 'f')}%"
        return raw

    @cached_property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return self._parts.has_hidden_lines(self.name)

    def _merge(self, row: int, column: int) -> Merge:
        alone = Merge(row, column, row, column)
        return next((merge for merge in self._merged.get(row, ()) if merge.left <= column <= merge.right), alone)

    @cached_property
    def _merged(self) -> Mapping[int, Sequence[Merge]]:
        """The merged ranges by row; no more than a sheet has cells, whatever ranges that overlap would need."""
        rows: dict[int, list[Merge]] = defaultdict(list)
        spans = ((row, m) for m in self._merges for row in range(m.top, min(m.bottom, self.height) + 1))
        for row, merge in islice(spans, MAX_CELLS):
            rows[row].append(merge)
        return rows

    @cached_property
    def _faults(self) -> dict[tuple[int, int], str]:
        return {
            (cell.row, cell.column): f"单元格出错（{cell.error}）" if cell.error else UNCALCULATED
            for cell in self._parts.odd_cells(self.name)
        }

    @cached_property
    def _percents(self) -> set[tuple[int, int]]:
        return {(cell.row, cell.column) for cell in self._parts.cells(self.name) if cell.percent}


class Workbook:
    """All sheets of a workbook in order, and the cells its defined names point at."""

    def __init__(self, file: str, grids: Mapping[str, Grid], names: Mapping[str, Spot]) -> None:
        self.file, self.grids, self.names = file, grids, names

    def named(self, name: str) -> tuple[Grid, int, int] | None:
        """Return the cell a defined name points at, or None when the name is gone."""
        if name not in self.names:
            return None
        sheet, row, column = self.names[name]
        return self.grids[sheet], row, column


def read_workbook(package: Package) -> Workbook:
    """Return the grids of a guarded package; raise WorkbookError when it cannot be parsed."""
    parts = read_parts(package)
    grids: dict[str, Grid] = {}
    try:
        book = python_calamine.load_workbook(BytesIO(package.content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            merges = [
                Merge(top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            grids[name] = Grid(package.file, name, sheet.to_python(skip_empty_area=False), merges, parts)
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise refusal(package.file, "工作簿无法读取，可能已损坏", f"用 Excel/WPS 打开并修复，{SAVE_AS}") from error
    return Workbook(package.file, grids, parts.names)
