"""Reads professional titles as people write them: their series and level by the pack's table, or the question to ask.

A title is taken apart into whole words (主任 + 中医师); one with a word that nobody knows is asked about, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from medcheck.form.entry_values import NO_NUMBER
from medcheck.measure.written_names import Lexicon, fold, take_apart
from medcheck.strict_model import StrictModel

_SEVERAL = re.compile(r"[/、,;|+&]|兼|和|及")
_NUMBER = re.compile(r"[0-9.]+")
NONE = "无"
_TEACHING = ("工程", "其他")  # beside a title of medicine these say nothing more: 主任医师/教授


class Series(StrictModel):
    """How the titles of a series are built: see tables/titles.yaml."""

    plain: str
    masters: tuple[str, ...]
    juniors: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    ranks: dict[str, tuple[str, ...]] = {}
    alone: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    fields: tuple[str, ...] = ()


class HeldBy(StrictModel):
    """The series of the titles that each profession holds."""

    physician: tuple[str, ...]
    pharmacist: tuple[str, ...] = ()
    nurse: tuple[str, ...] = ()
    engineer: tuple[str, ...] = ()


class HeadSeries(StrictModel):
    """The series of the titles of those in charge: of clinical and of technical departments, of key specialties."""

    clinical: tuple[str, ...] = ()
    technical: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()


class Ages(StrictModel):
    """The age from which people work, the youngest at which a level is held, and the one of retirement by gender.

    `employed` are the kinds of employment that end with it.
    """

    working: int = 0
    youngest: dict[str, int] = {}
    retiring: dict[str, int] = {}
    employed: tuple[str, ...] = ()


class PlacedTitle(NamedTuple):
    """What a written title is: its series (empty where only a level is written), its level, or what to ask."""

    series: str = ""
    level: str | None = None
    ask: str = ""


class Excluded(StrictModel):
    """A category of people who cannot hold titles of some series, from a level on."""

    category: str
    series: tuple[str, ...]
    from_: str = Field(alias="from")

    def excludes(self, category: str, title: PlacedTitle, titles: Titles) -> bool:
        """Return whether somebody of a category cannot hold a title."""
        is_its = category == self.category and title.series in self.series and title.level is not None
        return is_its and not titles.is_lower(title.level or NONE, self.from_)


class _Item(NamedTuple):
    """What one of several titles in a cell is; `aside` is a licence or a post, which says nothing beside a title."""

    title: PlacedTitle
    aside: bool = False


_BLANK = PlacedTitle(ask="没有写明职称")
_LEAST = 2  # letters; 师 alone is no level
_KEPT = 4096  # titles read are kept for the next row, in a process that may live long
_UNKNOWN = "不是职称表中的写法"


class Titles(StrictModel):
    """The series and levels of titles, and the words by which written ones are read."""

    levels: tuple[str, ...] = Field(min_length=1)
    none: tuple[str, ...] = (NONE,)
    series: dict[str, Series] = Field(min_length=1)
    level_words: dict[str, tuple[str, ...]] = {}
    either: dict[str, tuple[str, ...]] = {}
    unclear: tuple[str, ...] = ()
    no_titles: dict[str, tuple[str, ...]] = {}
    specialties: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    held_by: HeldBy
    heads: HeadSeries = HeadSeries()
    excluded: tuple[Excluded, ...] = ()
    without: tuple[str, ...] = ()
    ages: Ages = Ages()

    def read(self, typed: str) -> PlacedTitle:
        """Return what a written title is."""
        if typed not in self._read:
            if len(self._read) > _KEPT:
                self._read.clear()
            self._read[typed] = self._placed(typed)
        return self._read[typed]

    def level(self, typed: str) -> str | None:
        """Return the level a written title is of, or None where a person has to be asked."""
        return self.read(typed).level

    def usual(self, category: str) -> tuple[str, ...]:
        """Return the series of the titles that people of a category hold; none where any may be."""
        held_titles = self.held_by
        return {
            "执业医师": held_titles.physician,
            "注册护士": held_titles.nurse,
            "工程技术人员": held_titles.engineer,
        }.get(category, ())

    def is_lower(self, level: str, than: str) -> bool:
        """Return whether a level is below another one."""
        return self.levels.index(level) < self.levels.index(than)

    @cached_property
    def _read(self) -> dict[str, PlacedTitle]:
        return {}

    @cached_property
    def _nothing(self) -> frozenset[str]:
        return frozenset(map(fold, self.none))

    @cached_property
    def _unclear(self) -> frozenset[str]:
        return frozenset(map(fold, self.unclear))

    @cached_property
    def _masters(self) -> Mapping[str, str]:
        return {fold(word): name for name, series in self.series.items() for word in (*series.masters, *series.ranked)}

    @cached_property
    def _juniors(self) -> Mapping[str, str]:
        return {fold(word): name for name, series in self.series.items() for word in series.juniors}

    @cached_property
    def _names(self) -> Mapping[str, PlacedTitle]:
        return {
            fold(word): PlacedTitle(name, level)
            for name, series in self.series.items()
            for level, words in series.names.items()
            for word in words
        }

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return {fold(word): name for name, series in self.series.items() for word in series.fields}

    @cached_property
    def _level_words(self) -> Mapping[str, frozenset[str]]:
        return {
            fold(word): frozenset(self.either.get(level, (level,)))
            for level, words in self.level_words.items()
            for word in words
        }

    @cached_property
    def _no_titles(self) -> Mapping[str, str]:
        return {fold(word): what for what, words in self.no_titles.items() for word in words}

    @cached_property
    def _ranks(self) -> Mapping[str, Mapping[str, str]]:
        """The level each rank gives, by series."""
        return {
            name: {fold(word): level for level, words in series.ranks.items() for word in words}
            for name, series in self.series.items()
        }

    @cached_property
    def _lexicon(self) -> Lexicon:
        words: dict[str, str] = {}
        kinds: Sequence[tuple[str, Iterable[str]]] = (
            ("unclear", self.unclear),
            ("quiet", (*self.specialties, *self.remarks)),
            ("field", self._fields),
            ("aside", self._no_titles),
            ("doubt", self.doubts),
            ("rank", (word for ranks in self._ranks.values() for word in ranks)),
            ("level", self._level_words),
            ("junior", self._juniors),
            ("master", self._masters),
            ("name", self._names),
        )
        for kind, listed in kinds:
            words |= dict.fromkeys(map(fold, listed), kind)  # the last one says what a word is
        return Lexicon(words)

    def _placed(self, typed: str) -> PlacedTitle:
        written = take_apart(typed)
        if not written.name or (typed.strip() in NO_NUMBER and typed.strip() not in self.none):
            return _BLANK
        if written.name in self._nothing and not written.remarks:
            return PlacedTitle("", self.levels[0])
        texts = [text for text in _SEVERAL.split(written.name) if text]
        # What stands in brackets belongs to the one title before it; of several nobody knows to which.
        if len(texts) == 1:
            return self._best([self._item((texts[0], *written.remarks))], typed)
        return self._best([self._item((text,)) for text in texts], typed, written.remarks)

    def _best(self, items: Sequence[_Item], typed: str, remarks: Sequence[str] = ()) -> PlacedTitle:
        """Return the one title of a cell: the highest of one series, of medicine before others."""
        titles = [item.title for item in items if not item.aside] or [items[0].title]
        if question := next((title for title in titles if title.ask), None):
            return question._replace(ask=question.ask.format(typed))
        if any(kind != "quiet" for remark in remarks for kind in self._kinds(remark)):
            return PlacedTitle(ask=f"“{typed}”{_UNKNOWN}")
        of_medicine = [title for title in titles if title.series not in _TEACHING] or titles
        if len({title.series for title in of_medicine}) > 1:
            return PlacedTitle(ask=f"“{typed}”写了不同系列的职称")
        return max(of_medicine, key=lambda title: self.levels.index(title.level or self.levels[0]))

    def _kinds(self, text: str) -> Iterator[str]:
        for token, kind in self._lexicon.tokens(text):
            if kind or _says_something(token):
                yield kind or "unknown"

    def _item(self, texts: Sequence[str]) -> _Item:
        """Return what one title is, written in these texts: before its brackets, and in them."""
        text = "".join(texts)
        if texts[0] in self._unclear and len(texts) == 1:
            return _Item(PlacedTitle(ask="“{}”可能是几种职称，也可能是岗位"))
        parts: dict[str, list[str]] = {}
        for part in texts:
            for token, kind in self._lexicon.tokens(part):
                if kind or _says_something(token):
                    parts.setdefault(kind or "unknown", []).append(token)
        if "unknown" in parts or len(text) > 40:
            return _Item(PlacedTitle(ask=f"“{{}}”{_UNKNOWN}"))
        if "doubt" in parts:
            return _Item(PlacedTitle(ask=f"“{{}}”注明“{parts['doubt'][0]}”，不能确定是否具有并聘任该职称"))
        title = self._built(parts)
        if title is None and "aside" in parts:
            what = self._no_titles[parts["aside"][0]]
            return _Item(PlacedTitle(ask=f"“{{}}”是{what}，不是职称"), aside=True)
        return _Item(title or PlacedTitle(ask="“{}”不能确定是哪一系列、哪一级职称"))

    def _built(self, parts: Mapping[str, Sequence[str]]) -> PlacedTitle | None:
        """Return the title that whole words make together, or None where they make none, or contradict each other."""
        ranks, stated = parts.get("rank", ()), [self._level_words[word] for word in parts.get("level", ())]
        nouns = [*parts.get("master", ()), *parts.get("junior", ()), *parts.get("name", ())]
        if len(ranks) > 1 or len(nouns) > 1 or "unclear" in parts:
            return None
        if nouns and not ranks and (built := self._with_level_as_rank(nouns[0], parts.get("level", ()))):
            return built
        title = self._of_noun(nouns[0], ranks) if nouns else self._of_level(ranks, stated, parts)
        return title if title and all(title.level in levels for levels in stated) else None

    def _of_noun(self, noun: str, ranks: Sequence[str]) -> PlacedTitle | None:
        if noun in self._names:
            return None if ranks else self._names[noun]
        if noun in self._juniors:
            return None if ranks else PlacedTitle(self._juniors[noun], self.levels[1])
        series = self._masters[noun]
        if not ranks:
            return (
                None
                if noun in map(fold, self.series[series].ranked)
                else PlacedTitle(series, self.series[series].plain)
            )
        level = self._ranks[series].get(ranks[0])
        return PlacedTitle(series, level) if level else None

    def _with_level_as_rank(self, noun: str, levels: Sequence[str]) -> PlacedTitle | None:
        """Return a title whose rank is a word for a level too: 高级工程师."""
        series = self._masters.get(noun, "")
        level = self._ranks.get(series, {}).get(levels[0]) if len(levels) == 1 else None
        return PlacedTitle(series, level) if level else None

    def _of_level(
        self, ranks: Sequence[str], stated: Sequence[frozenset[str]], parts: Mapping[str, Sequence[str]]
    ) -> PlacedTitle | None:
        """Return the title of which only a level is written, 中级（护理）, or a rank that is said of one series: 主治."""
        for name, named_series in self.series.items():
            if ranks and ranks[0] in named_series.alone:
                return PlacedTitle(name, named_series.alone[ranks[0]])
        level = frozenset.intersection(*stated) if stated else frozenset()
        if ranks or len(level) != 1 or len("".join(parts["level"])) < _LEAST:
            return None
        series = {self._fields[word] for word in parts.get("field", ())}
        return PlacedTitle(series.pop() if len(series) == 1 else "", next(iter(level)))


def _says_something(token: str) -> bool:
    """Return whether a word nobody knows is more than a year, a number or a mark; a question mark asks something."""
    return token == "?" or (token.isalnum() and not _NUMBER.fullmatch(token))
