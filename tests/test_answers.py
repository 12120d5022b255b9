"""Whether a text is an answer at all, and what a filled cell weighs that says nothing."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from medcheck.form.answers import not_a_number_of_a_paper, not_an_answer
from medcheck.intake.read_application import read_application
from tests.applications import SAMPLES

COVER = "基本信息"

NO_ANSWERS = [
    "暂无",
    "暂缺",
    "暂未取得",
    "尚未办理",
    "目前无",
    "待定",
    "待补充",
    "待办理",
    "拟聘",
    "未注册",
    "未取得",
    "未定",
    "正在办理",
    "办理中",
    "申请中",
    "审批中",
    "同上",
    "同前",
    "见附件",
    "详见附表",
    "附后",
    "另附",
    "不详",
    "不明",
    "不清楚",
    "不知道",
    "空缺",
    "后补",
    "稍后提供",
    "遗失",
    "丢失",
    "无法提供",
    "无编号",
    "没有办",
    "保密",
    "略",
    "缺",
    "测试",
    "示例",
    "已申请",
    "某",
    "某某",
    "张某",
    "李某某",
    "？？",
    "***",
    "……",
    "xxx",
    "XXX",
    "aaaa",
    "N/A",
    "n/a",
    "NULL",
    "none",
    "TBD",
    "（待补）",
    "【暂无】",
    "暂无。",
    "暂无！",
    "同第3行",
    "见第2页",
    "预计12月取得",
    "等通知",
]
NAMES = [
    "聊城康宁综合门诊部",
    "未来口腔诊所",
    "无棣县人民医院",
    "同仁堂药店",
    "同济医院",
    "尚小云",
    "宁宁宁",
    "计划生育科",
    "计划免疫科",
    "待产室",
    "等待区",
    "候诊区",
    "见习医师",
    "参茸专柜",
    "空调",
    "空气消毒机",
    "暂存间",
    "附属医院",
    "市中区经济建设中路",
    "预约挂号处",
    "有限公司",
    "齐鲁药房",
    "是乐",
    "欠发达地区门诊",
    "不孕不育科",
    "B超室",
    "下肢科",
    "明年堂诊所",
    "无",
    "没有",
    "—",
    "-",
    "/",
]


@pytest.mark.parametrize("text", NO_ANSWERS)
def test_what_says_that_it_is_not_there_is_no_answer(text: str) -> None:
    assert not_an_answer(text) == f"应填写实际内容，现为“{text}”"
    assert not_a_number_of_a_paper(text) == f"应填写实际内容，现为“{text}”"


@pytest.mark.parametrize(
    "text",
    [
        *("XX诊所", "周××", "×××", "{{name}}", "${name}", "[姓名]", "<姓名>", "某某诊所", "——同上——", "有（见附件）"),
        *("回头补", "证还没下来", "看附件", "以证为准", "本人保管", "问院长", "同A", "丢了", "走程序", "see attached"),
    ],
)
def test_a_place_held_open_is_no_answer(text: str) -> None:
    assert not_an_answer(text) == f"应填写实际内容，现为“{text}”"


@pytest.mark.parametrize("text", ["忘忧诊所", "不知火诊所", "正在营业大药房", "XX-2000型", "LX诊疗车"])
def test_a_name_that_begins_like_an_excuse_is_a_name(text: str) -> None:
    assert not_an_answer(text) == ""


@pytest.mark.parametrize("text", [name for name in NAMES if name != "明年堂诊所"])
def test_a_name_that_looks_a_little_like_it_is_one(text: str) -> None:
    assert not_an_answer(text) == ""


@pytest.mark.parametrize(
    "number",
    [
        *("证书已办", "张三", "有证", "000000", "0000", "111111111", "见附件3", "待补2020", "鲁聊12345（已注销）"),
        *("1", "12号", "1103715000123xx", "110371500****45", "110371500…", "2019年12月领证", "110371500012345停用"),
        *("110371500012345（原单位）", "旧证110371500012345", "电话13800000000", "收件号2019"),
        *("办理中，受理号123", "371502123（遗失补办）", "原件在卫健局", "他人证书110371500001234"),
    ],
)
def test_the_number_of_a_paper_has_digits_and_no_remark(number: str) -> None:
    assert not_a_number_of_a_paper(number).startswith("应填写实际内容")


@pytest.mark.parametrize(
    "number",
    [
        *(
            "MJE00123X37150217D1102",
            "国药准字H20190001",
            "鲁CA6350001",
            "0635-8200011",
            "聊医保处〔2019〕12号",
            "无",
            "—",
        ),
        *("110371500001234", "37150219750312401x", "鲁聊卫医政字（2019）第3号"),
    ],
)
def test_a_number_is_one_however_it_is_written(number: str) -> None:
    assert not_a_number_of_a_paper(number) == ""


def edit_of(cell: str, value: object, sheet: str = COVER):
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


@pytest.mark.parametrize(
    ("cell", "value", "field", "text"),
    [
        ("B4", "暂无", "facility_name", "“机构名称”应填写实际内容，现为“暂无”"),
        ("B7", "见附件", "licence_number", "“执业许可证登记号”应填写实际内容，现为“见附件”"),
        ("B14", "—", "contact_name", "“联系人”应填写实际内容，现为“—”"),
        ("B25", "同上", "practice_site_addresses", "“许可证载明的全部执业地点”应填写实际内容，现为“同上”"),
        ("B27", "九十多", "usable_area_m2", "“业务用房使用面积”应填写一个确定的数字，现为“九十多”"),
        ("B46", "十一月", "declared_on", "“声明日期”应为日期，例如 2019-09-01，现为“十一月”"),
        ("B16", "照常", "business_status", "“营业状态”应为正常营业、停业、歇业之一，现为“照常”"),
    ],
)
def test_what_is_required_and_says_nothing_weighs_as_much_as_a_blank(edited, cell, value, field, text) -> None:
    told = [p for p in edited(edit_of(cell, value)).problems if p.field == field]
    blank = [p for p in edited(edit_of(cell, None)).problems if p.field == field]
    assert [(p.text.partition("；")[0], p.required) for p in told] == [(text, True)]
    assert [(p.place, p.required) for p in blank] == [(p.place, p.required) for p in told]


def test_a_comment_that_says_it_is_not_there_counts_as_if_it_stood_in_the_cell(edited) -> None:
    def edit(book: Workbook) -> None:
        book[COVER]["B7"].comment = Comment("换证中，待补", "王芳")
        book[COVER]["B4"].comment = Comment("请核对名称", "王芳")

    application = edited(edit)
    assert application.fields["licence_number"].value is None
    assert application.fields["facility_name"].value == "聊城康宁综合门诊部"


def test_a_note_and_a_printed_code_are_nobodys_answer(edited) -> None:
    application = edited(edit_of("K4", "同上", "材料清单"))
    row = application.tables["documents"].rows[0]
    assert (row.value("note"), row.value("code")) == ("同上", "application_form")


def test_the_shipped_samples_hold_no_text_that_is_no_answer() -> None:
    for path in sorted(SAMPLES.glob("*-eligible.xlsx")):
        assert read_application(path).problems == (), path.name


def test_a_workbook_that_was_given_back_keeps_only_the_applicants_own_comments(tmp_path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book["人员花名册"]["B5"].comment = Comment("—— medcheck 评估 ——\n待补", "medcheck")
    book["人员花名册"]["B6"].comment = Comment("已离职\n\n—— medcheck 评估 ——\n符合", "medcheck")
    book.save(tmp_path / "申请.xlsx")
    rows = read_application(tmp_path / "申请.xlsx").tables["staff"].rows
    assert [row.remarks for row in rows[:3]] == [(), (), ("已离职",)]
