"""A plain model of a case: what a procedure file and the steps so far come to, told a second time without the program.

It reads the YAML as text, counts working days on the announced lists, and replays all steps from the first each time. Slow
and obvious; `tests/test_lives.py` holds the program to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
ANNOUNCED = yaml.safe_load((ROOT / "tests/data/announced_holidays.yaml").read_text(encoding="utf-8"))
SATURDAY = 5
NEW = "new"
LISTS = {"registers": "fact", "decisions": "rule", "waivers": "rule", "documents_required": "name"}
SIGNED = ("registers", "decisions", "waivers")


@cache
def raw(path: str) -> Any:
    """Return a YAML file of the rules, every value a text."""
    return yaml.load((ROOT / "rules" / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@cache
def works(day: date) -> bool:
    """Return whether people work on a day, by the announced lists."""
    year = ANNOUNCED[day.year]
    resting = any(first <= day <= last for first, last in year["rest"])
    return day in year["work"] or (day.weekday() < SATURDAY and not resting)


def day_of(values: dict[str, Any], need: str) -> date | None:
    """Return the day that answers a need."""
    return date.fromisoformat(values[need]) if values.get(need) else None


@dataclass
class Step:
    """A step as it was recorded: what, with which answers, on which day it counts, by whom."""

    action: str
    values: dict[str, Any]
    day: date
    by: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class ModelClock:
    """A clock of the model."""

    name: str
    of: str
    starts: date
    party: str
    working_days: int = 0
    months: int = 0
    until: date | None = None
    pauses: list[tuple[date, date]] = field(default_factory=list)
    held: date | None = None
    stopped: date | None = None

    def last(self) -> date | None:
        """Return the last day, None while a supplement is awaited."""
        if self.until:
            return self.until if not (self.held and not self.stopped) else None
        if self.held and not self.stopped:
            return None
        if self.months:
            return self._months()
        day, left = self.starts, self.working_days
        while left:
            day += timedelta(days=1)
            left -= works(day) and not any(first <= day <= last for first, last in self.pauses)
        return day

    def _months(self) -> date:
        year, month = divmod(self.starts.year * 12 + self.starts.month - 1 + self.months, 12)
        day = date(year, month + 1, 1) + timedelta(days=self.starts.day - 1)
        while day.month != month + 1:
            day -= timedelta(days=1)
        not_counted: set[date] = set()
        for first, last in sorted(self.pauses):
            if first <= day:
                span = {first + timedelta(days=number) for number in range((last - first).days + 1)}
                day += timedelta(days=len(span - not_counted))
                not_counted |= span
        return day

    def is_late(self, day: date) -> bool:
        """Return whether it was stopped too late, or has passed on a day."""
        last = self.last()
        return last is not None and (self.stopped or day) > last

    def resume(self, day: date) -> None:
        """Let it go on after a day."""
        if self.held:
            if self.held < day:
                self.pauses.append((self.held + timedelta(days=1), day))
            self.held = None


class ModelCase:
    """A case of the model. `steps` are those that count; what it comes to is replayed from them."""

    def __init__(self, pack: str, name: str) -> None:
        self.spec = raw(f"{pack}/procedures/{name}.yaml")
        self.deadlines = raw(f"{pack}/pack.yaml")["deadlines"]
        self.steps: list[Step] = []
        self.replay()

    def replay(self) -> None:
        """Make everything anew from the steps."""
        self.state, self.since, self.entered = NEW, None, 0
        self.clocks: list[ModelClock] = []
        self.facts: dict[str, Any] = {}
        self.submission = ""
        self.assessed: dict[str, tuple[str, str, str]] = {}
        for number, step in enumerate(self.steps):
            if step.action == "assess":
                self.assessed[step.values["stage"]] = (step.values["conclusion"], *step.values["rests_on"])
            elif step.action in self.spec["actions"]:
                self._take(number, step)

    def _take(self, number: int, step: Step) -> None:
        action = self.spec["actions"][step.action]
        self._clocks(action, number, step)
        for key, need in (action.get("case") or {}).items():
            self._learn(key, need, step)
        for need, asked in action["needs"].items():
            if asked["kind"] == "workbook":
                self.submission = step.files[need]
        if action.get("to") and action["to"] != self.state:
            self.state, self.since, self.entered = action["to"], step.day, number

    def _clocks(self, action: dict[str, Any], number: int, step: Step) -> None:
        for name, begun in (action.get("start") or {}).items():
            begun = {"on": begun} if isinstance(begun, str) else begun
            if starts := day_of(step.values, begun["on"]):
                self._start(name, begun, starts, step)
        for name, pause in (action.get("pause") or {}).items():
            days = (day_of(step.values, pause["first"]), day_of(step.values, pause["last"]))
            for clock in self.named(name):
                clock.pauses.append(days)  # type: ignore[arg-type]
        for name, need in (action.get("hold") or {}).items():
            for clock in self.named(name):
                if clock.stopped is None and clock.held is None:
                    clock.held = day_of(step.values, need)
        for name, need in (action.get("resume") or {}).items():
            for clock in self.named(name):
                clock.resume(day_of(step.values, need) or step.day)
        for name, stop in (action.get("stop") or {}).items():
            stop = {"on": stop} if isinstance(stop, str) else stop
            days = [other.day for other in self.steps[self.entered : number + 1] if other.action == stop.get("last")]
            day = max(days, default=day_of(step.values, stop.get("on", "")))
            for clock in self.named(name):
                if day and clock.stopped is None and ("each" not in stop or clock.of == step.values[stop["each"]]):
                    clock.resume(day)
                    clock.stopped = day
        if action.get("stop_all"):
            for clock in self.clocks:
                if clock.stopped is None:
                    day = day_of(step.values, action["stop_all"])
                    clock.resume(day or step.day)
                    clock.stopped = day

    def _start(self, name: str, begun: dict[str, str], starts: date, step: Step) -> None:
        known = self.spec["clocks"][name]
        told = self.deadlines.get(known["deadline"]) if "deadline" in known else known
        if told is None:
            return  # a clock the pack does not state
        of = step.values[begun["each"]] if "each" in begun else ""
        self.clocks = [clock for clock in self.clocks if (clock.name, clock.of) != (name, of)]
        until = day_of(step.values, begun.get("until", ""))
        if "until" in begun and until is None:
            return
        length = {key: int(told.get(key, 0)) for key in ("working_days", "months")}
        self.clocks.append(ModelClock(name, of, starts, told["party"], until=until, **length))

    def _learn(self, key: str, need: Any, step: Step) -> None:
        if isinstance(need, dict):
            entry = {field: step.values.get(value) for field, value in need.items()}
            self.facts.setdefault(key, {})[entry["kind"]] = entry
        elif key in LISTS:
            for entry in step.values.get(need, ()):
                signed = (step.by, step.day) if key in SIGNED else ()
                self.facts.setdefault(key, {})[entry.get(LISTS[key])] = (entry, signed)
        elif need in step.values:
            self.facts[key] = step.values[need]
        elif "." not in key:
            self.facts.pop(key, None)

    def named(self, name: str) -> list[ModelClock]:
        """Return the clocks of a name."""
        return [clock for clock in self.clocks if clock.name == name]

    @property
    def final(self) -> bool:
        """Return whether the case has ended."""
        return self.state in self.spec["final"]

    def done(self, action: str) -> list[Step]:
        """Return the steps of an action since the case came to its state, that one included."""
        return [step for step in self.steps[self.entered :] if step.action == action]

    @property
    def rests_on(self) -> tuple[str, str]:
        """Return what an assessment made now would rest on: the workbook that counts and what is known of the case."""
        return self.submission, repr(self.facts)

    def counts(self, stage: str, conclusions: list[str]) -> bool:
        """Return whether the last assessment of a stage counts and came to one of some conclusions."""
        made = self.assessed.get(stage)
        return made is not None and made[0] in conclusions and made[1:] == self.rests_on

    def unmet(self, name: str, day: date, role: str, by: str) -> list[dict[str, Any]]:
        """Return the conditions of an action that do not hold on a day; the state and the person among them."""
        action = self.spec["actions"][name]
        if self.state not in action["from"]:
            return [{"state": action["from"]}]
        unmet = [guard for guard in action.get("when") or () if not self._holds(guard, day)]
        if role not in action["by"]:
            unmet.append({"role": action["by"]})
        if any(step.by == by for other in action.get("not_by") or () for step in self.done(other)):
            unmet.append({"eyes": action["not_by"]})
        stops = action.get("stop") or {}
        stated = [clock for clock in stops if self._is_stated(clock)]
        if "duty" in action and stated and not any(self.named(clock) for clock in stated):
            unmet.append({"duty": stated})
        return unmet

    def _is_stated(self, clock: str) -> bool:
        known = self.spec["clocks"][clock]
        return "deadline" not in known or known["deadline"] in self.deadlines

    def _holds(self, guard: dict[str, Any], day: date) -> bool:
        ((kind, what),) = guard.items()
        if kind == "assessed":
            return any(self.counts(stage, conclusions) for stage, conclusions in what.items())
        if kind in ("done", "not_done"):
            return bool(self.done(what)) == (kind == "done")
        clocks = self.named(what)
        if kind == "stopped":
            return all(clock.stopped for clock in clocks)
        return any(clock.is_late(day) for clock in clocks) == (kind == "late")

    def misplaced(self, name: str, values: dict[str, Any], acted: date) -> bool:
        """Return whether a day lies before one that it must follow."""
        action = self.spec["actions"][name]
        if self.since and acted < self.since and "legal_day_after" not in action:
            return True
        for clock, stop in (action.get("stop") or {}).items():
            stop = {"on": stop} if isinstance(stop, str) else stop
            stopped, begun = values.get(stop.get("on", "")), (action.get("start") or {}).get(clock)
            starts = [str(values[begun["on"]])] if begun else [str(known.starts) for known in self.named(clock)]
            if stopped and starts and stopped < min(starts):
                return True
        for clock, need in (action.get("resume") or {}).items():
            if any(known.held and values[need] < str(known.held) for known in self.named(clock)):
                return True
        return any(values[pause["last"]] < values[pause["first"]] for pause in (action.get("pause") or {}).values())

    def legal_day(self, name: str, acted: date) -> date:
        """Return the day that counts: of what came about by the text, the day after the last day."""
        clocks = self.named(self.spec["actions"][name].get("legal_day_after") or "")
        ends = [last for clock in clocks if (last := clock.last()) and (clock.stopped is None or clock.stopped > last)]
        return min(ends) + timedelta(days=1) if ends else acted
