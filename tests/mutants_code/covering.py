"""Which tests ran which line of the code, and how long each took: recorded once a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from coverage import CoverageData
from coverage.exceptions import CoverageException

_SETTINGS = """[run]
source = {source}
data_file = {data}
parallel = true
concurrency = thread,multiprocessing
sigterm = true
context = ${{PYTEST_CURRENT_TEST-}}
disable_warnings = module-not-imported,no-data-collected,module-not-measured
"""


def record(base: Path, folder: Path, processes: int) -> None:
    """Run every test of a tree and write which lines each ran."""
    folder.mkdir(parents=True)
    settings = folder / "coverage.ini"
    settings.write_text(_SETTINGS.format(source=base / "medcheck", data=folder / "coverage"), encoding="utf-8")
    environment = os.environ | {
        "MUTANTS_RECORD": str(folder),
        "COVERAGE_PROCESS_START": str(settings),
        "PYTHONPATH": str(base),
    }
    plugins = ["-p", "no:cacheprovider", "-p", "tests.mutants_code.recorder"]
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), *plugins]
    subprocess.run(command, cwd=base, env=environment, check=False)


class Covering:
    """What was recorded in a folder."""

    def __init__(self, folder: Path) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        for path in folder.glob("tests-*.json"):
            noted = json.loads(path.read_text(encoding="utf-8"))
            self.seconds |= noted["seconds"]
            self.failed |= set(noted["failed"])
        self._data = [data for path in folder.glob("coverage.*") if path.suffix != ".ini" and (data := _read(path))]

    @cache  # noqa: B019  # one object a run
    def _lines(self, path: str) -> Mapping[int, frozenset[str]]:
        """Return by line of a module of `medcheck` the tests that ran it."""
        found: dict[int, set[str]] = {}
        for data in self._data:
            for name in data.measured_files():
                if name.endswith(f"/medcheck/{path}"):
                    for line, contexts in data.contexts_by_lineno(name).items():
                        found.setdefault(line, set()).update(_test(one) for one in contexts)
        return {line: frozenset(tests & set(self.seconds)) - self.failed for line, tests in found.items()}

    def tests(self, path: str, first: int, last: int, budget: float) -> list[str]:
        """Return tests that ran some lines, then those that ran others of the module, for so many seconds at most.

        What a cache holds is run by the first test that asks only, and a constant by none: hence the others.
        """
        lines = self._lines(path)
        close = frozenset().union(*(tests for line, tests in lines.items() if first <= line <= last))
        around = frozenset().union(*lines.values()) - close
        chosen, spent = [], 0.0
        for test in (*self._ranked(close), *self._ranked(around)):
            if spent + self.seconds[test] <= budget:
                spent += self.seconds[test]
                chosen.append(test)
        return chosen

    def _ranked(self, tests: Iterable[str]) -> list[str]:
        """Return tests file by file, those files first whose tests take least: tests of functions before whole assessments."""
        by_file: dict[str, list[str]] = {}
        for test in tests:
            by_file.setdefault(file_of(test), []).append(test)
        means = {file: sum(self.seconds[test] for test in own) / len(own) for file, own in by_file.items()}
        return sorted((test for own in by_file.values() for test in own), key=lambda test: self._rank(test, means))

    def _rank(self, test: str, means: Mapping[str, float]) -> tuple[float, str, float]:
        return means[file_of(test)], file_of(test), self.seconds[test]


def file_of(test: str) -> str:
    """Return the file a test stands in."""
    return test.partition("::")[0]


def _test(context: str) -> str:
    """Return the test of a context; a process it started notes the part of the test too: `… (call)`."""
    for part in (" (setup)", " (call)", " (teardown)"):
        context = context.removesuffix(part)
    return context


def _read(path: Path) -> CoverageData | None:
    """Return what a process recorded; None of one that was killed while it wrote."""
    data = CoverageData(str(path))
    try:
        data.read()
    except CoverageException:
        return None
    return data
