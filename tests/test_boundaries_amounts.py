"""Every comparison of numbers in the measures: less, equal, more, written by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from medcheck.fact import Fact, Members, Status
from medcheck.intake.catalogue import Catalogue, CatalogueEntry
from medcheck.measure import documents, equipment, headcount, premises, rooms
from medcheck.measure.headcount import headcounts
from medcheck.measure.hospital import capacity
from medcheck.measure.pharmacy import drug_list, store_cover
from medcheck.measure.pharmacy.drug_index import edition_of
from medcheck.measure.pharmacy.drug_notes import CatalogueEdition
from medcheck.measure.pharmacy.stock_rate import match, stock_rate
from medcheck.rulebook.shelf import shipped_pack
from tests import stated_rows
from tests.stated_rows import clinic, hospital, person

PACK = shipped_pack("liaocheng-2019")
TABLES, VOCABULARY = PACK.tables, PACK.vocabulary
CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("usable", "status"), [("99.99", Status.KNOWN), ("100", Status.KNOWN), ("100.01", Status.CONFLICT)]
)
def test_a_usable_area_is_no_larger_than_the_building(usable: str, status: Status) -> None:
    given = clinic({"usable_area_m2": Decimal(usable), "building_area_m2": 100})
    assert premises.usable_area_m2(given).status is status


@pytest.mark.parametrize(("room", "told"), [("59.99", False), ("60", False), ("60.01", True)])
def test_rooms_that_add_up_to_more_than_the_usable_area(room: str, told: bool) -> None:
    areas = [{"name": "药房", "area_m2": 40}, {"name": "治疗室", "area_m2": Decimal(room)}]
    made = premises.usable_area_m2(clinic({"usable_area_m2": 100}, rooms=areas))
    assert (made.value, bool(made.remark)) == (100, told)


LEVELS = [
    ("二级", "一级", "2"),
    ("二级", "二级", "2"),
    ("二级", "三级", None),
    ("一级", "二级", None),
    ("三级", "二级", "3"),
]


@pytest.mark.parametrize(("level", "grade", "value"), LEVELS)
def test_a_grade_is_no_higher_than_the_level(level: str, grade: str, value: str | None) -> None:
    made = capacity.hospital_level(hospital({"hospital_level": level, "grade_on_record": grade}))
    assert made.value == value
    assert (made.status is Status.CONFLICT) is (value is None)


@pytest.mark.parametrize(("beds", "status"), [(109, Status.KNOWN), (110, Status.KNOWN), (111, Status.CONFLICT)])
def test_beds_of_departments_a_tenth_more_than_all(beds: int, status: Status) -> None:
    wards = [{"name": "内科", "beds": 60}, {"name": "外科", "beds": beds - 60}]
    given = hospital({"bed_count_licensed": 100, "bed_count_open": 100}, departments=wards)
    assert capacity.bed_count_open(given).status is status


BEDS = [(89, True), (90, False), (91, False), (109, False), (110, False), (111, True)]


@pytest.mark.parametrize(("open_", "told"), BEDS)
def test_beds_in_use_a_tenth_apart_from_the_licensed(open_: int, told: bool) -> None:
    made = capacity.bed_count_open(hospital({"bed_count_licensed": 100, "bed_count_open": open_}))
    assert (made.value, bool(made.remark)) == (open_, told)


AREAS = [
    ("499.99", Status.CONFLICT),
    ("500", Status.KNOWN),
    ("500.01", Status.KNOWN),
    ("49999.99", Status.KNOWN),
    ("50000", Status.KNOWN),
    ("50000.01", Status.CONFLICT),
]


@pytest.mark.parametrize(("area", "status"), AREAS)
def test_square_metres_a_bed(area: str, status: Status) -> None:
    given = hospital({"building_area_m2": Decimal(area), "bed_count_open": 100})
    assert capacity.building_area_m2(given).status is status


@pytest.mark.parametrize(
    ("smallest", "status"), [("5.99", Status.KNOWN), ("6", Status.KNOWN), ("6.01", Status.CONFLICT)]
)
def test_the_smallest_ward_is_no_larger_than_the_mean(smallest: str, status: Status) -> None:
    area = "ward_smallest_net_area_per_bed_m2"
    given = hospital({area: Decimal(smallest), "ward_net_area_m2": 600, "bed_count_open": 100})
    assert capacity.ward_smallest_net_area_per_bed_m2(given).status is status


DAYS = [(0, None), (1, 73200), (365, "14640/73"), (366, 200), (367, None)]


@pytest.mark.parametrize(("days", "visits"), DAYS)
def test_days_open_in_a_year(days: int, visits: Any) -> None:
    given = hospital({"outpatient_visits_year": 73200, "outpatient_days_open": days})
    assert [fact.value for fact in capacity.visits(given)] == [
        None if visits is None else Fraction(visits),
        Fraction(73200, 365),
        Fraction(73200, 251),
    ]


def shares(**stated: str) -> set[Status]:
    """Return whether shares of income are known or in conflict."""
    given = {f"indicator_{name}_pct": Decimal(value) for name, value in stated.items()}
    made = {fact.name: fact for fact in documents.indicators(hospital(given))}
    return {made[name].status for name in given}


WHOLES = [
    ("0.9899", Status.CONFLICT),
    ("0.99", Status.KNOWN),
    ("0.9901", Status.KNOWN),
    ("1", Status.KNOWN),
    ("1.01", Status.KNOWN),
    ("1.0101", Status.CONFLICT),
]


@pytest.mark.parametrize(("together", "status"), WHOLES)
def test_income_of_outpatients_and_inpatients_is_all_of_it(together: str, status: Status) -> None:
    assert shares(outpatient_income="0.3", inpatient_income=str(Decimal(together) - Decimal("0.3"))) == {status}


PARTS = [("0.5", Status.KNOWN), ("1", Status.KNOWN), ("1.01", Status.KNOWN), ("1.0101", Status.CONFLICT)]


@pytest.mark.parametrize(("together", "status"), PARTS)
def test_parts_of_income_are_no_more_than_all_of_it(together: str, status: Status) -> None:
    rest = str(Decimal(together) - Decimal("0.4"))
    assert shares(exam_income="0.3", consumables="0.1", drug_income=rest) == {status}


def test_two_of_three_parts_may_already_be_too_much() -> None:
    assert shares(exam_income="0.6", drug_income="0.4101") == {Status.CONFLICT}
    assert shares(exam_income="0.6", drug_income="0.41") == {Status.KNOWN}


ROOMS = [("0", None), ("-1", None), ("0.01", ("药房", ""))]


@pytest.mark.parametrize(("area", "member"), ROOMS)
def test_a_room_has_a_size(area: str, member: tuple[str, str] | None) -> None:
    row = {"name": "药房", "separate": True, "area_m2": Decimal(area)}
    members = VOCABULARY.facts["rooms"].members
    made = rooms.rooms(clinic(rooms=[row]), members, TABLES.aliases, TABLES.name_words)
    if member is None:
        assert made.status is Status.CONFLICT
    else:
        assert isinstance(made.value, Members)
        assert [(one.name, one.inside) for one in made.value.members] == [member]


COUNTS = [
    (None, (), ("血压计",), ()),
    (0, (), (), ("血压计",)),
    (1, ("血压计",), (), ()),
    (2, ("血压计",), (), ()),
]


@pytest.mark.parametrize(("count", "there", "open_", "gone"), COUNTS)
def test_equipment_of_which_there_is_one(count: int | None, there: Any, open_: Any, gone: Any) -> None:
    members = VOCABULARY.facts["equipment"].members
    given = clinic(equipment=[{"name": "血压计", "count": count}])
    made = equipment.equipment(given, members, TABLES.aliases, TABLES.name_words).value
    assert isinstance(made, Members)
    assert (tuple(one.name for one in made.members), made.unsure, made.absent) == (there, open_, gone)


STOCK = [(0, ()), (Decimal("0.5"), ("处方药",)), (1, ("处方药",))]


def drug(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a row of the drug list: a prescription drug of which ten are in stock."""
    return {
        "generic_name": f"药{number}",
        "dosage_form": "片剂",
        "kind": "处方药",
        "approval_no": f"国药准字H{number:08}",
        "spec": "10mg",
        "stock_qty": 10,
        "purchase_price": 2,
        "sale_price": 3,
        **changes,
    }


@pytest.mark.parametrize(("quantity", "there"), STOCK)
def test_a_drug_is_in_stock_when_there_is_any(quantity: Any, there: tuple[str, ...]) -> None:
    made = drug_list.drugs_in_stock(stated_rows.pharmacy(drugs=[drug(stock_qty=quantity)]), TABLES.drug_lists).value
    assert isinstance(made, Members)
    assert tuple(one.name for one in made.members) == there


@pytest.mark.parametrize(("quantity", "status"), [(0, Status.KNOWN), (Decimal("0.5"), Status.CONFLICT)])
def test_drugs_in_stock_that_the_licence_is_said_not_to_cover(quantity: Any, status: Status) -> None:
    given = stated_rows.pharmacy(
        {"scope_prescription": False, "scope_otc": True, "scope_tcm_pieces": True}, drugs=[drug(stock_qty=quantity)]
    )
    assert store_cover.drug_business_scope(given).status is status


def stock(rows: list[dict[str, Any]]) -> dict[str, Fact]:
    return {fact.name: fact for fact in drug_list.stock_facts(stated_rows.pharmacy(drugs=rows), TABLES.drug_lists)}


def test_what_a_stock_is_worth_and_how_many_varieties_it_has() -> None:
    made = stock([drug(1), drug(1, spec="20mg"), drug(2, stock_qty=5), drug(3, kind="医疗器械", approval_no="")])
    assert {name: fact.value for name, fact in made.items()} == {
        "stock_value_yuan": 50,  # 10 × 2 twice, 5 × 2
        "stock_value_retail_yuan": 75,
        "stock_value_all_goods_yuan": 70,
        "drug_variety_count": 3,
        "drug_generic_count": 2,
        "goods_count": 4,
    }


@pytest.mark.parametrize(("rows", "told"), [(5, ""), (6, "等 6 处")])
def test_of_six_open_drugs_five_are_named(rows: int, told: str) -> None:
    made = stock([drug(number, purchase_price=None) for number in range(1, rows + 1)])["stock_value_yuan"]
    assert made.reason.count("采购价") + made.reason.count("进价") == 5
    assert made.reason.endswith(f"{told}未填写或无法识别")
    assert len(made.sources) == 5


@pytest.mark.parametrize(("rows", "told"), [(5, ""), (6, "等 6 行")])
def test_of_six_rows_that_come_twice_five_are_named(rows: int, told: str) -> None:
    twice = [drug(number) for number in range(1, rows + 1)]
    made = stock([*twice, *twice])["drug_variety_count"]
    assert made.value == rows
    assert made.remark.endswith(f"{told}与前面的行是同一批准文号和规格（饮片为同一名称），只计一种")
    assert made.remark.count("同第") == 5


@pytest.mark.parametrize(("rows", "told"), [(5, ""), (6, "等 6 行")])
def test_of_six_drugs_with_the_number_of_a_device_five_are_named(rows: int, told: str) -> None:
    devices = [drug(number, approval_no=f"国械注准2015364000{number}") for number in range(1, rows + 1)]
    made = stock([*devices, drug(9)])["drug_variety_count"]
    assert made.value == 1
    assert made.remark.startswith("批准文号 ")
    assert made.remark.count("“国械注准") == 5
    assert f"{told}不是药品的批准文号" in made.remark


@pytest.mark.parametrize(("people", "told"), [(5, ""), (6, "等 6 人")])
def test_of_six_people_who_may_count_five_are_named(people: int, told: str) -> None:
    rows = [person(name=f"甲{number}", category=None) for number in range(people)]
    made = {fact.name: fact for fact in headcounts(hospital(staff=rows), TABLES.titles, date(2019, 11, 18))}
    reason = made["nurse_count"].reason
    assert reason.count("甲") == 5
    assert reason.endswith(told or "甲4：“人员类别”未填写")


ONE_OF_EACH = [
    person(name="甲", category="执业医师", title="主任医师", employment="在编"),
    person(name="乙", category="执业医师", title="副主任医师"),
    person(name="丙", category="执业医师", title="主治医师"),
    person(name="丁", category="执业医师", title="医师"),
    person(name="戊", category="执业助理医师", title="医士"),
    person(name="己", category="注册护士", title="护士", preventive_duty=True),
    person(name="庚", category="注册护士", title="护师"),
    person(name="辛", category="药剂人员", title="药师", qualification_cert_no="无", practice_cert_no="无"),
    person(name="壬", category="检验人员", title="检验师", insured_since=date(2019, 11, 19)),
    person(name="癸", category="影像人员", title="技师"),
    person(name="子", category="其他卫生技术人员", title="技师"),
    person(name="丑", category="乡村医生", title="无"),
    person(name="寅", category="护理员", title="无"),
    person(name="卯", category="工程技术人员", title="工程师"),
    person(name="辰", category="工程技术人员", title="技术员"),
    person(name="巳", category="行政后勤人员", title="无"),
    person(name="午", category="执业医师", title="主任医师", employment="实习"),
    person(name="未", category="注册护士", title="护师", employment="进修"),
    person(name="申", category="注册护士", title="护师", employment="返聘"),
]
COUNTED = {
    "staff_total_count": 17,
    "formal_staff_count": 15,  # neither the rehired one nor the one insured a day later
    "establishment_staff_count": 1,
    "health_tech_count": 13,
    "health_tech_qualified_count": 12,
    "admin_support_count": 4,
    "physician_count": 4,
    "physician_incl_assistant_count": 5,
    "nurse_count": 3,
    "nursing_with_caregivers_count": 4,
    "nurses_shi_or_above": 2,
    "lab_staff_count": 1,
    "imaging_staff_count": 1,
    "pharmacy_staff_count": 1,
    "other_health_tech_count": 2,
    "preventive_staff_count": 1,
    "engineer_count": 1,
    "physicians_chief": 1,
    "physicians_associate": 1,
    "physicians_attending": 1,
    "physicians_associate_or_above": 2,
    "physicians_attending_or_above": 3,
}


def counts(fields: dict[str, Any] | None = None) -> dict[str, Fact]:
    given = hospital(fields, staff=ONE_OF_EACH)
    return {fact.name: fact for fact in headcounts(given, TABLES.titles, date(2019, 11, 18))}


def test_every_count_of_people() -> None:
    assert {name: fact.value for name, fact in counts().items()} == COUNTED
    assert set(headcount._COUNTS) == set(COUNTED)


TOTALS = {
    "declared_staff_total": "staff_total_count",
    "declared_formal_staff": "formal_staff_count",
    "declared_health_tech": "health_tech_count",
    "declared_physicians": "physician_count",
    "declared_nurses": "nurse_count",
}


@pytest.mark.parametrize(("field", "count"), TOTALS.items())
@pytest.mark.parametrize(("apart", "status"), [(-1, Status.CONFLICT), (0, Status.KNOWN), (1, Status.CONFLICT)])
def test_a_declared_total_is_what_the_roster_counts(field: str, count: str, apart: int, status: Status) -> None:
    made = counts({field: COUNTED[count] + apart})
    assert made[count].status is status
    assert all(fact.status is Status.KNOWN for name, fact in made.items() if name != count)


def catalogue(*names: str, forms: str = "片剂") -> Catalogue:
    return Catalogue(
        "目录.csv", "0", tuple(CatalogueEntry("", "", name, forms, row) for row, name in enumerate(names, 2))
    )


RATES = [
    (("阿莫西林", "布洛芬"), ("阿莫西林", "布洛芬"), "1", "1"),
    (("阿莫西林", "甲硝唑", "辛伐他汀", "缬沙坦"), ("阿莫西林", "布洛芬"), "1/4", "1/2"),
    (("阿莫西林",), ("阿莫西林", "布洛芬", "甲硝唑", "缬沙坦"), "1/4", "1"),
]


@pytest.mark.parametrize(("stocked", "listed", "lower", "higher"), RATES)
def test_the_lower_and_the_higher_rate(stocked: Any, listed: Any, lower: str, higher: str) -> None:
    assert TABLES.dosage_forms is not None
    rows = [drug(number, generic_name=name) for number, name in enumerate(stocked, 1)]
    given = stated_rows.pharmacy(drugs=rows)
    made = {fact.name: fact.value for fact in stock_rate(given, match(given, catalogue(*listed), TABLES.dosage_forms))}
    assert (made["stock_rate_lower"], made["stock_rate_higher"]) == (Fraction(lower), Fraction(higher))
    assert (made["generics_stocked"], made["catalogue_entries"]) == (len(stocked), len(listed))


EDITIONS = [(97, None), (98, "of-a-hundred"), (100, "of-a-hundred"), (102, "of-a-hundred"), (103, None)]


@pytest.mark.parametrize(("varieties", "edition"), EDITIONS)
def test_an_edition_is_known_by_how_many_varieties_it_has_within_two_of_a_hundred(
    varieties: int, edition: str | None
) -> None:
    entries = [CatalogueEntry("", "", f"药{number}", "", number, number=f"{number}") for number in range(varieties)]
    entries.append(CatalogueEntry("", "", "药0", "", 0, number="★(0)"))
    assert TABLES.catalogue_editions is not None
    of_a_hundred = CatalogueEdition(id="of-a-hundred", title="目录", year="2019", varieties=100)
    notes = TABLES.catalogue_editions.model_copy(update={"editions": (of_a_hundred,)})
    found = edition_of(Catalogue("目录.csv", "0", tuple(entries)), notes)
    assert (found.id if found else None) == edition


ANSWERED = [
    (hospital, premises.services_offered, "offers_inpatient", "住院治疗"),
    (hospital, premises.services_offered, "offers_chronic_outpatient", "慢性病门诊"),
    (hospital, premises.services_offered, "offers_general_outpatient", "普通门诊"),
    (clinic, premises.services_offered, "offers_outpatient", "门诊治疗"),
    (hospital, premises.contracted_services, "steriliser_contract", "消毒灭菌"),
    (hospital, premises.contracted_services, "pathology_contract", "病理"),
    (hospital, premises.contracted_services, "laboratory_contract", "检验"),
    (stated_rows.pharmacy, store_cover.drug_business_scope, "scope_otc", "非处方药"),
]


@pytest.mark.parametrize(("form", "measure", "field", "name"), ANSWERED, ids=[name for *_, name in ANSWERED])
def test_what_is_answered_yes_no_or_not_at_all(form: Any, measure: Any, field: str, name: str) -> None:
    told = {}
    for answer in (True, False, None):
        asked = dict.fromkeys(("offers_dispensing", "imaging_contract", "scope_prescription"), True)
        made = measure(form({**asked, field: answer})).value
        told[answer] = (name in [one.name for one in made.members], name in made.unsure, name in made.absent)
    assert told == {True: (True, False, False), False: (False, False, True), None: (False, True, False)}
