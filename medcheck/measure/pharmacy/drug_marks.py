"""Makes approval numbers and specifications of drugs comparable, as lists write them. It knows no list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from medcheck.context import keep

_KEPT = 16384  # spellings remembered: the same drugs stand in every list of a batch
_LONGEST = 100  # characters; nothing longer is a number or a specification
_NUMBER_SIGNS = re.compile(r"[\s()\[\]【】〔〕<>《》“”\"'‘’:：,，.。·_\-—–]")
_TIMES = re.compile(r"[X*×](?=\d)")
_BETWEEN = re.compile(r"[×*/:：,，;；、+~\-()（）\[\].。]")
_ACCORDING = re.compile(r"\((?:按|以|相当于)[^()]*+\)")
# A letter typed for a digit of a number.
_AS_DIGITS = str.maketrans("OIL", "011")


class DrugLists(BaseModel):
    """How lists of drugs write approval numbers and specifications; `other_goods` are numbers of what is no drug."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    approval_letters: tuple[str, ...] = ()
    other_goods: dict[str, tuple[str, ...]] = {}
    strengths: dict[str, dict[str, Decimal]] = {}
    counts: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()

    @cached_property
    def approval_pattern(self) -> re.Pattern[str]:
        """Return what finds an approval number in a text without signs."""
        letters = "|".join(sorted(self.approval_letters, key=len, reverse=True)) or r"[A-Z]"
        return re.compile(rf"(?<![A-Z0-9])({letters})([0-9OIL]{{8}})(?![0-9A-Z])")

    @cached_property
    def units(self) -> Mapping[str, tuple[str, Decimal]]:
        """Return kind and factor of each unit, in capitals; what is counted has the kind of none."""
        counted = {word.upper(): ("", Decimal(1)) for word in self.counts}
        return counted | {
            unicodedata.normalize("NFKC", word).upper(): (kind, factor)
            for kind, words in self.strengths.items()
            for word, factor in words.items()
        }

    @cached_property
    def amount(self) -> re.Pattern[str]:
        """Return what finds a number with its unit."""
        words = "|".join(map(re.escape, sorted(self.units, key=len, reverse=True))) or r"(?!)"
        return re.compile(rf"(\d+(?:\.\d+)?)({words})?")

    @cached_property
    def idle(self) -> re.Pattern[str]:
        """Return what finds words of a specification that say nothing: fillers and what is counted."""
        words = sorted((*self.fillers, *(word.upper() for word in self.counts)), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def __hash__(self) -> int:
        """Return the identity: read once and asked as the same object ever after."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same object."""
        return self is other


NO_LISTS = DrugLists()


class Specification(NamedTuple):
    """A specification: strengths and volumes of one piece, how many pieces, and what else is said."""

    strengths: tuple[tuple[str, Decimal], ...]
    pieces: Decimal
    rest: str


@keep(_KEPT)
def approval(written: str, lists: DrugLists = NO_LISTS) -> str:
    """Return an approval number as letters and digits; what has no six digits stands for none and is empty."""
    text = _compact(written)
    if len(text) > _LONGEST:
        return ""
    bare = _NUMBER_SIGNS.sub("", text)
    if match := lists.approval_pattern.search(bare):
        return match[1] + match[2].translate(_AS_DIGITS)
    bare = bare.removeprefix("国药准字").removesuffix("号")
    return bare if re.search(r"\d{6}", bare) else ""


@keep(_KEPT)
def other_goods(written: str, lists: DrugLists) -> str:
    """Return what an approval number is of where it is none of a drug: 医疗器械, 保健食品; else an empty string."""
    text = _NUMBER_SIGNS.sub("", _compact(written[:_LONGEST]))
    if not re.search(r"\d", text) or "药准字" in text:
        return ""
    return next((kind for kind, words in lists.other_goods.items() if any(word in text for word in words)), "")


@keep(_KEPT)
def plain_spec(written: str, lists: DrugLists = NO_LISTS) -> str:
    """Return a specification that can be compared: 10mg×24片, 24片×0.01g/片 and 10毫克*12*2板 are one."""
    text = _TIMES.sub("×", _compact(written))
    if len(text) > _LONGEST or not lists.units or not re.search(r"\d", text):
        return text
    return str(_specification(_ACCORDING.sub("", text), lists))


def _specification(text: str, lists: DrugLists) -> Specification:
    strengths: list[tuple[str, Decimal]] = []
    count = Decimal(1)
    for number, unit in lists.amount.findall(text):
        kind, factor = lists.units.get(unit, ("", Decimal(1)))
        if kind:
            strengths.append((kind, (Decimal(number) * factor).normalize()))
        else:
            count *= Decimal(number)
    rest = lists.idle.sub("", _BETWEEN.sub("", lists.amount.sub("×", text)))
    # 24片×10mg/片: the same strength said twice is one.
    return Specification(tuple(sorted(set(strengths))), count.normalize(), rest)


def _compact(written: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", written)).upper()
