"""A form definition as its files state it: the shared form, with what several forms share put in its place, and over it what
rule packs bring.

`{use: staff.name}` stands for the shared field, column or sheet of that name (forms/_shared.yaml, and that of a pack); keys
beside `use` replace its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import FormError, MedcheckError, Place, Problem, suggest
from medcheck.form.form_fragment import laid_over
from medcheck.pack_folders import PackFolder
from medcheck.yaml_source import Node

_SHARED = "_shared.yaml"
_USE = "use"
FRAGMENTS = "forms"  # the folder of a pack that holds what it brings to the forms


@keep()
def form_names() -> tuple[str, ...]:
    """Return the names of the shipped forms, such as `clinic`."""
    names = (entry.name for entry in files("medcheck.forms").iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml") and not name.startswith("_")))


def form_files() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file of forms/ by which a workbook is read, in the order of names."""
    for entry in sorted(files("medcheck.forms").iterdir(), key=lambda file: file.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, entry.read_bytes()


def read_form(name: str, levels: Sequence[PackFolder] = ()) -> Node:
    """Return a form's YAML, complete, with what the packs of these levels bring to it, the highest first.

    Raises RuleError with the line for a shared name nobody knows, FormError for a fragment that does not fit.
    """
    pieces: Mapping[str, Node] = _shared()
    form = _complete(yaml_source.read(files("medcheck.forms") / f"{name}.yaml"), pieces)
    for level in levels:
        pieces = _with_pieces(pieces, _fragment(level, _SHARED))
        fragment = _fragment(level, f"{name}.yaml")
        if fragment.value:
            form = laid_over(form, _complete(fragment, pieces))
    return form


def has_fragment(name: str, level: PackFolder) -> bool:
    """Return whether a pack brings something to a form."""
    return (level.folder / FRAGMENTS / f"{name}.yaml").is_file()


def _fragment(level: PackFolder, file: str) -> Node:
    """Return a file of what a pack brings to the forms; empty where there is none."""
    here, name = level.folder / FRAGMENTS / file, f"{level.pack}/{FRAGMENTS}/{file}"
    if not here.is_file():
        return Node("", Place(name, line=1))
    try:
        return yaml_source.read(here, name)
    except MedcheckError as error:
        raise FormError(error.problems) from error


def _with_pieces(pieces: Mapping[str, Node], further: Node) -> Mapping[str, Node]:
    """Return the shared pieces with those of a pack; raise FormError for a name that is taken."""
    twice = [(name, node) for name, node in further.mapping.items() if name in pieces]
    if twice:
        raise FormError(
            Problem(node.place, f"共用的“{name}”已有登记（{pieces[name].place}）", "改用另一个名称")
            for name, node in twice
        )
    return {**pieces, **further.mapping}


@keep()
def _shared() -> dict[str, Node]:
    return yaml_source.read(files("medcheck.forms") / _SHARED).mapping


def _complete(node: Node, pieces: Mapping[str, Node]) -> Node:
    if isinstance(node.value, list):
        return Node([_complete(item, pieces) for item in node.value], node.place)
    if not isinstance(node.value, dict):
        return node
    own = {key: _complete(value, pieces) for key, value in node.value.items() if key != _USE}
    if _USE not in node.value:
        return Node(own, node.place)
    name = node.value[_USE]
    if name.text not in pieces:
        raise name.error(
            f"没有共用的“{name.text}”{suggest(name.text, pieces)}", f"改正名称，或在 forms/{_SHARED} 中登记"
        )
    return Node({**_complete(pieces[name.text], pieces).mapping, **own}, node.place)
