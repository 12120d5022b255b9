"""The log of a bug of ours: how it came about, with which versions, by which command. Knows nothing of applications."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from medcheck import __version__
from medcheck.form.private import masked_text


def write_bug_log(error: BaseException) -> Path | None:
    """Write the log of an error into the current folder, else into the temporary one; return its path.

    Numbers of persons are masked. Returns None where neither folder can be written.
    """
    now = datetime.now()
    text = masked_text("\n".join(_lines(error, now)))
    name = f"medcheck-缺陷-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    for path in (Path(name), Path(tempfile.gettempdir()) / name):
        try:
            path.write_text(text, encoding="utf-8")
            return path.absolute()
        except OSError:
            continue  # the next folder is tried; with none left the caller says so
    return None


def _lines(error: BaseException, now: datetime) -> Iterator[str]:
    yield f"时间：{now:%Y-%m-%d %H:%M:%S}"
    yield f"命令：{' '.join(sys.argv)}"
    yield f"系统：{platform.platform()}，Python {platform.python_version()}"
    yield f"版本：medcheck {__version__}"
    yield from (f"　　　{name} {installed}" for name, installed in _versions())
    yield ""
    yield "".join(traceback.format_exception(error))


def _versions() -> Iterator[tuple[str, str]]:
    """Yield the packages medcheck needs, optional ones included, with the version that is installed."""
    try:
        needed = requires("medcheck") or []
    except PackageNotFoundError:
        needed = []  # run from a source tree that was never installed
    for name in dict.fromkeys(_name(line) for line in needed):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "未安装"


def _name(requirement: str) -> str:
    """Return the name of `openpyxl>=3.1; extra == "word"`."""
    for at, sign in enumerate(requirement):
        if not (sign.isalnum() or sign in "-_."):
            return requirement[:at]
    return requirement
