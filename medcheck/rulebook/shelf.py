"""The packs at hand: those shipped, and those in the folders named by MEDCHECK_RULES. Knows nothing of places and days.

Worker processes have the same variable, and so find the same packs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck.context import keep
from medcheck.disk import why_not_written
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.rulebook.pack import RulePack, beside, load_pack
from medcheck.shown import shown_name
from medcheck.vocabulary import Vocabulary, load_vocabulary

RULES_VARIABLE = "MEDCHECK_RULES"
_PACK = "pack.yaml"


class BrokenPack(NamedTuple):
    """A pack that cannot be used, and why."""

    id: str
    problems: tuple[Problem, ...]


class Shelf(NamedTuple):
    """Folders of packs. A folder that is itself a pack was asked for, and goes before packs of the same id elsewhere."""

    folders: tuple[Path | Traversable, ...]

    def names(self) -> list[str]:
        """Return the ids of the packs, in order."""
        return sorted(_places(self))

    def folder(self, name: str) -> Path | Traversable:
        """Return the folder of a pack; raise RuleError with the nearest known name."""
        places = _places(self)
        if name not in places:
            known = sorted(places)
            mend = f"可用的规则包：{'、'.join(known)}；在别的文件夹的，用环境变量 MEDCHECK_RULES 指定该文件夹"
            raise RuleError([Problem(Place("--pack"), f"没有规则包“{name}”{suggest(name, known)}", mend)])
        return places[name]

    def find(self, name: str) -> Path | Traversable | None:
        """Return the folder of a pack, or None where nobody knows it."""
        return _places(self).get(name)

    def pack(self, name: str) -> RulePack:
        """Return a pack by id; raise RuleError where nobody knows it or its files are wrong."""
        self.folder(name)
        made = _made(self, name)
        if isinstance(made, BrokenPack):
            raise RuleError(made.problems)
        return made

    def packs(self) -> list[RulePack]:
        """Return every pack that can be used, in the order of ids."""
        return [made for name in self.names() if isinstance(made := _made(self, name), RulePack)]

    def broken(self) -> list[BrokenPack]:
        """Return the packs that cannot be used, in the order of ids."""
        return [made for name in self.names() if isinstance(made := _made(self, name), BrokenPack)]

    def versions(self) -> dict[str, str]:
        """Return by id of each pack its hash, and of a pack that cannot be used that it cannot."""
        made = {name: _made(self, name) for name in self.names()}
        return {name: pack.sha256 if isinstance(pack, RulePack) else BROKEN for name, pack in made.items()}


BROKEN = "有错误，没有使用"


def current_shelf() -> Shelf:
    """Return the shipped packs and those of the folders named by MEDCHECK_RULES; raise RuleError for a folder without any."""
    return _shelf(os.environ.get(RULES_VARIABLE, ""))


def pack_names() -> list[str]:
    """Return the ids of the packs at hand."""
    return current_shelf().names()


def pack_folder(name: str) -> Path | Traversable:
    """Return the folder of a pack at hand; raise RuleError with the nearest known name."""
    return current_shelf().folder(name)


def shipped_pack(name: str) -> RulePack:
    """Return a pack at hand by id; raise RuleError where nobody knows it or its files are wrong."""
    return current_shelf().pack(name)


def pack_at(folder: Path) -> RulePack:
    """Return the pack of a folder, with the vocabulary that stands beside it as in the program's own `rules`.

    The packs it builds on are looked for beside it, then among those at hand.
    """
    here = folder.resolve()
    return load_pack(here, _vocabulary_of(here), lambda name: beside(here, name) or current_shelf().find(name))


def _vocabulary_of(folder: Path | Traversable) -> Vocabulary:
    """Return the vocabulary that stands beside a pack, else the shipped one."""
    shipped = files("medcheck.rules")
    facts = folder.parent / "facts.yaml" if isinstance(folder, Path) and folder.parent != shipped else None
    return load_vocabulary(facts if facts and facts.is_file() else None)


@keep()
def _shelf(stated: str) -> Shelf:
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
    return Shelf((*dict.fromkeys(folder.resolve() for folder in named), files("medcheck.rules")))


def _packs_of(folder: Path | Traversable) -> Iterator[Path | Traversable]:
    """Yield the packs of a folder: itself, or those in it."""
    if not folder.is_dir():
        return
    if (folder / _PACK).is_file():
        yield folder
        return
    yield from (each for each in folder.iterdir() if each.is_dir() and (each / _PACK).is_file())


@keep()
def _places(packs: Shelf) -> dict[str, Path | Traversable]:
    """Return the folder of each pack by its id; raise RuleError where two folders hold packs of one id."""
    asked = [folder for folder in packs.folders if (folder / _PACK).is_file()]
    others = [pack for folder in packs.folders if folder not in asked for pack in _packs_of(folder)]
    places: dict[str, Path | Traversable] = {folder.name: folder for folder in asked}
    twice = [*_twice(asked), *_twice([pack for pack in others if pack.name not in places])]
    if twice:
        mend = "给其中一个改名（文件夹与 pack.yaml 的 id）"
        raise RuleError(Problem(Place(RULES_VARIABLE), f"有两个规则包都叫“{name}”", mend) for name in twice)
    return {**{pack.name: pack for pack in others}, **places}


def _twice(packs: Sequence[Path | Traversable]) -> Iterator[str]:
    """Yield each name that two different folders have; a folder that is named twice is one."""
    seen: dict[str, Path | Traversable] = {}
    for pack in packs:
        if seen.setdefault(pack.name, pack) != pack:
            yield pack.name


@keep()
def _made(packs: Shelf, name: str) -> RulePack | BrokenPack:
    folder = packs.folder(name)
    try:
        vocabulary = _vocabulary_of(folder)
        made = _read_so_far(packs) if vocabulary is load_vocabulary() else {}
        return made[folder] if folder in made else load_pack(folder, vocabulary, packs.find, made=made)
    except MedcheckError as error:
        return BrokenPack(name, tuple(error.problems))
    except OSError as error:
        problem = Problem(Place(name), f"不能读取：{why_not_written(error)}", "检查文件夹权限后重试")
        return BrokenPack(name, (problem,))


@keep()
def _read_so_far(packs: Shelf) -> dict[Path | Traversable, RulePack]:
    """Return the packs of a shelf that were read with the shipped vocabulary, so that none is read again for one above it."""
    return {}
