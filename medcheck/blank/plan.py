"""What a sheet to write is made of: cells, checks, marks, names. Knows neither forms' order nor the library that writes.

The names are what the reader finds cells by, whatever people do to the layout.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from medcheck.form.form import FormField

CellValue = str | int | Decimal | date | None
RowData = Mapping[str, CellValue]

NONE_TICK = "√"


class FormData(NamedTuple):
    """What fills a form: values by field id, rows by table id; None for a table is the 「无」 tick."""

    fields: Mapping[str, CellValue]
    tables: Mapping[str, tuple[RowData, ...] | None]


class PlannedCell(NamedTuple):
    """One cell to write. `style` is a name the writer knows; `field` gives the number format."""

    row: int
    column: int
    value: CellValue
    style: str
    field: FormField | None = None


class Check(NamedTuple):
    """A data validation of a column range; `choices_at` is a hidden range for lists too long to stand inline."""

    first: tuple[int, int]
    last_row: int
    field: FormField
    choices_at: str = ""


class SheetPlan(NamedTuple):
    """One sheet, ready to write: 1-based rows and columns; `marks` are (range, formula) of conditional formats.

    `below` are the fields whose format the cells of a column have where none is planned.
    """

    name: str
    cells: tuple[PlannedCell, ...]
    widths: tuple[int, ...]
    heights: Mapping[int, float]
    merges: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, tuple[int, int]] = {}
    header_row: int = 0
    print_last_row: int = 0
    breaks: tuple[int, ...] = ()
    hidden: bool = False
    below: Mapping[int, FormField] = {}


def label_of(field: FormField) -> str:
    """Return the label as printed: with its unit, and * where it is required (first, so that it never wraps alone)."""
    unit = f"（{field.unit}）" if field.unit else ""
    return f"{'* ' if field.required else ''}{field.label}{unit}"


def text_height(text: str, width: float) -> float:
    """Return the points that wrapped text needs in a column of that width (in half-width characters)."""
    lines = 0
    for line in text.split("\n"):
        columns = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
        lines += max(1, math.ceil(columns * 1.08 / width))
    return lines * 14.0
