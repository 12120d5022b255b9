"""People of the roster who may not work here: gone, not yet there, visitors, elsewhere; they count only perhaps, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.verdict import Verdict
from tests.applications import ENGINE, SAMPLES, assessed, finding, workbook

CLINIC = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()["tables"]
OTHERS = ("林晓燕", "陈国栋", "赵雪")
# Without these three each of the others decides: one physician, one nurse, one for the drugs.
SMALL = [person for person in CLINIC["staff"] if person["name"] not in OTHERS]
NURSE, PHYSICIAN = "孙丽", "周明远"


def small(who: str = NURSE, **changes: Any) -> list[dict[str, Any]]:
    """Return the small roster with somebody changed."""
    return [{**person, **changes} if person["name"] == who else person for person in SMALL]


def verdict(folder: Path, rule: str, rows: list[dict[str, Any]], **fields: Any) -> Verdict:
    return finding(assessed(folder, fields, {"staff": rows}), rule).verdict


def test_each_of_the_small_roster_decides(tmp_path: Path) -> None:
    assert verdict(tmp_path, "opd-nurse-min", SMALL) is Verdict.PASS
    assert verdict(tmp_path, "opd-nurse-min", [one for one in SMALL if one["name"] != NURSE]) is Verdict.FAIL


NAMES = [
    ("孙丽（已离职）", Verdict.UNKNOWN),
    ("孙丽(离职)", Verdict.UNKNOWN),
    ("孙丽 已离职", Verdict.UNKNOWN),
    ("孙丽【调走】", Verdict.UNKNOWN),
    ("孙丽（2019年8月辞职）", Verdict.UNKNOWN),
    ("孙丽（进修）", Verdict.UNKNOWN),
    ("孙丽（实习）", Verdict.UNKNOWN),
    ("孙丽（待入职）", Verdict.UNKNOWN),
    ("孙丽（拟聘）", Verdict.UNKNOWN),
    ("孙丽（下月到岗）", Verdict.UNKNOWN),
    ("孙丽（挂证）", Verdict.UNKNOWN),
    ("孙丽（退休）", Verdict.UNKNOWN),
    ("孙丽（另有高就）", Verdict.UNKNOWN),
    ("孙丽（离）", Verdict.UNKNOWN),
    ("（离职）孙丽", Verdict.UNKNOWN),
    ("待聘", Verdict.UNKNOWN),
    ("暂无", Verdict.UNKNOWN),
    (None, Verdict.UNKNOWN),
    ("孙丽（护士长）", Verdict.PASS),
    ("孙丽（女）", Verdict.PASS),
    ("孙丽（小）", Verdict.PASS),
    ("孙丽（产假）", Verdict.PASS),
    ("孙丽（内科）", Verdict.PASS),
    ("孙 丽", Verdict.PASS),
    ("孙　丽", Verdict.PASS),
    ("阿依·古丽", Verdict.PASS),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_in_the_name(tmp_path: Path, name: str | None, expected: Verdict) -> None:
    assert verdict(tmp_path, "opd-nurse-min", small(name=name)) is expected


POSTS = [
    ("护士（离职）", Verdict.UNKNOWN),
    ("实习护士", Verdict.UNKNOWN),
    ("进修护士", Verdict.UNKNOWN),
    ("见习", Verdict.UNKNOWN),
    ("规培", Verdict.UNKNOWN),
    ("拟聘护士", Verdict.UNKNOWN),
    ("借调在外", Verdict.UNKNOWN),
    ("原护士长，已调走", Verdict.UNKNOWN),
    ("退休", Verdict.UNKNOWN),
    ("2019年12月到岗", Verdict.UNKNOWN),
    ("明年1月到岗", Verdict.UNKNOWN),
    ("支援武汉", Verdict.UNKNOWN),
    ("护士（辞）", Verdict.UNKNOWN),
    ("护士（调县院）", Verdict.UNKNOWN),
    ("休长假", Verdict.UNKNOWN),
    ("已不来上班", Verdict.UNKNOWN),
    ("2018年4月到岗", Verdict.PASS),
    ("护士长兼实习带教", Verdict.PASS),
    ("离退休办公室", Verdict.PASS),
    ("护士长（兼职医保管理员）", Verdict.PASS),
    ("计划免疫", Verdict.PASS),
    ("预检分诊", Verdict.PASS),
]


@pytest.mark.parametrize(("post", "expected"), POSTS)
def test_in_the_post(tmp_path: Path, post: str, expected: Verdict) -> None:
    assert verdict(tmp_path, "opd-nurse-min", small(post=post)) is expected


def test_who_was_hired_again_may_be_retired(tmp_path: Path) -> None:
    again = small(post="护士（退休）", employment="返聘", insured_since=None, insured_exempt_reason="退休返聘")
    assert verdict(tmp_path, "opd-nurse-min", again) is Verdict.PASS


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-11-18", Verdict.PASS), ("2019-11-19", Verdict.UNKNOWN), ("2020-03-01", Verdict.UNKNOWN)],
)
def test_hired_after_the_application(tmp_path: Path, day: str, expected: Verdict) -> None:
    assert verdict(tmp_path, "opd-nurse-min", small(hire_date=day)) is expected


def test_the_reason_names_the_cell(tmp_path: Path) -> None:
    one = finding(assessed(tmp_path, {}, {"staff": small(name="孙丽（已离职）")}), "opd-nurse-min")
    assert one.reasons == ("孙丽（已离职）：B5“姓名”填写的“孙丽（已离职）”：括号中注明“已离职”，不能确定是否在岗",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"main_practice_here": "否"}, Verdict.UNKNOWN),
        (
            {
                "main_practice_here": "否",
                "employment": "多点执业",
                "insured_since": None,
                "insured_exempt_reason": "多点执业(主要执业机构参保)",
            },
            Verdict.PASS,
        ),
        ({"employment": "进修"}, Verdict.FAIL),
        ({"employment": "实习"}, Verdict.FAIL),
    ],
)
def test_elsewhere(tmp_path: Path, changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(tmp_path, "opd-physician-min", small(PHYSICIAN, **changes)) is expected


def with_column(folder: Path, heading: str, said: str, who: str = NURSE) -> Path:
    """Return the small clinic's workbook with a further column that speaks of somebody."""
    path = workbook(folder, {}, {"staff": SMALL})
    book = openpyxl.load_workbook(path)
    sheet = book["人员花名册"]
    header = next(
        row for row in range(1, 8) if sheet.cell(row, 2).value == "* 姓名" or sheet.cell(row, 2).value == "姓名*"
    )
    column = sheet.max_column + 1
    sheet.cell(header, column, heading)
    for row in range(header + 1, sheet.max_row + 1):
        if sheet.cell(row, 2).value == who:
            sheet.cell(row, column, said)
    book.save(path)
    return path


BESIDE = [
    ("是否在职", "否", Verdict.UNKNOWN),
    ("是否在职", "是", Verdict.PASS),
    ("在岗情况", "不在岗", Verdict.UNKNOWN),
    ("在岗情况", "在岗", Verdict.PASS),
    ("在岗", "×", Verdict.UNKNOWN),
    ("人员状态", "离职", Verdict.UNKNOWN),
    ("人员状态", "在职", Verdict.PASS),
    ("离职日期", "2019-08-01", Verdict.UNKNOWN),
    ("离职日期", "无", Verdict.PASS),
    ("离职时间", "2020-06-30", Verdict.PASS),
    ("是否离职", "否", Verdict.PASS),
    ("是否离职", "是", Verdict.UNKNOWN),
    ("备注", "已离职", Verdict.UNKNOWN),
    ("备注", "在外院进修", Verdict.UNKNOWN),
    ("备注", "下月到岗", Verdict.UNKNOWN),
    ("备注", "党员", Verdict.PASS),
    ("备注", "2018年入职", Verdict.PASS),
    ("说明", "停薪留职", Verdict.UNKNOWN),
    ("合同到期日期", "2019-06-30", Verdict.UNKNOWN),
    ("合同到期日期", "2021-06-30", Verdict.PASS),
    ("劳动关系", "已解除", Verdict.UNKNOWN),
    ("劳动关系", "合同制", Verdict.PASS),
    ("考勤", "旷工自离", Verdict.UNKNOWN),
    ("说明", "本人已去市医院", Verdict.UNKNOWN),
    ("说明", "由县医院调入", Verdict.PASS),
    ("目前执业机构", "聊城市人民医院", Verdict.UNKNOWN),
    ("目前执业机构", "康宁门诊部", Verdict.PASS),
    ("实际工作单位", "东昌府区医院", Verdict.UNKNOWN),
    ("工作单位", "本单位", Verdict.PASS),
    ("原工作单位", "东昌府区医院", Verdict.PASS),
]


@pytest.mark.parametrize(("heading", "said", "expected"), BESIDE)
def test_in_a_column_the_form_does_not_have(tmp_path: Path, heading: str, said: str, expected: Verdict) -> None:
    found = assess(with_column(tmp_path, heading, said), Options(), ENGINE)
    assert finding(found, "opd-nurse-min").verdict is expected


def test_in_a_comment_and_under_a_heading(tmp_path: Path) -> None:
    path = with_column(tmp_path, "备注", "")
    book = openpyxl.load_workbook(path)
    sheet = book["人员花名册"]
    row = next(row for row in range(1, 20) if sheet.cell(row, 2).value == NURSE)
    sheet.cell(row, 2).comment = Comment("已离职", "医保办")
    book.save(path)
    assert finding(assess(path, Options(), ENGINE), "opd-nurse-min").verdict is Verdict.UNKNOWN


def test_a_count_passes_without_the_doubtful_ones(tmp_path: Path) -> None:
    rows = [{**one, "name": f"{one['name']}（已离职）"} if one["name"] == "赵雪" else one for one in CLINIC["staff"]]
    assert verdict(tmp_path, "opd-nurse-min", rows) is Verdict.PASS
