"""What a rule pack is proved by: the SHA-256 of every file that a verdict or a day rests on, and one over all of them.

The cases beside the rules are not among them: they prove the rules and decide nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck.form.form_source import form_files
from medcheck.limits import LAST_YEAR
from medcheck.rulebook.pack_source import PackSource
from medcheck.vocabulary import Vocabulary
from medcheck.workday import announced_days


class HashedPart(NamedTuple):
    """One file, or the announced days of some years: what it is called, and its SHA-256 (line ends as LF)."""

    name: str
    sha256: str


def hashed_parts(folder: Path | Traversable, source: PackSource, vocabulary: Vocabulary) -> tuple[HashedPart, ...]:
    """Return everything a pack's verdicts and days rest on: its rules and tables, the vocabulary, the calendar, the forms.

    The days that the installed calendar knows beside rules/calendar.yaml count for the years in which the pack is in
    force and the one after: a year that is announced later changes nothing that was judged before.
    """
    first, last = source.valid_from.year, min(source.last_day.year + 1, LAST_YEAR)
    return (
        *(HashedPart(f"{folder.name}/{name}", _hash(content)) for name, content in _pack_files(folder)),
        HashedPart("facts.yaml", vocabulary.sha256),
        HashedPart("calendar.yaml", _hash((files("medcheck.rules") / "calendar.yaml").read_bytes())),
        HashedPart(f"节假日和调休 {first}-{last}", _hash(announced_days(first, last).encode())),
        *(HashedPart(f"forms/{name}", _hash(content)) for name, content in form_files()),
    )


def whole_hash(parts: Iterable[HashedPart]) -> str:
    """Return the hash of a pack: the SHA-256 of its list of hashes, as `sha256sum` prints it."""
    return hashlib.sha256("".join(f"{part.sha256}  {part.name}\n" for part in parts).encode()).hexdigest()


def _pack_files(folder: Path | Traversable) -> Iterator[tuple[str, bytes]]:
    for part, prefix in ((folder, ""), (folder / "forms", "forms/"), (folder / "tables", "tables/")):
        for file in sorted(part.iterdir(), key=lambda f: f.name) if part.is_dir() else ():
            if file.name.endswith(".yaml"):
                yield f"{prefix}{file.name}", file.read_bytes()


def _hash(content: bytes) -> str:
    # A checkout on Windows may have other line ends; the rules are the same.
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
