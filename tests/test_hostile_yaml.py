"""A case, data or rule file that is too deep, too large, refers to itself or holds what no file may hold: refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck import yaml_source
from medcheck.case.case_file import read_case
from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.rulebook.bounds import read_date, read_number, read_period
from medcheck.vocabulary import load_vocabulary
from tests.applications import SAMPLES

DEEP = "层次过深，应不超过 40 层\n  处理：检查缩进和括号，减少层次后重试"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: " + "[" * 3000 + "]" * 3000, f"错误：x.yaml 第 2 行：{DEEP}"),
        ("a: " + "[" * 60 + "]" * 60, f"错误：x.yaml 第 1 行：{DEEP}"),
        ("- " * 3000 + "a", f"错误：x.yaml 第 1 行：{DEEP}"),
        ("[" * 100_000, f"错误：x.yaml 第 1 行：{DEEP}"),
        ("a: 1\nb: &b [*b]", f"错误：x.yaml 第 2 行：{DEEP}"),
        (
            LAUGHS,
            "错误：x.yaml 第 1 行：内容过多（引用展开后超过 40 万项）\n  处理：删去多余的内容和引用（& 和 *）后重试",
        ),
        (
            "a: 1\nb: x\0y",
            "错误：x.yaml 第 2 行：有不能出现在文本中的字符\n  处理：删去该字符，或用记事本另存为 UTF-8 编码后重试",
        ),
        (
            f"a: 1\nb: {'x' * 100_001}",
            "错误：x.yaml 第 2 行：一项的内容应不超过 10 万个字，现为 100001 个字\n  处理：删去多余的内容后重试",
        ),
        ("a: 1\n[b, c]: 2", "错误：x.yaml 第 2 行：键应为一个词，现为列表或映射\n  处理：改写为“键: 值”"),
        ("a: *b", "错误：x.yaml 第 1 行：不是合法的 YAML 写法\n  处理：检查本行和上一行的缩进、引号、括号和冒号后重试"),
    ],
    ids=["flow", "sixty", "block", "unclosed", "itself", "laughs", "nul", "long", "key", "no anchor"],
)
def test_a_hostile_text_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(MedcheckError) as caught:
        yaml_source.parse(text, "x.yaml")
    assert str(caught.value) == message


def test_references_of_a_usual_size_are_written_out() -> None:
    assert yaml_source.parse("a: &a [1, 2]\nb: *a", "x.yaml").plain() == {"a": ["1", "2"], "b": ["1", "2"]}


def test_what_nobody_sees_is_dropped() -> None:
    assert yaml_source.parse('a: "王\\u200b芳\\e[31m\\u202e"', "x.yaml").plain() == {"a": "王芳[31m"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("application_date: 9999-12-31", "第 1 行：“application_date”年份应在 1900 至 2100 之间，现为“9999-12-31”"),
        ("assessment_date: 0001-01-01", "第 1 行：“assessment_date”年份应在 1900 至 2100 之间，现为“0001-01-01”"),
        (
            "registers:\n  - {fact: usable_area_m2, value: " + "9" * 5000 + ", by: 王芳, on: 2019-11-19}",
            f"第 2 行：“实际使用面积”应为数字，现为“{'9' * 60}…（共 5000 个字）”",
        ),
        (
            "registers:\n  - {fact: opening_date, value: 9999-12-31, by: 王芳, on: 9999-12-31}",
            "年份应在 1900 至 2100 之间",
        ),
        ("registers: [" * 3000, "层次过深"),
    ],
    ids=["far day", "first day", "number", "signed", "deep"],
)
def test_a_case_file_with_such_a_value_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "案件.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MedcheckError) as caught:
        read_case(path, load_vocabulary())
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_number, "9" * 5000),
        (read_number, f"1/{'9' * 5000}"),
        (read_date, "9999-12-31"),
        (read_period, "{years: 99999}"),
        (read_period, f"{{days: {'9' * 5000}}}"),
    ],
)
def test_a_bound_of_a_rule_is_bounded(read: object, text: str) -> None:
    with pytest.raises(MedcheckError, match="第 1 行"):
        read(yaml_source.parse(text, "x.yaml"))  # type: ignore[operator]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_far_day_on_the_command_line_is_usage(day: str) -> None:
    result = CliRunner().invoke(main, ["assess", str(SAMPLES / "clinic-eligible.xlsx"), "--as-of", day])
    assert result.exit_code == 2
    assert "年份应在 1900 至 2100 之间" in result.stderr
