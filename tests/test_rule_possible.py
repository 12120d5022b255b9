"""Rules that can never pass or never fail: each message of `rules check` in full, and what it must not report."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from medcheck.fact import Facts, Status
from medcheck.rulebook.operators.alternatives import AnyOf
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.possible import answers
from tests import strategies
from tests.small_pack import found, rule

LIMITS = "改正界限、选项或适用范围"
NEVER = [
    ("fact: sites, equals: '1.5'", "地点数应为1.5个"),
    ("fact: sites, one_of: ['0.5', '1.5']", "地点数为0.5个、1.5个之一"),
    ("fact: sites, between: ['1.2', '1.8']", "地点数在1.2个至1.8个之间"),
    ("fact: grade, more_than: 三级", "等级高于三级"),
    ("fact: grade, less_than: 一级", "等级低于一级"),
    ("fact: people, equals: '1.5'", "人员数量应为1.5人"),
    ("fact: people, where: {title: {more_than: 高级}}, at_least: 1", "人员（职称高于高级）数量不少于1人"),
    ("fact: staff_count, share_of: nurse_count, more_than: 100%", "职工数占护士数的比例多于100%"),
    ("fact: staff_count, share_of: staff_count, at_least: 120%", "职工数占职工数的比例不低于120%"),
    ("fact: opened, ago_at_least: {months: 3}, from: opened", "开业日期距开业日期满3个月"),
    ("fact: people, every: {title: {less_than: 初级}}", "人员逐一满足：职称低于初级"),
]
ALWAYS = [
    ("fact: grade, at_least: 一级", "等级不低于一级"),
    ("fact: grade, at_most: 三级", "等级不高于三级"),
    ("fact: category, one_of: [诊所, 门诊部]", "类别为诊所、门诊部之一"),
    ("fact: people, at_least: 0", "人员数量不少于0人"),
    ("fact: people, where: {title: {less_than: 初级}}, none: true", "人员（职称低于初级）：无"),
    (
        "fact: people, where: {title: {at_least: 中级}}, every: {title: {at_least: 初级}}",
        "人员（职称不低于中级）逐一满足：职称不低于初级",
    ),
    (
        "fact: staff_count, share_of: nurse_count, near: {target: 50%, within: 50%}",
        "职工数占护士数的比例接近50%（允许上下50%）",
    ),
    ("fact: staff_count, per: staff_count, at_most: 1", "职工数与职工数之比不超过1"),
    ("fact: opened, not_before: opened", "开业日期不早于开业日期"),
]
FINE = [
    "fact: sites, between: ['0.5', '1.5']",
    "fact: grade, at_least: 二级",
    "fact: category, one_of: [诊所]",
    "fact: staff_count, share_of: nurse_count, at_least: 100%",
    "fact: staff_count, per: sites, more_than: 100",
    "fact: people, at_least: 1",
    "fact: people, where: {months: {at_least: 3}}, every: {months: {at_least: 4}}",
    "fact: opened, not_before: application_date",
    "document: licence, has: [copy]",
]


@pytest.mark.parametrize(("requires", "wording"), NEVER, ids=[wording for _, wording in NEVER])
def test_a_requirement_nothing_can_satisfy(tmp_path: Path, requires: str, wording: str) -> None:
    assert found(tmp_path, rule(requires)) == [
        f"错误：part.yaml 第 4 行：规则“a”的要求“{wording}”永远不能满足 处理：{LIMITS}"
    ]


@pytest.mark.parametrize(("requires", "wording"), ALWAYS, ids=[wording for _, wording in ALWAYS])
def test_a_requirement_nothing_can_violate(tmp_path: Path, requires: str, wording: str) -> None:
    assert found(tmp_path, rule(requires)) == [
        f"错误：part.yaml 第 4 行：规则“a”的要求“{wording}”总是满足，永远不会判为不符合 处理：{LIMITS}，或删去该规则"
    ]


@pytest.mark.parametrize("requires", FINE)
def test_a_requirement_that_can_come_to_either_is_not_reported(tmp_path: Path, requires: str) -> None:
    assert found(tmp_path, rule(requires)) == []


def test_every_entry_of_a_filter_nothing_passes(tmp_path: Path) -> None:
    requires = "fact: people, where: {title: {more_than: 高级}}, every: {months: {at_least: 3}}"
    assert found(tmp_path, rule(requires)) == [
        "错误：part.yaml 第 4 行：规则“a”的要求“人员（职称高于高级）逐一满足：月数不少于3”永远没有可判定的内容 "
        f"处理：{LIMITS}"
    ]


def test_whom_a_rule_binds_already_decides_it(tmp_path: Path) -> None:
    assert found(tmp_path, rule("fact: category, equals: 诊所", ", applies_to: {category: 诊所}")) == [
        f"错误：part.yaml 第 4 行：规则“a”的要求“类别应为诊所”总是满足，永远不会判为不符合 处理：{LIMITS}，或删去该规则"
    ]


def test_applies_to_that_binds_nobody(tmp_path: Path) -> None:
    assert found(tmp_path, rule("fact: area, at_least: 60", ", applies_to: {grade: {more_than: 三级}}")) == [
        f"错误：part.yaml 第 4 行：规则“a”的 applies_to“等级高于三级”永远不成立，该规则对谁都不适用 处理：{LIMITS}"
    ]


def test_applies_to_that_contradicts_its_file(tmp_path: Path) -> None:
    made = rule("fact: area, at_least: 60", ", applies_to: {facility_type: hospital}")
    assert found(tmp_path, made, head="applies_to: {facility_type: clinic}\n") == [
        "错误：part.yaml 第 5 行：规则“a”的 applies_to“机构类型应为医院”与本文件的“机构类型应为门诊”矛盾 "
        "处理：改正其中之一，或把规则移到另一个文件"
    ]


def test_applies_to_may_widen_its_file(tmp_path: Path) -> None:
    made = rule("fact: area, at_least: 60", ", applies_to: {facility_type: {one_of: [hospital, clinic]}}")
    assert found(tmp_path, made, head="applies_to: {facility_type: clinic}\n") == []


@pytest.mark.parametrize(
    ("other", "wording"),
    [("fact: area, less_than: 70", "面积少于70㎡"), ("fact: grade, at_least: 一级", "等级不低于一级")],
)
def test_otherwise_judge_that_always_holds(tmp_path: Path, other: str, wording: str) -> None:
    made = rule("fact: area, at_least: 60", f", otherwise_judge: {{{other}}}")
    assert found(tmp_path, made) == [
        f"错误：part.yaml 第 4 行：规则“a”不符合时 otherwise_judge“{wording}”总是成立，永远不会判为不符合 "
        "处理：改正 otherwise_judge；一律由人认定的，写 decided_by: reviewer"
    ]


def test_otherwise_judge_that_never_holds(tmp_path: Path) -> None:
    made = rule("fact: area, at_least: 60", ", otherwise_judge: {fact: area, at_least: 70}")
    assert found(tmp_path, made) == [
        "错误：part.yaml 第 4 行：规则“a”不符合时 otherwise_judge“面积不少于70㎡”永远不成立 "
        "处理：改正界限，或删去 otherwise_judge"
    ]


def test_otherwise_judge_of_a_lower_bound_is_not_reported(tmp_path: Path) -> None:
    made = rule("fact: area, at_least: 60", ", otherwise_judge: {fact: area, at_least: 50}")
    assert found(tmp_path, made) == []


def test_an_option_that_nothing_can_satisfy(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {a: {requires: {fact: grade, more_than: 三级}}}}}"
    assert found(tmp_path, rule("fact: grade, at_least: 二级", ", reading: r"), readings) == [
        f"错误：readings.yaml 第 1 行：规则“a”（口径 r=y）的要求“等级高于三级”永远不能满足 处理：{LIMITS}"
    ]


def as_the_vocabulary_says(requirement: ValueRequirement, facts: Facts) -> bool:
    """Return whether a share is of a whole it is part of, and a value a multiple of its step; random ones are neither."""
    value, step = facts[requirement.fact].value, requirement.definition.step
    off = requirement.definition.kind == "number" and step and value is not None and Fraction(value) % Fraction(step)  # type: ignore[arg-type]
    return not requirement.operator.percent and not off


@pytest.mark.parametrize("seed", range(20))
def test_no_application_contradicts_what_is_called_impossible(seed: int) -> None:
    random = Random(seed)
    for one in strategies.rules(random, 40):
        for _ in range(20):
            facts = strategies.facts(random)
            for requirement in one.requirements:
                parts = requirement.parts if isinstance(requirement, AnyOf) else (requirement,)
                values = [part for part in parts if isinstance(part, ValueRequirement)]
                if not all(as_the_vocabulary_says(part, facts) for part in values):
                    continue
                measured = requirement.measure(facts)
                if measured.status is Status.KNOWN and measured.number is not None:
                    assert requirement.limits.holds(measured.number) in answers(requirement), requirement.wording()
