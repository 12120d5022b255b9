"""Certain replacements: what is written into the copy, what is not, and that nothing else of the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.form.form import load_form
from medcheck.form.replacements import certain_choice, likely_choice
from medcheck.intake.certain_fixes import certain_fixes
from medcheck.intake.read_application import read_application
from medcheck.report.report_files import own_stem

CLINIC = Path("forms/samples/clinic-eligible.xlsx")
Edit = Callable[[openpyxl.Workbook], None]


def _edit(book: openpyxl.Workbook) -> None:
    staff = book["人员花名册"]
    staff["E4"], staff["F4"], staff["B6"] = "执业医师（助理）", "执业药师", "同上"
    staff["L4"], staff["L5"], staff["L6"], staff["N5"] = "正式在编", "同上", "聘用", "同上"
    book["设备清单"]["D19"] = "无"
    book["基本信息"]["B27"] = "１２０．５"


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    book = openpyxl.load_workbook(CLINIC)
    _edit(book)
    path = tmp_path / "申请.xlsx"
    book.save(path)
    return path


def test_what_is_certain_and_nothing_else(typed: Path) -> None:
    fixes = [(fix.sheet, fix.cell, fix.was, fix.now) for fix in certain_fixes(read_application(typed))]
    assert fixes == [
        ("人员花名册", "E4", "执业医师（助理）", "执业助理医师"),
        ("人员花名册", "L4", "正式在编", "在编"),
        ("人员花名册", "L5", "同上", "在编"),
        ("设备清单", "D19", "无", "0"),
        ("基本信息", "B27", "１２０．５", "120.5"),
    ]


def test_the_copy_has_them_and_every_other_part_is_as_it_was(typed: Path) -> None:
    result = CliRunner().invoke(main, ["assess", str(typed), "--fix"])
    assert result.exit_code == 1
    copy = typed.with_name("申请-已改.xlsx")
    made, before = openpyxl.load_workbook(copy), openpyxl.load_workbook(typed)
    changed = {
        f"{sheet.title}!{cell.coordinate}": made[sheet.title][cell.coordinate].value
        for sheet in before.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if made[sheet.title][cell.coordinate].value != cell.value
    }
    assert changed == {
        "人员花名册!E4": "执业助理医师",
        "人员花名册!L4": "在编",
        "人员花名册!L5": "在编",
        "设备清单!D19": 0,
        "基本信息!B27": "120.5",
    }
    with ZipFile(typed) as first, ZipFile(copy) as second:
        differing = [name for name in first.namelist() if first.read(name) != second.read(name)]
    assert all(name.startswith("xl/worksheets/") for name in differing)
    assert len(differing) == 3


def test_the_list_says_what_was_changed_and_what_was_not(typed: Path) -> None:
    CliRunner().invoke(main, ["assess", str(typed), "--fix"])
    lines = typed.with_name("申请-改动清单.txt").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:3] == [
        "申请.xlsx → 申请-已改.xlsx",
        "已改 5 格：",
        "  《人员花名册》E4 人员类别：“执业医师（助理）” → “执业助理医师”",
    ]
    assert any(line.startswith("  《人员花名册》L6 ") and "是否应为“合同”？" in line for line in lines)
    assert any(line.startswith("  《人员花名册》B6 ") for line in lines)


def test_where_nothing_is_certain_there_is_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsx"
    path.write_bytes(CLINIC.read_bytes())
    assert CliRunner().invoke(main, ["assess", str(path), "--fix"]).exit_code == 0
    assert sorted(found.name for found in tmp_path.iterdir()) == ["申请-改动清单.txt", "申请.xlsx"]


def test_a_second_round_does_not_make_the_name_longer(typed: Path) -> None:
    runner = CliRunner()
    runner.invoke(main, ["assess", str(typed), "--format", "xlsx"])
    given_back = typed.with_name("申请-批注.xlsx")
    content = given_back.read_bytes()
    runner.invoke(main, ["assess", str(given_back), "--format", "xlsx"])
    assert given_back.read_bytes() == content  # what somebody filled in is not written over
    assert sorted(found.name for found in typed.parent.iterdir()) == ["申请-批注-2.xlsx", "申请-批注.xlsx", "申请.xlsx"]


@pytest.mark.parametrize(
    ("stem", "own"),
    [
        ("申请-批注", "申请"),
        ("申请-批注-2", "申请"),
        ("申请-已改-批注", "申请"),
        ("申请", "申请"),
        ("-批注", "-批注"),
        ("批注-3", "批注-3"),
    ],
)
def test_the_ends_we_give_are_no_part_of_a_name(stem: str, own: str) -> None:
    assert own_stem(stem) == own


@pytest.mark.parametrize(
    ("column", "typed", "certain", "likely"),
    [
        ("employment", "正式在编", "在编", "在编"),
        ("employment", "聘用", "", "合同"),
        ("employment", "正式", "", ""),
        ("category", "执业医师（助理）", "执业助理医师", "执业助理医师"),
        ("category", "执业药师", "", "药剂人员"),
        ("category", "执业（助理）医师", "", ""),
        ("gender", "男性", "男", "男"),
    ],
)
def test_a_word_is_known_as_a_whole_or_not_at_all(column: str, typed: str, certain: str, likely: str) -> None:
    staff = next(sheet for sheet in load_form("clinic").tables() if sheet.id == "staff")
    field = next(field for field in staff.columns if field.id == column)
    assert (certain_choice(field, typed), likely_choice(field, typed)) == (certain, likely)


def test_a_word_for_a_job_is_no_choice_of_another_column() -> None:
    pharmacy = next(sheet for sheet in load_form("pharmacy").tables() if sheet.id == "staff")
    assert {likely_choice(field, "药师") for field in pharmacy.columns} == {""}


def test_a_licence_is_no_title(tmp_path: Path) -> None:
    book = openpyxl.load_workbook("forms/samples/pharmacy-single-eligible.xlsx")
    staff = book["人员花名册"]
    head = {str(cell.value).strip("* "): cell.column_letter for cell in staff[3]}
    staff[f"{head['专业技术职称']}4"] = "执业药师"
    path = tmp_path / "药店.xlsx"
    book.save(path)
    result = CliRunner().invoke(main, ["assess", str(path), "--verbose"])
    text = "".join(result.stdout.split())
    assert f"没有职称的填“无”；执业药师资格填在{head['执业药师资格']}4（填“是”）" in text
