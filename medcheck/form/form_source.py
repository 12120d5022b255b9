"""A form definition as its file states it, with what several forms share put in its place (forms/_shared.yaml).

`{use: staff.name}` stands for the shared field, column or sheet of that name; keys beside `use` replace its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import suggest
from medcheck.yaml_source import Node

_SHARED = "_shared.yaml"
_USE = "use"


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


def read_form(name: str) -> Node:
    """Return a shipped form's YAML, complete; raise RuleError with the line for a shared name nobody knows."""
    return _complete(yaml_source.read(files("medcheck.forms") / f"{name}.yaml"))


@keep()
def _shared() -> dict[str, Node]:
    return yaml_source.read(files("medcheck.forms") / _SHARED).mapping


def _complete(node: Node) -> Node:
    if isinstance(node.value, list):
        return Node([_complete(item) for item in node.value], node.place)
    if not isinstance(node.value, dict):
        return node
    own = {key: _complete(value) for key, value in node.value.items() if key != _USE}
    if _USE not in node.value:
        return Node(own, node.place)
    name = node.value[_USE]
    if name.text not in _shared():
        raise name.error(
            f"没有共用的“{name.text}”{suggest(name.text, _shared())}", f"改正名称，或在 forms/{_SHARED} 中登记"
        )
    return Node({**_complete(_shared()[name.text]).mapping, **own}, node.place)
