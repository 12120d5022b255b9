"""What is finished of a batch, kept as it comes: reports as whole files, rows and marks in a small database beside them.

A process that is killed leaves whole reports and whole rows behind; a rerun with the same inputs goes on from there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from medcheck.batch.marks import WORDS, Mark
from medcheck.batch.worker import Outcome
from medcheck.disk import write_whole
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.row import Pair, Row, Spot

_TABLES = """
CREATE TABLE IF NOT EXISTS salt (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS row (name TEXT PRIMARY KEY, key TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mark (name TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL, shown TEXT, cell TEXT);
CREATE INDEX IF NOT EXISTS mark_hash ON mark (kind, hash);
CREATE INDEX IF NOT EXISTS mark_name ON mark (name);
"""
_PAIRS = """
SELECT kind, shown, name, cell, first_name, first_cell FROM (
    SELECT kind, shown, name, cell,
        first_value(name) OVER same AS first_name, first_value(cell) OVER same AS first_cell
    FROM mark WINDOW same AS (PARTITION BY kind, hash ORDER BY name, cell)
) WHERE name <> first_name ORDER BY first_name, name, kind, first_cell, cell
"""


class Store:
    """The output folder of a batch; `with Store(folder) as store`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / ".medcheck").mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(folder / ".medcheck" / "state.sqlite", timeout=2)
            self._base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_TABLES}")
        except (OSError, sqlite3.Error) as error:
            text = f"不能在“{folder.name}”中写入结果，或另一次评估正在使用它"
            raise MedcheckError(
                [Problem(Place(folder.name), text, "检查权限和磁盘空间，或用 -o 换一个文件夹")]
            ) from error

    def __enter__(self) -> Store:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self._base.close()

    def salt(self) -> bytes:
        """Return the salt of this batch's marks, made once."""
        found = self._base.execute("SELECT value FROM salt").fetchone()
        if found is None:
            found = (os.urandom(16),)
            with self._base:
                self._base.execute("INSERT INTO salt VALUES (?)", found)
        return bytes(found[0])

    def finished(self) -> Mapping[str, str]:
        """Return by name the keys of the workbooks that were assessed and whose reports are all there."""
        rows = (Row.model_validate_json(text) for (text,) in self._base.execute("SELECT json FROM row"))
        return {row.name: row.key for row in rows if row.status == "assessed" and self._has(row)}

    def keep(self, outcome: Outcome) -> None:
        """Keep an outcome: its reports first, then its row and marks at once; raise MedcheckError where it cannot be."""
        row = outcome.row
        for name, content in outcome.reports:
            write_whole(self.folder / name, content)
        with self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO row VALUES (?, ?, ?)", (row.name, row.key, row.model_dump_json())
            )
            self._base.execute("DELETE FROM mark WHERE name = ?", (row.name,))
            self._base.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", _lines(row.name, outcome.marks))

    def forget_others(self, names: Iterable[str]) -> None:
        """Drop what is kept of workbooks that are no longer there, their reports included."""
        known = set(names)
        for row in [row for row in self.rows() if row.name not in known]:
            for name in row.reports:
                (self.folder / name).unlink(missing_ok=True)
            with self._base:
                self._base.execute("DELETE FROM row WHERE name = ?", (row.name,))
                self._base.execute("DELETE FROM mark WHERE name = ?", (row.name,))

    def rows(self) -> tuple[Row, ...]:
        """Return every row in the order of names."""
        found = self._base.execute("SELECT json FROM row ORDER BY name")
        return tuple(Row.model_validate_json(text) for (text,) in found)

    def pairs(self) -> tuple[Pair, ...]:
        """Return what stands in two applications; of two by the same facility only that they are."""
        applicants = {row.name: row.applicant for row in self.rows()}
        found = self._base.execute(_PAIRS).fetchall()
        alike = {(first, name) for kind, _, name, _, first, _ in found if kind == "facility"}
        return tuple(
            Pair(
                kind=kind,
                word=WORDS[kind],
                shown=shown,
                first=Spot(name=first, applicant=applicants[first], cell=first_cell),
                second=Spot(name=name, applicant=applicants[name], cell=cell),
            )
            for kind, shown, name, cell, first, first_cell in found
            if kind == "facility" or (first, name) not in alike
        )

    def _has(self, row: Row) -> bool:
        return all((self.folder / name).is_file() for name in row.reports)


def _lines(name: str, marks: Iterable[Mark]) -> Iterator[tuple[str, str, str, str, str]]:
    return ((name, *mark) for mark in marks)
