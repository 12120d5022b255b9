"""Who the engine room is measured against: the same patterns and the same integers, judged in other ways."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import zen
from durable import engine

from medcheck.engine.judges import Judges
from medcheck.engine.patterns import Shape, outcomes
from medcheck.engine.scaling import IntegerCondition, Pattern
from medcheck.engine.session import Session, judges
from medcheck.verdict import Verdict

Row = tuple[int, ...]
VERDICTS = {verdict.value: verdict for verdict in Verdict}
SIGNS = {"$eq": "==", "$neq": "!=", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}


class _Rival:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.keys = session.keys()

    def __call__(self, numbers: Mapping[str, int]) -> dict[str, Verdict]:
        found: dict[str, Verdict] = {}
        for shape, rows in self.session.rows(numbers, {}).items():
            found |= zip(self.keys[shape], self.verdicts(shape, rows), strict=True)
        return found

    def verdicts(self, shape: Shape, rows: list[Row]) -> Iterable[Verdict]:
        raise NotImplementedError


class _Host(engine.Host):  # type: ignore[misc]  # the library has no types
    def _run(self) -> None:
        """Start no threads."""


class LibraryLoop(_Rival):
    """durable-rules' own loop"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.fired: list[str] = []
        self.hosts = {shape: self._host(judges(shape)) for shape in self.keys}

    def _host(self, asked: Judges[Verdict]) -> Any:
        definition = json.loads(json.dumps(asked.ruleset.get_definition()))
        for name, rule in definition.items():
            rule["run"] = self._action(name)
        return _Host({"rival": definition})

    def _action(self, name: str) -> Any:
        return lambda c: self.fired.append(name)

    def verdicts(self, shape: Shape, rows: list[Row]) -> Iterable[Verdict]:
        asked = judges(shape)
        for start in range(0, len(rows), asked.slots):
            chunk = rows[start : start + asked.slots]
            told = [*chunk, *(asked.unused for _ in range(asked.slots - len(chunk)))]
            fact = {
                f"{part}{slot}": value
                for slot, row in enumerate(told)
                for part, value in zip(asked.parts, row, strict=True)
            }
            self.fired = []
            self.hosts[shape].assert_fact("rival", {"id": "f", "sid": "s", **fact})
            self.hosts[shape].retract_fact("rival", {"id": "f", "sid": "s", **fact})
            found = dict(asked.meaning[name] for name in self.fired)
            yield from (found[slot] for slot in range(len(chunk)))


class ZenDecisions(_Rival):
    """ZEN, one decision a rule"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.decisions = {shape: _decision(tuple(outcomes(shape, "")), shape.parts) for shape in self.keys}

    def verdicts(self, shape: Shape, rows: list[Row]) -> Iterable[Verdict]:
        asked = self.decisions[shape]
        for row in rows:
            yield VERDICTS[asked.evaluate(dict(zip(shape.parts, row, strict=True)))["result"]["verdict"]]


class ZenExpressions(_Rival):
    """ZEN, one bare expression a rule"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.expressions = {shape: _expression(tuple(outcomes(shape, ""))) for shape in self.keys}

    def verdicts(self, shape: Shape, rows: list[Row]) -> Iterable[Verdict]:
        asked = self.expressions[shape]
        return (VERDICTS[asked.evaluate(dict(zip(shape.parts, row, strict=True)))] for row in rows)


def _expression(patterns: tuple[tuple[Verdict, Pattern], ...]) -> Any:
    text = "'none'"
    for verdict, pattern in reversed(patterns):
        text = f"{' and '.join(f'{c.name} {SIGNS[c.operator]} {c.value}' for c in pattern)} ? '{verdict}' : ({text})"
    return zen.compile_expression(text)


def _decision(patterns: tuple[tuple[Verdict, Pattern], ...], properties: tuple[str, ...]) -> Any:
    inputs = [{"id": name, "name": name, "field": name} for name in properties]
    rows = [
        {"_id": str(number), "verdict": f"'{verdict}'", **{name: _cell(pattern, name) for name in properties}}
        for number, (verdict, pattern) in enumerate(patterns)
    ]
    outputs = [{"id": "verdict", "name": "verdict", "field": "verdict"}]
    table = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rows}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    placed = [{**node, "position": {"x": 0, "y": 0}} for node in nodes]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": placed, "edges": edges}))


def _cell(pattern: Pattern, name: str) -> str:
    mine: list[IntegerCondition] = [condition for condition in pattern if condition.name == name]
    return " and ".join(f"$ {SIGNS[condition.operator]} {condition.value}" for condition in mine)
