"""The vocabulary (rules/facts.yaml): every fact a rule may read, with its label, kind, unit, step and source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.yaml_source import Node

Kind = Literal["number", "date", "choice", "rank", "flag", "text", "set", "list"]
Source = Literal[
    "form", "roster", "departments", "documents", "equipment", "drugs", "register", "case", "inspection", "catalogue"
]
# Whose papers or registers a fact comes from: an unknown one asks the agency, not the applicant.
AGENCY_SOURCES = frozenset({"register", "case", "catalogue"})
PARTS = {
    "present": "已提交",
    "original": "已出示原件",
    "copy": "已交复印件",
    "signed": "已签字或盖章",
    "legible": "内容完整清晰",
    "valid": "在有效期内",
}
# The same parts where they are lacking.
LACKING = {
    "present": "未提交",
    "original": "未出示原件",
    "copy": "缺复印件",
    "signed": "未签字或盖章",
    "legible": "内容不完整或不清晰",
    "valid": "已过有效期",
}


class Definition(BaseModel):
    """What one fact, or one field of a record, means.

    `options` maps each allowed value to its Chinese label, in order from low to high for a rank. `step` is the
    smallest difference the fact can show. `profile` marks facts that choose the rules (facility type, level).
    `members` are the names a set may hold; empty when any name may stand there. `since` names the field from whose day a
    number of months is counted; `happened` marks a day that no paper can change.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    kind: Kind
    unit: str = ""
    step: str = ""
    source: Source = "form"
    options: dict[str, str] = {}
    members: tuple[str, ...] = ()
    fields: dict[str, Definition] = {}
    profile: bool = False
    note: str = ""
    since: str = ""
    happened: bool = False

    @field_validator("options", mode="before")
    @classmethod
    def _list_is_its_own_labels(cls, value: Any) -> Any:
        return {word: word for word in value} if isinstance(value, list) else value

    def word(self, value: object) -> str:
        """Return the Chinese label of a value of this kind."""
        if self.kind == "flag":
            return "是" if value else "否"
        return self.options.get(str(value), str(value))


class Vocabulary(BaseModel):
    """All facts, documents and units by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: tuple[str, ...]
    documents: dict[str, str] = Field(default={})
    facts: dict[str, Definition]
    _root: Node = PrivateAttr(default=Node("", Place("facts.yaml")))
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the file it was read from, line ends as LF; empty where it was not read from one."""
        return self._sha256

    def place(self, part: str, name: str) -> Place:
        """Return where a name of `facts` or `documents` stands."""
        return self._root.at([part, name]).place

    def definition(self, node: Node, kinds: tuple[Kind, ...] = ()) -> Definition:
        """Return the definition of the fact a node names; an unknown name is refused with the nearest known one."""
        name = node.text
        if name not in self.facts:
            raise node.error(
                f"词汇表中没有事实“{name}”{suggest(name, self.facts)}", "改正名称，或先在 rules/facts.yaml 中登记"
            )
        definition = self.facts[name]
        if kinds and definition.kind not in kinds:
            raise node.error(
                f"事实“{name}”是 {definition.kind}，此处需要 {'、'.join(kinds)}", "换一个事实，或换一个运算符"
            )
        return definition


def load_vocabulary(path: Path | Traversable | None = None) -> Vocabulary:
    """Return the shipped vocabulary, or that of another file; raise RuleError with file and line."""
    return _shipped() if path is None else _load(path)


@keep()
def _shipped() -> Vocabulary:
    return _load(files("medcheck.rules") / "facts.yaml")


def _load(path: Path | Traversable) -> Vocabulary:
    root = yaml_source.read(path)
    vocabulary = yaml_source.validate(Vocabulary, root)
    vocabulary._root = root
    vocabulary._sha256 = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    problems = list(_unit_problems(vocabulary.facts, root.mapping["facts"], vocabulary.units))
    if problems:
        raise RuleError(problems)
    return vocabulary


def _unit_problems(definitions: Mapping[str, Definition], node: Node, units: tuple[str, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for name, definition in definitions.items():
        place: Place = node.at([name]).place
        if definition.unit and definition.unit not in units:
            text = f"“{name}”的单位“{definition.unit}”未登记{suggest(definition.unit, units)}"
            problems.append(Problem(place, text, f"已登记的单位：{'、'.join(units)}"))
        if definition.kind in ("choice", "rank") and not definition.options:
            problems.append(Problem(place, f"“{name}”是选项，但没有 options", "按顺序写出全部选项"))
        problems += _unit_problems(definition.fields, node.at([name, "fields"]), units)
    return problems
