"""What a run keeps belongs to its context: two contexts share nothing, and nothing is kept anywhere else."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import medcheck
from medcheck.context import Context, KeepLatest, keep
from medcheck.pack_folders import RULES_VARIABLE
from medcheck.rulebook.shelf import current_shelf

ROOT = Path(medcheck.__file__).parent
CITY = Path(__file__).parent / "packs" / "yunxi-2031"

# What a process keeps for good, whatever context asks, each with the reason.
OF_THE_PROCESS = {
    "engine/session.py: cache": "the native library never gives a network back",
    "engine/conclusion.py: cache": "the native library never gives a network back",
    "register/connect.py: _opened": "Django knows one database of a name in a process",
}
MUTABLE = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "local", "WeakValueDictionary"}
CHANGING = {"append", "add", "update", "setdefault", "pop", "popitem", "clear", "extend", "insert", "remove", "discard"}


@pytest.fixture
def title_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the first file of a pack at hand that lies in a folder of its own."""
    monkeypatch.setenv(RULES_VARIABLE, str(shutil.copytree(CITY, tmp_path / "yunxi-2031")))
    return tmp_path / "yunxi-2031" / "pack.yaml"


def test_a_pack_changed_on_disk_is_seen_by_a_new_context(title_file: Path) -> None:
    with Context().current():
        assert current_shelf().pack("yunxi-2031").source.document.title == "云汐市医保定点门诊准入规定"
        title_file.write_text(
            title_file.read_text(encoding="utf-8").replace("title: 云汐市医保定点门诊准入规定", "title: 云汐市新规定"),
            encoding="utf-8",
        )
        assert current_shelf().pack("yunxi-2031").source.document.title == "云汐市医保定点门诊准入规定"
    with Context().current():
        assert current_shelf().pack("yunxi-2031").source.document.title == "云汐市新规定"


def test_two_contexts_share_no_answer() -> None:
    first, second = Context(), Context()
    with first.current():
        pack = current_shelf().pack("liaocheng-2019")
        assert current_shelf().pack("liaocheng-2019") is pack
    with second.current():
        assert current_shelf().pack("liaocheng-2019") is not pack
        with first.current():
            assert current_shelf().pack("liaocheng-2019") is pack


def test_an_answer_is_kept_by_its_arguments_and_no_more_than_are_wanted() -> None:
    asked = []

    @keep(2)
    def doubled(number: int) -> int:
        asked.append(number)
        return number * 2

    with Context().current():
        assert [doubled(number) for number in (1, 1, 2, 3, 3, 1)] == [2, 2, 4, 6, 6, 2]
    assert asked == [1, 2, 3, 1]


def test_the_latest_answer_is_kept_for_the_very_same_objects() -> None:
    made = []

    @KeepLatest
    def joined(*words: list[str]) -> str:
        made.append(words)
        return "".join(word for some in words for word in some)

    one, other = ["a"], ["a"]
    with Context().current():
        assert [joined(one), joined(one), joined(other), joined(one)] == ["a", "a", "a", "a"]
        assert len(made) == 3
        joined.keep("told", other)
        assert joined(other) == "told"
    with Context().current():
        assert joined(other) == "a"


def test_nothing_else_is_kept_in_a_module() -> None:
    kept = {f"{path.relative_to(ROOT)}: {name}" for path in ROOT.rglob("*.py") for name in kept_by(path)}
    assert kept - OF_THE_PROCESS.keys() == set()
    assert OF_THE_PROCESS.keys() - kept == set()


def kept_by(path: Path) -> Iterator[str]:
    """Yield what a module keeps by itself: caches of functools, context variables, globals, containers that functions change."""
    if path == ROOT / "context.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    containers = {name for statement in tree.body for name in containers_of(statement)}
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield from caches_in(statement)
            continue
        for node in ast.walk(statement):
            match node:
                case ast.FunctionDef(decorator_list=decorators):
                    yield from (name for decorator in decorators for name in caches_in(decorator))
                case ast.Global(names=changed):
                    yield from changed
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in CHANGING:
                    yield from {name} & containers
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    yield from {name} & containers


def caches_in(node: ast.AST) -> Iterator[str]:
    """Yield the caches that a decorator or a statement of a module makes."""
    called = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    yield from called & {"cache", "lru_cache", "ContextVar"}


def containers_of(statement: ast.stmt) -> Iterator[str]:
    """Yield the names a statement of a module gives to lists, dictionaries and sets."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
                yield name
            elif isinstance(value, ast.Call):
                made = value.func.value if isinstance(value.func, ast.Subscript) else value.func
                if (
                    isinstance(made, ast.Name | ast.Attribute)
                    and getattr(made, "id", getattr(made, "attr", "")) in MUTABLE
                ):
                    yield name
