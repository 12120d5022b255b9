"""The reference evaluator: a rule's YAML and the facts → its verdict, slowly and obviously, straight from the design.

It shares no code with `medcheck.rulebook` or `medcheck.engine`: numbers are Fractions, answers are words, every rule is
read again from its plain text for each application. Never imported by medcheck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from medcheck.fact import Facts, Members, Record, Status
from tests.reference_words import (
    CONFLICT,
    EMPTY,
    ERROR,
    FAILS,
    HOLDS,
    UNKNOWN,
    between,
    every,
    later,
    listed,
    number_of,
    plain_number,
    word_of,
)

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda x, bound: x >= bound,
    "at_most": lambda x, bound: x <= bound,
    "more_than": lambda x, bound: x > bound,
    "less_than": lambda x, bound: x < bound,
    "equals": lambda x, bound: x == bound,
}


class Reference:
    """The reference evaluator over one vocabulary, as its YAML states it."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self.definitions = vocabulary["facts"]

    def verdict(self, rule: Mapping[str, Any], facts: Facts, settled: int) -> str:
        """Return the verdict of a rule (the plain YAML, section defaults included)."""
        applies = [self.answer(condition, facts) for condition in self.conditions(rule)]
        if FAILS in applies or EMPTY in applies:
            return "not_applicable"
        for missing in (ERROR, CONFLICT, UNKNOWN):
            if missing in applies:
                return missing
        decider = rule.get("decided_by") or "data"
        by_visit_and_number = decider == "inspection" and bool(rule.get("requires"))
        if decider != "data" and settled == 3:
            return "fail"
        if decider != "data" and settled == 2 and not by_visit_and_number:
            return "pass"
        if not rule.get("requires"):
            return {"inspection": "inspect", "reviewer": "judge", "agency": "check"}[decider]
        others = rule.get("otherwise_judge") or []
        others = others if isinstance(others, list) else [others]
        asked = rule["requires"].get("any_of") or [rule["requires"]]
        if any(self.definitions.get(part.get("fact"), {}).get("kind") == "set" for part in asked):
            others = [*others, rule["requires"]]
        others = [self.answer(one, facts, person=True) for one in others]
        return self.by_number(decider, self.answer(rule["requires"], facts), others, looked=settled > 0)

    def by_number(self, decider: str, answer: str, others: list[str], *, looked: bool) -> str:
        """Return the verdict of a rule that binds and that nobody has decided."""
        if answer in (EMPTY, CONFLICT, ERROR):
            return {EMPTY: "not_applicable", CONFLICT: "conflict", ERROR: "error"}[answer]
        if answer == FAILS:
            for other, verdict in ((HOLDS, "judge"), (ERROR, "error"), (CONFLICT, "conflict"), (UNKNOWN, "unknown")):
                if other in others:
                    return verdict
            if decider == "reviewer" or (decider == "agency" and not looked):
                return "judge"
            return "fail"
        if decider in ("inspection", "agency") and not looked:
            return {"inspection": "inspect", "agency": "check"}[decider]
        return "pass" if answer == HOLDS else "unknown"

    def conditions(self, rule: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return `applies_to` as full requirements."""
        stated = rule.get("applies_to") or {}
        of_facts = ((name, value) for name, value in stated.items() if name != "any_of")
        full = [{"fact": name, **(value if isinstance(value, dict) else {"equals": value})} for name, value in of_facts]
        days = [
            {"fact": "application_date", operator: rule[key]}
            for key, operator in (("valid_from", "at_least"), ("valid_to", "at_most"))
            if rule.get(key)
        ]
        return [*full, *([{"any_of": stated["any_of"]}] if "any_of" in stated else []), *days]

    def answer(self, stated: Mapping[str, Any], facts: Facts, *, person: bool = False) -> str:
        """Return what a requirement comes to; before a `person` what only may be there counts too."""
        if "any_of" in stated:
            answers = [self.answer(part, facts, person=person) for part in stated["any_of"]]
            return next((word for word in (HOLDS, ERROR, CONFLICT, UNKNOWN, FAILS) if word in answers), EMPTY)
        read = list(self.reads(stated))
        for status, word in ((Status.ERROR, ERROR), (Status.CONFLICT, CONFLICT), (Status.UNKNOWN, UNKNOWN)):
            if any(facts[name].status is status for name in read):
                return word
        if "document" in stated:
            values = facts[read[0]].value.values  # type: ignore[union-attr]
            in_force = values.get("valid") is not False  # one that has run out is none
            return word_of(every([in_force, *(values.get(part) for part in ["present", *listed(stated.get("has"))])]))
        definition, value = self.definitions[stated["fact"]], facts[stated["fact"]].value
        if definition["kind"] == "set":
            assert isinstance(value, Members)
            return self.of_set(stated, value, person=person)
        if definition["kind"] == "list":
            return self.of_list(stated, value, facts)  # type: ignore[arg-type]
        by = next((facts[stated[key]].value for key in ("per", "share_of") if key in stated), None)
        return UNKNOWN if by == 0 else word_of(self.compare(stated, definition, value, facts, by))

    def reads(self, stated: Mapping[str, Any]) -> Iterable[str]:
        """Yield every fact a requirement reads."""
        if "document" in stated:
            yield f"doc.{stated['document']}"
            return
        yield stated["fact"]
        yield from (stated[key] for key in ("per", "share_of") if key in stated)
        if "none_within" in stated:
            yield "application_date"
        parts = [stated, *(stated.get("where") or {}).values()]
        parts += stated["every"].values() if "every" in stated else []
        for part in parts:
            if "ago_at_least" in part or "ago_at_most" in part:
                yield part.get("from") or "application_date"
            if "not_before" in part:
                yield part["not_before"]
            if "until" in part and part["until"] in self.definitions:
                yield part["until"]

    def compare(
        self, stated: Mapping[str, Any], definition: Any, value: Any, facts: Facts, by: Any = None, entry: Any = None
    ) -> bool | None:
        """Return whether one value, or its quotient by another, is as stated; None where it is not known."""
        if value is None:
            return None
        options = list(definition.get("options") or [])

        def number(text: Any) -> Fraction | date:
            return number_of(text, definition["kind"], options)

        x = number(value) if by is None else Fraction(value) / Fraction(by)
        for name, holds in COMPARE.items():
            if name in stated:
                return holds(x, number(stated[name]))
        if "between" in stated:
            low, high = (number(text) for text in stated["between"])
            return low <= x <= high  # type: ignore[operator]
        if "one_of" in stated:
            return any(x == number(text) for text in listed(stated["one_of"]))
        if "near" in stated:
            target, within, units = (
                plain_number(stated["near"].get(key, "0")) for key in ("target", "within", "or_units")
            )
            distance = abs(x - target)  # type: ignore[operator]
            return distance <= within or distance * Fraction(1 if by is None else by) <= units
        if "until" in stated:
            last = (entry or {}).get(stated["until"]) or facts[stated["until"]].value
            if last is None:
                return None
            # The day after the last one is the first on which it lasts no more.
            name = "lasts_at_least" if "lasts_at_least" in stated else "lasts_at_most"
            over, ends = later(value, stated[name]), date.max if last == date.max else last + timedelta(days=1)
            return bool(over <= ends if name == "lasts_at_least" else ends <= over)
        if "not_before" in stated:
            return bool(value >= facts[stated["not_before"]].value)
        day: Any = facts[stated.get("from") or "application_date"].value
        if "ago_at_least" in stated:
            return bool(later(value, stated["ago_at_least"]) <= day)
        return bool(day <= later(value, stated["ago_at_most"]))

    def of_set(self, stated: Mapping[str, Any], value: Members, *, person: bool) -> str:
        """Return what a requirement on a set comes to."""
        if "none" in stated:
            some = bool(value.members or value.unmatched)
            return FAILS if some else UNKNOWN if value.unsure else HOLDS
        hosts = listed(stated.get("inside"))
        names = listed(stated.get("of") or stated.get("includes") or stated.get("includes_any"))

        def has(name: str) -> bool | None:
            for member in value.members:
                if member.inside.endswith("（待核实）"):
                    if person and member.name == name:
                        return True
                elif member.name == name and (not member.inside or hosts == ["any"] or member.inside in hosts):
                    return True
            open_ = name not in value.absent and (value.unmatched or name in value.unsure)
            return None if open_ else False

        answers = [has(name) for name in names]
        least = len(names) if "includes" in stated else int(stated.get("includes_at_least", 1))
        return between(answers.count(True), answers.count(None), lambda count: count >= least)

    def of_list(self, stated: Mapping[str, Any], records: tuple[Record, ...], facts: Facts) -> str:
        """Return what a requirement on a list comes to."""
        fields = self.definitions[stated["fact"]].get("fields", {})

        def meets(record: Record, conditions: Mapping[str, Any] | None) -> bool | None:
            return every(
                self.compare(part, fields[name], record.values.get(name), facts, entry=record.values)
                for name, part in (conditions or {}).items()
            )

        def asked(record: Record) -> bool | None:
            if "none_within" not in stated:
                return meets(record, stated.get("where"))
            event, day = record.values.get(stated["date"]), facts["application_date"].value
            covers = None if event is None else event <= day < later(event, stated["none_within"])  # type: ignore[operator]
            return every([meets(record, stated.get("where")), covers])

        matching = [asked(record) for record in records]
        if "every" in stated:
            judged = [(a, meets(r, stated["every"])) for r, a in zip(records, matching, strict=True) if a is not False]
            if (True, False) in judged:
                return FAILS
            return EMPTY if not judged else HOLDS if all(answer for _, answer in judged) else UNKNOWN
        if "distinct" in stated:
            return self.of_persons(stated, [(r, m) for r, m in zip(records, matching, strict=True) if m is not False])
        name = next((name for name in COMPARE if name in stated), "")
        bound = int(stated[name]) if name else 0
        return between(matching.count(True), matching.count(None), lambda n: COMPARE[name or "at_most"](n, bound))

    def of_persons(self, stated: Mapping[str, Any], asked: list[tuple[Record, bool | None]]) -> str:
        """Return what a count of different persons comes to: pair by pair it is asked whether two may be one."""
        fields, bound = stated["distinct"], int(stated["at_least"])

        def is_same(one: Record, other: Record) -> bool | None:
            """Return whether two entries are of one person; None where that cannot be told."""
            filled = [{f for f in fields if r.values.get(f) is not None} for r in (one, other)]
            first = [next((f for f in fields if f in of_entry), None) for of_entry in filled]
            if None in first:
                return None
            if first[0] == first[1]:
                return one.values[first[0]] == other.values[first[0]]
            names = [r.values.get(fields[-1]) for r in (one, other)]
            return None if None in names or names[0] == names[1] else False

        def doubtful(record: Record, among: list[Record]) -> bool:
            if all(record.values.get(field) is None for field in fields):
                return True
            by_name = all(record.values.get(field) is None for field in fields[:-1])
            numbered = [r for r in among if any(r.values.get(field) is not None for field in fields[:-1])]
            return by_name and any(is_same(record, other) is None for other in numbered)

        def different(records: list[Record]) -> int:
            """Return how many there are of whom no two are one person."""
            seen: list[Record] = []
            for record in records:
                if not any(is_same(record, other) for other in seen):
                    seen.append(record)
            return len(seen)

        everyone, certain = [r for r, _ in asked], [r for r, match in asked if match]
        few = max(different([r for r in certain if not doubtful(r, certain)]), min(len(certain), 1))
        doubted = [r for r in everyone if doubtful(r, everyone)]
        many = different([r for r in everyone if r not in doubted]) + len(doubted)
        return HOLDS if few >= bound else FAILS if many < bound else UNKNOWN
