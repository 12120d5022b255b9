"""What a slip of the pen makes of a module: small changes of its code, by cosmic-ray's operators and some of our own.

Cosmic-ray changes operators, numbers and branches. Ours (`pieces`) drop or swap a piece: an option that is forgotten, a
problem that is lost, a column in another's place, a list that is no longer sorted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.mutants_code.pieces import Edit, Pieces

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


def mutants(root: Path, path: Path, random: Random) -> Iterator[Mutant]:
    """Yield the mutants of a module in random order: those that compile and change more than a note for the reader."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    plain, functions = _meaning(ast.parse(source)), _functions(tree)
    edits = [*_cosmic(source), *Pieces(source, tree).edits()]
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


def _cosmic(source: str) -> Iterator[Edit]:
    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    for name in _OPERATORS:
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for number, ((line, _), (last, _)) in enumerate(places):
            yield Edit(line, last, name.partition("/")[2], lambda op=operator, n=number: mutate_code(source, op, n))


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


def text_of_function(path: Path, function: str) -> str:
    """Return the source of a function (`Class.method`), or of the whole module, as one line of text."""
    source = path.read_text(encoding="utf-8")
    functions = _functions(ast.parse(source))
    lines = [
        line for number, line in enumerate(source.splitlines(), 1) if not function or functions.get(number) == function
    ]
    return " ".join(" ".join(lines).split())
