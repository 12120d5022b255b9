"""Files by their SHA-256 in a folder beside the database, written and synced before the event that names them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from medcheck.disk import LARGEST_RESULT, read_file, why_not_written
from medcheck.register.connect import opened, refuse

_HASH = 64


def keep_file(content: bytes) -> str:
    """Keep a file and return its SHA-256; it lies on the disk when this returns. Raises RegisterError where it cannot."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(content):
        return digest
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(suffix=".part", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
        _sync(path.parent)
    except OSError as error:
        raise refuse(opened().files.name, f"不能保存文件：{why_not_written(error)}", "检查磁盘空间和权限") from error
    return digest


def file_content(digest: str) -> bytes:
    """Return a kept file; raise RegisterError where it is missing or is not what it was."""
    path = path_of(digest)
    if not path.is_file():
        raise refuse(opened().files.name, f"缺少文件 {digest[:12]}…", "从备份恢复这个文件")
    content = read_file(path, LARGEST_RESULT)
    if hashlib.sha256(content).hexdigest() != digest:
        raise refuse(opened().files.name, f"文件 {digest[:12]}… 与保存时不同", "从备份恢复这个文件，并查明是谁改动的")
    return content


def path_of(digest: str) -> Path:
    """Return where a file lies."""
    return opened().files / digest[:2] / digest


def kept_files() -> Iterator[str]:
    """Yield the SHA-256 of every file that lies there."""
    for path in sorted(opened().files.glob("??/*")):
        if len(path.name) == _HASH:
            yield path.name


def erase_file(digest: str) -> None:
    """Take a file away; one that is gone already is no fault."""
    path_of(digest).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
