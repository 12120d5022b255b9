"""Finds the text that is certain to be meant in a cell that could not be read: another word for a choice, 同上, 无 for 0."""

from __future__ import annotations

from medcheck.book.grid import Grid
from medcheck.form.entry_values import NO_NUMBER
from medcheck.form.form import FormField
from medcheck.form.replacements import certain_choice, is_same_as_above
from medcheck.form.values import read_value, text_of

_ZERO = "没有的填 0"  # how a form says that a number of things that are not there is 0


def certain_text(grid: Grid, row: int, column: int, field: FormField) -> str:
    """Return the text to type in place of what stands in a cell, or an empty string where nothing is certain.

    同上 is followed upwards in a column of choices only: a number, a name or a date is somebody's own.
    """
    typed = text_of(grid.raw(row, column))
    if field.kind == "number" and typed in NO_NUMBER and _ZERO in field.help:
        return "0"
    if field.kind != "choice" or field.open_choice or field.as_typed:
        return ""
    if not is_same_as_above(typed):
        return certain_choice(field, typed)
    for above in range(row - 1, 0, -1):
        text = text_of(grid.raw(above, column))
        if not is_same_as_above(text):
            value, _ = read_value(grid.raw(above, column), field)
            return value if isinstance(value, str) else certain_choice(field, text)
    return ""
