"""Every option of every reading: what a report shows of it beside the default is what it really comes to when chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.fact import Facts, known
from medcheck.intake.application import Application
from medcheck.verdict import Verdict
from tests.applications import ENGINE, assessed_under, case_file, workbook
from tests.test_assess import CONFIRMED, EVENT
from tests.test_witnesses import PACK, Change, bed_unit, both, department, field, is_, sample, with_cell

CLINIC = Facts([known("facility_type", "clinic")])
CLINIC_FIELDS = {"application_date": "2020-02-29", "usable_area_m2": "59.96", "under_investigation": "是"}
# Hospitals that are right on the edge of a reading here and there: what one option passes another does not.
EDGES: Mapping[str, tuple[str, Change]] = {
    "level 1 small": (
        "hospital-1-eligible",
        both(
            field("bed_count_licensed", 19),
            field("inpatient_building_area_m2", 900),
            bed_unit("thermos", 30),
            department("家庭病床科", "化验室", "图书室"),
            field("laboratory_contract", value=True),
            with_cell("staff", "preventive_duty", value=False),
            with_cell("staff", "employment", "在编", is_("category", "注册护士")),
        ),
    ),
    "level 1 many people": (
        "hospital-1-eligible",
        both(
            field("bed_count_open", 20),
            with_cell("departments", "beds", None),
            field("declared_health_tech", None),
            with_cell("staff", "category", "其他卫生技术人员", is_("category", "行政管理")),
        ),
    ),
    "level 1 specialised": (
        "hospital-1-eligible",
        both(field("licence_category", "专科医院"), department("外科", "妇产科")),
    ),
    "level 2 merged": (
        "hospital-2-eligible",
        both(
            department("内科ICU", "制剂室", "家庭病床科", "心血管内科"),
            with_cell("departments", "name", "风湿免疫科", is_("name", "神经内科")),
            with_cell("departments", "covers", ("耳鼻喉科", "口腔科"), is_("name", "五官科")),
            with_cell("departments", "name", "眼科", is_("name", "五官科")),
            field("grade_on_record", "无"),
            with_cell("documents", "present", value=False, where=is_("code", "grade_certificate")),
            field("ward_smallest_net_area_per_bed_m2", 4),
            field("outpatient_building_area_m2", 620),
            field("inpatient_building_area_m2", 4000),
            field("bed_count_licensed", 95),
            field("pathology_contract", value=True),
            with_cell("departments", "name", "重症医学科", is_("name", "外科ICU")),
            with_cell("departments", "parent", None, is_("name", "重症医学科")),
            with_cell("key_specialties", "approval_no", "无"),
        ),
    ),
    "level 2 nurses": (
        "hospital-2-eligible",
        both(
            with_cell("staff", "category", "护理员", is_("title", "护师")),
            with_cell("staff", "title", "主任医师", is_("title", "副主任医师")),
            field("declared_nurses", None),
            field("declared_health_tech", None),
        ),
    ),
    "level 3 merged": (
        "hospital-3-eligible",
        both(
            with_cell("departments", "parent", "外科", is_("name", "皮肤性病科")),
            department("家庭病床科", "血液内科", "病理科"),
            field("pathology_contract", value=True),
            field("grade_on_record", "已过期"),
            field("bed_count_open", 460),
            field("inpatient_building_area_m2", 20000),
            with_cell("departments", "head_title", "无", is_("name", "图书室")),
            with_cell("staff", "title", "技士", is_("clinical_dietitian", True)),
        ),
    ),
}


@cache
def edge(name: str) -> Application:
    of, change = EDGES[name]
    return change(sample(of))


def judged(application: Application, **readings: str) -> Assessment:
    options = Options(readings=readings)
    return assessed_under(PACK, application, options)


@cache
def by_default(name: str) -> Assessment:
    return judged(edge(name))


HOSPITALS = frozenset(
    name
    for rule in PACK.rules.values()
    if rule.id.startswith(("h1-", "h2-", "h3-", "bed-unit"))
    for name in rule.readings
)
OPTIONS = [
    (name, used.name, option)
    for name in EDGES
    for used in by_default(name).readings
    if used.name in HOSPITALS
    for option in PACK.readings[used.name].changes
]


@pytest.mark.parametrize(("name", "reading", "option"), OPTIONS)
def test_another_reading_of_a_hospital_is_shown_as_it_would_really_run(name: str, reading: str, option: str) -> None:
    really = {one.rule: one.verdict for one in judged(edge(name), **{reading: option}).findings}
    _shown_as_it_runs(by_default(name), really, reading, option)


CLINIC_OPTIONS = [
    (reading, option)
    for reading in sorted({name for rule in PACK.rules.values() if rule.binds(CLINIC) for name in rule.readings})
    for option in PACK.readings[reading].options
]


@pytest.mark.parametrize(("reading", "option"), CLINIC_OPTIONS)
def test_another_reading_of_a_clinic_is_shown_as_it_would_really_run(tmp_path: Path, reading: str, option: str) -> None:
    case = case_file(tmp_path, CONFIRMED.replace("VIOLATION", "是") + "documents_required: 无\n")
    path = workbook(tmp_path, CLINIC_FIELDS, {"events": [EVENT]})
    default = assess(path, Options(case=case), ENGINE)
    really = assess(path, Options(case=case, readings={reading: option}), ENGINE).findings
    _shown_as_it_runs(default, {one.rule: one.verdict for one in really}, reading, option)


def _shown_as_it_runs(default: Assessment, really: Mapping[str, Verdict], reading: str, option: str) -> None:
    label = PACK.readings[reading].label(option)
    for one in default.findings:
        shown = {other.label: other.verdict for other in one.other_readings if other.name == reading}
        assert shown.get(label, one.verdict) == really.get(one.rule, Verdict.NOT_APPLICABLE), one.rule


def test_every_reading_of_a_hospital_decides_something_otherwise() -> None:
    """Where an option changed nothing above, the tests before this one would prove nothing of it."""
    findings = (finding for name in EDGES for finding in by_default(name).findings)
    changing = {other.name for finding in findings for other in finding.other_readings}
    assert changing >= HOSPITALS
