"""What a number format shows of a value; None: the stored value itself."""

from __future__ import annotations

import pytest

from medcheck.book.number_format import seen

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (60, "General", None),
        (59.96, "0", None),  # rounding is for the eye; the stored value counts
        (60, "#,##0.00", None),
        (60, "[$¥-804]#,##0.00", None),
        (60, ACCOUNTING, None),
        (0, ACCOUNTING, None),
        (60, "0.00_);[Red]\\(0.00\\)", None),
        (60, "0.0E+00", None),
        (0.5, "# ?/?", None),
        (43709, 'yyyy"年"m"月"d"日";@', None),
        ("张三", "@", None),
        (0.425, "0.0%", "42.5%"),
        (42.5, '0.0"%"', "42.5%"),
        (42.5, "0.0\\%", "42.5%"),
        (60, '0"亩"', "60亩"),
        (60, '"约"0', "约60"),
        (60, 'G/通用格式"人"', "60人"),
        (30, '0.00"万元"', "30万元"),
        (60000, '0.0,"千元"', "60千元"),
        (120000, '0!.0,"万元"', "12万元"),
        (38, "0.0!%", "38%"),
        (20190301, "0000!年00!月00!日", "20190301（显示为“20190301日”）"),
        (60, "[$$-409]#,##0.00", "$60"),
        (1, '[=1]"是";[=0]"否"', "是"),
        (0, '[=1]"是";[=0]"否"', "否"),
        (59, '[>=60]"合格";"不合格"', "不合格"),
        (123, "000000", "000123"),
        (13812345678, "000-0000-0000", "13812345678"),
        ("听诊器", '@"（待购）"', "听诊器（待购）"),
        (60, ";;;", ""),
        ("张三", ";;;", ""),
        (0, "0;-0;", ""),
        (60, "[White]0", ""),
        (4, '"-"0', "4（显示为“-4”）"),
        (4, "\\-0", "4（显示为“-4”）"),
        (4, '"("0")"', "4（显示为“(4)”）"),
        (-4, '0;"-"0', None),
        # Digits of the format's own, words between the digits, thousands without a word: two numbers, so none is read.
        (5, '"60"', "5（显示为“60”）"),
        (5, '0"60"', "5（显示为“560”）"),
        (605, '0"."0', "605（显示为“60.5”）"),
        (60000, "0,", "60000（显示为“60”）"),
    ],
)
def test_what_a_person_sees_of_a_value(value, code, shown) -> None:
    assert seen(value, code) == shown


@pytest.mark.parametrize("code", ['"' * 5000, "[" * 5000, "\\", "_", "*", ";" * 5000, "0" * 5000, "[>=]0", '"'])
def test_a_broken_or_endless_format_raises_nothing(code) -> None:
    shown = seen(60, code)
    assert shown is None or len(shown) <= 600


SIGNS = [
    ("<60", "少多多"),
    ("<=60", "少少多"),
    (">60", "多多少"),
    (">=60", "多少少"),
    ("=60", "多少多"),
    ("<>60", "少多少"),
]


@pytest.mark.parametrize(("sign", "words"), SIGNS)
def test_a_condition_below_at_and_above_its_bound(sign: str, words: str) -> None:
    assert "".join(str(seen(value, f'[{sign}]"少";"多"')) for value in (59.99, 60, 60.01)) == words


SECTIONS = [
    (-1, '0;"负";"零";@', "负"),
    (0, '0;"负";"零";@', "零"),
    (1, '"正";"负";"零";@', "正"),
    (-1, '"正";"负"', "负"),
    (0, '"正";"负"', "正"),
    ("张三", '0;0;0;"无"', "无"),
    ("张三", "[White]@", ""),
    ("张三", "0;0;0;@", None),
    (-5, "000", "-5"),
    (5, "000", "005"),
    (5.5, "000", "5.5"),
    (5, "0", None),
]


@pytest.mark.parametrize(("value", "code", "shown"), SECTIONS)
def test_which_section_shows_a_value(value: object, code: str, shown: str | None) -> None:
    assert seen(value, code) == shown


@pytest.mark.parametrize(("length", "number"), [(254, "50%"), (255, "50%"), (256, "0.5")])
def test_of_a_format_255_characters_are_read(length: int, number: str) -> None:
    """The sign of a percentage that stands behind them is not seen."""
    words = "元" * (length - 4)
    assert seen(0.5, f'0"{words}"%') == f"{number}{words}"
