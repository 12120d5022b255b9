"""Reading an application: every value with its cell, every problem at once, found by name and then by label."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from medcheck.errors import Place, Problem, WorkbookError
from medcheck.fact import CellRef, Role
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.intake.table import Entry

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "forms" / "samples"
WORKBOOKS = ROOT / "tests" / "workbooks"
NAMES = ("clinic-eligible", "clinic-defects", "clinic-half")


def values(application: Application):
    """Return what an application states, without where it stands."""
    fields = {key: entry.value for key, entry in application.fields.items()}
    tables = {
        key: ([{name: cell.value for name, cell in row.cells.items()} for row in table.rows], table.declared_none)
        for key, table in application.tables.items()
    }
    return fields, tables


def test_eligible_is_read_whole():
    application = read_application(SAMPLES / "clinic-eligible.xlsx")
    assert application[:4] == ("clinic", 1, "clinic", "clinic-eligible.xlsx")
    assert application.problems == ()
    assert application.fields["usable_area_m2"] == Entry(
        Decimal("186.5"),
        CellRef(Role.APPLICATION, "基本信息", "B27", "186.5", "业务用房使用面积"),
        "",
        "name",
    )
    fields, tables = values(application)
    assert fields["practice_site_addresses"] == ("聊城市东昌府区柳园南路 88 号",)
    assert fields["indicator_drug_income_pct"] == Decimal("0.425")
    assert fields["under_investigation"] is False
    assert {key: (len(rows), none) for key, (rows, none) in tables.items()} == {
        "documents": (27, False),
        "staff": (9, False),
        "departments": (3, False),
        "rooms": (7, False),
        "equipment": (19, False),
        "subjects": (3, False),
        "managers": (3, False),
        "events": (0, True),
    }
    assert tables["documents"][0][4] == {
        "code": "registration",
        "document": "《民办非企业单位登记证书》或《营业执照》（公立机构为《事业单位法人证书》）",
        "present": True,
        "original": True,
        "copy": True,
        "signed": True,
        "legible": True,
        "number": "52371502MJE00123XJ",
        "valid_to": date.max,
        "pages": 1,
        "note": "民办非企业单位",
    }
    assert tables["rooms"][0][6] == {
        "name": "候诊区",
        "separate": False,
        "shared_with": "导医台",
        "area_m2": 47,
    }


def test_percent_evidence_is_what_the_cell_shows():
    entry = read_application(SAMPLES / "clinic-eligible.xlsx").fields["indicator_drug_income_pct"]
    assert entry.ref == CellRef(Role.APPLICATION, "基本信息", "B41", "42.5%", "药占比")


def test_every_problem_of_the_defective_clinic_at_once():
    application = read_application(SAMPLES / "clinic-defects.xlsx")
    assert [str(problem) for problem in application.problems] == [
        "错误：clinic-defects.xlsx《基本信息》B15：“联系电话”必填，现为空\n  处理：填写后重新提交",
        "错误：clinic-defects.xlsx《材料清单》I22：“服务场所产权证或房屋租赁合同”的“有效期至”没有这一天，现为“2019年2月30日”\n"
        "  处理：按 2019-09-01 的写法填写，长期有效的填“长期”后重新提交",
        "错误：clinic-defects.xlsx《业务用房》E6：“治疗室”的“使用面积”应填写一个确定的数字，现为“约16”\n"
        "  处理：只填一个数字（单位：㎡）后重新提交",
        "错误：clinic-defects.xlsx《设备清单》D20：“紫外线灯”的“数量”必填，现为空\n  处理：填写后重新提交",
    ]
    assert [(problem.field, problem.required) for problem in application.problems] == [
        ("contact_phone", True),
        ("documents.valid_to", False),
        ("rooms.area_m2", True),
        ("equipment.count", True),
    ]
    assert application.fields["usable_area_m2"].value == Decimal("59.96")
    rooms, equipment = application.tables["rooms"].rows, application.tables["equipment"].rows
    unread = CellRef(Role.APPLICATION, "业务用房", "E6", "约16", "使用面积")
    assert rooms[2].cells["area_m2"] == Entry(None, unread, "应填写一个确定的数字，现为“约16”", "name")
    blank = CellRef(Role.APPLICATION, "设备清单", "D20", "", "数量")
    assert equipment[16].cells["count"] == Entry(None, blank, "未填写", "name")
    assert [row.cells["count"].value for row in equipment[:7]] == [1, 1, 1, 1, 1, 1, 1]  # 1张, 一台
    staff = application.tables["staff"].rows
    assert staff[0].cells["insured_since"].value == date(2019, 9, 1)  # 2019年9月


def test_half_filled_is_read_as_far_as_it_goes():
    application = read_application(SAMPLES / "clinic-half.xlsx")
    assert application.fields["usable_area_m2"].value == 120  # 120㎡
    assert all(problem.required for problem in application.problems)
    assert len(application.tables["equipment"].rows) == 17  # rows nobody filled are read, not skipped
    assert application.tables["events"] == replace(application.tables["events"], rows=(), declared_none=False)
    assert [problem.text for problem in application.problems if problem.field in ("departments", "events")] == [
        "“科室设置”没有填写任何一行",
        "“既往记录”没有填写任何一行，也没有勾选“无”",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_changes_nothing(name):
    ours, theirs = read_application(SAMPLES / f"{name}.xlsx"), read_application(SAMPLES / f"{name}.libreoffice.xlsx")
    assert values(ours) == values(theirs)

    def placed(application):
        return [(problem.place[1:], *problem[1:]) for problem in application.problems]

    assert placed(ours) == placed(theirs)


def test_two_readings_agree():
    path = SAMPLES / "clinic-defects.xlsx"
    assert read_application(path) == read_application(path)


@pytest.mark.parametrize(
    ("story", "sheet", "cell", "found"),
    [
        ("row-inserted", "基本信息", "B29", "name"),
        ("sheet-renamed", "机构情况（修改）", "B27", "name"),
        ("cell-cut", "业务用房", "H20", "name"),
        ("columns-reordered", "基本信息", "B27", "name"),
        ("names-gone", "基本信息", "C27", "label"),
    ],
)
def test_moved_cells_are_found_and_cited_where_they_are_now(story, sheet, cell, found):
    application = read_application(WORKBOOKS / f"{story}.xlsx")
    ref = CellRef(Role.APPLICATION, sheet, cell, "186.5", "业务用房使用面积")
    assert application.fields["usable_area_m2"] == Entry(Decimal("186.5"), ref, "", found)
    assert values(application) == values(read_application(SAMPLES / "clinic-eligible.xlsx"))


def test_reordered_columns_are_cited_where_they_are_now():
    row = read_application(WORKBOOKS / "columns-reordered.xlsx").tables["staff"].rows[0]
    ref = CellRef(Role.APPLICATION, "人员花名册", "T4", "执业医师", "人员类别")
    assert row.cells["category"] == Entry("执业医师", ref, "", "name")


def test_a_workbook_without_names_says_how_it_was_recognised():
    application = read_application(WORKBOOKS / "names-gone.xlsx")
    assert application.form_version == 0
    text = "缺少申请表标记，按内容识别为“聊城市基本医疗保险定点医疗机构申请表（门诊）”"
    assert application.problems == (Problem(Place("names-gone.xlsx"), text, "尽量使用原空白申请表填写", hint=True),)
    assert {entry.located_by for row in application.tables["staff"].rows for entry in row.cells.values()} == {"header"}


def edit_label(book: Workbook) -> None:
    del book.defined_names["field__usable_area_m2"]
    book["基本信息"]["A27"] = " 实际使用面积\n（平方米）："


def test_a_label_is_known_by_its_other_names(edited):
    entry = edited(edit_label).fields["usable_area_m2"]
    assert entry == Entry(
        Decimal("186.5"), CellRef(Role.APPLICATION, "基本信息", "B27", "186.5", "业务用房使用面积"), "", "label"
    )


def test_a_name_that_points_nowhere_falls_back_to_the_label(edited):
    def edit(book: Workbook) -> None:
        book.defined_names["field__usable_area_m2"].attr_text = "基本信息!#REF!"

    entry = edited(edit).fields["usable_area_m2"]
    assert (entry.value, entry.located_by) == (Decimal("186.5"), "label")


def test_a_label_found_twice_is_not_guessed(edited):
    def edit(book: Workbook) -> None:
        del book.defined_names["field__usable_area_m2"]
        book["基本信息"]["A50"], book["基本信息"]["B50"] = "使用面积", 200

    application = edited(edit)
    reason = "“业务用房使用面积”在多处出现（《基本信息》A27、《基本信息》A50），无法确定是哪一处"
    assert application.fields["usable_area_m2"] == Entry(None, None, reason)
    assert application.problems == (
        Problem(Place("申请表.xlsx", "基本信息"), reason, "从空白申请表恢复该栏后填写", "usable_area_m2", True),
    )


def test_a_lost_field_is_said(edited):
    def edit(book: Workbook) -> None:
        del book.defined_names["field__usable_area_m2"]
        book["基本信息"]["A27"] = None

    application = edited(edit)
    assert application.fields["usable_area_m2"] == Entry(None, None, "未找到“业务用房使用面积”")
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《基本信息》：未找到“业务用房使用面积”\n  处理：从空白申请表恢复该栏后填写"
    ]


def test_a_lost_sheet_is_said(edited):
    def edit(book: Workbook) -> None:
        del book["业务用房"]
        for name in [name for name in book.defined_names if name.startswith("column__rooms")]:
            del book.defined_names[name]

    application = edited(edit)
    assert application.tables["rooms"].rows == ()
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《业务用房》：未找到“业务用房”的表头\n  处理：从空白申请表恢复该工作表后重新提交"
    ]


def test_a_lost_column_and_a_strange_one_are_said(edited):
    def edit(book: Workbook) -> None:
        del book.defined_names["column__rooms__separate"]
        book["业务用房"]["C3"] = "朝向"

    application = edited(edit)
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《业务用房》B3：“业务用房”的表头中应有“是否独立”一列，未找到\n  处理：按空白申请表补上该列",
        "提示：申请表.xlsx《业务用房》C3：表头“朝向”不是申请表中的列，未读取\n"
        "  处理：无需处理；需要的内容请填入申请表已有的列",
    ]
    assert application.tables["rooms"].rows[0].cells["separate"] == Entry(None, None, "未找到“是否独立”一列")


def test_a_lost_column_of_codes_is_read_from_the_printed_names(edited):
    def edit(book: Workbook) -> None:
        book["材料清单"]["L4"] = None

    code = edited(edit).tables["documents"].rows[0].cells["code"]
    assert (code.value, code.ref.cell, code.located_by) == ("application_form", "B4", "label")


def test_rows_that_are_no_entries_are_skipped_by_rule_and_counted(edited):
    def edit(book: Workbook) -> None:
        sheet = book["业务用房"]
        sheet["B11"], sheet["E11"] = "合计", 186.5
        for column, title in zip("BCDE", ("房间名称", "是否独立", "与何房间合用", "使用面积（㎡）"), strict=True):
            sheet[f"{column}12"] = title
        sheet["B15"], sheet["C15"], sheet["E15"] = "储物间", "是", 4
        sheet["B16"] = "注：面积为实测"

    application = edited(edit)
    table = application.tables["rooms"]
    assert (len(table.rows), table.rows[7].number, table.rows[7].cells["name"].value) == (8, 15, "储物间")
    assert table.skipped == {"合计行": 1, "重复表头": 1, "空行": 2, "说明行": 1}
    assert application.problems == ()


def test_a_row_begun_is_never_dropped(edited):
    def edit(book: Workbook) -> None:
        book["业务用房"]["E30"] = 12

    application = edited(edit)
    assert application.tables["rooms"].rows[7].number == 30
    assert [problem.text for problem in application.problems] == [
        "“房间名称”必填，现为空",
        "“第 30 行”的“是否独立”必填，现为空",
    ]


def test_a_tick_against_filled_rows_is_said(edited):
    def edit(book: Workbook) -> None:
        book["既往记录"]["B5"], book["既往记录"]["C5"] = "医疗事故", date(2019, 10, 1)

    application = edited(edit)
    assert application.tables["events"].declared_none is False
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《既往记录》D3：“既往记录”勾选了“无”，但表中填写了 1 行\n"
        "  处理：删去“无”处的“√”，或删去表中各行后重新提交"
    ]


def test_an_empty_list_without_a_tick_is_said(edited):
    def edit(book: Workbook) -> None:
        book["既往记录"]["D3"] = None

    assert [str(problem) for problem in edited(edit).problems] == [
        "错误：申请表.xlsx《既往记录》B4：“既往记录”没有填写任何一行，也没有勾选“无”\n"
        "  处理：逐行填写；确实没有的，在“无”处选择“√”"
    ]


def test_a_list_without_a_tick_cannot_be_empty(edited):
    def edit(book: Workbook) -> None:
        for row in book["诊疗科目"]["B4:C6"]:
            for cell in row:
                cell.value = None

    assert [str(problem) for problem in edited(edit).problems] == [
        "错误：申请表.xlsx《诊疗科目》B3：“诊疗科目”没有填写任何一行\n  处理：逐行填写后重新提交"
    ]


def test_error_cells_and_uncalculated_formulas_are_unknown_never_blank(edited):
    def edit(book: Workbook) -> None:
        cover, rooms = book["基本信息"], book["业务用房"]
        cover["B28"] = "#DIV/0!"
        cover["B28"].data_type = "e"
        cover["B27"] = "=100+86.5"
        rooms["E5"] = "=SUM(E4)"

    application = edited(edit)
    assert [application.fields[key].reason for key in ("usable_area_m2", "building_area_m2")] == [
        "公式未计算",
        "单元格出错（#DIV/0!）",
    ]
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《基本信息》B27：“业务用房使用面积”公式未计算\n  处理：打开文件并保存后重新提交，或直接填写结果",
        "错误：申请表.xlsx《基本信息》B28：“建筑面积”单元格出错（#DIV/0!）\n  处理：改正公式或直接填写结果后重新提交",
        "错误：申请表.xlsx《业务用房》E5：“药房”的“使用面积”公式未计算\n  处理：打开文件并保存后重新提交，或直接填写结果",
    ]


def test_a_long_number_kept_as_a_number_has_lost_its_end(edited):
    def edit(book: Workbook) -> None:
        book["人员花名册"]["D4"] = 371502197503124010

    application = edited(edit)
    assert application.tables["staff"].rows[0].cells["id_number"].value is None
    assert [str(problem) for problem in application.problems] == [
        "错误：申请表.xlsx《人员花名册》D4：“周明远”的“身份证号”超过 15 位的号码存成了数字，末尾数位已丢失，"
        "现为“371502197503124000”\n  处理：将单元格设为文本格式，按证件原文重新填写后提交"
    ]


def plain_share(value: float) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell = book["基本信息"]["B41"]
        cell.value, cell.number_format = value, "General"

    return edit


def test_a_share_without_a_percent_sign_is_in_the_unit_of_its_label(edited):
    application = edited(plain_share(42.5))
    assert application.problems == ()
    assert application.fields["indicator_drug_income_pct"].value == Decimal("0.425")


def test_a_small_share_without_a_percent_sign_is_not_guessed(edited):
    assert [str(problem) for problem in edited(plain_share(0.425)).problems] == [
        "错误：申请表.xlsx《基本信息》B41：“药占比”不大于 1 的数应带百分号，例如 38.5%，现为“0.425”\n"
        "  处理：填写一个百分数（例如 38.5%）后重新提交"
    ]


def test_merged_cells_have_their_value_at_the_top_left(edited):
    def edit(book: Workbook) -> None:
        sheet = book["基本信息"]
        sheet["B27"].value, sheet["C27"].value = None, None
        sheet.insert_cols(2)
        sheet.merge_cells("A27:B27")
        sheet["C27"] = 186.5
        sheet.merge_cells("C27:D27")
        for name in [name for name in book.defined_names if name.startswith("field__")]:
            del book.defined_names[name]

    entry = edited(edit).fields["usable_area_m2"]
    assert (entry.value, entry.ref.cell, entry.located_by) == (Decimal("186.5"), "C27", "label")


def test_hidden_and_foreign_sheets_are_hinted_at(edited):
    def edit(book: Workbook) -> None:
        book["业务用房"].sheet_state = "hidden"
        book["科室设置"].row_dimensions[5].hidden = True
        book.create_sheet("附件")["A1"] = "其他"
        draft = book.create_sheet("草稿")
        draft["A1"], draft.sheet_state = "旧数据", "hidden"

    application = edited(edit)
    assert len(application.tables["rooms"].rows) == 7
    assert [str(problem) for problem in application.problems] == [
        "提示：申请表.xlsx《科室设置》：有隐藏的行或列，其中的内容已照常读取\n  处理：取消隐藏并核对内容",
        "提示：申请表.xlsx《业务用房》：工作表是隐藏的，但有内容，已照常读取\n  处理：取消隐藏并核对内容",
        "提示：申请表.xlsx《附件》：不是申请表的工作表，未读取\n  处理：无需处理；需要的内容请填入申请表已有的工作表",
        "提示：申请表.xlsx《草稿》：工作表是隐藏的，但有内容，未读取\n  处理：取消隐藏并核对内容",
    ]


def test_another_version_of_the_form_is_hinted_at(edited):
    def edit(book: Workbook) -> None:
        book["_medcheck"]["B2"] = 7

    application = edited(edit)
    assert application.form_version == 7
    assert [str(problem) for problem in application.problems] == [
        "提示：申请表.xlsx：申请表版本为 7，现行版本为 1\n  处理：核对各栏；必要时改用现行的空白申请表"
    ]


def test_a_workbook_that_is_no_application_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "工资表"
    book.save(tmp_path / "工资.xlsx")
    with pytest.raises(WorkbookError) as caught:
        read_application(tmp_path / "工资.xlsx")
    assert str(caught.value) == (
        "错误：工资.xlsx：工作簿中没有 medcheck 申请表\n  处理：用空白申请表（medcheck form）填写后提交"
    )


def test_a_cell_says_the_same_whatever_the_file_is_called(tmp_path: Path) -> None:
    renamed = shutil.copy(SAMPLES / "clinic-defects.xlsx", tmp_path / "另一个名字.xlsx")
    one, other = read_application(SAMPLES / "clinic-defects.xlsx"), read_application(Path(renamed))
    assert (other.fields, other.tables) == (one.fields, one.tables)
    assert {problem.place.file for problem in one.problems} == {"clinic-defects.xlsx"}
    assert {place.file for problem in other.problems for place in (problem.place, *problem.others)} == {
        "另一个名字.xlsx"
    }
