"""What every cell of an application states, as short hashes, so that two results can be compared cell by cell later.

A hash tells that a cell was changed and nothing else; numbers of persons are masked before they are hashed, as everywhere.
"""

from __future__ import annotations

import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from medcheck.assessment.model.source_model import SheetStated
from medcheck.fact import Role
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import FormField, Sheet, load_form
from medcheck.form.private import PRIVATE, masked, masked_text
from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Table

_FIELD, _ROW = 3, 1  # bytes of a field, and of a row beside one for each of its cells
_LONG = 11  # characters that the number of a person has at least


class ListMarks(NamedTuple):
    """What a list states: of each row its number, a hash of all of it, and by column id one byte a cell."""

    numbers: Sequence[int]
    rows: Sequence[bytes]
    cells: Mapping[str, bytes]


def stated_cells(application: Application) -> tuple[SheetStated, ...]:
    """Return of each sheet of the form where its cells stand and what they state, hashed."""
    made = []
    for sheet in load_form(application.form).sheets:
        table = application.tables.get(sheet.id)
        if sheet.fields:
            made.append(_cover(sheet, application))
        elif table is not None and table.rows:
            made.append(_list(sheet, table))
    return tuple(made)


def shown_texts(application: Application) -> Mapping[tuple[str, str], str]:
    """Return what every cell of the form says, as it may be shown, by sheet and address."""
    texts = {}
    for sheet in load_form(application.form).sheets:
        entries = [(field, application.fields[field.id]) for field in sheet.fields]
        table = application.tables.get(sheet.id)
        entries += [(column, row.entry(column.id)) for row in (table.rows if table else ()) for column in sheet.columns]
        for field, entry in entries:
            if entry.ref and entry.ref.role is Role.APPLICATION:
                texts[sheet.name, entry.ref.cell] = _shown(field, " ".join(entry.ref.raw.split()))
    return texts


def field_marks(stated: SheetStated) -> Mapping[str, bytes]:
    """Return the hash of each field of a cover by its id, zeros where it is blank; raise ValueError where it is damaged."""
    packed = _unpacked(stated, _FIELD * len(_names(stated)))
    return {name: packed[_FIELD * at : _FIELD * (at + 1)] for at, name in enumerate(_names(stated))}


def list_marks(stated: SheetStated) -> ListMarks:
    """Return the hashes of a list; raise ValueError where they are damaged.

    Two rows are taken for the same where all hashes agree: another text goes unseen once in sixty thousand.
    """
    numbers = [number for span in stated.rows.split() for number in _numbers(span)]
    count, columns = len(numbers), _names(stated)
    packed = _unpacked(stated, count * (_ROW + len(columns)))
    rows = [packed[_ROW * at : _ROW * (at + 1)] for at in range(count)]
    start = _ROW * count
    return ListMarks(numbers, rows, {name: packed[start + at * count :][:count] for at, name in enumerate(columns)})


def _cover(sheet: Sheet, application: Application) -> SheetStated:
    """Return the fields of a cover, each with its cell, in the order of the form."""
    entries = [(field, application.fields[field.id]) for field in sheet.fields]
    return SheetStated(
        sheet=sheet.name,
        cells=" ".join(f"{field.id}:{entry.ref.cell if entry.ref else ''}" for field, entry in entries),
        rows="",
        marks=_packed(_mark(_shown(field, _text(entry.value, entry)), _FIELD) for field, entry in entries),
    )


def _list(sheet: Sheet, table: Table) -> SheetStated:
    """Return the columns of a list with their letters and its rows; the hashes go down one column after the other."""
    first = table.rows[0]
    places = [(column, first.place(column.id).partition("》")[2].rstrip("0123456789")) for column in sheet.columns]
    texts = [_column(column, table) for column in sheet.columns]
    rows = (_mark("\t".join(row), _ROW) for row in zip(*texts, strict=True))
    return SheetStated(
        sheet=sheet.name,
        cells=" ".join(f"{column.id}:{letters}" for column, letters in places),
        rows=" ".join(_ranges([row.number for row in table.rows])),
        marks=_packed((*rows, *(_mark(text, 1) for column in texts for text in column))),
    )


def _column(column: FormField, table: Table) -> Sequence[str]:
    return [
        _shown(column, _text(value, row.entry(column.id) if value is None else None))
        for row, value in zip(table.rows, table.column(column.id), strict=True)
    ]


def _text(value: EntryValue | None, entry: Entry | None) -> str:
    """Return what a cell says; what could not be read as it was typed."""
    if value is not None:
        return str(value)
    return entry.ref.raw.strip() if entry and entry.ref else ""


def _shown(field: FormField, text: str) -> str:
    """Return a text as it may be shown: the number of a person masked."""
    if field.identifier in PRIVATE:
        return masked(text)
    return masked_text(text) if len(text) >= _LONG else text


def _mark(text: str, size: int) -> bytes:
    """Return the last bytes of a checksum; zeros are kept for what is blank."""
    most = (1 << 8 * size) - 1
    return (crc32(text.encode()) % most + 1).to_bytes(size, "big") if text.strip() else b"\0" * size


def _packed(marks: Iterable[bytes]) -> str:
    return b85encode(zlib.compress(b"".join(marks), 9)).decode()


def places_of(stated: SheetStated) -> Mapping[str, str]:
    """Return by id the cell of each field, or the letters of each column; empty where it was not found."""
    pairs = (pair.partition(":") for pair in stated.cells.split())
    return {name: place for name, _, place in pairs}


def _names(stated: SheetStated) -> Sequence[str]:
    return list(places_of(stated))


def _unpacked(stated: SheetStated, size: int) -> bytes:
    """Return the hashes, of which there are so many bytes; raise ValueError where it is another number."""
    opened = zlib.decompressobj()
    try:
        packed = opened.decompress(b85decode(stated.marks), size + 1)
    except zlib.error as error:
        raise ValueError("the hashes are damaged") from error
    if len(packed) != size:
        raise ValueError("there are more or fewer hashes than cells")
    return packed


def _numbers(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first), int(last or first) + 1)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Yield numbers as `4-2003`, those that follow on each other as one."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield str(numbers[start]) if at - start == 1 else f"{numbers[start]}-{numbers[at - 1]}"
            start = at
