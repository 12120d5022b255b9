"""Recognises lines of a list that are no entries: signatures, dates and counts below it, and headings between its rows.

The words stand in forms/_lines.yaml. Knows nothing of cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.form.dates import read_date
from medcheck.form.entry_values import NO_NUMBER
from medcheck.form.numbers import unspaced
from medcheck.strict_model import StrictModel

_LONGEST = 60  # characters; a longer text is a note or an entry, never a heading
_EDGES = "★☆※—–-=*＊.…·~～_()（）[]【】<>《》“”\"'。,，;；!！"  # what people draw around a closing line
_ABOVE = ("以上", "上列")


class _Closing(StrictModel):
    whole: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    counts: str
    pages: str
    alone: str


class _Heading(StrictModel):
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    numbered: str


class _Lines(StrictModel):
    closing: _Closing
    none: str
    heading: _Heading


@keep(4096)
def is_closing(text: str) -> bool:
    """Return whether a row that begins with a text is what people write below a list."""
    plain, words = unspaced(text), _words().closing
    bare = plain.strip(_EDGES).upper()
    if bare in words.whole or plain.startswith(words.begins) or bare.startswith(words.begins):
        return True
    short = len(plain) <= _LONGEST
    return short and (
        plain.endswith(words.ends)
        or bare.endswith(words.ends)
        or bool(re.fullmatch(f"{words.counts}|{words.pages}", plain))
    )


def closes_alone(texts: Sequence[str]) -> bool:
    """Return whether all a row holds closes the list: a line drawn of dashes or dots, a day, a number of pages, who printed it.

    One or two dashes say that there is nothing.
    """
    if texts and all((len(text) > 2 or set(text) == {"…"}) and not text.strip(_EDGES) for text in texts):
        return True
    if len(texts) != 1 or len(texts[0]) > _LONGEST:
        return False
    return read_date(texts[0])[0] is not None or bool(re.fullmatch(_words().closing.alone, unspaced(texts[0])))


def says_none(texts: Sequence[str]) -> bool:
    """Return whether all a row says, in each of its cells, is that there is no entry: 无, 没有任何违规记录."""
    none = re.compile(_words().none)
    return bool(texts) and all(text in NO_NUMBER or none.fullmatch(unspaced(text).strip(_EDGES)) for text in texts)


def heading_of(texts: Sequence[str]) -> str:
    """Return the heading a row is, as written: a text that stands alone in it; an empty string where it is none."""
    if len(texts) != 1 or len(texts[0]) > _LONGEST:
        return ""
    words, text = _words().heading, unspaced(texts[0])
    is_one = text.startswith(words.begins) or text.endswith(words.ends) or re.fullmatch(words.numbered, text)
    return texts[0] if is_one else ""


def speaks_of_above(heading: str) -> bool:
    """Return whether a heading stands below the rows it speaks of: 以上人员已离职."""
    return unspaced(heading).startswith(_ABOVE)


@keep()
def _words() -> _Lines:
    return yaml_source.validate(_Lines, yaml_source.read(files("medcheck.forms") / "_lines.yaml"))
