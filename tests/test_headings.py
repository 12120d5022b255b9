"""Headings of lists as people write them: known as a whole, asked about where they are only likely, never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from benchmarks.names import heading, read_headings
from medcheck.assess import Options, assess
from medcheck.cli import main
from medcheck.form.defined_names import column_name
from medcheck.form.form import load_form
from medcheck.form.labels import headings_of, labels_of
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from tests.applications import ENGINE, SAMPLES, workbook

LIST = Path(__file__).parent / "data" / "roster-headings.csv"


def with_headers(folder: Path, sample: str, sheet: str, renamed: dict[str, str | None], **more: list[Any]) -> Path:
    """Return a sample with headers renamed and their defined names lost; None takes the column out. `more` are columns."""
    book = openpyxl.load_workbook(SAMPLES / f"{sample}.xlsx")
    for name in list(book.defined_names):
        if name.startswith(column_name(sheet_id(sheet), "")):
            del book.defined_names[name]
    page = book[sheet]
    row = next(row for row in range(1, 8) if page.cell(row, 1).value == "序号")
    for column in range(page.max_column, 1, -1):
        label = str(page.cell(row, column).value).replace("*", "").strip()
        if label in renamed:
            if renamed[label] is None:
                page.delete_cols(column)
            else:
                page.cell(row, column).value = renamed[label]
    for title, values in more.items():
        column = page.max_column + 1
        for at, value in enumerate([title, *values]):
            page.cell(row + at, column).value = value
    path = folder / "申请.xlsx"
    book.save(path)
    return path


def sheet_id(sheet: str) -> str:
    return next(one.id for name in ("clinic", "pharmacy") for one in load_form(name).sheets if one.name == sheet)


def told(application: Application, table: str) -> list[tuple[str, str, bool, bool]]:
    problems = (one for one in application.problems if one.field.partition(".")[0] == table)
    return [(one.place.cell, one.text, one.required, one.hint) for one in problems]


def test_our_own_list_of_headings_is_known_as_it_is_labelled() -> None:
    listed = read_headings(LIST)
    wrong = [
        (one.form, one.heading, one.column, said) for one in listed if (said := heading(one)) not in ("", one.column)
    ]
    known = [one for one in listed if one.column and heading(one) == one.column]
    assert not wrong
    assert len(known) >= 0.9 * sum(bool(one.column) for one in listed)


@pytest.mark.parametrize("name", ["clinic", "hospital", "pharmacy"])
def test_no_heading_means_two_columns(name: str) -> None:
    for sheet in load_form(name).tables():
        meant: dict[str, str] = {}
        for column in sheet.columns:
            for label in labels_of(column) | headings_of(column):
                assert meant.setdefault(label, column.id) == column.id, (sheet.id, label)


def test_a_roster_under_other_headings_is_read(tmp_path: Path) -> None:
    renamed = {
        "身份证号": "身份证\n件号码",
        "专业技术职称": "专业技术职务",
        "科室": "部 门",
        "执业证书编号": "医师执业证书编码*",
        "用工形式": "用工性质（在编/合同）",
        "入职日期": "到岗时间",
        "电话": "手机号码",
        "人员类别": "人员类型",
    }
    path = with_headers(tmp_path, "clinic-eligible", "人员花名册", dict(renamed))
    made, plain = (read_application(one).tables["staff"].rows for one in (path, SAMPLES / "clinic-eligible.xlsx"))
    assert [tuple(row.values) for row in made] == [tuple(row.values) for row in plain]


def test_a_likely_heading_is_asked_about_and_the_answer_is_kept(tmp_path: Path) -> None:
    path = with_headers(tmp_path, "clinic-eligible", "人员花名册", {"用工形式": "人员性质"})
    application = read_application(path)
    question = "《人员花名册》缺“用工形式”列，是否即 L3“人员性质”？该列暂未读取"
    assert ("L3", question, True, False) in told(application, "staff")
    assert application.tables["staff"].rows[0].value("employment") is None
    answered = read_application(path, headings={"人员性质": "用工形式"})
    assert [row.value("employment") for row in answered.tables["staff"].rows][:2] == ["合同", "合同"]
    assert ("L3", "表头“人员性质”按评估时的说明（--heading）作为“用工形式”读取", False, True) in told(answered, "staff")
    made = assess(path, Options(headings={"人员性质": "用工形式"}), ENGINE)
    assert made.options is not None
    assert (made.options.headings, made.clear) == (("人员性质=用工形式",), True)


def test_a_missing_column_names_the_heading_whose_cells_fit(tmp_path: Path) -> None:
    path = with_headers(tmp_path, "pharmacy-single-eligible", "药品清单", {"类别": "归口"})
    texts = [text for _, text, required, _ in told(read_application(path), "drugs") if required]
    assert texts == ["《药品清单》缺“类别”列，是否即 M3“归口”？该列暂未读取"]


def test_two_headings_for_one_column_are_asked_about(tmp_path: Path) -> None:
    path = with_headers(
        tmp_path, "clinic-eligible", "人员花名册", {"入职日期": "来院时间"}, 到岗时间=["2018-01-01"] * 9
    )
    texts = [text for _, text, required, _ in told(read_application(path), "staff") if required]
    assert texts == ["表头“来院时间”（N3）、“到岗时间”（S3）都可能是“入职日期”，不能确定是哪一列，均未读取"]


def test_the_own_label_comes_before_another_heading(tmp_path: Path) -> None:
    path = with_headers(tmp_path, "clinic-eligible", "人员花名册", {}, 到岗时间=["2030-01-01"] * 9)
    rows = read_application(path).tables["staff"].rows
    assert str(rows[0].value("hire_date")) == "2018-03-20"


@pytest.mark.parametrize(
    ("said", "expected"),
    [("人员性质", "应写成 表头=列名"), ("人员性质=用功形式", "没有“用功形式”这一列"), ("=用工形式", "应写成")],
)
def test_an_answer_of_no_use_is_refused(tmp_path: Path, said: str, expected: str) -> None:
    found = CliRunner().invoke(main, ["assess", str(workbook(tmp_path)), "--heading", said])
    assert (found.exit_code, expected in found.stderr) == (2, True)


@pytest.fixture
def run() -> Callable[..., Any]:
    return lambda *args: CliRunner().invoke(main, list(map(str, args)))


def test_batch_and_verify_repeat_the_answer(tmp_path: Path, run: Callable[..., Any]) -> None:
    inbox, out = tmp_path / "申请", tmp_path / "报告"
    inbox.mkdir()
    path = with_headers(inbox, "clinic-eligible", "人员花名册", {"用工形式": "人员性质"})
    assert run("batch", inbox, "-o", out, "--workers", 1, "--heading", "人员性质=用工形式").exit_code == 0
    report = next(out.rglob("申请.json"))
    assert json.loads(report.read_text(encoding="utf-8"))["options"]["headings"] == ["人员性质=用工形式"]
    verified = run("verify", report, "--workbook", path)
    assert verified.exit_code == 0, verified.output
