"""The tool that breaks code: what it breaks, that it leaves notes alone, and how survivors are declared."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.mutants_code.__main__ import ROOMS, Result, modules, parts, sample, table
from tests.mutants_code.changes import Mutant, mutants, text_of_function
from tests.mutants_code.equivalent import Equivalent, is_declared, read_equivalent, stale
from tests.mutants_code.trees import ROOT

PACKAGE = ROOT / "medcheck"
CODE = '''
"""A module."""
from __future__ import annotations
from collections.abc import Mapping

Names = Mapping[str, int | None]
PARTS = ("a", "b")


def first(days: list[int], bound: int | None = 3) -> int:
    """Return 1."""
    if bound and max(days) <= bound:
        raise ValueError
    return sorted(days, reverse=True)[0]
'''
MADE = {
    'PARTS = ("a", "b") → PARTS = ("b",)',
    'PARTS = ("a", "b") → PARTS = ("a",)',
    "if bound and max(days) <= bound: → if bound and max(days) < bound:",
    "if bound and max(days) <= bound: → if bound and max(days) > bound:",
    "if bound and max(days) <= bound: → if bound or max(days) <= bound:",
    "if bound and max(days) <= bound: → if bound and min(days) <= bound:",
    "if bound and max(days) <= bound: → if (bound):",
    "if bound and max(days) <= bound: → if (max(days) <= bound):",
    "if bound and max(days) <= bound: → if not bound and max(days) <= bound:",
    "raise ValueError → pass",
    "return sorted(days, reverse=True)[0] → return sorted(days, reverse=False)[0]",
    "return sorted(days, reverse=True)[0] → return sorted(days)[0]",
    "return sorted(days, reverse=True)[0] → return list(days)[0]",
    "return sorted(days, reverse=True)[0] → return sorted(days, reverse=True)[ 1]",
    "return sorted(days, reverse=True)[0] → return sorted(days, reverse=True)[ -1]",
    "def first(days: list[int], bound: int | None = 3) -> int: → def first(days: list[int], bound: int | None = 4) -> int:",
    "def first(days: list[int], bound: int | None = 3) -> int: → def first(days: list[int], bound: int | None = 2) -> int:",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package of one room with one module."""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "days.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def made_of(package: Path) -> list[Mutant]:
    return list(mutants(package, package / "room" / "days.py", Random(1)))


def test_what_is_broken_and_what_is_a_note_for_the_reader(package: Path) -> None:
    made = made_of(package)
    assert {f"{one.before} → {one.after}" for one in made} == MADE
    assert {one.function for one in made} == {"", "first"}
    assert {one.path for one in made} == {"room/days.py"}


def test_a_sample_is_spread_evenly_and_the_same_for_the_same_seed() -> None:
    rooms = ("batch", "verify", "no-such-room", "notice")
    first = sample(PACKAGE, rooms, 6, 7)
    assert [one.path.partition("/")[0].removesuffix(".py") for one in first] == (
        ["batch"] * 2 + ["verify"] * 2 + ["notice"] * 2
    )
    assert first == sample(PACKAGE, rooms, 6, 7)
    assert first != sample(PACKAGE, rooms, 6, 8)


def test_a_room_is_a_folder_or_a_module_and_most_are_there() -> None:
    present = [room for room in ROOMS if list(modules(PACKAGE, room))]
    assert {"measure", "batch", "verify", "notice", "engine"} <= set(present)
    assert "verify_file.py" in [path.name for path in modules(PACKAGE, "verify")]
    assert [path.name for path in modules(PACKAGE, "assess")] == ["assess.py"]


def test_an_equivalent_one_is_known_by_what_it_changes_and_reported_when_its_code_is_gone(package: Path) -> None:
    one = next(made for made in made_of(package) if made.after == "raise ValueError" or made.after == "pass")
    declared = Equivalent("days.py", "first", "raise ValueError", "pass", "a reason")
    assert is_declared(one, [declared])
    assert not is_declared(one, [declared._replace(function="second")])
    assert stale([declared], package) == []
    assert stale([declared._replace(before="raise KeyError")], package) != []
    assert stale([declared._replace(module="weeks.py")], package) != []
    assert text_of_function(package / "room" / "days.py", "first").startswith("def first(days")


def test_what_is_declared_has_a_reason_and_is_there() -> None:
    declared = read_equivalent()
    assert all(entry.reason for entry in declared)
    assert [f"{one.module} {one.function}: {one.before}" for one in stale(declared, PACKAGE)] == []


def test_the_table_counts_by_room_and_leaves_out_what_is_equivalent(package: Path) -> None:
    made = [
        one._replace(path=path)
        for one, path in zip(made_of(package), ("a/x.py", "a/y.py", "b.py", "b.py"), strict=False)
    ]
    results = [Result(one, end, 3) for one, end in zip(made, ("killed", "survived", "survived", "time"), strict=True)]
    same = Equivalent("b.py", made[2].function, made[2].before, made[2].after, "a reason")
    lines, left, rate = table(results, [same])
    assert [line.split() for line in lines[1:]] == [
        ["a", "2", "1", "0", "1", "0", "50.0"],
        ["b", "2", "0", "1", "0", "1", "100.0"],
        ["all", "4", "1", "1", "1", "1", "66.7"],
    ]
    assert [one.mutant for one in left] == [made[1]]
    assert round(rate, 1) == 66.7


def test_tests_of_the_first_files_run_before_the_others() -> None:
    tests = [f"tests/test_{number}.py::test_a" for number in range(8)] + ["tests/test_0.py::test_b"]
    first, second = parts(tests)
    assert second == ["tests/test_6.py::test_a", "tests/test_7.py::test_a"]
    assert len(first) == 7
