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

from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import EXPECTED, MedcheckError, Place, Problem, RuleError, suggest
from medcheck.shown import file_name, visible

ModelT = TypeVar("ModelT", bound=BaseModel)
# libyaml where it is there: six times as fast on our rules.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Far more than any case, data or rule file has: what is larger or deeper is none, and would cost time without end.
LARGEST = 4 * MEGABYTE
_DEEPEST, _MOST_VALUES, _LONGEST_VALUE = 40, 400_000, 100_000
_SLOWEST = 200_000  # characters the pure parser is given: it takes a second for them, and only says a line more exactly
_LONGEST_QUOTED = 60
_WIDEST = 100_000  # a text stays on its line
_TOO_DEEP = "exceeded maximum nesting depth"  # of the fast parser


class Node:
    """A YAML value (text, mapping or sequence of nodes) with the file and line it stands on."""

    def __init__(self, value: str | dict[str, Node] | list[Node], place: Place) -> None:
        self.value = value
        self.place = place

    @property
    def text(self) -> str:
        """Return the scalar's text; raise RuleError for a mapping or a sequence."""
        if not isinstance(self.value, str):
            raise self.error(f"此处应为一个值，现为{self.shape}", "改写为单个值")
        return self.value

    @property
    def mapping(self) -> dict[str, Node]:
        """Return the mapping; an empty value counts as an empty mapping. Raise RuleError for anything else."""
        if self.value == "":
            return {}
        if not isinstance(self.value, dict):
            raise self.error(f"此处应为“键: 值”，现为{self.shape}", "改写为映射")
        return self.value

    @property
    def items(self) -> list[Node]:
        """Return the sequence; a single text counts as a sequence of one. Raise RuleError for a mapping."""
        if isinstance(self.value, dict):
            raise self.error("此处应为列表，现为映射", "用方括号写成列表")
        return self.value if isinstance(self.value, list) else ([self] if self.value else [])

    @property
    def shape(self) -> str:
        """Return what this is, in Chinese, with the text where it is one."""
        if isinstance(self.value, str):
            return f"“{_quoted(self.value)}”" if self.value else "空值"
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
        if isinstance(self.value, str):
            text = text.replace(self.value, _quoted(self.value)) if self.value else text
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
    if isinstance(path, Path):
        try:
            return of_bytes(read_file(path, LARGEST), name or file_name(path))
        except MedcheckError as error:
            raise RuleError(error.problems) from error
    return of_bytes(path.read_bytes(), name or path.name)


def write(value: object) -> str:
    """Return plain data (text, numbers, lists, mappings) as YAML that `parse` reads back, one key a line, in the order given."""
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=False, width=_WIDEST)


class _Plain(yaml.SafeDumper):
    """Writes a value anew wherever it stands: nobody reads references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def of_bytes(content: bytes, file: str) -> Node:
    """Return the root node of a YAML file's bytes; raise RuleError as `read`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(Place(file, line=1), "不是 UTF-8 编码的文本", "用记事本另存为 UTF-8 编码后重试")
        raise RuleError([problem]) from error
    return parse(text.replace("\r\n", "\n"), file)


def parse(text: str, file: str) -> Node:
    """Return the root node of YAML text; `file` is the name errors show. Raise RuleError for what is no YAML or too deep."""
    try:
        root = yaml.compose(text, Loader=_FAST)
    except yaml.MarkedYAMLError as error:
        if _TOO_DEEP in str(error):
            raise _too_deep(Place(file, line=_line(error))) from error
        if len(text) > _SLOWEST:
            raise _not_yaml(Place(file, line=_line(error))) from error
        return _parse_slowly(text, file)
    except yaml.YAMLError:
        return _parse_slowly(text, file)
    except RecursionError as error:
        raise _too_deep(Place(file, line=1)) from error
    return _rooted(root, file)


def _parse_slowly(text: str, file: str) -> Node:
    """Return the root node, or raise with the line the pure parser gives: the fast one counts some lines otherwise."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = Problem(
            Place(file, line=line), "有不能出现在文本中的字符", "删去该字符，或用记事本另存为 UTF-8 编码后重试"
        )
        raise RuleError([problem]) from error
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(Place(file, line=_line(error))) from error
    except RecursionError as error:
        raise _too_deep(Place(file, line=1)) from error
    return _rooted(root, file)


def _line(error: yaml.MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 1


def _not_yaml(place: Place) -> RuleError:
    return RuleError([Problem(place, "不是合法的 YAML 写法", "检查本行和上一行的缩进、引号、括号和冒号后重试")])


def _too_deep(place: Place) -> RuleError:
    return RuleError([Problem(place, f"层次过深，应不超过 {_DEEPEST} 层", "检查缩进和括号，减少层次后重试")])


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…（共 {len(text)} 个字）"


def _rooted(root: yaml.Node | None, file: str) -> Node:
    if root is None:
        return Node("", Place(file, line=1))
    tree = _Tree(file)
    node = tree.node(root, 1)
    if tree.problems:
        raise RuleError(tree.problems)
    return node


class _Tree:
    """A composed document on its way to nodes. An alias is written out where it stands, so what comes of it is counted."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file, self._values = file, 0

    def node(self, node: yaml.Node, depth: int) -> Node:
        place = Place(self._file, line=node.start_mark.line + 1)
        self._values += 1
        if depth > _DEEPEST:
            raise _too_deep(place)
        if self._values > _MOST_VALUES:
            text = f"内容过多（引用展开后超过 {_MOST_VALUES // 10_000} 万项）"
            raise RuleError([Problem(place, text, "删去多余的内容和引用（& 和 *）后重试")])
        if isinstance(node, yaml.ScalarNode):
            empty = node.tag == "tag:yaml.org,2002:null" and node.style is None
            return Node("" if empty else self._text(node.value, place), place)
        if isinstance(node, yaml.SequenceNode):
            return Node([self.node(item, depth + 1) for item in node.value], place)
        mapping: dict[str, Node] = {}
        for key_node, value_node in node.value:
            where = Place(self._file, line=key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(where, "键应为一个词，现为列表或映射", "改写为“键: 值”"))
                continue
            key = self._text(key_node.value, where)
            if key in mapping:
                text = f"键“{_quoted(key)}”重复，前一处在第 {mapping[key].place.line} 行"
                self.problems.append(Problem(where, text, "删去或改名其中一处"))
            value = self.node(value_node, depth + 1)
            mapping[key] = Node(value.value, where)
        return Node(mapping, place)

    def _text(self, text: str, place: Place) -> str:
        if len(text) > _LONGEST_VALUE:
            what = f"一项的内容应不超过 {_LONGEST_VALUE // 10_000} 万个字，现为 {len(text)} 个字"
            raise RuleError([Problem(place, what, "删去多余的内容后重试")])
        return visible(text)


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
