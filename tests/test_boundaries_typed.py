"""Every comparison in reading what people type: the last value that is read, and the first that is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from medcheck.form.dates import read_bare_number, read_date, read_day
from medcheck.form.hours import minutes, read_hours, read_weekdays
from medcheck.form.numbers import float_text, read_number, read_numeral, read_percent
from medcheck.form.private import has_number, masked, masked_text, masked_widely
from medcheck.intake.identifiers import id_card_fault, uscc_fault

YEARS = [
    ("1899-12-31", None),
    ("1900-01-01", date(1900, 1, 1)),
    ("2100-12-31", date(2100, 12, 31)),
    ("2101-01-01", None),
    ("2019-02-28", date(2019, 2, 28)),
    ("2019-02-29", None),
    ("2020-02-29", date(2020, 2, 29)),
    ("2019-12-31", date(2019, 12, 31)),
    ("2019-13-01", None),
    ("2019-00-01", None),
    ("2019-04-30", date(2019, 4, 30)),
    ("2019-04-31", None),
    ("20191118", date(2019, 11, 18)),
    ("二〇一九年十一月三十日", date(2019, 11, 30)),
    ("二〇一九年十一月三十一日", None),
]


@pytest.mark.parametrize(("typed", "day"), YEARS)
def test_the_first_and_the_last_day(typed: str, day: date | None) -> None:
    found, reason = read_date(typed)
    assert (found, bool(reason)) == (day, day is None)


@pytest.mark.parametrize(("typed", "day"), [("2019-11-18 星期一", date(2019, 11, 18)), ("2019-11-18 星期二", None)])
def test_a_day_of_the_week_must_be_right(typed: str, day: date | None) -> None:
    assert read_date(typed)[0] == day


# A spreadsheet counts days from 1899-12-30; 2100 of them is 1905-09-30.
KEPT = [
    (date(1899, 12, 29), "年份应在 1900 至 2100 之间"),
    (date(1899, 12, 30), "是否把数字“0”填成了日期？"),
    (date(1905, 3, 13), "是否把数字“1899”填成了日期？"),
    (date(1905, 3, 14), "是否把年份“1900”填成了日期？"),
    (date(1905, 9, 30), "是否把年份“2100”填成了日期？"),
    (date(1905, 10, 1), ""),
    (date(2100, 12, 31), ""),
    (date(2101, 1, 1), "年份应在 1900 至 2100 之间"),
]


@pytest.mark.parametrize(("day", "reason"), KEPT)
def test_a_number_typed_into_a_cell_for_days(day: date, reason: str) -> None:
    found, why = read_day(day, str(day))
    assert found == (None if reason else day)
    assert reason in why
    assert bool(why) == bool(reason)


BARE = [
    ("32873", ""),  # 1989-12-31
    ("32874", "是否为日期 1990-01-01？"),
    ("58804", "是否为日期 2060-12-29？"),
    ("58806", "是否为日期 2060-12-31？"),
    ("58807", ""),
    ("1899", ""),
    ("999999999", ""),
    ("0.5", ""),
    ("-5", ""),
    ("1900", "是否为 1900 年？"),
    ("2099", "是否为 2099 年？"),
    ("2100", ""),
    ("2019.1", "是否为 2019 年 1 月或 2019 年 10 月？"),
    ("2019.2", "是否为 2019 年 2 月？"),
    ("2019.12", "是否为 2019 年 12 月？"),
    ("2019.13", ""),
    ("2019.0", ""),
    ("201912", "是否为 2019 年 12 月？"),
    ("201913", ""),
]


@pytest.mark.parametrize(("typed", "ask"), BARE)
def test_what_a_bare_number_may_mean(typed: str, ask: str) -> None:
    found, reason = read_bare_number(typed)
    assert found is None
    assert ask in reason
    assert ("是否为" in reason) == bool(ask)


HOURS = [
    ("00:00-24:00", ("00:00-24:00",)),
    ("8:00-23:59", ("08:00-24:00",)),
    ("8:00-23:58", ("08:00-23:58",)),
    ("8:00-24:01", None),
    ("24:00-8:00", None),
    ("23:59-8:00", ("23:59-08:00",)),
    ("8:00-8:00", None),
    ("8:00-8:01", ("08:00-08:01",)),
    ("8:59-12:00", ("08:59-12:00",)),
    ("8:60-12:00", None),
    ("下午1点-下午5点", ("13:00-17:00",)),
    ("上午8点-下午12点", ("08:00-12:00",)),
    ("中午12点-下午5点半", ("12:00-17:30",)),
    ("下午11点-次日7点", ("23:00-07:00",)),
    ("下午13点-下午17点", ("13:00-17:00",)),
    ("8:00-次日8:00", None),
    ("8:00-次日7:59", ("08:00-07:59",)),
    ("8:00-次日12:00", None),
    ("8:00-12:00，14:00-21:30", ("08:00-12:00", "14:00-21:30")),
]


@pytest.mark.parametrize(("typed", "spans"), HOURS)
def test_hours_of_a_day(typed: str, spans: tuple[str, ...] | None) -> None:
    assert read_hours(typed)[0] == spans


@pytest.mark.parametrize(
    ("span", "ends"), [("08:00-20:30", (480, 1230)), ("20:00-08:00", (1200, 1920)), ("00:00-24:00", (0, 1440))]
)
def test_hours_in_minutes(span: str, ends: tuple[int, int]) -> None:
    assert minutes(span) == ends


DAYS = [
    ("周一至周五", ("周一", "周二", "周三", "周四", "周五")),
    ("周六至周一", ("周一", "周六", "周日")),
    ("周日", ("周日",)),
    ("周日至周日", ("周日",)),
    ("周一至周日", ("周一", "周二", "周三", "周四", "周五", "周六", "周日")),
    ("工作日、周日", ("周一", "周二", "周三", "周四", "周五", "周日")),
    ("周末", ("周六", "周日")),
    ("周八", None),
]


@pytest.mark.parametrize(("typed", "days"), DAYS)
def test_days_of_the_week(typed: str, days: tuple[str, ...] | None) -> None:
    assert read_weekdays(typed)[0] == days


SHARES = [
    ("0", 0),
    ("0.01", None),
    ("1", None),
    ("1%", Decimal("0.01")),
    ("1.01", Decimal("0.0101")),
    ("0.5%", Decimal("0.005")),
    ("100", 1),
    ("38.5", Decimal("0.385")),
]


@pytest.mark.parametrize(("typed", "share"), SHARES)
def test_a_share_up_to_one_needs_its_sign(typed: str, share: Decimal | int | None) -> None:
    assert read_percent(typed)[0] == share


NUMBERS = [
    ("1千", "人", 1000),
    ("1.2万", "元", 12000),
    ("3百", "人", 300),
    ("1亿", "元", 100000000),
    ("12,345", "人", 12345),
    ("1,234,567.5", "元", Decimal("1234567.5")),
    ("12,34", "人", None),
    ("1234,567", "人", None),
    ("-1", "人", None),
    ("20位", "人", 20),
    ("20个", "人", None),
    ("60平", "㎡", 60),
    ("60m2", "㎡", 60),
    ("（60）", "㎡", None),
    ("60（㎡）", "㎡", 60),
    ("约20", "人", None),
    ("二十", "人", 20),
    ("二百零三", "人", 203),
    ("一万零三", "人", 10003),
    ("一万一千", "人", 11000),
    ("二百三", "人", None),
]


@pytest.mark.parametrize(("typed", "unit", "number"), NUMBERS)
def test_numbers_as_typed(typed: str, unit: str, number: int | Decimal | None) -> None:
    assert read_number(typed, unit)[0] == number


NUMERALS = [
    ("零", 0),
    ("十", 10),
    ("十九", 19),
    ("二十", 20),
    ("一百一十", 110),
    ("一千零一", 1001),
    ("九千九百九十九万九千九百九十九", 99999999),
    ("一万零九百九十九", 10999),
    ("一万一千", 11000),
    ("一万万", None),
]


@pytest.mark.parametrize(("typed", "value"), NUMERALS)
def test_numerals(typed: str, value: int | None) -> None:
    assert read_numeral(typed) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (59.96, "59.96"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (1e400, "#NUM!"),
    ],
)
def test_a_double_as_the_cell_shows_it(number: float, text: str) -> None:
    assert float_text(number) == text


# 91371500MA3C000008 and the cards are made up; the last sign is the right one by GB 32100 and GB 11643.
CARD = "371502199001012026"
CARDS = [
    (CARD, ""),
    ("37150219900101202", "应为 17 位数字加 1 位数字或 X"),
    ("3715021990010120266", "应为 17 位数字加 1 位数字或 X"),
    ("371502199001012027", "校验不通过，至少有一位写错"),
    ("371502199002302020", "其中的出生日期不存在"),
]


@pytest.mark.parametrize(("number", "fault"), CARDS)
def test_identity_cards(number: str, fault: str) -> None:
    assert id_card_fault(number) == fault


def test_one_wrong_sign_of_a_card_or_a_credit_code_is_found_wherever_it_is() -> None:
    for place in range(17):
        wrong = CARD[:place] + str((int(CARD[place]) + 1) % 10) + CARD[place + 1 :]
        assert id_card_fault(wrong), place
    code = "123715000045123451"
    codes = {uscc_fault(code[:-1] + sign) for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY"}
    assert codes == {"", "校验不通过，至少有一位写错"}


MASKED = [
    ("", ""),
    ("1234567", "*******"),
    ("12345678", "123*5678"),
    ("13912345678", "139****5678"),
    (CARD, "371***********2026"),
]


@pytest.mark.parametrize(("number", "shown"), MASKED)
def test_the_first_three_and_the_last_four_signs_are_shown(number: str, shown: str) -> None:
    assert masked(number) == shown


TEXTS = [
    (f"身份证{CARD}。", "身份证371***********2026。"),
    ("身份证37150219900101202X", "身份证371***********202X"),
    ("身份证37150219900101202x", "身份证371***********202x"),
    ("身份证371502200001012026", "身份证371***********2026"),
    ("电话13012345678", "电话130****5678"),
    ("电话19912345678", "电话199****5678"),
    ("电话12912345678", "电话12912345678"),
    ("编号139123456789", "编号139123456789"),
    ("编号A13912345678", "编号A13912345678"),
    ("编号13912345678B", "编号13912345678B"),
    ("371502199013012026", "371502199013012026"),  # no thirteenth month
    ("371502199012312026", "371***********2026"),
    ("371502199012322026", "371502199012322026"),
    ("371502189012312026", "371502189012312026"),
]


@pytest.mark.parametrize(("text", "shown"), TEXTS)
def test_numbers_of_persons_within_a_text(text: str, shown: str) -> None:
    assert masked_text(text) == shown
    assert has_number(text) == (text != shown)


WIDE = [
    ("0635-4212345", "063*****2345"),
    ("0635-42123456", "063******3456"),
    ("010-42123456", "010*****3456"),
    ("06354212345", "063****2345"),
    ("371502900101202", "371********1202"),  # an old card of fifteen digits
    ("371502901301202", "371502901301202"),
    ("13012345678", "130****5678"),
    ("19912345678", "199****5678"),
    ("编号A13912345678", "编号A139****5678"),
    (CARD, "371***********2026"),
    ("371502200001012026", "371***********2026"),
    ("4212345", "4212345"),
]


@pytest.mark.parametrize(("text", "shown"), WIDE)
def test_whatever_may_be_somebodys_number_in_a_cell_beside(text: str, shown: str) -> None:
    assert masked_widely(text) == shown
