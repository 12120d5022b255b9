"""The vocabulary (rules/facts.yaml): every fact a rule may read, with its label, kind, unit, step and source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

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


class FormSource(BaseModel):
    """What of a form a fact is taken from as it stands, without a measure: exactly one of the first five.

    `list` names a list whose rows are the records (their fields are its columns); `column` (`list.column`) one whose words
    are the set; `rows` a list whose rows are counted; `persons` (`list.column`) a column whose different names are
    counted; `field` a field of the cover. Of a column, of rows and of persons only those rows count in which each column
    of `where` has one of its words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: str = ""
    column: str = ""
    rows: str = ""
    persons: str = ""
    field: str = ""
    where: dict[str, tuple[str, ...]] = {}

    @field_validator("where", mode="before")
    @classmethod
    def _one_word_is_a_list(cls, value: Any) -> Any:
        return {name: [word] if isinstance(word, str) else word for name, word in (value or {}).items()}

    @model_validator(mode="after")
    def _exactly_one(self) -> FormSource:
        stated = [key for key in SUPPLIED_KINDS if getattr(self, key)]
        if len(stated) != 1:
            raise ValueError(f"应写明 {'、'.join(SUPPLIED_KINDS)} 中的一个")
        if self.where and stated[0] in ("list", "field"):
            raise ValueError("where 只与 column、rows、persons 同用")
        return self

    @property
    def how(self) -> str:
        """Return which of the five it is."""
        return next(key for key in SUPPLIED_KINDS if getattr(self, key))

    @property
    def table(self) -> str:
        """Return the list it is taken from; empty for a field of the cover."""
        return (self.list or self.rows or self.column or self.persons).partition(".")[0]

    @property
    def of_column(self) -> str:
        """Return the column it is taken from; empty where it is none."""
        return (self.column or self.persons).partition(".")[2]


# The kinds of fact that each way of taking one from a form can give.
SUPPLIED_KINDS: dict[str, tuple[Kind, ...]] = {
    "list": ("list",),
    "column": ("set",),
    "rows": ("number",),
    "persons": ("number",),
    "field": ("number", "date", "choice", "rank", "flag", "text"),
}


class Definition(BaseModel):
    """What one fact, or one field of a record, means.

    `options` maps each allowed value to its Chinese label, in order from low to high for a rank. `step` is the
    smallest difference the fact can show. `profile` marks facts that choose the rules (facility type, level).
    `members` are the names a set may hold; empty when any name may stand there. `since` names the field from whose day a
    number of months is counted; `happened` marks a day that no paper can change. `taken` is what of a form it is taken
    from: a file writes `source: {list: contracts}`, and whose word it is is then the form's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    kind: Kind
    unit: str = ""
    step: str = ""
    source: Source = "form"
    taken: FormSource | None = None
    options: dict[str, str] = {}
    members: tuple[str, ...] = ()
    fields: dict[str, Definition] = {}
    profile: bool = False
    note: str = ""
    since: str = ""
    happened: bool = False

    @model_validator(mode="before")
    @classmethod
    def _taken_from_a_form(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("source"), dict):
            return {**value, "source": "form", "taken": value["source"]}
        return value

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
    _fragments: dict[str, Node] = PrivateAttr(default={})

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the file it was read from, line ends as LF; empty where it was not read from one."""
        return self._sha256

    @property
    def root(self) -> Node:
        """Return it as YAML, each name with its file and line."""
        return self._root

    @property
    def fragments(self) -> Mapping[str, Node]:
        """Return by pack what the packs have brought to it."""
        return self._fragments

    @property
    def brought(self) -> frozenset[str]:
        """Return the facts that packs have brought to it."""
        stated = (node.mapping["facts"].mapping for node in self._fragments.values() if "facts" in node.mapping)
        return frozenset(name for facts in stated for name in facts)

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


def vocabulary_of(root: Node, sha256: str = "", fragments: Mapping[str, Node] = {}) -> Vocabulary:
    """Return a vocabulary from its YAML; raise RuleError with file and line. `fragments` are what packs have brought to it."""
    vocabulary = yaml_source.validate(Vocabulary, root)
    vocabulary._root, vocabulary._sha256, vocabulary._fragments = root, sha256, dict(fragments)
    problems = list(_unit_problems(vocabulary.facts, root.mapping["facts"], vocabulary.units))
    problems += _taken_problems(vocabulary.facts, root.mapping["facts"])
    if problems:
        raise RuleError(problems)
    return vocabulary


def load_vocabulary(path: Path | Traversable | None = None) -> Vocabulary:
    """Return the shipped vocabulary, or that of another file; raise RuleError with file and line."""
    return _shipped() if path is None else _load(path)


@keep()
def _shipped() -> Vocabulary:
    return _load(files("medcheck.rules") / "facts.yaml")


def _load(path: Path | Traversable) -> Vocabulary:
    return vocabulary_of(yaml_source.read(path), hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest())


def _taken_problems(definitions: Mapping[str, Definition], node: Node) -> Iterator[Problem]:
    """Yield each fact that what it is taken from cannot give: a set from the rows of a list."""
    for name, definition in definitions.items():
        taken = definition.taken
        if taken is None or definition.kind in SUPPLIED_KINDS[taken.how]:
            continue
        kinds = "、".join(SUPPLIED_KINDS[taken.how])
        place = node.at([name, "kind"]).place
        yield Problem(
            place, f"“{name}”取自 {taken.how}，kind 应为 {kinds}，现为 {definition.kind}", "改正 kind 或 source"
        )


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
