"""Every comparison of days in the measures: the day before, the day itself, the day after, written by hand.

The application is of 2019-11-18 and judged on the same day where nothing else is said.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from medcheck.fact import Fact, Record, Status
from medcheck.measure import documents, presence
from medcheck.measure import jurisdiction as where
from medcheck.measure.doubt import Doubt
from medcheck.measure.headcount import insured_here
from medcheck.measure.hospital import capacity, departments
from medcheck.measure.hospital.department_book import book_of
from medcheck.measure.people_check import people_problems
from medcheck.measure.pharmacy import store_cover
from medcheck.measure.row_remarks import says_not_there
from medcheck.measure.staff import staff
from medcheck.rulebook.shelf import shipped_pack
from tests import stated_rows
from tests.stated_rows import hospital, person

PACK = shipped_pack("liaocheng-2019")
TABLES, VOCABULARY = PACK.tables, PACK.vocabulary
DAY = date(2019, 11, 18)
BEFORE, AFTER = date(2019, 11, 17), date(2019, 11, 19)
FOREVER = date.max
THREE_DAYS = [(BEFORE, False), (DAY, True), (AFTER, True), (FOREVER, True)]


def first_record(fact: Fact) -> Record:
    assert isinstance(fact.value, tuple), fact
    record = fact.value[0]
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(("until", "valid"), THREE_DAYS)
def test_a_paper_is_valid_on_its_last_day(until: date, valid: bool) -> None:
    row = {"code": "premises_right", "document": "房屋产权证", "present": True, "valid_to": until}
    given = hospital(documents=[row])
    made = list(documents.documents(given, {"premises_right": "房屋产权证"}, DAY, TABLES.name_words))
    assert isinstance(made[0].value, Record)
    assert made[0].value.values["valid"] is valid


@pytest.mark.parametrize("until", [BEFORE, DAY, AFTER])
def test_whether_a_licence_is_in_force_is_asked_of_all_licences_at_once(until: date) -> None:
    row = {"code": "practice_licence_main", "document": "执业许可证", "present": True, "valid_to": until}
    given = hospital(documents=[row])
    made = list(documents.documents(given, {"practice_licence_main": "许可证"}, DAY, TABLES.name_words))
    assert isinstance(made[0].value, Record)
    assert made[0].value.values["valid"] is None
    assert first_record(documents.licences_on_file(given, TABLES.name_words)).values["valid_to"] == until


MONTHS = [
    ("2019-11-18", "2019-12-17", 0),
    ("2019-11-18", "2019-12-18", 1),
    ("2019-11-18", "2019-12-19", 1),
    ("2019-11-30", "2020-02-28", 2),
    ("2019-11-30", "2020-02-29", 3),  # February has no 30th: its last day completes the month
    ("2019-11-29", "2020-02-28", 2),
    ("2019-11-29", "2020-02-29", 3),
    ("2019-01-31", "2019-02-27", 0),
    ("2019-01-31", "2019-02-28", 1),
    ("2020-01-31", "2020-02-28", 0),
    ("2020-01-31", "2020-02-29", 1),
    ("2019-03-31", "2019-04-29", 0),
    ("2019-03-31", "2019-04-30", 1),
    ("2019-02-28", "2019-03-27", 0),
    ("2019-02-28", "2019-03-28", 1),
    ("2018-12-31", "2019-12-30", 11),
    ("2018-12-31", "2019-12-31", 12),
    ("2019-11-18", "2019-11-18", 0),
    ("2019-11-18", "2019-11-17", -1),
    ("2019-11-18", "2019-10-18", -1),
    ("2019-11-18", "2019-10-17", -2),
]


@pytest.mark.parametrize(("start", "end", "months"), MONTHS)
def test_whole_months(start: str, end: str, months: int) -> None:
    assert documents.whole_months(date.fromisoformat(start), date.fromisoformat(end)) == months


LEASES = [(date(2020, 11, 17), 11), (date(2020, 11, 18), 12), (FOREVER, 1200), (BEFORE, -1)]


@pytest.mark.parametrize(("until", "months"), LEASES)
def test_months_left_of_a_lease(until: date, months: int) -> None:
    given = hospital(documents=[{"code": "premises_right", "valid_to": until}])
    assert documents.premises_right_remaining_months(given, DAY).value == months


def test_of_two_rows_of_one_document_the_first_counts() -> None:
    rows = [{"code": "premises_right", "valid_to": day} for day in (date(2020, 11, 18), date(2021, 11, 18))]
    assert documents.premises_right_remaining_months(hospital(documents=rows), DAY).value == 12


@pytest.mark.parametrize(
    ("opened", "answer"), [(date(2018, 12, 31), True), (date(2019, 1, 1), False), (date(2019, 11, 18), False)]
)
def test_a_prior_year_is_a_calendar_year(opened: date, answer: bool) -> None:
    assert documents.has_prior_year(hospital({"operation_start_date": opened}), DAY).value is answer


@pytest.mark.parametrize(("until", "grade"), [(BEFORE, "已过期"), (DAY, "二级"), (AFTER, "二级"), (None, "二级")])
def test_a_grade_counts_until_the_last_day_of_its_certificate(until: date | None, grade: str) -> None:
    row = {"code": "grade_certificate", "present": True, "valid_to": until}
    given = hospital({"grade_on_record": "二级"}, documents=[row])
    assert capacity.grade_on_record(given, DAY).value == grade


@pytest.mark.parametrize(
    ("until", "status"), [(BEFORE, Status.KNOWN), (DAY, Status.CONFLICT), (AFTER, Status.CONFLICT)]
)
def test_no_grade_contradicts_a_certificate_in_force(until: date, status: Status) -> None:
    row = {"code": "grade_certificate", "present": True, "valid_to": until}
    assert capacity.grade_on_record(hospital({"grade_on_record": "无"}, documents=[row]), DAY).status is status


@pytest.mark.parametrize(("until", "valid"), THREE_DAYS)
def test_the_licence_of_a_special_department(until: date, valid: bool) -> None:
    row = {"name": "放射科", "special_licence_no": "鲁放证2019", "special_licence_valid_to": until}
    names = TABLES.department_names
    assert names is not None
    book = book_of(names, TABLES.name_words, VOCABULARY.facts["departments"].members)
    made = departments.departments_list(
        hospital(departments=[row]), TABLES.departments, TABLES.titles, lambda row: None, DAY, book
    )
    assert first_record(made).values["licence_valid"] is valid


@pytest.mark.parametrize(("since", "insured"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_insured_from_its_first_day_on(since: date, insured: bool) -> None:
    assert insured_here(since, "", DAY) is insured


HIRED = [
    ("2018-05-10", "2018-04-30", True),
    ("2018-05-10", "2018-05-31", True),  # the month counts, not the day
    ("2018-05-10", "2018-06-01", False),
    ("2018-12-31", "2019-01-01", False),
    ("2019-01-01", "2018-12-31", True),
]


@pytest.mark.parametrize(("hired", "insured", "answer"), HIRED)
def test_insured_since_the_month_of_hiring(hired: str, insured: str, answer: bool) -> None:
    days = {"hire_date": date.fromisoformat(hired), "insured_since": date.fromisoformat(insured)}
    made = staff(hospital(staff=[person(**days)]), TABLES.titles, None, DAY, DAY)
    assert first_record(made).values["insured_since_hiring"] is answer


@pytest.mark.parametrize(
    ("since", "months"),
    [("2019-08-17", 3), ("2019-08-18", 3), ("2019-08-19", 2), ("2019-11-18", 0), ("2019-11-19", -1)],
)
def test_months_insured(since: str, months: int) -> None:
    made = staff(hospital(staff=[person(insured_since=date.fromisoformat(since))]), TABLES.titles, None, DAY, DAY)
    assert first_record(made).values["insured_months"] == months


@pytest.mark.parametrize(("hired", "doubtful"), [(BEFORE, False), (DAY, False), (AFTER, True)])
def test_somebody_hired_after_the_application_is_there_only_perhaps(hired: date, doubtful: bool) -> None:
    given = hospital(staff=[person(hire_date=hired)])
    assert (4 in presence.absences(given, TABLES.name_words, DAY, DAY)) is doubtful


COMING = [
    ("10月到岗", DAY, False),
    ("11月到岗", DAY, False),
    ("12月到岗", DAY, True),
    ("2019年11月到岗", DAY, False),
    ("2019年12月到岗", DAY, True),
    ("2020年1月到岗", DAY, True),
    ("2018年12月到岗", DAY, False),
    ("12月到岗", date(2019, 12, 1), False),
]


@pytest.mark.parametrize(("post", "day", "doubtful"), COMING)
def test_somebody_who_comes_in_a_later_month(post: str, day: date, doubtful: bool) -> None:
    given = hospital(staff=[person(post=post)])
    assert (4 in presence.absences(given, TABLES.name_words, DAY, day)) is doubtful


@pytest.mark.parametrize(("ends", "gone"), [("2019-11-17", True), ("2019-11-18", True), ("2019-11-19", False)])
def test_what_ended_beside_the_row_is_over_from_its_day_on(ends: str, gone: bool) -> None:
    words = TABLES.name_words
    said = f"离职日期：{ends}"
    assert says_not_there(said, words.people.of_people, words.asked_beside, DAY) is gone


ROSTER = {"licensed_pharmacist": True, "registered_here": True, "licence_reg_no": "371", "employment": "合同"}


def of_pharmacy(applied: date = DAY, assessed: date = DAY, **changes: Any) -> Record:
    """Return the record of somebody of a pharmacy who counts as licensed, with whatever is different."""
    row = {**person(category=None), **ROSTER, "licence_valid_to": FOREVER, **changes}
    return first_record(staff(stated_rows.pharmacy(staff=[row]), TABLES.titles, TABLES.posts, applied, assessed))


@pytest.mark.parametrize(("until", "counts"), THREE_DAYS)
def test_a_licence_counts_until_its_last_day(until: date, counts: bool) -> None:
    assert of_pharmacy(licence_valid_to=until).values["counts_as_licensed"] is counts


@pytest.mark.parametrize(("since", "counts"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_a_licence_counts_of_somebody_insured_here(since: date, counts: bool) -> None:
    assert of_pharmacy(insured_since=since).values["counts_as_licensed"] is counts


@pytest.mark.parametrize("name", ["last_checkup_date", "last_training_date"])
@pytest.mark.parametrize(("day", "stated"), [(BEFORE, BEFORE), (DAY, DAY), (AFTER, None)])
def test_what_is_still_to_come_has_not_happened(name: str, day: date, stated: date | None) -> None:
    assert of_pharmacy(**{name: day}).values[name] == stated


INSPECTED = [
    ("2018-11-17", "2019-11-18", "无记录"),
    ("2018-11-18", "2019-11-18", "合格"),  # exactly twelve months ago still counts
    ("2018-11-19", "2019-11-18", "合格"),
    ("2018-11-17", "2019-11-17", "合格"),
    ("2019-02-28", "2020-02-28", "合格"),
    ("2019-02-27", "2020-02-28", "无记录"),
    ("2019-02-28", "2020-02-29", "无记录"),
    ("2018-10-31", "2019-11-01", "无记录"),
    ("2019-11-18", "2019-11-18", "合格"),
]


@pytest.mark.parametrize(("on", "assessed", "result"), INSPECTED)
def test_an_inspection_counts_for_twelve_months(on: str, assessed: str, result: str) -> None:
    stated = {"drug_inspection_result": "合格", "drug_inspection_date": date.fromisoformat(on)}
    made = list(store_cover.drug_inspection(stated_rows.pharmacy(stated), date.fromisoformat(assessed)))
    assert made[-1].value == result


STARTS = [("licence_issue_date", 20), ("operation_start_date", 20), ("site_since_date", 20)]


@pytest.mark.parametrize(("latest", "day"), STARTS)
def test_the_latest_of_licence_opening_and_move(latest: str, day: int) -> None:
    days = {"licence_issue_date": 1, "operation_start_date": 2, "site_since_date": 3, latest: day}
    made = where.site_operation_start_date(hospital({name: date(2019, 5, at) for name, at in days.items()}))
    assert made.value == date(2019, 5, 20)


def card(born: date, sex: int = 2) -> str:
    """Return an identity number of somebody born on a day, with its right last letter."""
    digits = f"371502{born:%Y%m%d}20{sex}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def of_people(**changes: Any) -> list[str]:
    """Return what is asked of one nurse on the application date."""
    given = hospital(staff=[person(**changes)])
    return [problem.text for problem in people_problems(given, TABLES.titles, TABLES.posts, DAY)]


YOUNG = [
    (date(2003, 11, 17), []),
    (date(2003, 11, 18), []),
    (date(2003, 11, 19), ["“张三”按身份证号在申请之日为 15 岁，不满 16 岁"]),
    (date(2003, 12, 18), ["“张三”按身份证号在申请之日为 15 岁，不满 16 岁"]),
]


@pytest.mark.parametrize(("born", "texts"), YOUNG)
def test_somebody_of_sixteen_may_work(born: date, texts: list[str]) -> None:
    assert of_people(id_number=card(born), title="护士") == texts


HIRED_AT = [(date(2006, 11, 17), 1), (date(2006, 11, 18), 0), (date(2006, 11, 19), 0)]


@pytest.mark.parametrize(("hired", "count"), HIRED_AT)
def test_somebody_hired_before_sixteen(hired: date, count: int) -> None:
    texts = of_people(id_number=card(date(1990, 11, 18)), hire_date=hired, title="护士")
    assert texts == [f"“张三”入职日期 {hired} 时按身份证号不满 16 岁"] * count


TITLED = [
    ("主任护师", date(1987, 11, 18), 0),
    ("主任护师", date(1987, 11, 19), 1),
]


@pytest.mark.parametrize(("title", "born", "count"), TITLED)
def test_a_title_nobody_has_so_young(title: str, born: date, count: int) -> None:
    texts = of_people(id_number=card(born), title=title)
    assert texts == [f"“张三”按身份证号为 31 岁，职称“{title}”一般不早于 32 岁取得"] * count


RETIRED = [
    ("女", 2, date(1959, 11, 19), 0),
    ("女", 2, date(1959, 11, 18), 1),
    ("男", 1, date(1959, 11, 19), 0),
    ("男", 1, date(1959, 11, 18), 1),
]


@pytest.mark.parametrize(("gender", "sex", "born", "count"), RETIRED)
def test_the_age_of_retirement(gender: str, sex: int, born: date, count: int) -> None:
    texts = of_people(id_number=card(born, sex), gender=gender)
    assert texts == ["“张三”按身份证号为 60 岁，已到退休年龄，用工形式为“合同”"] * count


def test_of_somebody_who_is_there_only_perhaps_nothing_is_known_by_which_he_would_count() -> None:
    values = {"category": "注册护士", "title_level": "师级", "certified": True, "practice_cert_given": False}
    left, doubts = presence.unsure(values, Doubt("注明“拟聘”", "post"))
    assert left == {"category": None, "title_level": "师级", "certified": True, "practice_cert_given": None}
    assert doubts == dict.fromkeys(("category", "practice_cert_given"), "：注明“拟聘”，不能确定是否在岗")
    asked = [
        *("category", "employment", "counts_as_physician", "post_kind", "clinical_dietitian", "training_qualified"),
        *("is_head", "is_quality_head", "trained_post", "licensed_pharmacist", "counts_as_licensed"),
        *("counts_as_tcm_pharmacist", "pharmacist_or_above", "technical", "direct_contact"),
        *("insured_months", "insured_since_hiring", "main_practice_here"),
    ]
    assert set(presence.unsure(dict.fromkeys(asked, True), Doubt("甲", "post"))[1]) == set(asked)


@pytest.mark.parametrize(
    ("rows", "absent", "here"),
    [((), (), False), ((4,), (), True), ((4,), (4,), None), ((4, 5), (4,), True), ((4, 5), (4, 5), None)],
)
def test_of_several_of_one_name_one_who_is_there_is_enough(
    rows: tuple[int, ...], absent: tuple[int, ...], here: bool | None
) -> None:
    roster = hospital(staff=[person() for _ in range(2)]).tables["staff"].rows
    chosen = [row for row in roster if row.number in rows]
    assert presence.works_here(chosen, dict.fromkeys(absent, Doubt("甲", "post"))) is here


ELSEWHERE = [
    ("执业医师", "合同", False, True),
    ("注册护士", "合同", False, True),
    ("执业助理医师", "在编", False, True),
    ("药剂人员", "合同", False, False),
    ("执业医师", "多点执业", False, False),
    ("执业医师", None, False, False),
    ("执业医师", "合同", True, False),
    ("执业医师", "合同", None, False),
]


@pytest.mark.parametrize(("category", "employment", "here", "doubtful"), ELSEWHERE)
def test_somebody_whose_practice_is_elsewhere(
    category: str, employment: str | None, here: bool | None, doubtful: bool
) -> None:
    given = hospital(staff=[person(category=category, title="无", employment=employment, main_practice_here=here)])
    assert (4 in presence.absences(given, TABLES.name_words, DAY, DAY)) is doubtful
