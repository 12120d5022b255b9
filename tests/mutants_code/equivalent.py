"""The survivors that behave as the code does: declared in equivalent.yaml with the reason, found by what they change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from tests.mutants_code.changes import Mutant, text_of_function

_FILE = Path(__file__).parent / "equivalent.yaml"


class Equivalent(NamedTuple):
    """A change nobody can notice: the name of the module without its room, the function, both texts, and why."""

    module: str
    function: str
    before: str
    after: str
    reason: str


def read_equivalent() -> list[Equivalent]:
    """Return what is declared; raise where an entry lacks a part."""
    return [Equivalent(**entry) for entry in yaml_source.read(_FILE).plain()["mutants"]]


def is_declared(mutant: Mutant, declared: Sequence[Equivalent]) -> bool:
    """Return whether a mutant is declared equivalent."""
    key = (Path(mutant.path).name, mutant.function, mutant.before, mutant.after)
    return any(entry[:4] == key for entry in declared)


def stale(declared: Sequence[Equivalent], package: Path) -> list[Equivalent]:
    """Return the entries whose code is not there any more."""
    return [entry for entry in declared if not _is_there(entry, package)]


def _is_there(entry: Equivalent, package: Path) -> bool:
    texts = (text_of_function(path, entry.function) for path in package.rglob(entry.module))
    return any(entry.before in text for text in texts)
