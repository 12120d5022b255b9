"""Defects of pharmacies. Numbers are the regulation's."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from medcheck.calendar_months import month_begin, months_after
from medcheck.samples.chance import Chance
from medcheck.samples.defects.defect import Defect, cover, equipment, person
from medcheck.samples.draft import DefectMark, Draft, RowDraft
from medcheck.samples.pharmacy.drug_stock import stock_value

_P = ("pharmacy",)
_FAIL = "fail"
_LEAST_AREA = {"pharmacy-single": 100, "pharmacy-chain": 60, "pharmacy-rural": 40}
_AREA_RULES = {
    "pharmacy-single": [("ph-area-urban-single", _FAIL)],
    "pharmacy-chain": [("ph-area-urban-chain", _FAIL)],
    "pharmacy-rural": [("ph-area-rural", _FAIL)],
}
_DRUGS = ("处方药", "非处方药", "中药饮片")
_STOCK, _VARIETIES = 300_000, 2_000
_UNLICENSED: RowDraft = {
    "licensed_pharmacist": "否",
    "licence_kind": None,
    "licence_reg_no": None,
    "registered_here": None,
    "licence_valid_to": None,
}


def _head_unlicensed(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("staff", "name", str(draft.fields["enterprise_head"]))
    row |= _UNLICENSED
    return [DefectMark("staff", row, "licensed_pharmacist", "ph-head-licensed-pharmacist", _FAIL)]


def _quality_untitled(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("staff", "name", str(draft.fields["quality_head"]))
    if "中药" in str(row["title"]) and not any(
        other["title"] == "中药师" for other in draft.rows("staff") if other is not row
    ):
        return []
    row |= {**_UNLICENSED, "title": "药士"}
    rules = ("ph-quality-head-title", "cond-pharmacy-pharmacist-on-duty")
    return [DefectMark("staff", row, "title", rule, _FAIL) for rule in rules]


def _registered_elsewhere(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("staff") if row["licensed_pharmacist"] == "是"]
    for row in rows:
        row["registered_here"] = "否"
    return [DefectMark("staff", rows[0], "registered_here", "ph-licensed-pharmacist-min", _FAIL)]


def _no_chinese_pharmacist(draft: Draft, chance: Chance) -> list[DefectMark]:
    if draft.fields["scope_tcm_pieces"] != "是":
        return []
    rows = [row for row in draft.rows("staff") if "中药" in f"{row['title']}{row.get('licence_kind')}"]
    for row in rows:
        row["title"] = str(row["title"]).replace("中药", "药")
        row["licence_kind"] = "药学" if row.get("licence_kind") else None
    return [DefectMark("staff", rows[0], "title", "ph-tcm-pharmacist", _FAIL)]


def _gap(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = chance.pick([row for row in draft.rows("shifts") if str(row["hours"]).startswith("14:00-")])
    row["hours"] = str(row["hours"]).replace("14:00-", "15:00-")
    return [DefectMark("shifts", row, "hours", "cond-pharmacy-pharmacist-on-duty", _FAIL)]


def _cheap(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("drugs") if row["kind"] in _DRUGS]
    factor = (_STOCK - 2_000) / stock_value(rows)
    for row in rows:
        row["stock_qty"] = max(int(int(str(row["stock_qty"])) * factor), 1)
    return [DefectMark("drugs", None, "stock_qty", "ph-stock-value-min", _FAIL)] if stock_value(rows) < _STOCK else []


def _few(draft: Draft, chance: Chance) -> list[DefectMark]:
    """Leave one variety too few: the drugs of least value are gone."""
    drugs = [row for row in draft.rows("drugs") if row["kind"] in _DRUGS]
    if len(drugs) < _VARIETIES:
        return []
    gone = sorted(drugs, key=lambda row: stock_value([row]))[: len(drugs) - _VARIETIES + 1]
    names = {id(row) for row in gone}
    draft.tables["drugs"] = [row for row in draft.rows("drugs") if id(row) not in names]
    return [DefectMark("drugs", None, "generic_name", "ph-sku-count-min", _FAIL)]


def _outside_catalogue(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("drugs") if row["kind"] in _DRUGS[:2] and row["insurance_class"] != "自费"]
    names = sorted({str(row["generic_name"]) for row in rows})
    left = set(chance.some(names, len(names) * 2 // 3))
    for row in rows:
        if row["generic_name"] in left:
            row |= {"generic_name": f"新{row['generic_name']}", "insurance_class": "自费", "national_code": None}
    return [DefectMark("drugs", None, "generic_name", "ph-catalogue-stock-ratio", _FAIL)]


def _no_price(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = chance.pick([row for row in draft.rows("drugs") if row["kind"] in _DRUGS])
    row["sale_price"] = None
    return [DefectMark("drugs", row, "sale_price", "doc-drug-price-list-pharmacy-each", _FAIL)]


def _printers(draft: Draft, chance: Chance) -> list[DefectMark]:
    rows = [row for row in draft.rows("devices") if row["kind"] == "打印机"]
    for row in rows:
        row["model"] = None
    return [DefectMark("devices", rows[0], "model", "doc-pos-equipment-printer", "unknown")]


def _no_printer(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.tables["devices"] = [row for row in draft.rows("devices") if row["kind"] != "打印机"]
    return [DefectMark("devices", None, "kind", "doc-pos-equipment-printer", _FAIL)]


def _gsp_expired(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("documents", "code", "gsp_certificate")
    if draft.applied >= date(2019, 12, 1) or row["present"] != "是":
        return []
    row["valid_to"] = draft.applied - timedelta(days=1)
    return [DefectMark("documents", row, "valid_to", "cond-pharmacy-licences-gsp", _FAIL)]


def _no_inspection(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields |= {"drug_inspection_result": "无记录", "drug_inspection_date": None}
    return [DefectMark("cover", None, "drug_inspection_result", "cond-pharmacy-inspection-pass", "judge")]


def _touches(row: RowDraft) -> bool:
    return row["direct_contact"] == "是"


def _trained(row: RowDraft) -> bool:
    return row["post"] in ("营业员", "养护员、保管员", "质量管理员、调剂员", "中药调剂员")


def _titled(row: RowDraft) -> bool:
    return row["title"] != "无" and row["licensed_pharmacist"] == "否"


def _over_a_year(column: str, draft: Draft) -> RowDraft:
    return {column: months_after(draft.applied, -12) - timedelta(days=1)}


PHARMACY = (
    cover("area-a-cent-short", "营业面积差 0.01 平方米", _P, "business_area_m2", lambda d, c: _LEAST_AREA[d.kind] - Decimal("0.01"), _AREA_RULES),
    cover("area-far-short", "营业面积不足一半", _P, "business_area_m2", lambda d, c: c.part("15.00", "19.50"), _AREA_RULES),
    cover("no-network", "不具备联网条件", _P, "network_ready", "否", [("ph-network-ready", _FAIL)]),
    cover("no-night-service", "没有 24 小时服务", _P, "service_24h_mode", "无", [("cond-pharmacy-24h-service", _FAIL)]),
    cover("otc-not-licensed", "经营范围不含非处方药", _P, "scope_otc", "否", [("ph-supply-categories", _FAIL)]),
    cover("inspection-failed", "药监检查不合格", _P, "drug_inspection_result", "不合格", [("cond-pharmacy-inspection-pass", _FAIL)]),
    Defect("inspection-none", "没有药监检查记录", _P, frozenset(("drug_inspection_result",)), _no_inspection),
    cover("accounts-a-day-short", "收支情况差一天满三个月", _P, "accounts_from", lambda d, c: months_after(d.applied, -3) + timedelta(days=1), [("doc-three-month-accounts-from", _FAIL)]),
    cover("accounts-old", "收支情况截止过早", _P, "accounts_to", lambda d, c: month_begin(d.applied, -1) - timedelta(days=1), [("doc-three-month-accounts-to", _FAIL)]),
    Defect("head-unlicensed", "企业负责人不是执业药师", _P, frozenset(("staff",)), _head_unlicensed),
    Defect("quality-head-untitled", "质量负责人没有药师职称", _P, frozenset(("staff", "shifts")), _quality_untitled),
    Defect("licence-elsewhere", "执业药师注册在别处", _P, frozenset(("staff",)), _registered_elsewhere),
    Defect("no-chinese-pharmacist", "经营饮片而没有中药师", _P, frozenset(("staff",)), _no_chinese_pharmacist),
    person("checkup-a-day-late", "体检超过 12 个月一天", _P, _touches, lambda d, r: _over_a_year("last_checkup_date", d), "last_checkup_date", [("ph-annual-checkup", _FAIL)]),
    person("training-a-day-late", "培训超过 12 个月一天", _P, _trained, lambda d, r: _over_a_year("last_training_date", d), "last_training_date", [("ph-training", _FAIL)]),
    person("unfit", "体检不合格", _P, _touches, lambda d, r: {"checkup_result": "不合格"}, "checkup_result", [("ph-no-disqualifying-illness", _FAIL)]),
    person("education-blank", "花名册学历未填", _P, lambda r: True, lambda d, r: {"education": None}, "education", [("doc-staff-roster-pharmacy-each", _FAIL)]),
    person("title-without-certificate", "有职称没有资格证书", _P, _titled, lambda d, r: {"qualification_cert_no": "无"}, "qualification_cert_no", [("doc-technical-certs-pharmacy-each", _FAIL)]),
    Defect("nobody-on-duty", "有半小时没有药师在岗", _P, frozenset(("shifts", "staff")), _gap),
    Defect("stock-short", "库存略少于 30 万元", _P, frozenset(("drugs",)), _cheap),
    Defect("a-variety-short", "品种差 1 种", _P, frozenset(("drugs",)), _few),
    Defect("outside-catalogue", "备药率不足", _P, frozenset(("drugs",)), _outside_catalogue),
    Defect("price-blank", "一种药品没有销价", _P, frozenset(("drugs",)), _no_price),
    Defect("printer-without-model", "打印机没有型号", _P, frozenset(("devices",)), _printers),
    Defect("no-printer", "没有打印机", _P, frozenset(("devices",)), _no_printer),
    Defect("gsp-expired", "GSP证书过期一天", _P, frozenset(("documents",)), _gsp_expired),
    equipment("no-cool-storage", "没有阴凉设备", _P, ("阴凉设备",), [("ph-cold-storage-equipment", _FAIL)]),
    equipment("no-refrigerator", "没有冷藏设备", _P, ("冷藏设备",), [("ph-cold-storage-equipment-refrigerated", _FAIL)]),
    equipment("no-crusher", "经营饮片而没有粉碎设备", _P, ("粉碎设备",), [("ph-crushing-decoction-equipment", _FAIL)]),
    equipment("no-decoction", "经营饮片而没有煎药设备", _P, ("煎药设备",), [("ph-crushing-decoction-equipment-decoction", _FAIL)]),
)  # fmt: skip
