"""Decides which problems of the workbook are reported beside the findings, how they count, and how each is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medcheck.assessment.basis import Basis
from medcheck.assessment.model.assessment_model import ProblemItem
from medcheck.assessment.model.finding_model import Finding
from medcheck.errors import Place, Problem
from medcheck.fact import Role, Status, name_files
from medcheck.verdict import Consequence


def undecided_problems(basis: Basis) -> Iterator[Problem]:
    """Yield what is not known of the facility itself, so that the requirements hanging on it were not assessed at all."""
    for name in basis.undecided:
        fact, word = basis.facts[name], basis.pack.vocabulary.facts[name].label
        ref = next(iter(fact.sources), None)
        place = ref.place if ref else Place(Role.APPLICATION)
        text = f"{word}不明（{fact.reason}），不能确定适用哪些要求，随{word}而定的要求都没有评估"
        problem = Problem(place, text, f"填明{word}后重新评估", name, required=True)
        yield from name_files([problem], basis.files)


def unread_conflicts(basis: Basis, findings: Sequence[Finding]) -> tuple[Problem, ...]:
    """Return the numbers on which two papers disagree and which no rule reads: a declared total beside the roster."""
    rules = basis.pack.rules
    read = {name for finding in findings for name in rules[finding.rule].facts}
    texts = [problem.text for problem in basis.application.problems if problem.conflict]
    numbers = {name for name, definition in basis.pack.vocabulary.facts.items() if definition.kind == "number"}
    problems = (
        Problem(
            fact.sources[0].place,
            fact.reason,
            "核对并改正其中一处",
            fact.name,
            conflict=True,
        )
        for fact in basis.facts.values()
        if fact.status is Status.CONFLICT and fact.name in numbers - read and fact.sources
        # One that rests on cells in conflict is told with them.
        if not any(text in fact.reason for text in texts)
    )
    return tuple(name_files(problems, basis.files))


def besides(problems: Sequence[Problem], undecided: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems in cells that are not reported yet."""
    places = {(problem.place.sheet, problem.place.cell) for problem in undecided}
    return (problem for problem in problems if (problem.place.sheet, problem.place.cell) not in places)


def loose_problems(findings: Sequence[Finding], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems that no finding asks to supplement already, so that nothing is counted or said twice."""
    supplements = [finding for finding in findings if finding.consequence is Consequence.SUPPLEMENT]
    cited = {
        (item.source.sheet, item.source.cell) for finding in supplements for item in finding.evidence if item.source
    }
    return tuple(p for p in problems if not p.hint and (p.conflict or (p.place.sheet, p.place.cell) not in cited))


def problem_item(problem: Problem) -> ProblemItem:
    """Return a problem as the result states it."""
    return ProblemItem(
        place=where(problem),
        sheet=problem.place.sheet,
        cell=problem.place.cell,
        text=problem.text,
        mend=problem.mend,
        required=problem.required,
        hint=problem.hint,
        conflict=problem.conflict,
        cells=problem.cells,
    )


def where(problem: Problem) -> str:
    """Return the cell a problem stands at, else the file."""
    return f"《{problem.place.sheet}》{problem.place.cell}" if problem.place.sheet else problem.place.file
