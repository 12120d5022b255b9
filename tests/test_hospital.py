"""Hospitals end to end: what a newcomer found wrong, and what every level must tell its reader."""

from __future__ import annotations

from typing import Any

import pytest

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.case.case_file import read_case
from medcheck.fact import Facts, known
from medcheck.rulebook.language import Language
from medcheck.verdict import Conclusion, Verdict
from medcheck.yaml_source import parse
from tests.applications import assessed_under, case_file, finding
from tests.test_witnesses import PACK, Change, bed_unit, both, department, field, is_, judged, sample, with_cell

ONE, TWO, THREE = (f"hospital-{level}-eligible" for level in (1, 2, 3))


def after(name: str, *changes: Change) -> Assessment:
    return judged(both(*changes)(sample(name)))


def found(name: str, rule: str, *changes: Change) -> Finding:
    return finding(after(name, *changes), rule)


def told(assessment: Assessment) -> list[str]:
    return [problem.text for problem in assessment.problems]


# --- conflicts that no rule of the level reads are told all the same ---------------------------------------------------


def test_a_declared_total_no_rule_reads_is_compared_all_the_same() -> None:
    assessment = after(TWO, field("declared_health_tech", 1))
    assert told(assessment) == ["“卫生技术人员”填报 1 人，花名册逐行统计为 120 人"]
    assert assessment.conclusion is Conclusion.SUPPLEMENT


def test_a_grade_above_the_level_is_a_conflict_and_the_level_is_undecided() -> None:
    assessment = after(ONE, field("grade_on_record", "三级"))
    assert told(assessment) == [
        "医院级别不明（医院级别填为“一级”，评审等级填为“三级”），不能确定适用哪些要求，随医院级别而定的要求都没有评估"
    ]
    assert assessment.conclusion is Conclusion.SUPPLEMENT


def test_a_level_nobody_states_is_told_once() -> None:
    assessment = after(TWO, field("hospital_level", None))
    assert told(assessment) == [
        "医院级别不明（“医院级别”未填写），不能确定适用哪些要求，随医院级别而定的要求都没有评估"
    ]
    assert not any(one.rule.startswith(("h1-", "h2-", "h3-")) for one in assessment.findings)


def test_a_hospital_without_a_grade_is_assessed_at_its_level_and_a_person_confirms_it() -> None:
    assert after(ONE).notices == (
        "本院没有有效的评审等级，按填报的级别“一级”评估；级别由评审人员对照执业许可证或设置批准书确认。",
    )
    assert after(TWO).notices == ()


def test_departments_with_more_beds_than_are_open_are_a_conflict() -> None:
    one = found(ONE, "h1-building-area-per-bed", field("bed_count_open", 11), field("building_area_m2", 500))
    assert one.verdict is Verdict.CONFLICT
    assert "科室设置表各科室床位合计 24 张" in one.reasons[0]


# --- departments ------------------------------------------------------------------------------------------------------


def renamed(old: str, new: str, **cells: Any) -> Change:
    changes = [with_cell("departments", column, value, is_("name", old)) for column, value in cells.items()]
    return both(*changes, with_cell("departments", "name", new, is_("name", old)))


def test_a_department_that_is_being_set_up_goes_to_a_person() -> None:
    one = found(TWO, "h2-dept-infectious", renamed("感染性疾病科", "传染科（筹建中）"))
    assert (one.verdict, one.reasons) == (Verdict.JUDGE, ("传染科是否已设置，须由人核实（填有“传染科（筹建中）”）",))


def test_a_name_nobody_knows_goes_to_a_person_and_an_administrative_one_is_no_clinical_department() -> None:
    assert found(ONE, "h1-dept-internal-medicine", renamed("内科", "综合诊疗科")).verdict is Verdict.JUDGE
    one = found(ONE, "h1-dept-internal-medicine", renamed("内科", "综合事务科", group="职能科室"))
    assert one.verdict is Verdict.FAIL


MERGED = [
    ("口腔科,眼科和耳鼻喉", Verdict.PASS),
    ("眼科和耳鼻喉科", Verdict.FAIL),
    (None, Verdict.JUDGE),
]


@pytest.mark.parametrize(("covers", "verdict"), MERGED)
def test_eye_ear_and_dental_in_one(covers: str | None, verdict: Verdict) -> None:
    change = with_cell("departments", "covers", None if covers is None else (covers,), is_("name", "五官科"))
    assert found(TWO, "h2-dept-eye-ent-dental", change).verdict is verdict


@pytest.mark.parametrize(("host", "verdict"), [("外科", Verdict.PASS), ("儿科", Verdict.FAIL)])
def test_dermatology_inside_another(host: str, verdict: Verdict) -> None:
    change = with_cell("departments", "parent", host, is_("name", "皮肤性病科"))
    assert found(TWO, "h2-dept-dermatology", change).verdict is verdict


def test_three_surgical_groups_of_which_two_are_one_listed_group_go_to_a_person() -> None:
    two = both(department("泌尿外科"), renamed("神经外科", "肝胆外科"))
    assert found(TWO, "h2-surgical-subspecialty-min", two).verdict is Verdict.JUDGE
    assert found(TWO, "h2-surgical-subspecialty-min", department("泌尿外科", "神经外科")).verdict is Verdict.FAIL


def test_first_level_by_its_name_whatever_its_row_says() -> None:
    change = both(
        with_cell("departments", "head_title", "主治医师", is_("name", "眼科")),
        with_cell("departments", "group", "职能科室", is_("name", "眼科")),
    )
    assert found(THREE, "h3-head-title-first-level", change).verdict is Verdict.FAIL


def test_a_leader_who_is_not_on_the_roster_does_not_count() -> None:
    one = found(TWO, "h2-key-specialty-leader-title", with_cell("key_specialties", "leader_name", "外院专家"))
    assert one.verdict is Verdict.FAIL
    assert [item.source.cell for item in one.evidence if item.source] == ["F5", "F5", "E5"]


# --- what is printed --------------------------------------------------------------------------------------------------


def test_the_bed_unit_cites_the_clause_of_the_own_level() -> None:
    one = found(TWO, "bed-unit-mattress", bed_unit("mattress", 149))
    assert (one.cite, one.gap) == ("附件医疗机构标准三（一）2", "差 0.01；床垫缺 1 条")


def gap(requirement: str, **facts: int) -> tuple[str, str]:
    made = Language(PACK.vocabulary).requirement(parse(f"{{{requirement}}}", "x.yaml"))
    given = Facts(known(name, value) for name, value in facts.items())
    explained = made.explain(given, made.measure(given))
    return explained.value, explained.gap


SHARES = [
    (
        "fact: health_tech_count, share_of: staff_total_count, at_least: 80%",
        {"health_tech_count": 26, "staff_total_count": 40},
        ("65%", "差 15 个百分点；卫生技术人员缺 6 人（总数不变），或新增 30 人"),
    ),
    (
        "fact: pharmacy_staff_count, share_of: health_tech_count, near: {target: 8%, within: 2%, or_units: 1}",
        {"pharmacy_staff_count": 0, "health_tech_count": 50},
        ("0%", "少 3 人"),
    ),
    (
        "fact: nurse_count, share_of: health_tech_count, near: {target: 38%, within: 9.5%, or_units: 1}",
        {"nurse_count": 30, "health_tech_count": 50},
        ("60%", "多 7 人"),
    ),
    (
        "fact: physicians_attending_or_above, share_of: physician_count, at_least: 8/15",
        {"physicians_attending_or_above": 8, "physician_count": 15},
        ("约53.33%", ""),
    ),
]


@pytest.mark.parametrize(("requirement", "facts", "expected"), SHARES)
def test_a_gap_says_what_would_cure_it(requirement: str, facts: dict[str, int], expected: tuple[str, str]) -> None:
    assert gap(requirement, **facts) == expected


def test_one_blank_column_is_one_task_of_ten_names() -> None:
    assessment = after(THREE, with_cell("staff", "clinical_dietitian", None))
    texts = [task.text for tasks in assessment.tasks if tasks.actor == "applicant" for task in tasks.tasks]
    assert len(texts) == 1
    assert texts[0].endswith("等 493 项")
    assert len(texts[0]) < 600


def test_a_township_hospital_may_be_granted_a_waiver(tmp_path: Any) -> None:
    text = "waivers: [{rule: h1-building-area-per-bed, granted: 40, decision: 文号, reason: 理由, by: 王芳, on: 2019-11-18}]"
    case = read_case(case_file(tmp_path, text), PACK.vocabulary)
    given = field("building_area_m2", 1000)(sample(ONE))
    assessment = assessed_under(PACK, given, case=case)
    assert finding(assessment, "h1-building-area-per-bed").verdict is Verdict.WAIVED
