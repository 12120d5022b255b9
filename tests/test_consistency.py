"""What cells say together: each conflict at its cell, the other one named, in the words a person reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.form.form import Form, form_names, load_form
from medcheck.intake.read_application import read_application
from tests.applications import ENGINE, SAMPLES, workbook

DATA = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
STAFF, HEADS = DATA["tables"]["staff"], DATA["tables"]["departments"]


def problems(folder: Path, **changes: Any) -> list[str]:
    application = read_application(workbook(folder, **changes))
    return [f"{'提示' if p.hint else '矛盾'} 《{p.place.sheet}》{p.place.cell}：{p.text}" for p in application.problems]


def test_the_eligible_clinic_fits_together(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_one_person_twice_is_told_once(tmp_path: Path) -> None:
    found = problems(tmp_path, tables={"staff": [*STAFF, {**STAFF[0], "category": "药剂人员"}]})
    assert found == [
        f"矛盾 《人员花名册》D{4 + len(STAFF)}：与 D4 是同一身份证号“371***********4010”，同一人、同一证书只能填写一行"
    ]


def test_one_certificate_twice(tmp_path: Path) -> None:
    twice = [{**STAFF[0]}, {**STAFF[1], "practice_cert_no": STAFF[0]["practice_cert_no"]}, *STAFF[2:]]
    assert problems(tmp_path, tables={"staff": twice}) == [
        "矛盾 《人员花名册》J5：与 J4 是同一执业证书编号“110********2345”，同一人、同一证书只能填写一行"
    ]


def test_no_certificate_twice_is_nothing(tmp_path: Path) -> None:
    none = [{**row, "practice_cert_no": "无"} for row in STAFF]
    assert problems(tmp_path, tables={"staff": none}) == [
        f"提示 《人员花名册》J{number}：“执业证书编号”通常为医师 15 位、护士 12 位数字，现为“无”"
        for number in range(4, 4 + len(STAFF))
    ]


DAYS = [
    (
        {"operation_start_date": "2019-11-19", "site_since_date": "2019-11-19"},
        ["矛盾 《基本信息》B35：“开业日期”2019-11-19 晚于《基本信息》B33“申请日期”2019-11-18，先后颠倒"],
    ),
]


@pytest.mark.parametrize(("fields", "expected"), DAYS)
def test_days_in_impossible_order(tmp_path: Path, fields: dict[str, str], expected: list[str]) -> None:
    assert problems(tmp_path, fields=fields)[:1] == expected


def test_a_head_with_another_title_than_in_the_roster(tmp_path: Path) -> None:
    heads = [{**HEADS[0], "head_title": "主任医师"}, {**HEADS[1], "head_name": "吴敬之"}, HEADS[2]]
    assert problems(tmp_path, tables={"departments": heads}) == [
        "矛盾 《科室设置》G4：“周明远”的职称填为“主任医师”，而《人员花名册》F4填为“副主任医师”",
        "提示 《科室设置》F5：“吴敬之”不在人员花名册中",
    ]


def with_paper_again(folder: Path, present: str) -> Path:
    """Return the clinic's workbook with a second row of the licence's original below the list."""
    path = workbook(folder)
    book = openpyxl.load_workbook(path)
    book["材料清单"].append([None, "《医疗机构执业许可证》正本", present, *[None] * 8, "practice_licence_main"])
    book.save(path)
    return path


def test_one_paper_on_two_rows_that_differ(tmp_path: Path) -> None:
    path = with_paper_again(tmp_path, "否")
    found = [problem.text for problem in read_application(path).problems if problem.conflict]
    assert found == ["与 C5 是同一项的“是否提交”，两处填写的不同"]
    result = assess(path, Options(), ENGINE)
    verdict = next(one.verdict for one in result.findings if one.rule == "doc-practice-licence-original")
    assert (verdict, result.conclusion) == ("conflict", "supplement")


def test_one_paper_on_two_rows_that_agree(tmp_path: Path) -> None:
    assert not any(problem.conflict for problem in read_application(with_paper_again(tmp_path, "是")).problems)


@pytest.mark.parametrize("name", form_names())
def test_a_form_names_only_cells_it_has(name: str) -> None:
    form = load_form(name)
    cells = {field.id for _, field in form.fields()} | {
        f"{sheet.id}.{column.id}" for sheet in form.tables() for column in sheet.columns
    }
    assert cells >= set(_named(form))


def _named(form: Form) -> list[str]:
    orders = [cell for order in form.orders for cell in (order.earlier, order.later)]
    people = [f"{one.table}.{column}" for one in form.people for column in (one.name, one.title)]
    agreements = [cell for one in form.agreements for cell in (one.field, f"{one.table}.{one.column}")]
    return [*orders, *people, *agreements, *(["staff.name", "staff.title"] if people else [])]
