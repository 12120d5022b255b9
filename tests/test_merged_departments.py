"""Departments merged in one name: they count where the regulation allows the merger, and before a person where it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from medcheck.fact import CellRef, Role
from medcheck.intake.application import Application
from medcheck.intake.table import Entry
from medcheck.verdict import Verdict
from tests.applications import finding
from tests.test_witnesses import Change, both, department, is_, judged, sample, with_cell

ONE, TWO, THREE = "hospital-1-eligible", "hospital-2-eligible", "hospital-3-eligible"


def renamed(old: str, new: str, **cells: Any) -> Change:
    changes = [with_cell("departments", column, value, is_("name", old)) for column, value in cells.items()]
    return both(*changes, with_cell("departments", "name", new, is_("name", old)))


def added(*names: str) -> Change:
    """Return the change that adds clinical first-level departments of these names."""

    def change(application: Application) -> Application:
        of = application.tables["departments"]
        cells = {"group": "临床科室", "tier": "一级", "parent": None, "covers": None}
        made = [
            of.rows[0].replaced(
                {
                    column: Entry(value, CellRef(Role.APPLICATION, "", f"Z{number}", ""), "" if value else "未填写")
                    for column, value in {**cells, "name": name}.items()
                }
            )
            for number, name in enumerate(names)
        ]
        return application._replace(tables={**application.tables, "departments": replace(of, rows=(*of.rows, *made))})

    return change


def verdict(name: str, rule: str, change: Change) -> Verdict:
    return finding(judged(change(sample(name))), rule).verdict


ALLOWED = [
    ("h2-dept-rehab-physio", "康复医学科", "康复理疗科", ("康复、理疗",), Verdict.PASS),
    ("h2-dept-rehab-physio", "康复医学科", "康复科、理疗科", None, Verdict.PASS),
    ("h2-dept-rehab-physio", "康复医学科", "康复医学科（含理疗）", None, Verdict.PASS),
    ("h2-dept-rehab-physio", "康复医学科", "康复医学科", None, Verdict.FAIL),
    ("h2-dept-rehab-physio", "康复医学科", "康复医学科（理疗待建）", None, Verdict.JUDGE),
    ("h2-dept-rehab-physio", "康复医学科", "康复医学科", ("理疗科（拟设）",), Verdict.JUDGE),
    ("h2-dept-rehab-physio", "康复医学科", "康复医学科", ("不含理疗",), Verdict.JUDGE),
    ("h2-dept-rehab-physio", "康复医学科", "中医康复理疗科", None, Verdict.JUDGE),
    ("h2-dept-eye-ent-dental", "五官科", "眼耳鼻喉口腔科", None, Verdict.PASS),
    ("h2-dept-eye-ent-dental", "五官科", "眼科耳鼻喉科口腔科", None, Verdict.PASS),
    ("h2-dept-eye-ent-dental", "五官科", "眼、耳鼻喉、口腔科", None, Verdict.PASS),
    ("h2-dept-eye-ent-dental", "五官科", "眼耳鼻喉科", None, Verdict.FAIL),
    ("h2-dept-eye-ent-dental", "五官科", "五官科", None, Verdict.JUDGE),
]


@pytest.mark.parametrize(("rule", "old", "new", "covers", "expected"), ALLOWED)
def test_what_the_text_allows_to_merge(
    rule: str, old: str, new: str, covers: tuple[str, ...] | None, expected: Verdict
) -> None:
    change = with_cell("departments", "covers", covers, is_("name", old))
    change = both(change, with_cell("departments", "name", new, is_("name", old))) if new != old else change
    assert verdict(TWO, rule, change) is expected


def test_a_partial_merger_and_the_third_department_beside_it_pass() -> None:
    change = both(renamed("五官科", "眼耳鼻喉科", covers=None), added("口腔科"))
    assert verdict(TWO, "h2-dept-eye-ent-dental", change) is Verdict.PASS


NOT_ALLOWED = [
    (TWO, both(renamed("内科", "内儿科"), department("儿科")), ["h2-dept-internal-medicine", "h2-dept-paediatrics"]),
    (
        TWO,
        both(renamed("内科", "内科、儿科"), department("儿科")),
        ["h2-dept-internal-medicine", "h2-dept-paediatrics"],
    ),
    (TWO, renamed("手术室", "麻醉手术科", covers=None), ["h2-medtech-operating-room"]),
    (
        TWO,
        both(department("妇产科", "妇科", "产科"), renamed("儿科", "妇儿科")),
        ["h2-dept-obgyn", "h2-dept-paediatrics"],
    ),
    (ONE, both(renamed("外科", "外妇科"), department("妇产科")), ["h1-dept-surgery", "h1-dept-obgyn"]),
    (THREE, both(renamed("康复医学科", "康复理疗科"), department("理疗科")), ["h3-dept-physiotherapy"]),
]


@pytest.mark.parametrize(("name", "change", "rules"), NOT_ALLOWED)
def test_what_the_text_does_not_allow_to_merge_is_for_a_person(name: str, change: Change, rules: list[str]) -> None:
    assert [verdict(name, rule, change) for rule in rules] == [Verdict.JUDGE] * len(rules)


@pytest.mark.parametrize(
    "typed",
    ["外一病区", "外科二病区", "外四科", "外科（住院楼5层）", "１、外科", "外 科", "大外科", "第一外科", "外科一"],
)
def test_a_department_by_ordinal_ward_and_site(typed: str) -> None:
    assert verdict(TWO, "h2-dept-surgery", renamed("外科", typed)) is Verdict.PASS


@pytest.mark.parametrize(
    "typed", ["中医外科", "口腔颌面外科", "心血管外科", "小儿外科", "肿瘤外科", "外科急诊", "血管外科"]
)
def test_a_department_of_another_kind_is_no_surgery(typed: str) -> None:
    assert verdict(TWO, "h2-dept-surgery", renamed("外科", typed)) is not Verdict.PASS


def test_numbered_departments_that_say_what_they_are_make_their_department_together() -> None:
    split = both(department("内科"), added("内一科（心血管）", "内二科（神经）"))
    assert verdict(TWO, "h2-dept-internal-medicine", split) is Verdict.PASS
    alone = both(department("内科"), added("内一科（心血管）"))
    assert verdict(TWO, "h2-dept-internal-medicine", alone) is Verdict.JUDGE


PLANNED = [
    "传染科（筹建中）",
    "传染科（拟设）",
    "拟设传染科",
    "传染科筹建处",
    "传染科（暂未开诊）",
    "传染科（托管）",
    "无传染科",
    "传染科【规划】",
]


@pytest.mark.parametrize("typed", PLANNED)
def test_a_department_that_is_not_there_yet_is_for_a_person_and_needs_no_subject(typed: str) -> None:
    assert verdict(TWO, "h2-dept-infectious", renamed("感染性疾病科", typed)) is Verdict.JUDGE


LICENSED = [
    "DR室",
    "X 光室",
    "Ｘ光室",
    "ct室",
    "放射影像科",
    "介入科",
    "口腔CT室",
    "透视室",
    "产房",
    "计划生育室",
    "PET-CT中心",
    "影像中心",
]
NOT_LICENSED = ["DRG办公室", "放射卫生科", "心电图室", "化验室", "生产科", "计划生育办公室", "妇科", "B超室"]


@pytest.mark.parametrize("typed", LICENSED)
def test_a_department_that_needs_a_licence_asks_for_it(typed: str) -> None:
    change = with_cell("departments", "name", typed, is_("name", "中医科"))
    assert verdict("clinic-eligible", "doc-special-dept-qualification", change) is not Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("typed", NOT_LICENSED)
def test_a_department_whose_name_only_holds_such_a_word_does_not(typed: str) -> None:
    change = with_cell("departments", "name", typed, is_("name", "中医科"))
    assert verdict("clinic-eligible", "doc-special-dept-qualification", change) is Verdict.NOT_APPLICABLE
