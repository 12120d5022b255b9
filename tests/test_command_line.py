"""The command line as people type it: a workbook without a command, Chinese names, names of files not quite right."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from medcheck import __version__
from medcheck.cli import main, paths
from medcheck.cli.chinese_names import kind_name
from medcheck.cli.progress import Progress
from medcheck.report.wrapping import width

SAMPLE = Path("forms/samples/clinic-eligible.xlsx").resolve()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    content = SAMPLE.read_bytes()
    (tmp_path / "申请.xlsx").write_bytes(content)
    (tmp_path / "申请 表.xlsx").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_workbook_in_place_of_a_command_is_assessed(folder: Path) -> None:
    assert run("申请.xlsx").stdout == run("assess", "申请.xlsx").stdout


def test_a_name_with_a_blank_that_was_not_quoted(folder: Path) -> None:
    assert run("申请", "表.xlsx").stdout == run("assess", "申请 表.xlsx").stdout
    assert run("assess", "申请", "表.xlsx").exit_code == 0


def test_a_mistyped_command_is_no_workbook(folder: Path) -> None:
    result = run("asses", "申请.xlsx")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "错误：没有命令“asses”；是否应为“assess”？")


def test_the_nearest_name_of_the_folder_is_told(folder: Path) -> None:
    result = run("申青.xlsx")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (3, "错误：申青.xlsx：文件不存在；是否指“申请.xlsx”？")
    result = run("fill", "申请.yaml", "-o", "新.xlsx")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "错误：“数据.yaml”的值不正确：文件不存在")
    assert "没有文件夹“没有”" in run("assess", "没有/申请.xlsx").stderr


def test_a_path_of_windows_is_found_under_wsl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c" / "表").mkdir(parents=True)
    (tmp_path / "c" / "表" / "申请.xlsx").write_bytes(SAMPLE.read_bytes())
    monkeypatch.setattr(paths, "_DRIVES", tmp_path)
    assert run("assess", "C:\\表\\申请.xlsx").exit_code == 0
    assert "D:\\表\\申请.xlsx" in run("assess", "D:\\表\\申请.xlsx").stderr


@pytest.mark.parametrize("words", [("-h",), ("--help",), ("assess", "-h"), ("rules", "list", "-h")])
def test_help_by_its_short_name(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：medcheck")
    assert "-h, --help" in result.stdout


def test_the_version() -> None:
    assert run("--version").stdout == f"medcheck {__version__}\n"


def test_no_help_page_runs_over_or_breaks_a_word() -> None:
    context = click.Context(main, info_name="medcheck")
    for name in main.list_commands(context):
        text = CliRunner().invoke(main, [name, "-h"], terminal_width=80).stdout
        described = text.partition("选项：")[2].splitlines()
        assert max(map(width, described)) <= 80
        assert not any(line.rstrip().endswith("evaluati") for line in described)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("门诊", "clinic"), ("定点医院", "hospital"), ("药店", "pharmacy"), ("clinic", "clinic"), ("别的", "别的")],
)
def test_kinds_have_chinese_names(chinese: str, english: str) -> None:
    assert kind_name(chinese) == english


def test_chinese_names_of_kinds_and_stages(folder: Path) -> None:
    assert run("form", "药店", "-o", "空白.xlsx").exit_code == 0
    assert (
        run("assess", "申请.xlsx", "--stage", "受理").stdout
        == run("assess", "申请.xlsx", "--stage", "acceptance").stdout
    )
    assert run("rules", "list", "--type", "门诊").stdout == run("rules", "list", "--type", "clinic").stdout


def test_a_face_without_a_folder_stands_beside_the_workbook(folder: Path) -> None:
    (folder / "下").mkdir()
    (folder / "下" / "甲.xlsx").write_bytes(SAMPLE.read_bytes())
    assert run("assess", "下/甲.xlsx", "--format", "xlsx").exit_code == 0
    assert sorted(path.name for path in (folder / "下").iterdir()) == ["甲-批注.xlsx", "甲.xlsx"]


@pytest.mark.parametrize("target", ["申请.xlsx/报告", "/proc/报告"])
def test_a_folder_that_cannot_be_written_is_no_traceback(folder: Path, target: str) -> None:
    result = run("申请.xlsx", "-o", target)
    assert result.exit_code in (2, 3)
    assert result.stderr.startswith("错误：")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("columns", [80, 120])
def test_the_line_of_progress_fills_the_terminal_and_never_more(columns: int) -> None:
    bar = Progress(2340, {"未见妨碍申请的问题": 900, "需补正材料": 700, "不符合基本条件和标准": 300, "未能评估": 4})
    bar.update(1904)
    line = bar.line(columns, 95.2)
    assert width(line) == columns - 1
    assert line.startswith("评估 1904/2340（81%），约剩 22 秒，未见妨碍申请的问题 900，需补正材料 700")


def test_before_the_first_is_done_no_time_is_told() -> None:
    assert Progress(3, {}).line(80, 1.0).rstrip() == "评估 0/3（0%）"
