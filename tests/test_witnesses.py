"""Each level's sample meets what the desk can decide; each required thing taken away turns exactly the rules that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.intake.table import Entry, Row
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Conclusion, Verdict
from tests.applications import SAMPLES, assessed_under

PACK = shipped_pack("liaocheng-2019")
LEVELS = ("hospital-1-eligible", "hospital-2-eligible", "hospital-3-eligible")

Change = Callable[[Application], Application]


@cache
def sample(name: str) -> Application:
    return read_application(SAMPLES / f"{name}.xlsx")


def judged(application: Application) -> Assessment:
    return assessed_under(PACK, application)


@cache
def verdicts(name: str) -> Mapping[str, Verdict]:
    return {one.rule: one.verdict for one in judged(sample(name)).findings}


def turned(name: str, change: Change) -> set[str]:
    after = {one.rule: one.verdict for one in judged(change(sample(name))).findings}
    assert after.keys() == verdicts(name).keys()
    return {rule for rule, verdict in after.items() if verdict is not verdicts(name)[rule]}


@pytest.mark.parametrize("name", LEVELS)
def test_the_sample_meets_everything_the_desk_can_decide(name: str) -> None:
    assessment = judged(sample(name))
    assert assessment.problems == ()
    assert assessment.conclusion is Conclusion.INSPECT
    left = {one.rule for one in assessment.findings if one.verdict is Verdict.JUDGE}
    assert left <= {"cond-medical-layout", "cond-medical-quality-indicators", "h3-key-specialty-conditions"}


# --- changes of an application ----------------------------------------------------------------------------------------


def _replaced(entry: Entry, value: Any) -> Entry:
    return entry._replace(value=value, reason="" if value is not None else "未填写")


def field(name: str, value: Any) -> Change:
    def change(application: Application) -> Application:
        entry = _replaced(application.fields[name], value)
        return application._replace(fields={**application.fields, name: entry})

    return change


def rows(table: str, edit: Callable[[Row], Row | None]) -> Change:
    def change(application: Application) -> Application:
        of = application.tables[table]
        kept = tuple(made for row in of.rows if (made := edit(row)) is not None)
        assert kept != of.rows
        return application._replace(tables={**application.tables, table: replace(of, rows=kept)})

    return change


def without(table: str, column: str, *values: Any) -> Change:
    return rows(table, lambda row: None if row.cells[column].value in values else row)


def with_cell(table: str, column: str, value: Any, where: Callable[[Row], bool] = lambda row: True) -> Change:
    def edit(row: Row) -> Row:
        return row.replaced({column: _replaced(row.cells[column], value)}) if where(row) else row

    return rows(table, edit)


def is_(column: str, *values: Any) -> Callable[[Row], bool]:
    return lambda row: row.cells[column].value in values


def department(*names: str) -> Change:
    return without("departments", "name", *names)


def bed_unit(code: str, count: int) -> Change:
    return with_cell("bed_unit", "count", count, is_("code", code))


def both(*changes: Change) -> Change:
    def change(application: Application) -> Application:
        for one in changes:
            application = one(application)
        return application

    return change


# --- what is taken away, and the rules that ask for it ----------------------------------------------------------------

BED_UNIT = [
    ("bed", "bed", 23),
    ("mattress", "mattress", 35),
    ("quilt", "quilt", 59),
    ("sheet", "sheet", 71),
    ("pillow", "pillow", 47),
    ("pillowcase", "pillowcase", 95),
    ("bedside_cabinet", "bedside-cabinet", 23),
    ("thermos", "thermos", 95),
    ("basin", "basin", 47),
    ("spittoon", "spittoon", 23),
    ("signal_lamp", "signal-lamp", 23),
    ("patient_gown", "patient-gown", 47),
    ("patient_coat", "patient-coat", 23),
]
ONE = {
    "内科": ["h1-dept-internal-medicine"],
    "外科": ["h1-dept-surgery"],
    "妇产科": ["h1-dept-obgyn"],
    "急诊室": ["h1-dept-emergency"],
    "五官科": ["h1-dept-ent-eye-dental"],
    "中医科": ["h1-dept-tcm"],
    "家庭病床科": ["h1-dept-home-bed"],
    "药剂科": ["h1-medtech-pharmacy-room", "h1-medtech-pharmacy-dispensing"],
    "化验室": ["h1-medtech-laboratory"],
    "X光室": ["h1-medtech-xray"],
    "手术室": ["h1-medtech-operating-room"],
    "处置室": ["h1-medtech-treatment-room"],
    "供应室": ["h1-medtech-supply-room"],
    "病案统计室": ["h1-medtech-records-statistics"],
    "图书室": ["h1-medtech-library"],
    "医院办公室": ["h1-admin-office-office", "h1-admin-office-functions"],
    "卫生防疫室": ["h1-prevention-sanitation"],
    "妇幼保健室": ["h1-prevention-mch-room", "h1-prevention-mch-family-planning"],
}
TWO = {
    "医院办公室": ["h2-admin-office"],
    "政工科": ["h2-admin-political-personnel"],
    "医务科": ["h2-admin-medical-affairs"],
    "护理部": ["h2-admin-nursing"],
    "门诊部": ["h2-admin-outpatient-office"],
    "信息科": ["h2-admin-information"],
    "后勤保障部": ["h2-admin-general-affairs"],
    "设备科": ["h2-admin-equipment"],
    "财务科": ["h2-admin-finance"],
    "医保科": [],
    "急诊医学科": ["h2-dept-emergency"],
    "内科": ["h2-dept-internal-medicine"],
    "外科": ["h2-dept-surgery"],  # 普外科 says it sits in a 外科 that has no row: a person decides
    "妇产科": [],  # 妇科 and 产科 together are 妇产科
    "儿科": ["h2-dept-paediatrics"],
    "小儿内科": ["h2-paediatric-internal"],
    "妇科": ["h2-obgyn-subspecialties"],
    "产科": ["h2-obgyn-subspecialties"],
    "五官科": ["h2-dept-eye-ent-dental"],
    "皮肤性病科": ["h2-dept-dermatology"],
    "感染性疾病科": ["h2-dept-infectious"],
    "康复医学科": ["h2-dept-rehab-physio"],
    "家庭病床科": ["h2-dept-home-bed"],
    "中医科": ["h2-dept-tcm"],
    "呼吸与危重症医学科": [],  # three listed groups are left
    "内科ICU": ["h2-icu-medical-surgical-internal"],
    "外科ICU": ["h2-icu-medical-surgical-surgery"],
    "CCU病房": ["h2-ccu-min"],
    "药剂科": ["h2-medtech-pharmacy-preparation"],
    "制剂室": ["h2-medtech-preparation-room"],
    "检验科": [],
    "放射科": ["h2-medtech-radiology"],
    "功能检查科": ["h2-medtech-functional-exam"],
    "病理科": ["h2-medtech-pathology"],
    "营养科": ["h2-medtech-nutrition"],
    "手术室": ["h2-medtech-operating-room"],
    "消毒供应中心": ["h2-medtech-sterile-supply"],
    "公共卫生科": ["h2-medtech-prevention"],
}
THREE = {
    "急诊医学科": ["h3-dept-emergency"],
    "内科": ["h3-dept-internal-medicine"],
    "外科": ["h3-dept-surgery"],
    "妇产科": [],  # 妇科 and 产科 together are 妇产科
    "儿科": ["h3-dept-paediatrics"],
    "中医科": ["h3-dept-tcm"],
    "眼科": ["h3-dept-ophthalmology"],
    "耳鼻咽喉头颈外科": ["h3-dept-ent"],
    "口腔科": ["h3-dept-stomatology"],
    "皮肤性病科": ["h3-dept-dermatology"],
    "麻醉科": ["h3-dept-anaesthesia"],
    "理疗科": ["h3-dept-physiotherapy"],
    "老年医学科": [],  # 康复医学科 is left
    "肿瘤科": ["h3-dept-oncology"],
    "家庭病床科": ["h3-dept-home-bed"],
    "介入科": ["h3-dept-interventional-radiology"],
    "消化内科": ["h3-internal-subspecialties"],
    "心血管内科": ["h3-internal-subspecialties"],
    "呼吸与危重症医学科": ["h3-internal-subspecialties"],
    "神经内科": ["h3-internal-subspecialties"],
    "血液内科": ["h3-internal-subspecialties"],
    "肾内科": ["h3-internal-subspecialties"],
    "内分泌科": ["h3-internal-subspecialties"],
    "胃肠外科": [],  # 肝胆外科 is 腹外 too
    "心胸外科": ["h3-surgical-subspecialties"],
    "神经外科": ["h3-surgical-subspecialties"],
    "泌尿外科": ["h3-surgical-subspecialties"],
    "骨科": ["h3-surgical-subspecialties"],
    "烧伤整形科": ["h3-surgical-subspecialties"],
    "妇科": ["h3-obgyn-subspecialties"],
    "产科": ["h3-obgyn-subspecialties"],
    "计划生育科": ["h3-obgyn-subspecialties"],
    "小儿内科": ["h3-paediatric-subspecialties"],
    "新生儿科": ["h3-paediatric-subspecialties"],
    "小儿外科": ["h3-paediatric-subspecialties"],
    "重症医学科": ["h3-icu"],
    "CCU病房": ["h3-ccu"],
    "药学部": ["h3-medtech-pharmacy"],
    "医学影像科": ["h3-medtech-imaging"],
    "医学检验科": ["h3-medtech-laboratory"],
    "核医学科": ["h3-medtech-nuclear-medicine"],
    "临床营养科": ["h3-medtech-nutrition"],
    "病理科": ["h3-medtech-pathology"],
    "功能检查科": ["h3-medtech-physical-diagnosis"],
    "内镜中心": ["h3-medtech-endoscopy"],
    "手术室": ["h3-medtech-operating-dept"],
    "消毒供应中心": ["h3-medtech-sterile-supply"],
    "病案室": ["h3-medtech-medical-records"],
    "统计室": ["h3-medtech-statistics"],
    "图书室": ["h3-medtech-library"],
    "预防保健科": ["h3-medtech-prevention"],
    "医务部": [],  # level 3 lists no administrative departments
}
UNGRADED = {
    "hospital-1-eligible": [],
    "hospital-2-eligible": ["h2-accreditation"],
    "hospital-3-eligible": ["h3-accreditation"],
}
OTHERS: list[tuple[str, str, Change, list[str]]] = [
    ("hospital-1-eligible", "核定床位19张", field("bed_count_licensed", 19), ["h1-bed-min"]),
    ("hospital-1-eligible", "建筑面积", field("building_area_m2", 1079), ["h1-building-area-per-bed"]),
    ("hospital-2-eligible", "核定床位99张", field("bed_count_licensed", 99), ["h2-bed-min"]),
    ("hospital-2-eligible", "建筑面积", field("building_area_m2", 4499), ["h2-building-area-per-bed"]),
    ("hospital-2-eligible", "病室净使用面积", field("ward_net_area_m2", 499), ["h2-ward-net-area-per-bed"]),
    ("hospital-2-eligible", "门诊面积", field("outpatient_building_area_m2", 600), ["h2-outpatient-area-per-visit"]),
    ("hospital-3-eligible", "编制床位499张", field("bed_count_established", 499), ["h3-bed-min"]),
    ("hospital-3-eligible", "建筑面积", field("building_area_m2", 29999), ["h3-building-area-per-bed"]),
    ("hospital-3-eligible", "病室净使用面积", field("ward_net_area_m2", 2999), ["h3-ward-net-area-per-bed"]),
    *(
        (level, "评审等级", field("grade_on_record", "无"), UNGRADED[level])
        for level in ("hospital-2-eligible", "hospital-3-eligible")
    ),
    *(
        (
            f"hospital-{n}-eligible",
            "营养师",
            with_cell("staff", "clinical_dietitian", value=False),
            [f"h{n}-dietitian-min"],
        )
        for n in (2, 3)
    ),
    (
        "hospital-2-eligible",
        "工程技术人员的职称",
        with_cell("staff", "title", "技术员", is_("category", "工程技术人员")),
        ["h2-engineer-appropriate"],
    ),
    (
        "hospital-3-eligible",
        "工程技术人员的职称",
        with_cell("staff", "title", "技术员", is_("category", "工程技术人员")),
        ["h3-engineer-pct"],
    ),
    (
        "hospital-1-eligible",
        "护理员从事护理",
        with_cell("staff", "post_kind", "护理", is_("category", "工勤", "护理员")),
        ["h1-no-unqualified-practice-category", "h1-no-unqualified-practice-certificate"],
    ),
    (
        "hospital-1-eligible",
        "预防保健",
        with_cell("staff", "preventive_duty", value=False),
        ["h1-preventive-staff-pct"],
    ),
    *(
        (
            f"hospital-{n}-eligible",
            "护士的职称",
            with_cell("staff", "title", "护士", is_("category", "注册护士")),
            [f"h{n}-nurse-title-pct"],
        )
        for n in (2, 3)
    ),
    *(
        (
            f"hospital-{n}-eligible",
            "学科带头人",
            with_cell("key_specialties", "leader_title", "主治医师"),
            rules,
        )
        for n, rules in (
            (2, ["h2-key-specialty-leader-title", "h2-key-specialty-conditions-plan"]),
            (3, ["h3-key-specialty-leader-title", "h3-key-specialty-beds"]),
        )
    ),
    (
        "hospital-3-eligible",
        "重点专科床位",
        with_cell("key_specialties", "beds", 19),
        ["h3-key-specialty-beds"],
    ),
    (
        "hospital-2-eligible",
        "规划批准文号",
        with_cell("key_specialties", "approval_no", "无"),
        ["h2-key-specialty-planning"],
    ),
    *(
        (
            f"hospital-{n}-eligible",
            "成本效益分析",
            with_cell("equipment", "cost_benefit", value=False, where=is_("is_large", True)),
            [f"h{n}-equipment-cost-benefit"],
        )
        for n in (2, 3)
    ),
    (
        "hospital-3-eligible",
        "一级科室主任",
        with_cell("departments", "head_title", "副主任医师", is_("name", "儿科")),
        ["h3-head-title-first-level"],
    ),
    (
        "hospital-3-eligible",
        "二级科室主任",
        with_cell("departments", "head_title", "主治医师", is_("name", "消化内科")),
        ["h3-head-title-second-level"],
    ),
    (
        "hospital-3-eligible",
        "图书室主任没有职称",
        with_cell("departments", "head_title", "无", is_("name", "图书室")),
        [],
    ),
]
CASES = [
    *(
        ("hospital-1-eligible", f"床单元 {code}", bed_unit(code, count), [f"bed-unit-{rule}"])
        for code, rule, count in BED_UNIT
    ),
    *(("hospital-1-eligible", name, department(name), rules) for name, rules in ONE.items()),
    *(("hospital-2-eligible", name, department(name), rules) for name, rules in TWO.items()),
    *(("hospital-3-eligible", name, department(name), rules) for name, rules in THREE.items()),
    (
        "hospital-3-eligible",
        "康复医学科和老年医学科",
        department("康复医学科", "老年医学科"),
        ["h3-dept-rehab-or-geriatrics"],
    ),
    ("hospital-2-eligible", "外科和普外科", department("外科", "普外科"), ["h2-dept-surgery"]),
    ("hospital-2-eligible", "妇产科和妇科", department("妇产科", "妇科"), ["h2-dept-obgyn", "h2-obgyn-subspecialties"]),
    ("hospital-3-eligible", "妇产科和妇科", department("妇产科", "妇科"), ["h3-dept-obgyn", "h3-obgyn-subspecialties"]),
    *OTHERS,
]


@pytest.mark.parametrize(("name", "what", "change", "rules"), CASES, ids=[f"{n}: {w}" for n, w, _, _ in CASES])
def test_what_is_taken_away_turns_the_rules_that_ask_for_it(
    name: str, what: str, change: Change, rules: list[str]
) -> None:
    assert turned(name, change) == set(rules)
