"""What requirements on a list share: `{fact: L [, where: {FIELD: {OP: BOUND}}], LISTOP}` (staff, events, departments)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from medcheck.fact import Facts, Record, Status
from medcheck.kleene import all_of
from medcheck.rulebook.operators.scalar import Operator, key, show
from medcheck.rulebook.requirement import Evidence, Explanation, Requirement, whole_list
from medcheck.vocabulary import Definition

T = TypeVar("T")

# How many entries of a list are named in a sentence, and told one by one where they are open.
SHOWN = 10


def listed_names(records: Sequence[Record]) -> str:
    """Return the entries by name, the first ten and how many there are in all."""
    names = "、".join(record.label for record in records[:SHOWN])
    return f"{names}等 {len(records)} 项" if len(records) > SHOWN else names


class FieldCondition(NamedTuple):
    """One operator on one field of a record."""

    field: str
    operator: Operator

    def answer(self, record: Record, facts: Facts) -> bool | None:
        """Return whether the field satisfies the operator, or None where it is not known."""
        value = record.values.get(self.field)
        if value is None:
            return None
        if not self.operator.beside:
            return self.operator.answer(value, facts)
        other = record.values.get(self.operator.beside)
        return None if other is None else self.operator.answer_beside(value, other)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields it reads."""
        return (self.field, self.operator.beside) if self.operator.beside else (self.field,)

    def wording(self) -> str:
        """Return the condition in Chinese."""
        return self.operator.wording(self.operator.definition.label)


class ListRequirement(Requirement):
    """A requirement on the records of a list that pass a filter."""

    def __init__(self, fact: str, definition: Definition, where: tuple[FieldCondition, ...]) -> None:
        self.fact, self.definition, self.filter = fact, definition, where

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the list and the dates its conditions are counted from."""
        reads = [name for condition in self.conditions for name in condition.operator.reads]
        return tuple(dict.fromkeys((self.fact, *reads)))

    @property
    def conditions(self) -> tuple[FieldCondition, ...]:
        """Return every condition on a field that is read."""
        return self.filter

    @property
    def subject(self) -> str:
        """Return the list in Chinese, with its filter."""
        words = "，".join(condition.wording().replace("应为", "为") for condition in self.filter)
        return f"{self.definition.label}（{words}）" if words else self.definition.label

    @property
    def labels(self) -> dict[str, str]:
        """Return what the facts it reads are called."""
        labels = {self.fact: self.definition.label}
        for condition in self.conditions:
            labels |= condition.operator.labels
        return labels

    def matches(self, record: Record, facts: Facts) -> bool | None:
        """Return whether a record is one of those asked about (Kleene)."""
        return all_of([condition.answer(record, facts) for condition in self.filter]) if self.filter else True

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of an entry that are read."""
        return tuple(dict.fromkeys(field for condition in self.conditions for field in condition.fields))

    def answers(self, facts: Facts, ask: Callable[[Record, Facts], T]) -> Iterator[tuple[Record, T]]:
        """Yield each record with what is answered of it, asked once for all whose fields are the same."""
        records = self.records(facts)
        columns = [facts.column(self.fact, field) for field in self.fields]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(records)
        known = {values: ask(record, facts) for values, record in dict(zip(keys, records, strict=True)).items()}
        return zip(records, map(known.__getitem__, keys), strict=True)

    def records(self, facts: Facts) -> tuple[Record, ...]:
        """Return the list's records."""
        return facts.records(self.fact)

    def split(self, facts: Facts) -> tuple[list[Record], list[Record]]:
        """Return the records that certainly match and those that may."""
        certain: list[Record] = []
        possible: list[Record] = []
        for record, answer in self.answers(facts, self.matches):
            if answer is not False:
                (certain if answer else possible).append(record)
        return certain, possible

    def evidence(self, records: Sequence[Record]) -> Iterator[Evidence]:
        """Yield for each record the fields that decided."""
        for record in records:
            for field in self.fields or ("",):
                ref = record.cell_of(field)
                definition = self.definition.fields[field] if field else self.definition
                value = record.values.get(field)
                raw = ref.raw if ref and ref.raw else "（空）"
                shown = raw if value is None or definition.kind == "text" else show(definition, key(definition, value))
                yield Evidence(f"{record.label}·{definition.label}", shown, ref, record.label)

    def unknown_fields(self, record: Record) -> list[str]:
        """Return for each field that is read and not known which cell it is and why, as the form calls it."""
        twice = [record.contrary[""]] if "" in record.contrary else []
        return twice + [self.why(record, field) for field in self.fields if record.values.get(field) is None]

    def status_of(self, open_: Sequence[Record]) -> Status:
        """Return why there is no number where these entries are open: a field of theirs is in conflict, or unknown."""
        contrary = any(field in record.contrary for record in open_ for field in self.fields)
        return Status.CONFLICT if contrary else Status.UNKNOWN

    def why(self, record: Record, field: str) -> str:
        """Return `O6“本单位参保起始日期”未填写`, that what stands there cannot be read, or what contradicts it."""
        return record.why_unknown(field, self.definition.fields[field].label)

    def reasons(self, open_: Sequence[Record]) -> Iterator[str]:
        """Yield why entries are open: for each its own reason, or once the date that all of them wait for."""
        waiting = {"、".join(self.unknown_fields(record)) for record in open_}
        if len(waiting) == 1 and all(record.waits for record in open_):
            yield from waiting
            return
        for record in open_[:SHOWN]:
            yield f"{record.label}：{'、'.join(dict.fromkeys(self.unknown_fields(record)))}"
        if len(open_) > SHOWN:
            yield f"等 {len(open_)} 项"

    def of_list(self, facts: Facts) -> tuple[Evidence, ...]:
        """Return where the list stands and how long it is, for a finding that rests on all of it."""
        size = f"共 {len(self.records(facts))} {self.definition.unit or '项'}"
        return tuple(Evidence(self.definition.label, size, ref) for ref in facts[self.fact].sources[:1])

    def of_others(self, facts: Facts) -> Iterator[Evidence]:
        """Yield the further cells the list hangs on, such as a date nobody can read."""
        for ref in facts[self.fact].sources[1:]:
            yield Evidence(ref.label or self.definition.label, ref.raw or "（空）", ref)

    def explanation(
        self,
        facts: Facts,
        value: str,
        gap: str,
        bad: Sequence[Record],
        open_: Sequence[Record],
        seen: Sequence[Record] | None = None,
    ) -> Explanation:
        """Return an explanation that names the records that fail and those that are open.

        Its evidence are the cells of those records, or of the ones `seen`; without any where the list stands.
        """
        cited = tuple(self.evidence([*bad, *open_] if seen is None else seen)) or self.of_list(facts)
        return Explanation(
            value=value,
            gap=gap,
            missing=tuple(record.label for record in bad),
            unsure=tuple(record.label for record in open_),
            unknown=(self.fact,) if open_ else (),
            reasons=tuple(self.reasons(open_)),
            evidence=(*cited, *self.of_others(facts)),
            listed=whole_list(facts[self.fact]),
        )
