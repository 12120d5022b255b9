"""Values as people type them: exact, or refused with the reason."""

import re
from datetime import date, datetime, time
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcheck.form.form import FormField
from medcheck.form.numbers import read_numeral
from medcheck.form.values import mend_text, read_value, text_of

AREA = FormField(id="area", label="使用面积", kind="number", unit="㎡")
BEDS = FormField(id="beds", label="床位数", kind="number", unit="张", integer=True)
MONEY = FormField(id="stock", label="库存金额", kind="number", unit="元")
COUNT = FormField(id="count", label="数量", kind="number", integer=True, unit_spellings=("台", "张"))
SHARE = FormField(id="share", label="药占比", kind="percent", unit="%")
DAY = FormField(id="day", label="申请日期", kind="date")
VALID_TO = FormField(id="valid_to", label="有效期至", kind="date", long_term=True)
MONTH = FormField(id="month", label="参保起始", kind="date", year_month=True)
FLAG = FormField(id="flag", label="是否独立", kind="flag", spellings={"独立": "是", "合用": "否"})
KIND = FormField(id="kind", label="类别", kind="choice", choices=("诊所", "卫生院(镇)"), spellings={"门诊": "诊所"})
ROOM = FormField(id="room", label="房间", kind="choice", choices=("药房",), open_choice=True)
CODE = FormField(id="code", label="身份证号", kind="code")
USCC = FormField(id="uscc", label="统一社会信用代码", kind="code", digits=18)
LINES = FormField(id="lines", label="执业地点", kind="lines")
TEXT = FormField(id="text", label="名称")


@pytest.mark.parametrize(
    ("raw", "field", "value"),
    [
        (60.0, AREA, 60),
        (59.96, AREA, Decimal("59.96")),
        (0.1 + 0.2, AREA, Decimal("0.3")),
        ("60㎡", AREA, 60),
        ("60 平方米", AREA, 60),
        ("60m²", AREA, 60),
        ("60（平方米）", AREA, 60),
        ("６０．５", AREA, Decimal("60.5")),
        ("1,234.50", AREA, Decimal("1234.5")),
        ("1，234", AREA, 1234),
        ("60.0", AREA, 60),
        ("二十张", BEDS, 20),
        ("20张", BEDS, 20),
        (20, BEDS, 20),
        ("壹佰", BEDS, 100),
        ("三万五千元", MONEY, 35000),
        ("30万元", MONEY, 300000),
        ("1.2万", MONEY, 12000),
        ("¥3千", MONEY, 3000),
        ("1张", COUNT, 1),
        ("一台", COUNT, 1),
        ("0", COUNT, 0),
        ("60%", SHARE, Decimal("0.6")),
        ("３８．５％", SHARE, Decimal("0.385")),
        ("100%", SHARE, 1),
        ("38.5", SHARE, Decimal("0.385")),
        (38.5, SHARE, Decimal("0.385")),
        (120.0, SHARE, Decimal("1.2")),
        ("0.8%", SHARE, Decimal("0.008")),
        ("0", SHARE, 0),
        (0.0, SHARE, 0),
        ("0%", SHARE, 0),
        (date(2019, 9, 1), DAY, date(2019, 9, 1)),
        (datetime(2019, 9, 1, 14, 30), DAY, date(2019, 9, 1)),
        ("2019-9-1", DAY, date(2019, 9, 1)),
        ("2019.9.1", DAY, date(2019, 9, 1)),
        ("2019/09/01", DAY, date(2019, 9, 1)),
        ("20190901", DAY, date(2019, 9, 1)),
        (20190901.0, DAY, date(2019, 9, 1)),
        ("2019年9月1日", DAY, date(2019, 9, 1)),
        ("２０１９年９月１日", DAY, date(2019, 9, 1)),
        ("二〇一九年十一月二十一日", DAY, date(2019, 11, 21)),
        ("2018、4、2", DAY, date(2018, 4, 2)),
        ("2018,4,2", DAY, date(2018, 4, 2)),
        ("2018，4，2", DAY, date(2018, 4, 2)),
        ("2018 4 2", DAY, date(2018, 4, 2)),
        ("2018. 4. 2", DAY, date(2018, 4, 2)),
        ("2018年 4月 2日", DAY, date(2018, 4, 2)),
        ("2020-02-29", DAY, date(2020, 2, 29)),
        ("长期", VALID_TO, date.max),
        ("2019-03", MONTH, date(2019, 3, 1)),
        ("2019年3月", MONTH, date(2019, 3, 1)),
        ("201903", MONTH, date(2019, 3, 1)),
        ("2019、3", MONTH, date(2019, 3, 1)),
        ("是", FLAG, True),
        ("√", FLAG, True),
        ("有", FLAG, True),
        ("y", FLAG, True),
        ("v", FLAG, True),
        ("Ｖ", FLAG, True),
        ("∨", FLAG, True),
        ("独 立", FLAG, True),
        (True, FLAG, True),
        ("否", FLAG, False),
        ("无", FLAG, False),
        ("×", FLAG, False),
        ("合用", FLAG, False),
        (" 诊 所 ", KIND, "诊所"),
        ("门诊", KIND, "诊所"),
        ("卫生院（镇）", KIND, "卫生院(镇)"),
        ("茶水间", ROOM, "茶水间"),
        ("37150219780101123x", CODE, "37150219780101123X"),
        ("3715 0219 7801 0112 34", CODE, "371502197801011234"),
        ("abc-１２３", CODE, "abc-123"),
        (13800000000.0, CODE, "13800000000"),
        ("52371502mje00123xj", USCC, "52371502MJE00123XJ"),
        ("柳园路 1 号\n\n 振兴路 2 号；新政路 3 号", LINES, ("柳园路 1 号", "振兴路 2 号", "新政路 3 号")),
        ("　康宁\u200b门诊部\n", TEXT, "康宁门诊部"),
        (12.0, TEXT, "12"),
    ],
)
def test_value_is_read_exactly(raw, field, value):
    read = read_value(raw, field)
    assert read == (value, "")
    assert type(read[0]) is type(value)


@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        (None, AREA, "未填写"),
        ("  　", AREA, "未填写"),
        ("约60", AREA, "应填写一个确定的数字，现为“约60”"),
        ("60左右", AREA, "应填写一个确定的数字，现为“60左右”"),
        ("60余平方米", AREA, "应填写一个确定的数字，现为“60余平方米”"),
        ("20～30", AREA, "应填写一个确定的数字，现为“20～30”"),
        ("20-30", AREA, "应填写一个确定的数字，现为“20-30”"),
        ("20 或 30", AREA, "应填写一个确定的数字，现为“20 或 30”"),
        ("≥60", AREA, "应填写一个确定的数字，现为“≥60”"),
        ("1 234", AREA, "应填写一个确定的数字，现为“1 234”"),
        ("1,23", AREA, "千位分隔符位置不对，现为“1,23”"),
        ("1,2345", AREA, "千位分隔符位置不对，现为“1,2345”"),
        ("半年", AREA, "应为数字，现为“半年”"),
        ("一百二", AREA, "应为数字，现为“一百二”"),
        ("1.2.3", AREA, "应为数字，现为“1.2.3”"),
        ("60亩", AREA, "单位应为“㎡”，现为“60亩”"),
        ("二十张", AREA, "单位应为“㎡”，现为“二十张”"),
        ("60%", AREA, "单位应为“㎡”，现为“60%”"),
        ("60²", AREA, "单位应为“㎡”，现为“60²”"),
        ("5½", AREA, "单位应为“㎡”，现为“5½”"),
        ("3桶", COUNT, "应为不带单位的数字，现为“3桶”"),
        ("-5", AREA, "不应为负数，现为“-5”"),
        (-5.0, AREA, "不应为负数，现为“-5”"),
        (date(2019, 1, 5), AREA, "应为数字，现为“2019-01-05”"),
        (True, AREA, "应为数字，现为“TRUE”"),
        (1.5, BEDS, "应为整数，现为“1.5”"),
        (0.385, SHARE, "不大于 1 的数应带百分号，例如 38.5%，现为“0.385”"),
        ("1", SHARE, "不大于 1 的数应带百分号，例如 38.5%，现为“1”"),
        ("-5%", SHARE, "不应为负数，现为“-5%”"),
        ("38.5元", SHARE, "单位应为“%”，现为“38.5元”"),
        ("三成", SHARE, "单位应为“%”，现为“三成”"),
        ("约38%", SHARE, "应填写一个确定的数字，现为“约38%”"),
        ("2019-02-30", DAY, "没有这一天，现为“2019-02-30”"),
        ("20191301", DAY, "没有这一天，现为“20191301”"),
        ("2019-09", DAY, "应写明年月日，现为“2019-09”"),
        ("长期", DAY, "应为一个确定的日期，现为“长期”"),
        ("2019年底", DAY, "应为一个确定的日期，现为“2019年底”"),
        ("2019-01-01至2020-01-01", DAY, "应为一个确定的日期，现为“2019-01-01至2020-01-01”"),
        ("2019-9/1", DAY, "应为日期，例如 2019-09-01，现为“2019-9/1”"),
        ("9/1/2019", DAY, "应为日期，例如 2019-09-01，现为“9/1/2019”"),
        ("18-4-2", DAY, "年份应为四位，例如 2019-09-01，现为“18-4-2”"),
        ("18年4月2日", DAY, "年份应为四位，例如 2019-09-01，现为“18年4月2日”"),
        ("2018 4", DAY, "应写明年月日，现为“2018 4”"),
        (43192.0, DAY, "应为日期，例如 2019-09-01，现为“43192”；是否为日期 2018-04-02？请将单元格设为日期格式"),
        (32873.0, DAY, "应为日期，例如 2019-09-01，现为“32873”"),
        ("43192", DAY, "应为日期，例如 2019-09-01，现为“43192”"),
        (time(8, 30), DAY, "应为日期，例如 2019-09-01，现为“08:30:00”"),
        ("0219-09-01", DAY, "年份应在 1900 至 2100 之间，现为“0219-09-01”"),
        (date(2101, 1, 1), DAY, "年份应在 1900 至 2100 之间，现为“2101-01-01”"),
        (
            date(1900, 1, 9),
            DAY,
            "应为日期，现为“1900-01-09”；是否把数字“10”填成了日期？"
            "请写成 2019-09-01 这样的日期；确为该日的，请将单元格设为文本格式后再填",
        ),
        ("不清楚", FLAG, "应为“是”或“否”，现为“不清楚”"),
        ("1", FLAG, "应为“是”或“否”，现为“1”"),
        ("已交", FLAG, "应为“是”或“否”，现为“已交”"),
        ("诊所部", KIND, "应为诊所、卫生院(镇)之一，现为“诊所部”"),
        (371502197801011234.0, CODE, "超过 15 位的号码存成了数字，末尾数位已丢失，现为“371502197801011000”"),
        ("5237150", USCC, "应为 18 位，现为 7 位“5237150”"),
    ],
)
def test_value_is_refused_with_the_reason(raw, field, reason):
    assert read_value(raw, field) == (None, reason)


@given(st.integers(0, 99_999_999))
def test_numerals_agree_with_cn2an(number):
    assert read_numeral(cn2an.an2cn(number)) == number
    assert read_numeral(cn2an.an2cn(number, "up")) == number


@given(st.text("零一二三四五六七八九十百千万", min_size=1, max_size=7))
def test_numeral_is_never_read_otherwise_than_cn2an_reads_it(text):
    number = read_numeral(text)
    if number is not None:
        assert cn2an.cn2an(re.sub("(?<![一二三四五六七八九])十", "一十", text), "strict") == number


@given(st.decimals(0, 9_999_999, places=2))
def test_a_double_is_read_as_what_the_cell_shows(number):
    assert read_value(float(number), AREA)[0] == number


def test_text_of_shows_what_the_applicant_sees():
    raws = [None, 1e14, 59.96, True, date(2019, 9, 1), datetime(2019, 9, 1, 8, 30), " a\r\nb "]
    assert [text_of(raw) for raw in raws] == [
        "",
        "100000000000000",
        "59.96",
        "TRUE",
        "2019-09-01",
        "2019-09-01 08:30:00",
        "a\nb",
    ]


def test_every_kind_says_how_to_mend_it():
    assert [mend_text(field) for field in (AREA, BEDS, SHARE, DAY, VALID_TO, FLAG, KIND, CODE, TEXT)] == [
        "只填一个数字（单位：㎡）后重新提交",
        "只填一个整数（单位：张）后重新提交",
        "填写一个百分数（例如 38.5%）后重新提交",
        "按 2019-09-01 的写法填写后重新提交",
        "按 2019-09-01 的写法填写，长期有效的填“长期”后重新提交",
        "从下拉列表中选择“是”或“否”后重新提交",
        "从下拉列表中选择一项后重新提交",
        "将单元格设为文本格式，按证件原文重新填写后提交",
        "更正后重新提交",
    ]
