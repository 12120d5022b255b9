"""Operators on the time between two days. Windows look forward and clamp at month ends."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from medcheck.fact import Facts, Scalar
from medcheck.rulebook.bounds import read_period
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import AcceptedValues
from medcheck.rulebook.scale import Scale
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node


class _FromDay(Operator):
    kinds = ("date",)

    def __init__(self, definition: Definition, day: str, day_label: str) -> None:
        super().__init__(definition)
        self.day, self.day_label = day, day_label
        self.reads, self.labels = (day,), {day: day_label}


class AgoAtLeast(_FromDay):
    """`ago_at_least: PERIOD [from: DATE-FACT]` — event plus period is on or before the day.

    The number compared is the days from event plus period to the day; nought, the corresponding day, is enough.

    rule: {fact: site_operation_start_date, ago_at_least: {months: 3}}
    holds: {site_operation_start_date: 2019-08-18, application_date: 2019-11-18}
    fails: {site_operation_start_date: 2019-08-19, application_date: 2019-11-18}
    """

    def __init__(self, node: Node, definition: Definition, day: str, day_label: str) -> None:
        super().__init__(definition, day, day_label)
        self.period = read_period(node)
        self.limits = AcceptedValues(low=Fraction(0))
        self.bound = f"{self.period}"

    def number(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Fraction | None:
        """Return the days past the corresponding day."""
        day = facts[self.day].day
        if day is None or not isinstance(value, date):
            return None
        return Fraction((day - self.period.after(value)).days)

    def scale(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Scale | None:
        """Return the days from the event to the day beside the days of the period."""
        day = facts[self.day].day
        if day is None or not isinstance(value, date) or date.max in (value, day) or value > day:
            return None
        period = Fraction((self.period.after(value) - value).days)
        ends = [None if edge is None else period for edge in (self.limits.low, self.limits.high)]
        return Scale(Fraction((day - value).days), ends[0], ends[1], "天")

    def hint(self, value: Scalar, facts: Facts) -> str:
        """Return the earliest day on which it would hold."""
        return f"最早可在{self.earliest(value)}满足" if isinstance(value, date) else ""

    def earliest(self, value: Scalar) -> date | None:
        """Return the corresponding day."""
        return self.period.after(value) if isinstance(value, date) else None

    def wording(self, subject: str) -> str:
        """Return for example 开始执业日期距申请日期满3个月."""
        return f"{subject}距{self.day_label}满{self.bound}"


class AgoAtMost(AgoAtLeast):
    """`ago_at_most: PERIOD [from: DATE-FACT]` — the day is on or before event plus period.

    rule: {fact: licence_issue_date, ago_at_most: {months: 12}, from: assessment_date}
    holds: {licence_issue_date: 2018-11-18, assessment_date: 2019-11-18}
    fails: {licence_issue_date: 2018-11-17, assessment_date: 2019-11-18}
    """

    def __init__(self, node: Node, definition: Definition, day: str, day_label: str) -> None:
        super().__init__(node, definition, day, day_label)
        self.limits = AcceptedValues(high=Fraction(0))

    def hint(self, value: Scalar, facts: Facts) -> str:
        """Return the last day on which it held."""
        return f"有效至{self.period.after(value).isoformat()}" if isinstance(value, date) else ""

    def earliest(self, value: Scalar) -> date | None:
        """Return nothing: what is too long ago does not mend itself."""
        return None

    def wording(self, subject: str) -> str:
        """Return for example 最近体检日期距评估日期不超过12个月."""
        return f"{subject}距{self.day_label}不超过{self.bound}"


class NotBefore(_FromDay):
    """`not_before: DATE-FACT` — the value is on or after the other day.

    rule: {fact: licence_verified_until, not_before: assessment_date}
    holds: {licence_verified_until: 2019-11-18, assessment_date: 2019-11-18}
    fails: {licence_verified_until: 2019-11-17, assessment_date: 2019-11-18}
    """

    def __init__(self, node: Node, definition: Definition, day: str, day_label: str) -> None:
        super().__init__(definition, day, day_label)
        self.limits = AcceptedValues(low=Fraction(0))
        self.bound = day_label

    def number(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Fraction | None:
        """Return the days from the other day to the value."""
        day = facts[self.day].day
        return None if day is None or not isinstance(value, date) else Fraction((value - day).days)

    def wording(self, subject: str) -> str:
        """Return for example 有效期不早于评估日期."""
        return f"{subject}不早于{self.day_label}"
