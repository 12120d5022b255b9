"""A defined name stays where other content is pasted over it: the visible label is asked too, and it wins."""

from decimal import Decimal
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.errors import Place, Problem
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.intake.table import Entry

SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "clinic-eligible.xlsx"


def said(application: Application) -> list[str]:
    return [str(problem) for problem in application.problems]


def paste(sheet: Worksheet, columns: list[list[object]], first: str) -> None:
    """Put whole columns of a sheet down from a cell, as pasting does: contents move, names stay."""
    start = sheet[first]
    for across, column in enumerate(columns):
        for down, value in enumerate(column):
            sheet.cell(start.row + down, start.column + across).value = value


def columns_of(sheet: Worksheet, cells: str) -> list[list[object]]:
    return [list(column) for column in zip(*([cell.value for cell in row] for row in sheet[cells]), strict=True)]


def exchange(book: Workbook) -> None:
    cover = book["基本信息"]
    for column in "ABC":
        above, below = cover[f"{column}27"], cover[f"{column}28"]
        above.value, below.value = below.value, above.value
    cover["B27"], cover["B28"] = 200, 50


def test_exchanged_rows_are_read_by_their_labels(edited):
    application = edited(exchange)
    usable, building = application.fields["usable_area_m2"], application.fields["building_area_m2"]
    assert (usable.value, usable.ref.cell, usable.located_by) == (50, "B28", "label")
    assert (building.value, building.ref.cell, building.located_by) == (200, "B27", "label")
    assert said(application) == [
        "提示：申请表.xlsx《基本信息》B27：B27 的名称与旁边的栏目“建筑面积（㎡）”不一致，"
        "“业务用房使用面积”已按栏目名称读取《基本信息》B28\n  处理：核对该栏；无误的不必修改",
        "提示：申请表.xlsx《基本信息》B28：B28 的名称与旁边的栏目“业务用房使用面积（㎡）”不一致，"
        "“建筑面积”已按栏目名称读取《基本信息》B27\n  处理：核对该栏；无误的不必修改",
    ]


def test_a_row_pasted_over_another_leaves_that_one_unknown(edited):
    def edit(book: Workbook) -> None:
        cover = book["基本信息"]
        cover["A27"], cover["B27"] = cover["A28"].value, cover["B28"].value

    application = edited(edit)
    reason = "“业务用房使用面积”的名称指向 B27，旁边的栏目却是“建筑面积（㎡）”；未找到“业务用房使用面积”"
    assert application.fields["usable_area_m2"] == Entry(None, None, reason)
    assert application.problems == (
        Problem(
            Place("申请表.xlsx", "基本信息", "B27"),
            reason,
            "从空白申请表恢复该栏后填写",
            "usable_area_m2",
            conflict=True,
        ),
    )


def test_another_label_beside_and_two_own_ones_are_not_guessed(edited):
    def edit(book: Workbook) -> None:
        exchange(book)
        book["基本信息"]["A50"], book["基本信息"]["B50"] = "使用面积", 60

    (problem, hint) = edited(edit).problems
    assert (problem.conflict, hint.hint) == (True, True)
    assert problem.text == (
        "“业务用房使用面积”的名称指向 B27，旁边的栏目却是“建筑面积（㎡）”；"
        "“业务用房使用面积”在多处出现（《基本信息》A28、《基本信息》A50），无法确定是哪一处"
    )


def test_rows_moved_down_by_pasting_are_read_by_their_labels(edited):
    """A row 层数 came in at 27: the names below stay behind by one row, and the last row was pasted over."""

    def edit(book: Workbook) -> None:
        cover = book["基本信息"]
        paste(cover, columns_of(cover, "A27:C30"), "A28")
        paste(cover, [["层数"], ["2"], [None]], "A27")

    application = edited(edit)
    keys = ("usable_area_m2", "building_area_m2", "offers_outpatient", "offers_dispensing")
    assert [(application.fields[key].value, application.fields[key].ref.cell) for key in keys] == [
        (Decimal("186.5"), "B28"),
        (240, "B29"),
        (True, "B30"),
        (True, "B31"),
    ]
    assert application.fields["steriliser_contract"] == Entry(
        None,
        None,
        "“消毒灭菌是否委托有资质机构并签订合同”的名称指向 B31，旁边的栏目却是“是否提供购药服务”；"
        "未找到“消毒灭菌是否委托有资质机构并签订合同”",
    )


def test_a_reworded_label_is_hinted_at_and_the_name_kept(edited):
    def edit(book: Workbook) -> None:
        book["基本信息"]["A27"] = "* 诊所里外一共\n有多大"

    application = edited(edit)
    assert (application.fields["usable_area_m2"].value, application.fields["usable_area_m2"].located_by) == (
        Decimal("186.5"),
        "name",
    )
    assert said(application) == [
        "提示：申请表.xlsx《基本信息》B27：B27 旁边的文字“诊所里外一共 有多大”不是“业务用房使用面积”的栏目名称，"
        "已按单元格的名称读取\n  处理：核对该栏；无误的不必修改"
    ]


def test_a_deleted_label_and_an_alias_say_nothing(edited):
    def edit(book: Workbook) -> None:
        book["基本信息"]["A27"], book["基本信息"]["A28"] = None, "房屋建筑面积（平方米）："

    application = edited(edit)
    assert application.problems == ()
    assert (
        application.fields["usable_area_m2"].located_by == application.fields["building_area_m2"].located_by == "name"
    )


def test_a_cell_cut_beside_its_help_keeps_its_name(edited):
    def edit(book: Workbook) -> None:
        cover = book["基本信息"]
        cover["D27"], cover["B27"] = cover["B27"].value, None
        book.defined_names["field__usable_area_m2"].attr_text = "'基本信息'!$D$27"

    application = edited(edit)
    entry = application.fields["usable_area_m2"]
    assert (entry.value, entry.ref.cell, entry.located_by) == (Decimal("186.5"), "D27", "name")
    assert said(application) == [
        "提示：申请表.xlsx《基本信息》D27：D27 旁边的文字“业务用房实际使用面积，按实测填写，保留两位小数，不要四舍五入…”"
        "不是“业务用房使用面积”的栏目名称，已按单元格的名称读取\n  处理：核对该栏；无误的不必修改"
    ]


def test_the_label_is_found_past_merged_cells(edited):
    def edit(book: Workbook) -> None:
        cover = book["基本信息"]
        cover["B27"].value, cover["C27"].value = None, 99
        cover["A27"] = "建筑面积"
        cover.merge_cells("A27:B27")
        book.defined_names["field__usable_area_m2"].attr_text = "'基本信息'!$C$27"

    assert edited(edit).fields["usable_area_m2"] == Entry(
        None, None, "“业务用房使用面积”的名称指向 C27，旁边的栏目却是“建筑面积”；未找到“业务用房使用面积”"
    )


def test_a_roster_pasted_with_a_further_column_is_read_by_its_header(edited):
    before = read_application(SAMPLE).tables["staff"]

    def edit(book: Workbook) -> None:
        staff = book["人员花名册"]
        further = ["年龄", *(40 + number for number in range(9)), *[None] * 21]
        paste(staff, [further, *columns_of(staff, "D3:R33")], "D3")

    application = edited(edit)
    table = application.tables["staff"]
    assert [{key: cell.value for key, cell in row.cells.items()} for row in table.rows] == [
        {key: cell.value for key, cell in row.cells.items()} for row in before.rows
    ]
    assert (table.rows[0].cells["id_number"].ref.cell, table.rows[0].cells["id_number"].located_by) == ("E4", "header")
    assert said(application) == [
        "提示：申请表.xlsx《人员花名册》D3：D3 的名称与表头“年龄”不一致，各列已按表头文字读取\n"
        "  处理：核对各列；无误的不必修改",
        "提示：申请表.xlsx《人员花名册》D3：表头“年龄”不是申请表中的列，未读取\n"
        "  处理：无需处理；需要的内容请填入申请表已有的列",
    ]


def test_exchanged_columns_are_read_by_their_header(edited):
    def edit(book: Workbook) -> None:
        rooms = book["业务用房"]
        name, separate = columns_of(rooms, "B3:C10")
        paste(rooms, [separate, name], "B3")

    application = edited(edit)
    cells = application.tables["rooms"].rows[0].cells
    assert (cells["name"].value, cells["name"].ref.cell, cells["separate"].value) == ("全科诊疗室", "C4", True)
    assert said(application) == [
        "提示：申请表.xlsx《业务用房》B3：B3 的名称与表头“是否独立”不一致，各列已按表头文字读取\n"
        "  处理：核对各列；无误的不必修改"
    ]


def test_a_reworded_header_is_hinted_at_and_the_name_kept(edited):
    def edit(book: Workbook) -> None:
        book["业务用房"]["E3"], book["业务用房"]["D3"] = "多大", None

    application = edited(edit)
    cells = application.tables["rooms"].rows[6].cells
    assert [(cells[key].value, cells[key].located_by) for key in ("area_m2", "shared_with")] == [
        (47, "name"),
        ("导医台", "name"),
    ]
    assert said(application) == [
        "提示：申请表.xlsx《业务用房》E3：表头“多大”不是“使用面积”的栏目名称，已按单元格的名称读取\n"
        "  处理：核对各列；无误的不必修改"
    ]


def test_a_list_pasted_lower_and_wider_is_read_by_its_header(edited):
    def edit(book: Workbook) -> None:
        rooms = book["业务用房"]
        whole = columns_of(rooms, "B3:E10")
        paste(rooms, [[None] * 3] * 4, "B3")
        paste(rooms, [["楼层", *[1] * 7], *whole], "B5")

    application = edited(edit)
    assert [row.cells["area_m2"].ref.cell for row in application.tables["rooms"].rows] == [
        f"F{number}" for number in range(6, 13)
    ]
    assert said(application) == [
        "提示：申请表.xlsx《业务用房》A5：第 3 行有各列的名称，但没有表头文字；已按本行的表头文字读取\n"
        "  处理：核对各列；无误的不必修改",
        "提示：申请表.xlsx《业务用房》B5：表头“楼层”不是申请表中的列，未读取\n"
        "  处理：无需处理；需要的内容请填入申请表已有的列",
    ]


def test_a_tick_whose_name_points_into_the_list_is_not_believed(edited):
    def edit(book: Workbook) -> None:
        events = book["既往记录"]
        events.unmerge_cells("A3:C3")
        paste(events, [["序号", 1], ["事项类别", None], ["发生日期", None], ["√", None]], "A3")

    application = edited(edit)
    assert application.tables["events"].declared_none is False
    assert [problem.text for problem in application.problems] == ["“既往记录”没有填写任何一行，也没有勾选“无”"]


def test_values_lost_in_merged_cells_are_said(edited):
    """Merged downwards (a required column, an optional one) and sideways; a blank range lost nothing."""

    def edit(book: Workbook) -> None:
        staff = book["人员花名册"]
        staff["P4"] = staff["P5"] = None
        for cells in ("E4:E6", "G5:G6", "H7:I7", "P4:P5"):
            staff.merge_cells(cells)

    application = edited(edit)
    rows = application.tables["staff"].rows
    assert rows[1].cells["category"].reason == "与上方单元格 E4 合并，本格没有值"
    assert rows[1].cells["insured_exempt_reason"].reason == "未填写"
    assert said(application) == [
        "错误：申请表.xlsx《人员花名册》E5：“林晓燕”的“人员类别”与上方单元格 E4 合并，本格没有值\n"
        "  处理：取消合并后逐行填写，重新提交",
        "错误：申请表.xlsx《人员花名册》E6：“陈国栋”的“人员类别”与上方单元格 E4 合并，本格没有值\n"
        "  处理：取消合并后逐行填写，重新提交",
        "错误：申请表.xlsx《人员花名册》G6：“陈国栋”的“科室”与上方单元格 G5 合并，本格没有值\n"
        "  处理：取消合并后逐行填写，重新提交",
        "错误：申请表.xlsx《人员花名册》I7：“孙丽”的“资格证书编号”与左侧单元格 H7 合并，本格没有值\n"
        "  处理：取消合并后逐格填写，重新提交",
    ]
    assert [problem.required for problem in application.problems] == [True, True, False, False]


def test_an_unreadable_tick_is_quoted_in_the_reason(edited):
    def edit(book: Workbook) -> None:
        book["材料清单"]["C4"], book["材料清单"]["C5"] = "盖章", "V"

    application = edited(edit)
    rows = application.tables["documents"].rows
    assert (rows[0].cells["present"].reason, rows[1].cells["present"].value) == ("应为“是”或“否”，现为“盖章”", True)
    assert said(application) == [
        "错误：申请表.xlsx《材料清单》C4：“《聊城市基本医疗保险定点医疗机构申请书》”的“是否提交”应为“是”或“否”，"
        "现为“盖章”\n  处理：从下拉列表中选择“是”或“否”后重新提交"
    ]


def without_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]
    del book["_medcheck"]


def test_a_label_whose_neighbour_is_another_label_has_its_value_below(edited):
    """A form lying on its side: the labels stand in one row, the values under them."""

    def edit(book: Workbook) -> None:
        without_names(book)
        cover = book["基本信息"]
        for cell in ("A27", "B27", "C27", "A28", "B28", "C28"):
            cover[cell].value = None
        cover["E3"], cover["F3"], cover["E4"], cover["F4"] = "业务用房使用面积：", "建筑面积（㎡）", 186.5, 200

    fields = edited(edit).fields
    assert [(fields[key].value, fields[key].ref.cell) for key in ("usable_area_m2", "building_area_m2")] == [
        (Decimal("186.5"), "E4"),
        (200, "F4"),
    ]


def test_a_label_with_its_value_in_one_cell_is_told_at_that_cell(edited):
    def edit(book: Workbook) -> None:
        without_names(book)
        cover = book["基本信息"]
        cover["A27"], cover["B27"] = "业务用房使用面积：186.5", None

    problems = [problem for problem in edited(edit).problems if problem.field == "usable_area_m2"]
    assert [(str(p.place), p.text, p.mend, p.required) for p in problems] == [
        (
            "申请表.xlsx《基本信息》A27",
            "“业务用房使用面积”与填写的内容在同一格，无法读取",
            "把内容单独填写在栏目名称右边的一格",
            True,
        )
    ]


def test_a_column_that_stands_twice_is_a_conflict(edited):
    def edit(book: Workbook) -> None:
        book["人员花名册"]["T3"] = "姓名"

    assert [(str(p.place), p.text, p.conflict) for p in edited(edit).problems] == [
        ("申请表.xlsx《人员花名册》T3", "表头“姓名”出现两次（另一处在 B3），只读取了 B3 一列", True)
    ]


def test_an_altered_code_is_told_and_its_row_still_known(edited):
    def edit(book: Workbook) -> None:
        book["材料清单"]["L5"] = "乱改"

    application = edited(edit)
    assert application.tables["documents"].rows[1].cells["code"].value == "practice_licence_main"
    assert [(str(p.place), p.text, p.hint) for p in application.problems] == [
        ("申请表.xlsx《材料清单》L5", "编码“乱改”不是申请表中的编码，本行已按名称识别", True)
    ]
