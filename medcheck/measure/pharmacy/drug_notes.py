"""Takes drug names apart as the notes of the national catalogue on names and dosage forms say. It knows no catalogue.

A name is a substance, a dosage form and marks in brackets: 小儿复方氨基酸注射液(18AA-Ⅰ). A salt does not make another substance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from medcheck.context import keep

_KEPT = 16384  # names remembered: the same drugs stand in every list of a batch
_MOST_SALTS = 5  # of one name; more is no name of a drug
_SIGNS = re.compile(r"[\s·•.。,，、\-—–★☆*◇◆△▲#/／~～'\"“”‘’]")
_PAIRS = {"(": ")", "[": "]", "【": "】"}
_STRENGTH = re.compile(
    r"(?:\d++(?:MG|G|ML|L|ΜG|IU|U|单位|万单位|S|T|片|粒|丸|袋|支|瓶|盒|板|克|毫克|毫升|贴|%)?+[:X×]?+){1,4}(?:装)?"
)
_FIRST_DIGITS = re.compile(r"(?<![A-Z0-9])\d")
_LETTERS = re.compile(r"[A-Z0-9α-ωΑ-Ω]")


class Taken(NamedTuple):
    """A name taken apart: all of it outside brackets, the substance, the form it says (or none), marks, other brackets."""

    whole: str
    base: str
    form: str
    marks: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


class CatalogueEdition(BaseModel):
    """An edition of the national catalogue: its year, and how many varieties it states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    year: str = Field(min_length=4)
    varieties: int


class CatalogueNotes(BaseModel):
    """What the notes of the national catalogue say, and by what a catalogue is known to be of one of their editions.

    `salts` are acids and bases, `not_salts` words in which one of them is the drug itself, `salt_like` endings of what
    may be one, in so many characters at most. `forms` are the ways each dosage form is written; `prefixes` stand in
    front, `prefixed` are prefix and ending together; `classes` are what the notes merge; `unclear` forms may be of
    another class; `marks` are brackets without a number that make another product, `no_marks` those that never do;
    `compounds` begin what is made of several substances, `loose_words` leave open whether it is the same; behind
    `second_name_words` a second name stands.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    editions: tuple[CatalogueEdition, ...]
    known_by: tuple[str, ...]
    varieties_within: int
    salts: tuple[str, ...]
    not_salts: tuple[str, ...] = ()
    salt_like: tuple[str, ...] = ()
    salt_like_at_most: int = 0
    forms: dict[str, tuple[str, ...]] = Field(min_length=1)
    prefixes: dict[str, str] = {}
    prefixed: dict[str, str] = {}
    classes: dict[str, tuple[str, ...]] = Field(min_length=1)
    unclear: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    no_marks: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    loose_words: tuple[str, ...] = ()
    second_name_words: tuple[str, ...] = ()

    def form(self, written: str) -> str:
        """Return the form or the class that is written, or an empty string for one nobody knows."""
        text = key(parts(unicodedata.normalize("NFKC", written))[0])
        return text if text in self.classes else self.written.get(text, "")

    def accepted(self, form: str) -> frozenset[str]:
        """Return how an entry may be listed that is for this form: by the form itself or by a class it is merged in."""
        return self._accepted.get(form) or frozenset((form,))

    @cached_property
    def written(self) -> dict[str, str]:
        """Return the form of each way of writing one."""
        return {key(word): form for form, words in self.forms.items() for word in words}

    @cached_property
    def longest(self) -> int:
        """Return the length of the longest way of writing a form."""
        return max(map(len, self.written))

    @cached_property
    def salt_words(self) -> re.Pattern[str]:
        """Return what finds the salts of a name; a word that is the drug itself is found first, and left."""
        words = sorted({*self.salts, *self.not_salts}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    @cached_property
    def salt_set(self) -> frozenset[str]:
        """Return the acids and bases."""
        return frozenset(self.salts) - frozenset(self.not_salts)

    @cached_property
    def _accepted(self) -> dict[str, frozenset[str]]:
        merged = {form: {form} for form in self.forms}
        for name, forms in self.classes.items():
            for form in forms:
                merged[form].add(name)
        return {form: frozenset(names) for form, names in merged.items()}

    # Read once and asked as the same object ever after: remembered answers go by it.
    def __hash__(self) -> int:
        """Return the identity."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same object."""
        return self is other


def key(text: str) -> str:
    """Return a text without blanks and signs, in one width and in capitals."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).upper()


def parts(text: str) -> tuple[str, list[str]]:
    """Return what stands outside brackets and what inside each; a bracket nobody closes goes to the end."""
    outside: list[str] = []
    inside: list[str] = []
    open_: list[str] = []
    start = 0
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            if not open_:
                outside.append(text[start:at])
                start = at + 1
            open_.append(_PAIRS[sign])
        elif open_ and sign == open_[-1]:
            open_.pop()
            if not open_:
                inside.append(text[start:at])
                start = at + 1
    (inside if open_ else outside).append(text[start:])
    return "".join(outside), inside


@keep(_KEPT)
def take_apart(name: str, notes: CatalogueNotes) -> Taken:
    """Return a name taken apart by the notes."""
    text = unicodedata.normalize("NFKC", name).replace("〔", "[").replace("〕", "]")
    outside, inside = parts(text)
    whole = key(outside)
    if not whole and inside:  # a name that stands wholly in brackets is still the name
        whole, inside = key(inside[0]), inside[1:]
    known = frozenset(map(key, notes.marks))
    telling = [words for words in inside if key(words) and key(words) not in notes.no_marks]
    marks = frozenset(key(words) for words in telling if key(words) in known or _is_mark(words))
    remarks = tuple(words for words in telling if key(words) not in marks)
    # 阿莫西林胶囊0.25g×24粒: the specification stands behind the name.
    heads = (whole[: at.start()] for at in _FIRST_DIGITS.finditer(whole) if _STRENGTH.fullmatch(whole, at.start()))
    whole = next((head for head in heads if split(head, notes)[1]), whole)
    base, form = split(whole, notes)
    return Taken(whole, base, form, marks, remarks)


def _is_mark(words: str) -> bool:
    """Return whether brackets hold the number of a product: neither a second name, nor a strength, nor a trade mark."""
    if not _LETTERS.search(key(words)) or _STRENGTH.fullmatch(key(words)):
        return False
    return not (re.fullmatch(r"[A-Za-z ]{4,}", words) and any(sign.islower() for sign in words))


def split(whole: str, notes: CatalogueNotes) -> tuple[str, str]:
    """Return the substance and the form of a name; a name that says no form is the substance."""
    begin = next((prefix for prefix in notes.prefixes if whole.startswith(prefix)), "")
    bare = whole[len(begin) :]
    for size in range(min(notes.longest, len(bare) - 2), 0, -1):
        ending = bare[-size:]
        if form := notes.prefixed.get(begin + ending, "") if begin else notes.written.get(ending):
            return bare[:-size], form
    return (bare, notes.prefixes[begin]) if begin and len(bare) > 1 else (whole, "")


@keep(_KEPT)
def without_salts(base: str, notes: CatalogueNotes) -> tuple[str, ...]:
    """Return the substance as written and with its salts taken off, the fewest first; the last has none left."""
    spans = [word.span() for word in notes.salt_words.finditer(base) if word[0] in notes.salt_set]
    if not spans or len(spans) > _MOST_SALTS:
        return (base,)
    bare = (_without(base, taken) for size in range(len(spans) + 1) for taken in combinations(spans, size))
    return tuple(dict.fromkeys(name for name in bare if len(name) > 1))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join((*kept, text[at:]))


def salt_left(base: str, notes: CatalogueNotes) -> Iterator[str]:
    """Yield what a substance may be without a salt, a base or an ester nobody listed, in front or behind."""
    # What is the drug itself is not taken apart: the 硝酸 of 硝酸甘油 is no salt of 甘油.
    whole = max((len(word) for word in notes.not_salts if base.startswith(word)), default=0)
    for size in range(1, min(notes.salt_like_at_most, len(base) - 2) + 1):
        if size < whole:
            continue
        front, rest = base[:size], base[size:]
        if front in notes.loose_words or (front.endswith(notes.salt_like) and not front.startswith(notes.compounds)):
            yield rest
        rest, behind = base[:-size], base[-size:]
        if behind.endswith(notes.salt_like):
            yield rest
