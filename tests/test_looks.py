"""What a person sees of a cell decides, alike in .xlsx, .xls and .ods: struck out, invisible, raised, shown by a format.

The workbook is made by tests/looks.py; LibreOffice saved the two older ones.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook

from medcheck.intake.read_application import read_application
from tests.applications import SAMPLES
from tests.packages import archive, parts_of

WORKBOOKS = Path(__file__).parent / "workbooks"
COVER = "基本信息"
STATED = {
    "facility_name": (None, "内容已划删除线，视为已删去"),
    "licence_number": (None, "文字与底色几乎相同，看不见"),
    "contact_name": (None, "部分文字划有删除线，不能确定填写的是什么"),
    "application_site_address": (None, "文字与底色几乎相同，看不见"),
    "usable_area_m2": (None, "部分文字是上标或下标，不能确定填写的是什么"),
    "building_area_m2": (240, ""),  # m with a raised 2 is a unit
    "sites_applied_for": (None, "应填写一个确定的数字，现为“1（显示为“60”）”"),
    "indicator_outpatient_visits": (None, "单元格格式使内容不显示"),
    "indicator_cost_per_visit": (Decimal("86.35"), ""),  # 0.008635 shown as 0.0086万元
    "indicator_drug_income_pct": (Decimal("0.425"), ""),  # 42.5 with a percent sign in quotes
    "indicator_debt_asset_pct": (Decimal("0.312"), ""),
}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_cell_is_read_as_a_person_sees_it(kind: str) -> None:
    application = read_application(WORKBOOKS / f"looks.{kind}")
    entries = {name: application.fields[name] for name in STATED}
    assert {name: (entry.value, entry.reason) for name, entry in entries.items()} == STATED
    required = {p.field for p in application.problems if p.required and p.place.sheet == COVER}
    assert required == {
        *("facility_name", "licence_number", "contact_name"),
        *("application_site_address", "usable_area_m2", "sites_applied_for"),
    }


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_row_struck_out_is_counted_and_a_comment_stays_with_its_row(kind: str) -> None:
    roster = read_application(WORKBOOKS / f"looks.{kind}").tables["staff"]
    assert roster.skipped == {"划去的行": 1}
    assert [(row.number, row.remarks) for row in roster.rows[:2]] == [(4, ()), (6, ("下月到岗",))]


def test_a_row_too_low_to_be_seen_states_nothing() -> None:
    roster = read_application(WORKBOOKS / "looks.xlsx").tables["staff"]
    thin = next(row for row in roster.rows if row.number == 7)
    assert (thin.value("name"), thin.cells["name"].reason) == (None, "所在的行或列被压到看不见")


def narrow(book: Workbook) -> None:
    book[COVER].column_dimensions["B"].width = 0.1


def tiny(book: Workbook) -> None:
    book[COVER]["B27"].font = Font(size=1)


def pale(book: Workbook) -> None:
    book[COVER]["B27"].font = Font(color="FFFFFFCC")


def white_by_theme(book: Workbook) -> None:
    book[COVER]["B27"].font = Font(color=openpyxl.styles.colors.Color(theme=0))


def white_by_format(book: Workbook) -> None:
    book[COVER]["B27"].number_format = "[White]0.0"


@pytest.mark.parametrize("edit", [narrow, tiny, pale, white_by_theme, white_by_format])
def test_what_nobody_can_see_is_not_declared(edited, edit) -> None:
    application = edited(edit)
    assert application.fields["usable_area_m2"].value is None
    assert any(p.field == "usable_area_m2" and p.required for p in application.problems)


def white_on_blue(book: Workbook) -> None:
    book[COVER]["B27"].font = Font(color="FFFFFFFF")
    book[COVER]["B27"].fill = PatternFill("solid", fgColor="FF1F4E79")


def grey(book: Workbook) -> None:
    book[COVER]["B27"].font = Font(color="FFA6A6A6", size=6)


@pytest.mark.parametrize("edit", [white_on_blue, grey])
def test_what_can_be_seen_is_read(edited, edit) -> None:
    assert edited(edit).fields["usable_area_m2"].value == Decimal("186.5")


def test_a_cell_that_a_file_states_twice_is_a_conflict(tmp_path: Path) -> None:
    parts = parts_of()
    name = next(n for n, part in parts.items() if "业务用房使用面积".encode() in part and b"186.5" in part)
    start = parts[name].index(b'<c r="B27"')
    end = parts[name].index(b"</c>", start) + len(b"</c>")
    cell = parts[name][start:end]
    parts[name] = parts[name][:end] + cell.replace(b"186.5", b"50") + parts[name][end:]
    (tmp_path / "申请.xlsx").write_bytes(archive(parts))
    application = read_application(tmp_path / "申请.xlsx")
    entry = application.fields["usable_area_m2"]
    assert (entry.value, entry.reason) == (None, "同一单元格在文件中有两个值")


@pytest.mark.parametrize(
    ("points", "seen"), [(0.1, False), (1, False), (2.9, False), (3.5, True), (9, True), (30, True)]
)
def test_a_row_of_a_few_points_is_not_seen(points: float, seen: bool, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book["业务用房"].row_dimensions[6].height = points
    book.save(tmp_path / "申请.xlsx")
    told = [one.text for one in read_application(tmp_path / "申请.xlsx").problems if one.place.sheet == "业务用房"]
    assert (told == []) is seen
