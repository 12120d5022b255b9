"""Finds rules that no application can satisfy together: two for one facility that ask two things of one fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from medcheck.errors import Problem
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.possible import answers
from medcheck.rulebook.rule import Rule


def check_excluding(pack: RulePack) -> Iterator[Problem]:
    """Yield each two rules that can bind one facility, where no value of the fact they read satisfies both."""
    by_subject: dict[tuple[str, str | None], list[Rule]] = {}
    for rule in pack.rules.values():
        if isinstance(rule.requires, ValueRequirement) and rule.severity != "advisory":
            by_subject.setdefault((rule.requires.fact, rule.requires.divisor), []).append(rule)
    for rules in by_subject.values():
        for first, second in combinations(rules, 2):
            if pack.id in (first.pack, second.pack) and _can_bind_together(first, second) and _exclude(first, second):
                text = f"规则“{second.id}”与“{first.id}”不能同时满足：{_asked(first)}；{_asked(second)}"
                yield Problem(second.place, text, "改正界限，或用 applies_to 写明各约束谁")


def _exclude(first: Rule, second: Rule) -> bool:
    if first.requires is None or second.requires is None:
        return False
    return True not in answers(first.requires, (second.requires, *first.applies_to, *second.applies_to))


def _can_bind_together(first: Rule, second: Rule) -> bool:
    return all(True in answers(condition, (other,)) for condition in first.applies_to for other in second.applies_to)


def _asked(rule: Rule) -> str:
    return rule.requires.wording() if rule.requires else ""
