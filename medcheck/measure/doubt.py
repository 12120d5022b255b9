"""Why what a row names is doubtful: one place for every sign that it is not there, not yet, not its own, or broken.

A further sign (a heading above the row, a comment on the cell, a struck-out name) is added here.
"""

from __future__ import annotations

from collections.abc import Callable

from medcheck.intake.table import Row
from medcheck.measure.entry import text_at
from medcheck.measure.names import Lexicon, NameWords, doubt_in, doubtful_remark, fold, take_apart

_SHOWN = 30


def nobody_knows(_: str) -> bool:
    """Return that a name is not known, where a list has no table of names."""
    return False


def doubt_of(row: Row, name_column: str, words: NameWords, is_name: Callable[[str], bool] = nobody_knows) -> str:
    """Return why what a row names is doubtful, or an empty string: a remark in brackets, or what its 备注 says.

    A remark that only names what `is_name` knows says nothing more than the name.
    """
    return _doubt(row, name_column, words, words.of_things, is_name)


def doubt_of_place(row: Row, name_column: str, words: NameWords, is_name: Callable[[str], bool]) -> str:
    """Return why a room or a department is doubtful; that it is rented says nothing."""
    return _doubt(row, name_column, words, words.of_places, is_name)


def note_of(row: Row, words: NameWords, lexicon: Lexicon) -> str:
    """Return the note of a row that makes what it names doubtful, or an empty string."""
    note = text_at(row, "note")
    if not note or fold(note) in map(fold, words.no_note) or not doubt_in(note, lexicon):
        return ""
    return f"备注“{note[:_SHOWN]}”"


def _doubt(row: Row, column: str, words: NameWords, lexicon: Lexicon, is_name: Callable[[str], bool]) -> str:
    if remark := doubtful_remark(take_apart(text_at(row, column)), lexicon, is_name):
        return f"括号中注明“{remark[:_SHOWN]}”"
    return note_of(row, words, lexicon)
