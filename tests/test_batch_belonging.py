"""An output folder belongs to one batch: nothing of another is lost in it, and nobody writes into it beside another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.batch.run_batch import rows_of
from medcheck.batch.store import BatchStore
from medcheck.cli import main
from tests.packages import SAMPLE

SAMPLES = SAMPLE.parent
HALF = SAMPLES / "clinic-half.xlsx"


def batch(folder: Path, output: Path, *options: str) -> Result:
    words = ["batch", str(folder), "-o", str(output), "--workers", "1", "--format", "json", *options]
    return CliRunner().invoke(main, words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two applications."""
    made = tmp_path / "申请"
    made.mkdir()
    shutil.copy(SAMPLE, made / "甲.xlsx")
    shutil.copy(HALF, made / "乙.xlsx")
    return made


def reports(output: Path) -> dict[str, bytes]:
    """Return every report of a batch by name, those of earlier versions too."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*.json")
        if path.name != "manifest.json"
    }


def test_another_input_is_refused_and_nothing_is_touched(folder: Path, tmp_path: Path) -> None:
    output, other = tmp_path / "报告", tmp_path / "别的申请"
    assert batch(folder, output).exit_code == 0
    before = reports(output) | {"index": (output / "index.html").read_bytes()}
    other.mkdir()
    shutil.copy(SAMPLE, other / "丙.xlsx")
    result = batch(other, output)
    assert result.exit_code == 3
    assert result.output == (
        f"错误：报告：文件夹里是另一次评估的结果，没有写入：申请文件夹原为“{folder}”，现为“{other}”\n"
        "  处理：用 -o 换一个文件夹；要在这里改做这次评估的，加上 --renew，原有的报告作为早先版本保留\n"
    )
    assert reports(output) | {"index": (output / "index.html").read_bytes()} == before


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        (("--stage", "acceptance"), "阶段原为“自评”，现为“受理”"),
        (("--as-of", "2019-12-31"), "评估日期原为“无”，现为“2019-12-31”"),
        (("--pack", "liaocheng-2019"), "指定的规则包原为“无”，现为“liaocheng-2019”"),
        (("--reading", "three-months=next-day"), "解释口径原为“无”，现为“three-months=next-day”"),
        (("--heading", "人员性质=用工形式"), "表头说明原为“无”，现为“人员性质=用工形式”"),
        (("--case", "案件"), "案件文件夹原为“无”，现为“"),
        (
            ("--catalogue", str(SAMPLES / "catalogue-synthetic.csv")),
            "医保药品目录原为“无”，现为“catalogue-synthetic.csv（",
        ),
        (("--format", "html"), "报告格式原为“json”，现为“html”"),
    ],
)
def test_other_options_are_refused_by_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], difference: str
) -> None:
    (tmp_path / "案件").mkdir()
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(SAMPLE, folder / "甲.xlsx")
    assert batch(folder, tmp_path / "报告").exit_code == 0
    result = batch(folder, tmp_path / "报告", *options)
    assert result.exit_code == 3
    assert difference in result.output


def test_renewed_it_keeps_every_earlier_report(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output)
    before = reports(output)
    assert batch(folder, output, "--stage", "acceptance", "--renew").exit_code == 0
    after = reports(output)
    assert [row.conclusion for row in rows_of(output)] == ["supplement", "agency_check"]
    earlier = {name: content for name, content in after.items() if name.startswith("早先版本/")}
    assert sorted(earlier.values()) == sorted(before.values())
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "2 份，已被更换或移走，报告仍保留" in page
    assert "甲.xlsx（第 1 版）" in page


def test_a_replaced_workbook_keeps_its_earlier_reports(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output)
    before = reports(output)
    shutil.copy(HALF, folder / "甲.xlsx")
    assert batch(folder, output).exit_code == 0
    shutil.copy(SAMPLES / "clinic-defects.xlsx", folder / "甲.xlsx")
    assert batch(folder, output).exit_code == 0
    with BatchStore(output) as store:
        versions = [(version.name, version.number, version.conclusion_word) for version in store.earlier()]
        first, second = (version.reports[0] for version in store.earlier())
    assert versions == [("甲.xlsx", 1, "未见妨碍申请的问题"), ("甲.xlsx", 2, "需补正材料")]
    (own,) = (name for name in before if (output / name).read_bytes() != before[name])
    assert (output / first).read_bytes() == before[own]
    assert (output / second).is_file()


def test_a_workbook_that_was_moved_away_keeps_its_reports(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output)
    before = reports(output)
    (folder / "乙.xlsx").unlink()
    assert batch(folder, output).exit_code == 0
    assert [row.name for row in rows_of(output)] == ["甲.xlsx"]
    assert sorted(reports(output).values()) == sorted(before.values())
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "乙.xlsx（第 1 版）" in page
    assert "申请表已不在文件夹中" in page


def test_the_same_result_again_is_no_earlier_version(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    batch(folder, output)
    next(output.glob("报告/*/*.json")).unlink()
    batch(folder, output)
    with BatchStore(output) as store:
        assert store.earlier() == ()


def test_a_second_process_is_told_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "报告"
    with BatchStore(output):
        result = batch(folder, output)
    assert result.exit_code == 3
    assert "另一次评估正在写入这个文件夹（进程 " in result.output
    assert "等它结束后再运行同一命令，会接着评估；或用 -o 换一个文件夹" in result.output
    assert reports(output) == {}
    assert batch(folder, output).exit_code == 0


def test_a_folder_written_before_folders_were_bound_is_taken_by_its_own_batch_only(
    folder: Path, tmp_path: Path
) -> None:
    output, other = tmp_path / "报告", tmp_path / "别的申请"
    batch(folder, output)
    with BatchStore(output) as store:
        store._base.execute("DELETE FROM binding")
        store._base.commit()
    other.mkdir()
    shutil.copy(SAMPLE, other / "丙.xlsx")
    assert batch(other, output).exit_code == 3
    assert batch(folder, output).exit_code == 0
