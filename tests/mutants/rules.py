"""What can go wrong with a requirement, a rule, or an option of a reading. Works on plain YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from medcheck.vocabulary import PARTS
from tests.mutants.values import OF_A_RATIO, Mutant, Plain, operator_of, period_steps, value_mutants

SEVERITIES = ("redirect", "not_accepted", "correctable", "hard", "advisory")
DECIDERS = ("data", "inspection", "reviewer", "agency")
_TWO = 2  # how many other facts, fields and documents stand in for the right one


class Mutants:
    """Mutants over one vocabulary, as its YAML states it."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self.facts, self.documents = vocabulary["facts"], list(vocabulary["documents"])

    def of_rule(self, rule: Plain) -> Iterator[Mutant]:
        """Yield every broken form of a rule, or of the fields an option of a reading replaces."""
        if rule.get("requires"):
            yield from _within(rule, "requires", self.of_requirement(rule["requires"]))
        others = rule.get("otherwise_judge")
        if others:
            listed = others if isinstance(others, list) else [others]
            yield Mutant("otherwise_judge dropped", "otherwise_judge", {**rule, "otherwise_judge": None})
            for index, other in enumerate(listed):
                for kind, change, plain in self.of_requirement(other):
                    judged = [plain if place == index else kept for place, kept in enumerate(listed)]
                    yield Mutant(kind, f"otherwise_judge: {change}", {**rule, "otherwise_judge": judged})
        yield from _within(rule, "applies_to", self._of_applies_to(rule.get("applies_to") or {}))
        for key, words in (("severity", SEVERITIES), ("decided_by", DECIDERS)):
            if now := rule.get(key) or ("data" if key == "decided_by" and "id" in rule else ""):
                yield from (Mutant(key, f"{now} → {word}", {**rule, key: word}) for word in words if word != now)

    def _of_applies_to(self, conditions: Plain) -> Iterator[Mutant]:
        for name, stated in conditions.items():
            rest = {key: kept for key, kept in conditions.items() if key != name}
            yield Mutant("condition dropped", name, rest)
            full = {"fact": name, **(stated if isinstance(stated, dict) else {"equals": stated})}
            for kind, change, plain in self.of_requirement(full):
                value = {key: kept for key, kept in plain.items() if key != "fact"}
                yield Mutant(kind, f"{name} {change}", {**rest, plain["fact"]: value})

    def of_requirement(self, stated: Plain) -> Iterator[Mutant]:
        """Yield every broken form of one requirement."""
        if "document" in stated:
            yield from self._of_document(stated)
            return
        definition = self.facts[stated["fact"]]
        for other in self._others(stated, definition):
            yield Mutant("fact", f"{stated['fact']} → {other}", {**stated, "fact": other})
        for key in ("per", "share_of"):
            if key in stated:
                numbers = [name for name, one in self.facts.items() if one["kind"] == "number" and name != stated[key]]
                yield from (Mutant("fact", f"{key} {name}", {**stated, key: name}) for name in numbers[:_TWO])
        if definition["kind"] == "set":
            yield from _of_set(stated, definition)
        elif definition["kind"] == "list":
            yield from _of_list(stated, definition)
        else:
            ratio = OF_A_RATIO if "per" in stated or "share_of" in stated else None
            yield from value_mutants(stated, definition, ratio)

    def _of_document(self, stated: Plain) -> Iterator[Mutant]:
        place = self.documents.index(stated["document"])
        for by in range(1, _TWO + 1):
            other = self.documents[(place + by) % len(self.documents)]
            yield Mutant("document", f"{stated['document']} → {other}", {**stated, "document": other})
        has = list(stated.get("has") or [])
        for part in PARTS:
            if part in has:
                yield Mutant("part dropped", part, {**stated, "has": [kept for kept in has if kept != part]})
            elif part != "present":
                yield Mutant("part added", part, {**stated, "has": [*has, part]})

    def _others(self, stated: Plain, definition: Mapping[str, Any]) -> Sequence[str]:
        """Return the next facts of the same kind that could stand in the requirement."""
        names = list(self.facts)
        place = names.index(stated["fact"])
        following = [*names[place + 1 :], *names[:place]]
        return [name for name in following if _could_stand(stated, definition, self.facts[name])][:_TWO]


def _could_stand(stated: Plain, definition: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether the requirement can be read of another fact."""
    if definition["kind"] != other["kind"]:
        return False
    if definition["kind"] == "list":
        used = {
            *(stated.get("where") or {}),
            *(stated.get("every") or {}),
            stated.get("date"),
            *(stated.get("distinct") or []),
        }
        return used - {None} <= set(other.get("fields", {}))
    names = stated.get("includes") or stated.get("includes_any") or stated.get("of") or []
    if definition["kind"] == "set":
        return set(names) <= set(other.get("members") or names)
    bound = stated.get(operator_of(stated))
    listed = bound if isinstance(bound, list) else [bound]
    return definition["kind"] not in ("choice", "rank") or set(listed) <= set(other["options"])


def _within(rule: Plain, key: str, mutants: Iterator[Mutant]) -> Iterator[Mutant]:
    return (Mutant(kind, f"{key}: {change}", {**rule, key: plain}) for kind, change, plain in mutants)


def _of_set(stated: Plain, definition: Mapping[str, Any]) -> Iterator[Mutant]:
    key = next((key for key in ("of", "includes", "includes_any") if key in stated), "")
    if "inside" in stated:
        yield Mutant("inside dropped", "inside", {name: kept for name, kept in stated.items() if name != "inside"})
        hosts = stated["inside"] if isinstance(stated["inside"], list) else []
        if len(hosts) > 1:
            yield from (
                Mutant("item dropped", f"inside {host}", {**stated, "inside": [kept for kept in hosts if kept != host]})
                for host in hosts
            )
    if not key:
        return
    names = stated[key]
    if len(names) > 1:
        for name in names:
            yield Mutant("item dropped", name, {**stated, key: [kept for kept in names if kept != name]})
    for name in definition.get("members") or ():
        if name not in names:
            yield Mutant("item added", name, {**stated, key: [*names, name]})
    other = {"includes": "includes_any", "includes_any": "includes"}.get(key)
    if other and len(names) > 1:
        rest = {name: kept for name, kept in stated.items() if name != key}
        yield Mutant("operator", f"{key} → {other}", {**rest, other: names})
    for by in (-1, 1) if key == "of" else ():
        least = str(int(stated["includes_at_least"]) + by)
        yield Mutant("bound", f"includes_at_least {least}", {**stated, "includes_at_least": least})


def _of_list(stated: Plain, definition: Mapping[str, Any]) -> Iterator[Mutant]:
    fields = definition.get("fields", {})
    if "distinct" in stated:
        yield Mutant("distinct dropped", "distinct", {key: kept for key, kept in stated.items() if key != "distinct"})
        for name in stated["distinct"]:
            kept_fields = [kept for kept in stated["distinct"] if kept != name]
            yield Mutant("item dropped", f"distinct {name}", {**stated, "distinct": kept_fields})
    for key in ("where", "every"):
        yield from _within(stated, key, _of_conditions(stated.get(key) or {}, fields, drop_last=key == "where"))
    if "none_within" in stated:
        for period in period_steps(stated["none_within"]):
            yield Mutant("bound", f"none_within {period}".replace("'", ""), {**stated, "none_within": period})
        days = [name for name, field in fields.items() if field["kind"] == "date" and name != stated["date"]]
        yield from (Mutant("date", f"{stated['date']} → {day}", {**stated, "date": day}) for day in days)
        rest = {key: kept for key, kept in stated.items() if key not in ("none_within", "date")}
        yield Mutant("operator", "none_within → none", {**rest, "none": "true"})
    elif "none" in stated:
        rest = {key: kept for key, kept in stated.items() if key != "none"}
        yield Mutant("operator", "none → at_least 1", {**rest, "at_least": "1"})
        yield Mutant("operator", "none → at_most 1", {**rest, "at_most": "1"})
    elif "every" in stated:
        rest = {key: kept for key, kept in stated.items() if key != "every"}
        some = {**(stated.get("where") or {}), **stated["every"]}
        yield Mutant("operator", "every → at_least 1", {**rest, "where": some, "at_least": "1"})
    else:
        yield from value_mutants(stated, {"kind": "number"}, Fraction(1))


def _of_conditions(conditions: Plain, fields: Mapping[str, Any], *, drop_last: bool) -> Iterator[Mutant]:
    for name, part in conditions.items():
        rest = {key: kept for key, kept in conditions.items() if key != name}
        if rest or drop_last:
            yield Mutant("condition dropped", name, rest)
        for kind, change, plain in value_mutants(part, fields[name]):
            yield Mutant(kind, f"{name} {change}", {**conditions, name: plain})
        others = [other for other in fields if other not in conditions and _same(fields[other], fields[name])]
        yield from (Mutant("field", f"{name} → {other}", {**rest, other: part}) for other in others[:_TWO])


def _same(field: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return field["kind"] == other["kind"] and field.get("options") == other.get("options")
