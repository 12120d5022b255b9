"""Changes of a module that drop or swap a piece of it: an option, an entry, a condition, a statement, two arguments."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_OTHER_ENDS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Edit(NamedTuple):
    """A change not made yet: the lines it touches, its operator, and what makes the new source."""

    line: int
    last_line: int
    operator: str
    make: Callable[[], str | None]


class Pieces:
    """The pieces of one module, each of which can be dropped or swapped."""

    def __init__(self, source: str, tree: ast.Module) -> None:
        self._tree = tree
        self._content = source.encode()
        self._offsets = [0]
        for line in self._content.splitlines(keepends=True):
            self._offsets.append(self._offsets[-1] + len(line))

    def edits(self) -> Iterator[Edit]:
        """Yield every change."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.expr):
                yield from self._of_value(node)
            elif isinstance(node, ast.comprehension) and node.ifs:
                yield self._edit("DropFilter", node.ifs[0], "True")
            elif isinstance(node, ast.ExceptHandler) and node.type:
                yield self._edit("OtherError", node.type, "ZeroDivisionError")
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # a docstring
            elif isinstance(node, ast.Expr | ast.AugAssign | ast.Raise | ast.Continue):
                yield self._edit("DropStatement", node, "pass")

    def _of_value(self, node: ast.expr) -> Iterator[Edit]:
        match node:
            case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()) | ast.Set():
                yield from self._of_elements(node)
            case ast.Dict():
                yield from self._of_entries(node)
            case ast.Call():
                yield from self._of_call(node)
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as sign], comparators=[right]):
                word = " not in " if isinstance(sign, ast.In) else " in "
                yield self._edit("OtherMembership", node, f"{self._text(left)}{word}{self._text(right)}")
            case ast.BoolOp(op=sign, values=values):
                word = " and " if isinstance(sign, ast.And) else " or "
                for left_out in _each_left_out([self._text(value) for value in values]):
                    yield self._edit("DropCondition", node, f"({word.join(left_out)})")
            case ast.IfExp(test=test, body=body, orelse=other):
                swapped = f"({self._text(other)} if {self._text(test)} else {self._text(body)})"
                yield self._edit("SwapBranches", node, swapped)

    def _of_elements(self, node: ast.Tuple | ast.List | ast.Set) -> Iterator[Edit]:
        for left in _each_left_out([self._text(item) for item in node.elts]):
            if isinstance(node, ast.Tuple):
                made = f"{left[0]}," if len(left) == 1 else ", ".join(left)
                yield self._edit("DropElement", node, f"({made})" if self._text(node).startswith("(") else made)
            else:
                start, end = "[]" if isinstance(node, ast.List) else "{}"
                yield self._edit("DropElement", node, f"{start}{', '.join(left)}{end}")

    def _of_entries(self, node: ast.Dict) -> Iterator[Edit]:
        pairs = [
            f"{self._text(key)}: {self._text(value)}" if key else f"**{self._text(value)}"
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        for left in _each_left_out(pairs):
            yield self._edit("DropEntry", node, f"{{{', '.join(left)}}}")

    def _of_call(self, node: ast.Call) -> Iterator[Edit]:
        name = self._text(node.func)
        given = [self._text(item) for item in node.args]
        named = [
            f"{item.arg}={self._text(item.value)}" if item.arg else f"**{self._text(item.value)}"
            for item in node.keywords
        ]
        for number in range(len(named)):
            left = [*given, *named[:number], *named[number + 1 :]]
            yield self._edit("DropOption", node, f"{name}({', '.join(left)})")
        if len(given) > 1 and not any(isinstance(item, ast.Starred) for item in node.args):
            swapped = [given[1], given[0], *given[2:], *named]
            yield self._edit("SwapArguments", node, f"{name}({', '.join(swapped)})")
        if name == "sorted":
            yield self._edit("DropSort", node, f"list({given[0]})")
        if name in _OTHER_ENDS:
            yield self._edit("OtherEnd", node, f"{_OTHER_ENDS[name]}({', '.join([*given, *named])})")

    def _text(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._content[start:end].decode()

    def _edit(self, operator: str, node: ast.expr | ast.stmt, text: str) -> Edit:
        start, end = self._span(node)
        made = self._content[:start] + text.encode() + self._content[end:]
        return Edit(node.lineno, node.end_lineno or node.lineno, operator, made.decode)

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return at which byte a node begins and ends; columns are in bytes of UTF-8."""
        last = self._offsets[(node.end_lineno or node.lineno) - 1]
        return self._offsets[node.lineno - 1] + node.col_offset, last + (node.end_col_offset or 0)


def _each_left_out(items: Sequence[str]) -> Iterator[list[str]]:
    """Yield the items without each of them in turn; nothing of one alone."""
    if len(items) > 1:
        for number in range(len(items)):
            yield [*items[:number], *items[number + 1 :]]
