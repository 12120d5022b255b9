"""Checks the readings of a pack, and refuses readings a user cannot choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.rulebook.language import Language
from medcheck.rulebook.readings import Reading, applied
from medcheck.rulebook.rule import Rule
from medcheck.yaml_source import Node

_SHARED = {"otherwise_judge": ""}


def check_readings(readings: Mapping[str, Reading], rules: Mapping[str, Rule], language: Language) -> list[Problem]:
    """Return what dangles: readings nobody knows, rules an option names that do not name it, options that do not load."""
    problems = []
    sections = {rule.section: rule for rule in rules.values()}
    for rule in rules.values():
        for name in rule.readings:
            if name not in readings:
                text = f"没有解释口径“{name}”{suggest(name, readings)}"
                problems.append(Problem(rule.place, text, "改正名称，或在 readings.yaml 中登记"))
    for reading in readings.values():
        for option, changes in reading.changes.items():
            for rule_id, change in changes.items():
                place = change.place if change else reading.place
                if rule_id in sections:
                    problems += _takes_away(rule_id, change, sections[rule_id], place)
                elif rule_id not in rules:
                    text = f"口径“{reading.name}”的选项“{option}”所指规则“{rule_id}”不存在{suggest(rule_id, rules)}"
                    problems.append(Problem(place, text, "改正规则编号"))
                elif reading.name not in rules[rule_id].readings:
                    text = f"规则“{rule_id}”没有写明 reading: {reading.name}，口径却改动它"
                    problems.append(Problem(place, text, f"在该规则中写明 reading: {reading.name}"))
                else:
                    problems += _loads(rules[rule_id], change, language)
    return problems


def _takes_away(section: str, change: Node | None, rule: Rule, place: Place) -> tuple[Problem, ...]:
    plain = change.plain() if change else None
    if rule.shared is None or not isinstance(plain, dict) or {key: plain[key] or "" for key in plain} != _SHARED:
        text = f"对整个章节“{section}”，口径只能取消其 otherwise_judge"
        return (Problem(place, text, "写成 {otherwise_judge: }，且该章节应有 otherwise_judge"),)
    return ()


def _loads(rule: Rule, change: Node | None, language: Language) -> tuple[Problem, ...]:
    try:
        if change is not None:
            applied(rule, change, language)
    except MedcheckError as error:
        return error.problems
    return ()


def check_chosen(chosen: Mapping[str, str], readings: Mapping[str, Reading], used: frozenset[str]) -> None:
    """Refuse a chosen reading or option that the rules of the profile do not use, with the list of those they do."""
    names = sorted(used)
    for name, option in chosen.items():
        if name not in used:
            text = f"本次评估不使用解释口径“{name}”{suggest(name, names)}"
            raise RuleError([Problem(Place("--reading"), text, f"可用的口径：{'、'.join(names) or '无'}")])
        _require_option(readings[name], option)


def require_known(chosen: Iterable[tuple[str, str]], readings: Mapping[str, Reading]) -> None:
    """Refuse a reading or an option that the pack does not have at all, whomever it might bind."""
    for name, option in chosen:
        if name not in readings:
            text = f"没有解释口径“{name}”{suggest(name, readings)}"
            raise RuleError([Problem(Place("--reading"), text, f"可用的口径：{'、'.join(sorted(readings)) or '无'}")])
        _require_option(readings[name], option)


def _require_option(reading: Reading, option: str) -> None:
    if option not in reading.options:
        text = f"口径“{reading.name}”没有选项“{option}”{suggest(option, reading.options)}"
        raise RuleError([Problem(Place("--reading"), text, f"可用的选项：{'、'.join(reading.options)}")])
