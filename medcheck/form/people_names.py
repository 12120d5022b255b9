"""Decides whether a text is the name of a person: 周明远 and 买买提·艾山 are, 周主任, 已递交 and 见身份证 are not.

The one judge for every field that asks for a person. The letters stand in forms/_people.yaml. It knows nothing of cells.
"""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.form.answers import NOT_AN_ANSWER
from medcheck.form.person import same_name

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Z][A-Za-z'.-]+(?: [A-Z][A-Za-z'.-]*)+")  # as passports have it: John Smith
_BETWEEN = re.compile(r"[、,，;；/]")  # two people in one cell
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_ONE_OF_TWO = re.compile(r"(?<=..)[A-Za-z0-9]$")  # 王芳A and 王芳B are two people of one name


class _Listed(BaseModel):
    """The letters and words of names as forms/_people.yaml lists them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    surnames: str
    compound: frozenset[str]
    never: str
    rarely: str
    called: tuple[str, ...]
    transcribed: str


class _Letters:
    """The same, ready to be searched."""

    def __init__(self, listed: _Listed) -> None:
        self.surnames, self.compound = frozenset(listed.surnames) - {" "}, listed.compound
        self.never, self.rarely = frozenset(listed.never), frozenset(listed.rarely)
        self.called, self.transcribed = frozenset(listed.called), frozenset(listed.transcribed)
        self.titles = tuple(word for word in listed.called if len(word) > 1)


def is_usual_person(text: str) -> bool:
    """Return whether a text is a person's name at first sight; of others `not_a_person` tells."""
    letters = _letters()
    return (
        2 <= len(text) <= 3
        and text[0] in letters.surnames
        and _is_given(text[1:], letters)
        and text not in letters.called
    )


def not_a_person(text: str) -> str:
    """Return why a text names no person, or an empty string."""
    if is_usual_person(text) or _LATIN.fullmatch(text.strip()):
        return ""
    names = [_BRACKETS.sub("", same_name(unicodedata.normalize("NFKC", name))) for name in _BETWEEN.split(text)]
    if all(_is_name(_ONE_OF_TWO.sub("", name), _letters()) for name in names):
        return ""
    return f"{NOT_AN_ANSWER}，写明人的姓名，现为“{text}”"


def _is_name(name: str, letters: _Letters) -> bool:
    parts = name.split("·")
    if not all(_HAN.fullmatch(part) for part in parts) or letters.never.intersection(name) or name in letters.called:
        return False
    if len(parts) > 1:
        return True
    length = 2 if name[:2] in letters.compound and len(name) > 2 else 1 if name[0] in letters.surnames else 0
    if length and len(name) <= length + 3 and _is_given(name[length:], letters):
        return True
    if letters.transcribed.issuperset(name):
        return len(name) > 1
    return not length and 2 <= len(name) <= 3 and not letters.rarely.intersection(name)


def _is_given(given: str, letters: _Letters) -> bool:
    """Return whether a given name may stand behind a family name."""
    if not given or given in letters.called or not letters.never.isdisjoint(given):
        return False
    return not given.endswith(letters.titles)


@keep()
def _letters() -> _Letters:
    return _Letters(yaml_source.validate(_Listed, yaml_source.read(files("medcheck.forms") / "_people.yaml")))
