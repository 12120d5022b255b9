"""The engine room: the verdict table, the conclusion table, and that it fails closed."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from medcheck.engine.session import Session
from medcheck.errors import EngineError
from medcheck.fact import CellRef, Facts, Role, conflict, failed, known
from medcheck.rulebook.rule import Rule
from medcheck.verdict import Conclusion, Consequence, Settled, Stage
from tests import strategies

OPEN, EVIDENCE, SAID_YES, SAID_NO = Settled


def rule(name: str = "r", **parts: Any) -> Rule:
    return strategies.read({"id": name, "title": {"zh": name}, "severity": "hard", **parts})


def facts(**values: Any) -> Facts:
    """Return facts; "?" stands for one that is unknown, "!" for a conflict, "#" for one nobody could work out."""
    cell = CellRef(Role.APPLICATION, "表", "A1", "")
    odd = {"!": lambda name: conflict(name, "", (cell,)), "#": lambda name: failed(name, "")}
    given = {name: value for name, value in values.items() if value != "?"}
    return Facts(odd[value](name) if value in ("!", "#") else known(name, value) for name, value in given.items())


def verdicts(judged: Rule, stated: Facts) -> tuple[str, ...]:
    """Return the verdicts while open, once looked at, once decided 符合, once decided 不符合."""
    session = Session([("r", judged)])
    return tuple(session.judge(stated, {"r": settled})["r"].value for settled in Settled)


BEDS = {"fact": "beds", "at_least": "100"}
AREA = {"fact": "area", "at_least": "50"}


@pytest.mark.parametrize(
    ("decider", "beds", "area", "expected"),
    [
        ("data", 100, 0, ("pass", "pass", "pass", "pass")),
        ("data", 99, 50, ("judge", "judge", "judge", "judge")),
        ("data", 99, 49, ("fail", "fail", "fail", "fail")),
        ("data", 99, "?", ("unknown", "unknown", "unknown", "unknown")),
        ("data", 99, "!", ("conflict", "conflict", "conflict", "conflict")),
        ("data", 99, "#", ("error", "error", "error", "error")),
        ("data", "#", 50, ("error", "error", "error", "error")),
        ("data", "#", "!", ("error", "error", "error", "error")),
        ("data", 100, "#", ("pass", "pass", "pass", "pass")),
        ("data", "?", 50, ("unknown", "unknown", "unknown", "unknown")),
        ("data", "!", 50, ("conflict", "conflict", "conflict", "conflict")),
        # A visitor's yes means: looked at; the number decides.
        ("inspection", 100, 0, ("inspect", "pass", "pass", "fail")),
        ("inspection", 99, 50, ("judge", "judge", "judge", "fail")),
        ("inspection", 99, 49, ("fail", "fail", "fail", "fail")),
        ("inspection", 99, "?", ("unknown", "unknown", "unknown", "fail")),
        ("inspection", "?", 50, ("inspect", "unknown", "unknown", "fail")),
        ("inspection", "!", 50, ("conflict", "conflict", "conflict", "fail")),
        ("inspection", "#", 50, ("error", "error", "error", "fail")),
        ("reviewer", 100, 0, ("pass", "pass", "pass", "fail")),
        ("reviewer", 99, 50, ("judge", "judge", "pass", "fail")),
        ("reviewer", 99, 49, ("judge", "judge", "pass", "fail")),
        ("reviewer", 99, "!", ("conflict", "conflict", "pass", "fail")),
        ("reviewer", "#", 50, ("error", "error", "pass", "fail")),
        ("reviewer", "?", 50, ("unknown", "unknown", "pass", "fail")),
        ("reviewer", "!", 50, ("conflict", "conflict", "pass", "fail")),
        ("agency", 100, 0, ("check", "pass", "pass", "fail")),
        ("agency", 99, 50, ("judge", "judge", "pass", "fail")),
        ("agency", 99, 49, ("judge", "fail", "pass", "fail")),
        ("agency", 99, "?", ("unknown", "unknown", "pass", "fail")),
        ("agency", "?", 50, ("check", "unknown", "pass", "fail")),
        ("agency", "!", 50, ("conflict", "conflict", "pass", "fail")),
        ("agency", "#", 50, ("error", "error", "pass", "fail")),
        ("agency", 99, "#", ("error", "error", "pass", "fail")),
    ],
)
def test_verdict(decider: str, beds: object, area: object, expected: tuple[str, ...]) -> None:
    judged = rule(requires=BEDS, otherwise_judge=AREA, decided_by=decider)
    assert verdicts(judged, facts(beds=beds, area=area)) == expected


@pytest.mark.parametrize(
    ("decider", "expected"),
    [
        ("inspection", ("inspect", "inspect", "pass", "fail")),
        ("reviewer", ("judge", "judge", "pass", "fail")),
        ("agency", ("check", "check", "pass", "fail")),
    ],
)
def test_verdict_of_a_rule_without_a_number(decider: str, expected: tuple[str, ...]) -> None:
    assert verdicts(rule(decided_by=decider), facts()) == expected


@pytest.mark.parametrize(
    ("place", "chain", "expected"),
    [
        ("hospital", True, "pass"),
        ("clinic", True, "not_applicable"),
        ("clinic", "?", "not_applicable"),
        ("clinic", "!", "not_applicable"),
        ("hospital", False, "not_applicable"),
        ("!", "?", "conflict"),
        ("hospital", "!", "conflict"),
        ("hospital", "#", "error"),
        ("#", "!", "error"),
        ("#", "?", "error"),
        ("#", False, "not_applicable"),
        ("hospital", "?", "unknown"),
        ("?", "?", "unknown"),
    ],
)
def test_whom_it_binds_comes_before_what_anybody_decided(place: str, chain: object, expected: str) -> None:
    judged = rule(applies_to={"kind_of_place": "hospital", "chain": "是"}, decided_by="reviewer")
    session = Session([("r", judged)])
    assert session.judge(facts(kind_of_place=place, chain=chain), {"r": SAID_YES})["r"] == expected


def test_a_list_with_nothing_to_judge_is_not_applicable_whoever_decides() -> None:
    every = {"fact": "staff", "every": {"months": {"at_least": "3"}}}
    stated = facts(staff=())
    assert verdicts(rule(requires=every), stated) == ("not_applicable",) * 4
    assert verdicts(rule(requires=every, decided_by="agency"), stated) == (*("not_applicable",) * 2, "pass", "fail")
    assert verdicts(rule(requires=BEDS, otherwise_judge=every), facts(staff=(), beds=1)) == ("fail",) * 4


AGENCY = "admission:agency_check error:agency_check"  # at every stage
DOUBT = "doubt:agency_check"  # before a person has looked
ORDER = {  # what each stage comes to first, by hand from the table of the design
    Stage.PRECHECK: f"redirect not_accepted supplement not_met {AGENCY} {DOUBT} inspect",
    Stage.ACCEPTANCE: (
        f"redirect overdue not_accepted supplement {AGENCY} {DOUBT} agency_check:agency_check review:agency_check accepted"
    ),
    Stage.ASSESSMENT: f"redirect overdue not_accepted not_met supplement {AGENCY} {DOUBT} inspect",
    Stage.EVALUATION: (
        f"redirect overdue not_accepted supplement inspect {AGENCY} agency_check not_met:not_met_on_evaluation doubt:review review ready"
    ),
}


@pytest.mark.parametrize("stage", Stage)
def test_conclusion_of_every_subset_of_consequences(stage: Stage) -> None:
    session = Session([])
    *calls, otherwise = ORDER[stage].split()
    names = [name for name in Consequence if name is not Consequence.NONE]
    for present in product((0, 1), (0, 1), (0, 2), (0, 1), (0, 5), (0, 1), (0, 4), (0, 2), (0, 1), (0, 200), (0, 1)):
        counts = dict(zip(names, present, strict=True))
        called = [call for call in calls if counts[Consequence(call.split(":")[0])]]
        expected = Conclusion(called[0].split(":")[-1] if called else otherwise)
        assert session.conclude(stage, {**counts, Consequence.NONE: 7}) is expected, counts


def test_a_negative_count_is_no_conclusion() -> None:
    with pytest.raises(EngineError, match="不能为负"):
        Session([]).conclude(Stage.PRECHECK, {Consequence.NOT_MET: -1})
