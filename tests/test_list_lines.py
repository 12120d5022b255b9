"""Lines of a list that are no entries: what people write below it, and headings between its rows."""

from __future__ import annotations

import pytest
from openpyxl.workbook.workbook import Workbook

from medcheck.intake.list_lines import closes_alone, heading_of, is_closing

ROSTER, FIRST_FREE = "人员花名册", 13


@pytest.mark.parametrize(
    "text",
    [
        "以下空白",
        "以下无正文",
        "单位负责人签字：",
        "法定代表人（签字）：",
        "（盖章）",
        "单位（公章）：",
        "填表人：王芳",
        "制表人：王芳",
        "审核人：",
        "日期：2019年11月18日",
        "填报日期：2019-11-18",
        "本页小计",
        "以上共144人",
        "共9人",
        "合计12人",
        "第1页，共2页",
        "-1-",
        "以上内容属实",
        "我单位承诺以上信息真实",
        "注：返聘人员附协议",
        "备注：",
        "年月日",
        "负责人签字",
        *("——END——", "（完）", "完毕。", "全体职工15人", "总人数：12人", "制表：张三", "院长：", "（此页无正文）"),
        *("（本页以下空白）", "本表到此结束", "本单位共有医务人员6名", "在职6人", "本人承诺以上信息真实"),
        *("（续表）", "特此证明", "使用面积合计：120", "库存总金额：12345.6元", "主管部门意见", "P1"),
    ],
)
def test_what_people_write_below_a_list_closes_it(text: str) -> None:
    assert is_closing(text)


@pytest.mark.parametrize(
    "text",
    [
        "周明远",
        "单志强",
        "注射室",
        "日间手术室",
        "合生元",
        "签约服务科",
        "共济药房",
        "公章管理科",
        "审核科",
        "统计科",
        "第一门诊",
        "说明书",
        *("院长办公室", "完颜明", "承德露露", "总务科", "全科诊疗室", "制剂室"),
    ],
)
def test_a_name_does_not_close_a_list(text: str) -> None:
    assert not is_closing(text)


def test_a_text_alone_in_its_row_may_head_the_rows_below() -> None:
    assert [heading_of([text]) for text in ("一、医师", "以下人员已离职", "护理人员：", "周明远", "全科")] == [
        "一、医师",
        "以下人员已离职",
        "护理人员：",
        "",
        "",
    ]
    assert heading_of(["一、医师", "男"]) == ""


def write(lines: dict[str, object]):
    def edit(book: Workbook) -> None:
        for cell, value in lines.items():
            book[ROSTER][cell] = value

    return edit


@pytest.mark.parametrize(
    "lines",
    [
        {"B13": "以下空白"},
        {"A13": "填表人：王芳", "F13": "日期：2019年11月18日"},
        {"B13": "单位负责人签字：", "E13": "周明远", "N13": "2019-11-18"},
        {"B13": "以上共9人"},
        {"C13": "（盖章）"},
        {"B13": "本页小计", "C13": "9"},
    ],
)
def test_a_line_below_a_roster_is_passed_over_and_counted(edited, lines) -> None:
    application = edited(write(lines))
    assert len(application.tables["staff"].rows) == 9
    assert sum(application.tables["staff"].skipped.values()) == 1
    assert application.problems == ()


def test_a_person_whose_name_looks_like_a_closing_line_stays_a_person(edited) -> None:
    application = edited(write({"B5": "日期"}))
    assert len(application.tables["staff"].rows) == 9


def test_a_heading_stays_with_the_rows_it_speaks_of(edited) -> None:
    def edit(book: Workbook) -> None:
        sheet = book[ROSTER]
        sheet.insert_rows(8)
        sheet["B8"] = "以下人员已离职"

    roster = edited(edit).tables["staff"]
    assert roster.skipped == {"标题行": 1}
    assert [row.remarks for row in roster.rows] == [()] * 4 + [("以下人员已离职",)] * 5


def test_a_heading_below_speaks_of_the_rows_above(edited) -> None:
    roster = edited(write({"B13": "以上人员均为拟聘"})).tables["staff"]
    assert [row.remarks for row in roster.rows] == [("以上人员均为拟聘",)] * 9


def test_a_subject_that_is_numbered_is_no_heading(edited) -> None:
    def edit(book: Workbook) -> None:
        book["诊疗科目"]["B6"] = "一、口腔科"

    assert [row.value("name") for row in edited(edit).tables["subjects"].rows][-1] == "一、口腔科"


@pytest.mark.parametrize(
    "texts", [["……"], ["———"], ["***", "***"], ["2019年11月18日"], ["1/2"], ["聊城市医疗保障局制"]]
)
def test_a_line_of_its_own_closes_a_list(texts: list[str]) -> None:
    assert closes_alone(texts)


@pytest.mark.parametrize("texts", [[], ["—"], ["——"], ["/"], ["张三"], ["2019年11月18日", "医疗事故"], ["***", "是"]])
def test_one_dash_or_more_than_a_line_does_not(texts: list[str]) -> None:
    assert not closes_alone(texts)


def test_a_day_alone_in_a_column_for_days_is_an_entry_without_a_name(edited) -> None:
    def edit(book: Workbook) -> None:
        book["既往记录"]["D3"], book["既往记录"]["C5"] = None, "2019-10-01"

    events = edited(edit).tables["events"]
    assert len(events.rows) == 1
