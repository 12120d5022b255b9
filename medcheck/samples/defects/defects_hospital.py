"""Defects of hospitals: scale, people, equipment. Numbers are the regulation's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from math import ceil

from medcheck.samples.chance import Chance
from medcheck.samples.defects.defect import Defect, cover, mark_all, person
from medcheck.samples.defects.defects_departments import DEPARTMENTS
from medcheck.samples.draft import DefectMark, Draft, RowDraft

_H, _H23 = ("hospital",), ("hospital-2", "hospital-3")
_FAIL = "fail"
_LEAST_BEDS = {1: 20, 2: 100, 3: 500}
_FORMAL = {
    1: (Decimal("1.0"), Decimal("1.4")),
    2: (Decimal("1.3"), Decimal("1.5")),
    3: (Decimal("1.5"), Decimal("1.7")),
}
_AREA = {1: 45, 2: 45, 3: 60}
_WARD = {2: Decimal("5.0"), 3: Decimal("6.0")}
_BED_UNIT = {"mattress": "1.5", "quilt": "2.5", "sheet": "3", "pillow": "2", "pillowcase": "4", "patient_gown": "2"}


def _whole(draft: Draft, name: str) -> int:
    return int(str(draft.fields[name]))


def _beds(draft: Draft, chance: Chance) -> list[DefectMark]:
    """One bed below the least number; the staff then is many for so few beds, which a person judges."""
    beds = _LEAST_BEDS[draft.level] - 1
    draft.fields |= dict.fromkeys(("bed_count_licensed", "bed_count_established", "bed_count_open"), beds)
    rows = [row for row in draft.rows("departments") if row.get("beds")]
    while sum(int(str(row["beds"])) for row in rows) > beds:
        largest = max(rows, key=lambda row: int(str(row["beds"])))
        largest["beds"] = int(str(largest["beds"])) - 1
    for row in draft.tables["key_specialties"] or []:
        row["beds"] = draft.row("departments", "name", str(row["name"]))["beds"]
    draft.row("bed_unit", "code", "bed")["count"] = beds
    field = "bed_count_established" if draft.level == 3 else "bed_count_licensed"
    marks = [DefectMark("cover", None, field, f"h{draft.level}-bed-min", _FAIL)]
    if _whole(draft, "declared_formal_staff") > _FORMAL[draft.level][1] * beds:
        marks.append(DefectMark("cover", None, "bed_count_open", f"h{draft.level}-staff-per-bed-range-max", "judge"))
    return marks


def _area(draft: Draft, chance: Chance) -> list[DefectMark]:
    area = _AREA[draft.level] * _whole(draft, "bed_count_open") - Decimal("0.01")
    draft.fields |= {
        "building_area_m2": area,
        "inpatient_building_area_m2": (area * Decimal("0.72")).quantize(Decimal(1)),
    }
    return [DefectMark("cover", None, "building_area_m2", f"h{draft.level}-building-area-per-bed", _FAIL)]


def _ward(draft: Draft, chance: Chance) -> list[DefectMark]:
    least, beds = _WARD[draft.level], _whole(draft, "bed_count_open")
    draft.fields["ward_net_area_m2"] = least * beds - Decimal("0.1")
    draft.fields["ward_smallest_net_area_per_bed_m2"] = least - Decimal("0.3")
    return [DefectMark("cover", None, "ward_net_area_m2", f"h{draft.level}-ward-net-area-per-bed", _FAIL)]


def _visits(draft: Draft, chance: Chance) -> list[DefectMark]:
    a_day = int(Decimal(str(draft.fields["outpatient_building_area_m2"])) / 3) + 1
    draft.fields |= {"outpatient_visits_year": a_day * 365, "indicator_outpatient_visits": a_day * 365}
    return [DefectMark("cover", None, "outpatient_visits_year", "h2-outpatient-area-per-visit", _FAIL)]


def _formal(draft: Draft, chance: Chance) -> list[DefectMark]:
    """One formal employee too few for the beds: others are dispatched and insured by their own company."""
    most = ceil(_FORMAL[draft.level][0] * _whole(draft, "bed_count_open")) - 1
    rows = [row for row in draft.rows("staff") if row["employment"] in ("在编", "合同")]
    moved = [row for row in rows if row["id_number"] != draft.head.id_number][most - len(rows) :]
    for row in moved:
        row |= {"employment": "劳务派遣", "insured_since": None, "insured_exempt_reason": "劳务派遣(派遣单位参保)"}
    draft.fields["declared_formal_staff"] = most
    return [DefectMark("staff", moved[0], "employment", f"h{draft.level}-staff-per-bed-range-min", _FAIL)]


def _declared(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields["declared_formal_staff"] = _whole(draft, "declared_formal_staff") + chance.whole(1, 3)
    rules = [(f"h{draft.level}-staff-per-bed-range-{end}", "conflict") for end in ("min", "max")]
    return mark_all("cover", None, "declared_formal_staff", rules, draft)


def _nurses(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["category"] == "注册护士" and row["title"] != "护士"]
    changed = [row for row in rows if row["post"] == "护士"]
    _titled(changed, "护士")
    heads = [row for row in rows if row["post"] != "护士"]
    number = _whole(draft, "declared_nurses") * (20 if draft.level == 2 else 30) // 100
    changed += heads[: max(len(heads) - number + 2, 0)]
    for row in changed[-(len(heads)) :] if changed else []:
        _retitled(draft, row, "护士")
    return [DefectMark("staff", changed[0], "title", f"h{draft.level}-nurse-title-pct", _FAIL)] if changed else []


def _titled(rows: Iterable[RowDraft], title: str) -> None:
    for row in rows:
        row["title"] = title


def _retitled(draft: Draft, row: RowDraft, title: str) -> None:
    """Change somebody's title wherever it is written."""
    row["title"] = title
    for department in draft.rows("departments"):
        if department["head_name"] == row["name"]:
            department["head_title"] = title
    for key in draft.tables.get("key_specialties") or []:
        if key["leader_name"] == row["name"]:
            key["leader_title"] = title


def _dietitians(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["clinical_dietitian"] == "是"]
    for row in rows:
        row["clinical_dietitian"] = "否"
    return [DefectMark("staff", rows[0], "clinical_dietitian", f"h{draft.level}-dietitian-min", _FAIL)]


def _engineers(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["category"] == "工程技术人员"]
    for row in rows:
        _retitled(draft, row, "技术员")
    rule = "h2-engineer-appropriate" if draft.level == 2 else "h3-engineer-pct"
    return [DefectMark("staff", rows[0], "title", rule, _FAIL)]


def _head(name: str, word: str, kind: str, departments: tuple[str, ...], title: str, rules: tuple[str, ...]) -> Defect:
    """Return the defect that the head of one of these departments has a title too low."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        department = draft.row("departments", "name", chance.pick(departments))
        _retitled(draft, draft.row("staff", "name", str(department["head_name"])), title)
        return mark_all("departments", department, "head_title", [(rule, _FAIL) for rule in rules], draft)

    return Defect(name, word, (kind,), frozenset(("staff", "departments", "key_specialties")), plant)


def _grade_expired(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields["grade_on_record"] = "已过期"
    draft.row("documents", "code", "grade_certificate")["valid_to"] = draft.applied - timedelta(days=1)
    return [DefectMark("cover", None, "grade_on_record", f"h{draft.level}-accreditation", "judge")]


def _no_key(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = (draft.tables["key_specialties"] or [{}])[0]
    row |= {"approval_no": "无", "authority": None}
    return [DefectMark("key_specialties", row, "approval_no", "h2-key-specialty-planning", "judge")]


def _cost_benefit(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = chance.pick([row for row in draft.rows("equipment") if row["is_large"] == "是"])
    row["cost_benefit"] = "否"
    return [DefectMark("equipment", row, "cost_benefit", f"h{draft.level}-equipment-cost-benefit", _FAIL)]


def _outfit(draft: Draft, chance: Chance) -> list[DefectMark]:
    code = chance.pick(list(_BED_UNIT))
    row = draft.row("bed_unit", "code", code)
    row["count"] = ceil(Decimal(_BED_UNIT[code]) * _whole(draft, "bed_count_open")) - 1
    return [DefectMark("bed_unit", row, "count", f"bed-unit-{code.replace('_', '-')}", _FAIL)]


def _no_prevention(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["preventive_duty"] == "是"]
    for row in rows:
        row["preventive_duty"] = "否"
    return [DefectMark("staff", rows[0], "preventive_duty", "h1-preventive-staff-pct", "judge")]


_UNQUALIFIED = [("h1-no-unqualified-practice-category", _FAIL), ("h1-no-unqualified-practice-certificate", _FAIL)]
_NURSING = {"post_kind": "护理", "post": "护理", "qualification_cert_no": "无", "practice_cert_no": "无"}

HOSPITAL = (
    Defect("a-bed-short", "床位差 1 张", _H, frozenset(("beds", "staff", "departments", "bed_unit", "areas")), _beds),
    Defect("building-a-cent-short", "每床建筑面积差 0.01 平方米", _H, frozenset(("areas",)), _area),
    Defect("ward-short", "病室净使用面积略小", _H23, frozenset(("areas",)), _ward),
    Defect("outpatient-crowded", "门诊面积对就诊人次略小", ("hospital-2",), frozenset(("areas",)), _visits),
    Defect("formal-staff-short", "正式职工少 1 人", _H, frozenset(("staff",)), _formal),
    Defect("formal-staff-differs", "正式职工合计与花名册不符", _H, frozenset(("staff",)), _declared),
    Defect("nurse-titles-low", "护师以上占比不足", _H23, frozenset(("staff", "departments")), _nurses),
    Defect("no-dietitian", "没有临床营养师", _H23, frozenset(("staff",)), _dietitians),
    Defect("engineers-untitled", "工程技术人员没有师级职称", _H23, frozenset(("staff", "departments")), _engineers),
    _head("head-not-chief", "一级科室主任不是主任医师", "hospital-3", ("眼科", "皮肤性病科", "肿瘤科", "麻醉科"), "副主任医师", ("h3-head-title-first-level",)),
    _head("head-not-associate", "二级科室主任不是副主任医师", "hospital-3", ("肾内科", "肝胆外科", "泌尿外科"), "主治医师", ("h3-head-title-second-level",)),
    _head("leader-not-associate", "重点专科带头人职称不够", "hospital-2", ("骨科",), "主治医师", ("h2-key-specialty-leader-title", "h2-key-specialty-conditions-plan")),
    Defect("key-specialty-unapproved", "重点专科没有批准", ("hospital-2",), frozenset(("key_specialties",)), _no_key),
    Defect("grade-expired", "等级证书过期一天", _H23, frozenset(("grade_on_record", "documents")), _grade_expired),
    cover("no-chronic-clinic", "不提供慢性病门诊", _H, "offers_chronic_outpatient", "否", [("hospital-service-scope", _FAIL)]),
    Defect("no-cost-benefit", "大型设备没有成本效益分析", _H23, frozenset(("equipment",)), _cost_benefit),
    Defect("bed-outfit-short", "每床物品少 1 件", _H, frozenset(("bed_unit",)), _outfit),
    Defect("no-preventive-staff", "没有人从事预防保健", ("hospital-1",), frozenset(("staff",)), _no_prevention),
    person("unqualified-nursing", "工勤人员从事护理", ("hospital-1",), lambda r: r["category"] == "工勤", lambda d, r: dict(_NURSING), "post_kind", _UNQUALIFIED),
    *DEPARTMENTS,
)  # fmt: skip
