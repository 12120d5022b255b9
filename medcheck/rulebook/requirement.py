"""What every requirement can say of itself: what it reads, what it measures, when that is enough, how to explain it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from medcheck.fact import CellRef, Fact, Facts, Record, Status
from medcheck.rulebook.scale import Scale


class AcceptedValues(NamedTuple):
    """When a measured number is enough: an interval whose ends are open or closed, or one of a few values."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    values: tuple[Fraction, ...] = ()

    def holds(self, number: Fraction) -> bool:
        """Return whether the number is enough, exactly."""
        if self.values:
            return number in self.values
        above = self.low is None or (number > self.low if self.low_open else number >= self.low)
        below = self.high is None or (number < self.high if self.high_open else number <= self.high)
        return above and below

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Return the numbers at which the answer can turn."""
        return self.values or tuple(edge for edge in (self.low, self.high) if edge is not None)


class Measured(NamedTuple):
    """What a requirement is judged by: one exact number, or why there is none. It is made once and explained from.

    `undefined` marks a division by zero: unknown, but nobody is asked for papers. Of a set, `found` are the names asked
    for that certainly count. Of a list, `counted` are the entries the number counts, `open` those of which it is not
    known whether they count, and `asked` is how many entries the requirement is about at all.
    """

    status: Status
    number: Fraction | None = None
    undefined: bool = False
    found: frozenset[str] = frozenset()
    counted: Sequence[Record] = ()
    open: Sequence[Record] = ()
    asked: int = 0


class Evidence(NamedTuple):
    """One value a finding rests on: what it is called, what it is, the cell, and of a list the entry it belongs to."""

    label: str
    value: str
    source: CellRef | None = None
    entry: str = ""


class Explanation(NamedTuple):
    """A requirement against the facts in words, for a reader.

    `value` what was found, `gap` by how much it falls short or reaches over, in its unit (empty when it holds or is
    unknown), `missing` the names that are lacking or fail, `unsure` the names that are unknown, `unknown` the names of
    the facts that are not known, `reasons` why, `scale` the number beside its bounds where it is one to look at.
    `listed` is where the list stands that it rests on as a whole: what dropped out of a count is in no cell of it.
    """

    value: str
    gap: str = ""
    missing: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    scale: Scale | None = None
    listed: CellRef | None = None


class Requirement(ABC):
    """One fact against one bound. Immutable after it is made."""

    limits: AcceptedValues
    bound: str  # in Chinese, with its unit

    @property
    @abstractmethod
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts it reads."""

    @abstractmethod
    def measure(self, facts: Facts) -> Measured:
        """Return the exact number the engine compares, or that there is none."""

    @abstractmethod
    def wording(self) -> str:
        """Return the requirement in Chinese, in the positive form."""

    @abstractmethod
    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return what was found, by how much it falls short, and the cells; `measured` is what `measure` made of them."""

    def earliest(self, facts: Facts, measured: Measured) -> date | None:
        """Return the first day on which a requirement of time that fails holds of itself, or None for any other."""
        return None

    @property
    def only_time_mends(self) -> bool:
        """Return whether a failure is one of time since something happened: no paper mends it, only waiting."""
        return False


def whole_list(fact: Fact) -> CellRef | None:
    """Return where the list of a fact stands as a whole; None where it is not one of the applicant's lists."""
    return next((ref for ref in fact.sources if ":" in ref.cell), None)


def unmeasured(facts: Facts, names: Iterable[str]) -> Measured | None:
    """Return a conflict or unknown where any of the facts is one (conflict first), or None when all are known."""
    worst = max([facts[name].status for name in names], default=Status.KNOWN)
    return None if worst is Status.KNOWN else Measured(worst)


def not_known(facts: Facts, names: Iterable[str], labels: dict[str, str]) -> Explanation | None:
    """Return the explanation of an unknown or a conflict, or None when all facts are known."""
    read: list[Fact] = [facts[name] for name in dict.fromkeys(names)]
    open_facts = [fact for fact in read if fact.status is not Status.KNOWN]
    if not open_facts:
        return None
    evidence = tuple(
        Evidence(ref.label or labels.get(fact.name, fact.name), ref.raw or "（空）", ref)
        for fact in open_facts
        for ref in fact.sources
    )
    return Explanation(
        value="数据矛盾" if any(fact.status is Status.CONFLICT for fact in open_facts) else "未知",
        unknown=tuple(fact.name for fact in open_facts),
        reasons=tuple(f"{labels.get(fact.name, fact.name)}：{fact.reason}" for fact in open_facts),
        evidence=evidence,
    )
