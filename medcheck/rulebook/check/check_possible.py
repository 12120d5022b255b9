"""Finds rules that can never pass or never fail, bind nobody, or send every failure (or none) to a person."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.errors import Problem
from medcheck.rulebook.language import Language
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.possible import answers, answers_where_fails
from medcheck.rulebook.readings import shadows
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule, Section

_MEND = "改正界限、选项或适用范围"


def check_possible(pack: RulePack) -> Iterator[Problem]:
    """Yield what no application whatever could make true, or false, of each rule and each option of its readings."""
    language = Language(pack.vocabulary)
    for section in pack.sections:
        for rule in section.rules:
            yield from _of_rule(rule, f"规则“{rule.id}”", section)
            for shadow in shadows(rule, pack.readings, {}, language):
                if shadow.rule is not None:
                    name = f"规则“{rule.id}”（口径 {shadow.reading}={shadow.option}）"
                    yield from _changed_only(rule, shadow.rule, name, section)


def _changed_only(rule: Rule, other: Rule, name: str, section: Section) -> Iterator[Problem]:
    """Yield what is wrong under another reading and not already with the rule as written."""
    known = {problem.text.removeprefix(f"规则“{rule.id}”") for problem in _of_rule(rule, f"规则“{rule.id}”", section)}
    yield from (
        found_problem
        for found_problem in _of_rule(other, name, section)
        if found_problem.text.removeprefix(name) not in known
    )


def _of_rule(rule: Rule, name: str, section: Section) -> Iterator[Problem]:
    yield from _applies_to(rule, name, section)
    if rule.requires is None:
        return
    wording, possible = rule.requires.wording(), answers(rule.requires, rule.applies_to)
    if not possible:
        yield Problem(rule.place, f"{name}的要求“{wording}”永远没有可判定的内容", _MEND)
    elif True not in possible:
        yield Problem(rule.place, f"{name}的要求“{wording}”永远不能满足", _MEND)
    elif False not in possible:
        yield Problem(rule.place, f"{name}的要求“{wording}”总是满足，永远不会判为不符合", f"{_MEND}，或删去该规则")
    else:
        yield from _otherwise(rule, name, rule.requires)


def _applies_to(rule: Rule, name: str, section: Section) -> Iterator[Problem]:
    for condition in rule.applies_to:
        if True not in answers(condition):
            text = f"{name}的 applies_to“{condition.wording()}”永远不成立，该规则对谁都不适用"
            yield Problem(rule.place, text, _MEND)
            continue
        for outer in section.applies_to:
            if True not in answers(condition, (outer,)):
                text = f"{name}的 applies_to“{condition.wording()}”与本文件的“{outer.wording()}”矛盾"
                yield Problem(rule.place, text, "改正其中之一，或把规则移到另一个文件")


def _otherwise(rule: Rule, name: str, requires: Requirement) -> Iterator[Problem]:
    for other in rule.otherwise_judge:
        possible = answers_where_fails(other, requires, rule.applies_to)
        if False not in possible:
            text = f"{name}不符合时 otherwise_judge“{other.wording()}”总是成立，永远不会判为不符合"
            yield Problem(rule.place, text, "改正 otherwise_judge；一律由人认定的，写 decided_by: reviewer")
        elif True not in possible:
            text = f"{name}不符合时 otherwise_judge“{other.wording()}”永远不成立"
            yield Problem(rule.place, text, "改正界限，或删去 otherwise_judge")
