"""A pytest plugin that records which test ran which lines, how long each test took and which failed.

Switched on with `-p tests.mutants_code.recorder`. MUTANTS_RECORD names the folder to write to. COVERAGE_PROCESS_START
makes coverage start with every Python process, those a test starts included: pytest keeps the name of the running test
in PYTEST_CURRENT_TEST, which the settings of coverage name as the context.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

_FOLDER = Path(os.environ["MUTANTS_RECORD"])


class Recorder:
    """Measures the tests of one process, with the test as the context of every line."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []
        started = coverage.Coverage.current()
        assert started is not None, "COVERAGE_PROCESS_START is not set"
        self.coverage = started

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Let the lines of a test, its fixtures included, count for it."""
        self.coverage.switch_context(item.nodeid)
        yield
        self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note time and outcome."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what was recorded."""
        self.coverage.stop()
        self.coverage.save()
        text = json.dumps({"seconds": self.seconds, "failed": sorted(set(self.failed))})
        (_FOLDER / f"tests-{os.getpid()}.json").write_text(text, encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Register the recorder in the processes that run tests: not in the one that only hands them out."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Recorder())
