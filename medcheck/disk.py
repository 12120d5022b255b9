"""The one way in which files are opened and written: ordinary files only, read bounded, written whole or not at all.

A pipe is never waited for, a device never read, a link never written through. Knows nothing of what stands in a file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from medcheck.errors import MedcheckError, Place, Problem, WorkbookError
from medcheck.shown import file_name

MEGABYTE = 1024 * 1024
LARGEST_RESULT = 256 * MEGABYTE  # of our own reports, which are read again
Why = tuple[str, str]  # what is wrong, and how to mend it

MISSING: Why = ("文件不存在或无法打开", "检查文件名和权限后重试")
_NOT_A_FILE = {
    stat.S_ISDIR: ("需要一个文件，现为文件夹", "写明文件夹里的那一个文件；整个文件夹用 medcheck batch 评估"),
    stat.S_ISFIFO: ("需要一个文件，现为管道", "先把内容保存为文件"),
    stat.S_ISSOCK: ("需要一个文件，现为套接字", "核对文件名和所在文件夹"),
    stat.S_ISCHR: ("需要一个文件，现为设备", "核对文件名和所在文件夹"),
    stat.S_ISBLK: ("需要一个文件，现为设备", "核对文件名和所在文件夹"),
}
_MEND_WRITING = "关闭正在打开的同名文件，检查文件夹权限和磁盘空间，或用 -o 换一个文件夹"
_WHY_NOT_WRITTEN = {
    errno.ENOENT: "文件夹不存在",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过了允许的大小",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名的文件已存在，不是文件夹",
    errno.EISDIR: "同名的文件夹已存在",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "路径中的链接绕成了圈",
}


def read_file(path: Path, largest: int, *, missing: Why = MISSING, too_large: str = "") -> bytes:
    """Return the content of an ordinary file; raise WorkbookError where it is none, cannot be read, or is larger.

    `missing` is what is said of a file that cannot be opened, `too_large` how a large one is mended.
    """
    try:
        # Opening a pipe waits for a writer unless told not to; of an ordinary file the flag changes nothing.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise _refused(path, _why_not_opened(path, missing)) from error
    status = os.fstat(descriptor)
    if why := _why_no_file(status.st_mode):
        os.close(descriptor)
        raise _refused(path, why)
    with os.fdopen(descriptor, "rb") as stream:
        if status.st_size > largest:
            raise _refused(path, _too_large(status.st_size, largest, too_large))
        try:
            content = stream.read(status.st_size + 1)  # room is made for as much as is asked for
            if len(content) > status.st_size:  # it grew meanwhile
                content += stream.read(largest + 1 - len(content))
        except OSError as error:
            raise _refused(path, missing) from error
    if len(content) > largest:
        raise _refused(path, _too_large(len(content), largest, too_large))
    return content


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty string where it cannot be read."""
    hashed = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(MEGABYTE):
                hashed.update(chunk)
    except OSError:
        return ""
    return hashed.hexdigest()


def write_whole(path: Path, content: bytes, what: str = "报告") -> None:
    """Write a file whole or not at all, its folder included; raise MedcheckError, which calls it `what`, where it cannot be.

    What stands there already is replaced, never written through: of a link the link, and only an ordinary file.
    """
    part = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            raise _refused(path, (f"不能写入{what}：同名的是管道或设备，不是文件", "换一个文件名"))
        # A name nobody can foresee, opened only where nothing stands: no link laid there beforehand is followed.
        descriptor, part = tempfile.mkstemp(suffix=".part", prefix=".", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, path)
    except (OSError, ValueError) as error:
        why = _WHY_NOT_WRITTEN.get(getattr(error, "errno", None) or 0, "无法写入")
        raise _refused(path, (f"不能写入{what}：{why}", _MEND_WRITING), MedcheckError) from error
    finally:
        if part:
            with suppress(OSError):
                os.unlink(part)


def why_not_written(error: OSError) -> str:
    """Return in Chinese why the system refused to write."""
    return _WHY_NOT_WRITTEN.get(error.errno or 0, "无法读写")


def is_within(path: Path, folder: Path) -> bool:
    """Return whether a path, links followed, stands below a folder: nothing else of a name somebody else wrote is touched."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _why_not_opened(path: Path, missing: Why) -> Why:
    """Return why a path could not be opened: what it is where that is told, else what is said of a missing file."""
    try:
        return _why_no_file(path.stat().st_mode) or missing
    except (OSError, ValueError):
        return missing


def _why_no_file(mode: int) -> Why | None:
    return None if stat.S_ISREG(mode) else next((why for test, why in _NOT_A_FILE.items() if test(mode)), MISSING)


def _too_large(size: int, largest: int, mend: str) -> Why:
    text = f"文件应不超过 {largest // MEGABYTE} MB，现为 {size / MEGABYTE:.1f} MB"
    return text, mend or "核对是否选对了文件"


def _refused(path: Path, why: Why, error: type[MedcheckError] = WorkbookError) -> MedcheckError:
    return error([Problem(Place(file_name(path) or str(path)), *why)])


def _umask() -> int:
    """Return the mask of the process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
