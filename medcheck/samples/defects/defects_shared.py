"""Defects of what all forms ask alike. Rules and verdicts are written from the regulation, with its numbers."""

from __future__ import annotations

from datetime import timedelta

from medcheck.calendar_months import months_after
from medcheck.samples.chance import Chance
from medcheck.samples.defects.defect import ALL, MEDICAL, Defect, Turned, cover, mark_all, person
from medcheck.samples.defects.defects_papers import PAPERS, days_off
from medcheck.samples.draft import DefectMark, Draft, RowDraft
from medcheck.samples.words import words

_TYPES = ("定点门诊", "定点医院", "定点零售药店")
_ONE_DAY = timedelta(days=1)
_FAIL = "fail"

_DECLARED: dict[str, list[tuple[str, str]]] = {
    "clinic": [("facility-type-declared", _FAIL)],
    "hospital": [("facility-type-declared-hospital", _FAIL)],
    "pharmacy": [("facility-type-declared-pharmacy", _FAIL)],
}
_INSURANCE = "doc-social-insurance-all-staff"
_UNINSURED = {
    "clinic": [(_INSURANCE, "unknown")],
    "pharmacy": [(_INSURANCE, "unknown")],
    "hospital": [
        (_INSURANCE, "unknown"),
        ("h{n}-staff-per-bed-range-min", "unknown"),
        ("h{n}-staff-per-bed-range-max", "unknown"),
    ],
}


def _other_agency(draft: Draft, chance: Chance) -> str:
    return chance.pick([county.agency for county in draft.world.counties if county.agency != draft.county.agency])


def _other_type(draft: Draft, chance: Chance) -> str:
    return chance.pick([word for word in _TYPES if word != draft.fields["facility_type_declared"]])


def _elsewhere(draft: Draft, chance: Chance) -> str:
    return f"{draft.county.places}{chance.pick(words().streets)} {chance.whole(501, 900)} 号"


def _outside(draft: Draft, chance: Chance) -> list[DefectMark]:
    draft.fields["admin_division_code"] = draft.world.city.outside
    pairs = [("scope-territory", _FAIL), ("jurisdiction-match", _FAIL)]
    return mark_all("cover", None, "admin_division_code", pairs, draft)


def _event(
    name: str, word: str, kind: str, months: int, more: RowDraft, turned: Turned, kinds: tuple[str, ...]
) -> Defect:
    """Return an event on record that many months before the application, in the list the applicant fills."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        day = months_after(draft.applied, -months) - timedelta(days=chance.whole(0, 20))
        row: RowDraft = {"kind": kind, "date": day, "decision_date": day + timedelta(days=chance.whole(0, 9))}
        row |= {"authority": chance.pick(("县市场监督管理局", "市医疗保障局", "县卫生健康局")), **more}
        draft.rows("events").append(row)
        return mark_all("events", row, "date", turned, draft)

    return Defect(name, word, kinds, frozenset(("events",)), plant)


def _wrong_digit(draft: Draft, row: RowDraft) -> RowDraft:
    right = str(row["id_number"])
    return {"id_number": right[:-1] + ("1" if right[-1] != "1" else "2")}


def _other_sex(draft: Draft, row: RowDraft) -> RowDraft:
    return {"gender": "女" if row["gender"] == "男" else "男"}


def _wrong_credit(draft: Draft, chance: Chance) -> list[DefectMark]:
    right = str(draft.fields["uscc"])
    wrong = right[:-1] + ("3" if right[-1] != "3" else "4")
    draft.fields["uscc"] = wrong
    draft.row("documents", "code", "registration")["number"] = wrong
    return [DefectMark("cover", None, "uscc", "", "conflict")]


def _two_numbers(draft: Draft, chance: Chance) -> list[DefectMark]:
    row = draft.row("documents", "code", "practice_licence_duplicate")
    number = str(row["number"])
    row["number"] = number[:-1] + ("7" if number[-1] != "7" else "8")
    return [DefectMark("cover", None, "licence_number", "", "conflict")]


def _twice(column: str) -> Defect:
    """Return the defect that two people of the roster have one number."""

    def plant(draft: Draft, chance: Chance) -> list[DefectMark]:
        rows = [row for row in draft.rows("staff") if row.get(column) and row["id_number"] != draft.head.id_number]
        pairs = [
            (first, second)
            for index, first in enumerate(rows)
            for second in rows[index + 1 :]
            if first["gender"] == second["gender"] and len(str(first[column])) == len(str(second[column]))
        ]
        if not pairs:
            return []
        first, second = chance.pick(pairs[:40])
        second[column] = first[column]
        return [DefectMark("staff", second, column, "", "conflict")]

    words_of = {"id_number": "两人同一身份证号", "practice_cert_no": "两人同一执业证书号"}
    kinds = ALL if column == "id_number" else MEDICAL
    return Defect(f"twice-{column.replace('_', '-')}", words_of[column], kinds, frozenset(("staff",)), plant)


def _simple(row: RowDraft) -> bool:
    """Return whether somebody is an employee whose insurance decides nothing else."""
    posts = ("营业员", "护士", "医师", "后勤", "保洁", "司机", "科员", "调剂", "检验", "影像技师", "技师")
    return row["employment"] in ("合同", "在编") and row["post"] in posts


def _hired_lately(draft: Draft, row: RowDraft) -> RowDraft:
    day = draft.applied - timedelta(days=55)
    return {"hire_date": day, "insured_since": day.replace(day=1)}


SHARED = (
    *PAPERS,
    Defect("outside-city", "机构在本市以外", ALL, frozenset(("receiving_agency",)), _outside),
    cover("wrong-agency", "受理机构不对", ALL, "receiving_agency", _other_agency, [("jurisdiction-match", _FAIL)]),
    cover("wrong-type", "申请类别填错", ALL, "facility_type_declared", _other_type, _DECLARED),
    cover("open-a-day-short", "执业差一天满三个月", ALL, "site_since_date", days_off(1, -3), [("operating-months-min", _FAIL)]),
    cover("open-far-short", "执业不足一个月", ALL, "site_since_date", days_off(-20), [("operating-months-min", _FAIL)]),
    cover("two-sites", "一份申请两个地点", ALL, "sites_applied_for", 2, [("site-separate-application-count", _FAIL)]),
    cover("address-not-licensed", "申请地址不在许可证上", ALL, "practice_site_addresses", _elsewhere, [("site-separate-application-address", "conflict")]),
    cover("under-investigation", "自报正在接受调查", ALL, "under_investigation", "是", [("na-under-investigation-declared", _FAIL), ("na-under-investigation", "judge")]),
    cover("closed", "停业", ALL, "business_status", "停业", [("na-closed-or-suspended", "judge")]),
    person("insured-late", "参保差一天满三个月", ALL, _simple, lambda d, r: {"insured_since": months_after(d.applied, -3) + _ONE_DAY}, "insured_since", [(_INSURANCE, _FAIL)]),
    person("insured-lately-hired", "新入职参保不足三个月", ALL, _simple, _hired_lately, "insured_since", [(_INSURANCE, "judge")]),
    person("uninsured", "没有参保也没有原因", ALL, _simple, lambda d, r: {"insured_since": None}, "insured_since", _UNINSURED),
    person("id-digit", "身份证号错一位", ALL, lambda r: True, _wrong_digit, "id_number", [("", "conflict")]),
    person("other-sex", "性别与身份证号不符", ALL, lambda r: True, _other_sex, "gender", [("", "conflict")]),
    _twice("id_number"),
    _twice("practice_cert_no"),
    Defect("credit-code-digit", "统一社会信用代码错一位", ALL, frozenset(("uscc", "documents")), _wrong_credit),
    Defect("licence-number-differs", "副本登记号与首页不一致", MEDICAL, frozenset(("documents",)), _two_numbers),
    _event("terminated", "三年内因违规终止协议", "协议终止或解除", 20, {"for_violation": "是"}, [("na-terminated-within-3y", "judge")], ALL),
    _event("safety-event", "三年内重大质量安全事件", "药品质量安全事件", 20, {"grade": "重大"}, [("na-major-safety-event-3y", "judge")], ALL),
    _event("price-violation", "三个月内价格违法", "价格违法违规", 1, {}, {"clinic": [("cond-no-price-violation-3m", "judge")], "hospital": [("cond-no-price-violation-3m", "judge")], "pharmacy": [("cond-pharmacy-no-price-violation-3m", "judge")]}, ALL),
    cover("registration-kind", "登记证书种类不符", MEDICAL, "registration_kind", "其他", [("doc-registration-medical-kind", _FAIL)]),
    cover("verified-until-passed", "许可证校验过期一天", MEDICAL, "licence_verified_until", days_off(-1), [("cond-medical-licences-verified", _FAIL)]),
)  # fmt: skip
