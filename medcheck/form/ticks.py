"""Reads boxes as people tick them in one cell: `☑是 □否`, `是(√) 否( )`. Knows nothing of fields."""

from __future__ import annotations

import re

_TICKED, _OPEN = "☑✅✓✔√■●◉⊙☒", "□☐○◯❑❏"
_BRACKETED = re.compile(r"[(（【\[]\s*([√✓✔☑■●]?)\s*[)）】\]]")
_MARK = re.compile(f"([{_TICKED}{_OPEN}])")
_SIGNS = frozenset(_TICKED + _OPEN + "(（【[")
_AROUND = " \t\n\u3000/、，,;；:："
_CROSSES = "×✗✘❌xX"
MANY_TICKS = "应只勾选一项"


def ticked(text: str) -> tuple[str, str]:
    """Return the words that are ticked, or why it is not one; a text without boxes is returned as it stands.

    The box stands before its words or behind them, for all of them alike.
    """
    if _SIGNS.isdisjoint(text):
        return text, ""
    marked = _BRACKETED.sub(lambda bracket: bracket[1] or "□", text)
    pieces = [piece.strip(_AROUND) for piece in _MARK.split(marked)]
    marks = [piece for piece in pieces if _MARK.fullmatch(piece)]
    words = [piece for piece in pieces if piece and not _MARK.fullmatch(piece)]
    if not marks or not words:
        return text, ""
    first = next(piece for piece in pieces if piece)
    boxes = list(zip(pieces[1::2], pieces[2::2], strict=True) if _MARK.fullmatch(first) else _behind(pieces))
    chosen = [word for mark, word in boxes if mark in _TICKED]
    # A tick and a cross without a word (√×) are two answers.
    if len(chosen) != 1 or not chosen[0].strip(_CROSSES) or len(boxes) < len(words):
        return "", f"{MANY_TICKS}，现为“{text}”"
    return chosen[0], ""


def _behind(pieces: list[str]) -> list[tuple[str, str]]:
    """Return the boxes that stand behind their words."""
    return [(mark, word) for word, mark in zip(pieces[0::2], pieces[1::2], strict=False)]
