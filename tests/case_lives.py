"""Lives of cases for tests: a desk that records one act after the other, with an answer to every need it is not given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from medcheck.casework.case_event import CaseEvent
from medcheck.casework.case_text import case_sha256
from medcheck.casework.decide import CaseCommand, decide
from medcheck.casework.fold import CaseState, state_of
from medcheck.casework.offer import Actor
from medcheck.casework.procedure import Need, Procedure
from medcheck.casework.read_procedure import read_procedure
from medcheck.rulebook.procedure_files import procedure_files
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from medcheck.workday import shipped_overlay

PACK = "liaocheng-2019"
NAMES = ("agreement-text", "annual-review", "application", "change", "exit", "round", "supervision")
SHA256 = "a" * 64


@cache
def procedure(name: str, readings: tuple[tuple[str, str], ...] = (), pack: str = PACK) -> Procedure:
    """Return a shipped procedure, under some readings."""
    content = procedure_files(pack_folder(pack))[name]
    return read_procedure(content, f"procedures/{name}.yaml", shipped_pack(pack).source.deadlines, dict(readings))


class Desk:
    """A case and whoever records it. `act` records an act of a day or raises what stands in its way."""

    def __init__(
        self,
        name: str = "application",
        readings: tuple[tuple[str, str], ...] = (),
        *,
        case: int = 17,
        pack: str = PACK,
    ) -> None:
        self.procedure = procedure(name, readings, pack)
        self.case = case
        self.events: list[CaseEvent] = []

    @property
    def state(self) -> CaseState:
        """Return the state of the case."""
        return state_of(self.events)

    def day(self, text: str) -> date:
        """Return a day that is written down."""
        return date.fromisoformat(text)

    def act(self, action: str, day: date | str, *, at: date | None = None, **answers: Any) -> CaseEvent:
        """Record an action by whoever may; what is not answered is answered well, every day of it being `day`."""
        day = date.fromisoformat(str(day))
        step = self.procedure.actions[action]
        values, files = answered(self.procedure, step.needs, day, answers)
        return self.record(action, values, at or day, step.by[0], files)

    def record(
        self,
        action: str,
        values: Mapping[str, Any],
        at: date,
        role: str,
        files: Mapping[str, str] | None = None,
        *,
        by: str = "",
    ) -> CaseEvent:
        """Record a command as it is."""
        command = CaseCommand(action, values, f"{at}T09:00:00+08:00", files or {})
        who = Actor(by or {"head": "赵敏"}.get(role, "王芳"), role)
        event = decide(self.procedure, self.state, who, command, shipped_overlay(), case=self.case)
        self.events.append(event)
        return event

    def assess(self, stage: str, conclusion: str, day: date | str) -> CaseEvent:
        """Record an assessment of what counts now."""
        values = {"stage": stage, "conclusion": conclusion, "case_sha256": case_sha256(self.state)}
        files = {"submission": self.state.submission} if self.state.submission else {}
        return self.record("assess", values, date.fromisoformat(str(day)), "clerk", files)


def answered(
    procedure: Procedure, needs: Mapping[str, Need], day: date, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return answers to all needs: those given, else good ones."""
    values: dict[str, Any] = {}
    files: dict[str, str] = {}
    for name, need in needs.items():
        if name in given:
            (files if need.kind in ("file", "workbook") else values)[name] = given[name]
        elif need.kind in ("file", "workbook"):
            files[name] = SHA256
        elif not need.optional:
            values[name] = good_answer(procedure, need, day)
    unknown = {name: value for name, value in given.items() if name not in needs}
    return values | unknown, files


def good_answer(procedure: Procedure, need: Need, day: date) -> Any:
    """Return an answer of the right kind."""
    good: dict[str, Any] = {
        "date": str(day + timedelta(days=20)) if need.future else str(day),
        "choice": need.options[0] if need.options else "",
        "number": 10,
        "case": 3,
        "cases": [3],
        "checks": list(procedure.source.checks.get(need.list, ())),
        "lines": ["营业执照复印件"],
        "people": ["李明", "王芳"],
        "visit": {"on": str(day), "inspectors": ["李明", "王芳"]},
        "answers": [],
    }
    if need.kind == "answers":
        return [{"fact": "under_investigation", "value": "否", "register": "协议管理系统"}]
    return good.get(need.kind, "某某")
