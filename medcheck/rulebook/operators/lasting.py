"""Operators on how long something lasts: from one day to another of the same entry, both days counted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from medcheck.fact import Facts, Scalar
from medcheck.rulebook.bounds import read_period
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import AcceptedValues
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node


class LastsAtLeast(Operator):
    """`lasts_at_least: PERIOD, until: DATE-FIELD` — from the one day to the other it is so long, both days counted.

    The number compared is the days beyond the period; nought is enough, so that a contract from 1 January to 31 December
    is one of a year. `until` is a date of the same entry, or a date fact. What ends never (长期) lasts long enough.

    rule: {fact: failed_evaluations, every: {decided: {lasts_at_least: {months: 3}, until: served}}}
    holds: {failed_evaluations: [{decided: 2026-01-01, served: 2026-03-31}]}
    fails: {failed_evaluations: [{decided: 2026-01-01, served: 2026-03-30}]}
    """

    kinds = ("date",)
    word = "满"

    def __init__(self, node: Node, definition: Definition, end: str, end_label: str, of_entry: bool) -> None:
        super().__init__(definition)
        self.period, self.end, self.end_label = read_period(node), end, end_label
        self.limits = self.interval()
        self.bound = f"{self.period}"
        if of_entry:
            self.beside = end
        else:
            self.reads, self.labels = (end,), {end: end_label}

    @staticmethod
    def interval() -> AcceptedValues:
        """Return [0, ∞)."""
        return AcceptedValues(low=Fraction(0))

    def number(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Fraction | None:
        """Return the days beyond the period up to the day of a fact."""
        return self.days(value, facts[self.end].day)

    def answer_beside(self, value: Scalar, other: Scalar) -> bool | None:
        """Return whether it lasts so long up to another day of the same entry."""
        number = self.days(value, other)
        return None if number is None else self.limits.holds(number)

    def days(self, start: Scalar, end: Scalar | None) -> Fraction | None:
        """Return the days beyond the period, the first and the last day counted; None where one is no day."""
        if not isinstance(start, date) or not isinstance(end, date):
            return None
        return Fraction((end - self.period.after(start)).days + 1)

    def wording(self, subject: str) -> str:
        """Return for example 合同起始日期至合同终止日期（首尾两日计入）满1年."""
        return f"{subject}至{self.end_label}（首尾两日计入）{self.word}{self.bound}"


class LastsAtMost(LastsAtLeast):
    """`lasts_at_most: PERIOD, until: DATE-FIELD` — from the one day to the other it is no longer, both days counted.

    rule: {fact: failed_evaluations, every: {decided: {lasts_at_most: {days: 5}, until: served}}}
    holds: {failed_evaluations: [{decided: 2026-01-01, served: 2026-01-05}]}
    fails: {failed_evaluations: [{decided: 2026-01-01, served: 2026-01-06}]}
    """

    word = "不超过"

    @staticmethod
    def interval() -> AcceptedValues:
        """Return (−∞, 0]."""
        return AcceptedValues(high=Fraction(0))
