"""The folders in which rule packs stand: those shipped, and those named by MEDCHECK_RULES. It reads no rules.

Worker processes have the same variable, and so find the same folders.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import Place, Problem, RuleError
from medcheck.shown import shown_name

RULES_VARIABLE = "MEDCHECK_RULES"
_PACK = "pack.yaml"

Folder = Path | Traversable
# Returns the folder of a pack by its id, or None where nobody knows it.
Find = Callable[[str], Folder | None]


class PackFolder(NamedTuple):
    """A pack among those an application is judged by: its id and its folder."""

    pack: str
    folder: Folder


def rule_folders() -> tuple[Folder, ...]:
    """Return the folders to look in, those of MEDCHECK_RULES first; raise RuleError for one without any pack."""
    return _rule_folders(os.environ.get(RULES_VARIABLE, ""))


@cache
def _rule_folders(stated: str) -> tuple[Folder, ...]:
    named = [Path(folder) for folder in stated.split(os.pathsep) if folder]
    problems = [
        Problem(
            Place(RULES_VARIABLE),
            f"文件夹“{shown_name(folder.name or str(folder))}”中没有规则包",
            "指定放有规则包的文件夹，或一个规则包的文件夹",
        )
        for folder in named
        if not any(_packs_of(folder))
    ]
    if problems:
        raise RuleError(problems)
    return (*dict.fromkeys(folder.resolve() for folder in named), files("medcheck.rules"))


@cache
def pack_places(folders: tuple[Folder, ...]) -> dict[str, Folder]:
    """Return the folder of each pack by its id; raise RuleError where two folders hold packs of one id.

    A folder that is itself a pack was asked for, and goes before packs of the same id elsewhere.
    """
    asked = [folder for folder in folders if (folder / _PACK).is_file()]
    others = [pack for folder in folders if folder not in asked for pack in _packs_of(folder)]
    places: dict[str, Folder] = {folder.name: folder for folder in asked}
    twice = [*_twice(asked), *_twice([pack for pack in others if pack.name not in places])]
    if twice:
        mend = "给其中一个改名（文件夹与 pack.yaml 的 id）"
        raise RuleError(Problem(Place(RULES_VARIABLE), f"有两个规则包都叫“{name}”", mend) for name in twice)
    return {**{pack.name: pack for pack in others}, **places}


def levels_of(folder: Folder, find: Find) -> tuple[PackFolder, ...]:
    """Return a pack with those it builds on, the highest level first; each stands there once.

    What cannot be found or read is left out here: loading the pack says so. Raises RuleError for a pack.yaml that is no YAML.
    """
    return tuple(dict.fromkeys(_levels(folder, find, ())))


def _levels(folder: Folder, find: Find, within: tuple[str, ...]) -> Iterator[PackFolder]:
    if folder.name in within:
        return
    stated = yaml_source.read(folder / _PACK, f"{folder.name}/{_PACK}").mapping
    for key in ("base", "also"):
        for name in stated[key].items if key in stated else ():
            if (above := find(name.text)) is not None:
                yield from _levels(above, find, (*within, folder.name))
    yield PackFolder(folder.name, folder)


def _packs_of(folder: Folder) -> Iterator[Folder]:
    """Yield the packs of a folder: itself, or those in it."""
    if not folder.is_dir():
        return
    if (folder / _PACK).is_file():
        yield folder
        return
    yield from (each for each in folder.iterdir() if each.is_dir() and (each / _PACK).is_file())


def _twice(packs: Sequence[Folder]) -> Iterator[str]:
    """Yield each name that two different folders have; a folder that is named twice is one."""
    seen: dict[str, Folder] = {}
    for pack in packs:
        if seen.setdefault(pack.name, pack) != pack:
            yield pack.name
