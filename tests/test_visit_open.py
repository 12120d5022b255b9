"""What a site visit did not measure or look at stays open; slips of the pen are told with their cell, and stop nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import WorkbookError
from medcheck.verdict import Conclusion, Stage, Verdict
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, case_file, finding, workbook
from tests.visits import HEAD, blank, case_without_visit, fill, lines, number_of


def evaluated(application: Path, sheet: Path, **options: Any) -> Assessment:
    return assess(application, Options(stage=Stage.EVALUATION, inspection=sheet, **options), ENGINE)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Return the eligible clinic; it declares 186.5 ㎡."""
    return Path(shutil.copy(SAMPLES / "clinic-eligible.xlsx", tmp_path / "申请.xlsx"))


def test_a_number_nobody_measured_is_open_whatever_else_is_ticked(clinic: Path, tmp_path: Path) -> None:
    sheet = fill(blank(clinic), cells={(1, "measured"): None})
    assessment = evaluated(clinic, sheet, case=case_without_visit(tmp_path, "clinic"))
    found = finding(assessment, "opd-area-min")
    assert (assessment.conclusion, assessment.clear) == (Conclusion.INSPECT, False)
    assert (found.verdict, found.actor_word) == (Verdict.INSPECT, "现场勘验人员")
    assert found.remarks == ("勘验表第 1 项没有填写“实际使用面积”的实测值，仍待现场勘验",)
    assert [one.rule for one in assessment.findings if one.verdict is Verdict.INSPECT] == ["opd-area-min"]


def test_a_tick_beside_a_blank_number_does_not_settle_the_rule(tmp_path: Path) -> None:
    hospital = Path(shutil.copy(SAMPLES / "hospital-1-eligible.xlsx", tmp_path / "申请.xlsx"))
    sheet = blank(hospital)
    fill(sheet, cells={(number_of(sheet, "bed-unit-sheet"), "measured"): None})
    assessment = evaluated(hospital, sheet, case=case_without_visit(tmp_path, "hospital"))
    assert assessment.conclusion is Conclusion.INSPECT
    assert [one.rule for one in assessment.findings if one.verdict is Verdict.INSPECT] == ["bed-unit-sheet"]


def test_a_number_that_fails_on_paper_is_no_better_for_not_being_measured(tmp_path: Path) -> None:
    small = workbook(tmp_path, {"usable_area_m2": "59"})
    sheet = fill(blank(small), cells={(1, "measured"): None})
    assert finding(evaluated(small, sheet), "opd-area-min").verdict is Verdict.FAIL


MEASURED = "  measurements: [{fact: usable_area_m2, value: 186.5}]\n"


def of_case(tmp_path: Path, sample: str, text: str, stage: Stage = Stage.EVALUATION) -> Assessment:
    return assess(SAMPLES / f"{sample}.xlsx", Options(stage=stage, case=case_file(tmp_path, text)), ENGINE)


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.EVALUATION])
def test_a_number_nobody_measured_is_open_where_the_visit_stands_in_the_case_file(tmp_path: Path, stage: Stage) -> None:
    assert of_case(tmp_path, "clinic-eligible", SETTLED_CASE).conclusion is Conclusion.READY
    assessment = of_case(tmp_path, "clinic-eligible", SETTLED_CASE.replace(MEASURED, ""), stage)
    found = finding(assessment, "opd-area-min")
    assert (assessment.conclusion, found.verdict) == (Conclusion.INSPECT, Verdict.INSPECT)
    assert found.remarks == ("案件文件中的现场勘验没有“实际使用面积”的实测值，仍待现场勘验",)
    assert [one.rule for one in assessment.findings if one.verdict is Verdict.INSPECT] == ["opd-area-min"]


def test_an_answer_of_the_case_file_without_its_number_does_not_settle_the_rule(tmp_path: Path) -> None:
    text = """
inspection:
  on: 2019-11-28
  inspectors: [李明, 王芳]
  measurements: [{fact: bed_unit_pillow, value: 60}, {fact: bed_count_open, value: 20}]
  answers: [{rule: bed-unit-sheet, answer: 符合}, {rule: bed-unit-pillow, answer: 符合}]
"""
    assessment = of_case(tmp_path, "hospital-1-eligible", text)
    assert finding(assessment, "bed-unit-sheet").verdict is Verdict.INSPECT
    assert finding(assessment, "bed-unit-pillow").verdict is not Verdict.INSPECT


def test_a_visit_by_one_person_of_the_case_file_leaves_the_papers_as_they_were(tmp_path: Path) -> None:
    alone = SETTLED_CASE.replace(MEASURED, "").replace("inspectors: [李明, 王芳]", "inspectors: [李明, 李 明]")
    assert finding(of_case(tmp_path, "clinic-eligible", alone), "opd-area-min").verdict is Verdict.PASS


def test_a_slip_of_the_case_file_is_told_once(tmp_path: Path) -> None:
    slip = SETTLED_CASE.replace("value: 186.5", "value: 18650")
    found = finding(of_case(tmp_path, "clinic-eligible", slip), "opd-area-min")
    assert (found.verdict, found.remarks) == (Verdict.INSPECT, ("“实际使用面积”的实测值存疑，没有计入",))


@pytest.mark.parametrize(
    ("measured", "how"),
    [
        (18650, "是申报的 100 倍"),
        (18651, "是申报的 100 倍以上"),
        (1.865, "是申报的 100 分之一"),
        (1.8, "不到申报的 100 分之一"),
    ],
)
def test_a_value_out_of_all_proportion_is_told_and_not_used(clinic: Path, measured: float, how: str) -> None:
    assessment = evaluated(clinic, fill(blank(clinic), cells={(1, "measured"): measured}))
    told = (
        f"勘验表.xlsx《勘验项目》E5：“实际使用面积”实测 {measured}㎡，{how}（申报 186.5㎡），没有计入，仍待现场勘验。"
        "处理：核对小数点和单位；确实如此的，在备注中写明后再评估。"
    )
    assert told in assessment.notices
    found = finding(assessment, "opd-area-min")
    assert (found.verdict, found.value) == (Verdict.INSPECT, "186.5㎡")


@pytest.mark.parametrize(
    ("cells", "verdict", "value"),
    [
        ({(1, "measured"): 18649}, Verdict.PASS, "18,649㎡"),
        ({(1, "measured"): 1.866}, Verdict.FAIL, "1.866㎡"),
        ({(1, "measured"): 1.8, (1, "note"): "已复核，仅一间"}, Verdict.FAIL, "1.8㎡"),
    ],
)
def test_a_value_in_proportion_or_with_a_note_counts(
    clinic: Path, cells: dict[tuple[int, str], object], verdict: Verdict, value: str
) -> None:
    found = finding(evaluated(clinic, fill(blank(clinic), cells=cells)), "opd-area-min")
    assert (found.verdict, found.value) == (verdict, value)


def test_a_refusal_without_a_remark_is_told_and_counts(clinic: Path) -> None:
    sheet = blank(clinic)
    number = number_of(sheet, "site-commitment")
    assessment = evaluated(clinic, fill(sheet, cells={(number, "answer"): "不符合"}))
    assert finding(assessment, "site-commitment").verdict is Verdict.FAIL
    assert [notice.split("：", 1)[1] for notice in assessment.notices if "没有写明情况" in notice] == [
        f"第 {number} 项为“不符合”，没有写明情况。处理：在备注中写明现场看到的情况，作为向申请单位说明的理由。"
    ]


@pytest.mark.parametrize(("day", "is_told"), [(date(2019, 11, 28), False), (date(2019, 11, 29), True)])
def test_a_visit_after_the_assessment_is_told(clinic: Path, day: date, is_told: bool) -> None:
    sheet = fill(blank(clinic), head={**HEAD, "visit_date": day})
    notices = evaluated(clinic, sheet, as_of=date(2019, 11, 28)).notices
    text = (
        "勘验表.xlsx《勘验情况》B10：现场勘验日期 2019-11-29 晚于评估日期 2019-11-28，请核对；"
        "评估日期用 --as-of 或案件文件的 assessment_date 写明，应不早于勘验日期。"
    )
    assert (text in notices) is is_told


def test_a_row_of_a_list_found_otherwise_is_for_a_person(clinic: Path, tmp_path: Path) -> None:
    sheet = blank(clinic)
    first = lines(sheet, "line")[0]  # 全科诊疗室
    fill(sheet, cells={(first, "answer"): "不符合", (first, "note"): "与候诊区合用"})
    assessment = evaluated(clinic, sheet, case=case_without_visit(tmp_path, "clinic"))
    found = finding(assessment, "opd-rooms-set")
    assert (assessment.conclusion, found.verdict) == (Conclusion.REVIEW, Verdict.JUDGE)
    assert found.remarks == (f"勘验表第 {first} 项（全科诊疗室：独立设置、与申报一致）与申报不符：与候诊区合用",)


def test_a_row_of_a_list_nobody_looked_at_is_open(clinic: Path, tmp_path: Path) -> None:
    sheet = blank(clinic)
    first = lines(sheet, "line")[0]
    fill(sheet, cells={(first, "answer"): None})
    assessment = evaluated(clinic, sheet, case=case_without_visit(tmp_path, "clinic"))
    assert assessment.conclusion is Conclusion.INSPECT
    assert finding(assessment, "opd-rooms-set").verdict is Verdict.INSPECT


def test_a_named_person_decides_what_the_visit_found_otherwise(clinic: Path, tmp_path: Path) -> None:
    sheet = blank(clinic)
    first = lines(sheet, "line")[0]
    fill(sheet, cells={(first, "answer"): "不符合", (first, "note"): "与候诊区合用"})
    case = case_without_visit(tmp_path, "clinic")
    with case.open("a", encoding="utf-8") as stream:
        stream.write("  - {rule: opd-rooms-set, answer: 不符合, by: 李明, on: 2019-12-02}\n")
    assert finding(evaluated(clinic, sheet, case=case), "opd-rooms-set").verdict is Verdict.FAIL


def other(sheet: Path, **cells: object) -> Path:
    """Fill the sheet and the first line of 其他发现."""
    number = lines(sheet, "other")[0]
    return fill(sheet, cells={(number, column): value for column, value in cells.items()})


def test_a_further_fact_is_measured_and_a_further_rule_answered(clinic: Path) -> None:
    by_name = evaluated(clinic, other(blank(clinic), named="是否提供的服务", answer="不符合", note="无"))
    assert any("不是事实或规则的名称" in notice for notice in by_name.notices)
    rule = evaluated(clinic, other(blank(clinic), named="opd-nurse-min", answer="不符合", note="两名护士均已离职"))
    found = finding(rule, "opd-nurse-min")
    assert found.verdict is Verdict.JUDGE
    assert "两名护士均已离职" in found.remarks[0]
    fact = evaluated(clinic, other(blank(clinic), named="营业状态", measured="停业"))
    assert finding(fact, "na-closed-or-suspended").value == "停业"


def test_a_further_fact_of_another_kind_is_a_problem(clinic: Path) -> None:
    with pytest.raises(WorkbookError, match="营业状态"):
        evaluated(clinic, other(blank(clinic), named="营业状态", measured="关门"))


def test_the_same_application_always_draws_the_same_drugs(tmp_path: Path) -> None:
    pharmacy = Path(shutil.copy(SAMPLES / "pharmacy-single-eligible.xlsx", tmp_path / "申请.xlsx"))
    first, second = (blank(pharmacy).read_bytes() for _ in range(2))
    assert first == second
    assert len(lines(blank(pharmacy), "line")) == 34
