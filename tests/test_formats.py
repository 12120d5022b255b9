"""Workbooks in other formats, re-saved by LibreOffice, are read as the .xlsx they came from."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
WORKBOOKS = Path(__file__).parent / "workbooks"
NOTED = {
    "xls": "是旧版 Excel 工作簿（.xls）或 WPS 表格（.et），已照常读取",
    "ods": "是 OpenDocument 表格（.ods），已照常读取",
}


def stated(application: Application) -> dict[str, object]:
    """Return every value with its cell and how it was found."""
    values = {key: (e.value, e.ref and e.ref.cell, e.located_by) for key, e in application.fields.items()}
    for table, of in application.tables.items():
        for row in of.rows:
            for key, entry in row.cells.items():
                values[f"{table}.{row.number}.{key}"] = (entry.value, entry.ref and entry.ref.cell, entry.located_by)
    return values


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("name", ["clinic-eligible", "hospital-2-defects"])
def test_another_format_states_the_same(name, kind):
    other = read_application(WORKBOOKS / f"{name}.{kind}")
    original = read_application(SAMPLES / f"{name}.xlsx")
    assert other.kind == kind
    assert stated(other) == stated(original)
    assert len(stated(original)) > 500
    places = [(problem.place.sheet, problem.place.cell, problem.text) for problem in other.problems]
    expected = [(problem.place.sheet, problem.place.cell, problem.text) for problem in original.problems]
    assert places == [*expected, ("", "", NOTED[kind])]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_odd_cells_of_another_format_are_told_at_their_cells(kind):
    application = read_application(WORKBOOKS / f"odd.{kind}")
    assert [(str(p.place.sheet) + p.place.cell, p.text) for p in application.problems] == [
        ("基本信息B27", "“业务用房使用面积”单元格出错（#DIV/0!）"),
        (
            "人员花名册D4",
            "“周明远”的“身份证号”超过 15 位的号码存成了数字，末尾数位已丢失，现为“371502197503124000”",
        ),
        ("", NOTED[kind]),
        ("科室设置", "有隐藏的行或列，其中的内容已照常读取"),
        ("业务用房", "工作表是隐藏的，但有内容，已照常读取"),
    ]
    assert application.fields["building_area_m2"].value == Decimal("186.5")
    assert application.fields["indicator_drug_income_pct"].value == Decimal("0.425")
    assert application.fields["usable_area_m2"].reason == "单元格出错（#DIV/0!）"


def test_a_day_in_a_chinese_format_of_excel_is_a_day(edited):
    """Format 31 (2019年9月1日) has no code in the file; the fast parser shows the number 43787."""

    def edit(book: openpyxl.Workbook) -> None:
        cell = book["基本信息"]["B33"]
        cell.value = 43787
        cell.number_format = "General"
        book["人员花名册"]["N4"].value = 43787
        cell._style.numFmtId = 31
        book["人员花名册"]["N4"]._style.numFmtId = 57

    application = edited(edit)
    assert application.fields["application_date"].value.isoformat() == "2019-11-18"
    assert application.tables["staff"].rows[0].cells["hire_date"].value.isoformat() == "2019-11-18"


def test_a_picture_in_a_cell_is_no_text(edited):
    def edit(book: openpyxl.Workbook) -> None:
        book["基本信息"]["B4"] = 'DISPIMG("ID_8A7C",1)'

    (problem,) = edited(edit).problems
    assert (problem.place.cell, problem.text, problem.mend) == (
        "B4",
        "“机构名称”单元格里是一张图片，不是文字",
        "把图片上的内容用文字填写后重新提交",
    )
