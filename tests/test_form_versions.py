"""A workbook of an earlier form version is read through the map its form declares."""

import openpyxl
import pytest

from medcheck.form import form as forms
from medcheck.form.form import load_form
from medcheck.intake import recognise


@pytest.fixture
def second_version(monkeypatch):
    """Make the clinic's form version 2: two fields and a column have other ids now, one field is no longer asked for."""
    first = load_form("clinic").model_dump()
    for sheet in first["sheets"]:
        for group in sheet["groups"]:
            group["fields"] = [f for f in group["fields"] if f["id"] != "building_area_m2"]
            for field in group["fields"]:
                if field["id"] == "usable_area_m2":
                    field |= {"id": "area_in_use", "label": "实用面积", "aliases": ()}
        for column in sheet["columns"]:
            if (sheet["id"], column["id"]) == ("staff", "phone"):
                column |= {"id": "telephone", "label": "联系方式", "aliases": ()}
    first |= {
        "version": 2,
        "sizes": (),
        "earlier": {1: {"usable_area_m2": "area_in_use", "staff.phone": "staff.telephone"}},
    }
    second = forms.Form.model_validate(first)
    monkeypatch.setattr(recognise, "load_form", lambda name: second if name == "clinic" else load_form(name))


def test_an_earlier_version_is_read_through_its_map(second_version, edited):
    application = edited(lambda book: None)
    assert application.form_version == 1
    area = application.fields["area_in_use"]
    assert (str(area.value), area.ref.cell, area.located_by) == ("186.5", "B27", "name")
    assert application.tables["staff"].rows[0].cells["telephone"].value == "13806350001"
    assert [str(problem) for problem in application.problems if "面积" not in problem.text] == [
        "提示：申请表.xlsx：申请表版本为 1，现行版本为 2，已按对照关系读取\n  处理：内容无误的不必重填",
        "提示：申请表.xlsx《人员花名册》R3：表头“电话”不是“联系方式”的栏目名称，已按单元格的名称读取\n"
        "  处理：核对各列；无误的不必修改",
    ]


def test_what_the_present_form_no_longer_asks_for_is_a_problem_at_its_cell(second_version, edited):
    told = [problem for problem in edited(lambda book: None).problems if "没有对应的栏目" in problem.text]
    assert [(problem.place.cell, problem.text, problem.hint) for problem in told] == [
        ("B28", "第 1 版申请表的“建筑面积（㎡）”在现行申请表中没有对应的栏目，未读取", False)
    ]

    def blank(book: openpyxl.Workbook) -> None:
        book["基本信息"]["B28"] = None

    assert not [problem for problem in edited(blank).problems if "没有对应的栏目" in problem.text]


def test_every_declared_map_leads_to_what_the_form_asks_for():
    for name in ("clinic", "hospital", "pharmacy"):
        form = load_form(name)
        known = {field.id for _, field in form.fields()}
        known |= {f"{sheet.id}.{column.id}" for sheet in form.tables() for column in sheet.columns}
        assert sorted(form.earlier) == list(range(1, form.version))
        assert {new for mapped in form.earlier.values() for new in mapped.values()} <= known
