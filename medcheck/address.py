"""A1 addresses of cells and the letters of columns. Knows nothing of workbooks.

openpyxl has the same functions, but importing it would add a tenth of a second to every command that reads a workbook.
"""

from __future__ import annotations

from medcheck.context import keep


def address(row: int, column: int) -> str:
    """Return the A1 address of a 1-based row and column."""
    return f"{_letters(column)}{row}"


@keep(1024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column by its letters, capital or not: the inverse of what `address` writes."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
