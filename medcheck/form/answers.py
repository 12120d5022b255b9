"""Decides whether a text is an answer at all: `暂无`, `同上`, `见附件`, `？？` say that something is not there, or not here.

The one judge for every free text, number of a paper and name of a list. The words stand in forms/_answers.yaml. Knows
nothing of cells or of what the fields are for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.form.entry_values import NO_NUMBER
from medcheck.form.numbers import half_width, unspaced

NOT_AN_ANSWER = "应填写实际内容"
_MARKS = " \t\n\u3000.。,，;；:：!！?？、…~～*＊#_()（）[]【】〔〕<>《》\"“”'‘’|｜=＝·—–"
_SAYS_SOMETHING = re.compile(r"[0-9A-Za-z\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ONE_LETTER = re.compile(r"([A-Z])\1{2,}|0+|([0-9])\2{5,}")
_REMARK = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]\s*$")
_BRACKETS = ")）】] \t\n"  # how a text ends that may end with a remark
_FEW_DIGITS = re.compile(r"[^0-9]*(?:[0-9][^0-9]*){0,2}")  # the number of a paper has three or more
# As most numbers with words or marks are written, nothing in them left out: 国药准字H20990172, 0635-8230000.
_AS_USUAL = re.compile(r"(?:[\u4e00-\u9fff]{1,10}[A-WYZ]?|[0-9]{3,4}-)[0-9]{3,17}")
_LEFT_OUT = re.compile(r"[xX×*＊]{2,}|[?？…]|[.。]{3,}")  # what stands for digits that were left out
# A place held open for a name: XX诊所, 周××, {{name}}, [姓名].
_HELD_OPEN = re.compile(r"(?<![A-Za-z0-9])[xX×*＊○□■_]{2,}(?![A-Za-z0-9-])|^(?:\$?\{.*\}|<[^<>]*>|\[[^\[\]]*\])$")
_OPENERS, _CLOSERS = "xX×○□■{$<[", "xX×○□■}"
_SHORT = 60  # characters of a text that is kept with what it says
_NO_CONTENT = "#=ED_"  # how an error or a picture begins


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
        self.begins = _by_letter((word[0], word) for word in words.begins)
        self.ends = _by_letter((word[-1], word) for word in words.ends)
        letters = {word[0] for word in (*words.whole, *words.begins)}
        self.first = frozenset({*letters, *(letter.lower() for letter in letters), *_MARKS, *_NO_CONTENT, *_OPENERS})
        self.last = frozenset({*(word[-1] for word in words.ends), *_MARKS, *_CLOSERS})
        self.in_numbers = re.compile("|".join(map(re.escape, words.in_numbers)))
        self.number_letters = frozenset(word[0] for word in words.in_numbers)


def suspicious_letters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first and the last letters of texts that have to be judged; between others a text is an answer.

    A text of one letter over and over has to be judged as well.
    """
    judge = _judge()
    return judge.first, judge.last


def not_an_answer(text: str) -> str:
    """Return why a text is no answer, or an empty string.

    What says plainly that there is none (无, —) is an answer here: whether none may be is for those who asked.
    """
    if text in NO_NUMBER:
        return ""
    judge = _judge()
    suspicious = text[0] in judge.first or text[-1] in judge.last or not text.strip(text[0])
    if not suspicious:
        return ""
    says_nothing = _short_says_nothing if len(text) <= _SHORT else _says_nothing
    return f"{NOT_AN_ANSWER}，现为“{text}”" if says_nothing(text) else ""


def is_usual_number(text: str) -> bool:
    """Return whether a text is the number of a paper at first sight; of others `not_a_number_of_a_paper` tells."""
    judge = _judge()
    return (
        _AS_USUAL.fullmatch(text) is not None
        and text[0] not in judge.first
        and text[-1] not in judge.last
        and judge.number_letters.isdisjoint(text)
    )


def not_a_number_of_a_paper(text: str) -> str:
    """Return why a text is not the number of a paper, which has digits and no remark, or an empty string."""
    if text in NO_NUMBER:
        return ""
    if reason := not_an_answer(text):
        return reason
    judge = _judge()
    remarked = not judge.number_letters.isdisjoint(text) and judge.in_numbers.search(text)
    odd = remarked or _LEFT_OUT.search(text) or _FEW_DIGITS.fullmatch(half_width(text))
    return f"{NOT_AN_ANSWER}，现为“{text}”" if odd else ""


def _says_nothing(text: str) -> bool:
    """Return whether a text says that nothing is there."""
    judge = _judge()
    plain = unspaced(text).strip(_MARKS)
    word = plain.upper()
    if (
        not _SAYS_SOMETHING.search(word)
        or word in judge.whole
        or _ONE_LETTER.fullmatch(word)
        or _HELD_OPEN.search(text)
    ):
        return True
    # A remark behind a name (听诊器（未到）) speaks of the thing that is named: whoever counts it asks about the remark.
    named = unspaced(_REMARK.sub("", text) or word).strip(_MARKS) if text[-1] in _BRACKETS else plain
    begins, ends = judge.begins.get(word[0], ()), judge.ends.get(named[-1:], ())
    return word.startswith(begins) or named.upper() in judge.whole or named.endswith(ends)


_short_says_nothing = keep(2048)(_says_nothing)  # every copy of a form has the same printed texts


def _by_letter(words: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Return words by the letter they come with: of hundreds of words a text is held against those that can fit only."""
    sorted_words = defaultdict[str, tuple[str, ...]](tuple)
    for letter, word in words:
        sorted_words[letter] += (word,)
    return dict(sorted_words)


@keep()
def _judge() -> _Judge:
    return _Judge(yaml_source.validate(_Words, yaml_source.read(files("medcheck.forms") / "_answers.yaml")))
