"""Ages, titles, categories and days of people that cannot all be right, papers out of date, and a nobody that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medcheck.assess import Options, assess_application
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.verdict import Stage, Verdict
from tests.applications import ENGINE, SAMPLES, assessed, finding
from tests.stated_rows import entry
from tests.test_people import CLINIC, PHYSICIAN, small
from tests.test_witnesses import is_, judged, sample, with_cell

PHARMACY = "pharmacy-single-eligible"


def told(folder: Path, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    made = assessed(folder, {}, {"staff": rows})
    of_people = [one for one in made.problems if "不在人员花名册" not in one.text]
    return [("conflict" if one.conflict else "hint" if one.hint else "", one.text) for one in of_people]


AGES = [
    (
        {"title": "主任护师", "id_number": "371521199801032041"},
        ("conflict", "“孙丽”按身份证号为 21 岁，职称“主任护师”一般不早于 32 岁取得"),
    ),
    (
        {"title": "护士", "id_number": "37152120050103204X"},
        ("conflict", "“孙丽”按身份证号在申请之日为 14 岁，不满 16 岁"),
    ),
    (
        {"id_number": "371521195801032049"},
        ("hint", "“孙丽”按身份证号为 61 岁，已到退休年龄，用工形式为“合同”"),
    ),
    (
        {"title": "主任医师"},
        ("conflict", "“孙丽”的人员类别为“注册护士”（E5），职称却为“主任医师”"),
    ),
    (
        {"title": "主管药师"},
        ("hint", "“孙丽”的人员类别为“注册护士”（E5），职称却为“主管药师”，不计入该类人员的职称"),
    ),
    ({"title": "执业护士"}, ("", "“孙丽”的“专业技术职称”填写的“执业护士”是执业资格或执业证书，不是职称")),
]


def card(number: str) -> str:
    """Return an identity number with its right last letter."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], weights, strict=True)) % 11]


@pytest.mark.parametrize(("changes", "expected"), AGES)
def test_ages_titles_and_categories(tmp_path: Path, changes: dict[str, str], expected: tuple[str, str]) -> None:
    if "id_number" in changes:
        changes = {**changes, "id_number": card(changes["id_number"])}
    found = told(tmp_path, small(**changes))
    assert expected in found


def test_nothing_is_told_of_the_others(tmp_path: Path) -> None:
    assert told(tmp_path, small()) == []


def test_what_rests_on_a_contradiction_is_in_conflict(tmp_path: Path) -> None:
    made = assessed(tmp_path, {}, {"staff": small(title="主任医师")}, stage=Stage.ASSESSMENT)
    assert finding(made, "opd-nurse-min").verdict is Verdict.CONFLICT
    assert not made.clear


@pytest.mark.parametrize(
    ("written", "in_roster", "expected"),
    [
        ("副主任中医师", "副主任医师", False),
        ("副主任医师（中医）", "副主任医师", False),
        ("主任中医师", "副主任医师", True),
        ("副主任护师", "副主任中医师", True),
    ],
)
def test_titles_are_compared_by_what_they_are(tmp_path: Path, written: str, in_roster: str, expected: bool) -> None:
    heads = [{**row, "head_title": written} if row["head_name"] == PHYSICIAN else row for row in CLINIC["departments"]]
    rows = [{**one, "title": in_roster} if one["name"] == PHYSICIAN else one for one in CLINIC["staff"]]
    made = assessed(tmp_path, {}, {"staff": rows, "departments": heads})
    assert any(one.conflict and "职称填为" in one.text for one in made.problems) is expected


def test_a_blank_in_a_name_hides_no_title(tmp_path: Path) -> None:
    heads = [
        {**row, "head_name": "周 明　远", "head_title": "主任医师"} if row["head_name"] == PHYSICIAN else row
        for row in CLINIC["departments"]
    ]
    made = assessed(tmp_path, {}, {"departments": heads})
    assert any(one.conflict and "职称填为" in one.text for one in made.problems)


PAPERS = [
    ("clinic-eligible", "nurse_certs", "doc-nurse-practice-certs"),
    ("clinic-eligible", "physician_certs", "doc-physician-practice-certs"),
    ("clinic-eligible", "legal_rep_id", "doc-legal-person-id-medical"),
    ("clinic-eligible", "practice_licence_main", "cond-medical-licences"),
    ("hospital-2-eligible", "qualification_certs", "doc-qualification-certs-medical"),
    (PHARMACY, "drug_licence", "cond-pharmacy-licences"),
    (PHARMACY, "technical_certs", "doc-technical-certs-pharmacy"),
]


@pytest.mark.parametrize(("name", "code", "rule"), PAPERS)
@pytest.mark.parametrize("expected", [Verdict.FAIL, Verdict.PASS])
def test_a_paper_out_of_date_is_none(name: str, code: str, rule: str, expected: Verdict) -> None:
    application = sample(name)
    applied = application.fields["application_date"].value
    assert isinstance(applied, date)
    last = date.fromordinal(applied.toordinal() + (0 if expected is Verdict.PASS else -1))
    made = judged(with_cell("documents", "valid_to", last, is_("code", code))(application))
    assert finding(made, rule).verdict is expected


def everybody(application: Application, **values: Any) -> Application:
    """Return an application whose whole roster says the same."""
    table = application.tables["staff"]
    rows = [
        row.replaced({name: entry(value, "花名册", f"Z{row.number}", name) for name, value in values.items()})
        for row in table.rows
    ]
    changed = type(table)(tuple(rows), table.declared_none, table.source, table.skipped, table.located_by)
    return application._replace(tables={**application.tables, "staff": changed})


def test_nobody_of_a_pharmacy_touches_drugs() -> None:
    made = assess_application(everybody(sample(PHARMACY), direct_contact=False), Options(), ENGINE)
    for rule in ("ph-annual-checkup", "ph-no-disqualifying-illness"):
        assert finding(made, rule).verdict is Verdict.INSPECT  # never not applicable
    assert any(one.conflict and "直接接触药品" in one.text for one in made.problems)
    assert not made.clear


def test_a_seller_who_does_not_touch_drugs_is_asked_about() -> None:
    made = judged(with_cell("staff", "direct_contact", False, is_("post", "营业员"))(sample(PHARMACY)))
    assert [one for one in made.problems if one.conflict and "“直接接触药品”却填为“否”" in one.text]
    assert not made.clear


@pytest.mark.parametrize("name", ["clinic-eligible", PHARMACY])
def test_nobody_to_be_insured(name: str) -> None:
    sent = everybody(
        sample(name), employment="劳务派遣", insured_exempt_reason="劳务派遣(派遣单位参保)", insured_since=None
    )
    assert finding(judged(sent), "doc-social-insurance-all-staff").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("field", "rule"),
    [("scope_tcm_pieces", "ph-tcm-pharmacist"), ("scope_prescription", "ph-area-urban-single")],
)
def test_a_scope_that_the_stock_belies(field: str, rule: str) -> None:
    application = sample(PHARMACY)
    fields = {**application.fields, field: application.fields[field]._replace(value=False)}
    made = judged(application._replace(fields=fields))
    assert finding(made, rule).verdict is Verdict.CONFLICT


@pytest.mark.parametrize(
    ("column", "rule"), [("last_training_date", "ph-training"), ("last_checkup_date", "ph-annual-checkup")]
)
def test_what_is_still_to_come_has_not_happened(column: str, rule: str) -> None:
    one = finding(judged(with_cell("staff", column, date(2031, 1, 1), is_("post", "营业员"))(sample(PHARMACY))), rule)
    assert one.verdict is Verdict.INSPECT
    assert "在评估日期之后" in one.reasons[0]


def test_the_samples_say_nothing_of_the_kind() -> None:
    for name in ("clinic-eligible", "hospital-1-eligible", PHARMACY):
        assert read_application(SAMPLES / f"{name}.xlsx").problems == ()
