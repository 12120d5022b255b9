"""The metadata of an old workbook's cells: fonts, colours, number formats, line heights and comments.

Works on what the parser made of the file; knows nothing of forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from medcheck.book.cell_comments import own_words
from medcheck.book.cell_styles import SMALLEST_POINTS
from medcheck.book.colours import BLACK, WHITE, Colour, is_seen
from medcheck.book.look import SAME_COLOUR, STRUCK, TOO_SMALL, Position, SheetLook
from medcheck.book.number_format import number_format
from medcheck.book.rich_text import RichText, TextRun, read_runs
from medcheck.book.sheet_lines import THINNEST_CHARACTERS, THINNEST_POINTS

if TYPE_CHECKING:
    from xlrd import Book
    from xlrd.sheet import Sheet

_TWIPS, _WIDTHS = 20, 256  # a point has twenty twips, a character's width 256 parts
_SOLID, _NO_PATTERN = 1, 0
_RAISED = (1, 2)  # superscript, subscript


class XlsStyles(NamedTuple):
    """By the number of a cell style: why its content is not seen, and its format where that may alter what is seen."""

    unseen: Mapping[int, str]
    formats: Mapping[int, str]


def styles_of(book: Book) -> XlsStyles:
    """Return what is out of the ordinary among the cell styles of a workbook."""
    unseen: dict[int, str] = {}
    formats: dict[int, str] = {}
    for number, style in enumerate(book.xf_list):
        if why := _hides(book, style.font_index, _ground(book, style.background)):
            unseen[number] = why
        known = book.format_map.get(style.format_key)
        code = str(known.format_str) if known else ""
        if code and not number_format(code).is_date and number_format(code).alters:
            formats[number] = code
    return XlsStyles(unseen, formats)


def look_of(book: Book, sheet: Sheet, styles: XlsStyles, faults: Mapping[Position, str]) -> SheetLook:
    """Return the metadata of a sheet's cells; `faults` are its cells with errors."""
    unseen: dict[Position, str] = {}
    formats: dict[Position, str] = {}
    for row in range(sheet.nrows) if styles.unseen or styles.formats else ():
        for column in range(sheet.row_len(row)):
            number = sheet.cell_xf_index(row, column)
            if number in styles.unseen:
                unseen[row + 1, column + 1] = styles.unseen[number]
            if number in styles.formats:
                formats[row + 1, column + 1] = styles.formats[number]
    for spot, rich in rich_texts(book, sheet).items():
        unseen.pop(spot, None)
        if rich.fault:
            unseen[spot] = rich.fault
    lines = (*sheet.rowinfo_map.values(), *sheet.colinfo_map.values())
    comments = {
        (row + 1, column + 1): own
        for (row, column), note in sheet.cell_note_map.items()
        if (own := own_words(note.text or "", note.author or ""))
    }
    return SheetLook(
        hidden=sheet.visibility != 0,
        has_hidden_lines=any(getattr(line, "hidden", 0) for line in lines),
        faults=faults,
        unseen=unseen,
        formats=formats,
        thin_rows=frozenset(_thin(sheet.rowinfo_map, "height", THINNEST_POINTS * _TWIPS)),
        thin_columns=frozenset(_thin(sheet.colinfo_map, "width", THINNEST_CHARACTERS * _WIDTHS)),
        comments=comments,
    )


def rich_texts(book: Book, sheet: Sheet) -> dict[Position, RichText]:
    """Return what is to be read of the texts of several fonts, by cell."""
    texts: dict[Position, RichText] = {}
    for (row, column), changes in sheet.rich_text_runlist_map.items():
        text = str(sheet.cell_value(row, column))
        first = book.xf_list[sheet.cell_xf_index(row, column)].font_index
        starts = [(0, first), *changes] if not changes or changes[0][0] > 0 else list(changes)
        ends = [*(at for at, _ in starts[1:]), len(text)]
        runs = (
            TextRun(text[at:end], _hides(book, font, WHITE), book.font_list[font].escapement in _RAISED)
            for (at, font), end in zip(starts, ends, strict=True)
        )
        read = read_runs(runs)
        if read.fault or read.text != text:
            texts[row + 1, column + 1] = read
    return texts


def _thin(lines: Mapping[int, object], size: str, least: float) -> Iterator[int]:
    for number, line in lines.items():
        length = getattr(line, size, None)
        if length is not None and length < least and not getattr(line, "hidden", 0):
            yield number + 1


def _hides(book: Book, font_index: int, ground: Colour | None) -> str:
    font = book.font_list[font_index]
    if font.struck_out:
        return STRUCK
    if 0 < font.height <= SMALLEST_POINTS * _TWIPS:
        return TOO_SMALL
    letters = _colour(book, font.colour_index, BLACK)
    return SAME_COLOUR if letters and ground and not is_seen(letters, ground) else ""


def _ground(book: Book, background: object) -> Colour | None:
    pattern = getattr(background, "fill_pattern", _NO_PATTERN)
    if pattern == _NO_PATTERN:
        return WHITE
    return _colour(book, getattr(background, "pattern_colour_index", 64), WHITE) if pattern == _SOLID else None


def _colour(book: Book, index: int, default: Colour) -> Colour | None:
    known = book.colour_map.get(index)
    return default if known is None else (int(known[0]), int(known[1]), int(known[2]))
