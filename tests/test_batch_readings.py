"""Readings over a mixed batch: applied where they bind, named where they do not, and compared with one another."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from medcheck.batch.run_batch import rows_of
from medcheck.cli import main
from tests.applications import SAMPLES, workbook

_TITLE = "电动吸尘器是否可为电动吸引器"


def batch(folder: Path, output: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["batch", str(folder), "-o", str(output), "--workers", "1", *options])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a clinic that opened here exactly three months before it applied, and a pharmacy."""
    made = tmp_path / "申请"
    made.mkdir()
    opened = {"licence_issue_date": "2019-08-18", "operation_start_date": "2019-08-18", "site_since_date": "2019-08-18"}
    workbook(made, opened).rename(made / "门诊.xlsx")
    shutil.copy(SAMPLES / "pharmacy-single-eligible.xlsx", made / "药店.xlsx")
    return made


def sheet(output: Path, name: str) -> list[tuple[object, ...]]:
    """Return the rows of a sheet of the summary below its header."""
    return list(openpyxl.load_workbook(output / "summary.xlsx")[name].iter_rows(min_row=2, values_only=True))


def test_a_reading_is_applied_where_it_binds_and_named_where_not(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    result = batch(folder, output, "--reading", "suction=apparatus")
    told = f"“{_TITLE}”用“仅认电动吸引器”（suction=apparatus）：适用于 1 份，不适用于 1 份（照常评估）"
    assert result.exit_code == 0
    assert f"  口径{told}\n" in result.output
    rows = {row.name: row for row in rows_of(output)}
    assert [row.status for row in rows.values()] == ["assessed", "assessed"]
    assert {name: [(one.name, one.option, one.binds) for one in row.readings] for name, row in rows.items()} == {
        "门诊.xlsx": [("suction", "apparatus", True)],
        "药店.xlsx": [("suction", "apparatus", False)],
    }
    assert told in (page := (output / "index.html").read_text(encoding="utf-8"))
    assert f"<small>口径“{_TITLE}”不适用</small>" in page
    assert [(row[2], row[4]) for row in sheet(output, "解释口径")] == [("不适用", "药店.xlsx"), ("适用", "门诊.xlsx")]
    report = (output / next(name for name in rows["门诊.xlsx"].reports if name.endswith(".html"))).read_text("utf-8")
    assert "仅认电动吸引器</a>（另行指定）" in report


def test_the_evaluation_names_the_readings(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output, "--reading", "suction=apparatus")
    assert CliRunner().invoke(main, ["evaluate", str(output)]).exit_code == 0
    assert "（suction=apparatus）：适用于 1 份，不适用于 1 份" in (output / "综合评定.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("reading", "problem"),
    [
        ("suctoin=apparatus", "没有解释口径“suctoin”；是否应为“suction”？"),
        ("suction=aparatus", "口径“suction”没有选项“aparatus”；是否应为“apparatus”？"),
    ],
)
def test_a_reading_nobody_knows_is_refused_before_anything_is_assessed(
    folder: Path, tmp_path: Path, reading: str, problem: str
) -> None:
    result = batch(folder, tmp_path / "报告", "--reading", reading)
    assert (result.exit_code, f"错误：--reading：{problem}" in result.output) == (3, True)
    assert not (tmp_path / "报告" / "index.html").exists()


def test_two_options_of_one_reading_are_compared(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    both = ("--reading", "three-months=corresponding-day", "--reading", "three-months=next-day")
    result = batch(folder, output, *both)
    assert result.exit_code == 0
    assert (
        "  口径“三个月以上如何起算”用“对应日即满”（three-months=corresponding-day）：适用于 2 份\n"
        "  对照：“三个月以上如何起算”改用“次日起算”（three-months=next-day），2 份适用，1 份的结论不同：\n"
        "    门诊.xlsx：未见妨碍申请的问题 → 不符合标准\n"
    ) in result.output
    rows = {row.name: row for row in rows_of(output)}
    assert (rows["门诊.xlsx"].conclusion, rows["药店.xlsx"].conclusion) == ("inspect", "inspect")
    assert [(one.conclusion, one.turns) for one in rows["门诊.xlsx"].compared] == [("not_met", True)]
    assert [(one.conclusion, one.turns) for one in rows["药店.xlsx"].compared] == [("inspect", False)]
    assert [row[3:7] for row in sheet(output, "口径对照")] == [
        ("药店.xlsx", "未见妨碍申请的问题", "未见妨碍申请的问题", "相同"),
        ("门诊.xlsx", "未见妨碍申请的问题", "不符合标准", "不同"),
    ]
    assert '<section id="turns">' in (output / "index.html").read_text(encoding="utf-8")


def test_the_order_of_the_options_says_what_the_reports_are_made_by(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output, "--reading", "three-months=next-day", "--reading", "three-months=corresponding-day")
    assert {row.name: row.conclusion for row in rows_of(output)} == {"门诊.xlsx": "not_met", "药店.xlsx": "inspect"}


def test_another_comparison_belongs_into_another_folder(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    assert batch(folder, output, "--reading", "three-months=next-day").exit_code == 0
    both = ("--reading", "three-months=next-day", "--reading", "three-months=ninety-days")
    result = batch(folder, output, *both)
    assert (result.exit_code, "对照的解释口径原为“无”，现为“three-months=ninety-days”" in result.output) == (3, True)


@pytest.mark.parametrize(
    "words",
    [
        ("suction=apparatus", "suction=apparatus"),
        ("suction=apparatus", "suction=either", "three-months=next-day", "three-months=ninety-days"),
        ("suction",),
    ],
)
def test_what_cannot_be_compared_is_a_usage_error(folder: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    options = [word for reading in words for word in ("--reading", reading)]
    assert batch(folder, tmp_path / "报告", *options).exit_code == 2


def test_nothing_assessed_is_exit_3(tmp_path: Path) -> None:
    made = tmp_path / "申请"
    made.mkdir()
    (made / "坏.xlsx").write_bytes(b"x")
    result = batch(made, tmp_path / "报告")
    assert (result.exit_code, "未能评估 1 份" in result.output) == (3, True)


def test_a_batch_without_readings_does_not_mention_them(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    assert "口径" not in batch(folder, output).output
    assert '"readings"' not in (output / "results.jsonl").read_text(encoding="utf-8")
    assert openpyxl.load_workbook(output / "summary.xlsx").sheetnames == [
        "评估结果",
        "多份申请中相同的内容",
        "未能评估的文件",
        "其他文件",
    ]
