"""Runs the cases beside the rules, and returns those that the rules no longer answer as the regulation does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medcheck.assessment.consequence import consequence
from medcheck.engine.session import Session
from medcheck.errors import Problem
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.language import Language
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.readings import select
from medcheck.rulebook.rule import Rule
from medcheck.verdict import VERDICT_WORDS, Settled

_MEND = "核对规则的界限、名单和后果；确是规定有改动的，同时改正用例"


def failed_cases(pack: RulePack, cases: Sequence[RuleCase]) -> Iterator[Problem]:
    """Yield a problem for every case whose verdict or consequence is not the one its file states."""
    language, at_hand = Language(pack.vocabulary), {**pack.rules, **pack.idle}
    sessions: dict[object, tuple[Rule, Session]] = {}
    for case in cases:
        key = case.rule, tuple(sorted(case.readings.items()))
        if key not in sessions:
            rule = select(at_hand[case.rule], pack.readings, case.readings, language)
            if rule is None:
                yield Problem(case.node.place, f"用例“{case.name}”的口径取消了规则“{case.rule}”", "改正用例的 reading")
                continue
            sessions[key] = rule, Session([(case.rule, rule)])
        rule, session = sessions[key]
        measurements = session.measure(case.facts)
        verdict = session.decide(measurements.numbers, {case.rule: case.settled})[case.rule]
        if verdict is not case.verdict:
            expected, actual = VERDICT_WORDS[case.verdict], VERDICT_WORDS[verdict]
            text = f"规则“{case.rule}”的用例“{case.name}”应为{expected}，按现在的规则为{actual}"
            yield Problem(case.node.place, text, _MEND)
            continue
        looked = case.settled is not Settled.OPEN
        measured = session.measured_rule(case.rule, measurements)
        result = consequence(rule, verdict, measured, pack.vocabulary, looked=looked)
        if case.leads_to is not None and result is not case.leads_to:
            text = f"规则“{case.rule}”的用例“{case.name}”后果应为 {case.leads_to}，按现在的规则为 {result}"
            yield Problem(case.node.place, text, _MEND)
