"""The short report on the terminal and the list of changes behind it: one line a cause, each cell told once."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.cli import main
from medcheck.engine.session import Engine
from medcheck.report.text.brief import print_brief

SAMPLES = Path("forms/samples")


def _assessed(name: str) -> Assessment:
    return assess(SAMPLES / f"{name}.xlsx", Options(), Engine())


def _lines(name: str) -> list[tuple[str, str, str]]:
    return [(change.sheet, "、".join(change.cells), change.text) for change in _assessed(name).changes]


def _screen(assessment: Assessment, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    print_brief(assessment, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_blank_cells_of_a_sheet_are_one_line_and_each_is_told_once() -> None:
    lines = _lines("clinic-half")
    assert lines[5] == ("设备清单", "D5:D6、D8:D20", "15格“数量”未填写")
    assert lines[4] == ("业务用房", "E5", "“治疗室”的“使用面积”未填写")
    assert [sheet for sheet, _, _ in lines[:3]] == ["基本信息", "材料清单", "人员花名册"]
    assert lines[0][2].startswith("17格未填写：“执业许可证校验有效期至”“登记证书种类”")


def test_a_cell_says_what_stands_there_and_what_should() -> None:
    lines = _lines("clinic-defects")
    assert ("基本信息", "B15", "“联系电话”未填写") in lines
    assert ("业务用房", "E6", "“治疗室”的“使用面积”应填写一个确定的数字，现为“约16”；只填一个数字（单位：㎡）") in lines
    assert ("材料清单", "F4", "提交由法定代表人或负责人签字并盖章的申请书（未签字或盖章）") in lines


def test_what_needs_a_real_change_comes_last() -> None:
    steps = [change.step for change in _assessed("clinic-defects").changes]
    assert steps.index("change") == 14
    assert steps[14:] == ["change"] * 8


def test_what_only_others_settle_is_no_change() -> None:
    assessment = _assessed("clinic-eligible")
    assert assessment.changes == ()
    assert "另由他人办理，不用改表：现场勘验人员11项、评审人员2项、经办机构14项。" in _screen(assessment, 80).replace(
        "\n", ""
    )


def test_the_counts_on_the_screen_are_those_of_the_list() -> None:
    assessment = _assessed("clinic-defects")
    text = _screen(assessment, 80)
    counts = [int(number) for number in re.findall(r"（(\d+)项）$", text, re.M)]
    assert counts == [14, 8]
    assert sum(counts) == len(assessment.changes)


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_runs_over(columns: int) -> None:
    text = _screen(_assessed("pharmacy-chain-defects"), columns)
    assert max(Console(width=200).render_str(line, markup=False).cell_len for line in text.splitlines()) <= columns


def test_a_blank_form_is_told_as_one(tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "空白.xlsx"
    assert runner.invoke(main, ["form", "clinic", "-o", str(path)]).exit_code == 0
    result = runner.invoke(main, ["assess", str(path)])
    assert "这是空白申请表，还没有填写任何内容；填写后再评估。" in result.stdout
    assert "格未填写" not in result.stdout
    assert len(result.stdout.splitlines()) <= 12


def test_all_of_it_stands_behind_an_option() -> None:
    result = CliRunner().invoke(main, ["assess", str(SAMPLES / "clinic-defects.xlsx"), "--verbose"])
    assert "影响结论的事项" in result.stdout
    assert "校验（SHA-256）" in result.stdout
