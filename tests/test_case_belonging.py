"""Whose case file it is, and what of it counts on the day: told with file and line, never used for somebody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import case_schema
from medcheck.cli import main
from medcheck.errors import WorkbookError
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.verdict import Conclusion, Stage, Verdict
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, assessed, case_file, finding
from tests.papers import CASE, result, source

NOT_BOUND = "案件文件没有写明机构（facility_name 或 uscc），不能核对是不是本机构的案件文件。"


def looked_at(folder: Path, case: str, stage: Stage = Stage.ACCEPTANCE) -> Assessment:
    """Return the assessment of the eligible clinic (聊城康宁综合门诊部) with a case file of this text."""
    return assess(SAMPLES / "clinic-eligible.xlsx", Options(stage=stage, case=case_file(folder, case)), ENGINE)


OTHERS = [
    (
        "case: 1\nuscc: 91371500MA3ABCDE1X\n",
        "错误：案件.yaml 第 2 行：案件文件属于另一家机构：统一社会信用代码为“91371500MA3ABCDE1X”，申请表为“52371502MJE00123XJ”\n"
        "  处理：名称或代码写错的，更正案件文件；不是本机构的，核对 --case 指定的文件",
    ),
    (
        "case: 1\nofficer: 王芳\nfacility_name: 莘县仁济门诊部\n",
        "错误：案件.yaml 第 3 行：案件文件属于另一家机构：机构名称为“莘县仁济门诊部”，申请表为“聊城康宁综合门诊部”\n"
        "  处理：不是本机构的，核对 --case 指定的文件",
    ),
    (
        "facility_name: 聊城康宁综和门诊部\n",
        "错误：案件.yaml 第 1 行：案件文件属于另一家机构：机构名称为“聊城康宁综和门诊部”，申请表为“聊城康宁综合门诊部”\n"
        "  处理：名称或代码写错的，更正案件文件；不是本机构的，核对 --case 指定的文件",
    ),
]


@pytest.mark.parametrize(("case", "text"), OTHERS, ids=["another code", "another name", "a misspelt name"])
def test_a_case_file_of_another_institution_is_refused(tmp_path: Path, case: str, text: str) -> None:
    with pytest.raises(WorkbookError) as raised:
        looked_at(tmp_path, case)
    assert str(raised.value) == text


OWN = [
    "uscc: 52371502mje00123xj\n",
    "facility_name: 聊城康宁 综合门诊部\n",
    "uscc: 52371502MJE00123XJ\nfacility_name: 康宁门诊部\n",
]


@pytest.mark.parametrize("case", OWN, ids=["code", "name", "the code decides"])
def test_a_case_file_of_this_institution_is_used_without_a_word(tmp_path: Path, case: str) -> None:
    assert NOT_BOUND not in looked_at(tmp_path, case).notices


def test_a_case_file_that_names_nobody_is_a_remark(tmp_path: Path) -> None:
    assert NOT_BOUND in looked_at(tmp_path, "case: 1\n").notices
    assert NOT_BOUND not in assessed(tmp_path).notices


def test_a_paper_is_not_made_with_another_s_case_file() -> None:
    with pytest.raises(
        Exception, match="案件文件属于另一家机构：机构名称为“莘县仁济门诊部”，评估结果为“冠县杏林苑医院”"
    ):
        issue(
            KINDS["correction"],
            result("hospital-2-defects", Stage.ACCEPTANCE),
            source(f"{CASE}facility_name: 莘县仁济门诊部\n"),
        )


WAIVED = """
assessment_date: {day}
waivers:
  - rule: opd-area-min
    granted: 50
    decision: 聊医保发〔2019〕60号
    reason: 山区
    by: 王芳
    on: 2019-11-01
    valid_from: 2019-11-10
    valid_to: 2019-11-30
"""
WHEN = [("2019-11-09", "fail"), ("2019-11-10", "waived"), ("2019-11-30", "waived"), ("2019-12-01", "fail")]


@pytest.mark.parametrize(("day", "verdict"), WHEN)
def test_a_waiver_counts_from_its_first_day_to_its_last(tmp_path: Path, day: str, verdict: str) -> None:
    case = case_file(tmp_path, WAIVED.format(day=day))
    made = assessed(tmp_path, {"usable_area_m2": "55"}, case=case)
    assert finding(made, "opd-area-min").verdict == Verdict(verdict)
    said = f"案件文件对规则“opd-area-min”的放宽（王芳 2019-11-01）自2019-11-10至2019-11-30有效，评估日期{day}不在其内，没有计入。"
    assert (said in made.notices) == (verdict == "fail")


def test_two_waivers_of_one_rule_one_after_the_other(tmp_path: Path) -> None:
    second = WAIVED.partition("waivers:\n")[2].replace("granted: 50", "granted: 58")
    second = second.replace("2019-11-10", "2019-12-01").replace("2019-11-30", "2019-12-31")
    text = WAIVED.format(day="2019-11-20") + second
    made = assessed(tmp_path, {"usable_area_m2": "55"}, case=case_file(tmp_path, text))
    assert finding(made, "opd-area-min").verdict is Verdict.WAIVED


def test_a_register_and_a_decision_count_within_their_days_only(tmp_path: Path) -> None:
    assert looked_at(tmp_path, SETTLED_CASE).conclusion is Conclusion.ACCEPTED
    for old, what in (
        ("value: 正常营业, by: 王芳, on: 2019-11-19", "对“business_status”的登记核查（王芳 2019-11-19）"),
        ("rule: na-other, answer: 符合, by: 李明, on: 2019-11-19", "对规则“na-other”的决定（李明 2019-11-19）"),
    ):
        made = looked_at(tmp_path, SETTLED_CASE.replace(old, f"{old}, valid_to: 2019-11-24"))
        assert made.conclusion is Conclusion.AGENCY_CHECK
        assert f"案件文件{what}至2019-11-24有效，评估日期2019-11-25不在其内，没有计入。" in made.notices


def test_a_last_day_before_the_first_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as raised:
        looked_at(tmp_path, WAIVED.format(day="2019-11-20").replace("valid_to: 2019-11-30", "valid_to: 2019-11-01"))
    assert raised.value.problems[0].text == "“valid_to”应不早于 valid_from（2019-11-10），现为“2019-11-01”"
    assert raised.value.problems[0].place.line == 11


def test_the_schema_of_a_case_file_knows_every_key() -> None:
    made = CliRunner().invoke(main, ["schema", "case"])
    assert made.exit_code == 0
    assert json.loads(made.stdout) == case_schema()
    keys = set(case_schema()["properties"])  # type: ignore[call-overload]
    assert {"facility_name", "uscc", "correction_posted", "changes", "waivers", "papers"} <= keys
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(yaml_source.parse(CASE, "案件.yaml").plain(), case_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"waiver": []}, case_schema())


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder with two workbooks, and one with case files."""
    books, cases = tmp_path / "申请", tmp_path / "案件"
    books.mkdir()
    cases.mkdir()
    for name in ("甲门诊", "乙门诊", "丁诊所"):
        (books / f"{name}.xlsx").write_bytes((SAMPLES / "clinic-eligible.xlsx").read_bytes())
    return books, cases


def batch(folders: tuple[Path, Path], output: Path) -> list[str]:
    made = CliRunner().invoke(
        main,
        ["batch", str(folders[0]), "-o", str(output), "--case", str(folders[1]), "--workers", "1", "--format", "json"],
    )
    assert made.exit_code == 0, made.output
    return [line.strip() for line in made.stdout.splitlines()]


def test_orphans_doubles_and_strangers_of_a_batch_are_told(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (folders[1] / "甲门诊.yaml").write_text("case: 1\n\nuscc: 52371502MJE00123XJ\n", encoding="utf-8")
    (folders[1] / "乙门诊.yaml").write_text("case: 1\nfacility_name: 莘县仁济医院\n", encoding="utf-8")
    (folders[1] / "丁疹所.yaml").write_text("case: 3\n", encoding="utf-8")
    (folders[1] / "丙药店.yaml").write_text("case: 4\n", encoding="utf-8")
    (folders[1] / "甲门诊.yml").write_text("case: 5\n", encoding="utf-8")
    told = batch(folders, tmp_path / "报告")
    rule = "案件文件与申请表同名，甲.xlsx 为 甲.yaml"
    assert [line for line in told if line.startswith("案件文件")] == [
        f"案件文件 丁疹所.yaml：没有对应的申请表，没有用到；是否应为“丁诊所”？；{rule}",
        f"案件文件 丙药店.yaml：没有对应的申请表，没有用到；{rule}",
        "案件文件 甲门诊.yml：没有用到：文件名应以 .yaml 结尾",
        "案件文件 甲门诊.yaml 第 1 行：案件编号“1”与案件文件 乙门诊.yaml 第 1 行 相同；"
        "一家机构、一个案件用一个案件文件，核对是否放错或写错",
    ]
    assert any(
        line.startswith("乙门诊.xlsx：乙门诊.yaml 第 2 行：案件文件属于另一家机构：机构名称为“莘县仁济医院”")
        for line in told
    )
    assert "案件文件 丙药店.yaml" in (tmp_path / "报告" / "index.html").read_text(encoding="utf-8")
