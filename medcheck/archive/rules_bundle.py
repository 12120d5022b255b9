"""The rules of an assessment as one file: the pack, those it builds on, and the vocabulary. The same rules, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from medcheck.context import keep
from medcheck.errors import Place, Problem, RuleError
from medcheck.package.fixed_zip import fixed
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.shelf import current_shelf, pack_at

_FACTS = "facts.yaml"
_KEPT = (".yaml", ".md")


def rules_bundle(pack: RulePack) -> bytes:
    """Return the rules by which a pack judges, as one zip."""
    return _bundle(pack.id, pack.sha256, tuple(level.id for level in pack.above))


@keep(8)
def _bundle(name: str, sha256: str, above: tuple[str, ...]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        target.writestr(_FACTS, _vocabulary(name))
        for pack in (name, *above):
            for path, content in _files(current_shelf().folder(pack), pack):
                target.writestr(path, content)
    return fixed(buffer)


def unbundle(content: bytes, name: str, folder: Path) -> RulePack:
    """Lay the rules of a bundle into a folder and return the pack of that name; raise RuleError for one that is no bundle."""
    with ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            parts = PurePosixPath(entry.filename).parts
            if not parts or entry.filename.startswith("/") or ".." in parts or entry.filename.endswith("/"):
                raise RuleError(
                    [Problem(Place("规则"), f"档案中的规则有不正常的名称“{entry.filename}”", "换一份完好的档案")]
                )
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(entry))
    return pack_at(folder / name)


def _vocabulary(name: str) -> bytes:
    """Return the vocabulary that stands beside a pack, else the shipped one."""
    folder = current_shelf().folder(name)
    own = folder.parent / _FACTS if isinstance(folder, Path) else None
    return own.read_bytes() if own and own.is_file() else (files("medcheck.rules") / _FACTS).read_bytes()


def _files(folder: Path | Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith(_KEPT):
            yield name, entry.read_bytes()
