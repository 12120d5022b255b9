"""Options and fixtures used in two or more test files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, settings
from openpyxl.workbook import Workbook

from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application

_SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "clinic-eligible.xlsx"
_SNAPSHOTS = Path(__file__).parent / "snapshots"


# A machine under load is slow and not wrong: no example is measured against the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="try every kind of garbage at every stage (make prove)")
    parser.addoption("--snapshot-update", action="store_true", help="rewrite tests/snapshots; read the diff")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the approved file of that name in tests/snapshots."""

    def check(name: str, text: str) -> None:
        path = _SNAPSHOTS / name
        if request.config.getoption("--snapshot-update"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{name} 还没有；运行 pytest --snapshot-update，读过差异再提交"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[Workbook], None]], Application]:
    """Return a function that reads the eligible clinic's workbook after an edit."""

    def read(edit: Callable[[Workbook], None]) -> Application:
        book = openpyxl.load_workbook(_SAMPLE)
        edit(book)
        book.save(tmp_path / "申请表.xlsx")
        return read_application(tmp_path / "申请表.xlsx")

    return read
