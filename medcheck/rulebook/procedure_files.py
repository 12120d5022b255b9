"""Finds the procedures of a pack: the files of its folder `procedures`. What they mean is `medcheck.casework`'s to read.

They are no part of the pack's hash: a word changed in a step makes no verdict one of other rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

_FOLDER, _SUFFIX = "procedures", ".yaml"


def procedure_files(folder: Path | Traversable) -> Mapping[str, bytes]:
    """Return the content of each procedure of a pack's folder by its name; a pack need not have any."""
    place = folder / _FOLDER
    files = sorted(place.iterdir(), key=lambda file: file.name) if place.is_dir() else []
    return {file.name.removesuffix(_SUFFIX): file.read_bytes() for file in files if file.name.endswith(_SUFFIX)}
