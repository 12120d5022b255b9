"""The packs at hand: those shipped, and those in the folders of --rules or MEDCHECK_RULES. Knows nothing of places and days.

Worker processes have the same variable, and so find the same packs.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from medcheck.context import keep
from medcheck.disk import why_not_written
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.pack_folders import Folder, base_finder, pack_places, rule_folders
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.vocabulary import Vocabulary, load_vocabulary


class BrokenPack(NamedTuple):
    """A pack that cannot be used, and why."""

    id: str
    problems: tuple[Problem, ...]


class Shelf(NamedTuple):
    """Folders of packs. A folder that is itself a pack was asked for, and goes before packs of the same id elsewhere."""

    folders: tuple[Folder, ...]

    def names(self) -> list[str]:
        """Return the ids of the packs, in order."""
        return sorted(pack_places(self.folders))

    def folder(self, name: str) -> Folder:
        """Return the folder of a pack; raise RuleError with the nearest known name."""
        places = pack_places(self.folders)
        if name not in places:
            known = sorted(places)
            mend = f"可用的规则包：{'、'.join(known)}；在别的文件夹的，用 --rules 指定该文件夹"
            raise RuleError([Problem(Place("--pack"), f"没有规则包“{name}”{suggest(name, known)}", mend)])
        return places[name]

    def find(self, name: str) -> Folder | None:
        """Return the folder of a pack, or None where nobody knows it."""
        return pack_places(self.folders).get(name)

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
    return Shelf(rule_folders())


def pack_names() -> list[str]:
    """Return the ids of the packs at hand."""
    return current_shelf().names()


def pack_folder(name: str) -> Folder:
    """Return the folder of a pack at hand; raise RuleError with the nearest known name."""
    return current_shelf().folder(name)


def shipped_pack(name: str) -> RulePack:
    """Return a pack at hand by id; raise RuleError where nobody knows it or its files are wrong."""
    return current_shelf().pack(name)


def require_serves(name: str, kind: str) -> None:
    """Raise RuleError where a pack at hand is not for a facility type, or cannot be used at all."""
    source = current_shelf().pack(name).source
    if not source.is_for(kind):
        text = f"规则包“{name}”不适用于 {kind}，只适用于 {'、'.join(source.facility_types)}"
        raise RuleError([Problem(Place("--pack"), text, "换一个规则包，或换一种申请表")])


def vocabulary_of(name: str) -> Vocabulary:
    """Return the vocabulary of a pack at hand; the shared one where there is no such pack or it cannot be used."""
    shelf = current_shelf()
    return shelf.pack(name).vocabulary if any(pack.id == name for pack in shelf.packs()) else load_vocabulary()


def pack_at(folder: Path) -> RulePack:
    """Return the pack of a folder, with the vocabulary and the packs beside it before those at hand."""
    here = folder.resolve()
    return Shelf((here, *rule_folders())).pack(here.name)


def _vocabulary_of(folder: Folder) -> Vocabulary:
    """Return the vocabulary that stands beside a pack, else the shipped one."""
    shipped = files("medcheck.rules")
    facts = folder.parent / "facts.yaml" if isinstance(folder, Path) and folder.parent != shipped else None
    return load_vocabulary(facts if facts and facts.is_file() else None)


@keep()
def _made(packs: Shelf, name: str) -> RulePack | BrokenPack:
    folder = packs.folder(name)
    try:
        vocabulary = _vocabulary_of(folder)
        made = _read_so_far(packs) if vocabulary is load_vocabulary() else {}
        return (
            made[folder]
            if folder in made
            else load_pack(folder, vocabulary, base_finder(folder, packs.folders), made=made)
        )
    except MedcheckError as error:
        return BrokenPack(name, tuple(error.problems))
    except OSError as error:
        problem = Problem(Place(name), f"不能读取：{why_not_written(error)}", "检查文件夹权限后重试")
        return BrokenPack(name, (problem,))


@keep()
def _read_so_far(packs: Shelf) -> dict[Folder, RulePack]:
    """Return the packs of a shelf that were read with the shipped vocabulary, so that none is read again for one above it."""
    return {}
