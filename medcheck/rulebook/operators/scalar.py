"""What operators on one value share: numbers, dates, choices, ranks and flags, and the quotient of two numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import ClassVar

from medcheck.errors import suggest
from medcheck.fact import Facts, Scalar
from medcheck.rulebook.bounds import read_date, read_number, show_number
from medcheck.rulebook.requirement import AcceptedValues
from medcheck.rulebook.scale import Scale
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node

# How many values an operator remembers its answer of: memory stays flat over any number of applications.
_REMEMBERED = 1000


def key(definition: Definition, value: Scalar) -> Fraction:
    """Return the order-preserving number of a value of a definition's kind: dates as days, options by their place.

    Raises TypeError for a free text, which has no order.
    """
    if definition.kind in ("choice", "rank"):
        return Fraction(list(definition.options).index(str(value)))
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, str):
        raise TypeError(f"{definition.label} is text and cannot be compared")
    return Fraction(value)


def show(definition: Definition, number: Fraction, near: Fraction | None = None, percent: bool = False) -> str:
    """Return a compared number as a reader sees it: with unit, as a date, or as the option's label."""
    if definition.kind == "number":
        percent = percent or definition.unit == "%"
        return show_number(number, near, percent) + ("" if percent else definition.unit)
    if definition.kind == "date":
        return "长期" if number == date.max.toordinal() else date.fromordinal(int(number)).isoformat()
    if definition.kind == "flag":
        return "是" if number else "否"
    return list(definition.options.values())[int(number)]


class Operator(ABC):
    """A comparison of one value (or a quotient) with a bound.

    `kinds` are the kinds of fact it can read, `reads` further facts it needs with their `labels`, `beside` a further field of
    the same entry, `limits` when the number is enough.
    """

    kinds: ClassVar[tuple[str, ...]] = ()
    limits: AcceptedValues
    reads: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    beside: str = ""
    bound: str = ""

    @abstractmethod
    def wording(self, subject: str) -> str:
        """Return the requirement in Chinese for a subject."""

    def number(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Fraction | None:
        """Return the exact number to compare, or None where a fact in `reads` is not known."""
        number = self.key(value)
        return number / divisor if divisor else number

    def answer(self, value: Scalar, facts: Facts) -> bool | None:
        """Return whether a value alone is enough, or None where a fact in `reads` is not known.

        A roster asks the same of the same few values thousands of times: what hangs on the value only is remembered.
        """
        if self.reads:
            number = self.number(value, None, facts)
            return None if number is None else self.limits.holds(number)
        remembered = self._answers.get(value)
        if remembered is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            number = self.number(value, None, facts)
            assert number is not None
            remembered = self._answers[value] = self.limits.holds(number)
        return remembered

    def answer_beside(self, value: Scalar, other: Scalar) -> bool | None:
        """Return whether a value is enough beside that of the field `beside`; raises TypeError where it names none."""
        raise TypeError(f"{self.definition.label} stands alone")

    def gap(self, number: Fraction) -> Fraction:
        """Return how far a number that is not enough stands from the nearest edge of the bound."""
        return min((abs(number - edge) for edge in self.limits.edges), default=Fraction(0))

    def scale(self, value: Scalar, divisor: Fraction | None, facts: Facts) -> Scale | None:
        """Return the value beside its bounds as a reader would draw it; None for what is not a number."""
        if self.definition.kind != "number" or self.limits.values:
            return None
        unit = "%" if self.percent else "" if divisor else self.definition.unit
        return Scale(self.key(value) / (divisor or 1), self.limits.low, self.limits.high, unit)

    def hint(self, value: Scalar, facts: Facts) -> str:
        """Return what only this operator can tell of a failure, such as the earliest day, or an empty string."""
        return ""

    def earliest(self, value: Scalar) -> date | None:
        """Return the first day on which a failing value would be enough, for the operators on time."""
        return None

    def __init__(self, definition: Definition, percent: bool = False) -> None:
        self.definition = definition
        self.percent = percent
        self._answers: dict[Scalar, bool] = {}

    def key(self, value: Scalar) -> Fraction:
        """Return the order-preserving number of a value."""
        return key(self.definition, value)

    def read(self, node: Node) -> Fraction:
        """Return the number of a bound as a rule writes it; raise RuleError where it does not fit the kind of fact."""
        kind = self.definition.kind
        if kind == "number":
            number = read_number(node)
            if number < 0:
                raise node.error(f"界限不能是负数，现为“{node.text}”", "改为零或正数")
            if node.text.endswith("%") and not self.percent and self.definition.unit not in ("", "%"):
                raise node.error(f"“{self.definition.label}”的界限不能用百分数，现为“{node.text}”", "写成数字")
            return number
        if kind == "date":
            return Fraction(read_date(node).toordinal())
        if kind == "flag":
            if node.text not in ("是", "否"):
                raise node.error(f"“{self.definition.label}”只能是 是 或 否，现为“{node.text}”", "改为 是 或 否")
            return Fraction(node.text == "是")
        options = self.definition.options
        if node.text not in options:
            text = f"“{self.definition.label}”没有选项“{node.text}”{suggest(node.text, options)}"
            raise node.error(text, f"可用的选项：{'、'.join(options)}")
        return self.key(node.text)

    def show(self, number: Fraction, near: Fraction | None = None) -> str:
        """Return a compared number as a reader sees it."""
        return show(self.definition, number, near, self.percent)
