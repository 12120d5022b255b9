"""How the cells of a sheet begin: one pass over its bytes tells how far they reach and what the look need not search for.

A sheet of 40,000 cells begins them in some ten different ways (` s="5" t="n"><v`), and what is true of each of these is true of
the sheet. A parser that calls back for every element takes six times as long. Knows nothing of values.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A cell of the first 26 columns and 9,999 rows, or of any: what its tag says behind the reference, and what comes next.
# A cell without a reference at its beginning is found too, with nothing behind.
_NEAR, _ANYWHERE = (
    re.compile(rb'<c(?: r="%s"([^>]*+>(?:<[^c])?+)|[ >/\n\t\r])' % reference)
    for reference in (rb"[A-Z][0-9]{1,4}+", rb"[A-Z]{1,3}+[0-9]{1,7}+")
)
# Attributes as office programs write them, one of them the style, none a second reference; the end of the tag, what comes next.
_BEGINNING = re.compile(
    rb'(?: (?:s="(?P<style>[0-9]{1,9})"|[a-qt-z][a-z]*="[^"<]*"))* ?(?:(?P<blank>/>)|>)(?P<next><.)?', re.DOTALL
)
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
    all_of = _beginnings(_ANYWHERE, part) if near is None else near
    if all_of is None or (b"!" in part and b"<!" in part):
        return CellTags(are_near=near is not None, are_usual=False)
    styles = {match["style"] for match in all_of}
    return CellTags(
        near is not None,
        are_usual=all(match["blank"] or match["next"] for match in all_of),
        styles=frozenset(map(int, filter(None, styles))),
        unstyled=None in styles,
        may_fail=any(match["next"] == b"<f" or b' t="e"' in match[0] for match in all_of),
    )


def _beginnings(pattern: re.Pattern[bytes], part: bytes) -> list[re.Match[bytes]] | None:
    """Return the different beginnings of the cells; None where a cell is not where the pattern looks, or has two references."""
    matches = []
    for beginning in set(pattern.findall(part)):
        match = _BEGINNING.fullmatch(beginning)
        if match is None:
            return None
        matches.append(match)
    return matches


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
