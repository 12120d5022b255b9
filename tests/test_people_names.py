"""Whether a text names a person: a required name that is something else weighs as much as a blank."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from medcheck.assess import Options, assess
from medcheck.form.people_names import not_a_person
from medcheck.intake.read_application import read_application
from tests.applications import ENGINE, SAMPLES

NAMES = [
    "周明远",
    "叶丽",
    "欧阳娜",
    "上官婉儿",
    "司马相如",
    "完颜洪烈",
    "阿依古丽",
    "买买提·艾山",
    "买买提•艾山",
    "阿不都热合曼",
    "扎西多吉",
    "巴特尔",
    "乌云其其格",
    "亓大山",
    "逄伟",
    "仉永",
    "隋静",
    "綦江",
    "訾文",
    "李领弟",
    "张未然",
    "赵无极",
    "李中正",
    "马月",
    "夏天",
    "成龙",
    "何人可",
    "王芳A",
    "张三、李四",
    "王芳（大）",
    "莫敬之",
    "赵建工",
]
NO_NAMES = [
    "俟后补报",
    "正办着呢",
    "拿证中",
    "领取中",
    "新办",
    "已递交卫健局",
    "证件正在制作",
    "同身份证",
    "旧号作废",
    "审批ING",
    "见电子档",
    "见扫描件2",
    "周主任",
    "王总",
    "李院长",
    "李工",
    "赵会计",
    "陈大夫",
    "院长",
    "法人",
    "空岗",
    "全体医师",
    "值班医生",
    "轮流负责",
    "财务部",
    "客服",
    "信息公司工程师",
    "x",
    "1",
    "王",
    "（签字）",
    "none",
]


@pytest.mark.parametrize("typed", [*NAMES, "叶 丽", "John Smith"])
def test_a_name(typed: str) -> None:
    assert not_a_person(typed) == ""


@pytest.mark.parametrize("typed", [*NO_NAMES, "none yet"])
def test_what_is_no_name(typed: str) -> None:
    assert not_a_person(typed) == f"应填写实际内容，写明人的姓名，现为“{typed}”"


PLACES = [
    ("基本信息", "B12", "容后补上"),
    ("基本信息", "B14", "周主任"),
    ("科室设置", "F4", "领取中"),
    ("人员花名册", "B4", "拿证中"),
    ("医保与信息人员", "C4", "轮流负责"),
]


@pytest.mark.parametrize(("sheet", "cell", "typed"), PLACES)
def test_a_person_who_is_not_named_is_asked_for(sheet: str, cell: str, typed: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book[sheet][cell] = typed
    book.save(tmp_path / "申请.xlsx")
    result = assess(tmp_path / "申请.xlsx", Options(), ENGINE)
    problem = next(one for one in result.problems if one.cell == cell)
    assert "应填写实际内容" in problem.text
    assert f"现为“{typed}”" in problem.text
    assert (problem.required, result.conclusion) == (True, "supplement")


@pytest.mark.parametrize(
    ("cell", "typed"), [("B4", "123"), ("B4", "AAA"), ("B24", "88 号"), ("B15", "13800"), ("B15", "内线8003")]
)
def test_a_name_without_chinese_and_a_telephone_number_nobody_can_call(cell: str, typed: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book["基本信息"][cell] = typed
    book.save(tmp_path / "申请.xlsx")
    problem = next(one for one in read_application(tmp_path / "申请.xlsx").problems if one.place.cell == cell)
    assert problem.required
    assert f"应填写实际内容，现为“{typed}”" in problem.text
