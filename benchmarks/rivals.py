"""Who the engine room is measured against: the same patterns and the same integers, judged in other ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import zen
from durable import engine

from medcheck.engine.judges import Judges
from medcheck.engine.numbers import Condition, Pattern
from medcheck.engine.session import Session
from medcheck.verdict import Verdict

VERDICTS = {verdict.value: verdict for verdict in Verdict}
SIGNS = {"$eq": "==", "$neq": "!=", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}


class _Rival:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.judges: Judges[Verdict] = session.rules

    def __call__(self, numbers: Mapping[str, int]) -> dict[str, Verdict]:
        return self.verdicts(self.session.combine(numbers, {}))

    def verdicts(self, values: Mapping[str, int]) -> dict[str, Verdict]:
        raise NotImplementedError


class _Host(engine.Host):  # type: ignore[misc]  # the library has no types
    def _run(self) -> None:
        """Start no threads."""


class LibraryLoop(_Rival):
    """durable-rules' own loop"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.fired: list[str] = []
        self.hosts = {ruleset: self._host(ruleset) for ruleset, _ in self.judges.rulesets}

    def _host(self, ruleset: Any) -> Any:
        definition = json.loads(json.dumps(ruleset.get_definition()))
        for name, rule in definition.items():
            rule["run"] = self._action(name)
        return _Host({"rival": definition})

    def _action(self, name: str) -> Any:
        return lambda c: self.fired.append(name)

    def verdicts(self, values: Mapping[str, int]) -> dict[str, Verdict]:
        self.fired = []
        for ruleset, properties in self.judges.rulesets:
            fact = {"id": "f", "sid": "s", **{name: values[name] for name in properties}}
            self.hosts[ruleset].assert_fact("rival", fact)
            self.hosts[ruleset].retract_fact("rival", fact)
        return dict(self.judges.meaning[name] for name in self.fired)


class ZenDecisions(_Rival):
    """ZEN, one decision a rule"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.decisions = [(q.key, q.properties, _decision(q.patterns, q.properties)) for q in self.judges.questions]

    def verdicts(self, values: Mapping[str, int]) -> dict[str, Verdict]:
        return {
            key: VERDICTS[decision.evaluate({name: values[name] for name in names})["result"]["verdict"]]
            for key, names, decision in self.decisions
        }


class ZenExpressions(_Rival):
    """ZEN, one bare expression a rule"""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.expressions = [(q.key, q.properties, _expression(q.patterns)) for q in self.judges.questions]

    def verdicts(self, values: Mapping[str, int]) -> dict[str, Verdict]:
        return {
            key: VERDICTS[expression.evaluate({name: values[name] for name in names})]
            for key, names, expression in self.expressions
        }


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
    mine: list[Condition] = [condition for condition in pattern if condition.name == name]
    return " and ".join(f"$ {SIGNS[condition.operator]} {condition.value}" for condition in mine)
