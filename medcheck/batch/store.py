"""Keeps what is finished of a batch as it comes: reports as whole files, rows and marks in a small database beside them.

A process that is killed leaves whole reports and whole rows behind; a rerun with the same inputs goes on from there. The
folder belongs to one batch and is locked while it is written; what is replaced is kept as an earlier version.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from pathlib import Path

from pydantic import ValidationError

from medcheck.batch.batch_row import BatchRow, Earlier, Pair, Spot
from medcheck.batch.binding import Binding, require_same
from medcheck.batch.earlier import TABLE, earlier_of, keep_earlier
from medcheck.batch.folder_lock import lock
from medcheck.batch.marks import WORDS, ValueMark
from medcheck.batch.worker import Outcome
from medcheck.disk import is_within, write_whole
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import file_name

_TABLES = f"""
CREATE TABLE IF NOT EXISTS binding (json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS salt (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS row (name TEXT PRIMARY KEY, key TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mark (name TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL, shown TEXT, cell TEXT);
CREATE INDEX IF NOT EXISTS mark_hash ON mark (kind, hash);
CREATE INDEX IF NOT EXISTS mark_name ON mark (name);
{TABLE}
"""
_REPLACED = "申请表或评估选项有变化，已重新评估"
_GONE = "申请表已不在文件夹中"
_MOST_PAIRED = 30  # of more applications with one value each is paired with the first only: 30 make 435 pairs
_PAIRS = f"""
WITH same AS (
    SELECT kind, hash, min(name) AS leader, count(DISTINCT name) AS size FROM mark GROUP BY kind, hash HAVING size > 1
)
SELECT kind, second.shown, second.name, second.cell, first.name, first.cell, size
FROM same JOIN mark AS first USING (kind, hash) JOIN mark AS second USING (kind, hash)
WHERE first.name < second.name AND (size <= {_MOST_PAIRED} OR first.name = leader)
ORDER BY first.name, second.name, kind, first.cell, second.cell
"""


class BatchStore:
    """The output folder of a batch; `with Store(folder) as store`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / ".medcheck").mkdir(parents=True, exist_ok=True)
            for end in ("", "-wal", "-shm", "-journal"):  # the database writes to all of them, through any link
                self._require_inside(f".medcheck/state.sqlite{end}")
            self._require_inside(".medcheck/lock")
            self._lock = lock(folder)
            self._base = sqlite3.connect(folder / ".medcheck" / "state.sqlite", timeout=2)
            self._base.executescript(
                f"PRAGMA trusted_schema=OFF; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_TABLES}"
            )
        except (OSError, sqlite3.Error) as error:
            text = f"不能在“{folder.name}”中写入结果，或另一次评估正在使用它"
            raise MedcheckError(
                [Problem(Place(file_name(folder)), text, "检查权限和磁盘空间，或用 -o 换一个文件夹")]
            ) from error

    def __enter__(self) -> BatchStore:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database and free the folder."""
        self._base.close()
        self._lock.close()

    def bind(self, binding: Binding, names: Set[str], *, renew: bool) -> None:
        """Let the folder belong to a batch; raise MedcheckError where it belongs to another and is not to be renewed.

        `names` are the workbooks of the batch: by them a folder is known that was written before folders were bound.
        """
        kept = self._base.execute("SELECT json FROM binding").fetchone()
        if not renew:
            if kept:
                require_same(Binding.model_validate_json(kept[0]), binding, self.folder)
            elif not {row.name for row in self.rows()} <= names:
                require_same(Binding(parts={}), binding, self.folder)
        with self._base:
            self._base.execute("DELETE FROM binding")
            self._base.execute("INSERT INTO binding VALUES (?)", (binding.model_dump_json(),))

    def salt(self) -> bytes:
        """Return the salt of this batch's marks, made once."""
        kept = self._base.execute("SELECT value FROM salt").fetchone()
        if kept is None:
            kept = (os.urandom(16),)
            with self._base:
                self._base.execute("INSERT INTO salt VALUES (?)", kept)
        return bytes(kept[0])

    def finished(self) -> Mapping[str, str]:
        """Return by name the keys of the workbooks that were assessed and whose reports are all there."""
        return {row.name: row.key for row in self.rows() if row.status == "assessed" and self._has(row)}

    def keep(self, outcome: Outcome) -> None:
        """Keep an outcome: its reports first, then its row and marks at once; raise MedcheckError where it cannot be.

        What it replaces is kept as an earlier version, unless it is the same result again.
        """
        row = outcome.row
        self._keep_earlier([kept for kept in self._rows_named(row.name) if kept.key != row.key], _REPLACED)
        for name, content in outcome.reports:
            self._require_inside(name)
            write_whole(self.folder / name, content)
        try:
            with self._base:
                self._base.execute(
                    "INSERT OR REPLACE INTO row VALUES (?, ?, ?)", (row.name, row.key, row.model_dump_json())
                )
                self._base.execute("DELETE FROM mark WHERE name = ?", (row.name,))
                self._base.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", _lines(row.name, outcome.marks))
        except sqlite3.Error as error:
            raise self._spoilt() from error

    def forget_others(self, names: Iterable[str]) -> None:
        """Move what is kept of workbooks that are no longer there to the earlier versions, their reports included."""
        known = set(names)
        for row in [row for row in self.rows() if row.name not in known]:
            self._keep_earlier([row], _GONE)
            for name in filter(self._is_inside, row.reports):
                (self.folder / name).unlink(missing_ok=True)
            with self._base:
                self._base.execute("DELETE FROM row WHERE name = ?", (row.name,))
                self._base.execute("DELETE FROM mark WHERE name = ?", (row.name,))

    def rows(self) -> tuple[BatchRow, ...]:
        """Return every row in the order of names; raise MedcheckError where the state of the folder is spoilt."""
        try:
            lines = self._base.execute("SELECT json FROM row ORDER BY name").fetchall()
            return tuple(BatchRow.model_validate_json(text) for (text,) in lines)
        except (sqlite3.Error, ValidationError) as error:
            raise self._spoilt() from error

    def pairs(self, names: Container[str] | None = None) -> tuple[Pair, ...]:
        """Return what stands in two applications, or in two of these; of two by the same facility only that they are."""
        applicants = {row.name: row.applicant for row in self.rows() if names is None or row.name in names}
        lines = [line for line in self._base.execute(_PAIRS) if line[2] in applicants and line[4] in applicants]
        alike = {(first, name) for kind, _, name, _, first, _, _ in lines if kind == "facility"}
        return tuple(
            Pair(
                kind=kind,
                word=WORDS[kind],
                shown=shown if size <= _MOST_PAIRED else f"{shown}（{size} 份相同，只与第一份对照）",
                first=Spot(name=first, applicant=applicants[first], cell=first_cell),
                second=Spot(name=name, applicant=applicants[name], cell=cell),
            )
            for kind, shown, name, cell, first, first_cell, size in lines
            if kind == "facility" or (first, name) not in alike
        )

    def earlier(self) -> tuple[Earlier, ...]:
        """Return the earlier versions, by name and in the order in which they were replaced."""
        return tuple(earlier_of(self._base))

    def _rows_named(self, name: str) -> Iterator[BatchRow]:
        for (text,) in self._base.execute("SELECT json FROM row WHERE name = ?", (name,)):
            yield BatchRow.model_validate_json(text)

    def _keep_earlier(self, rows: Iterable[BatchRow], why: str) -> None:
        try:
            for row in rows:
                keep_earlier(self._base, self.folder, row, why, self._is_inside)
        except (OSError, sqlite3.Error) as error:
            raise self._spoilt() from error

    def _has(self, row: BatchRow) -> bool:
        known = len(row.reports) == len(row.reports_sha256)  # an older program kept no hashes
        return known and all(self._is_inside(name) and (self.folder / name).is_file() for name in row.reports)

    def _spoilt(self) -> MedcheckError:
        text, mend = (
            "已有的结果（.medcheck）不能读写，可能已损坏或磁盘已满",
            "检查磁盘空间；仍不行的，用 -o 换一个文件夹",
        )
        return MedcheckError([Problem(Place(file_name(self.folder)), text, mend)])

    def _is_inside(self, name: str) -> bool:
        """Return whether a name, whoever wrote it down, is that of a file below the folder, links followed."""
        path = self.folder / name
        return not path.is_symlink() and is_within(path, self.folder)

    def _require_inside(self, name: str) -> None:
        if not self._is_inside(name):
            text = "结果文件夹里有通向别处的链接，没有写入"
            raise MedcheckError([Problem(Place(name), text, "删去该链接，或用 -o 换一个文件夹")])


def _lines(name: str, marks: Iterable[ValueMark]) -> Iterator[tuple[str, str, str, str, str]]:
    return ((name, *mark) for mark in marks)
