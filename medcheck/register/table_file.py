"""A table that people filled in (.xlsx, .csv): its rows by the words of the head, each cell with its place. Knows no case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.book.csv_file import read_csv
from medcheck.book.read_book import read_workbook
from medcheck.errors import Place, Problem, WorkbookError, suggest
from medcheck.package.guard import open_package
from medcheck.shown import file_name

_LETTERS = 26


class FilledRow(NamedTuple):
    """A row: its sheet, its number, its texts by the head of the column, and the letters of the columns."""

    file: str
    sheet: str
    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def text(self, head: str) -> str:
        """Return the text of a column, empty where it is not there."""
        return self.cells.get(head, "")

    def place(self, head: str) -> Place:
        """Return the place of a cell."""
        return Place(self.file, self.sheet, f"{self.letters.get(head, 'A')}{self.number}")


def read_rows(path: Path, required: Sequence[str], known: Sequence[str] = ()) -> Iterator[FilledRow]:
    """Yield the filled rows of every sheet whose head has the required columns; raise WorkbookError where none has.

    An unknown column is refused with the nearest known one where `known` columns are given: a slip must not lose answers.
    """
    name, found = file_name(path), False
    for sheet, rows in _sheets(path):
        head = [text.strip() for text in rows[0]] if rows else []
        if not set(required) <= set(head):
            continue
        found = True
        strange = [text for text in head if text and known and text not in known]
        if strange:
            text = f"不认识的列“{strange[0]}”{suggest(strange[0], known)}"
            raise WorkbookError([Problem(Place(name, sheet, "A1"), text, f"可用的列：{'、'.join(known)}")])
        letters = {text: _letter(column) for column, text in enumerate(head) if text}
        for number, row in enumerate(rows[1:], start=2):
            cells = {text: cell.strip() for text, cell in zip(head, row, strict=False) if text and cell.strip()}
            if cells:
                yield FilledRow(name, sheet, number, cells, letters)
    if not found:
        raise WorkbookError([Problem(Place(name), "没有找到所需的各列", f"第一行应有：{'、'.join(required)}")])


def _sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    if path.suffix.lower() == ".csv":
        yield "", read_csv(path)[0]
        return
    for name, grid in read_workbook(open_package(path)).grids.items():
        columns = range(1, grid.width + 1)
        yield name, [[grid.text(row, column) for column in columns] for row in range(1, grid.height + 1)]


def _letter(column: int) -> str:
    """Return the letter of a column counted from 0."""
    first, last = divmod(column, _LETTERS)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)
