"""A rule measured on the facts of one application: made once, judged by the engine as numbers, explained from the same.

Knows nothing of the engine, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from medcheck.errors import fault_of
from medcheck.fact import Facts, Status
from medcheck.rulebook.operators.members import SetRequirement
from medcheck.rulebook.requirement import Explanation, Measured, Requirement


class MeasuredRequirement(NamedTuple):
    """A requirement with what was measured of it; `error` is what went wrong where it could not be computed."""

    requirement: Requirement
    facts: Facts
    measured: Measured
    error: Exception | None = None

    @property
    def holds(self) -> bool:
        """Return whether it is known to hold."""
        number = self.measured.number
        return self.measured.status is Status.KNOWN and number is not None and self.requirement.limits.holds(number)

    @property
    def holds_undisputed(self) -> bool:
        """Return whether it holds without what the applicant's own words make doubtful: 病理科（筹建中）."""
        requirement = self.requirement
        return self.holds and (not isinstance(requirement, SetRequirement) or requirement.holds_undisputed(self.facts))

    @property
    def fails(self) -> bool:
        """Return whether it is known not to hold."""
        number = self.measured.number
        return self.measured.status is Status.KNOWN and number is not None and not self.requirement.limits.holds(number)

    def explain(self) -> Explanation:
        """Return what was found, by how much it falls short, and the cells; raise what kept it from being measured."""
        if self.error is not None and self.measured.status is Status.ERROR:
            raise self.error
        return self.requirement.explain(self.facts, self.measured)

    def earliest(self) -> date | None:
        """Return the first day on which a requirement of time that fails holds of itself, or None for any other."""
        return self.requirement.earliest(self.facts, self.measured)

    @property
    def fault(self) -> str:
        """Return what went wrong, as a maintainer needs it: with a fact it reads, or while it was measured."""
        read = [self.facts[name] for name in self.requirement.facts]
        if reasons := [fact.reason for fact in read if fact.status is Status.ERROR]:
            return "；".join(reasons)
        return fault_of(self.error) if self.error is not None else ""


def measure_requirement(requirement: Requirement, facts: Facts) -> MeasuredRequirement:
    """Return a requirement measured; one that cannot be computed keeps its error, and costs only the rules that ask it."""
    try:
        return MeasuredRequirement(requirement, facts, requirement.measure(facts))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, no other rule may fall with it
        return MeasuredRequirement(requirement, facts, Measured(Status.ERROR), error)


class MeasuredRule(NamedTuple):
    """Everything a rule asks, measured: whom it binds, what it requires, what sends a failure to a person.

    `doubtful` is what it requires of a set with what only may be there counted too.
    """

    applies_to: tuple[MeasuredRequirement, ...]
    requires: MeasuredRequirement | None
    otherwise_judge: tuple[MeasuredRequirement, ...]
    doubtful: tuple[MeasuredRequirement, ...]

    def parts(self) -> Iterator[MeasuredRequirement]:
        """Yield the conditions, what it requires, and what sends a failure to a person."""
        yield from self.applies_to
        if self.requires is not None:
            yield self.requires
        yield from self.otherwise_judge

    @property
    def fault(self) -> str:
        """Return what went wrong with a rule that could not be computed, as a maintainer needs it."""
        faults = (part.fault for part in (*self.parts(), *self.doubtful))
        return next(filter(None, faults), "规则引擎没有给出唯一的判定")
