"""A requirement on one value, or on the quotient of two: `{fact: F [, per: G | share_of: G], OP: BOUND}`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil

from medcheck.fact import CellRef, Facts, Scalar, Status
from medcheck.rulebook.bounds import show_number
from medcheck.rulebook.operators.bound_operators import Equals, Near, OneOf
from medcheck.rulebook.operators.scalar import Operator, key, show
from medcheck.rulebook.requirement import (
    Evidence,
    Explanation,
    Measured,
    Requirement,
    not_known,
    unmeasured,
)
from medcheck.rulebook.scale import COUNTED
from medcheck.vocabulary import Definition

_MEASURED_PARTS = 100  # what is measured (㎡, 元) is told to the hundredth


class ValueRequirement(Requirement):
    """One value (divided by another where `divisor` is given) against the bound of an operator."""

    def __init__(
        self,
        fact: str,
        definition: Definition,
        operator: Operator,
        divisor: str = "",
        divided: Definition | None = None,
    ) -> None:
        self.fact, self.definition, self.operator = fact, definition, operator
        self.divisor, self.divided = divisor, divided
        self.limits, self.bound = operator.limits, operator.bound
        self.labels = {fact: definition.label}
        if divided is not None:
            self.labels[divisor] = divided.label
        self.labels |= operator.labels
        self._facts = tuple(dict.fromkeys(name for name in (fact, divisor, *operator.reads) if name))

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the fact, its divisor, and the date it is counted from, where there are such."""
        return self._facts

    @property
    def subject(self) -> str:
        """Return what is judged, in Chinese."""
        if self.divided is None:
            return self.definition.label
        if self.operator.percent:
            return f"{self.definition.label}占{self.divided.label}的比例"
        return f"{self.definition.label}与{self.divided.label}之比"

    def wording(self) -> str:
        """Return the requirement in Chinese."""
        return self.operator.wording(self.subject)

    def measure(self, facts: Facts) -> Measured:
        """Return the exact value, quotient or days; unknown and undefined where the divisor is nought."""
        if worst := unmeasured(facts, self.facts):
            return worst
        value, by = self._values(facts)
        if by == 0:
            return Measured(Status.UNKNOWN, undefined=True)
        number = self.operator.number(value, by, facts)
        return Measured(Status.UNKNOWN) if number is None else Measured(Status.KNOWN, number)

    def earliest(self, facts: Facts, measured: Measured) -> date | None:
        """Return the first day on which a day that is too late would be long enough ago."""
        value = facts[self.fact].value
        return self.operator.earliest(value) if isinstance(value, date) else None

    @property
    def only_time_mends(self) -> bool:
        """Return whether the day it is counted from has happened."""
        return self.definition.happened

    def _values(self, facts: Facts) -> tuple[Scalar, Fraction | None]:
        value = facts[self.fact].value
        by = facts[self.divisor].value if self.divisor else None
        assert isinstance(value, Scalar)
        return value, None if by is None else Fraction(by)  # type: ignore[arg-type]  # a divisor is a number fact

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return the value, by how much it misses the bound, and its cells."""
        if unknown := not_known(facts, self.facts, self.labels):
            return unknown
        value, by = self._values(facts)
        evidence = tuple(self._evidence(facts))
        if measured.undefined:
            return Explanation(
                "无法计算", reasons=(f"{self.labels[self.divisor]}为 0，比值没有意义",), evidence=evidence
            )
        number = measured.number
        assert number is not None
        failed = not self.limits.holds(number)
        edge = min(self.limits.edges, key=lambda edge: abs(number - edge), default=None)
        plain = self.operator.key(value) / (by or 1)
        gap = "；".join(filter(None, self._gaps(value, by, number, facts))) if failed else ""
        scale = self.operator.scale(value, by, facts)
        return Explanation(self.operator.show(plain, edge), gap=gap, evidence=evidence, scale=scale)

    def _gaps(self, value: Scalar, by: Fraction | None, number: Fraction, facts: Facts) -> Iterator[str]:
        """Yield how far a failing value is off, in its unit, and what would put it right."""
        operator, kind = self.operator, self.definition.kind
        if kind in ("flag", "choice", "rank") or isinstance(operator, OneOf):
            return
        distance, short = operator.gap(number), self.limits.low is not None and number < self.limits.low
        if kind == "date":
            if not operator.reads:
                yield f"{'早' if short else '晚'} {distance} 天"
                return
            yield f"差 {distance} 天" if short else f"超 {distance} 天"
            yield operator.hint(value, facts)
            return
        unit = self.definition.unit
        if by is not None and isinstance(operator, Near):
            few = self.operator.key(value) / by < operator.target
            people = operator.distance(value, by)
            yield f"{'少' if few else '多'} {show_number(people)} {unit}".rstrip()
            return
        if by is None or isinstance(operator, Near):
            word = ("缺" if unit in COUNTED else "差") if short else "超出"
            points = "个百分点" if unit == "%" else unit
            yield f"{word} {operator.show(distance).removesuffix(unit)} {points}".rstrip()
            return
        scale, points = (100, " 个百分点") if operator.percent else (1, "")
        amount = show_number(distance * scale)
        about = "约" if amount.startswith("约") else ""
        yield f"{'差' if short else '超出'}{about} {amount.removeprefix('约')}{points}"
        if short and self.limits.low is not None and not isinstance(operator, Equals):
            yield self._lacking(value, by, self.limits.low)

    def _lacking(self, value: Scalar, by: Fraction, low: Fraction) -> str:
        """Return how many are lacking: of a share, within the same total and added to it (an added one counts in both)."""
        unit, missing = self.definition.unit, self._up(low * by - self.operator.key(value))
        text = f"{self.definition.label}缺 {show_number(missing)} {unit}".rstrip()
        share = self.operator.percent and low < 1
        added = self._up((low * by - self.operator.key(value)) / (1 - low)) if share else missing
        return text if added == missing else f"{text}（总数不变），或新增 {show_number(added)} {unit}".rstrip()

    def _up(self, amount: Fraction) -> Fraction:
        """Return an amount that is enough: whole people and things, of what is measured two decimals."""
        parts = 1 if self.definition.unit in COUNTED or not self.definition.unit else _MEASURED_PARTS
        return Fraction(ceil(amount * parts), parts)

    def _evidence(self, facts: Facts) -> Iterator[Evidence]:
        cited: set[CellRef] = set()
        for name, definition in ((self.fact, self.definition), (self.divisor, self.divided)):
            if definition is None:
                continue
            fact = facts[name]
            assert isinstance(fact.value, Scalar)
            shown = show(definition, key(definition, fact.value))
            if not fact.sources:
                yield Evidence(definition.label, shown)
            # Two counts of one roster rest on the same columns: each is cited once.
            for ref in (ref for ref in fact.sources if ref not in cited):
                cited.add(ref)
                yield Evidence(ref.label or definition.label, shown if len(fact.sources) == 1 else ref.raw, ref)
