"""Wraps Chinese text into lines of a given width: two columns a Chinese character, no line that begins with 。 or ends with （.

Knows nothing of the screen, colours or assessments.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from medcheck.shown import for_terminal

_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’％%…,.;:?!)]}㎡")
_NOT_LAST = frozenset("（《「『【〔“‘([{")


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(_columns(character) for character in text)


def shown(text: str) -> str:
    """Return the text on one line: breaks as spaces, invisible characters as `�`, so none acts."""
    return for_terminal(" ".join(text.split()))


def wrap(text: str, columns: int) -> list[str]:
    """Return the lines of a text, none wider than `columns`; Latin words and numbers stay whole where they fit."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(shown(text), columns):
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def cut(text: str, columns: int) -> str:
    """Return the text on one line no wider than `columns`: whole, or its beginning with … at the end."""
    text = shown(text)
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - width("…"):
            break
        kept += character
    return f"{kept.rstrip(''.join(_NOT_LAST))}…"


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield what must stay on one line; what is wider than a line is cut into characters."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield from [piece] if width(piece) <= columns else piece
            piece = ""
        piece += character
    yield from [piece] if width(piece) <= columns else piece


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or after == " " or (before == " " and after.isdigit()):
        return False
    return before == " " or _columns(before) == 2 or _columns(after) == 2


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    # Ambiguous ones, such as “ and ×, are wide on a Chinese console: a line may end early, never run over.
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
