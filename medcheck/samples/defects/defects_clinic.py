"""Defects of clinics."""

from __future__ import annotations

from decimal import Decimal

from medcheck.calendar_months import months_after
from medcheck.samples.chance import Chance
from medcheck.samples.defects.defect import MEDICAL, Defect, Told, cover, equipment, mark_all, person
from medcheck.samples.draft import DefectMark, Draft, RowDraft

_CLINIC = ("clinic",)
_FAIL = "fail"
_BASIC = ("诊察床", "诊察桌", "电冰箱", "听诊器", "身高体重计", "急救箱", "血压计", "出诊箱", "污物桶", "药品柜", "处置台", "注射器", "纱布罐", "治疗盘", "紫外线灯")  # fmt: skip


def _no_nurse(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.tables["staff"] = [row for row in draft.rows("staff") if row["category"] != "注册护士"]
    return [DefectMark("staff", None, "category", "opd-nurse-min", _FAIL)]


def _untrained(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["category"] == "药剂人员"]
    for row in rows:
        row["training_qualified"] = "否"
    return [DefectMark("staff", rows[0], "training_qualified", "opd-pharmacy-staff-min", _FAIL)]


def _no_room(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.rows("rooms").remove(draft.row("rooms", "name", chance.pick(("全科诊疗室", "药房", "治疗室"))))
    return [DefectMark("rooms", None, "name", "opd-rooms-set", _FAIL)]


def _shared_room(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("rooms", "name", chance.pick(("药房", "治疗室")))
    row |= {"separate": "否", "shared_with": "处置室"}
    return [DefectMark("rooms", row, "separate", "opd-rooms-set", _FAIL)]


def _overstated(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields["usable_area_m2"] = Decimal("68.20")
    return [DefectMark("cover", None, "usable_area_m2", "opd-area-min", _FAIL, decidable=False)]


def _no_suction(draft: Draft, chance: Chance) -> list[DefectMark]:
    """No suction apparatus either: other devices, of which one may be it under another name, are left out."""
    row = draft.row("equipment", "name", "电动吸尘器")
    row |= {"count": 0, "model": None, "bought_on": None}
    draft.tables["equipment"] = draft.rows("equipment")[:17]
    return [DefectMark("equipment", row, "count", "opd-equipment-set-suction", _FAIL)]


def _no_subject(draft: Draft, chance: Chance) -> list[DefectMark]:
    if all(row["name"] != "中医科" for row in draft.rows("departments")):
        return []
    draft.rows("subjects").remove(draft.row("subjects", "name", "中医科"))
    return [DefectMark("subjects", None, "name", "dept-subject-consistency", "conflict")]


def _no_phone(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = chance.pick(draft.rows("departments"))
    row["head_phone"] = None
    return [DefectMark("departments", row, "head_phone", "doc-department-heads-contact", "unknown")]


def _special_expired(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("departments") if row["name"] in ("X光室", "放射科", "医学影像科")]
    if not rows:
        return []
    rows[0]["special_licence_valid_to"] = months_after(draft.applied, -1)
    return [DefectMark("departments", rows[0], "special_licence_valid_to", "doc-special-dept-qualification", _FAIL)]


def _no_maintainer(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.rows("managers").remove(draft.row("managers", "role", "软硬件维护人员"))
    return [DefectMark("managers", None, "role", "doc-it-maintainers-list", _FAIL)]


def _part_time(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("managers", "role", "专职医保管理人员")
    row["role"] = "兼职医保管理人员"
    return [DefectMark("managers", row, "role", "doc-insurance-managers-list", "judge")]


def _no_certificate(category: str, column: str, value: str | None, rule: str, verdict: str) -> Defect:
    """Return the defect that a physician or nurse states no certificate (无), or leaves its cell blank."""
    word = {"执业医师": "医师", "注册护士": "护士"}[category] + ("没有执业证书" if value else "执业证书号未填")
    name = f"{'physician' if category == '执业医师' else 'nurse'}-certificate-{'none' if value else 'blank'}"

    def who(row: RowDraft) -> bool:
        return row["category"] == category

    turned: Told = [(rule, verdict)]
    return person(name, word, MEDICAL, who, lambda draft, row: {column: value}, column, turned)


def _indicator(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields["indicator_debt_asset_pct"] = None
    rules = {
        "clinic": [("doc-cost-indicators-outpatient", "unknown")],
        "hospital": [("doc-cost-indicators-hospital", "unknown")],
    }
    return mark_all("cover", None, "indicator_debt_asset_pct", rules, draft)


_TOO_MUCH = {
    "clinic": [("doc-cost-indicators-outpatient-drug-pct", _FAIL)],
}
_PHYSICIANS, _NURSES = "doc-physician-practice-certs-each", "doc-nurse-practice-certs-each"

CLINIC = (
    cover("area-a-cent-short", "面积差 0.01 平方米", _CLINIC, "usable_area_m2", Decimal("59.99"), [("opd-area-min", _FAIL)]),
    cover("area-far-short", "面积不足三分之二", _CLINIC, "usable_area_m2", lambda d, c: c.part("24.00", "39.00"), [("opd-area-min", _FAIL)]),
    cover("area-about", "面积写成“约”", _CLINIC, "usable_area_m2", "约80平方米", [("opd-area-min", "unknown")]),
    Defect("area-overstated", "面积虚报，现场才能发现", _CLINIC, frozenset(("usable_area_m2",)), _overstated),
    cover("no-dispensing", "不提供购药服务", _CLINIC, "offers_dispensing", "否", [("outpatient-service-scope", _FAIL)]),
    Defect("no-nurse", "没有护士", _CLINIC, frozenset(("staff",)), _no_nurse),
    Defect("pharmacist-untrained", "药剂人员未经培训", _CLINIC, frozenset(("staff",)), _untrained),
    Defect("room-missing", "缺一间必备用房", _CLINIC, frozenset(("rooms",)), _no_room),
    Defect("room-shared", "必备用房不独立", _CLINIC, frozenset(("rooms",)), _shared_room),
    equipment("device-missing", "缺一件基本设备", _CLINIC, _BASIC, [("opd-equipment-set", _FAIL)]),
    Defect("suction-missing", "没有电动吸尘器", _CLINIC, frozenset(("equipment",)), _no_suction),
    equipment("steriliser-missing", "没有高压灭菌设备", _CLINIC, ("高压灭菌设备",), [("opd-equipment-set-steriliser", _FAIL)]),
    Defect("subject-not-approved", "科室没有核定科目", _CLINIC, frozenset(("departments",)), _no_subject),
    cover("drug-share-over-100", "药占比超过 100%", _CLINIC, "indicator_drug_income_pct", Decimal("1.425"), _TOO_MUCH),
    Defect("indicator-blank", "缺一项费用指标", MEDICAL, frozenset(("indicator_debt_asset_pct",)), _indicator),
    Defect("head-without-phone", "科室负责人没有电话", MEDICAL, frozenset(("departments",)), _no_phone),
    Defect("special-licence-expired", "放射诊疗许可过期", MEDICAL, frozenset(("departments",)), _special_expired),
    Defect("no-maintainer", "没有软硬件维护人员", MEDICAL, frozenset(("managers",)), _no_maintainer),
    Defect("manager-part-time", "只有兼职医保管理人员", MEDICAL, frozenset(("managers",)), _part_time),
    _no_certificate("执业医师", "practice_cert_no", "无", _PHYSICIANS, _FAIL),
    _no_certificate("执业医师", "practice_cert_no", None, _PHYSICIANS, "unknown"),
    _no_certificate("注册护士", "practice_cert_no", "无", _NURSES, _FAIL),
)  # fmt: skip
