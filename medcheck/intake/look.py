"""What a sheet says beside its values: what is hidden, which cells are at fault, which formats change a value."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple, Protocol

UNCALCULATED = "公式未计算"
Position = tuple[int, int]  # 1-based row and column


class Look(Protocol):
    """What a sheet says beside its values: what is hidden, which cells are at fault, which are shown as a percentage."""

    @property
    def hidden(self) -> bool:
        """Return whether the sheet is hidden."""

    @property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""

    @property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells whose value cannot be relied on, with why."""

    def is_percent(self, row: int, column: int) -> bool:
        """Return whether the number format of a cell shows a percentage."""

    def is_day(self, row: int, column: int) -> bool:
        """Return whether a number is to be read as a day: its format is one the parser did not know."""


class SheetLook(NamedTuple):
    """A look known at once, of the formats that are read whole."""

    hidden: bool
    has_hidden_lines: bool
    faults: Mapping[Position, str]
    percents: Set[Position]

    def is_percent(self, row: int, column: int) -> bool:
        """Return whether the number format of a cell shows a percentage."""
        return (row, column) in self.percents

    def is_day(self, row: int, column: int) -> bool:
        """Return False: the readers of these formats know every day format."""
        return False
