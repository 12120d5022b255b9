"""File names as people give them: Windows paths under WSL, names with unquoted blanks, names nearly right. Reads no file."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import shown_name

_WINDOWS = re.compile(r"([A-Za-z]):[\\/](.*)")
_DRIVES = Path("/mnt")  # where WSL shows the drives of Windows
_MOST_NAMES = 5_000  # of one folder that are compared


class UserPath(click.Path):
    """A path as a person types or pastes it; one of Windows, `C:\\表\\申请.xlsx`, is found under WSL."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; of one that must exist and does not, the nearest name of its folder is told."""
        text = _under_wsl(os.fspath(value))
        if self.exists and not os.path.lexists(text):
            self.fail(f"文件不存在{nearest(Path(text))}", param, ctx)
        return super().convert(text, param, ctx)


def joined(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the paths; pieces of one name with blanks that was not quoted are put together where they make a file."""
    left, made = list(paths), list[Path]()
    while left:
        first = left.pop(0)
        for end in range(len(left), 0, -1):
            whole = Path(" ".join(map(str, (first, *left[:end]))))
            if not first.exists() and whole.is_file():
                first, left = whole, left[end:]
                break
        made.append(first)
    return tuple(made)


def require_there(path: Path) -> None:
    """Raise MedcheckError for a file that is not there, with the nearest name of its folder."""
    if not os.path.lexists(path):
        problem = Problem(
            Place(shown_name(str(path.name))),
            f"文件不存在{nearest(path)}",
            "核对文件名和所在文件夹；文件名中有空格的，前后加上引号",
        )
        raise MedcheckError([problem])


def nearest(path: Path) -> str:
    """Return `；是否指“…”？` with the nearest name of the folder, or where the folder itself is not there; else nothing."""
    folder = path.parent
    if not folder.is_dir():
        return f"，没有文件夹“{shown_name(str(folder))}”"
    try:
        names = [entry.name for entry, _ in zip(os.scandir(folder), range(_MOST_NAMES), strict=False)]
    except OSError:
        return ""
    alike = [name for name in names if not name.startswith((".", "~$")) and Path(name).suffix == path.suffix]
    found = difflib.get_close_matches(path.name, alike, 1, 0.6)
    return f"；是否指“{shown_name(found[0])}”？" if found else ""


def _under_wsl(text: str) -> str:
    """Return a path of Windows as WSL has it; any other, and on any other system, as it is."""
    match = _WINDOWS.fullmatch(text)
    if match is None or os.name == "nt" or not (_DRIVES / match[1].lower()).is_dir():
        return text
    return str(_DRIVES / match[1].lower() / match[2].replace("\\", "/"))
