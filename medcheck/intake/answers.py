"""Whether a text is an answer at all: `暂无`, `同上`, `见附件`, `？？` say that something is not there, or not here.

The one judge for every free text, number of a paper and name of a list. The words stand in forms/_answers.yaml. Knows
nothing of cells or of what the fields are for.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.intake.numbers import half_width
from medcheck.intake.table import NO_NUMBER

NOT_AN_ANSWER = "应填写实际内容"
_MARKS = " \t\n\u3000.。,，;；:：!！?？、…~～*＊#_()（）[]【】〔〕<>《》\"“”'‘’|｜=＝·"
_SAYS_SOMETHING = re.compile(r"[0-9A-Za-z\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ONE_LETTER = re.compile(r"([A-Z])\1{2,}|0+|([0-9])\2{5,}")
_REMARK = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]\s*$")
_DIGIT = re.compile(r"[0-9]")


class _Words(BaseModel):
    """The words of forms/_answers.yaml: whole texts, how such texts begin and end, and words inside a number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    whole: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    in_numbers: tuple[str, ...]


class _Judge:
    """The words, made ready: most texts are passed after a look at their first and last letter."""

    def __init__(self, words: _Words) -> None:
        self.whole = words.whole
        self.begins, self.ends, self.in_numbers = words.begins, words.ends, words.in_numbers
        self.first = frozenset(word[0] for word in (*words.whole, *words.begins)) | frozenset(_MARKS)
        self.last = frozenset(word[-1] for word in words.ends) | frozenset(_MARKS)


def not_an_answer(text: str, *, is_number: bool = False) -> str:
    """Return why a text is no answer, or an empty string; `is_number` for the number of a paper, which has digits.

    What says plainly that there is none (无, —) is an answer here: whether none may be is for those who asked.
    """
    if text in NO_NUMBER:
        return ""
    judge = _judge()
    suspicious = text[0].upper() in judge.first or text[-1] in judge.last or len(text) < 3 or text[0] == text[-1]
    if (suspicious and _says_nothing(text, judge)) or (is_number and _is_no_number(text, judge)):
        return f"{NOT_AN_ANSWER}，现为“{text}”"
    return ""


def _says_nothing(text: str, judge: _Judge) -> bool:
    word = "".join(half_width(text).split()).strip(_MARKS).upper()
    if not _SAYS_SOMETHING.search(word) or word in judge.whole or _ONE_LETTER.fullmatch(word):
        return True
    # A remark behind a name (听诊器（未到）) speaks of the thing that is named: whoever counts it asks about the remark.
    named = _REMARK.sub("", text) or word
    return word.startswith(judge.begins) or "".join(half_width(named).split()).strip(_MARKS).endswith(judge.ends)


def _is_no_number(text: str, judge: _Judge) -> bool:
    if text.isascii() and text.isalnum() and text.isupper() | text.isdecimal():
        return not _DIGIT.search(text)
    return not _DIGIT.search(half_width(text)) or any(word in text for word in judge.in_numbers)


@cache
def _judge() -> _Judge:
    return _Judge(yaml_source.validate(_Words, yaml_source.read(files("medcheck.forms") / "_answers.yaml")))
