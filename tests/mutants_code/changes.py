"""What a slip of the pen makes of a module: small changes of its code, by cosmic-ray's operators and some of our own.

Cosmic-ray changes operators, numbers and branches. Ours drop or swap a piece: an option that is forgotten, a problem
that is lost, a column in another's place, a list that is no longer sorted.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

_COMPARISONS = "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is"
_CALCULATIONS = "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Div Mod_FloorDiv BitOr_BitAnd BitAnd_BitOr"
_BRANCHES = (
    "AddNot ReplaceTrueWithFalse ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd ReplaceBreakWithContinue "
    "ReplaceContinueWithBreak NumberReplacer ZeroIterationForLoop ReplaceUnaryOperator_Delete_Not "
    "ReplaceUnaryOperator_Delete_USub"
)
_OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{name}" for name in _COMPARISONS.split()),
    *(f"core/ReplaceBinaryOperator_{name}" for name in _CALCULATIONS.split()),
    *(f"core/{name}" for name in _BRANCHES.split()),
)


class Mutant(NamedTuple):
    """One changed module: where, what stood there (`before`) and stands there now (`after`), and the whole new source."""

    path: str
    function: str
    line: int
    last_line: int
    operator: str
    before: str
    after: str
    source: str


class _Edit(NamedTuple):
    """A change not made yet: the lines it touches, its operator, and what makes the new source."""

    line: int
    last_line: int
    operator: str
    make: Callable[[], str | None]


def mutants(root: Path, path: Path, random: Random) -> Iterator[Mutant]:
    """Yield the mutants of a module in random order: those that compile and change more than a note for the reader."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    plain, functions = _meaning(ast.parse(source)), _functions(tree)
    edits = [*_cosmic(source), *_own(source, tree)]
    random.shuffle(edits)
    for edit in edits:
        changed = edit.make()
        if changed is None or changed == source:
            continue
        try:
            if _meaning(ast.parse(changed)) == plain:
                continue
            compile(changed, str(path), "exec")
        except SyntaxError:
            continue
        before, after = _difference(source, changed)
        function = functions.get(edit.line, "")
        name = path.relative_to(root).as_posix()
        yield Mutant(name, function, edit.line, edit.last_line, edit.operator, before, after, changed)


def _cosmic(source: str) -> Iterator[_Edit]:
    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    for name in _OPERATORS:
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for number, ((line, _), (last, _)) in enumerate(places):
            yield _Edit(line, last, name.partition("/")[2], lambda op=operator, n=number: mutate_code(source, op, n))


def _own(source: str, tree: ast.Module) -> Iterator[_Edit]:
    """Yield the changes cosmic-ray does not make."""
    offsets = _offsets(source)
    content = source.encode()

    def edit(operator: str, first: ast.AST, last: ast.AST, text: str) -> _Edit:
        start = offsets[first.lineno - 1] + first.col_offset  # type: ignore[attr-defined]
        end = offsets[last.end_lineno - 1] + last.end_col_offset  # type: ignore[attr-defined]
        made = content[:start] + text.encode() + content[end:]
        return _Edit(first.lineno, last.end_lineno, operator, made.decode)  # type: ignore[attr-defined]

    def text(node: ast.AST) -> str:
        return ast.get_source_segment(source, node) or ""

    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load)
            if not isinstance(node, ast.Set)
            else len(node.elts) > 1
        ):
            for number in range(len(node.elts)):
                left = ", ".join(text(item) for place, item in enumerate(node.elts) if place != number)
                ends = {ast.Tuple: "(,)", ast.List: "[]", ast.Set: "{}"}[type(node)]
                bare = isinstance(node, ast.Tuple) and not text(node).startswith("(")
                yield edit("DropElement", node, node, left + "," if bare else f"{ends[0]}{left}{ends[1:]}")
        if isinstance(node, ast.Dict) and len(node.keys) > 1:
            pairs = [
                f"{text(k)}: {text(v)}" if k else f"**{text(v)}" for k, v in zip(node.keys, node.values, strict=True)
            ]
            for number in range(len(pairs)):
                yield edit("DropEntry", node, node, "{" + ", ".join(pairs[:number] + pairs[number + 1 :]) + "}")
        if isinstance(node, ast.Call):
            given = [text(item) for item in node.args], [(item.arg, text(item.value)) for item in node.keywords]
            for number in range(len(given[1])):
                yield edit(
                    "DropOption",
                    node,
                    node,
                    _call(text(node.func), given[0], given[1][:number] + given[1][number + 1 :]),
                )
            if len(given[0]) > 1 and not any(isinstance(item, ast.Starred) for item in node.args):
                swapped = [given[0][1], given[0][0], *given[0][2:]]
                yield edit("SwapArguments", node, node, _call(text(node.func), swapped, given[1]))
            if isinstance(node.func, ast.Name) and node.func.id == "sorted":
                yield edit("DropSort", node, node, f"list({given[0][0]})")
            if isinstance(node.func, ast.Name) and node.func.id in ("min", "max", "any", "all"):
                other = {"min": "max", "max": "min", "any": "all", "all": "any"}[node.func.id]
                yield edit("OtherEnd", node, node, _call(other, given[0], given[1]))
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            word = " not in " if isinstance(node.ops[0], ast.In) else " in "
            yield edit("OtherMembership", node, node, f"{text(node.left)}{word}{text(node.comparators[0])}")
        if isinstance(node, ast.BoolOp):
            for number in range(len(node.values)):
                word = " and " if isinstance(node.op, ast.And) else " or "
                left = word.join(text(item) for place, item in enumerate(node.values) if place != number)
                yield edit("DropCondition", node, node, f"({left})")
        if isinstance(node, ast.comprehension) and node.ifs:
            yield edit("DropFilter", node.ifs[0], node.ifs[0], "True")
        if isinstance(node, ast.ExceptHandler) and node.type:
            yield edit("OtherError", node.type, node.type, "ZeroDivisionError")
        if isinstance(node, ast.IfExp):
            yield edit("SwapBranches", node, node, f"({text(node.orelse)} if {text(node.test)} else {text(node.body)})")
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.Expr | ast.AugAssign | ast.Raise | ast.Continue) and not is_text:
            yield edit("DropStatement", node, node, "pass")


def _call(name: str, given: list[str], named: list[tuple[str | None, str]]) -> str:
    return f"{name}({', '.join([*given, *(f'{key}={value}' if key else f'**{value}' for key, value in named)])})"


class _WithoutNotes(ast.NodeTransformer):
    """Takes away what Python does not act on: annotations of arguments and results, docstrings, aliases of types."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
        is_alias = (
            name.lstrip("_")[:1].isupper() and not name.isupper() and isinstance(node.value, ast.Subscript | ast.BinOp)
        )
        return None if is_alias else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in ("NamedTuple", "TypeVar", "cast"):
            return ast.Constant(None)
        if isinstance(node.func, ast.Name) and node.func.id == "zip":  # `strict` holds what is so anyway
            node.keywords = []
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        is_types = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return None if is_types else self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST | None:
        return None


def _meaning(tree: ast.Module) -> str:
    return ast.dump(_WithoutNotes().visit(tree))


def _functions(tree: ast.Module) -> dict[int, str]:
    """Return by line the name of the function it stands in, `Class.method`."""
    found: dict[int, str] = {}

    def walk(node: ast.AST, name: str) -> None:
        for child in ast.iter_child_nodes(node):
            own = name
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                own = f"{name}.{child.name}".lstrip(".")
                found.update(dict.fromkeys(range(child.lineno, (child.end_lineno or child.lineno) + 1), own))
            walk(child, own)

    walk(tree, "")
    return found


def _difference(source: str, changed: str) -> tuple[str, str]:
    """Return the lines that differ, before and after, each as one line of text."""
    old, new = source.splitlines(), changed.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    pieces = (old[start : len(old) - end], new[start : len(new) - end])
    before, after = (" ".join(" ".join(lines).split()) for lines in pieces)
    return before, after


def _offsets(source: str) -> list[int]:
    """Return at which byte each line begins."""
    offsets = [0]
    for line in source.encode().splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets


def text_of_function(path: Path, function: str) -> str:
    """Return the source of a function (`Class.method`), or of the whole module, as one line of text."""
    source = path.read_text(encoding="utf-8")
    functions = _functions(ast.parse(source))
    lines = [
        line for number, line in enumerate(source.splitlines(), 1) if not function or functions.get(number) == function
    ]
    return " ".join(" ".join(lines).split())
