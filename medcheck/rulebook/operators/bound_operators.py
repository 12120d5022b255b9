"""Operators that compare one value with a bound: at_least, at_most, more_than, less_than, equals, between, one_of, near."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar

from medcheck.fact import Facts, Scalar
from medcheck.rulebook.bounds import read_number, show_number
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import AcceptedValues
from medcheck.rulebook.scale import Scale
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node


class _OneBound(Operator):
    kinds: ClassVar[tuple[str, ...]] = ("number", "date", "rank")
    words: ClassVar[dict[str, str]]

    def __init__(self, node: Node, definition: Definition, percent: bool = False) -> None:
        super().__init__(definition, percent)
        edge = self.read(node)
        self.limits = self.interval(edge)
        # A fraction that does not end is printed as the rule states it: 8/15（约53.33%）.
        shown = self.show(edge)
        self.bound = f"{node.text}（{shown}）" if shown.startswith("约") else shown

    @staticmethod
    @abstractmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return when a number is enough for this bound."""

    def wording(self, subject: str) -> str:
        """Return for example 实际使用面积不少于60㎡."""
        kind = "percent" if self.percent and "percent" in self.words else self.definition.kind
        return f"{subject}{self.words.get(kind, self.words['number'])}{self.bound}"


class AtLeast(_OneBound):
    """`at_least: B` — the bound itself is enough.

    rule: {fact: usable_area_m2, at_least: 60}
    holds: {usable_area_m2: 60}
    fails: {usable_area_m2: 59.99}
    """

    words: ClassVar = {"number": "不少于", "percent": "不低于", "date": "不早于", "rank": "不低于"}

    @staticmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return [edge, ∞)."""
        return AcceptedValues(low=edge)


class AtMost(_OneBound):
    """`at_most: B` — the bound itself is enough.

    rule: {fact: indicator_drug_income_pct, at_most: 45%}
    holds: {indicator_drug_income_pct: 45%}
    fails: {indicator_drug_income_pct: 45.01%}
    """

    words: ClassVar = {"number": "不超过", "percent": "不高于", "date": "不晚于", "rank": "不高于"}

    @staticmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return (−∞, edge]."""
        return AcceptedValues(high=edge)


class MoreThan(_OneBound):
    """`more_than: B` — the bound itself is not enough.

    rule: {fact: usable_area_m2, more_than: 60}
    holds: {usable_area_m2: 60.01}
    fails: {usable_area_m2: 60}
    """

    words: ClassVar = {"number": "多于", "date": "晚于", "rank": "高于"}

    @staticmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return (edge, ∞)."""
        return AcceptedValues(low=edge, low_open=True)


class LessThan(_OneBound):
    """`less_than: B` — the bound itself is not enough.

    rule: {fact: assessment_date, less_than: 2019-12-01}
    holds: {assessment_date: 2019-11-30}
    fails: {assessment_date: 2019-12-01}
    """

    words: ClassVar = {"number": "少于", "date": "早于", "rank": "低于"}

    @staticmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return (−∞, edge)."""
        return AcceptedValues(high=edge, high_open=True)


class Equals(_OneBound):
    """`equals: B` — exactly the bound, of any kind.

    rule: {fact: network_ready, equals: 是}
    holds: {network_ready: 是}
    fails: {network_ready: 否}
    """

    kinds = ("number", "date", "rank", "choice", "flag")
    words: ClassVar = {"number": "应为", "flag": "："}

    def wording(self, subject: str) -> str:
        """Return a statement that must be true as it stands (具备电脑联网条件), else for example 床位数应为20张."""
        if self.definition.kind == "flag" and self.bound == "是" and not subject.startswith("是否"):
            return subject
        return super().wording(subject)

    @staticmethod
    def interval(edge: Fraction) -> AcceptedValues:
        """Return [edge, edge]."""
        return AcceptedValues(low=edge, high=edge)


class Between(Operator):
    """`between: [A, B]` — both ends are enough.

    rule: {fact: nurse_count, per: physician_count, between: [1.8, 2.2]}
    holds: {nurse_count: 18, physician_count: 10}
    fails: {nurse_count: 23, physician_count: 10}
    """

    kinds = ("number", "date", "rank")

    def __init__(self, node: Node, definition: Definition, percent: bool = False) -> None:
        super().__init__(definition, percent)
        if len(node.items) != 2:
            raise node.error("between 需要两个界限", "写成 between: [下限, 上限]")
        low, high = (self.read(item) for item in node.items)
        if low > high:
            raise node.error(f"下限 {self.show(low)} 大于上限 {self.show(high)}，任何数值都不能满足", "交换两个界限")
        self.limits = AcceptedValues(low=low, high=high)
        self.bound = f"{self.show(low)}至{self.show(high)}"

    def wording(self, subject: str) -> str:
        """Return for example 申请日期在2019-09-01至2022-08-31之间."""
        return f"{subject}在{self.bound}之间"


class OneOf(Operator):
    """`one_of: [A, B, …]` — any of the values.

    rule: {fact: practice_document, one_of: [中医诊所备案证, 诊所备案凭证]}
    holds: {practice_document: 诊所备案凭证}
    fails: {practice_document: 医疗机构执业许可证}
    """

    kinds = ("number", "date", "rank", "choice")

    def __init__(self, node: Node, definition: Definition, percent: bool = False) -> None:
        super().__init__(definition, percent)
        if not node.items:
            raise node.error("one_of 没有列出任何值，任何情况都不能满足", "至少列出一个值")
        self.limits = AcceptedValues(values=tuple(self.read(item) for item in node.items))
        self.bound = "、".join(self.show(value) for value in self.limits.values)

    def wording(self, subject: str) -> str:
        """Return for example 所在地为甲、乙之一."""
        return f"{subject}为{self.bound}{'之一' if len(self.limits.values) > 1 else ''}"


class Near(Operator):
    """`near: {target, within, or_units}` — within the tolerance, or within so many units of the numerator.

    The number compared is the distance beyond what is tolerated, so that nought or less is enough.

    rule: {fact: lab_staff_count, share_of: health_tech_count, near: {target: 4%, within: 0.5%}}
    holds: {lab_staff_count: 9, health_tech_count: 200}
    fails: {lab_staff_count: 10, health_tech_count: 200}
    """

    kinds = ("number",)

    def __init__(self, node: Node, definition: Definition, percent: bool = False) -> None:
        super().__init__(definition, percent)
        node.only(("target", "within", "or_units"), "near ")
        for key in ("target", "within"):
            if key not in node.mapping:
                raise node.error(f"near 缺少“{key}”", "写成 near: {target: 4%, within: 1%, or_units: 1}")
        self.target = read_number(node.mapping["target"])
        self.within = read_number(node.mapping["within"])
        self.units = read_number(node.mapping["or_units"]) if "or_units" in node.mapping else Fraction(0)
        self.limits = AcceptedValues(high=Fraction(0))
        units = f"或相差不超过{show_number(self.units)}{definition.unit}" if self.units else ""
        self.bound = f"{self.show(self.target)}（允许上下{self.show(self.within)}{units}）"

    def number(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Fraction:
        """Return |x − target| less the wider of the two tolerances."""
        by = divisor or Fraction(1)
        return abs(self.key(value) / by - self.target) - max(self.within, self.units / by)

    def scale(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Scale | None:
        """Return the value between the ends of what is tolerated."""
        by = divisor or Fraction(1)
        widest = max(self.within, self.units / by)
        unit = "%" if self.percent else "" if divisor else self.definition.unit
        return Scale(self.key(value) / by, self.target - widest, self.target + widest, unit)

    def distance(self, value: Scalar, divisor: Fraction) -> Fraction:
        """Return by how many whole units of the numerator a value is beyond what is tolerated."""
        count, widest = self.key(value), max(self.within * divisor, self.units)
        edges = (ceil(self.target * divisor - widest), floor(self.target * divisor + widest))
        return min(abs(count - edge) for edge in edges)

    def wording(self, subject: str) -> str:
        """Return for example 检验人员占卫生技术人员的比例接近4%（允许上下1%或相差不超过1人）."""
        return f"{subject}接近{self.bound}"
