"""Hospitals of the three levels: a complete application, with people, beds and areas in proportion."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from medcheck.calendar_months import months_after
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.checklist import fill_papers, handed_in
from medcheck.samples.cover import begin, brand, fill_cover, fill_managers
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.hospital.hospital_staff import fill_staff
from medcheck.samples.hospital.hospital_words import Level, hospital_words
from medcheck.samples.people import Crowd, SamplePerson
from medcheck.samples.world import World

_GRADES = {1: "一级", 2: "二级", 3: "三级"}
_HEALTH = ("执业医师", "执业助理医师", "注册护士", "药剂人员", "检验人员", "影像人员", "其他卫生技术人员")
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")


def hospital(kind: str, chance: Chance, world: World, size: int = 0) -> Draft:
    """Return a hospital that meets everything the desk can see; `size` is its staff, never fewer than its level needs."""
    draft, crowd = begin(kind, (2, 45), (46, 57), chance, world)
    level = hospital_words().levels[draft.level]
    total = max(size or chance.whole(*level.usual_staff), level.least_staff)
    clinic_of_town = draft.level == 1 and chance.often(0.6)
    public = clinic_of_town or draft.level == 3 or chance.often(0.6)  # level
    registration = "事业单位法人证书" if public else chance.pick(("民办非企业单位登记证书", "营业执照"))
    name = chance.once("facility", lambda: _name(draft, level, chance, town=clinic_of_town))
    contact = crowd.join(28, 50, 0.6)
    fill_cover(draft, contact, chance, name=name, registration=registration, rural=clinic_of_town)
    draft.fields["registration_kind"] = registration
    _beds(draft, level, total, chance)
    fill_staff(draft, crowd, level, total, chance)
    _declare(draft)
    _rest_of_cover(draft, level, chance, town=clinic_of_town)
    _lists(draft, level, chance)
    _insurance(draft, crowd, chance)
    fill_papers(draft, chance, registered=registration)
    _more_papers(draft, chance)
    return draft


def _name(draft: Draft, level: Level, chance: Chance, *, town: bool) -> str:
    division = draft.county.division
    if town:
        return f"{division}{brand(chance)}{chance.pick(('镇', '乡'))}{chance.pick(('卫生院', '中心卫生院'))}"
    city = draft.world.city
    place = city.name if draft.level == 3 else chance.pick((division, city.short))  # level
    return f"{place}{brand(chance)}{chance.pick([name for name in level.names if '卫生院' not in name])}"


def _beds(draft: Draft, level: Level, total: int, chance: Chance) -> None:
    """Write beds, areas and visits: as many beds as the formal staff is enough for."""
    formal = total - round(total * 0.02)
    low, high = level.formal_per_bed
    per_bed = low + (high - low) * Decimal(chance.whole(0, 100)) / 100
    beds = max(int(formal / per_bed), level.least_beds)
    building = (beds * chance.part(*level.area_per_bed)).quantize(_CENT)
    outpatient = (building * chance.part("0.17", "0.21")).quantize(_CENT)
    ward = chance.part(*level.ward_per_bed)
    visits = int(outpatient / chance.part("3.30", "4.40"))
    draft.fields |= dict.fromkeys(("bed_count_licensed", "bed_count_established", "bed_count_open"), beds)
    draft.fields |= {
        "building_area_m2": building,
        "inpatient_building_area_m2": (building * chance.part("0.70", "0.76")).quantize(_CENT),
        "outpatient_building_area_m2": outpatient,
        "ward_net_area_m2": beds * ward,
        "ward_smallest_net_area_per_bed_m2": (ward * Decimal("0.96")).quantize(_TENTH, ROUND_HALF_UP),
        "outpatient_visits_year": visits * 365,
        "outpatient_days_open": 365,
    }


def _declare(draft: Draft) -> None:
    """Write the totals of the roster onto the cover."""
    rows = draft.rows("staff")
    categories = [row["category"] for row in rows]
    draft.fields |= {
        "declared_staff_total": len(rows),
        "declared_formal_staff": sum(row["employment"] in ("在编", "合同") for row in rows),
        "declared_health_tech": sum(category in _HEALTH for category in categories),
        "declared_physicians": categories.count("执业医师"),
        "declared_nurses": categories.count("注册护士"),
    }


def _rest_of_cover(draft: Draft, level: Level, chance: Chance, *, town: bool) -> None:
    fields, outpatient = draft.fields, chance.part("0.300", "0.460")
    admissions = int(str(fields["bed_count_open"])) * chance.whole(28, 40)
    fields |= {
        "practice_document": "医疗机构执业许可证",
        "licence_number": codes.practice_licence(str(fields["uscc"]), draft.county.code, level.code),
        "licence_verified_until": months_after(draft.applied, chance.whole(5, 30)),
        "licence_category": "乡镇卫生院" if town else "综合医院",
        "hospital_level": _GRADES[draft.level],
        "grade_on_record": "无" if draft.level == 1 else _GRADES[draft.level],
        "indicator_outpatient_visits": fields["outpatient_visits_year"],
        "indicator_cost_per_visit": chance.part("92.00", "268.00"),
        "indicator_inpatient_admissions": admissions,
        "indicator_length_of_stay_days": chance.part("6.4", "9.8"),
        "indicator_cost_per_inpatient": chance.part("2600.00", "11800.00"),
        "indicator_outpatient_income_pct": outpatient,
        "indicator_inpatient_income_pct": 1 - outpatient,
        "indicator_exam_income_pct": chance.part("0.180", "0.320"),
        "indicator_consumables_pct": chance.part("0.050", "0.190"),
        "indicator_drug_income_pct": chance.part("0.260", "0.420"),
        "indicator_debt_asset_pct": chance.part("0.150", "0.520"),
    }
    yes = ("offers_inpatient", "offers_chronic_outpatient", "offers_general_outpatient", "offers_dispensing")
    no = ("laboratory_contract", "imaging_contract", "pathology_contract", "steriliser_contract")
    fields |= dict.fromkeys(yes, "是") | dict.fromkeys(no, "否")


def _lists(draft: Draft, level: Level, chance: Chance) -> None:
    """Write key specialties, equipment, the outfit of beds and the approved subjects."""
    beds = int(str(draft.fields["bed_count_open"]))
    heads = {str(row["name"]): row for row in draft.rows("departments")}
    draft.tables["key_specialties"] = [_key(draft, heads[name], chance) for name in level.key_specialties] or None
    for name, model, count, value, large in level.equipment:
        bought = chance.workday(months_after(draft.applied, -120), months_after(draft.applied, -6))
        row: RowDraft = {"name": name, "model": model, "count": count, "bought_on": bought, "original_value": value}
        row |= {"maker": chance.pick(("国产", "国产", "进口")), "is_large": large}
        if large == "是":
            row |= {"permit_no": f"乙37-{bought.year}-{chance.digits(4)}", "cost_benefit": "是"}
        draft.rows("equipment").append(row)
    draft.tables["bed_unit"] = [
        {"code": code, "count": -(-beds * tenths // 10) + (0 if code == "bed" else chance.whole(beds // 40, beds // 8))}
        for code, tenths in hospital_words().bed_unit.items()
    ]
    approved = draft.fields["licence_issue_date"]
    draft.tables["subjects"] = [{"name": name, "approved_on": approved} for name in level.subjects]


def _key(draft: Draft, department: RowDraft, chance: Chance) -> RowDraft:
    authority = "山东省卫生健康委员会" if draft.level == 3 else f"{draft.county.division}卫生健康局"  # level
    number = f"{draft.county.short[0]}卫医字〔{draft.applied.year - chance.whole(1, 3)}〕{chance.whole(6, 88)}号"
    row: RowDraft = {"name": department["name"], "authority": authority, "approval_no": number, "plan_given": "是"}
    leader: RowDraft = {"leader_name": department["head_name"], "leader_title": department["head_title"]}
    return row | leader | {"beds": department["beds"]}


def _insurance(draft: Draft, crowd: Crowd, chance: Chance) -> None:
    """Make one of the administrative staff the insurance manager and the contact of the application."""
    admins = [row for row in draft.rows("staff") if row["category"] == "行政管理"]
    row = next((row for row in admins if row["department"] == "医保科"), admins[-1])
    row["post"] = "医保科科长" if row["department"] == "医保科" else "医保专管员"
    manager = SamplePerson(str(row["name"]), str(row["gender"]), "", draft.applied, str(row["phone"]))
    draft.fields |= {"contact_name": manager.name, "contact_phone": manager.phone}
    fill_managers(draft, draft.head, manager, crowd, chance)


def _more_papers(draft: Draft, chance: Chance) -> None:
    rows = draft.rows("documents")
    rows.append(handed_in("large_equipment_list", chance))
    graded = draft.level > 1
    grade: RowDraft = {"code": "grade_certificate", "present": "否"}
    if graded:
        grade = handed_in("grade_certificate", chance, (1, 1), copied=True)
        grade |= {"number": f"鲁卫医评（{draft.applied.year - 2}）第{draft.level}-{chance.digits(4)}号"}
        grade |= {"valid_to": months_after(draft.applied, chance.whole(14, 36))}
    improvement = handed_in("large_equipment_improvement", chance, (2, 6))
    rows += [grade, improvement if graded else {"code": "large_equipment_improvement", "present": "否"}]
