"""Writes the files of a new rule pack into a folder that is not there yet, and refuses what would not be a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from medcheck.disk import write_whole
from medcheck.errors import MedcheckError, Place, Problem, RuleError
from medcheck.pack_folders import pack_places, rule_folders
from medcheck.rulebook.pack import load_pack
from medcheck.shown import shown_name

_NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


def require_pack_name(name: str) -> None:
    """Raise RuleError where a name cannot be the id of a pack, or a pack at hand has it."""
    place = Place("medcheck rules new")
    if not re.fullmatch(_NAME, name):
        text = f"编号应由小写英文字母、数字和短横组成，现为“{shown_name(name)}”"
        raise RuleError([Problem(place, text, "例如 dongshan-2027：地名和年份")])
    if name in pack_places(rule_folders()):
        raise RuleError([Problem(place, f"已有规则包“{name}”", "换一个编号")])


def write_pack(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a pack; raise MedcheckError where the folder is there, RuleError where they are no pack.

    They are read first where nobody sees them: a region that is no code leaves nothing behind.
    """
    if folder.exists():
        problem = Problem(Place(shown_name(folder.name)), "文件夹已存在，没有写入", "换一个编号或文件夹")
        raise MedcheckError([problem])
    with TemporaryDirectory() as place:
        trial = Path(place, folder.name)
        _write(trial, files)
        load_pack(trial, find=pack_places(rule_folders()).get)
    _write(folder, files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, content, "规则包")
