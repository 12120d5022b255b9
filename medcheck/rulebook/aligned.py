"""Puts the rules of two packs side by side: which of one say something about what which of the other say.

Rules stand together that have one id, of which one refines the other, or whose clauses correspond (`corresponds` in
clauses.yaml, in either pack). Compares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck.errors import Problem, suggest
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule


class AlignedRules(NamedTuple):
    """The rules of two packs about one matter; one side may be empty."""

    first: tuple[Rule, ...]
    second: tuple[Rule, ...]


def aligned_rules(first: RulePack, second: RulePack) -> tuple[AlignedRules, ...]:
    """Return every rule of both packs, each once, with those of the other about the same: in the order of the first pack."""
    met = {rule.id: _meeting(rule, first, second) for rule in first.rules.values()}
    meeting = {name: [a for a, others in met.items() if name in others] for name in second.rules}
    groups: list[AlignedRules] = []
    seen: set[str] = set()
    for name in first.rules:
        if name not in seen:
            mine, theirs = _reached(name, met, meeting)
            seen |= mine
            groups.append(
                AlignedRules(
                    tuple(rule for rule in first.rules.values() if rule.id in mine),
                    tuple(rule for rule in second.rules.values() if rule.id in theirs),
                )
            )
    groups += (AlignedRules((), (second.rules[name],)) for name, others in meeting.items() if not others)
    return tuple(groups)


def strange_correspondences(pack: RulePack, packs: Mapping[str, RulePack]) -> Iterator[Problem]:
    """Yield each clause that is said to correspond to one that its pack, being at hand, does not have."""
    own = pack.files["clauses.yaml"].mapping
    for name, clause in pack.clauses.items():
        for other, names in clause.corresponds.items():
            if other not in packs or name not in own:
                continue
            known = packs[other].clauses
            for strange in (each for each in names if each not in known):
                place = own[name].at(["corresponds", other]).place
                text = f"条款“{name}”对应的“{strange}”不在规则包“{other}”中{suggest(strange, known)}"
                yield Problem(place, text, "改正 corresponds")


def _meeting(rule: Rule, pack: RulePack, other: RulePack) -> set[str]:
    """Return the ids of the rules of another pack that are about what a rule is about."""
    return {each.id for each in other.rules.values() if _meet(rule, each, pack, other)}


def _meet(rule: Rule, other: Rule, pack: RulePack, its_pack: RulePack) -> bool:
    if rule.id == other.id:
        return True
    refined = {each.refines.rule: each.id for each in (rule, other) if each.refines}
    if refined.get(rule.id) == other.id or refined.get(other.id) == rule.id:
        return True
    return _names_clause(rule, other, pack) or _names_clause(other, rule, its_pack)


def _names_clause(rule: Rule, other: Rule, pack: RulePack) -> bool:
    """Return whether a clause of a rule is said to correspond to one of another pack's rule."""
    named = {name for clause in rule.clauses for name in pack.clauses[clause].corresponds.get(other.pack, ())}
    return bool(named & set(other.clauses))


def _reached(name: str, met: Mapping[str, set[str]], meeting: Mapping[str, list[str]]) -> tuple[set[str], set[str]]:
    """Return the rules of both sides that hang together with a rule of the first."""
    mine, theirs = {name}, set(met[name])
    while True:
        further = {each for other in theirs for each in meeting[other]}
        if further <= mine:
            return mine, theirs
        mine |= further
        theirs |= {other for each in mine for other in met[each]}
