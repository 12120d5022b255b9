"""Finds the procedures of a pack: the files of its folder `procedures`. What they mean is `medcheck.casework`'s to read.

They are no part of the pack's hash: a word changed in a step makes no verdict one of other rules. A pack that stands on
others says in `_from.yaml`, with the reason, whose procedures its cases are led by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.errors import suggest

_FOLDER, _SUFFIX, _FROM = "procedures", ".yaml", "_from.yaml"

Find = Callable[[str], Path | Traversable | None]


class ProcedureFile(NamedTuple):
    """The content of a procedure and the id of the pack in whose folder it lies."""

    content: bytes
    pack: str

    def place(self, name: str) -> str:
        """Return what errors call the file, given the name of the procedure."""
        return f"{self.pack}/{_FOLDER}/{name}{_SUFFIX}"


def procedure_files(folder: Path | Traversable) -> Mapping[str, bytes]:
    """Return the content of each procedure of a pack's own folder by its name; a pack need not have any."""
    place = folder / _FOLDER
    files = sorted(place.iterdir(), key=lambda file: file.name) if place.is_dir() else []
    return {
        file.name.removesuffix(_SUFFIX): file.read_bytes()
        for file in files
        if file.name.endswith(_SUFFIX) and not file.name.startswith("_")
    }


def pack_procedures(folder: Path | Traversable, find: Find) -> Mapping[str, ProcedureFile]:
    """Return the procedures by which the cases of a pack are led: its own, and those it takes from other packs.

    `find` gives the folder of a pack by its id. Raises RuleError where `_from.yaml` names a pack or procedure nobody has.
    """
    taken: dict[str, ProcedureFile] = {}
    stated = folder / _FOLDER / _FROM
    if stated.is_file():
        root = yaml_source.read(stated)
        for name, node in root.mapping.items():
            source = find(node.text)
            if source is None:
                raise node.error(f"没有规则包“{node.text}”", "改正规则包的名称")
            theirs = procedure_files(source)
            if name not in theirs:
                raise node.error(f"规则包“{node.text}”没有程序“{name}”{suggest(name, theirs)}", "改正程序的名称")
            taken[name] = ProcedureFile(theirs[name], node.text)
    own = {name: ProcedureFile(content, folder.name) for name, content in procedure_files(folder).items()}
    return dict(sorted({**taken, **own}.items()))
