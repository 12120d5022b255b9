"""The rule language: what it reads, how it words it, what it refuses and on which line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from medcheck import yaml_source
from medcheck.errors import RuleError
from medcheck.fact import Fact, Facts, Member, Members, Record, Status, conflict, known
from medcheck.rulebook.bounds import Period, show_number
from medcheck.rulebook.language import Language
from medcheck.rulebook.requirement import Explanation, Measured, Requirement
from medcheck.rulebook.rule import read_section
from medcheck.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(Path(__file__).parent / "data" / "engine-facts.yaml")
LANGUAGE = Language(VOCABULARY)


def requirement(text: str):  # type: ignore[no-untyped-def]
    return LANGUAGE.requirement(yaml_source.parse(text, "rules.yaml"))


WORDINGS = [
    ("{fact: area, at_least: 60}", "面积不少于60㎡"),
    ("{fact: beds, at_most: 100}", "床位不超过100张"),
    ("{fact: beds, more_than: 1}", "床位多于1张"),
    ("{fact: beds, less_than: 12000}", "床位少于12,000张"),
    ("{fact: grade, at_least: 二级}", "等级不低于二级"),
    ("{fact: grade, one_of: [无, 一级]}", "等级为无、一级之一"),
    ("{fact: chain, equals: 是}", "是否连锁：是"),
    ("{fact: kind_of_place, equals: clinic}", "机构类型应为诊所"),
    ("{fact: nurses, share_of: staff_count, at_least: 20%}", "护士占人员的比例不低于20%"),
    ("{fact: staff_count, per: beds, at_most: 1.4}", "人员与床位之比不超过1.4"),
    ("{fact: opened, ago_at_least: {months: 3}}", "开业日期距申请日期满3个月"),
    ("{fact: opened, ago_at_least: {months: 3, days: 1}}", "开业日期距申请日期满3个月零1天"),
    ("{fact: opened, ago_at_most: {months: 12}, from: assessment_date}", "开业日期距评估日期不超过12个月"),
    ("{fact: opened, not_before: application_date}", "开业日期不早于申请日期"),
    ("{fact: opened, between: [2019-09-01, 2022-08-31]}", "开业日期在2019-09-01至2022-08-31之间"),
    ("{fact: departments, includes: [内科, 外科]}", "科室包括内科、外科"),
    ("{fact: departments, includes: [皮肤科], inside: [内科, 外科]}", "科室包括皮肤科（可设在内科、外科内）"),
    ("{fact: departments, includes_any: [内科, 外科]}", "科室包括内科或外科"),
    ("{fact: departments, includes_at_least: 2, of: [内科, 外科, 眼科]}", "科室至少包括以下2项：内科、外科、眼科"),
    ("{fact: gaps, none: true}", "无人时段：无"),
    ("{fact: staff, where: {title: {at_least: 副高}}, at_least: 2}", "人员名册（职称不低于副高）数量不少于2人"),
    ("{fact: staff, every: {months: {at_least: 3}}}", "人员名册逐一满足：参保月数不少于3月"),
    ("{fact: staff, none_within: {months: 3}, date: checkup}", "人员名册：3个月内无"),
    ("{document: licence, has: [original, copy]}", "许可证：已提交、已出示原件、已交复印件"),
    (
        "{fact: nurses, share_of: staff_count, near: {target: 4%, within: 1%, or_units: 1}}",
        "护士占人员的比例接近4%（允许上下1%或相差不超过1人）",
    ),
    ("{fact: area, at_least: 60 ㎡}", "面积不少于60㎡"),
    ("{fact: area, between: [60㎡, 80㎡]}", "面积在60㎡至80㎡之间"),
    ("{fact: area, per: staff_count, at_least: 2.5㎡/人}", "面积与人员之比不少于2.5"),
    (
        "{fact: nurses, share_of: staff_count, near: {target: 4%, within: 1%, or_units: 1人}}",
        "护士占人员的比例接近4%（允许上下1%或相差不超过1人）",
    ),
    ("{fact: staff, where: {months: {at_least: 3月}}, at_least: 2人}", "人员名册（参保月数不少于3月）数量不少于2人"),
    (
        "{fact: staff, every: {checkup: {lasts_at_least: {years: 1}, until: left}}}",
        "人员名册逐一满足：体检日期至离职日期（首尾两日计入）满1年",
    ),
    (
        "{fact: opened, lasts_at_most: {months: 6}, until: assessment_date}",
        "开业日期至评估日期（首尾两日计入）不超过6个月",
    ),
    ("{any_of: [{fact: area, at_least: 60}, {fact: chain, equals: 是}]}", "面积不少于60㎡，或者是否连锁：是"),
    ("{fact: staff, at_least: 2, distinct: [number, name]}", "人员名册（同一人只计一次）数量不少于2人"),
]


@pytest.mark.parametrize(("text", "words"), WORDINGS, ids=[words for _, words in WORDINGS])
def test_wording(text: str, words: str) -> None:
    assert requirement(text).wording() == words


REFUSED = [
    ("{fact: bed, at_least: 1}", "词汇表中没有事实“bed”；您是否想写“beds”？"),
    ("{fact: beds, atleast: 1}", "要求中没有“atleast”；您是否想写“at_least”？"),
    ("{fact: beds, includes: [内科]}", "includes 不适用于“床位”（number）"),
    ("{fact: beds, at_least: 60㎡}", "界限“60㎡”的单位是“㎡”，而“床位”以“张”为单位"),
    ("{fact: beds, at_least: 六十张}", "界限应为整数、小数、百分数或分数，现为“六十张”"),
    ("{fact: beds, between: [60张, 80人]}", "界限“80人”的单位是“人”，而“床位”以“张”为单位"),
    ("{fact: area, per: staff_count, at_least: 2.5㎡}", "界限“2.5㎡”的单位是“㎡”，而“面积”以“㎡/人”为单位"),
    ("{fact: nurses, share_of: staff_count, at_least: 20人}", "界限“20人”的单位是“人”，而“护士”没有单位"),
    (
        "{fact: nurses, share_of: staff_count, near: {target: 4%, within: 1%, or_units: 1张}}",
        "界限“1张”的单位是“张”，而“护士”以“人”为单位",
    ),
    (
        "{fact: area, share_of: staff_count, at_least: 20%}",
        "share_of 的两个事实单位不同：“面积”以“㎡”为单位，“人员”以“人”为单位",
    ),
    ("{fact: staff, at_least: 2张}", "界限“2张”的单位是“张”，而“人员名册”以“人”为单位"),
    ("{fact: opened, lasts_at_least: {years: 1}}", "lasts_at_least 没有写明 until"),
    (
        "{fact: opened, ago_at_least: {years: 1}, until: application_date}",
        "until 只与 lasts_at_least、lasts_at_most 同用",
    ),
    (
        "{fact: staff, every: {checkup: {lasts_at_least: {years: 1}, until: title}}}",
        "字段“title”不是日期",
    ),
    (
        "{fact: staff, every: {checkup: {lasts_at_least: {years: 1}, until: lift}}}",
        "词汇表中没有事实“lift”",
    ),
    ("{any_of: [{fact: area, at_least: 60}]}", "any_of 应列出两项以上要求"),
    ("{any_of: [{fact: area, at_least: 60}, {any_of: []}]}", "any_of 之内不能再写 any_of"),
    ("{any_of: [{fact: area, at_least: 60}, {fact: beds, at_least: 1}], fact: area}", "any_of 的要求中没有“fact”"),
    ("{fact: beds, at_least: 1, at_most: 2}", "一条要求应恰有一个运算符，此处有 2 个运算符：at_least、at_most"),
    ("{fact: beds}", "一条要求应恰有一个运算符，此处没有运算符"),
    ("{fact: beds, between: [9, 1]}", "下限 9张 大于上限 1张，任何数值都不能满足"),
    ("{fact: grade, at_least: 四级}", "“等级”没有选项“四级”；您是否想写“二级”？"),
    ("{fact: chain, equals: yes}", "“是否连锁”只能是 是 或 否，现为“yes”"),
    ("{fact: opened, at_least: 2019/9/1}", "应为日期，现为“2019/9/1”"),
    ("{fact: opened, ago_at_least: {month: 3}}", "没有时间单位“month”；您是否想写“months”？"),
    ("{fact: opened, ago_at_least: {months: 0}}", "“months”应为正整数，现为“0”"),
    ("{fact: opened, at_least: 2019-09-01, from: application_date}", "from 只与 ago_at_least、ago_at_most 同用"),
    ("{fact: departments, includes: [内课]}", "“科室”中没有“内课”；您是否想写“内科”？"),
    ("{fact: departments, includes: []}", "没有列出任何名称"),
    ("{fact: departments, includes: [内科, 内科]}", "“内科”重复列出"),
    ("{fact: departments, includes_at_least: 4, of: [内科, 外科]}", "includes_at_least 应为 1 至 2 的整数，现为“4”"),
    ("{fact: departments, includes_at_least: 1}", "includes_at_least 与 of 必须同时出现"),
    ("{fact: departments, none: false}", "none 只能写 true，现为“false”"),
    ("{fact: staff, every: {month: {at_least: 3}}}", "“人员名册”没有字段“month”；您是否想写“months”？"),
    ("{fact: staff, none_within: {months: 3}}", "none_within 与 date 必须同时出现"),
    ("{fact: staff, none_within: {months: 3}, date: title}", "字段“title”不是日期"),
    ("{document: licences}", "没有登记材料“licences”；您是否想写“licence”？"),
    ("{document: licence, has: [orginal]}", "材料没有“orginal”这一项；您是否想写“original”？"),
    ("{fact: beds, per: area, share_of: staff_count, at_least: 1}", "per 与 share_of 只能用其一，且只能用于数字"),
    ("{fact: beds, near: {target: 1}}", "near 缺少“within”"),
    ("{at_least: 1}", "要求缺少“fact”、“document”或“any_of”"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[text for text, _ in REFUSED])
def test_refused_with_the_nearest_known_name(text: str, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        requirement(f"\n\n{text}")
    problem = raised.value.problems[0]
    assert (problem.text, str(problem.place)) == (message, "rules.yaml 第 3 行")
    assert problem.mend


SECTION = """
section: {{zh: 测试}}
severity: hard
rules:
  - id: area-min
    title: {{zh: 面积}}
    requires: {{fact: area, at_least: 60}}
{more}
"""

BAD_RULES = [
    ("  - {id: b, title: {zh: 乙}, reqires: {fact: area, at_least: 1}}", "没有“reqires”这个键；您是否想写“requires”？"),
    (
        "  - {id: b, title: {zh: 乙}, requires: {fact: area, at_least: 1}, severity: hrad}",
        "“severity”应为redirect、not_accepted、correctable、hard、advisory之一，现为“hrad”；您是否想写“hard”？",
    ),
    ("  - {id: b, title: {zh: 乙}}", "规则“b”由数据判定，但没有 requires"),
    ("  - {id: B b, title: {zh: 乙}, requires: {fact: area, at_least: 1}}", "“id”写法不符合规定，现为“B b”"),
    ("  - {id: b, requires: {fact: area, at_least: 1}}", "缺少必填的键“title”"),
    (
        "  - {id: b, title: {zh: 乙}, decided_by: reviewer, otherwise_judge: {fact: area, at_least: 1}}",
        "规则“b”有 otherwise_judge，但没有 requires",
    ),
]


@pytest.mark.parametrize(("more", "message"), BAD_RULES, ids=[message for _, message in BAD_RULES])
def test_a_rule_file_is_refused_with_file_and_line(more: str, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        read_section(yaml_source.parse(SECTION.format(more=more), "clinic.yaml"), "clinic", LANGUAGE)
    assert [problem.text for problem in raised.value.problems] == [message]
    assert str(raised.value.problems[0].place) == "clinic.yaml 第 8 行"


def test_every_problem_of_a_file_is_told_at_once() -> None:
    more = "  - {id: b, title: {zh: 乙}, requires: {fact: aera, at_least: 1}}\n  - {id: c, title: {zh: 丙}}"
    with pytest.raises(RuleError) as raised:
        read_section(yaml_source.parse(SECTION.format(more=more), "clinic.yaml"), "clinic", LANGUAGE)
    assert [str(problem.place) for problem in raised.value.problems] == ["clinic.yaml 第 8 行", "clinic.yaml 第 9 行"]


def test_duplicate_keys_are_refused() -> None:
    with pytest.raises(RuleError) as raised:
        yaml_source.parse("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert (
        str(raised.value.problems[0]) == "错误：x.yaml 第 3 行：键“a”重复，前一处在第 1 行\n  处理：删去或改名其中一处"
    )


def test_plain_scalars_stay_text() -> None:
    assert yaml_source.parse("a: no\nb: 0123\nc: 12:30\nd:\n", "x.yaml").plain() == {
        "a": "no",
        "b": "0123",
        "c": "12:30",
        "d": None,
    }


PERIODS = [
    (Period(months=3), date(2019, 11, 30), date(2020, 2, 29)),
    (Period(months=3), date(2018, 11, 30), date(2019, 2, 28)),
    (Period(years=3), date(2017, 3, 1), date(2020, 3, 1)),
    (Period(years=1), date(2020, 2, 29), date(2021, 2, 28)),
    (Period(months=3, days=1), date(2019, 6, 15), date(2019, 9, 16)),
    (Period(days=90), date(2019, 6, 15), date(2019, 9, 13)),
    (Period(months=1), date.max, date.max),
]


@pytest.mark.parametrize(("period", "start", "end"), PERIODS)
def test_period_clamps_at_month_ends(period: Period, start: date, end: date) -> None:
    assert period.after(start) == end


NUMBERS = [
    (Fraction("59.96"), None, False, "59.96"),
    (Fraction(60), None, False, "60"),
    (Fraction(1, 5), None, True, "20%"),
    (Fraction("0.7995"), Fraction("0.8"), True, "79.95%"),
    (Fraction(2, 3), None, False, "约0.67"),
    (Fraction(59999, 60000), Fraction(1), False, "约0.99998"),
    (Fraction(1, 3), None, True, "约33.33%"),
    (Fraction(300000), None, False, "300,000"),
    (Fraction("-0.5"), None, False, "-0.5"),
]


@pytest.mark.parametrize(("number", "near", "percent", "text"), NUMBERS, ids=[text for *_, text in NUMBERS])
def test_a_printed_number_never_contradicts_the_verdict(
    number: Fraction, near: Fraction | None, percent: bool, text: str
) -> None:
    assert show_number(number, near, percent) == text


def facts(*given: Fact) -> Facts:
    return Facts(given)


GAPS = [
    ("{fact: area, at_least: 60}", {"area": Decimal("59.96")}, "59.96㎡", "差 0.04 ㎡"),
    ("{fact: beds, at_least: 20}", {"beds": 19}, "19张", "缺 1 张"),
    ("{fact: beds, at_most: 20}", {"beds": 23}, "23张", "超出 3 张"),
    ("{fact: beds, between: [20, 30]}", {"beds": 31}, "31张", "超出 1 张"),
    (
        "{fact: nurses, share_of: staff_count, at_least: 20%}",
        {"nurses": 9, "staff_count": 50},
        "18%",
        "差 2 个百分点；护士缺 1 人（总数不变），或新增 2 人",
    ),
    (
        "{fact: staff_count, per: beds, at_least: 1.3}",
        {"staff_count": 129, "beds": 100},
        "1.29",
        "差 0.01；人员缺 1 人",
    ),
    ("{fact: staff_count, per: beds, at_most: 1.4}", {"staff_count": 64, "beds": 45}, "约1.42", "超出约 0.02"),
    (
        "{fact: opened, ago_at_least: {months: 3}}",
        {"opened": date(2019, 6, 15), "application_date": date(2019, 9, 14)},
        "2019-06-15",
        "差 1 天；最早可在2019-09-15满足",
    ),
    ("{fact: area, at_least: 60}", {"area": 60}, "60㎡", ""),
    (
        "{fact: departments, includes: [内科, 外科]}",
        {"departments": Members((Member("内科"),))},
        "已有 1 项，共需 2 项",
        "缺 1 项：外科",
    ),
    (
        "{fact: departments, includes_any: [眼科, 外科]}",
        {"departments": Members((Member("内科"),))},
        "都没有",
        "缺眼科或外科",
    ),
    (
        "{fact: departments, includes_at_least: 2, of: [内科, 外科, 眼科]}",
        {"departments": Members((Member("内科"),))},
        "1 项：内科",
        "缺 1 项，可从外科、眼科中选设",
    ),
    (
        "{fact: staff, every: {months: {at_least: 3}}}",
        {"staff": (Record("甲", {"months": 2}), Record("乙", {"months": 3}))},
        "共 2 人，不满足 1 人，不明 0 人",
        "1 人不满足：甲",
    ),
    (
        "{fact: staff, where: {title: {at_least: 副高}}, at_least: 2}",
        {"staff": (Record("甲", {"title": "正高"}), Record("乙", {"title": "初级"}))},
        "1人",
        "缺 1 人",
    ),
    (
        "{fact: staff, none_within: {months: 3}, date: checkup}",
        {"staff": (Record("甲", {"checkup": date(2019, 8, 1)}),), "application_date": date(2019, 9, 1)},
        "甲",
        "有 1 人：甲；最早可在2019-11-01满足",
    ),
    (
        "{document: licence, has: [copy]}",
        {"doc.licence": Record("x", {"present": True, "copy": False})},
        "已提交",
        "缺复印件",
    ),
    ("{document: licence}", {"doc.licence": Record("x", {"present": False})}, "未提交", "未提交"),
]


def explained(made: Requirement, given: Facts) -> Explanation:
    return made.explain(given, made.measure(given))


@pytest.mark.parametrize(("text", "given", "value", "gap"), GAPS, ids=[f"{text} {value}" for text, _, value, _ in GAPS])
def test_value_and_gap(text: str, given: dict[str, object], value: str, gap: str) -> None:
    explanation = explained(requirement(text), facts(*(known(name, one) for name, one in given.items())))  # type: ignore[arg-type]
    assert (explanation.value, explanation.gap) == (value, gap)


def test_division_by_zero_is_unknown_and_undefined() -> None:
    ratio = requirement("{fact: staff_count, per: beds, at_least: 1}")
    given = facts(known("staff_count", 5), known("beds", 0))
    assert ratio.measure(given) == Measured(Status.UNKNOWN, undefined=True)
    assert explained(ratio, given).reasons == ("床位为 0，比值没有意义",)


def test_a_conflict_is_told_with_its_reason() -> None:
    stated = facts(conflict("beds", "申请表为 20，许可证为 19", ()))
    explanation = explained(requirement("{fact: beds, at_least: 20}"), stated)
    assert (explanation.value, explanation.reasons, explanation.unknown) == (
        "数据矛盾",
        ("床位：申请表为 20，许可证为 19",),
        ("beds",),
    )


def test_unmatched_names_make_a_missing_member_unknown_unless_it_is_stated_absent() -> None:
    wanted = requirement("{fact: departments, includes: [内科]}")
    assert wanted.measure(facts(known("departments", Members((), (), ("大内科",))))).status is Status.UNKNOWN
    assert wanted.measure(facts(known("departments", Members((), (), ("大内科",), ("内科",))))).number == 1
    assert wanted.measure(facts(known("departments", Members((), ("内科",))))).status is Status.UNKNOWN
    assert wanted.measure(facts(known("departments", Members((Member("内科"),), (), ("他",))))).number == 0


def test_a_merged_member_counts_only_inside_the_hosts_named() -> None:
    merged = facts(known("departments", Members((Member("皮肤科", "外科"),))))
    assert requirement("{fact: departments, includes: [皮肤科], inside: [内科, 外科]}").measure(merged).number == 0
    assert requirement("{fact: departments, includes: [皮肤科], inside: [内科]}").measure(merged).number == 1
    assert requirement("{fact: departments, includes: [皮肤科], inside: any}").measure(merged).number == 0
    assert requirement("{fact: departments, includes: [皮肤科]}").measure(merged).number == 1
