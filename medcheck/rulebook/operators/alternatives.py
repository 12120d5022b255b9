"""Several requirements of which any is enough."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from medcheck.fact import Facts, Status
from medcheck.rulebook.requirement import AcceptedValues, Explanation, Measured, Requirement

# Where none is known to hold: what stands in the way of knowing, the worst first.
_OPEN = (Status.ERROR, Status.CONFLICT, Status.UNKNOWN)


class AnyOf(Requirement):
    """`any_of: [requirement, …]` — one that holds is enough; what is open may still hold; all that fail is a failure.

    The number compared is how many hold. A list with nothing to judge is left out; where all are, nothing is judged.

    rule: {any_of: [{fact: usable_area_m2, at_least: 60}, {fact: licence_category, equals: 村卫生室}]}
    holds: {usable_area_m2: 59, licence_category: 村卫生室}
    fails: {usable_area_m2: 59, licence_category: 诊所}
    """

    limits = AcceptedValues(low=Fraction(1))

    def __init__(self, parts: tuple[Requirement, ...]) -> None:
        self.parts = parts
        self.bound = "；或".join(part.bound for part in parts)

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts of all of them."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.facts))

    def wording(self) -> str:
        """Return for example 实际使用面积不少于60㎡，或者机构类别应为村卫生室."""
        return "，或者".join(part.wording() for part in self.parts)

    def measure(self, facts: Facts) -> Measured:
        """Return how many hold where one does or none can; else why that is not known."""
        measured = [part.measure(facts) for part in self.parts]
        holding = sum(
            each.number is not None and part.limits.holds(each.number)
            for part, each in zip(self.parts, measured, strict=True)
        )
        if holding:
            return Measured(Status.KNOWN, Fraction(holding))
        judged = [each for each in measured if each.status is not Status.EMPTY]
        if not judged:
            return Measured(Status.EMPTY)
        status = next((status for status in _OPEN if any(each.status is status for each in judged)), Status.KNOWN)
        undefined = all(each.undefined for each in judged)
        return Measured(status, Fraction(0) if status is Status.KNOWN else None, undefined=undefined)

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return what was found of each; where one holds, of those that hold."""
        all_of_them = [(part, part.measure(facts)) for part in self.parts]
        holding = [
            (part, each) for part, each in all_of_them if each.number is not None and part.limits.holds(each.number)
        ]
        told = [part.explain(facts, each) for part, each in holding or all_of_them]
        return Explanation(
            value="；".join(each.value for each in told),
            gap="；或".join(each.gap for each in told if each.gap),
            missing=tuple(name for each in told for name in each.missing),
            unsure=tuple(name for each in told for name in each.unsure),
            unknown=tuple(dict.fromkeys(name for each in told for name in each.unknown)),
            reasons=tuple(reason for each in told for reason in each.reasons),
            evidence=tuple(dict.fromkeys(item for each in told for item in each.evidence)),
            listed=next((each.listed for each in told if each.listed), None),
        )

    def earliest(self, facts: Facts, measured: Measured) -> date | None:
        """Return the first day on which one of them that waits for time holds of itself."""
        days = [part.earliest(facts, part.measure(facts)) for part in self.parts]
        return min((day for day in days if day is not None), default=None)

    @property
    def only_time_mends(self) -> bool:
        """Return whether waiting is the only way for all of them."""
        return all(part.only_time_mends for part in self.parts)
