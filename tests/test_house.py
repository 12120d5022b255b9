"""The order of the house: no two modules and no two classes share a name, and every room says what it must not know."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import medcheck

ROOT = Path(medcheck.__file__).parent

# A module or class may share its name with another one that does the same job in another room.
SAME_JOB: dict[str, str] = {
    "assess": "the command, and what it calls",
    "fill": "the command, and what it calls",
    "form": "the command, and the definition of the form it writes",
}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def shared(names: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return each name that stands in two places, with the places."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in names:
        places[name].append(place)
    return {name: where for name, where in places.items() if len(where) > 1 and name not in SAME_JOB}


def test_no_two_modules_share_a_name() -> None:
    names = [(path.stem, str(path.relative_to(ROOT))) for path, _ in modules() if path.stem != "__init__"]
    assert shared(names) == {}


def test_no_two_classes_share_a_name() -> None:
    found = [
        (node.name, str(path.relative_to(ROOT)))
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name != "Meta"  # Django's word for the options of a table
    ]
    assert shared(found) == {}


def test_every_name_that_may_be_shared_is_shared() -> None:
    stems = [path.stem for path, _ in modules()]
    assert {name for name in SAME_JOB if stems.count(name) < 2} == set()


def test_every_room_says_what_it_does_and_what_it_must_not_know() -> None:
    silent = [
        str(path.parent.relative_to(ROOT))
        for path, tree in modules()
        if path.stem == "__init__" and path.parent != ROOT and "cli" not in path.parts
        if not any(word in (ast.get_docstring(tree) or "").lower() for word in ("know", "never", "no ", "nothing"))
    ]
    assert silent == []


def test_every_public_function_says_which_error_it_raises() -> None:
    """A command's docstring is its Chinese help, and turns errors into text itself."""
    silent = [
        f"{path.relative_to(ROOT)} {node.name}"
        for path, tree in modules()
        if path.parent.name != "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and ast.get_docstring(node)
        if any(isinstance(inner, ast.Raise) and _is_told(inner) for inner in ast.walk(node))
        if "raise" not in (ast.get_docstring(node) or "").lower()
        and "refuse" not in (ast.get_docstring(node) or "").lower()
    ]
    assert silent == []


def _is_told(node: ast.Raise) -> bool:
    """Return whether an error is one for the caller: not one passed on, and not one that says the code itself is wrong."""
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return error is not None and ast.unparse(error) not in ("AssertionError", "StopIteration")
