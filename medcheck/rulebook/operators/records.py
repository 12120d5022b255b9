"""Requirements on a list of records: `{fact: L [, where: {FIELD: {OP: BOUND}}], LISTOP}` (staff, events, departments)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from medcheck.fact import Facts, Members, Record, Status
from medcheck.rulebook.bounds import Period
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import Evidence, Explanation, Limits, Measured, Requirement, not_known, unmeasured
from medcheck.vocabulary import Definition


class Condition(NamedTuple):
    """One operator on one field of a record."""

    field: str
    operator: Operator

    def answer(self, record: Record, facts: Facts) -> bool | None:
        """Return whether the field satisfies the operator, or None where it is not known."""
        value = record.values.get(self.field)
        number = None if value is None else self.operator.number(value, None, facts)
        return None if number is None else self.operator.limits.holds(number)

    def wording(self) -> str:
        """Return the condition in Chinese."""
        return self.operator.wording(self.operator.definition.label)


def all_of(answers: Sequence[bool | None]) -> bool | None:
    """Return Kleene's conjunction."""
    return False if False in answers else None if None in answers else True


class _ListRequirement(Requirement):
    def __init__(self, fact: str, definition: Definition, where: tuple[Condition, ...]) -> None:
        self.fact, self.definition, self.filter = fact, definition, where

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the list and the dates its conditions are counted from."""
        reads = [name for condition in self.conditions for name in condition.operator.reads]
        return tuple(dict.fromkeys((self.fact, *reads)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return every condition on a field that is read."""
        return self.filter

    @property
    def subject(self) -> str:
        """Return the list in Chinese, with its filter."""
        words = "，".join(condition.wording().replace("应为", "为") for condition in self.filter)
        return f"{self.definition.label}（{words}）" if words else self.definition.label

    def matches(self, record: Record, facts: Facts) -> bool | None:
        """Return whether a record is one of those asked about (Kleene)."""
        return all_of([condition.answer(record, facts) for condition in self.filter])

    def records(self, facts: Facts) -> tuple[Record, ...]:
        """Return the list's records."""
        value = facts[self.fact].value
        assert isinstance(value, tuple)
        assert not isinstance(value, Members | Record)
        return value

    def split(self, facts: Facts) -> tuple[list[Record], list[Record]]:
        """Return the records that certainly match and those that may."""
        answers = [(record, self.matches(record, facts)) for record in self.records(facts)]
        return [r for r, answer in answers if answer], [r for r, answer in answers if answer is None]

    def evidence(self, records: Sequence[Record]) -> Iterator[Evidence]:
        """Yield for each record the fields that decided."""
        for record in records:
            for field in dict.fromkeys(condition.field for condition in self.conditions) or ("",):
                ref = record.sources.get(field, record.source)
                label = self.definition.fields[field].label if field else self.definition.label
                yield Evidence(f"{record.label}·{label}", ref.raw if ref and ref.raw else "（空）", ref)

    def unknown_fields(self, record: Record) -> list[str]:
        """Return the fields that are read and not known of a record, in Chinese."""
        fields = dict.fromkeys(condition.field for condition in self.conditions)
        return [self.definition.fields[field].label for field in fields if record.values.get(field) is None]

    def explanation(self, value: str, gap: str, bad: Sequence[Record], open_: Sequence[Record]) -> Explanation:
        """Return an explanation that names the records that fail and those that are open, with their cells."""
        return Explanation(
            value=value,
            gap=gap,
            missing=tuple(record.label for record in bad),
            unsure=tuple(record.label for record in open_),
            unknown=(self.fact,) if open_ else (),
            reasons=tuple(
                f"{record.label}：{'、'.join(self.unknown_fields(record))}未填写或无法识别" for record in open_
            ),
            evidence=tuple(self.evidence([*bad, *open_])),
        )


class Every(_ListRequirement):
    """`every: {FIELD: {OP: BOUND}}` — one failing entry fails, else one unknown entry is unknown.

    The number compared is how many entries fail. A list with nothing to judge is not applicable.
    """

    limits = Limits(high=Fraction(0))

    def __init__(
        self, fact: str, definition: Definition, where: tuple[Condition, ...], every: tuple[Condition, ...]
    ) -> None:
        super().__init__(fact, definition, where)
        self.every = every
        self.bound = "且".join(condition.wording() for condition in every)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the filter and what every entry must satisfy."""
        return (*self.filter, *self.every)

    def wording(self) -> str:
        """Return for example 需参保人员每人：参保月数不少于3月."""
        return f"{self.subject}逐一满足：{self.bound}"

    def judged(self, facts: Facts) -> tuple[list[Record], list[Record], int]:
        """Return the entries that fail, those that are open, and how many are asked about at all."""
        failing, open_, count = [], [], 0
        for record in self.records(facts):
            asked = self.matches(record, facts)
            if asked is False:
                continue
            count += 1
            answer = all_of([condition.answer(record, facts) for condition in self.every])
            if asked and answer is False:
                failing.append(record)
            elif answer is not True:
                open_.append(record)
        return failing, open_, count

    def measure(self, facts: Facts) -> Measured:
        """Return how many entries fail."""
        if worst := unmeasured(facts, self.facts):
            return worst
        failing, open_, count = self.judged(facts)
        if failing:
            return Measured(Status.KNOWN, Fraction(len(failing)))
        return Measured(Status.UNKNOWN if open_ else Status.KNOWN if count else Status.EMPTY, Fraction(0))

    def explain(self, facts: Facts) -> Explanation:
        """Return who fails and who is open."""
        if unknown := not_known(facts, self.facts, {self.fact: self.definition.label}):
            return unknown
        failing, open_, count = self.judged(facts)
        names = "、".join(record.label for record in failing)
        gap = f"{len(failing)} 项不满足：{names}" if failing else ""
        return self.explanation(f"共 {count} 项，不满足 {len(failing)} 项，不明 {len(open_)} 项", gap, failing, open_)


class NoRecords(_ListRequirement):
    """`none: true` — no entry matches. The number compared is how many do."""

    limits = Limits(high=Fraction(0))
    bound = "无"

    def wording(self) -> str:
        """Return for example 正在接受调查的案件：无."""
        return f"{self.subject}：无"

    def measure(self, facts: Facts) -> Measured:
        """Return how many entries match; unknown where only open ones are left."""
        if worst := unmeasured(facts, self.facts):
            return worst
        certain, possible = self.split(facts)
        if certain:
            return Measured(Status.KNOWN, Fraction(len(certain)))
        return Measured(Status.UNKNOWN) if possible else Measured(Status.KNOWN, Fraction(0))

    def explain(self, facts: Facts) -> Explanation:
        """Return the entries that match and those that may."""
        if unknown := not_known(facts, self.facts, {self.fact: self.definition.label}):
            return unknown
        certain, possible = self.split(facts)
        names = "、".join(record.label for record in certain)
        return self.explanation(names or "无", f"有 {len(certain)} 项：{names}" if certain else "", certain, possible)


class NoneWithin(NoRecords):
    """`none_within: PERIOD, date: FIELD` — no entry counts on the application date.

    An event counts while event ≤ day < event + period. What happens after the day is another rule.
    """

    def __init__(
        self, fact: str, definition: Definition, where: tuple[Condition, ...], period: Period, field: str, day: str
    ) -> None:
        super().__init__(fact, definition, where)
        self.period, self.field, self.day = period, field, day
        self.bound = f"{period}内无"

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the list and the day the window is tested at."""
        return tuple(dict.fromkeys((*super().facts, self.day)))

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

    def unknown_fields(self, record: Record) -> list[str]:
        """Return the fields that are read and not known of a record, the day among them."""
        day = [self.definition.fields[self.field].label] if record.values.get(self.field) is None else []
        return [*super().unknown_fields(record), *day]

    def evidence(self, records: Sequence[Record]) -> Iterator[Evidence]:
        """Yield for each record its day and the day on which it stops counting."""
        for record in records:
            ref = record.sources.get(self.field, record.source)
            event = record.values.get(self.field)
            shown = f"{event}，至{self.period.after(event)}不再计算" if isinstance(event, date) else "日期不明"
            yield Evidence(f"{record.label}·{self.definition.fields[self.field].label}", shown, ref)

    def explain(self, facts: Facts) -> Explanation:
        """Return the events that count, and the day on which the last of them stops counting."""
        explanation = super().explain(facts)
        if not explanation.gap:
            return explanation
        ends = [
            self.period.after(event) for r in self.split(facts)[0] if isinstance(event := r.values[self.field], date)
        ]
        return explanation._replace(gap=f"{explanation.gap}；最早可在{max(ends)}满足")


class RecordCount(_ListRequirement):
    """`at_least / at_most / equals N` on a list — counts the records that match.

    Passes if the certain ones suffice, fails if certain and unknown together do not, else unknown.
    """

    def __init__(self, fact: str, definition: Definition, where: tuple[Condition, ...], operator: Operator) -> None:
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
        answers = {self.limits.holds(count) for count in counts}
        return Measured(Status.KNOWN, counts[0]) if len(answers) == 1 else Measured(Status.UNKNOWN)

    def explain(self, facts: Facts) -> Explanation:
        """Return how many match, who they are, and who is open."""
        if unknown := not_known(facts, self.facts, {self.fact: self.definition.label}):
            return unknown
        certain, possible = self.split(facts)
        count = Fraction(len(certain))
        short = self.limits.low is not None and count < self.limits.low
        unit = self.definition.unit
        failed = self.measure(facts).status is Status.KNOWN and not self.limits.holds(count)
        gap = f"{'缺' if short else '超出'} {self.operator.gap(count)} {unit}".rstrip() if failed else ""
        named = self.explanation(f"{len(certain)}{unit}", gap, (), possible if not failed else ())
        of_list = tuple(
            Evidence(self.definition.label, f"共 {len(self.records(facts))} {unit}", ref)
            for ref in facts[self.fact].sources[:1]
        )
        return named._replace(evidence=tuple(self.evidence([*certain, *possible])) or of_list)
