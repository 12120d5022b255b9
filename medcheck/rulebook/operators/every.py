"""`every` on a list of records, and how many of them there are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil

from medcheck.calendar_months import months_after
from medcheck.fact import Facts, Record, Status
from medcheck.kleene import all_of
from medcheck.rulebook.operators.records import SHOWN, FieldCondition, ListRequirement, listed_names
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import AcceptedValues, Explanation, Measured, not_known, unmeasured
from medcheck.rulebook.scale import Scale
from medcheck.vocabulary import Definition


class Every(ListRequirement):
    """`every: {FIELD: {OP: BOUND}}` — one failing entry fails, else one unknown entry is unknown.

    The number compared is how many entries fail. A list with nothing to judge is not applicable.

    rule: {fact: staff, every: {employment: {one_of: [在编, 合同]}}}
    holds: {staff: [{employment: 在编}, {employment: 合同}]}
    fails: {staff: [{employment: 在编}, {employment: 临聘}]}
    """

    limits = AcceptedValues(high=Fraction(0))

    def __init__(
        self, fact: str, definition: Definition, where: tuple[FieldCondition, ...], every: tuple[FieldCondition, ...]
    ) -> None:
        super().__init__(fact, definition, where)
        self.every = every
        self.bound = "且".join(condition.wording() for condition in every)

    @property
    def conditions(self) -> tuple[FieldCondition, ...]:
        """Return the filter and what every entry must satisfy."""
        return (*self.filter, *self.every)

    def wording(self) -> str:
        """Return for example 每一需参保人员都应满足：参保月数不少于3月."""
        return f"每一{self.subject}都应满足：{self.bound}"

    def judged(self, facts: Facts) -> tuple[list[Record], list[Record], int]:
        """Return the entries that fail, those that are open, and how many are asked about at all."""
        failing, open_, count = [], [], 0
        for record, (is_asked, answer) in self.answers(facts, self._answer):
            if is_asked is False:
                continue
            count += 1
            if is_asked and answer is False:
                failing.append(record)
            elif answer is not True:
                open_.append(record)
        return failing, open_, count

    def _answer(self, record: Record, facts: Facts) -> tuple[bool | None, bool | None]:
        """Return whether an entry is asked about, and whether it satisfies."""
        is_asked = self.matches(record, facts)
        if is_asked is False:
            return False, None
        return is_asked, all_of([condition.answer(record, facts) for condition in self.every])

    def measure(self, facts: Facts) -> Measured:
        """Return how many entries fail."""
        if worst := unmeasured(facts, self.facts):
            return worst
        failing, open_, count = self.judged(facts)
        status = Status.KNOWN if count else Status.EMPTY
        if open_ and not failing:
            status = self.status_of(open_)
        number = Fraction(len(failing)) if status is Status.KNOWN else None
        return Measured(status, number, counted=failing, open=open_, asked=count)

    def earliest(self, facts: Facts, measured: Measured) -> date | None:
        """Return the first day on which everybody who fails for time satisfies; None where anything else is lacking."""
        days = [
            self._earliest(record, condition)
            for record in measured.counted
            for condition in self.every
            if condition.answer(record, facts) is False
        ]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def only_time_mends(self) -> bool:
        """Return whether everything that is asked is counted from days that have happened."""
        fields = [self.definition.fields[condition.field] for condition in self.every]
        return all(self.definition.fields[field.since].happened if field.since else field.happened for field in fields)

    def _earliest(self, record: Record, condition: FieldCondition) -> date | None:
        """Return the day on which months counted from a day of the entry are enough, or a day of it is long enough ago."""
        value, since = record.values.get(condition.field), record.values.get(condition.operator.definition.since)
        low = condition.operator.limits.low
        if isinstance(since, date) and low is not None:
            return months_after(since, ceil(low))
        return condition.operator.earliest(value) if isinstance(value, date) else None

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return who fails and who is open."""
        if unknown := not_known(facts, self.facts, self.labels):
            return unknown
        failing, open_, count = measured.counted, measured.open, measured.asked
        names = listed_names(failing)
        gap = f"{len(failing)} {self.definition.unit or '项'}不满足：{names}" if failing else ""
        unit = self.definition.unit or "项"
        amiss = (f"{len(failing)}{unit}不满足" if failing else "", f"{len(open_)}{unit}填写不清" if open_ else "")
        told = "、".join(filter(None, amiss))
        value = f"{count}{unit}中有{told}" if told else f"{count}{unit}全部满足"
        made = self.explanation(facts, value, gap, failing, open_)
        scale = (
            Scale(Fraction(count - len(failing) - len(open_)), Fraction(count), Fraction(count), unit)
            if count
            else None
        )
        return made._replace(scale=scale)


class RecordCount(ListRequirement):
    """`at_least / at_most / equals N` on a list — counts the records that match.

    Passes if the certain ones suffice, fails if certain and unknown together do not, else unknown.

    rule: {fact: staff, where: {category: {equals: 执业医师}}, at_least: 2}
    holds: {staff: [{category: 执业医师}, {category: 执业医师}, {category: 注册护士}]}
    fails: {staff: [{category: 执业医师}, {category: 注册护士}]}
    """

    def __init__(
        self, fact: str, definition: Definition, where: tuple[FieldCondition, ...], operator: Operator
    ) -> None:
        super().__init__(fact, definition, where)
        self.operator, self.limits = operator, operator.limits
        self.bound = operator.bound

    def wording(self) -> str:
        """Return for example 带头人职称不低于正高的重点专科不少于2个."""
        return self.operator.wording(f"{self.subject}数量")

    def measure(self, facts: Facts) -> Measured:
        """Return how many match, where the open ones cannot change the answer."""
        if worst := unmeasured(facts, self.facts):
            return worst
        certain, possible = self.split(facts)
        counts = [Fraction(n) for n in range(len(certain), len(certain) + len(possible) + 1)]
        status = Status.KNOWN
        if any("" in record.contrary for record in (*certain, *possible)):
            status = Status.CONFLICT  # one person counted twice
        elif len({self.limits.holds(count) for count in counts}) > 1:
            status = self.status_of(possible)
        number = counts[0] if status is Status.KNOWN else None
        return Measured(status, number, counted=certain, open=possible)

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return how many match, who they are, and who is open."""
        if unknown := not_known(facts, self.facts, self.labels):
            return unknown
        certain, possible = measured.counted, measured.open
        count = Fraction(len(certain))
        short = self.limits.low is not None and count < self.limits.low
        unit = self.definition.unit
        failed = measured.status is Status.KNOWN and not self.limits.holds(count)
        gap = f"{'缺' if short else '超出'} {self.operator.gap(count)} {unit}".rstrip() if failed else ""
        seen = [*certain, *possible]
        if failed and short and len(self.records(facts)) <= SHOWN:
            # A short list that lacks somebody: every entry with the fields that kept it out.
            seen = list(self.records(facts))
        scale = Scale(count, self.limits.low, self.limits.high, unit)
        twice = [record for record in certain if "" in record.contrary]
        open_ = [*twice, *possible] if not failed else ()
        made = self.explanation(facts, f"{len(certain)}{unit}", gap, (), open_, seen)
        return made._replace(scale=scale)
