"""The folders in which rule packs stand: those shipped, and those named by MEDCHECK_RULES. It reads no rules.

Worker processes have the same variable, and so find the same folders.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import Place, Problem, RuleError
from medcheck.shown import shown_name

RULES_VARIABLE = "MEDCHECK_RULES"
PACK_FILE = "pack.yaml"
_VOCABULARY = "facts.yaml"

Folder = Path | Traversable
# Returns the folder of a pack by its id, or None where nobody knows it.
Find = Callable[[str], Folder | None]


class PackFolder(NamedTuple):
    """A pack among those an application is judged by: its id and its folder."""

    pack: str
    folder: Folder


def rule_folders() -> tuple[Folder, ...]:
    """Return the folders to look in, those of MEDCHECK_RULES first; raise RuleError for one without any pack.

    The shipped packs come last, but where one of the folders is a whole tree of rules: that one stands in their place.
    """
    return _rule_folders(os.environ.get(RULES_VARIABLE, ""))


def add_folders(folders: Sequence[Path]) -> None:
    """Name further folders in MEDCHECK_RULES, before those it names already; raise RuleError for one without any pack."""
    before = os.environ.get(RULES_VARIABLE, "")
    stated = os.pathsep.join(filter(None, (*(str(folder.resolve()) for folder in folders), before)))
    _rule_folders(stated)
    os.environ[RULES_VARIABLE] = stated


@contextmanager
def folders_kept() -> Iterator[None]:
    """Let what is added to MEDCHECK_RULES inside stand there until the end, and no longer."""
    before = os.environ.get(RULES_VARIABLE)
    try:
        yield
    finally:
        os.environ.pop(RULES_VARIABLE, None)
        if before is not None:
            os.environ[RULES_VARIABLE] = before


def is_rules_tree(folder: Folder) -> bool:
    """Return whether a folder is a whole `rules` of its own: a vocabulary with packs beside it, as in a source tree."""
    return (folder / _VOCABULARY).is_file() and not (folder / PACK_FILE).is_file() and any(_packs_of(folder))


@keep()
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
    resolved = tuple(dict.fromkeys(folder.resolve() for folder in named))
    # A whole tree of rules has packs of the shipped ids with a vocabulary of their own: it stands in place of the shipped.
    return resolved if any(is_rules_tree(folder) for folder in resolved) else (*resolved, files("medcheck.rules"))


@keep()
def pack_places(folders: tuple[Folder, ...]) -> dict[str, Folder]:
    """Return the folder of each pack by its id; raise RuleError where two folders hold packs of one id.

    A folder that is itself a pack was asked for, and goes before packs of the same id elsewhere.
    """
    asked = [folder for folder in folders if (folder / PACK_FILE).is_file()]
    others = [pack for folder in folders if folder not in asked for pack in _packs_of(folder)]
    places: dict[str, Folder] = {folder.name: folder for folder in asked}
    twice = [*_twice(asked), *_twice([pack for pack in others if pack.name not in places])]
    if twice:
        mend = "给其中一个改名（文件夹与 pack.yaml 的 id）"
        raise RuleError(Problem(Place(RULES_VARIABLE), f"有两个规则包都叫“{name}”", mend) for name in twice)
    return {**{pack.name: pack for pack in others}, **places}


def base_finder(pack: Folder, folders: tuple[Folder, ...]) -> Find:
    """Return the way from a pack to those it builds on: beside a pack that was named by its own folder, else at hand."""
    places = pack_places(folders)
    if pack not in folders:
        return places.get
    return lambda name: beside(pack, name) or places.get(name)


def beside(folder: Folder, name: str) -> Path | None:
    """Return the folder of a pack of that name beside a pack's folder, or None where there is none."""
    other = folder.parent / name if isinstance(folder, Path) else None
    return other if other is not None and (other / PACK_FILE).is_file() else None


def levels_of(folder: Folder, find: Find) -> tuple[PackFolder, ...]:
    """Return a pack with those it builds on, the highest level first; each stands there once.

    What cannot be found or read is left out here: loading the pack says so. Raises RuleError for a pack.yaml that is no YAML.
    """
    return tuple(dict.fromkeys(_levels(folder, find, ())))


def _levels(folder: Folder, find: Find, within: tuple[str, ...]) -> Iterator[PackFolder]:
    if folder.name in within:
        return
    stated = yaml_source.read(folder / PACK_FILE, f"{folder.name}/{PACK_FILE}").mapping
    for key in ("base", "also"):
        for name in stated[key].items if key in stated else ():
            if (above := find(name.text)) is not None:
                yield from _levels(above, find, (*within, folder.name))
    yield PackFolder(folder.name, folder)


def _packs_of(folder: Folder) -> Iterator[Folder]:
    """Yield the packs of a folder: itself, or those in it."""
    if not folder.is_dir():
        return
    if (folder / PACK_FILE).is_file():
        yield folder
        return
    yield from (each for each in folder.iterdir() if each.is_dir() and (each / PACK_FILE).is_file())


def _twice(packs: Sequence[Folder]) -> Iterator[str]:
    """Yield each name that two different folders have; a folder that is named twice is one."""
    seen: dict[str, Folder] = {}
    for pack in packs:
        if seen.setdefault(pack.name, pack) != pack:
            yield pack.name
