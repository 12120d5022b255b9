"""How the cells of a sheet begin: one pass over its bytes tells how far they reach and what the look need not search for.

A sheet of 40,000 cells begins them in some ten different ways (` s="5" t="n"><v`), and what is true of each of these is true of
the sheet. A parser that calls back for every element takes six times as long. Knows nothing of values.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A cell of the first 26 columns and 9,999 rows, or of any: what its tag says behind the reference, and what comes next.
# A cell without a reference at its beginning is found too, with nothing behind.
_NEAR = re.compile(rb'<c(?: r="[A-Z][0-9]{1,4}"([^>]*>(?:<[^c])?)|[ >/\n\t\r])')
_ANYWHERE = re.compile(rb'<c(?: r="[A-Z]{1,3}[0-9]{1,7}"([^>]*>(?:<[^c])?)|[ >/\n\t\r])')
# Attributes as office programs write them, none of them a second reference, before the end of the tag.
_BEGINNING = re.compile(rb'(?: [a-qs-z][a-z]*="[^"<]*")* ?(?:/>(?:<.)?|>(<.)?)', re.DOTALL)
_STYLE = re.compile(rb' s="([0-9]{1,9})"')
_PREFIXED = re.compile(rb":c\s*>")
_HEAD = 512  # bytes in which the root of a sheet says which prefix it has


class CellTags(NamedTuple):
    """What the tags of all cells of a sheet have in common.

    `are_near` is whether all stand in A1:Z9999, each at one reference; `are_usual` whether all are written as office programs
    write them, so that a search of bytes finds each: the rest is only known of such. `styles` are those that cells name,
    `unstyled` is whether some cell names none, `may_fail` whether one holds an error or a formula.
    """

    are_near: bool
    are_usual: bool
    styles: frozenset[int] = frozenset()
    unstyled: bool = True
    may_fail: bool = True


def cell_tags(part: bytes) -> CellTags:
    """Return what the tags of the cells of a sheet have in common."""
    if _has_prefixes(part):
        return CellTags(are_near=False, are_usual=False)
    near = _beginnings(_NEAR, part)
    wide = near if near is not None else _beginnings(_ANYWHERE, part)
    if wide is None or not all(wide.values()) or (b"!" in part and b"<!" in part):
        return CellTags(are_near=near is not None, are_usual=False)
    styles = [_STYLE.search(beginning) for beginning in wide]
    return CellTags(
        near is not None,
        are_usual=True,
        styles=frozenset(int(style[1]) for style in styles if style),
        unstyled=None in styles,
        may_fail=any(b' t="e"' in beginning or beginning.endswith(b"<f") for beginning in wide),
    )


def _beginnings(pattern: re.Pattern[bytes], part: bytes) -> dict[bytes, bool] | None:
    """Return the different beginnings of the cells, each with whether it ends or goes on with another tag at once.

    None where a cell is not where the pattern looks, or may have a second reference.
    """
    found: dict[bytes, bool] = {}
    for beginning in set(pattern.findall(part)):
        match = _BEGINNING.fullmatch(beginning)
        if match is None:
            return None
        found[beginning] = match[1] is not None or b"/>" in beginning
    return found


def _has_prefixes(part: bytes) -> bool:
    """Return whether the tags of a sheet may begin with a prefix. A colon is rare, and one byte is found at once."""
    if b":worksheet" in part[:_HEAD]:
        return True
    at = -1
    for _ in range(1000):
        at = part.find(b":", at + 1)
        if at < 0 or _PREFIXED.match(part, at):
            return at >= 0
    return _PREFIXED.search(part, at) is not None
