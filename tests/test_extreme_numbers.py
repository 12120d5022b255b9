"""A number that is infinite, none at all, or of too many digits is refused at its cell, whatever holds it; nothing else suffers."""

import re

import pytest

from medcheck.form.numbers import read_number
from medcheck.intake.read_application import read_application
from tests.packages import archive, parts_of

COVER = "xl/worksheets/sheet2.xml"
AREA, DAY, SHARE, NAME = "B27", "B33", "B41", "B4"


def with_cell(cell: str, inside: bytes) -> bytes:
    """Return the eligible clinic with another content in one cell of its cover, which keeps its style."""
    parts = parts_of()
    found = re.search(rb'<c r="%s"( s="\d+")[^>]*?>.*?</c>' % cell.encode(), parts[COVER])
    assert found
    made = b'<c r="%s"%s%s</c>' % (cell.encode(), found[1], inside)
    return archive(parts | {COVER: parts[COVER].replace(found[0], made)})


def told(tmp_path, cell: str, inside: bytes) -> list[str]:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_cell(cell, inside))
    return [str(problem) for problem in read_application(path).problems if problem.place.cell == cell]


@pytest.mark.parametrize("stored", ["Infinity", "-Infinity", "inf", "NaN", "-nan", "1e400", "-1e400", "9" * 4301])
@pytest.mark.parametrize(
    ("cell", "label"), [(AREA, "业务用房使用面积"), (DAY, "申请日期"), (SHARE, "药占比"), (NAME, "机构名称")]
)
def test_what_is_no_real_number_is_an_error_of_its_cell(tmp_path, stored, cell, label):
    assert told(tmp_path, cell, b"><v>%s</v>" % stored.encode()) == [
        f"错误：a.xlsx《基本信息》{cell}：“{label}”单元格出错（#NUM!）\n  处理：改正公式或直接填写结果后重新提交"
    ]


@pytest.mark.parametrize("stored", ["-1e22", "-1e12", "-99999999999999999999"])
def test_a_day_far_before_all_days_is_an_error_of_its_cell(tmp_path, stored):
    """The parser gives up altogether on such a number in a cell that is shown as a day."""
    assert told(tmp_path, DAY, b"><v>%s</v>" % stored.encode()) == [
        "错误：a.xlsx《基本信息》B33：“申请日期”单元格出错（#NUM!）\n  处理：改正公式或直接填写结果后重新提交"
    ]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("1e22", "10000000000000000000000"), ("1234567890123456", "1234567890123460"), ("1e15", "1000000000000000")],
)
def test_a_number_of_more_than_fifteen_digits_is_refused_at_its_cell(tmp_path, stored, shown):
    assert told(tmp_path, AREA, b"><v>%s</v>" % stored.encode()) == [
        f"错误：a.xlsx《基本信息》B27：“业务用房使用面积”数字应不超过 15 位，现为“{shown}”\n"
        "  处理：只填一个数字（单位：㎡）后重新提交"
    ]


def test_a_long_number_is_quoted_with_its_beginning_only(tmp_path):
    inside = b' t="inlineStr"><is><t>%s</t></is>' % (b"7" * 250)
    assert told(tmp_path, AREA, inside) == [
        f"错误：a.xlsx《基本信息》B27：“业务用房使用面积”数字应不超过 15 位，现为“{'7' * 120}…（共 250 个字）”\n"
        "  处理：只填一个数字（单位：㎡）后重新提交"
    ]


def test_a_share_that_is_huge_is_refused_at_its_cell(tmp_path):
    (told_of_share,) = told(tmp_path, SHARE, b"><v>1e200</v>")
    assert "“药占比”数字应不超过 15 位" in told_of_share


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("999999999999999", 999_999_999_999_999),
        ("9999999999万", 99_999_999_990_000),
        ("00000000000000000012", 12),
        ("60.00000000000000000000", 60),
        ("9999999999999999", None),
        ("999999999999999亿", None),
        ("59." + "9" * 34, None),
    ],
)
def test_fifteen_digits_are_the_bound_of_what_is_typed(typed, number):
    assert read_number(typed, "元")[0] == number
