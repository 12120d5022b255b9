"""A requirement on one document of the checklist: `{document: CODE [, has: [original, copy, …]]}`; present is implied.

A document that is out of date on the day is none, whatever is asked of it; one without a last day is asked for it only
where the requirement says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from medcheck.fact import Facts, Record, Status
from medcheck.rulebook.requirement import (
    AcceptedValues,
    Evidence,
    Explanation,
    Measured,
    Requirement,
    not_known,
    unmeasured,
)
from medcheck.vocabulary import LACKING, PARTS


class DocumentRequirement(Requirement):
    """The document was handed in and has every part asked for. The number compared is how many are lacking.

    rule: {document: drug_licence, has: [copy]}
    holds: {doc.drug_licence: {present: 是, copy: 是}}
    fails: {doc.drug_licence: {present: 是, copy: 否}}
    """

    limits = AcceptedValues(high=Fraction(0))

    def __init__(self, code: str, label: str, parts: tuple[str, ...]) -> None:
        self.code, self.label = code, label
        self.parts = ("present", *parts)
        self.bound = "、".join(PARTS[part] for part in self.parts)

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the fact of the document, `doc.CODE`."""
        return (f"doc.{self.code}",)

    def wording(self) -> str:
        """Return for example 医疗机构执业许可证正本：已提交、已出示原件、已交复印件."""
        return f"{self.label}：{self.bound}"

    def measure(self, facts: Facts) -> Measured:
        """Return how many parts are lacking; one that is lacking is enough, whatever is open beside it."""
        if worst := unmeasured(facts, self.facts):
            return worst
        values = self._record(facts).values
        if lacking := sum(values.get(part) is False for part in self._parts_of(self._record(facts))):
            return Measured(Status.KNOWN, Fraction(lacking))
        if any(part in self._record(facts).contrary for part in self.parts):
            return Measured(Status.CONFLICT)
        open_ = any(values.get(part) is None for part in self.parts)
        return Measured(Status.UNKNOWN) if open_ else Measured(Status.KNOWN, Fraction(0))

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return which parts are lacking and which were left open, with their cells."""
        if unknown := not_known(facts, self.facts, {self.facts[0]: self.label}):
            return unknown
        record = self._record(facts)
        absent = record.values.get("present") is False
        parts = ("present",) if absent else self._parts_of(record)
        lacking = tuple(part for part in parts if record.values.get(part) is False)
        open_ = tuple(part for part in parts if record.values.get(part) is None)
        had = "、".join(PARTS[part] for part in self.parts if record.values.get(part))
        words = tuple(LACKING[part] for part in lacking)
        return Explanation(
            value="未提交" if absent else had or "未填写",
            gap="、".join(words),
            missing=words,
            unsure=tuple(PARTS[part] for part in open_),
            unknown=self.facts if open_ else (),
            reasons=tuple(dict.fromkeys(f"{self.label}：{self._why(record, part)}" for part in open_)),
            evidence=tuple(self._evidence(facts, record, (lacking + open_) or parts)),
        )

    def _parts_of(self, record: Record) -> tuple[str, ...]:
        """Return the parts that are asked for, and that it has run out where it has."""
        expired = record.values.get("valid") is False and "valid" not in self.parts
        return (*self.parts, "valid") if expired else self.parts

    def _evidence(self, facts: Facts, record: Record, parts: tuple[str, ...]) -> Iterator[Evidence]:
        """Yield the cells of these parts, and what else the document hangs on, such as a date nobody can read."""
        cells = {ref: PARTS[part] for part in parts if (ref := record.sources.get(part))}
        own = list(record.sources.values())
        cells |= {ref: self.label for ref in facts[self.facts[0]].sources if ref not in own}
        yield from (Evidence(ref.label or label, ref.raw or "（空）", ref) for ref, label in cells.items())

    def _why(self, record: Record, part: str) -> str:
        """Return why a part is not known: its cell is blank, says what nobody can read, or contradicts another."""
        return record.why_unknown(part, PARTS[part])

    def _record(self, facts: Facts) -> Record:
        value = facts[self.facts[0]].value
        assert isinstance(value, Record)
        return value
