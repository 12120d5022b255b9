"""Lazy column reader: it parses each distinct value of a column once, and makes a cell's entry only when somebody cites it.

It names the rows that may be no entries (`suspect_rows`), so that only these are examined one by one. It does not know what a row is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress, count
from typing import NamedTuple

from medcheck.address import address
from medcheck.book.look import PARTLY_STRUCK, STRUCK
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import FormField, Sheet
from medcheck.form.headings import is_remark
from medcheck.form.labels import LONGEST_LABEL, normalise
from medcheck.form.values import BLANK, Column, Raw, read_column, shortened, text_of
from medcheck.intake.cells import ParsedCell, entry_of
from medcheck.intake.label_problems import shown
from medcheck.intake.locate import Header, LocatedCell
from medcheck.intake.table import Entry, Row

_TOTAL = re.compile(r"(合计|总计|小计|共计)([:：].*|[0-9].*)?")

_TYPED = ("choice", "flag", "number", "date", "hours")


def _is_typed(column: FormField) -> bool:
    """Return whether a column takes values of a kind that not every text is of."""
    return column.kind in _TYPED and not (column.open_choice or column.as_typed)


class _Column(NamedTuple):
    """A column from below the header to the last row, and which of its rows, from 0, are out of the ordinary.

    What stands in `column` is kept once for each different cell: `keys` tells which one stands in a row.
    """

    keys: Sequence[object]
    column: Column
    values: Sequence[EntryValue | None]
    faults: Mapping[int, str]
    blank: frozenset[int]
    unreadable: frozenset[int]
    totals: frozenset[int]

    def parsed(self, offset: int) -> ParsedCell:
        """Return what the cell of a row says."""
        key = self.keys[offset]
        reason = self.faults.get(offset) or self.column.reasons.get(key, "")
        return ParsedCell(self.column.texts[key], self.values[offset], reason)


class Columns:
    """The cells below a header, parsed. Rows have their 1-based numbers, columns their position in the form."""

    def __init__(self, header: Header, sheet: Sheet) -> None:
        self.header, self.sheet = header, sheet
        self._columns = [_read(header, column) for column in sheet.columns]
        self._position = sheet.position
        self._typed = [at for at, column in enumerate(sheet.columns) if _is_typed(column)]
        self._required = [at for at, column in enumerate(sheet.columns) if column.required]
        self.is_wordy = all(column.kind == "text" for column in sheet.columns)
        self.numbers = range(header.row + 1, header.grid.height + 1)

    def rows(self) -> Iterator[tuple[int, Sequence[EntryValue | None]]]:
        """Yield each row's number with its values."""
        return zip(self.numbers, zip(*(column.values for column in self._columns), strict=True), strict=True)

    def texts(self, number: int) -> list[str]:
        """Return the texts of a row."""
        offset = number - self.numbers.start
        return [column.column.texts[column.keys[offset]] for column in self._columns]

    def located(self, number: int, at: int) -> LocatedCell:
        """Return where the cell of a row in a column of the form stands."""
        header = self.header
        return header.grid, number, header.columns[self.sheet.columns[at].id], header.located_by

    def row(self, number: int, values: Sequence[EntryValue | None], heading: str) -> Row:
        """Return a row of these values under a heading, whose cells are made when they are asked for."""
        if not heading and not self._remarks:
            return Row(number, self._position, values, self)
        beside = self._remarks.get(number, ())
        return Row(number, self._position, values, self, (heading, *beside) if heading else beside)

    @cached_property
    def _remarks(self) -> Mapping[int, tuple[str, ...]]:
        """Return by row the comments, the texts in columns the form does not have, and a note where a part is struck out."""
        remarks: dict[int, tuple[str, ...]] = {}
        for (row, _), comment in self.header.grid.comments.items():
            remarks[row] = (*remarks.get(row, ()), comment)
        for row in {row for (row, _), fault in self.header.grid.faults.items() if fault == STRUCK}:
            remarks[row] = (*remarks.get(row, ()), PARTLY_STRUCK)
        for number, heading in self.header.strange:
            if is_remark(normalise(heading)):
                raws = self.header.grid.column(number, self.numbers.start)
                for row, text in zip(self.numbers, map(text_of, raws), strict=True):
                    if text:
                        remarks[row] = (*remarks.get(row, ()), f"{shown(heading)}：{shortened(text, 'message')}")
        return remarks

    def line(self, number: int) -> list[str]:
        """Return the texts of a whole row, but for the ordinal in front of it."""
        texts = self.header.grid.texts(number)
        return [text for column, text in texts.items() if column > self._lead or not text.isdecimal()]

    def is_entry(self, values: Sequence[EntryValue | None]) -> bool:
        """Return whether a row says enough in the columns every entry has to be one, whatever its first words are."""
        filled = self.answered(values)
        required = [at for at in self._typed if at in self._required]
        return len(filled) > 1 or (len(required) == 1 and required[0] in filled)

    def lacks_any(self, texts: Sequence[str]) -> bool:
        """Return whether a required cell of a row is blank."""
        return "" in map(texts.__getitem__, self._required)

    def answered(self, values: Sequence[EntryValue | None]) -> list[int]:
        """Return which columns of a kind that not every text is of (a day, a number, a choice) have a value."""
        return [at for at in self._typed if values[at] is not None]

    def before(self, number: int) -> list[str]:
        """Return the texts that stand in a row before the columns of the form."""
        if not self._lead:
            return []
        return [text_of(raw) for raw in self.header.grid.row(number)[: self._lead] if type(raw) is str]

    def empty(self) -> Set[int]:
        """Return the numbers of the rows that are ruled paper: nothing in the columns of the form, at most numbers beside."""
        grid, start = self.header.grid, self.numbers.start
        blank = {start + at for at in frozenset.intersection(*(column.blank for column in self._columns))}
        worded = {number for number in blank if str in set(map(type, filter(None, grid.row(number))))}
        return blank - worded - grid.faulty_rows

    def suspect_rows(self) -> Set[int] | range:
        """Return the numbers of the rows that may be something else than an entry without a problem.

        Every other row has two cells filled at least, every required one, every filled one readable, and no total.
        """
        if self.is_wordy or self.sheet.key or len(self._columns) == 1:
            return self.numbers
        columns = self._columns
        fullest, next_to = sorted((column.blank for column in columns), key=len)[:2]
        required = [column.blank for column, field in zip(columns, self.sheet.columns, strict=True) if field.required]
        lead = (self.header.grid.column(number, self.numbers.start) for number in range(1, self._lead + 1))
        totals = [_those(raws, {raw for raw in set(raws) if type(raw) is str and is_total(raw)}) for raws in lead]
        totals += [column.totals for column in columns]
        offsets = fullest.union(next_to, *required, *totals, *(column.unreadable for column in columns))
        grid = self.header.grid
        return {self.numbers.start + at for at in offsets} | grid.faulty_rows | grid.merged_rows

    @cached_property
    def _lead(self) -> int:
        """Return how many columns stand before those of the form."""
        return min(self.header.columns.values()) - 1

    def entry(self, number: int, at: int) -> Entry:
        """Return the entry of a cell."""
        column = self.sheet.columns[at]
        if column.id not in self.header.columns:
            return Entry(None, None, f"未找到“{column.label}”一列")
        return entry_of(self.located(number, at), column, self._columns[at].parsed(number - self.numbers.start))

    def place(self, number: int, at: int) -> str:
        """Return where a cell stands, or an empty string where its column was not found."""
        column = self.header.columns.get(self.sheet.columns[at].id)
        return f"《{self.header.grid.name}》{address(number, column)}" if column else ""


def is_total(text: str) -> bool:
    """Return whether a text begins a row of totals."""
    return "计" in text and len(text) <= LONGEST_LABEL and bool(_TOTAL.fullmatch(normalise(text)))


def _read(header: Header, field: FormField) -> _Column:
    """Return a column of the form, from below the header to the last row."""
    grid, at, first = header.grid, header.columns.get(field.id, 0), header.row + 1
    if not at:
        height = grid.height - header.row
        nothing = Column({"": ""}, {"": None}, {"": BLANK})
        return _Column([""] * height, nothing, [None] * height, {}, frozenset(range(height)), frozenset(), frozenset())
    raws = grid.column(at, first)
    formats = grid.formats
    if altered := formats and [row for row, column in formats if column == at and first <= row <= grid.height]:
        raws = list(raws)
        for row in altered:
            raws[row - first] = grid.formatted(row, at)
    different: dict[object, Raw] = {raw: raw for raw in dict.fromkeys(raws)}
    keys: Sequence[object] = raws
    if (0 in different or 1 in different) and bool in set(map(type, raws)):  # True and 1 are one key
        keys, different = range(len(raws)), dict(enumerate(raws))
    read = read_column(different, field)
    texts, reasons = read.texts, read.reasons
    values = list(map(read.values.__getitem__, keys))
    faults: Mapping[int, str] = {}
    if grid.faults:
        faults = {row - first: fault for (row, column), fault in grid.faults.items() if column == at and row >= first}
        for offset in faults:
            values[offset] = None
    blank = {key for key in reasons if not texts[key]}
    return _Column(
        keys,
        read,
        values,
        faults,
        _those(keys, blank),
        _those(keys, reasons.keys() - blank),
        _those(keys, {key for key, text in texts.items() if "计" in text and is_total(text)}),
    )


def _those(keys: Sequence[object], wanted: Set[object]) -> frozenset[int]:
    """Return where, from 0, the wanted ones stand."""
    return frozenset(compress(count(), map(wanted.__contains__, keys))) if wanted else frozenset()
