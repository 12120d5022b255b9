"""Decides whether the thing a row names is doubtful: every sign that it is missing, planned, rented or broken is read here.

What is said of the row beside its cells (a heading above it, a comment, a part that is struck out) counts like its 备注.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from medcheck.book.look import UNSEEN
from medcheck.intake.table import Row
from medcheck.measure.entry import cell, text_at
from medcheck.measure.row_remarks import says_not_there
from medcheck.measure.written_names import (
    AskedBeside,
    Lexicon,
    NameWords,
    doubt_in,
    doubtful_remark,
    fold,
    take_apart,
    without_doubt,
)

_SHOWN = 30


class Doubt(NamedTuple):
    """The reason why the thing a row names is doubtful (empty where it is not), and the column whose cell says so."""

    why: str = ""
    column: str = ""


def nobody_knows(_: str) -> bool:
    """Return that a name is not known, where a list has no table of names."""
    return False


def doubt_of(row: Row, name_column: str, words: NameWords, is_name: Callable[[str], bool] = nobody_knows) -> str:
    """Return why what a row names is doubtful, or an empty string: its brackets, 拟设 and the like, or its 备注.

    A remark that only names what `is_name` knows says nothing more than the name.
    """
    return doubt_in_row(row, name_column, words, is_name).why


def doubt_in_row(row: Row, name_column: str, words: NameWords, is_name: Callable[[str], bool] = nobody_knows) -> Doubt:
    """Return why what a row names is doubtful, with the column that says so."""
    return _doubt(row, name_column, words, words.of_things, is_name)


def doubt_of_place(row: Row, name_column: str, words: NameWords, is_name: Callable[[str], bool]) -> str:
    """Return why a room or a department is doubtful; that it is rented says nothing."""
    return _doubt(row, name_column, words, words.of_places, is_name).why


def note_of(row: Row, words: NameWords, lexicon: Lexicon) -> str:
    """Return the note of a row that makes what it names doubtful, or an empty string."""
    note = text_at(row, "note")
    return note if fold(note) not in map(fold, words.no_note) and doubt_in(note, lexicon) else ""


def beside(row: Row, lexicon: Lexicon, questions: AskedBeside) -> str:
    """Return what is said beside the cells of a row that makes it doubtful, or an empty string."""
    return next(
        (remark for remark in row.remarks if remark in UNSEEN or says_not_there(remark, lexicon, questions, None)), ""
    )


def _doubt(row: Row, column: str, words: NameWords, lexicon: Lexicon, is_name: Callable[[str], bool]) -> Doubt:
    typed = text_at(row, column)
    written = take_apart(typed)
    if remark := doubtful_remark(written, lexicon, is_name):
        return Doubt(f"括号中注明“{remark[:_SHOWN]}”", column)
    if not is_name(written.name) and without_doubt(written.name, words) != written.name:
        return Doubt(f"名称写作“{typed[:_SHOWN]}”", column)
    if beside_it := beside(row, words.of_notes, words.asked_beside):
        return Doubt(f"行旁注明“{beside_it[:_SHOWN]}”", column)
    if note := note_of(row, words, words.of_notes):
        return Doubt(f"备注“{note[:_SHOWN]}”", "note")
    # A model that is filled with what is no answer (待购) says of the thing that it is still to come.
    model = cell(row, "model")
    raw = model.ref.raw if model.ref and model.value is None else ""
    return Doubt(f"规格型号“{raw[:_SHOWN]}”", "model") if raw else Doubt()
