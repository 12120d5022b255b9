"""Site-visit sheets for a whole folder, filled by two inspectors, read back by what they were made for."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.batch.run_batch import rows_of
from medcheck.cli import main
from tests.applications import SAMPLES, workbook
from tests.visits import HEAD, case_without_visit, fill, number_of


def medcheck(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three applications, one in a folder of its own."""
    made = tmp_path / "申请"
    (made / "三月").mkdir(parents=True)
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", made / "甲.xlsx")
    workbook(tmp_path, {"usable_area_m2": "90"}).rename(made / "三月" / "乙.xlsx")
    shutil.copy(SAMPLES / "hospital-1-eligible.xlsx", made / "丙.xlsx")
    return made


@pytest.fixture
def sheets(folder: Path, tmp_path: Path) -> Path:
    """Return the folder of the sheets as they were printed."""
    made = tmp_path / "勘验表"
    assert medcheck("inspect", folder, "-o", made).exit_code == 0
    return made


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Return a folder of case files, which answer all but the visit."""
    made = tmp_path / "案件"
    made.mkdir()
    for name, kind in (("甲", "clinic"), ("乙", "clinic"), ("丙", "hospital")):
        case_without_visit(tmp_path, kind).rename(made / f"{name}.yaml")
    return made


def evaluated(folder: Path, sheets: Path, cases: Path, output: Path) -> Result:
    options = ("--stage", "evaluation", "--case", cases, "--inspection", sheets, "--workers", "1", "--format", "json")
    return medcheck("batch", folder, "-o", output, *options)


def test_a_folder_gets_a_sheet_each(folder: Path, tmp_path: Path) -> None:
    result = medcheck("inspect", folder, "-o", tmp_path / "勘验表")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"  勘验表：{tmp_path}/勘验表/三月/乙-勘验表.xlsx（66 项）\n"
        f"  勘验表：{tmp_path}/勘验表/丙-勘验表.xlsx（97 项）\n"
        f"  勘验表：{tmp_path}/勘验表/甲-勘验表.xlsx（66 项）\n"
        "共生成 3 份。\n"
    )


def test_what_cannot_be_made_is_named_and_costs_itself_only(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"x")
    result = medcheck("inspect", folder, "-o", tmp_path / "勘验表")
    assert result.exit_code == 1
    assert "  没有生成 坏.xlsx：" in result.stdout
    assert "共生成 3 份，1 份没有生成。\n" in result.stdout


def test_a_sheet_that_is_there_is_not_written_over(folder: Path, sheets: Path) -> None:
    fill(sheets / "甲-勘验表.xlsx")
    before = (sheets / "甲-勘验表.xlsx").read_bytes()
    result = medcheck("inspect", folder, "-o", sheets)
    assert (result.exit_code, "没有生成 甲.xlsx：勘验表已存在，没有写入" in result.stdout) == (3, True)
    assert (sheets / "甲-勘验表.xlsx").read_bytes() == before
    assert medcheck("inspect", folder, "-o", sheets, "--force").exit_code == 0


@pytest.mark.parametrize("output", ["勘验表.xlsx"])
def test_a_folder_is_written_to_a_folder(folder: Path, tmp_path: Path, output: str) -> None:
    assert medcheck("inspect", folder, "-o", tmp_path / output).exit_code == 2


def test_two_inspectors_fill_the_sheets_of_one_batch(folder: Path, sheets: Path, cases: Path, tmp_path: Path) -> None:
    back = tmp_path / "交回"
    (back / "李明").mkdir(parents=True)
    (back / "王芳").mkdir()
    shutil.move(fill(sheets / "甲-勘验表.xlsx"), back / "李明" / "1.xlsx")
    other = fill(sheets / "三月" / "乙-勘验表.xlsx", head={**HEAD, "inspector_1": "王芳", "inspector_2": "陈刚"})
    shutil.move(other, back / "王芳" / "1.xlsx")
    result = evaluated(folder, back, cases, tmp_path / "报告")
    assert result.exit_code == 0
    assert "  勘验表：用于 2 份申请，1 份申请没有勘验表\n" in result.stdout
    rows = {row.name: (row.conclusion, row.notes) for row in rows_of(tmp_path / "报告")}
    assert rows == {
        "甲.xlsx": ("ready", ("勘验表：李明/1.xlsx",)),
        "三月/乙.xlsx": ("ready", ("勘验表：王芳/1.xlsx",)),
        "丙.xlsx": ("inspect", ("没有勘验表",)),
    }
    assert "勘验表：王芳/1.xlsx" in (tmp_path / "报告" / "index.html").read_text(encoding="utf-8")


def test_strangers_doubles_and_what_is_no_sheet_are_told(
    folder: Path, sheets: Path, cases: Path, tmp_path: Path
) -> None:
    mine, twice = sheets / "甲-勘验表.xlsx", sheets / "甲-二.xlsx"
    shutil.copy(mine, twice)
    fill(mine)
    fill(twice, cells={(1, "measured"): 170})
    same, again = sheets / "丙-勘验表.xlsx", sheets / "丙-二.xlsx"
    fill(same)
    shutil.copy(same, again)
    workbook(tmp_path, {"usable_area_m2": "91"}).replace(folder / "三月" / "乙.xlsx")  # corrected after the visit
    fill(sheets / "三月" / "乙-勘验表.xlsx")
    (sheets / "照片.jpg").write_bytes(b"x")
    shutil.copy(SAMPLES / "clinic-half.xlsx", sheets / "别的.xlsx")
    result = evaluated(folder, sheets, cases, tmp_path / "报告")
    doubled = "“甲.xlsx”有 2 份内容不同的勘验表（甲-二.xlsx、甲-勘验表.xlsx），都没有使用；核对后只留一份"
    assert result.exit_code == 0
    assert result.stdout.split("没有勘验表\n")[1].split("  一览：")[0] == (
        "    勘验表/三月/乙-勘验表.xlsx：不属于本批任何一份申请（按“乙.xlsx”生成），没有使用；"
        "文件夹中的“三月/乙.xlsx”同名而内容不同，申请表更正过的，应重新生成勘验表\n"
        "    勘验表/丙-勘验表.xlsx：与 丙-二.xlsx 内容相同，没有重复使用\n"
        "    勘验表/别的.xlsx：这不是 medcheck inspect 生成的勘验表，没有使用\n"
        "    勘验表/照片.jpg：不是工作簿，没有评估\n"
        f"    勘验表/甲-二.xlsx：{doubled}\n"
        f"    勘验表/甲-勘验表.xlsx：{doubled}\n"
    )
    rows = {row.name: (row.conclusion, row.notes) for row in rows_of(tmp_path / "报告")}
    assert rows == {
        "甲.xlsx": ("inspect", (doubled,)),
        "三月/乙.xlsx": ("inspect", ("没有勘验表",)),
        "丙.xlsx": ("ready", ("勘验表：丙-二.xlsx",)),
    }


def test_a_blank_double_is_no_double(folder: Path, sheets: Path, cases: Path, tmp_path: Path) -> None:
    shutil.copy(sheets / "甲-勘验表.xlsx", sheets / "甲-空.xlsx")
    fill(sheets / "甲-勘验表.xlsx")
    result = evaluated(folder, sheets, cases, tmp_path / "报告")
    assert "勘验表/甲-空.xlsx：没有填写的勘验表，未使用" in result.stdout
    rows = {row.name: row for row in rows_of(tmp_path / "报告")}
    assert (rows["甲.xlsx"].conclusion, rows["丙.xlsx"].notes) == ("ready", ("勘验表 丙-勘验表.xlsx 没有填写",))


def test_a_cell_that_cannot_be_read_is_named_and_costs_its_application_only(
    folder: Path, sheets: Path, cases: Path, tmp_path: Path
) -> None:
    fill(sheets / "甲-勘验表.xlsx", cells={(1, "measured"): "约60"})
    fill(sheets / "丙-勘验表.xlsx")
    evaluated(folder, sheets, cases, tmp_path / "报告")
    rows = {row.name: row for row in rows_of(tmp_path / "报告")}
    assert rows["甲.xlsx"].reasons == (
        "甲-勘验表.xlsx《勘验项目》E5：“第 1 项”的“实际使用面积（实测）”应填写一个确定的数字，现为“约60”。"
        "只填一个数字（单位：㎡）后重新评估",
    )
    assert rows["丙.xlsx"].conclusion == "ready"


def test_a_visit_in_the_future_is_told(folder: Path, sheets: Path, cases: Path, tmp_path: Path) -> None:
    tomorrow = date.today() + timedelta(days=1)
    fill(sheets / "甲-勘验表.xlsx", head={**HEAD, "visit_date": tomorrow})
    result = evaluated(folder, sheets, cases, tmp_path / "报告")
    assert f"勘验日期 {tomorrow} 在今天（{date.today()}）之后，没有使用" in result.stdout
    single = medcheck("assess", folder / "甲.xlsx", "--inspection", sheets / "甲-勘验表.xlsx")
    assert single.exit_code == 3
    assert f"甲-勘验表.xlsx《勘验情况》B10：“勘验日期”应不晚于今天（{date.today()}），现为“{tomorrow}”" in single.stderr


def test_a_sheet_that_was_filled_since_is_read_again(folder: Path, sheets: Path, cases: Path, tmp_path: Path) -> None:
    evaluated(folder, sheets, cases, tmp_path / "报告")
    sheet = fill(sheets / "甲-勘验表.xlsx")
    assert "继续评估其余 1 份" in evaluated(folder, sheets, cases, tmp_path / "报告").stdout
    fill(sheet, cells={(number_of(sheet, "site-commitment"), "answer"): None})
    evaluated(folder, sheets, cases, tmp_path / "报告")
    rows = {row.name: row for row in rows_of(tmp_path / "报告")}
    assert rows["甲.xlsx"].conclusion == "inspect"


def test_a_batch_with_visits_is_verified_with_its_sheets(
    folder: Path, sheets: Path, cases: Path, tmp_path: Path
) -> None:
    fill(sheets / "甲-勘验表.xlsx")
    (sheets / "照片.jpg").write_bytes(b"x")
    evaluated(folder, sheets, cases, tmp_path / "报告")
    verify = ("verify", tmp_path / "报告" / "index.html", "--workbook", folder, "--case", cases)
    kept = shutil.copytree(sheets, tmp_path / "存档")
    result = medcheck(*verify, "--inspection", kept)
    assert (result.exit_code, "【成立】" in result.stdout) == (0, True), result.output
    result = medcheck(*verify)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        3,
        "错误：--inspection：批量评估使用了勘验表文件夹，核验时没有给出",
    )
    result = medcheck(*verify, "--inspection", kept / "甲-勘验表.xlsx")
    assert (result.exit_code, "应写当时的勘验表文件夹" in result.stderr) == (2, True)
    fill(kept / "甲-勘验表.xlsx", cells={(1, "measured"): 59})
    result = medcheck(*verify, "--inspection", kept)
    assert (result.exit_code, "结果与重新评估的不同：甲.xlsx" in result.stdout) == (1, True), result.stdout
