"""What verifying a file came to, as one value; nothing here is found out or printed."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.assessment.compare.comparison import Change, Differing, Head


class Verified(NamedTuple):
    """What was found of one file.

    `altered` is what was changed in the file itself since it was made, `differing` what it rests on that is not the same,
    `changes` findings that do not stand, `others` further parts that came out differently, `unchecked` what could not be
    compared, `told` remarks that cost nothing (the same content in other bytes). `head` is of whom and by what a report
    was made (None for the files of a batch, which `lines` name instead); `total` is the number of its rules, or of a
    batch's applications.
    """

    head: Head | None
    total: int
    altered: tuple[str, ...] = ()
    differing: tuple[Differing, ...] = ()
    changes: tuple[Change, ...] = ()
    others: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def fails(self) -> bool:
        """Return whether something was found that contradicts the file."""
        return bool(self.altered or self.differing or self.changes or self.others)

    @property
    def stands(self) -> bool:
        """Return whether everything of the file was compared, and all of it is as it was made."""
        return not self.fails and not self.unchecked
