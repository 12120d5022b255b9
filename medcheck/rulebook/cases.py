"""The cases beside the rules (cases/SECTION.yaml): literal facts and the verdict the regulation gives them.

Written from the regulation, never computed from a rule. Tests run them through the engine and the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, RuleError, suggest
from medcheck.fact import Facts
from medcheck.rulebook.pack import RulePack
from medcheck.stated import read_fact
from medcheck.verdict import Consequence, Settled, Verdict
from medcheck.yaml_source import Node

# Facts that every case of a file has unless it states its own.
_COMMON = "common"


class RuleCaseSource(BaseModel):
    """One case as its file states it. `facts` by name; `settled` what people have done; `leads_to` its consequence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    facts: dict[str, object] = {}
    reading: dict[str, str] = {}
    settled: Literal["open", "evidence", "yes", "no"] = "open"
    verdict: Verdict
    leads_to: Consequence | None = None


class RuleCase(NamedTuple):
    """One case of a rule, read: facts that are not named are unknown."""

    rule: str
    name: str
    facts: Facts
    readings: dict[str, str]
    settled: Settled
    verdict: Verdict
    leads_to: Consequence | None
    node: Node

    @property
    def id(self) -> str:
        """Return `rule: case name`, by which a test is called."""
        return f"{self.rule}: {self.name}"


def read_cases(folder: Path | Traversable, pack: RulePack) -> tuple[RuleCase, ...]:
    """Return every case of a pack in the order of its sections; raise RuleError with file and line."""
    problems: list[Problem] = []
    cases: list[RuleCase] = []
    for section in pack.sections:
        file = folder / "cases" / f"{section.name}.yaml"
        if not file.is_file():
            continue
        content = dict(yaml_source.read(file, f"cases/{file.name}").mapping)
        common = content.pop(_COMMON, Node("", Place(f"cases/{file.name}"))).mapping
        for name, node in content.items():
            if name not in pack.rules and name not in pack.idle:
                text = f"没有规则“{name}”{suggest(name, pack.rules)}"
                problems.append(Problem(node.place, text, "改正规则编号，或删去这些用例"))
                continue
            try:
                cases += _cases(name, node, pack, common)
            except MedcheckError as error:
                problems += error.problems
    if problems:
        raise RuleError(problems)
    return tuple(cases)


def _cases(rule: str, node: Node, pack: RulePack, common: Mapping[str, Node]) -> Iterator[RuleCase]:
    seen: set[str] = set()
    for item in node.items:
        source = yaml_source.validate(RuleCaseSource, item)
        if source.name in seen:
            raise item.error(f"用例“{source.name}”重名", "改名")
        seen.add(source.name)
        stated = {**common, **item.mapping.get("facts", Node("", item.place)).mapping}
        facts = Facts(read_fact(name, value, pack.vocabulary) for name, value in stated.items())
        if source.verdict is Verdict.FAIL and source.leads_to is None:
            raise item.error("不符合的用例应写明 leads_to", "写明后果，例如 leads_to: not_met")
        settled = Settled[source.settled.upper()]
        yield RuleCase(rule, source.name, facts, source.reading, settled, source.verdict, source.leads_to, item)
