"""`none` and `none_within`: a list or a set without entries that match, or that count on the application date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from medcheck.fact import Facts, Record, Status
from medcheck.kleene import all_of
from medcheck.rulebook.bounds import Period
from medcheck.rulebook.operators.members import members_of
from medcheck.rulebook.operators.records import FieldCondition, ListRequirement, listed_names
from medcheck.rulebook.requirement import (
    AcceptedValues,
    Evidence,
    Explanation,
    Measured,
    Requirement,
    not_known,
    unmeasured,
)
from medcheck.vocabulary import Definition


class NoRecords(ListRequirement):
    """`none: true` — no entry matches. The number compared is how many do.

    rule: {fact: prior_terminations, where: {for_violation: {equals: 是}}, none: true}
    holds: {prior_terminations: [{end_date: 2018-03-01, for_violation: 否}]}
    fails: {prior_terminations: [{end_date: 2018-03-01, for_violation: 是}]}
    """

    limits = AcceptedValues(high=Fraction(0))
    bound = "无"

    def wording(self) -> str:
        """Return for example 正在接受调查的案件：无."""
        return f"{self.subject}：无"

    def measure(self, facts: Facts) -> Measured:
        """Return how many entries match; unknown where only open ones are left."""
        if worst := unmeasured(facts, self.facts):
            return worst
        certain, possible = self.split(facts)
        status = self.status_of(possible) if possible and not certain else Status.KNOWN
        number = Fraction(len(certain)) if status is Status.KNOWN else None
        return Measured(status, number, counted=certain, open=possible)

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return the entries that match and those that may."""
        if unknown := not_known(facts, self.facts, self.labels):
            return unknown
        certain, possible = measured.counted, measured.open
        names = listed_names(certain)
        gap = f"有 {len(certain)} {self.definition.unit or '项'}：{names}" if certain else ""
        return self.explanation(facts, names or "无", gap, certain, possible)


class NoneWithin(NoRecords):
    """`none_within: PERIOD, date: FIELD` — no entry counts on the application date.

    An event counts while event ≤ day < event + period. What happens after the day is another rule.

    rule: {fact: prior_terminations, none_within: {years: 1}, date: end_date}
    holds: {prior_terminations: [{end_date: 2018-11-18}], application_date: 2019-11-18}
    fails: {prior_terminations: [{end_date: 2018-11-19}], application_date: 2019-11-18}
    """

    def __init__(
        self,
        fact: str,
        definition: Definition,
        where: tuple[FieldCondition, ...],
        period: Period,
        field: str,
        day: tuple[str, str],
    ) -> None:
        """`day` is the date fact the window is tested at, and what it is called."""
        super().__init__(fact, definition, where)
        self.period, self.field, (self.day, self.day_label) = period, field, day
        self.bound = f"{period}内无"

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the list and the day the window is tested at."""
        return tuple(dict.fromkeys((*super().facts, self.day)))

    @property
    def labels(self) -> dict[str, str]:
        """Return what the list and the day are called."""
        return {**super().labels, self.day: self.day_label}

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of an event that are read, its day among them."""
        return tuple(dict.fromkeys((*super().fields, self.field)))

    def wording(self) -> str:
        """Return for example 医疗事故：3个月内无."""
        return f"{self.subject}：{self.bound}"

    def matches(self, record: Record, facts: Facts) -> bool | None:
        """Return whether a record passes the filter and its window covers the day."""
        event, day = record.values.get(self.field), facts[self.day].value
        covers: bool | None = None
        if isinstance(event, date) and isinstance(day, date):
            covers = event <= day < self.period.after(event)
        return all_of([super().matches(record, facts), covers])

    def evidence(self, records: Sequence[Record]) -> Iterator[Evidence]:
        """Yield for each record its day and the day on which it stops counting."""
        for record in records:
            ref = record.cell_of(self.field)
            event = record.values.get(self.field)
            shown = f"{event}，至{self.period.after(event)}不再计算" if isinstance(event, date) else "日期不明"
            yield Evidence(f"{record.label}·{self.definition.fields[self.field].label}", shown, ref, record.label)

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return the events that count, and the day on which the last of them stops counting."""
        explanation = super().explain(facts, measured)
        if not explanation.gap:
            return explanation
        return explanation._replace(gap=f"{explanation.gap}；最早可在{self.earliest(facts, measured)}满足")

    def earliest(self, facts: Facts, measured: Measured) -> date | None:
        """Return the day on which the last of the events stops counting."""
        events = [record.values[self.field] for record in measured.counted]
        return max((self.period.after(event) for event in events if isinstance(event, date)), default=None)


class NoMembers(Requirement):
    """`none: true` on a set — it is empty. The number compared is how many members it has.

    rule: {fact: departments_without_subject, none: true}
    holds: {departments_without_subject: 无}
    fails: {departments_without_subject: [眼科]}
    """

    limits = AcceptedValues(high=Fraction(0))
    bound = "无"

    def __init__(self, fact: str, definition: Definition) -> None:
        self.fact, self.definition = fact, definition

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the set's name."""
        return (self.fact,)

    def wording(self) -> str:
        """Return for example 无人在岗的营业时段：无."""
        return f"{self.definition.label}：无"

    def measure(self, facts: Facts) -> Measured:
        """Return how many members there are, unmatched ones included; unknown where only open names are left."""
        if worst := unmeasured(facts, self.facts):
            return worst
        members = members_of(facts, self.fact)
        count = len(members.members) + len(members.unmatched)
        return Measured(Status.UNKNOWN) if not count and members.unsure else Measured(Status.KNOWN, Fraction(count))

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return the members by name."""
        if unknown := not_known(facts, self.facts, {self.fact: self.definition.label}):
            return unknown
        members = members_of(facts, self.fact)
        names = tuple(self.definition.word(member.name) for member in members.members) + members.unmatched
        return Explanation(
            value="、".join(names) or "无",
            gap=f"有 {len(names)} 项：{'、'.join(names)}" if names else "",
            missing=names,
            unsure=members.unsure,
            unknown=(self.fact,) if members.unsure and not names else (),
            evidence=tuple(Evidence(self.definition.label, ref.raw, ref) for ref in facts[self.fact].sources),
        )
