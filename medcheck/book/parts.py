"""Reads from a workbook's XML what the fast parser does not give: names, hidden sheets, error cells, styles, comments.

Knows nothing of forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from medcheck.book.book_parts import book_of
from medcheck.book.cell_comments import comments_of, comments_part
from medcheck.book.cell_styles import NO_STYLES, CellStyles, cell_styles
from medcheck.book.grid import Spot
from medcheck.book.look import Position
from medcheck.book.rich_text import RichText
from medcheck.book.sheet_lines import has_hidden, lines_of, thin_columns, thin_rows
from medcheck.book.sheet_marks import Marks, MarksSought, cells_twice, count_filled, marks_of, rich_strings
from medcheck.package import xml
from medcheck.package.cell_tags import CellTags, cell_tags
from medcheck.package.guard import Package
from medcheck.package.refusals import MAX_SHEETS, broken, too_many_sheets

_LARGE = 512 * 1024  # bytes


class SharedParts(Protocol):
    """What the sheets of a workbook have in common."""

    @property
    def styles(self) -> CellStyles:
        """Return the cell styles that are out of the ordinary."""

    @property
    def rich(self) -> Mapping[int, RichText]:
        """Return the shared texts of several fonts."""

    @property
    def theme(self) -> bytes:
        """Return the part with the colours of the theme."""


class SheetPart:
    """The metadata in the XML of one sheet; it is parsed only when it is asked for."""

    def __init__(
        self, file: str, part: bytes, tags: CellTags, shared: SharedParts, *, hidden: bool, comments: bytes = b""
    ) -> None:
        self._file, self._part, self._tags, self._shared, self.hidden = file, part, tags, shared, hidden
        self._comments = comments
        self._twice: Mapping[Position, str] = {}

    @cached_property
    def has_hidden_lines(self) -> bool:
        """Return whether rows or columns of the sheet are hidden."""
        return has_hidden(self._lines)

    @property
    def faults(self) -> Mapping[Position, str]:
        """Return the cells that hold an error or a formula never calculated, with which."""
        return self._marks.faults

    @cached_property
    def formats(self) -> Mapping[Position, str]:
        """Return the number format of the cells where it may show something else than the stored value."""
        codes = self._shared.styles.formats
        return {spot: codes[number] for spot, number in self._marks.styled.items() if number in codes}

    @cached_property
    def unseen(self) -> Mapping[Position, str]:
        """Return the cells whose content nobody can see, or sees struck out, with why: by their style or their letters."""
        reasons, rich = self._shared.styles.unseen, self._marks.rich
        styled = {spot: reasons[number] for spot, number in self._marks.styled.items() if number in reasons}
        for spot in rich.keys() & styled.keys():
            del styled[spot]  # the fonts of the letters prevail over that of the cell
        return {**styled, **{spot: text.fault for spot, text in rich.items() if text.fault}, **self._twice}

    def check_filled(self, rows: Sequence[Sequence[object]]) -> None:
        """Look for cells that stand twice where the sheet has another number of filled cells than the parser gives.

        A large sheet is a list as a program exports it, in which a second cell would be a broken file to any program.
        Raises WorkbookError where the sheet has to be walked through and is broken.
        """
        if len(self._part) > _LARGE:
            return
        filled = sum(len(row) - row.count("") for row in rows)
        if count_filled(self._part) != filled:
            try:
                self._twice = cells_twice(self._part, self._tags)
            except (xml.ParseError, ValueError) as error:
                raise broken(self._file) from error

    @cached_property
    def texts(self) -> Mapping[Position, str]:
        """Return the texts that are to be read otherwise than their letters stand: m² with a raised 2."""
        return {spot: rich.text for spot, rich in self._marks.rich.items() if not rich.fault}

    @property
    def thin_rows(self) -> frozenset[int]:
        """Return the numbers of the rows that are too low to be seen."""
        return thin_rows(self._lines)

    @property
    def thin_columns(self) -> frozenset[int]:
        """Return the numbers of the columns that are too narrow to be seen."""
        return thin_columns(self._lines)

    @cached_property
    def comments(self) -> Mapping[Position, str]:
        """Return the comments people put on cells; raise WorkbookError where the part is broken."""
        try:
            return comments_of(self._comments)
        except xml.ParseError as error:
            raise broken(self._file) from error

    @cached_property
    def _marks(self) -> Marks:
        styles = self._shared.styles
        sought = MarksSought(styles.unseen.keys() | styles.formats.keys(), self._shared.rich, self._shared.theme)
        try:
            return marks_of(self._part, self._tags, sought)
        except (xml.ParseError, ValueError) as error:
            raise broken(self._file) from error

    @cached_property
    def _lines(self) -> bytes:
        return lines_of(self._part, self._tags)


class Parts(NamedTuple):
    """A workbook's defined names, and what the XML of each sheet says, in order."""

    names: tuple[tuple[str, Spot], ...]
    sheets: Mapping[str, SheetPart]


def read_parts(package: Package) -> Parts:
    """Return the parts of a package; raise WorkbookError where its XML is broken."""
    try:
        return _parts(package)
    except (xml.ParseError, KeyError, ValueError) as error:
        raise broken(package.file) from error


def _parts(package: Package) -> Parts:
    file, parts = package.file, package.parts
    book = book_of(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"])
    if len(book.listed) > MAX_SHEETS:
        raise too_many_sheets(file, len(book.listed))

    common = _Common(file, parts)
    sheets: dict[str, SheetPart] = {}
    for name, identity, hidden in book.listed:
        target = book.targets[identity]
        part, comments = parts.get(target, b"<none/>"), comments_part(parts, target)
        tags = package.tags.get(target) or cell_tags(part)
        sheets[name] = SheetPart(file, part, tags, common, hidden=hidden, comments=comments)
    return Parts(tuple((name, spot) for name, spot in book.names if spot[0] in sheets), sheets)


class _Common:
    """What the sheets of a workbook have in common, each part looked through when it is first asked for."""

    def __init__(self, file: str, parts: Mapping[str, bytes]) -> None:
        self._file, self._parts = file, parts

    @cached_property
    def styles(self) -> CellStyles:
        """Return the cell styles that are out of the ordinary; raise WorkbookError where the part is broken."""
        try:
            return (
                cell_styles(self._parts["xl/styles.xml"], self.theme) if "xl/styles.xml" in self._parts else NO_STYLES
            )
        except xml.ParseError as error:
            raise broken(self._file) from error

    @cached_property
    def rich(self) -> Mapping[int, RichText]:
        """Return the shared texts of several fonts; raise WorkbookError where the part is broken."""
        try:
            return rich_strings(self._parts.get("xl/sharedStrings.xml", b""), self.theme)
        except xml.ParseError as error:
            raise broken(self._file) from error

    @property
    def theme(self) -> bytes:
        """Return the part with the colours of the theme."""
        return self._parts.get("xl/theme/theme1.xml", b"")
