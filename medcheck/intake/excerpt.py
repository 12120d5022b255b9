"""Cuts a few cells of the workbook out with their neighbours, so that a report can show the place. Knows nothing of findings.

Numbers of persons are masked here: by the column or field of the form, and wherever a text looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from medcheck.address import address, column_number
from medcheck.book.grid import Grid, Workbook
from medcheck.fact import CellRef
from medcheck.form.form import Form
from medcheck.form.private import PRIVATE, masked, masked_widely
from medcheck.intake.application import Excerpt
from medcheck.intake.locate import Header

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_MARKED, _MOST_COLUMNS, _LONGEST = 5, 7, 24


class _Head(NamedTuple):
    """The header of a table: its row, the column that names an entry, the columns with numbers of persons."""

    row: int
    first: int
    private: frozenset[int]


class SheetExcerpts:
    """Cuts pieces out of one workbook, on demand. Two of the same content are equal."""

    def __init__(self, workbook: Workbook, sha256: str, heads: Mapping[str, _Head], private: frozenset[str]) -> None:
        self._workbook, self._sha256, self._heads, self._private = workbook, sha256, heads, private

    def __eq__(self, other: object) -> bool:
        """Return whether both are of the same workbook, byte by byte."""
        return isinstance(other, SheetExcerpts) and self._sha256 == other._sha256

    def __hash__(self) -> int:
        """Return the hash of the content."""
        return hash(self._sha256)

    def around(self, sheet: str, cells: Mapping[str, str]) -> Excerpt | None:
        """Return the cells (address → text to show) with their neighbours; None without such a sheet or single cell.

        A header is no place: what is cited there is the whole list.

        Of a table: its header, the column that names an entry, the next cells; else the cells all around. No more
        than the first five cells and seven columns; long texts are cut.
        """
        head, grid = self._heads.get(sheet), self._workbook.grids.get(sheet)
        found = sorted({spot for cell in cells if (spot := _spot(cell))})
        spots = [spot for spot in found if not head or spot[0] != head.row][:_MOST_MARKED]
        if grid is None or not spots:
            return None
        if head and spots[0][0] <= head.row:
            head = None
        rows, columns = _rows(grid, spots, head), _columns(grid, spots, head)
        return Excerpt(
            sheet,
            tuple(address(1, column)[:-1] for column in columns),
            tuple((row, tuple(self._text(grid, row, column, cells, head) for column in columns)) for row in rows),
            tuple(address(row, column) for row, column in spots if column in columns),
        )

    def _text(self, grid: Grid, row: int, column: int, cells: Mapping[str, str], head: _Head | None) -> str:
        """Return what a cell shows, masked and short; of a marked one the text it was marked with."""
        cell, top = address(row, column), grid.top_left(row, column)
        text = grid.text(row, column) if top[0] == row else grid.text(*top)
        if f"{grid.name}!{cell}" in self._private or (head and row > head.row and column in head.private):
            text = masked(text)
        flat = " ".join(masked_widely(cells.get(cell) or text).split())
        return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def excerpts_of(
    workbook: Workbook, sha256: str, form: Form, headers: Mapping[str, Header | None], numbers: Iterable[CellRef]
) -> SheetExcerpts:
    """Return what cuts pieces out of a workbook that was read by a form; `numbers` are the cells with numbers of persons."""
    heads: dict[str, _Head] = {}
    for sheet in form.tables():
        if header := headers[sheet.id]:
            private = {column.id for column in sheet.columns if column.identifier in PRIVATE}
            columns = frozenset(at for key, at in header.columns.items() if key in private)
            heads[header.grid.name] = _Head(header.row, min(header.columns.values()), columns)
    return SheetExcerpts(workbook, sha256, heads, frozenset(f"{ref.sheet}!{ref.cell}" for ref in numbers))


def _rows(grid: Grid, spots: Sequence[tuple[int, int]], head: _Head | None) -> list[int]:
    """Return the rows of a piece: those of the cells and the next ones, of a table its header first."""
    own = {row for row, _ in spots}
    near = {row + step for row in own for step in (-1, 1)} if len(own) == 1 else set()
    first = head.row + 1 if head else 1
    return sorted(own | {row for row in near if first <= row <= grid.height} | ({head.row} if head else set()))


def _columns(grid: Grid, spots: Sequence[tuple[int, int]], head: _Head | None) -> list[int]:
    """Return the columns of a piece: those of the cells and the next ones, of a table the name's; the nearest first."""
    own = {column for _, column in spots}
    near = {column + step for column in sorted(own) for step in (-1, 1) if 1 <= column + step <= max(grid.width, 1)}
    wanted = dict.fromkeys([*([head.first] if head else []), *sorted(own), *sorted(near)])
    return sorted(list(wanted)[:_MOST_COLUMNS])


def _spot(cell: str) -> tuple[int, int] | None:
    """Return row and column of an address; None for a range or a line of another file."""
    match = _CELL.fullmatch(cell)
    return (int(match[2]), column_number(match[1])) if match else None
