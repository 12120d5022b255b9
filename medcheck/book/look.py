"""Sheet metadata: hidden lines, struck-out and faulty cells, comments, and number formats that alter what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple, Protocol

UNCALCULATED = "公式未计算"
# Why a cell that is filled says nothing: a person who looks at it sees no value, or not that one.
STRUCK = "内容已划删除线，视为已删去"
PARTLY_STRUCK = "部分文字划有删除线，不能确定填写的是什么"
RAISED = "部分文字是上标或下标，不能确定填写的是什么"
SAME_COLOUR = "文字与底色几乎相同，看不见"
TOO_SMALL = "字号过小，看不见"
THIN = "所在的行或列被压到看不见"
FORMAT_HIDES = "单元格格式使内容不显示"
TWICE = "同一单元格在文件中有两个值"
UNSEEN = frozenset({STRUCK, PARTLY_STRUCK, RAISED, SAME_COLOUR, TOO_SMALL, THIN, FORMAT_HIDES, TWICE})

Position = tuple[int, int]  # 1-based row and column


class Look(Protocol):
    """The metadata of a sheet's cells, each by its position."""

    @property
    def hidden(self) -> bool:
        """Return whether the sheet is hidden."""

    @property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""

    @property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells that hold an error or a formula never calculated, with which."""

    @property
    def unseen(self) -> Mapping[Position, str]:
        """Return the cells whose content a person cannot see, or sees struck out, with why; a blank one may be among them."""

    @property
    def formats(self) -> Mapping[Position, str]:
        """Return the number format of the cells where it may show something else than the stored value."""

    @property
    def thin_rows(self) -> Set[int]:
        """Return the numbers of the rows that are too low to be seen."""

    @property
    def thin_columns(self) -> Set[int]:
        """Return the numbers of the columns that are too narrow to be seen."""

    @property
    def comments(self) -> Mapping[Position, str]:
        """Return the comments people put on cells."""


class SheetLook(NamedTuple):
    """A look known at once, of the formats that are read whole."""

    hidden: bool = False
    has_hidden_lines: bool = False
    faults: Mapping[Position, str] = {}
    unseen: Mapping[Position, str] = {}
    formats: Mapping[Position, str] = {}
    thin_rows: Set[int] = frozenset()
    thin_columns: Set[int] = frozenset()
    comments: Mapping[Position, str] = {}
