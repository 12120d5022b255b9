"""A pytest plugin that runs only the tests listed in a file, in its order: `-p tests.mutants_code.chosen`.

MUTANTS_TESTS names the file, one test a line. Thousands of names are too many for a command line.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the list."""
    names = Path(os.environ["MUTANTS_TESTS"]).read_text(encoding="utf-8").splitlines()
    places = {name: number for number, name in enumerate(names)}
    items[:] = sorted((item for item in items if item.nodeid in places), key=lambda item: places[item.nodeid])
