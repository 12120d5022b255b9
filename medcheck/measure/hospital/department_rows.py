"""Reads each row of the department list: what its name stands for, what it holds, and whether the table knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck.intake.table import Row, Table
from medcheck.measure.doubt import doubt_of_place
from medcheck.measure.entry import text_at
from medcheck.measure.hospital.department_book import DepartmentBook, Meaning
from medcheck.measure.written_names import DOUBT, doubtful_remark, listed_in, says_it_holds, take_apart, without_doubt

_MOST = 200  # a longer list of duties is none


class Held(NamedTuple):
    """A word among what a row says it holds: without and with its doubtful words, and whether it only may be held."""

    word: str
    typed: str
    doubtful: bool


class DepartmentRow(NamedTuple):
    """A row: what is written, its upper department, what it stands for, what it holds, and whether it is known.

    `merged` are several in one; `may_be` is what it is or holds where the row does not say; `may_hold` is held only
    perhaps, each with the words that say so; `duties` are all that the row says it holds, as written; `doubt` says why
    the department only may be there (筹建中).
    """

    row: Row
    written: str
    upper: str
    names: tuple[str, ...]
    merged: tuple[str, ...]
    holds: tuple[str, ...]
    may_be: tuple[str, ...]
    may_hold: tuple[tuple[str, str], ...]
    duties: tuple[Held, ...]
    known: bool
    doubt: str
    numbered: bool

    @property
    def all(self) -> tuple[str, ...]:
        """Return every department that the name stands for."""
        return self.names or self.merged


def read_rows(listing: Table, book: DepartmentBook) -> list[DepartmentRow]:
    """Return every row that has a name, read."""
    return [_read(row, book) for row in listing.rows if text_at(row, "name")]


def _read(row: Row, book: DepartmentBook) -> DepartmentRow:
    typed, over = text_at(row, "name"), text_at(row, "parent")
    above = "" if not over or book.is_heading(over) else over
    upper = next(iter(book.canonical(above)), above) if above else ""
    meaning, doubt = book.meaning(typed, upper), ""
    if not meaning.known:
        bare = without_doubt(take_apart(typed).name, book.words)
        if bare != take_apart(typed).name and book.is_name(bare):
            meaning, doubt = book.meaning(bare, upper), f"名称写作“{typed}”"
    own = next(iter(meaning.all), "")

    def is_name(word: str) -> bool:
        return book.meaning(word, own).known

    doubt = doubt or doubt_of_place(row, "name", book.words, is_name)
    remarked = _remarked(typed, book, bool(meaning.all))
    names, divided = meaning.names, _divided(meaning, [duty.word for duty in remarked], book)
    if divided and not doubt:
        names, upper = divided, upper or own
    duties = tuple(held(row, book))
    held_duties = [*(duty._replace(doubtful=duty.doubtful or bool(doubt)) for duty in remarked if not divided), *duties]
    sure = _found((duty.word for duty in held_duties if not duty.doubtful), book, own, meaning.all)
    maybe = {
        name: typed if duty.typed in typed else f"{typed}：{duty.typed}"
        for duty in held_duties
        if duty.doubtful
        for name in _found(iter((duty.word,)), book, own, (*meaning.all, *sure))
    }
    doubt = doubt or _lacks_part(meaning.all, maybe, book)
    sure = sure or (() if maybe else book.holds_by_name(typed, meaning.all))
    return DepartmentRow(
        row=row,
        written=typed,
        upper=upper,
        names=names,
        merged=meaning.merged,
        holds=sure,
        may_be=book.may_hold(meaning),
        may_hold=tuple(maybe.items()),
        duties=duties,
        known=meaning.known,
        doubt=doubt,
        numbered=meaning.numbered,
    )


def _lacks_part(names: tuple[str, ...], maybe: Mapping[str, str], book: DepartmentBook) -> str:
    """Return why a department of several is doubtful where it says itself that one of them is: 政工科（保卫外包）."""
    parts = {part for name in names for part in book.names.unions.get(name, ())}
    return next((f"“{word}”" for name, word in maybe.items() if name in parts), "")


def _divided(meaning: Meaning, remarked: list[str], book: DepartmentBook) -> tuple[str, ...]:
    """Return the groups that a numbered department is by its brackets: 内一科（心血管） is 心血管内科; else none."""
    own = next(iter(meaning.names), "")
    if not meaning.numbered or own not in book.names.groups or not remarked:
        return ()
    parts = [book.canonical(word, own) for word in remarked]
    return tuple(dict.fromkeys(name for part in parts for name in part)) if all(parts) else ()


def _found(words: Iterator[str], book: DepartmentBook, own: str, but: tuple[str, ...]) -> tuple[str, ...]:
    """Return the departments words stand for inside a department, itself left out.

    A department that names itself among what it holds has that function, as its remedy asks to write.
    """
    names = (name for word in words for name in book.canonical(word, own))
    return tuple(dict.fromkeys(name for name in names if name not in but))


def held(row: Row, book: DepartmentBook) -> Iterator[Held]:
    """Yield the departments and functions a row says it holds; nothing where the form does not ask.

    What follows 不负责, 不含 or 拟设 is doubtful as well, to the end of the line; 均外包 makes all of the cell doubtful.
    """
    value = row.value("covers")
    lines = value if isinstance(value, tuple) else (text_at(row, "covers"),)
    read = [listed_in(line, book.is_whole)[:_MOST] for line in lines[:_MOST]]
    duties_by_line = [[duty for word in words for duty in _duties(word, book)] for words in read]
    everything = any(duty.doubtful and _is_of_all(duty.typed, book) for line in duties_by_line for duty in line)
    for line in duties_by_line:
        begun = False
        for duty in line:
            begun = begun or (duty.doubtful and _begins_doubtful(duty.typed, book))
            yield duty._replace(doubtful=duty.doubtful or begun or everything)


def _remarked(typed: str, book: DepartmentBook, is_placed: bool) -> list[Held]:
    """Return what the brackets of a name list: 康复科（含理疗）, and 康复科（理疗待建）, which is only perhaps.

    Behind a name that has no place (睡眠中心（神经内科）) it is only perhaps what the brackets do not say it holds.
    """
    remarks = take_apart(typed).remarks
    read = [
        (word, is_placed or says_it_holds(remark)) for remark in remarks for word in listed_in(remark, book.is_whole)
    ]
    duties = [(_duty(word, book)._replace(typed=typed), sure) for word, sure in read]
    return [duty._replace(doubtful=duty.doubtful or not sure) for duty, sure in duties]


def _duties(typed: str, book: DepartmentBook) -> Iterator[Held]:
    """Yield a word of a list of duties, and what its brackets list: 医疗（含护理）."""
    own = _duty(typed, book)
    yield own
    yield from (duty._replace(doubtful=duty.doubtful or own.doubtful) for duty in _remarked(typed, book, True))


def _duty(typed: str, book: DepartmentBook) -> Held:
    """Return a word of a list of duties, doubtful where a doubtful word stands in it or in its brackets."""
    written, lexicon = take_apart(typed), book.words.of_places
    doubtful = bool(doubtful_remark(written, lexicon, book.is_name))
    if not book.is_whole(written.name) and any(kind == DOUBT for _, kind in lexicon.tokens(written.name)):
        return Held(without_doubt(written.name, book.words), typed, True)
    return Held(written.name, typed, doubtful)


def _begins_doubtful(typed: str, book: DepartmentBook) -> bool:
    return next((kind for _, kind in book.words.of_places.tokens(take_apart(typed).name)), "") == DOUBT


def _is_of_all(typed: str, book: DepartmentBook) -> bool:
    return any(token in book.words.alls for token, _ in book.words.of_places.tokens(take_apart(typed).name))
