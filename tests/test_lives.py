"""Lives of cases drawn at random, held to a plain model at every step: rare steps preferred, every state and step reached.

Each life has a step that it strives for, so that what lies far behind is reached too: of uniform lives none comes past the
site visit. Without `--thorough` one life for each step; with it (`make prove`) 10,000 lives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from medcheck.casework.case_event import CaseworkError, body_of, broken_events, case_hashes, read_event
from medcheck.casework.clock import last_day
from medcheck.casework.fold import state_of
from medcheck.casework.offer import Actor, offers
from medcheck.verdict import CONCLUSIONS, Stage
from medcheck.workday import shipped_overlay
from tests.case_lives import NAMES, Desk, answered
from tests.case_model import NEW, ModelCase, Step, raw

LIVES = 10_000
MOST_STEPS = 24
LEADS = [("liaocheng-2019", name) for name in NAMES] + [("national-2021", "application")]
GOALS = [(pack, name, action) for pack, name in LEADS for action in raw(f"{pack}/procedures/{name}.yaml")["actions"]]
PEOPLE = {
    "clerk": "王芳",
    "head": "赵敏",
    "inspector": "李明",
    "reviewer": "陈静",
    "authority": "孙行",
    "round": "赵敏",
}
WAITS = (1, 0, 5, 12, 50)
KINDS = ("名称", "地址")


class Life(RuleBasedStateMachine):
    """A case, led by the program and by the model at the same time, that strives for one step of its procedure."""

    pack: ClassVar[str]
    name: ClassVar[str]
    goal: ClassVar[str]
    entered: ClassVar[Counter[str]]
    taken: ClassVar[Counter[str]]
    refused: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.desk, self.model = Desk(self.name, pack=self.pack), ModelCase(self.pack, self.name)
        self.today = date(2019, 12, 2) if self.pack == "liaocheng-2019" else date(2022, 9, 5)
        self.files, self.reached, self.compared = 0, False, (-1, self.today)

    @rule()
    def come_closer(self) -> None:
        """Do what leads to the goal: an assessment, a step on the way, or waiting for a term to pass."""
        for name in self._ways():
            if self._strive(name):
                return

    @rule(data=st.data())
    def wander(self, data: st.DataObject) -> None:
        """Do any step that may be done now, those behind a condition first."""
        spec = self.model.spec["actions"]
        able = [name for name in spec if self._able(name, spec[name]["by"][0])]
        if able:
            able.sort(key=lambda name: (-len(spec[name].get("when") or ()), name))
            name = data.draw(st.sampled_from(able))
            self._do(name, data.draw(st.sampled_from(spec[name]["by"])), self._days(name, data))

    @rule(data=st.data())
    def try_what_may_not_be(self, data: st.DataObject) -> None:
        """Try a step that the model forbids: it is refused, and nothing is recorded."""
        spec = self.model.spec["actions"]
        role = data.draw(st.sampled_from(sorted(PEOPLE)))
        closed = [name for name in spec if not self._able(name, role)]
        if closed:
            self._do(data.draw(st.sampled_from(closed)), role, {})

    @rule(data=st.data())
    def assess_anything(self, data: st.DataObject) -> None:
        """Record an assessment, whatever it comes to."""
        stage = data.draw(st.sampled_from([Stage.ACCEPTANCE, Stage.ASSESSMENT, Stage.EVALUATION]))
        self._assess(stage, data.draw(st.sampled_from([str(conclusion) for conclusion, _ in CONCLUSIONS[stage]])))

    @rule(data=st.data())
    def mend_a_day(self, data: st.DataObject) -> None:
        """Correct the day of an earlier step: every clock that rests on it moves."""
        spec = self.model.spec["actions"]
        able = [seq for seq, step in self._numbered() if step.action in spec and self._mendable(step)]
        if not able:
            return
        seq = data.draw(st.sampled_from(able))
        step = dict(self._numbered())[seq]
        need = self._mendable(step)
        day = str(date.fromisoformat(step.values[need]) - timedelta(days=data.draw(st.integers(1, 9))))
        values = {"event": seq, "values": {need: day}, "reason": "录入有误"}
        self.desk.record("correct", values, self.today, "clerk")
        step.values[need] = day
        if "legal_day_after" not in spec[step.action]:
            step.day = self._acted(step.action, step.values)
        self.model.replay()

    @rule()
    def take_back(self) -> None:
        """Take back the last step, if it is not the first."""
        if len(self.model.steps) > 1:
            seq = self._numbered()[-1][0]
            self.desk.record("void", {"event": seq, "reason": "办错案件"}, self.today, "head")
            self.model.steps.pop()
            self.model.replay()

    @rule(days=st.sampled_from(WAITS))
    def wait(self, days: int) -> None:
        """Let days pass."""
        self.today += timedelta(days=days)

    @invariant()
    def the_program_and_the_model_agree(self) -> None:
        """State, clocks, what may be done, and the chain of hashes."""
        if self.compared == (len(self.desk.events), self.today):
            return
        self.compared = (len(self.desk.events), self.today)
        state, model = self.desk.state, self.model
        assert (state.state, state.since, state.final) == (model.state, model.since, model.final)
        assert state.version == len(self.desk.events)
        theirs = [(clock.name, clock.of, clock.starts, clock.stopped, clock.held) for clock in state.clocks]
        assert theirs == [(clock.name, clock.of, clock.starts, clock.stopped, clock.held) for clock in model.clocks]
        counted = [last_day(clock, shipped_overlay()).last for clock in state.clocks]
        assert counted == [clock.last() for clock in model.clocks]
        for role in ("clerk", "head"):
            told = offers(self.desk.procedure, state, Actor(PEOPLE[role], role), self.today, shipped_overlay())
            assert {offer.action for offer in told if offer.is_open} == {
                name for name in model.spec["actions"] if self._able(name, role)
            }

    def teardown(self) -> None:
        """At the end nothing is lost, and every event is what it was when it was recorded."""
        bodies = [body_of(event) for event in self.desk.events]
        assert list(broken_events(bodies, case_hashes(bodies))) == []
        assert state_of([read_event(body) for body in bodies]) == self.desk.state
        assert [event.seq for event in self.desk.events] == list(range(1, len(bodies) + 1))
        assert len(self.desk.state.events) == len(self.model.steps)

    def _able(self, name: str, role: str) -> bool:
        return not self.model.unmet(name, self.today, role, PEOPLE[role])

    def _numbered(self) -> list[tuple[int, Step]]:
        """Return the steps that count, each with the number of its event."""
        gone = self.desk.state.taken_back
        seqs = [
            event.seq for event in self.desk.events if event.action not in ("correct", "void") and event.seq not in gone
        ]
        return list(zip(seqs, self.model.steps, strict=True))

    def _mendable(self, step: Step) -> str:
        """Return the need of a step whose day can be corrected alone: no day that others follow from, none still to come."""
        needs = self.model.spec["actions"][step.action]["needs"]
        tied = {"signed_on", "agency_signed_on", "facility_signed_on", "first", "last"}
        dates = [need for need, asked in needs.items() if asked["kind"] == "date" and "future" not in asked]
        return next((need for need in dates if need not in tied and step.values.get(need)), "")

    def _ways(self) -> Iterator[str]:
        """Yield the steps that lead to the goal, the nearest first; none once the goal is reached."""
        spec = self.model.spec["actions"]
        if self.reached:
            return
        if self.model.state in spec[self.goal]["from"]:
            yield self.goal
        near = set(spec[self.goal]["from"])
        steps: list[str] = []
        for _ in self.model.spec["states"]:
            found = [name for name in spec if spec[name].get("to") in near and not set(spec[name]["from"]) <= near]
            here = [name for name in found if self.model.state in spec[name]["from"] and name not in steps]
            steps += here
            near |= {start for name in found for start in spec[name]["from"]}
        yield from steps

    def _strive(self, name: str, depth: int = 0) -> bool:
        """Bring about what a step still lacks, or do it; return whether anything was done."""
        action = self.model.spec["actions"][name]
        role = action["by"][-1] if action.get("not_by") else action["by"][0]
        lacking = self.model.unmet(name, self.today, role, PEOPLE[role])
        if not lacking:
            return self._do(name, role, self._days(name, None))
        ((kind, what),) = lacking[0].items()
        if kind == "assessed":
            stage, conclusions = next(iter(what.items()))
            self._assess(stage, conclusions[0])
            return True
        if kind == "done" and depth == 0:
            return self._strive(what, 1)
        if kind == "stopped" and depth == 0:
            return self._strive("apply", 1)
        ends = [clock.last() for clock in self.model.named(what)] if kind == "late" else []
        if any(ends):
            self.today = max(self.today, max(end for end in ends if end) + timedelta(days=1))
            return True
        if kind == "late" and depth == 0:
            beginners = [
                other for other, step in self.model.spec["actions"].items() if what in (step.get("start") or {})
            ]
            return any(
                self._able(other, self.model.spec["actions"][other]["by"][0]) and self._strive(other, 1)
                for other in beginners
            )
        return False

    def _assess(self, stage: str, conclusion: str) -> None:
        if self.desk.events:
            self.desk.assess(stage, conclusion, self.today)
            values = {"stage": str(stage), "conclusion": conclusion, "rests_on": self.model.rests_on}
            self.model.steps.append(Step("assess", values, self.today, PEOPLE["clerk"]))
            self.model.replay()

    def _days(self, name: str, data: st.DataObject | None) -> dict[str, Any]:
        """Return answers that say more than that everything happened today."""
        needs = self.model.spec["actions"][name]["needs"]
        given: dict[str, Any] = {}
        running = [clock for clock in self.model.clocks if clock.of and clock.stopped is None]
        if "kind" in needs and "options" not in needs["kind"]:
            given["kind"] = (
                running[0].of if running else KINDS[0] if data is None else data.draw(st.sampled_from(KINDS))
            )
        if "approved_on" in needs:
            earlier = 0 if data is None else data.draw(st.sampled_from((0, 7, 30, 60)))
            given["approved_on"] = str(
                running[0].starts if running and data is None else self.today - timedelta(days=earlier)
            )
        if data is not None and "posted_on" in needs and data.draw(st.booleans()):
            given["posted_on"] = str(self.today - timedelta(days=data.draw(st.integers(0, 4))))
        if "optional" in needs.get("signed_on", ()) and (data is None or data.draw(st.booleans())):
            given["signed_on"] = str(self.today)
        if data is not None and "first" in needs:
            given["first"] = str(self.today - timedelta(days=data.draw(st.integers(0, 6))))
        return given

    def _acted(self, name: str, values: dict[str, Any]) -> date:
        action = self.model.spec["actions"][name]
        dates = action.get("day") or [need for need, asked in action["needs"].items() if asked["kind"] == "date"][:1]
        return date.fromisoformat(next(values[need] for need in dates if values.get(need)))

    def _do(self, name: str, role: str, given: dict[str, Any]) -> bool:
        """Record a step in both, or see it refused by both; return whether it was recorded."""
        step = self.desk.procedure.actions[name]
        self.files += 1
        digests = {
            need: f"{self.files:064x}" for need, asked in step.needs.items() if asked.kind in ("file", "workbook")
        }
        values, files = answered(self.desk.procedure, step.needs, self.today, {**given, **digests})
        acted = self._acted(name, values)
        possible = not self.model.unmet(name, acted, role, PEOPLE[role])
        possible = possible and not self.model.misplaced(name, values, acted)
        before = len(self.desk.events)
        try:
            event = self.desk.record(name, values, self.today, role, files, by=PEOPLE[role])
        except CaseworkError as error:
            return self._refused(name, possible, before, error)
        assert possible, f"{name} 本不应办理"
        self.model.steps.append(Step(name, dict(values), self.model.legal_day(name, acted), PEOPLE[role], files))
        assert event.day == self.model.steps[-1].day
        self.model.replay()
        type(self).entered[self.model.state] += 1
        type(self).taken[name] += 1
        self.reached = self.reached or name == self.goal
        return True

    def _refused(self, name: str, possible: bool, before: int, error: CaseworkError) -> bool:
        assert not possible, f"{name}: {error}"
        assert len(self.desk.events) == before
        assert all(problem.text and problem.mend for problem in error.problems)
        type(self).refused[name] += 1
        return False


def life_for(pack: str, name: str, goal: str) -> type[Life]:
    """Return lives that strive for one step."""
    counters = {"entered": Counter[str](), "taken": Counter[str](), "refused": Counter[str]()}
    return type("StrivingLife", (Life,), {"pack": pack, "name": name, "goal": goal, **counters})


@pytest.mark.parametrize(("pack", "name"), LEADS, ids=[f"{pack}-{name}" for pack, name in LEADS])
def test_no_life_comes_to_what_the_model_forbids(pack: str, name: str, request: pytest.FixtureRequest) -> None:
    lives = -(-LIVES // len(GOALS)) if request.config.getoption("--thorough") else 2
    spec = raw(f"{pack}/procedures/{name}.yaml")
    entered, taken, refused = Counter[str](), Counter[str](), 0
    for goal in spec["actions"]:
        life = life_for(pack, name, goal)
        chosen = settings(
            max_examples=lives,
            stateful_step_count=MOST_STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(life, settings=chosen)
        entered += life.entered
        taken += life.taken
        refused += life.refused.total()
    assert set(spec["states"]) - set(entered) == set(), "a state was never entered"
    assert set(spec["actions"]) - set(taken) == set(), "a step was never taken"
    assert NEW not in entered
