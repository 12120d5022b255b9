"""Which files of a folder are applications, and under which names their reports go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from medcheck.errors import Place, Problem, WorkbookError
from medcheck.report.files import safe_name
from medcheck.shown import file_name

# Read by content whatever the ending; these endings say that a workbook is meant.
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xltx", ".xltm", ".xlsb"})
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LOCKS = ("~$", ".~")


class Job(NamedTuple):
    """One workbook to assess: its path, its name within the batch (`/` between folders), where its reports go."""

    path: Path
    name: str
    stem: str
    folder: str


class Found(NamedTuple):
    """What a folder holds: workbooks by name, files that are none, and how many were left behind by programs."""

    jobs: tuple[Job, ...]
    others: tuple[str, ...]
    skipped: int


def scan(folder: Path, output: Path) -> Found:
    """Return the workbooks under a folder, without those under `output`; raise WorkbookError where there is none."""
    names: list[tuple[str, Path]] = []
    others: list[str] = []
    skipped = 0
    if not folder.is_dir():
        raise WorkbookError([Problem(Place(file_name(folder)), "需要一个文件夹，现不是文件夹", "写明放申请表的文件夹")])
    for path in _files(folder, output):
        name = path.relative_to(folder).as_posix()
        if path.name.startswith(_LOCKS) or path.name.lower() in _LEFT_BEHIND:
            skipped += 1
        elif path.suffix.lower() in _WORKBOOKS:
            names.append((name, path))
        else:
            others.append(name)
    if not names:
        mend = "核对文件夹；申请表应为 .xlsx（也可为 .xls、.et、.ods）"
        raise WorkbookError([Problem(Place(folder.name or str(folder)), "文件夹中没有申请表", mend)])
    return Found(tuple(_job(name, path) for name, path in sorted(names)), tuple(sorted(others)), skipped)


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """Yield every file, links not followed; a folder that a batch wrote is no input."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            if path.resolve() != output.resolve() and not (path / ".medcheck").is_dir():
                yield from _files(path, output)
        elif path.is_file():
            yield path


def _job(name: str, path: Path) -> Job:
    """Return the job of a file; its report names depend on its own name only, so that a rerun finds them again."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    stem = safe_name(path.stem)
    plain = name == f"{stem}.xlsx" and stem == stem.lower() and len(PurePosixPath(name).parts) == 1
    return Job(path, name, stem if plain else f"{stem}-{digest[:6]}", digest[0])
