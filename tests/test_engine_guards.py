"""The engine room fails closed: one outcome a rule or an error, the same in any order, in flat memory."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import durable_rules_engine as native
import pytest
from hypothesis import given, settings

from medcheck.engine.judges import Judges, Question
from medcheck.engine.numbers import Condition, Scale
from medcheck.engine.ruleset import FactRuleset
from medcheck.engine.session import Engine, Session, shadow_key
from medcheck.errors import EngineError
from medcheck.fact import Facts, Status, known
from medcheck.rulebook.requirement import Limits
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import shipped_pack
from tests import strategies

BEDS, AREA = {"fact": "beds", "at_least": "100"}, {"fact": "area", "at_least": "50"}


def rule(name: str = "r", **parts: Any) -> Rule:
    return strategies.read({"id": name, "title": {"zh": name}, "severity": "hard", **parts})


def facts(**values: Any) -> Facts:
    return Facts(known(name, value) for name, value in values.items())


def test_no_outcome_is_an_error_that_names_the_rule_and_the_next_application_is_judged() -> None:
    session = Session([("first", rule(requires=BEDS)), ("second", rule(decided_by="reviewer"))])
    before = session.judge(facts(beds=100), {})
    with pytest.raises(EngineError, match="“second”没有得到判定"):
        session.judge(facts(beds=100), {"second": 7})  # type: ignore[dict-item]
    assert session.judge(facts(beds=100), {}) == before == {"first": "pass", "second": "judge"}


def test_two_outcomes_are_an_error_that_names_both() -> None:
    overlapping = (("多", (Condition("r", "$gte", 1),)), ("少", (Condition("r", "$lte", 1),)))
    judges = Judges("test", [Question("问", ("r",), overlapping)])
    with pytest.raises(EngineError, match="“问”得到多个判定：多、少"):
        judges.answers({"r": 1})
    assert judges.answers({"r": 2}) == {"问": "多"}


def test_names_of_patterns_are_all_of_one_length() -> None:
    with pytest.raises(EngineError, match="“test”的规则名长度不一"):
        FactRuleset("test", ("r",), {"q100000": (Condition("r", "$gte", 1),)})


def test_when_no_rule_of_a_fact_matches_the_engine_refuses_it_and_goes_on() -> None:
    session = Session([("only", rule(decided_by="reviewer"))])
    with pytest.raises(EngineError, match="代码 1"):
        session.judge(facts(), {"only": 7})  # type: ignore[dict-item]
    assert session.judge(facts(), {}) == {"only": "judge"}


def test_a_fact_left_in_working_memory_is_an_error_once_and_gone_afterwards() -> None:
    session = Session([("r", rule(requires=BEDS))])
    ruleset, _ = session.rules.rulesets[0]
    native.assert_fact(ruleset._handle, '{"sid":"s","id":"stray","boot":1}')
    with pytest.raises(EngineError, match=r"没有撤回事实.*stray"):
        session.judge(facts(beds=100), {})
    assert session.judge(facts(beds=100), {}) == {"r": "pass"}


@pytest.mark.parametrize("beds", [10**20, Decimal("1e300"), -(10**19)])
def test_a_number_beyond_the_range_of_the_engine_is_an_error_not_a_verdict(beds: object) -> None:
    session = Session([("r", rule(requires=BEDS))])
    with pytest.raises(EngineError, match="规则“r”不能计算"):
        session.judge(facts(beds=beds), {})
    assert session.judge(facts(beds=10**16), {}) == {"r": "pass"}


def test_a_value_of_the_wrong_kind_is_an_error_that_names_the_rule() -> None:
    with pytest.raises(EngineError, match="规则“r”不能计算"):
        Session([("r", rule(requires={"fact": "grade", "at_least": "一级"}))]).judge(facts(grade="特级"), {})


def test_two_rules_of_one_key_are_refused() -> None:
    with pytest.raises(EngineError, match="规则的键重复"):
        Session([("r", rule(requires=BEDS)), ("r", rule(requires=AREA))])


BOTH_ENDS = list(product((False, True), repeat=2))


def test_patterns_of_a_number_are_exclusive_and_exhaustive() -> None:
    low, high = Fraction("1.5"), Fraction("2.25")
    intervals = [Limits(*ends, *open_) for ends in ((low, None), (None, high), (low, high)) for open_ in BOTH_ENDS]
    for limits in [*intervals, Limits(low, low), Limits(values=(low, high)), Limits()]:
        scale = Scale("r", limits)
        for value in [*range(-40, 41), *(scale.missing(status)[-1].value for status in list(Status)[1:])]:
            patterns = [*scale.holds(), *scale.fails(), *(scale.missing(status) for status in list(Status)[1:])]
            assert sum(all(condition.holds(value) for condition in pattern) for pattern in patterns) == 1


@settings(max_examples=60, deadline=None)
@given(strategies.applications())
def test_the_order_of_the_rules_does_not_matter_and_two_runs_agree(drawn: strategies.Application) -> None:
    rules, stated, settled = drawn
    forward, backward = (Session([(r.id, r) for r in order]) for order in (rules, rules[::-1]))
    first = forward.judge(stated, settled)
    assert first == forward.judge(stated, settled) == backward.judge(stated, settled)
    assert set(first) == {r.id for r in rules}


def test_a_further_fact_never_takes_a_pass_away() -> None:
    random, passes = Random(7), 0
    for _ in range(100):
        rules = strategies.rules(random, 10)
        session = Session([(r.id, r) for r in rules])
        for _ in range(10):
            full = strategies.facts(random, missing=0.0)
            some = Facts(fact for fact in full.values() if random.random() < 0.7)
            before, after = session.judge(some, {}), session.judge(full, {})
            passed = [key for key, verdict in before.items() if verdict == "pass"]
            passes += len(passed)
            assert [key for key in passed if after[key] != "pass"] == []
    assert passes > 500


def test_an_engine_keeps_one_session_for_each_set_of_rules() -> None:
    pack, engine, clinic = shipped_pack("liaocheng-2019"), Engine(), facts(facility_type="clinic")
    profile = pack.profile(clinic, {})
    session = engine.session_for(pack, profile)
    keys = {rule.id for rule in profile.rules} | {shadow_key(shadow) for shadow in profile.shadows if shadow.rule}
    assert set(session.judge(clinic, {})) == keys
    assert engine.session_for(pack, pack.profile(clinic, {})) is session
    reading = next(shadow for shadow in profile.shadows if shadow.rule)
    other = engine.session_for(pack, pack.profile(clinic, {reading.reading: reading.option}))
    assert other is not session
    assert engine.session_for(pack._replace(sha256="another"), profile) is not session


def test_what_the_library_reports_is_an_engine_error() -> None:
    session = Session([("r", rule(requires=BEDS))])
    ruleset, _ = session.rules.rulesets[0]
    ruleset._handle = 100_000
    with pytest.raises(EngineError, match="error code: 111"):
        ruleset.fire((200,))


MEMORY = """
from random import Random
from pathlib import Path
from medcheck.engine.ruleset import FactRuleset
from medcheck.engine.session import Engine, Session, shadow_key
from tests import strategies

random = Random(1)
session = Session([(rule.id, rule) for rule in strategies.rules(random, 12)])
applications = [(strategies.facts(random), strategies.settled(random, ["r-1", "r-2"])) for _ in range(200)]
def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])
for number in range(20_000):
    if number == 2_000:
        before = pages()
    if number % 1000 == 0:
        try:
            session.judge(applications[0][0], {key: 7 for key in session.judge(applications[0][0], {})})
        except Exception:
            pass
    session.judge(*applications[number % 200])
print((pages() - before) * 4096)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_is_flat_over_20_000_applications() -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 3_000_000


def test_the_library_is_loaded_only_where_something_is_judged() -> None:
    code = "import sys, medcheck.engine, medcheck.rulebook.pack; sys.exit('durable' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
