"""Keeps earlier reports of a batch under another name: those that are replaced, and those whose workbook is gone."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from medcheck.batch.batch_row import BatchRow, Earlier

TABLE = """
CREATE TABLE IF NOT EXISTS earlier (
    name TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (name, number)
);
"""
_FOLDER = "早先版本"


def keep_earlier(
    base: sqlite3.Connection, folder: Path, row: BatchRow, why: str, inside: Callable[[str], bool]
) -> None:
    """Keep the reports of a row that is about to be replaced or dropped, and the row with them.

    A copy is made before it is written down, and both before anything is replaced: whoever is killed in between finds
    the reports at their old place, and the same result is kept once. `inside` says which names stand in the folder.
    """
    known = base.execute("SELECT 1 FROM earlier WHERE name = ? AND key = ?", (row.name, row.key)).fetchone()
    if known or row.status != "assessed":
        return
    (number,) = base.execute("SELECT count(*) + 1 FROM earlier WHERE name = ?", (row.name,)).fetchone()
    copies = tuple(_copies(folder, row, number, inside))
    kept = Earlier(
        name=row.name,
        number=number,
        why=why,
        applicant=row.applicant,
        conclusion_word=row.conclusion_word,
        sha256=row.sha256,
        reports=tuple(name for name, _ in copies),
        reports_sha256=tuple(digest for _, digest in copies),
    )
    with base:
        base.execute("INSERT INTO earlier VALUES (?, ?, ?, ?)", (row.name, number, row.key, kept.model_dump_json()))


def earlier_of(base: sqlite3.Connection) -> Iterator[Earlier]:
    """Yield everything that was kept, by name and in the order in which it was replaced."""
    for (text,) in base.execute("SELECT json FROM earlier ORDER BY name, number"):
        yield Earlier.model_validate_json(text)


def _copies(folder: Path, row: BatchRow, number: int, inside: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield the name of each copy, made under the number of the version, and the hash the report was written with.

    A report that is gone is passed over.
    """
    for name, digest in zip_longest(row.reports, row.reports_sha256, fillvalue=""):
        if not inside(name):
            continue
        source, path = folder / name, PurePosixPath(name)
        target = f"{_FOLDER}/{path.parent.name}/{number}-{path.name}"
        if not source.is_file() or not inside(target):
            continue
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).unlink(missing_ok=True)
        try:
            os.link(source, folder / target)  # reports are replaced whole, never written through: a link stays as it is
        except OSError:
            shutil.copyfile(source, folder / target)
        yield target, digest
