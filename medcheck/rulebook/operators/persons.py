"""How many different persons a list names: whoever stands in it twice counts once, and nobody is taken for two."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from medcheck.fact import Facts, Record, Status
from medcheck.rulebook.operators.every import RecordCount
from medcheck.rulebook.operators.records import FieldCondition
from medcheck.rulebook.operators.scalar import Operator
from medcheck.rulebook.requirement import Explanation, Measured, unmeasured
from medcheck.vocabulary import Definition


class _Persons(NamedTuple):
    """The entries of a list by the person each names, and the entries of which it cannot be told whose they are."""

    told_apart: Sequence[Sequence[Record]]
    doubtful: Sequence[Record]


class PersonCount(RecordCount):
    """`at_least N, distinct: [FIELD, NAME]` on a list — counts the different persons that match.

    Each entry is told by the first of the fields that it fills: the identity number where there is one, else the name.
    An entry with none of them may be anybody's, and so may one with only a name that another bears beside a number. Such
    an entry never helps, and leaves open what it could decide.

    rule: {fact: managers, where: {role: {equals: 专职医保管理人员}}, at_least: 2, distinct: [id_number, name]}
    holds: {managers: [{role: 专职医保管理人员, name: 王芳}, {role: 专职医保管理人员, name: 李军}]}
    fails: {managers: [{role: 专职医保管理人员, name: 王芳}, {role: 专职医保管理人员, name: 王芳}]}
    """

    def __init__(
        self,
        fact: str,
        definition: Definition,
        where: tuple[FieldCondition, ...],
        operator: Operator,
        distinct: tuple[str, ...],
    ) -> None:
        super().__init__(fact, definition, where, operator)
        self.distinct = distinct

    def wording(self) -> str:
        """Return for example 医保管理人员（同一人只计一次）数量不少于2人."""
        return self.operator.wording(f"{self.subject}（同一人只计一次）数量")

    def persons(self, records: Sequence[Record]) -> _Persons:
        """Return the entries by the person each names, and those of which it cannot be told whose they are."""
        marks = [self._mark(record) for record in records]
        known = [record for record, mark in zip(records, marks, strict=True) if mark and mark[0] != self.distinct[-1]]
        names = {record.values.get(self.distinct[-1]) for record in known}
        people: dict[tuple[str, object], list[Record]] = {}
        doubtful = []
        for record, mark in zip(records, marks, strict=True):
            # A bare name is told from those who are known by number only where each of them has another name.
            if mark is None or (mark[0] == self.distinct[-1] and names & {mark[1], None}):
                doubtful.append(record)
            else:
                people.setdefault(mark, []).append(record)
        return _Persons(list(people.values()), doubtful)

    def _mark(self, record: Record) -> tuple[str, object] | None:
        """Return the first field that tells whose entry it is, with what it says; None where none does."""
        marks = ((field, record.values.get(field)) for field in self.distinct)
        return next((mark for mark in marks if mark[1] is not None), None)

    def measure(self, facts: Facts) -> Measured:
        """Return how many persons certainly match, where what is open cannot change the answer."""
        if worst := unmeasured(facts, self.facts):
            return worst
        certain, possible = self.split(facts)
        sure, all_of_them = self.persons(certain), self.persons([*certain, *possible])
        counted = [same[0] for same in sure.told_apart] or certain[:1]  # whoever it is, one certain entry is one person
        most = Fraction(len(all_of_them.told_apart) + len(all_of_them.doubtful))
        open_ = [*(record for record in sure.doubtful if record is not counted[0]), *possible]
        status = Status.KNOWN
        if any("" in record.contrary for record in (*certain, *possible)):
            status = Status.CONFLICT
        elif self.limits.holds(Fraction(len(counted))) != self.limits.holds(most):
            status = self.status_of(open_)
        number = Fraction(len(counted)) if status is Status.KNOWN else None
        return Measured(status, number, counted=counted, open=open_, asked=len(certain))

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return how many persons match, and in how many entries where that is another number."""
        made = super().explain(facts, measured)
        if measured.asked > len(measured.counted):
            return made._replace(value=f"{made.value}（填了 {measured.asked} 行，同一人只计一次）")
        return made

    def unknown_fields(self, record: Record) -> list[str]:
        """Return which cells are not known, or that nothing tells whose entry it is."""
        return super().unknown_fields(record) or [self._why_doubtful(record)]

    def _why_doubtful(self, record: Record) -> str:
        name = self.distinct[-1]
        if self._mark(record) is None:
            return self.why(record, name)
        return f"只有{self.definition.fields[name].label}，不能确定与同名的是否同一人"
