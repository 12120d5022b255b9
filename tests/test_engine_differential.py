"""Engine against the reference evaluator on random applications at the bounds; `make bench` runs a million."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings

from medcheck.engine.session import Session
from tests import strategies
from tests.reference import Reference

REFERENCE = Reference(strategies.PLAIN_VOCABULARY)
BATCHES, SESSIONS, APPLICATIONS, RULES = 10, 10, 200, 12  # 20,000 applications, 240,000 verdicts


@pytest.mark.parametrize("batch", range(BATCHES))
def test_engine_and_reference_agree(batch: int) -> None:
    seen: Counter[str] = Counter()
    for number in range(SESSIONS):
        seen += differences(Random(batch * SESSIONS + number), RULES, APPLICATIONS)
    assert set(seen) == {"pass", "fail", "unknown", "conflict", "error", "inspect", "judge", "check", "not_applicable"}
    assert min(seen.values()) > 200


def differences(random: Random, rules: int, applications: int) -> Counter[str]:
    """Judge random applications twice and count the verdicts; a difference fails with all it takes to see it again."""
    judged = strategies.rules(random, rules)
    session = Session([(rule.id, rule) for rule in judged])
    plain = {rule.id: rule.source.plain() for rule in judged}
    seen: Counter[str] = Counter()
    for _ in range(applications):
        facts, settled = strategies.facts(random), strategies.settled(random, list(plain))
        found = session.judge(facts, settled)
        expected = {key: REFERENCE.verdict(rule, facts, settled.get(key, 0)) for key, rule in plain.items()}
        if found != expected:
            wrong = {key: (found[key], expected[key], plain[key]) for key in plain if found[key] != expected[key]}
            pytest.fail(f"{wrong} {dict(facts)} {settled}")
        seen.update(expected.values())
    return seen


@settings(max_examples=150)
@given(strategies.applications())
def test_engine_and_reference_agree_on_what_hypothesis_finds(drawn: strategies.Application) -> None:
    rules, facts, settled = drawn
    found = Session([(rule.id, rule) for rule in rules]).judge(facts, settled)
    assert found == {rule.id: REFERENCE.verdict(rule.source.plain(), facts, settled.get(rule.id, 0)) for rule in rules}
