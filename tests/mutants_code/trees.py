"""Copies of the source tree: tests of broken code run in a copy, never in the worktree."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_DATA = ("rules", "forms", "reports")  # installed as medcheck.rules …: a copy has them there too


def copy_of_worktree(place: Path) -> Path:
    """Return a copy of everything git knows or would add, with the data inside the package as an installation has it."""
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    for name in _DATA:
        (place / "medcheck" / name).symlink_to(f"../{name}")
    return place


def copy_with(base: Path, place: Path, name: str, source: str) -> Path:
    """Return a copy of a tree, made of links, in which one module of `medcheck` reads differently."""
    shutil.copytree(base, place, copy_function=os.link, symlinks=True)
    changed = place / "medcheck" / name
    changed.unlink()  # the link only: the tree it was copied from keeps its file
    changed.write_text(source, encoding="utf-8")
    return place
