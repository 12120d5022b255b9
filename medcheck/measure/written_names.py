"""Takes written names apart: brackets and notes, doubtful words, ordinals, wards. It knows no table of names.

Words are found as whole tokens: the longest word of the pack's table that begins at a place is the one that stands there,
so that 计划生育 is not 计划, and a run of letters is one word, so that OCT is not CT.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from medcheck.context import keep

_MARK = re.compile(r"[、,，;；。/|·\s]")
_AND = re.compile("以及|和|及|与")
_OPENING, _CLOSING = "(（[【〔{", ")）]】〕}"
_BRACKETS = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")
_RUN = re.compile(r"[A-Z]+|[0-9.]+")
_NUMBERED = re.compile(
    r"(?:[(]?[0-9一二三四五六七八九十]{1,3}[)][.、]?|[0-9]{1,3}[.、]|[一二三四五六七八九十]{1,3}、)(?=.)"
)
_INCLUDING = re.compile(r"^(?:内?含有?|包括|包含|下设|内设|设有|设|兼有|附设|附)")
_SENTENCE = 1000  # what is read of a note
_LONGEST = 100  # a longer text is no name and no remark


class PeopleWords(BaseModel):
    """The words by which it is doubtful that somebody works here (tables/name_words.yaml, `people`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    absent: dict[str, tuple[str, ...]] = {}
    soon: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    in_brackets: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def of_people(self) -> Lexicon:
        """Return what makes it doubtful that somebody works here."""
        doubts = [word for words in self.absent.values() for word in words]
        doubts += [soon + coming for soon in self.soon for coming in self.coming]
        nothing = dict.fromkeys((*self.remarks, *self.harmless), SAYS_NOTHING)
        return Lexicon({**nothing, **dict.fromkeys(doubts, DOUBT), **dict.fromkeys(self.harmless, SAYS_NOTHING)})

    @cached_property
    def of_the_retired(self) -> Lexicon:
        """Return the same of somebody of whom the form does not say that he was hired again."""
        return Lexicon({**self.of_people.words, **dict.fromkeys(self.retired, DOUBT)})


class AskedBeside(BaseModel):
    """Words of headings the form does not know, by how what stands below them is read (`asked_beside`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    there: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


class NameWords(BaseModel):
    """The words by which names and remarks are taken apart (tables/name_words.yaml).

    `doubts` make it doubtful that a thing is there, by what they say, and `rented` do for everything but rooms; `tails`
    go with them; `harmless` are longer words in which they say nothing. `remarks` say nothing more in brackets, `no_note`
    in a note, where `silent_in_notes` say nothing either, and `doubts_in_notes` do; one of `alls` makes a doubtful word
    say so of everything that is listed. `not_shared` say that a room is shared with none; `paper_doubts` that a document
    is still to come, or the part of it that `paper_parts` name.
    `people` are the words of rosters, `asked_beside` those of headings the form does not know.
    `ordinals`, `sites`, `wards`, `clinics`, `groups` stand before or behind a name; an ordinal also before `kinds`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    doubts: dict[str, tuple[str, ...]] = {}
    tails: tuple[str, ...] = ()
    rented: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    no_note: tuple[str, ...] = ()
    silent_in_notes: tuple[str, ...] = ()
    doubts_in_notes: tuple[str, ...] = ()
    alls: tuple[str, ...] = ()
    not_shared: tuple[str, ...] = ()
    paper_doubts: tuple[str, ...] = ()
    paper_parts: dict[str, tuple[str, ...]] = {}
    ordinals: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: PeopleWords = PeopleWords()
    asked_beside: AskedBeside = AskedBeside()

    @cached_property
    def of_things(self) -> Lexicon:
        """Return what makes a thing doubtful, renting included."""
        return Lexicon({**self._of_places, **dict.fromkeys(self.rented, DOUBT)})

    @cached_property
    def of_places(self) -> Lexicon:
        """Return what makes a room or a department doubtful: that it is rented says nothing."""
        return Lexicon({**dict.fromkeys(self.rented, SAYS_NOTHING), **self._of_places})

    @cached_property
    def of_notes(self) -> Lexicon:
        """Return what makes a thing doubtful when it stands in a note beside it."""
        silent = dict.fromkeys(self.silent_in_notes, SAYS_NOTHING)
        doubts = dict.fromkeys((*self.rented, *self.doubts_in_notes), DOUBT)
        return Lexicon({**self._of_places, **silent, **doubts})

    @cached_property
    def of_papers(self) -> Lexicon:
        """Return what says of a document that it is still to come, and what its parts are called."""
        parts = (word for called in self.paper_parts.values() for word in called)
        return Lexicon(
            {**dict.fromkeys((*self.harmless, *parts), SAYS_NOTHING), **dict.fromkeys(self.paper_doubts, DOUBT)}
        )

    @cached_property
    def _of_places(self) -> dict[str, str]:
        doubts = (word for words in self.doubts.values() for word in words)
        nothing = dict.fromkeys((*self.remarks, *self.harmless, *self.alls), SAYS_NOTHING)
        return {**nothing, **dict.fromkeys(doubts, DOUBT)}

    @cached_property
    def ordinal(self) -> str:
        """Return the pattern of one ordinal: 一, 第三, 2, IV."""
        return f"第?(?:{_any_of(self.ordinals)}|[0-9]{{1,2}})号?" if self.ordinals else "第?[0-9]{1,2}号?"

    @cached_property
    def endings(self) -> Mapping[str, re.Pattern[str]]:
        """Return by what it is the pattern of what may stand at an end of a name, or before its kind."""
        patterns = {
            "site": f"^(?:{_any_of(self.sites)})(?=..)" if self.sites else "",
            "ward": f"(?<=.)(?:{_any_of(self.wards)})$" if self.wards else "",
            "clinic": f"(?<=.)(?:{_any_of(self.clinics)})$" if self.clinics else "",
            "group": f"(?<=.)(?:{_any_of(self.groups)})$" if self.groups else "",
            "ordinal": f"(?<=.)[-]?(?:{self.ordinal})$|^(?:第(?:{self.ordinal}))(?=..)",
            "ordinal kind": f"(?<=科)(?:{self.ordinal})(?:{_any_of(self.kinds)})$" if self.kinds else "",
            "inner ordinal": f"(?<=.)(?:{self.ordinal})(?=(?:{_any_of(self.kinds)})$)" if self.kinds else "",
        }
        return {what: re.compile(pattern) for what, pattern in patterns.items() if pattern}


DOUBT, SAYS_NOTHING = "doubt", "nothing"


class Lexicon:
    """Words by what they are."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = {fold(word): kind for word, kind in words.items()}
        self._lengths = sorted({len(word) for word in self.words}, reverse=True)

    def tokens(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the words of a folded text with what each is: the longest that begins at a place; else its letter.

        A run of Latin letters, and one of digits, is one word, unless a word of the table begins with the whole run.
        """
        at = 0
        while at < len(text):
            run = _RUN.match(text, at)
            least = len(run[0]) if run else 1
            word = next(
                (
                    text[at : at + length]
                    for length in self._lengths
                    if length >= least and text[at : at + length] in self.words and _ends(text, at + length)
                ),
                "",
            )
            token = word or text[at : at + least]
            yield token, self.words.get(token, "")
            at += len(token)

    def kind(self, word: str) -> str:
        """Return what a word is; an empty string where it is not in the table."""
        return self.words.get(word, "")


class WrittenName(NamedTuple):
    """A written name: as typed, folded and without brackets and list numbers, and what stood in each bracket."""

    typed: str
    name: str
    remarks: tuple[str, ...]


def fold(text: str) -> str:
    """Return a text as it is compared: half width, capital letters, no blanks: `Ｘ 光室` and `x光室` are X光室."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


@keep(4096)
def take_apart(typed: str) -> WrittenName:
    """Return a written name with its brackets taken out of it: 血 压 计（水银） is 血压计 with the remark 水银."""
    text = fold(typed)
    if len(text) > _LONGEST:
        return WrittenName(typed, text, ())
    text = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    remarks = tuple(bracket[1:-1] for bracket in _BRACKETS.findall(text) if bracket[1:-1])
    name = _BRACKETS.sub("", text)
    return WrittenName(typed, name or text, remarks if name else ())


def plain(name: str) -> str:
    """Return a name as tables are searched by: folded, without brackets and list numbers."""
    return take_apart(name).name


def doubt_in(text: str, lexicon: Lexicon) -> str:
    """Return the word in a note or a sentence that makes doubtful, or an empty string."""
    return next((word for word, kind in lexicon.tokens(fold(text[:_SENTENCE])) if kind == DOUBT), "")


def says_nothing(remark: str, lexicon: Lexicon) -> bool:
    """Return whether all words of a remark are known to say nothing more; letters and digits are a model or a count."""
    kinds = [(token, kind) for token, kind in lexicon.tokens(remark)]
    return len(remark) <= _LONGEST and all(kind == SAYS_NOTHING or not _is_wordy(token) for token, kind in kinds)


def doubtful_remark(written: WrittenName, lexicon: Lexicon, is_name: Callable[[str], bool]) -> str:
    """Return the remark in brackets that nobody can pass over, or an empty string.

    One that says nothing more, or only names what `is_name` knows, is passed over.
    """
    for remark in written.remarks:
        if doubt_in(remark, lexicon):
            return remark
        if not (says_nothing(remark, lexicon) or all(map(is_name, listed_in(remark, is_name)))):
            return remark
    return ""


def without_doubt(name: str, words: NameWords) -> str:
    """Return a name without the doubtful words at its ends, 拟设内科 and 内科筹建中 → 内科; itself where it has none."""
    if len(name) > _LONGEST:
        return name
    tokens = list(words.of_things.tokens(name))
    before = _doubtful(tokens, words.tails)
    behind = _doubtful(tokens[before:][::-1], words.tails)
    return "".join(token for token, _ in tokens[before : len(tokens) - behind])


def _doubtful(tokens: Sequence[tuple[str, str]], tails: Sequence[str]) -> int:
    """Return how many tokens from the start are doubtful ones, with the words that go with them and punctuation."""
    count, doubtful = 0, False
    for token, kind in tokens:
        if kind != DOUBT and token not in tails and token.isalnum():
            break
        count, doubtful = count + 1, doubtful or kind == DOUBT
    return count if doubtful else 0


def listed_in(text: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the words of a list: divided by marks outside brackets, and by 和, 及, 与 where that is not part of a name."""
    pieces = [piece for piece in _pieces(_INCLUDING.sub("", text)) if piece]
    return [word for piece in pieces for word in ([piece] if is_name(piece) else _AND.split(piece)) if word]


def says_it_holds(remark: str) -> bool:
    """Return whether a remark says that it lists what is held: 含眼科、口腔科."""
    return bool(_INCLUDING.match(remark))


def _pieces(text: str) -> Iterator[str]:
    depth = start = 0
    for at, letter in enumerate(text):
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth = max(depth - 1, 0)
        elif not depth and _MARK.match(letter):
            yield text[start:at]
            start = at + 1
    yield text[start:]


def forms_of(name: str, words: NameWords) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield a name, then what is left of it without sites, wards, clinics, groups and ordinals, with what was taken off."""
    seen: dict[str, frozenset[str]] = {name: frozenset()}
    waiting = [name] if len(name) <= _LONGEST else []
    while waiting and len(seen) < 32:
        form = waiting.pop(0)
        yield form, seen[form]
        for what, pattern in words.endings.items():
            shorter = pattern.sub("", form, count=1)
            if shorter and shorter not in seen:
                seen[shorter] = seen[form] | {what}
                waiting.append(shorter)


def _ends(text: str, at: int) -> bool:
    """Return whether a word may end here: not within a run of letters."""
    return not (
        0 < at < len(text)
        and text[at - 1].isascii()
        and text[at - 1].isalpha()
        and text[at].isascii()
        and text[at].isalpha()
    )


def _is_wordy(token: str) -> bool:
    return any(unicodedata.category(letter) == "Lo" for letter in token)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))
