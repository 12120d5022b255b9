"""Learns in one pass over a sheet's bytes how its cells begin: how far they reach, and which searches can be skipped.

Most sheets hold plain cells only, which one search that finds nothing shows. Of another one the different beginnings are
gathered: a sheet of 40,000 cells begins them in some ten ways (` s="5" t="n"><v`), and what is true of each of these is true
of the sheet. A parser that calls back for every element takes six times as long. Knows nothing of values.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from medcheck.context import keep

# A cell of the first 26 columns and 9,999 rows, or of any: what its tag says behind the reference, and what comes next; a
# number is told by its first sign where that is no digit.
# A cell without a reference at its beginning is found too, with nothing behind.
_NEAR, _ANYWHERE = (
    re.compile(rb'<c(?: r="%s"([^>]*+>(?:<v>[^0-9<]|<[^c<])?+)|[ >/\n\t\r])' % reference, re.DOTALL)
    for reference in (rb"[A-Z][0-9]{1,4}+", rb"[A-Z]{1,3}+[0-9]{1,7}+")
)
# Attributes as office programs write them, one of them the style, none a second reference; the end of the tag, what comes next.
_BEGINNING = re.compile(rb'(?: (?:s="([0-9]{1,9})"|[a-qt-z][a-z]*="[^"<]*"))* ?(?:(/>)|>)(<.(?:>.)?)?', re.DOTALL)
# A cell that is not as nearly all are: near, of a style, and with a shared or own text, a number above nought or nothing in it.
_NOT_PLAIN = re.compile(
    rb'<c[ >/\n\t\r](?!r="[A-Z][0-9]{1,4}+" s="[0-9]{1,9}+"(?: t="(?:inlineStr|n|s)")?+(?: ?/>|><(?:v>[0-9]|is>)))'
)
_PREFIXED = re.compile(rb":c\s*>")
_KEPT, _LONGEST = 256, 200  # beginnings remembered, and the bytes of one as any office program writes it
_NEGATIVE = (b"<v>-", b"<v>n", b"<v>N")
_FEW = 1000  # hits of a byte
_HEAD = 512  # bytes in which the root of a sheet says which prefix it has


class CellTags(NamedTuple):
    """What the tags of all cells of a sheet have in common.

    `are_near` is whether all stand in A1:Z9999, each at one reference; `are_usual` whether all are written as office programs
    write them, so that a search of bytes finds each: the rest is only known of such. `styles` are those that cells name,
    None where nobody looked; `unstyled` is whether some cell names none, `may_fail` whether one holds an error or a formula,
    `may_be_negative` whether one holds a formula, a number below nought or what is no number.
    """

    are_near: bool
    are_usual: bool
    styles: frozenset[int] | None = None
    unstyled: bool = True
    may_fail: bool = True
    may_be_negative: bool = True


_PLAIN = CellTags(are_near=True, are_usual=True, unstyled=False, may_fail=False, may_be_negative=False)


class _Beginning(NamedTuple):
    """What one way of beginning a cell says: its style, and the rest as for all cells of a sheet.

    `is_whole` is whether the cell ends with its tag, or another tag follows at once.
    """

    style: int | None
    may_fail: bool
    may_be_negative: bool
    is_whole: bool


def cell_tags(part: bytes) -> CellTags:
    """Return what the tags of the cells of a sheet have in common."""
    if _has_prefixes(part):
        return CellTags(are_near=False, are_usual=False)
    has_declarations = b"!" in part and b"<!" in part
    if not has_declarations and not _NOT_PLAIN.search(part):
        return _PLAIN
    near = _beginnings(_NEAR, part)
    all_of = _beginnings(_ANYWHERE, part) if near is None else near
    if all_of is None or has_declarations:
        return CellTags(are_near=near is not None, are_usual=False)
    styles = {beginning.style for beginning in all_of}
    return CellTags(
        near is not None,
        are_usual=all(beginning.is_whole for beginning in all_of),
        styles=frozenset(style for style in styles if style is not None),
        unstyled=None in styles,
        may_fail=any(beginning.may_fail for beginning in all_of),
        may_be_negative=any(beginning.may_be_negative for beginning in all_of),
    )


def _beginnings(pattern: re.Pattern[bytes], part: bytes) -> list[_Beginning] | None:
    """Return the different beginnings of the cells; None where a cell is not where the pattern looks, or has two references."""
    different = set(pattern.findall(part))
    if max(map(len, different), default=0) > _LONGEST:
        return None
    read = [_read(beginning) for beginning in different]
    return None if None in read else [one for one in read if one]


@keep(_KEPT)
def _read(beginning: bytes) -> _Beginning | None:
    """Return what a beginning says; None where it is not written as office programs write it. Sheets have the same ones."""
    match = _BEGINNING.fullmatch(beginning)
    if match is None:
        return None
    style, blank, following = match.groups(b"")
    has_formula = following.startswith(b"<f")
    return _Beginning(
        int(style) if style else None,
        may_fail=has_formula or b' t="e"' in beginning,
        may_be_negative=has_formula or following in _NEGATIVE,
        is_whole=bool(blank or following),
    )


def _has_prefixes(part: bytes) -> bool:
    """Return whether the tags of a sheet may begin with a prefix."""
    return b":worksheet" in part[:_HEAD] or has_rare(part, b":", _PREFIXED)


def has_rare(part: bytes, byte: bytes, mark: re.Pattern[bytes]) -> bool:
    """Return whether a sheet has a mark that begins with a byte.

    One byte is found fifty times as fast as several: where it is rare, each is looked at, where it is not, the mark is searched.
    """
    at = -1
    for _ in range(_FEW):
        at = part.find(byte, at + 1)
        if at < 0 or mark.match(part, at):
            return at >= 0
    return mark.search(part, at) is not None
