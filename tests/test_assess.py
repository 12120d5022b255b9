"""One workbook through every room: what a clerk types, what the report says. Literal figures from the regulation."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.errors import RuleError, WorkbookError
from medcheck.report.page.render_page import to_html
from medcheck.verdict import Conclusion, Consequence, Stage, Verdict
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, assessed, case_file, finding, workbook

AREAS = [
    ("60.0", Verdict.PASS, "60㎡", ""),
    ("60㎡", Verdict.PASS, "60㎡", ""),
    ("59.96", Verdict.FAIL, "59.96㎡", "差 0.04 ㎡"),
    ("58.5", Verdict.FAIL, "58.5㎡", "差 1.5 ㎡"),
]


@pytest.mark.parametrize(("typed", "verdict", "value", "gap"), AREAS)
def test_usable_area(tmp_path: Path, typed: str, verdict: Verdict, value: str, gap: str) -> None:
    found = finding(assessed(tmp_path, {"usable_area_m2": typed}), "opd-area-min")
    assert (found.verdict, found.value, found.gap) == (verdict, value, gap)
    assert [item.source.cell for item in found.evidence if item.source] == ["B27"]


def test_about_sixty_is_unknown_with_its_reason(tmp_path: Path) -> None:
    found = finding(assessed(tmp_path, {"usable_area_m2": "约60"}), "opd-area-min")
    assert found.verdict is Verdict.UNKNOWN
    assert found.reasons == ("实际使用面积：应填写一个确定的数字，现为“约60”",)


def test_an_empty_cell_is_unknown_and_the_conclusion_a_supplement(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"usable_area_m2": None})
    assert finding(assessment, "opd-area-min").verdict is Verdict.UNKNOWN
    assert assessment.conclusion is Conclusion.SUPPLEMENT
    assert assessment.sentence.startswith("有1项材料或数据需要补充、更正，补齐之前不能判定是否符合。")


OPENINGS = [
    ("2019-06-15", "2019-09-15", Verdict.PASS, ""),
    ("2019-06-15", "2019-09-14", Verdict.FAIL, "差 1 天；最早可在2019-09-15满足"),
    ("2019-11-30", "2020-02-29", Verdict.PASS, ""),
    ("2019-11-30", "2020-02-28", Verdict.FAIL, "差 1 天；最早可在2020-02-29满足"),
]


@pytest.mark.parametrize(("opened", "applied", "verdict", "gap"), OPENINGS)
def test_three_months_at_the_same_place(tmp_path: Path, opened: str, applied: str, verdict: Verdict, gap: str) -> None:
    fields = dict.fromkeys(("licence_issue_date", "operation_start_date", "site_since_date"), opened)
    found = finding(assessed(tmp_path, {**fields, "application_date": applied}), "operating-months-min")
    assert (found.verdict, found.gap) == (verdict, gap)


def test_the_latest_of_licence_opening_and_move_counts(tmp_path: Path) -> None:
    fields = {"licence_issue_date": "2018-01-01", "operation_start_date": "2018-02-01", "site_since_date": "2019-10-01"}
    found = finding(assessed(tmp_path, fields), "operating-months-min")
    assert (found.verdict, found.value) == (Verdict.FAIL, "2019-10-01")


def test_another_reading_is_shown_where_it_would_decide_otherwise(tmp_path: Path) -> None:
    fields = dict.fromkeys(("licence_issue_date", "operation_start_date", "site_since_date"), "2019-06-15")
    found = finding(assessed(tmp_path, {**fields, "application_date": "2019-09-15"}), "operating-months-min")
    assert [(other.label, other.verdict) for other in found.other_readings] == [("次日起算", Verdict.FAIL)]
    strict = assessed(tmp_path, {**fields, "application_date": "2019-09-15"}, readings={"three-months": "next-day"})
    assert finding(strict, "operating-months-min").verdict is Verdict.FAIL
    assert [(used.label, used.default) for used in strict.readings if used.name == "three-months"] == [
        ("次日起算", False)
    ]


def test_a_reading_the_profile_does_not_use_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        assessed(tmp_path, readings={"three-month": "next-day"})
    assert raised.value.problems[0].text == "本次评估不使用解释口径“three-month”；是否应为“three-months”？"
    assert raised.value.problems[0].mend.startswith("可用的口径：assistant-physician、bar-subject、correction、")


def test_an_option_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        assessed(tmp_path, readings={"three-months": "nextday"})
    assert raised.value.problems[0].text == "口径“three-months”没有选项“nextday”；是否应为“next-day”？"


def test_outside_every_pack_there_is_no_assessment(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        assessed(tmp_path, {"application_date": "2019-08-31"})
    assert (
        raised.value.problems[0].text == "申请日期 2019-08-31 没有施行中的规则包（所在地东昌府区（371502），定点门诊）"
    )
    by_option = assessed(tmp_path, {"application_date": "2022-09-01"}, pack="liaocheng-2019")
    assert by_option.regulation.chosen == "by_option"
    assert finding(by_option, "rulepack-validity").verdict is Verdict.FAIL
    assert by_option.notices[-1] == "规则包“liaocheng-2019”（聊医保发〔2019〕47号）由 --pack 指定，未按申请日期选择。"


def test_an_application_without_a_date_is_assessed_and_says_so(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"application_date": None})
    assert assessment.regulation.chosen == "assumed"
    assert assessment.notices == ("申请日期未填写或无法识别，暂按聊医保发〔2019〕47号评估；补填后应重新评估。",)
    assert finding(assessment, "operating-months-min").verdict is Verdict.UNKNOWN


def test_an_assessment_before_the_application_is_told(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"application_date": "2019-11-18"}, as_of=date(2019, 10, 1))
    assert assessment.notices == ("评估日期 2019-10-01 早于申请日期 2019-11-18，请核对。",)


def test_national_orders_are_noted_from_their_day_on(tmp_path: Path) -> None:
    assert assessed(tmp_path, {"application_date": "2021-01-31"}).notices == ()
    noted = [
        text for text in assessed(tmp_path, {"application_date": "2021-02-01"}).notices if "自2021年2月1日起" in text
    ]
    assert len(noted) == 1


STAGES = [
    (Stage.PRECHECK, "", Conclusion.INSPECT, True),
    (Stage.ACCEPTANCE, "", Conclusion.AGENCY_CHECK, False),
    (Stage.ASSESSMENT, "", Conclusion.INSPECT, True),
    (Stage.EVALUATION, "", Conclusion.INSPECT, False),
    (Stage.PRECHECK, SETTLED_CASE, Conclusion.INSPECT, True),
    (Stage.ACCEPTANCE, SETTLED_CASE, Conclusion.ACCEPTED, True),
    (Stage.ASSESSMENT, SETTLED_CASE, Conclusion.INSPECT, True),
    (Stage.EVALUATION, SETTLED_CASE, Conclusion.READY, True),
]


@pytest.mark.parametrize(("stage", "case", "conclusion", "clear"), STAGES)
def test_every_stage_of_an_eligible_clinic(
    tmp_path: Path, stage: Stage, case: str, conclusion: Conclusion, clear: bool
) -> None:
    assessment = assessed(tmp_path, stage=stage, case=case_file(tmp_path, case) if case else None)
    assert (assessment.conclusion, assessment.clear) == (conclusion, clear)
    assert sum(count.count for count in assessment.counts) == assessment.total == len(assessment.findings) == 88


EVENT = {"kind": "协议终止或解除", "date": "2017-03-01", "for_violation": "是"}
CONFIRMED = """
registers:
  - fact: prior_terminations
    value: [{end_date: 2017-03-01, for_violation: VIOLATION}]
    by: 王芳
    on: 2020-02-29
    register: 协议管理系统
"""
TERMINATIONS = [
    ("2020-02-29", "是", Verdict.FAIL, Consequence.NOT_ACCEPTED),
    ("2020-03-01", "是", Verdict.PASS, Consequence.NONE),
    ("2020-02-29", "否", Verdict.PASS, Consequence.NONE),
]


@pytest.mark.parametrize(("applied", "violation", "verdict", "consequence"), TERMINATIONS)
def test_three_year_bar_when_the_register_confirms(
    tmp_path: Path, applied: str, violation: str, verdict: Verdict, consequence: Consequence
) -> None:
    case = case_file(tmp_path, CONFIRMED.replace("VIOLATION", violation))
    found = finding(assessed(tmp_path, {"application_date": applied}, case=case), "na-terminated-within-3y")
    assert (found.verdict, found.consequence) == (verdict, consequence)
    assert found.answer is not None
    assert (found.answer.answer, found.answer.by) == ("已查协议管理系统", "王芳")


def test_a_declared_event_is_for_a_person_never_an_automatic_refusal(tmp_path: Path) -> None:
    assessment = assessed(
        tmp_path, {"application_date": "2020-02-29", "under_investigation": "是"}, {"events": [EVENT]}
    )
    declared = [finding(assessment, rule) for rule in ("na-terminated-within-3y", "na-under-investigation")]
    assert [one.verdict for one in declared] == [Verdict.JUDGE, Verdict.JUDGE]
    assert assessment.conclusion is Conclusion.AGENCY_CHECK


def test_the_agency_date_prevails_and_the_difference_is_a_remark(tmp_path: Path) -> None:
    fields = dict.fromkeys(("licence_issue_date", "operation_start_date", "site_since_date"), "2019-06-15")
    case = case_file(tmp_path, "application_date: 2019-09-15\n")
    found = finding(assessed(tmp_path, {**fields, "application_date": "2019-09-14"}, case=case), "operating-months-min")
    assert found.verdict is Verdict.PASS
    assert found.remarks == ("申请表填报为2019-09-14，以经办机构收到申请之日为准",)


def test_a_site_measurement_decides_over_the_declaration(tmp_path: Path) -> None:
    text = (
        "inspection: {on: 2019-11-28, inspectors: [李明, 王芳], measurements: [{fact: usable_area_m2, value: 59.96}]}"
    )
    found = finding(assessed(tmp_path, {"usable_area_m2": "60"}, case=case_file(tmp_path, text)), "opd-area-min")
    assert (found.verdict, found.value, found.gap) == (Verdict.FAIL, "59.96㎡", "差 0.04 ㎡")
    assert found.remarks == ("申请材料填报为60㎡，以现场测量（李明、王芳 2019-11-28）为准",)


def test_an_address_not_on_the_licence_is_a_conflict_with_both_cells(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"application_site_address": "聊城市东昌府区别处路9号"})
    found = finding(assessment, "site-separate-application-address")
    assert found.verdict is Verdict.CONFLICT
    assert [item.source.cell for item in found.evidence if item.source] == ["B24", "B25"]
    assert assessment.conclusion is Conclusion.SUPPLEMENT


def test_addresses_are_compared_without_province_city_spaces_and_width(tmp_path: Path) -> None:
    fields = {
        "application_site_address": "山东省聊城市东昌府区 新区街１２號",
        "practice_site_addresses": ["东昌府区新区街12号"],
    }
    assert finding(assessed(tmp_path, fields), "site-separate-application-address").verdict is Verdict.PASS


AGENCIES = [
    ("东昌府区", "否", "东昌府区医疗保险经办机构", Verdict.PASS),
    ("东昌府区", "否", "聊城市医疗保险经办机构", Verdict.FAIL),
    ("东昌府区", "是", "聊城市医疗保险经办机构", Verdict.PASS),
    ("市本级(市属开发区)", "否", "聊城市医疗保险经办机构", Verdict.PASS),
    ("聊城市以外", "否", "聊城市医疗保险经办机构", Verdict.FAIL),
]


@pytest.mark.parametrize(("division", "of_city", "agency", "verdict"), AGENCIES)
def test_competent_agency(tmp_path: Path, division: str, of_city: str, agency: str, verdict: Verdict) -> None:
    fields = {"admin_division_code": division, "is_city_level_institution": of_city, "receiving_agency": agency}
    assessment = assessed(tmp_path, fields)
    assert finding(assessment, "jurisdiction-match").verdict is verdict
    assert (assessment.conclusion is Conclusion.REDIRECT) == (verdict is Verdict.FAIL)


ASSISTANT = {"name": "张立", "category": "执业助理医师", "employment": "合同"}
NURSE = {"name": "李红", "category": "注册护士", "employment": "合同"}
AREAS_OF_ASSISTANTS = [("农村", Verdict.PASS), ("城区", Verdict.JUDGE), (None, Verdict.UNKNOWN)]


@pytest.mark.parametrize(("area", "verdict"), AREAS_OF_ASSISTANTS)
def test_an_assistant_physician_counts_by_area(tmp_path: Path, area: str | None, verdict: Verdict) -> None:
    assessment = assessed(tmp_path, {"area_class": area}, {"staff": [ASSISTANT, NURSE]})
    assert finding(assessment, "opd-physician-min").verdict is verdict


def test_an_empty_roster_is_unknown_not_zero(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, tables={"staff": None})
    rules = ("opd-physician-min", "opd-nurse-min", "opd-pharmacy-staff-min")
    assert [finding(assessment, rule).verdict for rule in rules] == [Verdict.UNKNOWN] * 3


def test_no_nurse_lacks_one_person(tmp_path: Path) -> None:
    found = finding(assessed(tmp_path, tables={"staff": [ASSISTANT]}), "opd-nurse-min")
    assert (found.verdict, found.gap, found.actor) == (Verdict.FAIL, "缺 1 人", "applicant")
    assert found.todo == "聘用注册护士，并在花名册中填报（缺 1 人）"


def test_a_shared_pharmacy_is_not_separate(tmp_path: Path) -> None:
    rooms = [
        {"name": "全科诊疗室", "separate": "是"},
        {"name": "药房", "separate": "否", "shared_with": "治疗室"},
        {"name": "治疗室", "separate": "是"},
    ]
    found = finding(assessed(tmp_path, tables={"rooms": rooms}), "opd-rooms-set")
    assert (found.verdict, found.gap, found.reasons) == (
        Verdict.FAIL,
        "缺 1 项：药房",
        ("药房（设在治疗室内），不单独计算",),
    )
    assert [(item.label, item.source.cell) for item in found.evidence if item.source] == [("药房", "C5")]


def _eligible_equipment(**counts: Any) -> list[dict[str, Any]]:
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    rows = [row for row in data["tables"]["equipment"] if counts.get(row["name"], "") is not None]
    return [{**row, **({"count": counts[row["name"]]} if row["name"] in counts else {})} for row in rows]


EQUIPMENT = [
    ({}, Verdict.PASS, (), ()),
    ({"血压计": "0"}, Verdict.FAIL, ("血压计",), ()),
    ({"血压计": ""}, Verdict.UNKNOWN, (), ("血压计",)),
]


@pytest.mark.parametrize(("counts", "verdict", "missing", "unsure"), EQUIPMENT)
def test_equipment(
    tmp_path: Path, counts: dict[str, str], verdict: Verdict, missing: tuple[str, ...], unsure: tuple[str, ...]
) -> None:
    found = finding(assessed(tmp_path, tables={"equipment": _eligible_equipment(**counts)}), "opd-equipment-set")
    assert (found.verdict, found.missing, found.unsure) == (verdict, missing, unsure)


def test_contracted_sterilisation_is_for_the_reviewer(tmp_path: Path) -> None:
    tables = {"equipment": _eligible_equipment(高压灭菌设备="0")}
    with_contract = finding(assessed(tmp_path, {"steriliser_contract": "是"}, tables), "opd-equipment-set-steriliser")
    without = finding(assessed(tmp_path, {"steriliser_contract": "否"}, tables), "opd-equipment-set-steriliser")
    assert (with_contract.verdict, with_contract.actor) == (Verdict.JUDGE, "reviewer")
    assert (without.verdict, without.actor) == (Verdict.FAIL, "applicant")


WRONG_CASES = [
    (
        "decisions: [{rule: na-othr, answer: 符合, by: 甲, on: 2019-11-19}]",
        "本次评估没有规则“na-othr”；是否应为“na-other”？",
    ),
    (
        "decisions: [{rule: opd-area-min, answer: 符合, by: 甲, on: 2019-11-19}]",
        "规则“opd-area-min”由申请材料的数据判定，现为符合，不待评审，不能在此处作答",
    ),
    ("decisions: [{rule: na-other, answer: 可以, by: 甲, on: 2019-11-19}]", "“answer”应为符合、不符合之一，现为“可以”"),
    ("decisions: [{rule: na-other, answer: 符合, on: 2019-11-19}]", "缺少必填的键“by”"),
    (
        "registers: [{fact: under_investigaton, value: 否, by: 甲, on: 2019-11-19}]",
        "词汇表中没有事实“under_investigaton”；是否应为“under_investigation”？",
    ),
    (
        "registers: [{fact: under_investigation, value: 没有, by: 甲, on: 2019-11-19}]",
        "“因违法违规正在接受调查处理”应为 是 或 否，现为“没有”",
    ),
    ("aplication_date: 2019-11-18", "没有“aplication_date”这个键；是否应为“application_date”？"),
    ("application_date: 2019-11-31", "“application_date”应为日期，例如 2019-09-01，现为“2019-11-31”"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_CASES, ids=[message for _, message in WRONG_CASES])
def test_a_wrong_case_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, case=case_file(tmp_path, f"# 案件\n{text}\n"))
    assert (raised.value.problems[0].text, str(raised.value.problems[0].place)) == (message, "案件.yaml 第 2 行")


def test_same_input_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    one = assess(workbook(tmp_path), Options(), ENGINE)
    assert to_json(one) == to_json(assess(workbook(tmp_path), Options(), ENGINE))
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    turned = assessed(tmp_path, tables={"staff": data["tables"]["staff"][::-1]})
    assert [(f.rule, f.verdict, f.gap) for f in turned.findings] == [(f.rule, f.verdict, f.gap) for f in one.findings]


@pytest.mark.parametrize("name", ["clinic-eligible", "clinic-defects", "clinic-half"])
def test_a_sample_saved_by_libreoffice_is_assessed_alike(name: str) -> None:
    ours = json.loads(to_json(assess(SAMPLES / f"{name}.xlsx", Options(), ENGINE)))
    theirs = json.loads(to_json(assess(SAMPLES / f"{name}.libreoffice.xlsx", Options(), ENGINE)))
    verdicts = [[(f["rule"], f["verdict"], f["value"], f["gap"]) for f in one["findings"]] for one in (ours, theirs)]
    assert verdicts[0] == verdicts[1]
    assert ours["sentence"] == theirs["sentence"]


def test_the_defect_sample_has_every_planted_defect() -> None:
    assessment = assess(SAMPLES / "clinic-defects.xlsx", Options(), ENGINE)
    failed = [one.rule for one in assessment.findings if one.verdict is Verdict.FAIL]
    assert failed == [
        "operating-months-min",
        "jurisdiction-match",
        "doc-application-form-medical",
        "doc-practice-licence-original",
        "doc-legal-person-id-medical",
        "doc-nurse-practice-certs",
        "doc-social-insurance-all-staff",
        "doc-drug-price-list-medical",
        "doc-prior-year-financials-medical",
        "doc-prior-year-financials-medical-year",
        "doc-medical-activity-report",
        "cond-medical-licences",
        "opd-nurse-min",
        "opd-pharmacy-staff-min",
        "opd-area-min",
        "opd-rooms-set",
        "opd-equipment-set",
    ]
    assert assessment.blocking[0] == "jurisdiction-match"
    assert assessment.conclusion is Conclusion.REDIRECT


RELAXED = """
waivers:
  - rule: opd-area-min
    granted: 50
    decision: 聊医保发〔2020〕3号
    reason: 山区村卫生室用房有限
    by: 王芳
    on: 2019-11-18
"""


def test_a_waiver_prints_both_verdicts(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"usable_area_m2": "58.5"}, case=case_file(tmp_path, RELAXED))
    found = finding(assessment, "opd-area-min")
    assert (found.verdict, found.consequence, found.gap) == (Verdict.WAIVED, Consequence.NONE, "差 1.5 ㎡")
    assert found.waiver is not None
    assert (found.waiver.granted, found.waiver.unrelaxed) == ("50㎡", Verdict.FAIL)
    assert found.remarks == (
        "各业务用房面积合计186.5㎡，大于填报的实际使用面积58.5㎡，请核对",
        "按批准的界限“50㎡”放宽（依据聊医保发〔2020〕3号，王芳 2019-11-18，理由：山区村卫生室用房有限）。未放宽时：不符合，差 1.5 ㎡",
    )


def test_a_waiver_that_is_not_needed_or_not_enough_changes_nothing(tmp_path: Path) -> None:
    case = case_file(tmp_path, RELAXED)
    assert finding(assessed(tmp_path, {"usable_area_m2": "60"}, case=case), "opd-area-min").verdict is Verdict.PASS
    short = finding(assessed(tmp_path, {"usable_area_m2": "49.99"}, case=case), "opd-area-min")
    assert (short.verdict, short.waiver) == (Verdict.FAIL, None)
    assert short.remarks[-1] == "已批准放宽为“50㎡”（聊医保发〔2020〕3号），放宽后为不符合"
    blank = finding(assessed(tmp_path, {"usable_area_m2": None}, case=case), "opd-area-min")
    assert blank.verdict is Verdict.UNKNOWN


def test_a_waiver_of_a_list_grants_a_shorter_list(tmp_path: Path) -> None:
    text = RELAXED.replace("opd-area-min", "opd-rooms-set").replace("granted: 50", "granted: [全科诊疗室, 药房]")
    rooms = [{"name": "全科诊疗室", "separate": "是"}, {"name": "药房", "separate": "是"}]
    found = finding(assessed(tmp_path, tables={"rooms": rooms}, case=case_file(tmp_path, text)), "opd-rooms-set")
    assert (found.verdict, found.gap) == (Verdict.WAIVED, "缺 1 项：治疗室")


WRONG_WAIVERS = [
    ({"licence_category": "医院"}, RELAXED, "本机构不属于第二十条可以放宽的基层医疗机构或零售药店"),
    ({}, RELAXED.replace("opd-area-min", "jurisdiction-match"), "规则“jurisdiction-match”涉及管辖，不能放宽"),
    (
        {},
        RELAXED.replace("opd-area-min", "na-closed-or-suspended"),
        "规则“na-closed-or-suspended”涉及不予受理，不能放宽",
    ),
    (
        {},
        RELAXED.replace("opd-area-min", "cond-medical-layout"),
        "规则“cond-medical-layout”没有可以放宽的界限，由人作出判断",
    ),
    ({}, RELAXED.replace("opd-area-min", "opd-area"), "本次评估没有规则“opd-area”；是否应为“opd-area-min”？"),
    ({}, RELAXED.replace("    decision: 聊医保发〔2020〕3号\n", ""), "缺少必填的键“decision”"),
    ({}, RELAXED.replace("granted: 50", "granted: 五十"), "界限应为整数、小数、百分数或分数，现为“五十”"),
    ({}, RELAXED.replace("granted: 50", "granted: 70"), "批准的界限“70㎡”应比规定的“60㎡”宽，且不能为零或为空"),
    ({}, RELAXED.replace("granted: 50", "granted: 0"), "批准的界限“0㎡”应比规定的“60㎡”宽，且不能为零或为空"),
    (
        {},
        RELAXED.replace("opd-area-min", "doc-social-insurance-all-staff"),
        "规则“doc-social-insurance-all-staff”的要求不是一个可以放宽的数或名单",
    ),
]


@pytest.mark.parametrize(("fields", "text", "message"), WRONG_WAIVERS, ids=[message for *_, message in WRONG_WAIVERS])
def test_a_waiver_nobody_may_grant_is_refused(tmp_path: Path, fields: dict[str, str], text: str, message: str) -> None:
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, fields, case=case_file(tmp_path, text))
    assert raised.value.problems[0].text == message
    assert raised.value.problems[0].place.file == "案件.yaml"


LATE = "规则“opd-area-min”的放宽在2019-11-19才批准，晚于评估日期2019-11-18，评估时尚不存在"
TWICE = RELAXED + RELAXED.partition("waivers:\n")[2].replace("granted: 50", "granted: 55")


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (RELAXED.replace("on: 2019-11-18", "on: 2019-11-19"), LATE, 3),
        (f"assessment_date: 2019-11-18{RELAXED.replace('on: 2019-11-18', 'on: 2019-11-19')}", LATE, 3),
        (TWICE, "规则“opd-area-min”有两项放宽，前一项在第 3 行", 9),
    ],
    ids=["later than the application date", "later than the assessment date", "two of one rule"],
)
def test_a_waiver_that_was_not_there_or_there_twice_is_refused(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, {"usable_area_m2": "58.5"}, case=case_file(tmp_path, text))
    (problem,) = raised.value.problems
    assert (problem.text, problem.place.file, problem.place.line) == (message, "案件.yaml", line)


def test_a_waiver_of_the_day_of_the_assessment_counts(tmp_path: Path) -> None:
    text = f"assessment_date: 2019-11-25{RELAXED.replace('on: 2019-11-18', 'on: 2019-11-25')}"
    found = assessed(tmp_path, {"usable_area_m2": "58.5"}, case=case_file(tmp_path, text))
    assert finding(found, "opd-area-min").verdict is Verdict.WAIVED


def test_two_of_five_without_insured_months_are_named_with_their_cells(tmp_path: Path) -> None:
    staff = [
        {"name": name, "category": "执业医师", "employment": "合同", "hire_date": "2018-01-02", "insured_since": since}
        for name, since in (("王甲", "2018-01"), ("王乙", "2018-01"), ("王丙", "2018-01"), ("王丁", ""), ("王戊", ""))
    ]
    found = finding(assessed(tmp_path, tables={"staff": staff}), "doc-social-insurance-all-staff")
    assert (found.verdict, found.unsure) == (Verdict.UNKNOWN, ("王丁", "王戊"))
    assert [(item.label, item.source.cell) for item in found.evidence if item.source] == [
        ("王丁·在本单位参保月数", "O7"),
        ("王戊·在本单位参保月数", "O8"),
    ]


def test_insured_months_clamp_and_the_exempt_never_enter_the_list(tmp_path: Path) -> None:
    rows = [
        {"name": "王甲", "hire_date": "2019-08-18", "insured_since": "2019-08-18"},
        {"name": "王乙", "hire_date": "2019-08-19", "insured_since": "2019-08-19"},
        {"name": "王丙", "hire_date": "2015-01-01", "insured_exempt_reason": "退休返聘", "employment": "返聘"},
        {"name": "王丁", "hire_date": "2019-11-01", "employment": "实习"},
    ]
    staff = [{"category": "注册护士", "employment": "合同", **row} for row in rows]
    found = finding(assessed(tmp_path, tables={"staff": staff}), "doc-social-insurance-all-staff")
    assert (found.verdict, found.missing, found.value) == (Verdict.JUDGE, ("王乙",), "2人中有1人不满足")


def _documents(**changes: dict[str, str]) -> list[dict[str, str]]:
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    return [{**row, **changes.get(row["code"], {})} for row in data["tables"]["documents"]]


def test_an_expired_licence_is_not_met_a_missing_copy_a_supplement(tmp_path: Path) -> None:
    expired = assessed(tmp_path, tables={"documents": _documents(practice_licence_main={"valid_to": "2019-11-17"})})
    assert finding(expired, "cond-medical-licences").consequence is Consequence.NOT_MET
    assert finding(expired, "doc-practice-licence-original").verdict is Verdict.PASS
    assert expired.conclusion is Conclusion.NOT_MET
    copyless = assessed(tmp_path, tables={"documents": _documents(practice_licence_main={"copy": "否"})})
    found = finding(copyless, "doc-practice-licence-original")
    assert (found.verdict, found.gap, found.consequence) == (Verdict.FAIL, "缺复印件", Consequence.SUPPLEMENT)
    assert copyless.conclusion is Conclusion.SUPPLEMENT


def test_a_document_row_left_blank_is_unknown(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, tables={"documents": _documents(commitment={"signed": ""})})
    found = finding(assessment, "doc-service-commitment-medical")
    assert (found.verdict, found.unsure) == (Verdict.UNKNOWN, ("已签字或盖章",))


def test_a_young_clinic_needs_no_indicators_of_the_previous_year(tmp_path: Path) -> None:
    fields = dict.fromkeys(("licence_issue_date", "operation_start_date", "site_since_date"), "2019-02-01")
    blank = dict.fromkeys(("indicator_outpatient_visits", "indicator_drug_income_pct"))
    assessment = assessed(tmp_path, {**fields, **blank})
    found = finding(assessment, "doc-cost-indicators-outpatient")
    assert (found.verdict, found.reasons) == (
        Verdict.NOT_APPLICABLE,
        ("只适用于“上一会计年度已开业”，现为否",),
    )


def test_a_department_without_an_approved_subject_is_a_conflict(tmp_path: Path) -> None:
    departments = [{"name": "口腔科", "special": "否", "head_name": "王甲", "head_phone": "0635-1"}]
    subjects = [{"name": "全科医疗科"}]
    assessment = assessed(tmp_path, tables={"departments": departments, "subjects": subjects})
    assert finding(assessment, "dept-subject-consistency").verdict is Verdict.CONFLICT
    same = assessed(tmp_path, tables={"departments": departments, "subjects": [{"name": "口腔专业"}]})
    assert finding(same, "dept-subject-consistency").verdict is Verdict.INSPECT


def test_further_documents_the_agency_asked_for(tmp_path: Path) -> None:
    text = "documents_required: [{name: 消防验收证明, received: 否}, {name: 平面图, received: 是}]"
    found = finding(assessed(tmp_path, case=case_file(tmp_path, text)), "doc-other-materials")
    assert (found.verdict, found.missing) == (Verdict.FAIL, ("消防验收证明",))
    none = finding(assessed(tmp_path, case=case_file(tmp_path, "documents_required: 无")), "doc-other-materials")
    assert none.verdict is Verdict.PASS
    unsaid = finding(assessed(tmp_path, case=case_file(tmp_path, "case: 1")), "doc-other-materials")
    assert (unsaid.verdict, unsaid.consequence) == (Verdict.UNKNOWN, Consequence.AGENCY_CHECK)


def test_two_chosen_readings_that_replace_the_same_field_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        assessed(tmp_path, readings={"three-months": "next-day", "operation-start": "licence"})
    assert raised.value.problems[0].text == (
        "口径 three-months=next-day 与 operation-start=licence 都改动规则“operating-months-min”的 requires，不能同时使用"
    )


def test_a_licence_of_which_nobody_says_whether_it_was_filed_is_unknown(tmp_path: Path) -> None:
    blank = {"present": "", "valid_to": "2018-01-01"}
    found = finding(
        assessed(tmp_path, tables={"documents": _documents(practice_licence_main=blank)}), "cond-medical-licences"
    )
    assert (found.verdict, found.unsure) == (Verdict.UNKNOWN, ("《医疗机构执业许可证》正本",))
    assert found.reasons == ("《医疗机构执业许可证》正本：C5“是否提交”未填写",)


def test_a_usable_area_larger_than_the_building_is_a_conflict(tmp_path: Path) -> None:
    found = finding(assessed(tmp_path, {"usable_area_m2": "60", "building_area_m2": "50"}), "opd-area-min")
    assert (found.verdict, found.reasons) == (
        Verdict.CONFLICT,
        ("实际使用面积：实际使用面积60㎡大于建筑面积50㎡",),
    )


def test_a_reason_that_does_not_fit_the_employment_frees_nobody(tmp_path: Path) -> None:
    row = {"name": "王甲", "category": "注册护士", "employment": "合同", "hire_date": "2015-01-01"}
    staff = [{**row, "insured_exempt_reason": "退休返聘"}]
    found = finding(assessed(tmp_path, tables={"staff": staff}), "doc-social-insurance-all-staff")
    assert (found.verdict, found.unsure) == (Verdict.UNKNOWN, ("王甲",))
    assert found.reasons == ("王甲：O4“本单位参保起始日期”未填写",)


def test_declared_nought_is_a_failure_whatever_else_is_listed(tmp_path: Path) -> None:
    tables = {"equipment": [*_eligible_equipment(电动吸尘器="0"), {"name": "电动吸引器", "count": "0"}]}
    found = finding(assessed(tmp_path, tables=tables), "opd-equipment-set-suction")
    assert (found.verdict, found.gap) == (Verdict.FAIL, "缺电动吸尘器或电动吸引器")
    only_one = {"equipment": _eligible_equipment(电动吸尘器="0")}
    assert finding(assessed(tmp_path, tables=only_one), "opd-equipment-set-suction").verdict is Verdict.FAIL


def test_names_with_spaces_and_brackets_are_matched(tmp_path: Path) -> None:
    rows = _eligible_equipment(血压计=None)
    tables = {"equipment": [*rows, {"name": "血 压 计（水银）", "count": "2"}]}
    assert finding(assessed(tmp_path, tables=tables), "opd-equipment-set").verdict is Verdict.PASS


def test_events_since_the_application_are_the_agencys_to_check(tmp_path: Path) -> None:
    found = finding(assessed(tmp_path), "cond-no-medical-accident-3m-after")
    assert (found.verdict, found.actor) == (Verdict.CHECK, "agency")


def test_rooms_of_a_specialised_clinic_are_for_the_reviewer(tmp_path: Path) -> None:
    rooms = [{"name": "全科诊疗室", "separate": "是"}, {"name": "药房", "separate": "是"}]
    for category, verdict in (("中医诊所", Verdict.JUDGE), ("诊所", Verdict.FAIL)):
        found = finding(assessed(tmp_path, {"licence_category": category}, {"rooms": rooms}), "opd-rooms-set")
        assert (found.verdict, found.gap) == (verdict, "缺 1 项：治疗室")


def test_no_number_of_a_person_stands_whole_in_any_report() -> None:
    for name in ("clinic-eligible", "clinic-defects", "clinic-half"):
        assessment = assess(SAMPLES / f"{name}.xlsx", Options(), ENGINE)
        for text in (to_json(assessment), to_html(assessment)):
            assert not re.search(r"(?<![0-9A-Za-z])(1[3-9]\d{9}|\d{17}[\dX]|0635-?\d{7,8})(?![0-9A-Za-z])", text)


def test_evidence_masks_the_telephone_it_rests_on() -> None:
    found = finding(assess(SAMPLES / "clinic-eligible.xlsx", Options(), ENGINE), "doc-insurance-managers-list-leader")
    assert [item.source.raw for item in found.evidence if item.source] == ["医保分管领导", "138****0001"]


def test_an_answer_to_a_rule_that_does_not_apply_is_refused(tmp_path: Path) -> None:
    text = "decisions: [{rule: na-materials-incomplete, answer: 不符合, by: 李明, on: 2019-11-20}]"
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, case=case_file(tmp_path, text))
    assert str(raised.value.problems[0]) == (
        "错误：案件.yaml 第 1 行：规则“na-materials-incomplete”不适用于本次申请"
        "（只适用于“是否补正后再次提交：是”，现为否），对它的决定不起作用\n"
        "  处理：补正后再次提交的，在案件文件中写明 resubmission: 是；否则删去该项决定"
    )
    again = assessed(tmp_path, stage=Stage.ACCEPTANCE, case=case_file(tmp_path, f"resubmission: 是\n{text}"))
    assert again.conclusion is Conclusion.NOT_ACCEPTED


def test_what_a_reader_should_notice_about_the_case_file(tmp_path: Path) -> None:
    text = """
application_date: 2019-12-18
assessment_date: 2019-12-01
decisions: [{rule: na-other, answer: 符合, by: 李明, on: 2019-11-01}]
inspection: {on: 2018-11-28, inspectors: [李明]}
"""
    assert assessed(tmp_path, {"application_date": "2019-11-18"}, case=case_file(tmp_path, text)).notices == (
        "申请日期：申请表填报为2019-11-18，以经办机构收到申请之日为准。",
        "现场勘验应由 2 名以上勘验人员进行，现只写明“李明”，本次勘验的测量和结论都没有计入；"
        "补写另一名勘验人员或重新勘验后再评估。",
        "评估日期 2019-12-01 早于申请日期 2019-12-18，请核对。",
        "案件文件中有 1 项核查或决定的日期早于申请日期 2019-12-18（最早 2019-11-01），请核对。",
        "现场勘验日期 2018-11-28 早于申请日期 2019-12-18，请核对。",
        "案件文件没有写明机构（facility_name 或 uscc），不能核对是不是本机构的案件文件。",
    )


def test_the_strictest_options_of_two_readings_stand_together(tmp_path: Path) -> None:
    strict = {"insured-staff": "literal", "new-hires": "strict"}
    row = {
        "name": "王甲",
        "category": "注册护士",
        "employment": "合同",
        "hire_date": "2019-10-08",
        "insured_since": "2019-10",
    }
    found = finding(assessed(tmp_path, tables={"staff": [row]}, readings=strict), "doc-social-insurance-all-staff")
    assert found.verdict is Verdict.FAIL


def test_a_new_institution_must_still_file_its_statements_under_the_strict_reading(tmp_path: Path) -> None:
    tables = {"documents": _documents(financials_prior_year={"present": "否"})}
    strict = assessed(tmp_path, tables=tables, readings={"new-institution": "full-year"})
    assert finding(strict, "doc-prior-year-financials-medical").verdict is Verdict.FAIL


def test_an_event_the_register_shows_after_the_application_is_for_the_agency_to_judge(tmp_path: Path) -> None:
    text = """
assessment_date: 2019-11-25
registers:
  - {fact: medical_accidents, value: [{date: 2019-11-20}], by: 王芳, on: 2019-11-25, register: 卫生监督系统}
"""
    found = finding(assessed(tmp_path, case=case_file(tmp_path, text)), "cond-no-medical-accident-3m-after")
    assert (found.verdict, found.actor) == (Verdict.JUDGE, "agency")
    assert found.todo == (
        "已查卫生监督系统有不利情况（有 1 项：2019-11-20），由经办机构核实后认定：申请之日以来未发生医疗事故"
    )


def test_a_finding_on_a_list_names_all_of_it_beside_the_cells_it_counted(tmp_path: Path) -> None:
    """What dropped out of a list is in no cell that was counted; where the list stands leads to it."""
    two = [{"name": "电动吸引器", "count": "0"}, {"name": "电动吸尘器", "count": "1"}]
    found = finding(assessed(tmp_path, tables={"equipment": two}), "opd-equipment-set-suction")
    assert [(item.source.cell, item.source.raw) for item in found.evidence if item.source] == [
        ("D11", "1"),
        ("D21", "0"),
    ]
    assert found.listed is not None
    assert (found.listed.sheet, found.listed.cell, found.listed.raw) == ("设备清单", "B4:F21", "共 18 行")


def test_a_finding_whose_evidence_is_the_list_names_it_once(tmp_path: Path) -> None:
    found = finding(assessed(tmp_path), "doc-social-insurance-all-staff")
    assert [(item.source.cell, item.value) for item in found.evidence if item.source] == [("B4:R12", "共 9 人")]
    assert found.listed is None


def test_what_hangs_on_a_date_nobody_can_read_cites_it(tmp_path: Path) -> None:
    made = assessed(tmp_path, {"application_date": "不清楚"})
    for rule in ("doc-premises-right", "doc-premises-right-remaining", "doc-social-insurance-all-staff"):
        found = finding(made, rule)
        assert found.verdict is Verdict.UNKNOWN
        assert [item.source.raw for item in found.evidence if item.source and item.label == "申请日期"] == ["不清楚"]
    area = finding(made, "opd-area-min")
    assert [item.label for item in area.evidence] == ["业务用房使用面积"]
