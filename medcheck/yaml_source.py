"""Strict YAML in which every value knows its line. The only door to PyYAML; knows nothing of rules or forms.

Every plain scalar stays text: plain PyYAML reads `no` as False, `0123` as 83 and `12:30` as 750.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from medcheck.errors import EXPECTED, MedcheckError, Place, Problem, RuleError, suggest

ModelT = TypeVar("ModelT", bound=BaseModel)
# libyaml where it is there: six times as fast on our rules.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A YAML value (text, mapping or sequence of nodes) with the file and line it stands on."""

    def __init__(self, value: str | dict[str, Node] | list[Node], place: Place) -> None:
        self.value = value
        self.place = place

    @property
    def text(self) -> str:
        """Return the scalar's text; a mapping or sequence is an error."""
        if not isinstance(self.value, str):
            raise self.error(f"此处应为一个值，现为{self.shape}", "改写为单个值")
        return self.value

    @property
    def mapping(self) -> dict[str, Node]:
        """Return the mapping; an empty value counts as an empty mapping."""
        if self.value == "":
            return {}
        if not isinstance(self.value, dict):
            raise self.error(f"此处应为“键: 值”，现为{self.shape}", "改写为映射")
        return self.value

    @property
    def items(self) -> list[Node]:
        """Return the sequence; a single text counts as a sequence of one."""
        if isinstance(self.value, dict):
            raise self.error("此处应为列表，现为映射", "用方括号写成列表")
        return self.value if isinstance(self.value, list) else ([self] if self.value else [])

    @property
    def shape(self) -> str:
        """Return what this is, in Chinese, with the text where it is one."""
        if isinstance(self.value, str):
            return f"“{self.value}”" if self.value else "空值"
        return "映射" if isinstance(self.value, dict) else "列表"

    def plain(self) -> Any:
        """Return the value without lines: text, dict and list; an empty value is None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value if self.value != "" else None

    def only(self, known: Iterable[str], what: str) -> None:
        """Refuse every key that is not known, with the nearest known name."""
        names = list(known)
        wrong = [(key, node) for key, node in self.mapping.items() if key not in names]
        if wrong:
            raise RuleError(
                Problem(node.place, f"{what}中没有“{key}”{suggest(key, names)}", f"可用的键：{'、'.join(names)}")
                for key, node in wrong
            )

    def error(self, text: str, mend: str) -> RuleError:
        """Return an error that stands on this line."""
        return RuleError([Problem(self.place, text, mend)])

    def at(self, path: Iterable[int | str]) -> Node:
        """Return the node at a path, or the deepest one on the way to it."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and str(step) in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                break
        return node


def read(path: Path | Traversable, name: str = "") -> Node:
    """Return the root node of a YAML file; raise RuleError for bad syntax and duplicate keys.

    `name` is what errors call the file, when its own name is not enough to find it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(Place(name or path.name, line=1), "不是 UTF-8 编码的文本", "用记事本另存为 UTF-8 编码后重试")
        raise RuleError([problem]) from error
    return parse(text, name or path.name)


def parse(text: str, file: str) -> Node:
    """Return the root node of YAML text; `file` is the name errors show."""
    try:
        root = yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        return _parse_slowly(text, file)
    return _rooted(root, file)


def _parse_slowly(text: str, file: str) -> Node:
    """Return the root node, or raise with the line the pure parser gives: the fast one counts some lines otherwise."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = Problem(
            Place(file, line=line), "不是合法的 YAML 写法", "检查本行和上一行的缩进、引号、括号和冒号后重试"
        )
        raise RuleError([problem]) from error
    return _rooted(root, file)


def _rooted(root: yaml.Node | None, file: str) -> Node:
    if root is None:
        return Node("", Place(file, line=1))
    problems: list[Problem] = []
    node = _convert(root, file, problems)
    if problems:
        raise RuleError(problems)
    return node


def _convert(node: yaml.Node, file: str, problems: list[Problem]) -> Node:
    place = Place(file, line=node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        empty = node.tag == "tag:yaml.org,2002:null" and node.style is None
        return Node("" if empty else node.value, place)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, file, problems) for item in node.value], place)
    mapping: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in mapping:
            where = Place(file, line=key_node.start_mark.line + 1)
            problems.append(
                Problem(where, f"键“{key}”重复，前一处在第 {mapping[key].place.line} 行", "删去或改名其中一处")
            )
        value = _convert(value_node, file, problems)
        mapping[key] = Node(value.value, Place(file, line=key_node.start_mark.line + 1))
    return Node(mapping, place)


def validate(model: type[ModelT], node: Node, error_class: type[MedcheckError] = RuleError) -> ModelT:
    """Return the node as a frozen model; raise every problem at once, each with its line, in Chinese."""
    try:
        return model.model_validate(node.plain() or {})
    except ValidationError as error:
        raise error_class(_translated(model, node, error)) from error


def _translated(model: type[BaseModel], root: Node, error: ValidationError) -> Iterator[Problem]:
    for item in error.errors():
        path = item["loc"]
        node, name = root.at(path), next((step for step in reversed(path) if isinstance(step, str)), "文件内容")
        if name == "[key]" and item["type"] == "literal_error":
            known = item.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ").split(", ")
            text = f"“{path[-3]}”中没有“{path[-2]}”这个键{suggest(str(path[-2]), known)}"
            yield Problem(node.place, text, f"可用的键：{'、'.join(known)}")
        elif name == "[key]":
            yield Problem(node.place, f"“{path[-3]}”的键{_expected(item)}，现为“{path[-2]}”", "按要求改写后重试")
        elif item["type"] == "extra_forbidden":
            known = _keys_at(model, path[:-1])
            yield Problem(node.place, f"没有“{name}”这个键{suggest(name, known)}", f"可用的键：{'、'.join(known)}")
        elif item["type"] in ("literal_error", "enum"):
            expected = item.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ").split(", ")
            text = f"“{name}”应为{'、'.join(expected)}之一，现为{node.shape}{suggest(str(item['input']), expected)}"
            yield Problem(node.place, text, "改为其中之一")
        elif item["type"] == "missing":
            yield Problem(node.place, f"缺少必填的键“{name}”", f"补写“{name}”")
        else:
            yield Problem(node.place, f"“{name}”{_expected(item)}，现为{node.shape}", "按要求改写后重试")


def _expected(item: ErrorDetails) -> str:
    """Return what was expected, in Chinese."""
    known = EXPECTED.get(item["type"], "").format(**item.get("ctx", {}))
    return known or item["msg"].removeprefix("Value error, ")


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the keys a model knows at a path, by walking its JSON schema."""
    root = model.model_json_schema()
    schema: dict[str, Any] = root
    for step in path:
        schema = _resolved(schema, root)
        if isinstance(step, int):
            schema = schema.get("items", {})
        else:
            schema = schema.get("properties", {}).get(step) or schema.get("additionalProperties") or {}
    return list(_resolved(schema, root).get("properties", {}))


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    for option in schema.get("anyOf", []):
        if option.get("type") != "null":
            schema = option
            break
    if "$ref" in schema:
        return dict(root["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    return schema
