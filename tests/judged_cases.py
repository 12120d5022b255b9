"""The cases that stand beside the rules of a pack, each judged by the engine and by the reference."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from medcheck import yaml_source
from medcheck.assessment.consequence import consequence
from medcheck.engine.session import Session
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.language import Language
from medcheck.rulebook.readings import select
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Consequence, Verdict
from tests.reference import Reference

REFERENCE = Reference(yaml_source.read(files("medcheck.rules") / "facts.yaml").plain())


@cache
def session(pack: str, rule_id: str, readings: tuple[tuple[str, str], ...]) -> tuple[Rule, Session]:
    """Return a rule of a shipped pack under some readings, and an engine session of it alone."""
    of_pack = shipped_pack(pack)
    rule = select(of_pack.rules[rule_id], of_pack.readings, dict(readings), Language(of_pack.vocabulary))
    assert rule is not None
    return rule, Session([(rule_id, rule)])


def judged(pack: str, case: RuleCase) -> tuple[Verdict, object, Consequence | None]:
    """Return the verdict of the engine and of the reference; and what it leads to, where the case says what that is."""
    rule, judge = session(pack, case.rule, tuple(case.readings.items()))
    verdict = judge.judge(case.facts, {case.rule: case.settled})[case.rule]
    other = REFERENCE.verdict(rule.source.plain(), case.facts, case.settled)
    if case.leads_to is None:
        return verdict, other, None
    vocabulary = shipped_pack(pack).vocabulary
    return verdict, other, consequence(rule, verdict, rule.measure(case.facts), vocabulary, looked=bool(case.settled))
