"""Finds the applications in a folder, and decides under which names their reports go."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from medcheck.batch.batch_row import Other
from medcheck.errors import Place, Problem, WorkbookError
from medcheck.report.report_files import safe_name
from medcheck.shown import file_name, shown_name

# Read by content whatever the ending; these endings say that a workbook is meant.
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xltx", ".xltm", ".xlsb"})
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LOCKS = ("~$", ".~")
LINK = "是链接（快捷方式），没有评估；需要评估的，把文件本身放进文件夹"
UNREADABLE = "没有读取权限或无法打开，没有评估；检查权限后重试"
SPECIAL = "不是普通文件（管道、设备等），没有评估"
_PERHAPS = (LINK, UNREADABLE, SPECIAL)


class Job(NamedTuple):
    """One workbook to assess: its path, its name within the batch (`/` between folders), where its reports go."""

    path: Path
    name: str
    stem: str
    folder: str


class FolderListing(NamedTuple):
    """What a folder holds: workbooks by name, everything else with why it is not assessed, how many are left by programs.

    `refused` are what may be applications and could not be read: links, folders nobody may look into, pipes.
    """

    jobs: tuple[Job, ...]
    others: tuple[Other, ...]
    skipped: int
    refused: tuple[Other, ...] = ()


def scan(folder: Path, output: Path) -> FolderListing:
    """Return what a folder holds, however deep, nothing left out; raise WorkbookError where there is no workbook in it."""
    if not folder.is_dir():
        raise WorkbookError([Problem(Place(file_name(folder)), "需要一个文件夹，现不是文件夹", "写明放申请表的文件夹")])
    jobs: list[tuple[str, Path]] = []
    others: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    skipped = 0
    for path, why in _entries(folder, output):
        name = path.relative_to(folder).as_posix()
        if why:
            (refused if why in _PERHAPS else others).append((name, why))
        elif path.name.startswith(_LOCKS) or path.name.lower() in _LEFT_BEHIND:
            skipped += 1
            others.append((name, "Excel、WPS 或系统留下的临时文件，已跳过"))
        elif path.suffix.lower() in _WORKBOOKS:
            jobs.append((name, path))
        else:
            others.append((name, "不是工作簿，没有评估"))
    if not jobs and not refused:
        mend = "核对文件夹；申请表应为 .xlsx（也可为 .xls、.et、.ods）"
        raise WorkbookError([Problem(Place(file_name(folder) or str(folder)), "文件夹中没有申请表", mend)])
    shown = _shown([name for name, _ in (*jobs, *others, *refused)])
    left, open_ = (
        tuple(sorted((Other(name=shown[name], why=why) for name, why in some), key=lambda other: other.name))
        for some in (others, refused)
    )
    return FolderListing(tuple(_job(name, shown[name], path) for name, path in sorted(jobs)), left, skipped, open_)


def _entries(folder: Path, output: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file and whatever else stands there, with why it is not looked into; links are never followed."""
    waiting = [folder]
    while waiting:
        try:
            paths = sorted(waiting.pop().iterdir())
        except OSError:
            continue  # told where it was found
        for path in paths:
            why = _why_not(path, output)
            if why or not path.is_dir():
                yield path, why
            else:
                waiting.append(path)


def _why_not(path: Path, output: Path) -> str:
    """Return why an entry is neither a file to look at nor a folder to go into; an empty string where it is one."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return LINK
        if stat.S_ISDIR(mode):
            if path.resolve() == output.resolve() or (path / ".medcheck").is_dir():
                return "批量评估的结果文件夹，其中的文件没有评估"
            os.scandir(path).close()
            return ""
    except OSError:
        return UNREADABLE
    return "" if stat.S_ISREG(mode) else SPECIAL


def _shown(names: Iterable[str]) -> Mapping[str, str]:
    """Return each name as it is shown; of two that look alike the later one has a mark behind it."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names):
        written = shown_name(name)
        if written in taken:
            written = f"{written}（{_digest(name)[:6]}）"
        taken.add(written)
        shown[name] = written
    return shown


def _job(name: str, shown: str, path: Path) -> Job:
    """Return the job of a file; its report names depend on its own name only, so that a rerun finds them again."""
    digest = _digest(name)
    stem = safe_name(path.stem)
    plain = name == f"{stem}.xlsx" and stem == stem.lower() and len(PurePosixPath(name).parts) == 1
    return Job(path, shown, stem if plain else f"{stem}-{digest[:6]}", digest[0])


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
