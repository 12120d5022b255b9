"""The engine room fails closed: one verdict a rule, or an error for that rule; the same in any order, in flat memory."""

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

from medcheck.engine.judges import SLOTS, Judges
from medcheck.engine.patterns import Shape
from medcheck.engine.ruleset import FactRuleset
from medcheck.engine.scaling import FLOOR, NOT_KNOWN, IntegerCondition, MarginScale, fails, holds, missing
from medcheck.engine.session import Engine, Session, judges, shadow_key
from medcheck.errors import EngineError
from medcheck.fact import Facts, Status, known
from medcheck.rulebook.requirement import AcceptedValues, Measured
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Settled
from tests import strategies
from tests.own_process import own_process

BEDS, AREA = {"fact": "beds", "at_least": "100"}, {"fact": "area", "at_least": "50"}


def rule(name: str = "r", **parts: Any) -> Rule:
    return strategies.read({"id": name, "title": {"zh": name}, "severity": "hard", **parts})


def facts(**values: Any) -> Facts:
    return Facts(known(name, value) for name, value in values.items())


def fault(session: Session, key: str, stated: Facts) -> str:
    return session.measured_rule(key, session.measure(stated)).fault


def test_a_rule_without_an_outcome_is_an_error_for_itself_only() -> None:
    session = Session([("first", rule(requires=BEDS)), ("second", rule(decided_by="reviewer"))])
    before = session.judge(facts(beds=100), {})
    found = session.judge(facts(beds=100), {"second": 7})  # type: ignore[dict-item]
    assert found == {"first": "pass", "second": "error"}
    assert session.judge(facts(beds=100), {}) == before == {"first": "pass", "second": "judge"}


def test_of_several_rules_in_one_fact_only_the_one_without_an_outcome_is_an_error() -> None:
    keys = [f"r{number}" for number in range(SLOTS)]
    session = Session([(key, rule(key, decided_by="reviewer")) for key in keys])
    for wrong in keys:
        found = session.judge(facts(), {wrong: 7})  # type: ignore[dict-item]
        assert found == {key: "error" if key == wrong else "judge" for key in keys}


def test_two_outcomes_are_none() -> None:
    overlapping = (("多", (IntegerCondition("n0", "$gte", 1),)), ("少", (IntegerCondition("n0", "$lte", 1),)))
    judges = Judges("test", ("n",), lambda slot: overlapping, slots=1)
    assert judges.answers([(1,), (2,), (0,)]) == [None, "多", "少"]


def test_names_of_patterns_may_be_of_any_length() -> None:
    patterns = {"q": (IntegerCondition("r", "$gte", 1),), "q100000": (IntegerCondition("r", "$gte", 2),)}
    ruleset = FactRuleset("test", ("r",), patterns)
    assert [sorted(ruleset.fire((value,))) for value in (1, 2)] == [["q"], ["q", "q100000"]]


@own_process
def test_a_fact_left_in_working_memory_costs_no_verdict_and_is_gone_afterwards() -> None:
    session = Session([("r", rule(requires=BEDS))])
    ruleset = judges(Shape("data", requires=True)).ruleset
    native.assert_fact(ruleset._handle, '{"sid":"s","id":"stray","boot":1}')
    with pytest.raises(EngineError, match=r"没有撤回事实.*stray"):
        ruleset.fire((0, 0, 0, *(99, -(2**63) + 1, 99) * (SLOTS - 1)))
    assert session.judge(facts(beds=100), {}) == {"r": "pass"}
    assert session.judge(facts(beds=99), {}) == {"r": "fail"}


@pytest.mark.parametrize("beds", [10**20, Decimal("1e300"), -(10**19), "九十九"])
def test_what_cannot_be_computed_is_an_error_for_the_rules_that_ask_it_only(beds: object) -> None:
    rules = [
        ("beds", rule(requires=BEDS)),
        ("area", rule(requires=AREA)),
        ("where beds", rule(requires=AREA, applies_to={"beds": {"at_least": "1"}})),
        ("or beds", rule(requires={"fact": "area", "at_least": "70"}, otherwise_judge=BEDS)),
        ("decided", rule(requires=BEDS, decided_by="agency")),
    ]
    session = Session(rules)
    stated = facts(beds=beds, area=60)
    assert session.judge(stated, {"decided": Settled.NO}) == {
        "beds": "error",
        "area": "pass",
        "where beds": "error",
        "or beds": "error",
        "decided": "fail",
    }
    told = "TypeError: 床位 is text" if isinstance(beds, str) else "OverflowError: a number leaves the range"
    assert fault(session, "beds", stated).startswith(told)
    assert session.judge(facts(beds=10**16, area=60), {})["beds"] == "pass"


def test_a_bound_beyond_the_range_of_the_engine_is_an_error_for_its_rule_only() -> None:
    far = rule(requires={"fact": "beds", "at_least": "1" + "0" * 19})
    session = Session([("far", far), ("near", rule(requires=BEDS))])
    found = session.judge(facts(beds=100), {})
    assert found == {"far": "error", "near": "pass"}
    assert fault(session, "far", facts(beds=100)).startswith("OverflowError: a bound leaves the range")


def test_a_value_of_the_wrong_kind_is_an_error_that_says_what_it_was() -> None:
    graded = rule(requires={"fact": "grade", "at_least": "一级"})
    session = Session([("r", graded)])
    assert session.judge(facts(grade="特级"), {}) == {"r": "error"}
    assert fault(session, "r", facts(grade="特级")).startswith("ValueError: '特级' is not in list")


def test_what_could_not_be_measured_is_not_explained_as_if_it_had_been() -> None:
    session = Session([("r", rule(requires={"fact": "grade", "at_least": "一级"}))])
    measured = session.measured_rule("r", session.measure(facts(grade="特级")))
    assert measured.requires is not None
    with pytest.raises(ValueError, match="'特级' is not in list") as raised:
        measured.requires.explain()
    assert raised.value is measured.requires.error


def test_a_rule_is_explained_from_what_it_was_judged_by() -> None:
    session = Session([("r", rule(requires=BEDS, applies_to={"area": {"at_least": "50"}}))])
    measurements = session.measure(facts(beds=99, area=60))
    measured = session.measured_rule("r", measurements)
    assert session.decide(measurements.numbers, {}) == {"r": "fail"}
    assert measured.requires is not None
    assert (measured.requires.measured, measured.requires.explain().gap) == (known_number(Fraction(99)), "缺 1 张")
    assert [part.measured for part in measured.applies_to] == [known_number(Fraction(60))]
    assert (measured.otherwise_judge, measured.doubtful) == ((), ())


@pytest.mark.parametrize(("error", "passes_on"), [(MemoryError, True), (ZeroDivisionError, False), (KeyError, False)])
def test_memory_that_runs_out_is_no_error_of_a_rule(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], passes_on: bool
) -> None:
    session = Session([("r", rule(requires=BEDS))])

    def failing(*_: object) -> int:
        raise error

    monkeypatch.setattr(MarginScale, "encode", failing)
    if passes_on:
        with pytest.raises(MemoryError):
            session.judge(facts(beds=100), {})
    else:
        assert session.judge(facts(beds=100), {}) == {"r": "error"}


def test_two_rules_of_one_key_are_refused() -> None:
    with pytest.raises(EngineError, match="规则的键重复"):
        Session([("r", rule(requires=BEDS)), ("r", rule(requires=AREA))])


def test_patterns_of_a_margin_are_exclusive_and_exhaustive() -> None:
    ways = [holds("n"), fails("n"), *(missing("n", status) for status in list(Status)[1:])]
    edges = (0, FLOOR, *NOT_KNOWN.values())
    for value in {edge + step for edge in edges for step in (-1, 0, 1) if edge + step > FLOOR or edge + step in edges}:
        if value != FLOOR:
            assert sum(all(condition.holds(value) for condition in way) for way in ways) == 1, value


LOW, HIGH = Fraction("1.5"), Fraction(9, 4)
BOTH_ENDS = list(product((False, True), repeat=2))
INTERVALS = [AcceptedValues(*ends, *open_) for ends in ((LOW, None), (None, HIGH), (LOW, HIGH)) for open_ in BOTH_ENDS]


@pytest.mark.parametrize(
    "limits", [*INTERVALS, AcceptedValues(LOW, LOW), AcceptedValues(values=(LOW, HIGH)), AcceptedValues()], ids=str
)
def test_the_sign_of_a_margin_is_the_comparison(limits: AcceptedValues) -> None:
    near = [edge + step for edge in (LOW, HIGH, Fraction(2)) for step in map(Fraction, STEPS)]
    scale = MarginScale(limits)
    assert [number for number in near if (scale.encode(known_number(number)) >= 0) != limits.holds(number)] == []


STEPS = ("0", "1/1000000000", "-1/1000000000", "1/3", "-1/3", "1/4", "-1/4", "10", "-10")


def known_number(number: Fraction) -> Measured:
    return Measured(Status.KNOWN, number)


@settings(max_examples=60)
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


@own_process
def test_what_the_library_reports_is_an_engine_error() -> None:
    ruleset = FactRuleset("test", ("r",), {"q00000": (IntegerCondition("r", "$gte", 1),)})
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
