"""Writes texts and numbers into single cells of an .xlsx workbook; every other byte of every part stays as it is.

Formulas, pictures, macros and looks are not touched, as they would be by a library that reads and writes the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape
from zipfile import ZipFile

from medcheck.book.book_parts import book_of
from medcheck.package.guard import Package

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

NewTexts = Mapping[str, str]  # what a cell is to say, by its address


class Span(NamedTuple):
    """Where a cell stands among the bytes of its sheet, its attributes, and whether a formula makes its value."""

    start: int
    end: int
    style: str
    has_formula: bool


def with_texts(package: Package, texts: Mapping[str, NewTexts]) -> tuple[bytes, frozenset[tuple[str, str]]]:
    """Return the workbook with these texts, by sheet and cell, and which of the cells were written.

    A cell that is not there, holds a formula, or stands in a sheet that is written in an unusual way is left as it is.
    """
    book = book_of(package.parts[_BOOK], package.parts[_RELATIONS])
    replaced: dict[str, bytes] = {}
    written: set[tuple[str, str]] = set()
    for name, relation, _ in book.listed:
        part = book.targets.get(relation, "")
        if name in texts and part in package.parts and package.parts[part].isascii() | _is_utf_8(package.parts[part]):
            replaced[part], cells = _with_texts(package.parts[part], texts[name])
            written |= {(name, cell) for cell in cells}
    return _zipped(package.content, replaced), frozenset(written)


def _is_utf_8(part: bytes) -> bool:
    """Return whether a sheet is written in UTF-8, as every office program does."""
    return part.lstrip(b"\xef\xbb\xbf")[:1] == b"<" and b"\0" not in part[:4]


def _with_texts(part: bytes, texts: NewTexts) -> tuple[bytes, list[str]]:
    """Return a sheet with the texts in its cells, and the cells that were written."""
    spans = {cell: span for cell, span in _spans(part, texts).items() if not span.has_formula}
    pieces, end = list[bytes](), 0
    for cell, span in sorted(spans.items(), key=lambda item: item[1].start):
        pieces += [part[end : span.start], _cell(cell, span.style, texts[cell])]
        end = span.end
    return b"".join((*pieces, part[end:])), list(spans)


def _spans(part: bytes, wanted: NewTexts) -> dict[str, Span]:
    """Return where each wanted cell stands."""
    spans: dict[str, Span] = {}
    parser = expat.ParserCreate()
    here: tuple[str, int, str] | None = None
    formula = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal here, formula
        if name == "c" and attributes.get("r") in wanted:
            here, formula = (attributes["r"], parser.CurrentByteIndex, attributes.get("s", "")), False
        elif here and name == "f":
            formula = True

    def finish(name: str) -> None:
        nonlocal here
        if here and name == "c":
            cell, begin, style = here
            spans[cell] = Span(begin, part.index(b">", parser.CurrentByteIndex) + 1, style, formula)
            here = None

    parser.StartElementHandler, parser.EndElementHandler = start, finish
    parser.Parse(part, True)
    return spans


def _cell(address: str, style: str, text: str) -> bytes:
    """Return a cell as XML: a number where the text is one of digits only and short, else a text."""
    look = f' s="{style}"' if style else ""
    if text.isascii() and text.isdecimal() and len(text) <= 9 and (text == "0" or text[0] != "0"):
        return f'<c r="{address}"{look}><v>{text}</v></c>'.encode()
    return f'<c r="{address}"{look} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'.encode()


def _zipped(content: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """Return an archive with some of its parts replaced, in the same order and with the same dates."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, replaced.get(entry.filename, source.read(entry)), entry.compress_type)
    return made.getvalue()
