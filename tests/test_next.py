"""The guided form: which blank cells decide most, and when nothing that is blank matters any more."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from medcheck.assess import Options, assess
from medcheck.assessment.next_cells import NextCells, next_cells
from medcheck.cli import main
from tests.applications import ENGINE

CLINIC = Path("forms/samples/clinic-eligible.xlsx")


def _blanked(path: Path, *cells: tuple[str, str, object]) -> Path:
    book = openpyxl.load_workbook(CLINIC)
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(path)
    return path


def _next(path: Path) -> NextCells:
    return next_cells(assess(path, Options(), ENGINE))


def test_the_cell_on_which_most_hangs_comes_first(tmp_path: Path) -> None:
    path = _blanked(tmp_path / "a.xlsx", ("材料清单", "D5", None), ("基本信息", "B27", None), ("基本信息", "B35", None))
    found = _next(path)
    assert not found.is_fixed
    assert found.cells[0].cell == "B35"
    assert found.cells[0].waiting > 1
    assert {(one.sheet, one.cell) for one in found.cells} == {
        ("基本信息", "B35"),
        ("基本信息", "B27"),
        ("材料清单", "D5"),
    }


def test_what_failed_for_good_fixes_the_outcome_whatever_is_blank(tmp_path: Path) -> None:
    path = _blanked(tmp_path / "a.xlsx", ("材料清单", "D5", None), ("基本信息", "B27", 59.96))
    found = _next(path)
    assert found == NextCells(("实际使用面积不少于60平方米",), ())
    assert found.is_fixed


def test_a_full_form_asks_nothing(tmp_path: Path) -> None:
    assert _next(CLINIC) == NextCells((), ())


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ((("材料清单", "D5", None),), "  《材料清单》D5  “原件”（1 项要求在等这一格）"),
        ((("基本信息", "B27", 59.96),), "  实际使用面积不少于60平方米"),
        ((), "没有影响结论的空格了。"),
    ],
)
def test_on_the_terminal(cells: tuple[tuple[str, str, object], ...], line: str, tmp_path: Path) -> None:
    path = _blanked(tmp_path / "a.xlsx", *cells)
    assert line in CliRunner().invoke(main, ["assess", str(path), "--next"]).stdout.splitlines()
