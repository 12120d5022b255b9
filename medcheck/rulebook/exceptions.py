"""Rules that are the exception of another: where one applies it decides, and the general rule is told as not counted.

Two exceptions of one rule that could both apply clash, and the pack does not load: nobody could say which of them decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from medcheck.errors import Problem, suggest
from medcheck.rulebook.possible import answers
from medcheck.rulebook.rule import Rule


def check_exceptions(rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Yield what is wrong with how rules except each other: one that is not there, circles, clashes, a milder consequence."""
    of_rule: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if rule.excepts is None:
            continue
        general = rules.get(rule.excepts.rule)
        if general is None:
            text = (
                f"规则“{rule.id}”写明是“{rule.excepts.rule}”的例外，但没有这条规则{suggest(rule.excepts.rule, rules)}"
            )
            yield Problem(rule.place, text, "改正 except 中的 rule；草案和停用的规则不能有例外")
            continue
        of_rule.setdefault(general.id, []).append(rule)
        if rule.severity == "advisory" and general.severity != "advisory":
            text = f"例外“{rule.id}”的后果是提示（advisory），会使“{general.id}”不再有任何后果"
            yield Problem(rule.place, text, f"写成 severity: {general.severity}")
        if way := _circle(rule, rules):
            yield Problem(rule.place, f"例外互相指向：{' → '.join(way)}", "改正其中一条的 except")
    for general_id, exceptions in of_rule.items():
        for one, other in combinations(exceptions, 2):
            if not _exclude_each_other(one, other):
                text = f"“{one.id}”和“{other.id}”都是“{general_id}”的例外，可能同时适用，不能确定由哪一条决定"
                mend = "在 applies_to 中写明互不重叠的范围，或者把其中一条写成另一条的例外"
                yield Problem(other.place, text, mend)


def _circle(rule: Rule, rules: Mapping[str, Rule]) -> list[str]:
    """Return the way from an exception back to itself, or nothing."""
    way, at = [rule.id], rule
    while at.excepts is not None and at.excepts.rule in rules:
        at = rules[at.excepts.rule]
        if at.id in way:
            return [*way, at.id] if at.id == rule.id else []
        way.append(at.id)
    return []


def _exclude_each_other(one: Rule, other: Rule) -> bool:
    """Return whether no application is within the conditions of both: one of them rules out one of the other's."""
    return any(
        mine.facts == theirs.facts and True not in answers(mine, (theirs,))
        for mine in one.applies_to
        for theirs in other.applies_to
    )
