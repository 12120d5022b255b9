"""What is wrong in the same way in many rows is told once, with its range; what is told stays bounded, what counts does not."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.alike import cells_of, grouped, ranges
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import Place, Problem
from medcheck.intake.read_application import read_application
from medcheck.report.workbook.annotated import to_xlsx
from tests.applications import ENGINE, SAMPLES, workbook

ROWS = 60


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clinic with sixty people whose employment is written in a way nobody knows."""
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    staff = data["tables"]["staff"]
    rows = [{**staff[n % len(staff)], "name": f"{staff[n % len(staff)]['name']}{n}"} for n in range(ROWS)]
    made = workbook(tmp_path_factory.mktemp("many"), tables={"staff": rows})
    book = openpyxl.load_workbook(made)
    for row in range(4, 4 + ROWS):
        book["人员花名册"].cell(row, 12).value = "正式在编"
    book.save(made)
    return made


@pytest.fixture(scope="module")
def found(path: Path) -> Assessment:
    return assess(path, Options(), ENGINE)


def test_equal_problems_of_a_column_are_one_with_their_range(found: Assessment) -> None:
    (told,) = [one for one in found.problems if "用工形式" in one.text and not one.hint]
    assert (told.place, told.cell, told.cells) == ("《人员花名册》L4:L63", "L4:L63", ("L4:L63",))
    assert told.text.startswith("本列的“用工形式”应为在编、合同")
    assert "现为“正式在编”" in told.text


def test_the_application_keeps_each_of_them(path: Path) -> None:
    problems = [one for one in read_application(path).problems if "用工形式" in one.text]
    assert [one.place.cell for one in problems] == [f"L{row}" for row in range(4, 64)]


def test_every_cell_of_the_range_is_marked_and_the_first_ones_are_commented(
    path: Path, found: Assessment, tmp_path: Path
) -> None:
    (tmp_path / "批注.xlsx").write_bytes(to_xlsx(found, path.read_bytes()))
    sheet = openpyxl.load_workbook(tmp_path / "批注.xlsx")["人员花名册"]
    colours = {sheet.cell(row, 12).fill.fgColor.rgb for row in range(4, 64)}
    assert len(colours) == 1
    assert colours != {sheet.cell(2, 1).fill.fgColor.rgb}
    commented = [row for row in range(4, 64) if sheet.cell(row, 12).comment]
    assert commented[:3] == [4, 5, 6]
    assert len(commented) < 10


def problem(cell: str, text: str, general: str = "", *, required: bool = False) -> Problem:
    return Problem(Place("a.xlsx", "人员", cell), text, "更正", "staff.x", required, general=general)


def test_cells_apart_are_ranges_and_the_place_is_bounded() -> None:
    some = [problem(f"L{row}", f"“{row}”的“用工形式”必填", "本列的“用工形式”必填") for row in range(4, 40, 3)]
    (one,) = grouped(some)
    assert one.place.cell == "L4、L7、L10、L13、L16 等 12 格"
    assert one.cells == tuple(f"L{row}" for row in range(4, 40, 3))


def test_few_or_different_problems_stay_as_they_are() -> None:
    few = [problem(f"L{row}", f"“{row}”的“用工形式”必填", "本列的“用工形式”必填") for row in range(4, 8)]
    different = [problem(f"M{row}", f"现为“{row}”") for row in range(4, 34)]
    assert grouped([*few, *different]) == (*few, *different)


def test_what_must_be_mended_is_not_mixed_with_what_need_not() -> None:
    some = [problem(f"L{row}", "“用工形式”有误", required=row % 2 == 0) for row in range(4, 24)]
    assert [(one.required, len(one.cells)) for one in grouped(some)] == [(True, 10), (False, 10)]


def test_of_thousands_of_different_problems_of_a_column_the_rest_is_one() -> None:
    some = [problem(f"L{row}", f"“用工形式”有误，现为“{row}”") for row in range(4, 4004)]
    told = grouped(some)
    assert told[:20] == tuple(some[:20])
    assert [(one.text, one.place.cell) for one in told[20:]] == [
        ("“用工形式”另有 3980 格也有问题，与上面所列的类似", "L24:L4003")
    ]


def test_ranges_and_their_cells() -> None:
    assert ranges(["L9", "L4", "L5", "L6", "M7"]) == ("L4:L6", "L9", "M7")
    assert cells_of("L4:L6") == ("L4", "L5", "L6")
    assert cells_of("B3") == ("B3",)
