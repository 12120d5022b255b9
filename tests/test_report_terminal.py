"""The terminal face: width, control characters, an old console, problems."""

from __future__ import annotations

import io
import re

from rich.console import Console

from medcheck.errors import Place, Problem
from medcheck.report.text.terminal import print_problems
from tests.report_faces import named, printed
from tests.report_sample import sample


def test_terminal_keeps_its_width_and_shows_no_control_characters() -> None:
    text = printed(named("\x1b[31m红\x07\u202e反\n行"), width=60)
    assert "�[31m红��反 行" in text
    assert max(Console(width=200).render_str(line, markup=False).cell_len for line in text.splitlines()) <= 60


def test_terminal_names_the_kind_of_each_problem_and_both_verdicts_of_a_waiver() -> None:
    text = printed(sample())
    assert re.findall("^【(必填|矛盾|错误|提示)】", text, re.M) == [
        *("必填", "必填", "矛盾", "错误"),
        *("提示", "错误", "提示"),
    ]
    assert "【矛盾】  C6：身份证件号码的校验位不符，不可能是真实号码\n" in text
    assert "已放宽（批准的界限：0 人）；未放宽时：【不符合】\n" in text
    assert text.index("须知") < text.index("影响结论的事项")


def test_terminal_survives_a_gbk_console() -> None:
    printed(sample()).encode("gbk")


def test_problems_on_the_terminal() -> None:
    console = Console(file=io.StringIO(), width=60, color_system=None)
    print_problems(
        [
            Problem(
                Place("申请表.xlsx", "人员", "C7"),
                "执业证书编号应为 15 位数字，现为“12345”。",
                "按证书更正该单元格后重新提交。",
            ),
            Problem(Place("申请表.xlsx"), "有隐藏的工作表“备份”", "如需提交请取消隐藏", hint=True),
        ],
        console,
    )
    assert console.file.getvalue() == (  # type: ignore[attr-defined]
        "错误：申请表.xlsx《人员》C7：执业证书编号应为 15 位数字，现\n"
        "      为“12345”。\n"
        "  处理：按证书更正该单元格后重新提交。\n"
        "提示：申请表.xlsx：有隐藏的工作表“备份”\n"
        "  处理：如需提交请取消隐藏\n"
    )
