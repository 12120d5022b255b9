"""An assessment's findings as the rows of a paper: each gap once, with what cures it and the clauses it stands in.

Every text is the result's own. A register's open question is the agency's and stands on no paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.assessment.alike import cells_of
from medcheck.assessment.deadlines import CORRECTION
from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.assessment.model.finding_model import EvidenceItem, Finding
from medcheck.report.arrange import day, lacking, short
from medcheck.verdict import AGENCY_RESOLVES, Conclusion, Consequence, Verdict

_FORM = "申请表填写要求"
_MOST_FACTS = 4
_LONGEST = 10
_OPEN = (Verdict.UNKNOWN, Verdict.CONFLICT)
_OF_PERSONS = (Consequence.REVIEW, Consequence.DOUBT)
_UNJUDGED = AGENCY_RESOLVES | set(_OF_PERSONS)
_INCOMPLETE = "na-materials-incomplete"
_DATED = re.compile(r"\d{4}-\d\d-\d\d(?=，|$)")
_TO_BE_JUDGED = "由评审人员认定，可一并提交说明材料"


class Gap(NamedTuple):
    """One thing to supply or mend: what it is about, what is wrong, what cures it, the clauses.

    `rules` are the rules it stands for (none for a cell of the form); `binding` whether it keeps the application from
    being accepted.
    """

    item: str
    problem: str
    cure: str
    cite: str
    rules: tuple[str, ...] = ()
    binding: bool = True


class Failure(NamedTuple):
    """One clause that is not met: the clause, what it asks, what was found, by how much it misses, on what facts."""

    cite: str
    title: str
    bound: str
    value: str
    gap: str
    facts: str


class Ground(NamedTuple):
    """One ground of non-acceptance: its item, what should hold, what was found, and who said so."""

    cite: str
    title: str
    found: str
    source: str


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Return everything the applicant has to supply or mend, each once, what keeps from acceptance first.

    The same thing that several rules wait for is one row with all their titles and clauses. Known failures of the
    standards and what a reviewer has to judge follow as rows that are not binding.
    """
    by_rule = {finding.rule: finding for finding in assessment.findings}
    waiting: dict[tuple[str, str], list[str]] = {}
    for finding in _ordered(assessment):
        for wrong in _wrongs(finding):
            waiting.setdefault(wrong, []).append(finding.rule)
    # What the same rules wait for, with the same cure, is one row.
    together: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (problem, cure), rules in waiting.items():
        together.setdefault((tuple(rules), cure), []).append(problem)
    rows = [_gap(problems, cure, [by_rule[rule] for rule in rules]) for (rules, cure), problems in together.items()]
    rows += [_of_form(problem) for problem in _loose(assessment)]
    return tuple(sorted(rows, key=lambda row: not row.binding))


def failures(assessment: Assessment) -> tuple[Failure, ...]:
    """Return every standard that is not met, in the order of the regulation."""
    return tuple(
        Failure(finding.cite, finding.title, finding.bound, finding.value, _gap_of(finding), _facts(finding))
        for finding in assessment.findings
        if finding.blocks and finding.consequence is Consequence.NOT_MET
    )


def grounds(assessment: Assessment) -> tuple[Ground, ...]:
    """Return every ground of non-acceptance that was found."""
    made = tuple(
        Ground(finding.cite, finding.title, _event(finding), _source(finding)) for finding in _refusing(assessment)
    )
    return made or tuple(_still_lacking(assessment))


def _still_lacking(assessment: Assessment) -> Iterator[Ground]:
    """Yield the ground of one whose correction came in time and is incomplete, with the day it came."""
    clock = next((one for one in assessment.deadlines if one.name == CORRECTION and one.done), None)
    if clock is None or assessment.conclusion is not Conclusion.SUPPLEMENT:
        return
    rule = next((finding for finding in assessment.findings if finding.rule == _INCOMPLETE), None)
    cite, title = (rule.cite, rule.title) if rule else (assessment.regulation.papers.get("refusal", ""), "材料齐全")
    lacking_now = sum(gap.binding for gap in gaps(assessment))
    found = f"补正材料于{day(clock.done)}提交，仍有{lacking_now}项不齐全或者不符合要求（见下）"
    yield Ground(cite, title, found, "申请材料")


def _event(finding: Finding) -> str:
    """Return what was found: each event with its day and until when it counts, else the fact and its value."""
    events = [_told_event(item) for item in finding.evidence if _DATED.match(item.value)]
    if events:
        end = f"；最早可在{day(finding.earliest)}满足" if finding.earliest else ""
        return f"{'；'.join(events)}{end}"
    if gap := _gap_of(finding):
        return gap
    return f"{finding.about}：{finding.value}" if finding.value and finding.about else "经认定有此情形"


def _told_event(item: EvidenceItem) -> str:
    """Return `终止协议：终止日期2018年3月1日` of the evidence of an event; one without a name is told by its day."""
    written = date.fromisoformat(item.value[:10])
    name, _, label = item.label.rpartition("·")
    named = f"{name}：" if name and name != item.value[:10] else ""
    return f"{named}{label}{day(written)}"


def again(assessment: Assessment) -> str:
    """Return when a new application is possible, as far as the grounds of non-acceptance tell it."""
    ends = [finding.earliest for finding in _refusing(assessment)]
    known = [end for end in ends if end]
    if not known:
        return "上述情形消除后"
    if len(known) == len(ends):
        return f"{day(max(known))}起"
    return f"上述情形全部消除后（不早于{day(max(known))}）"


def hopeless(assessment: Assessment) -> tuple[str, ...]:
    """Return the titles of what must be corrected and cannot be: time that is counted to the application date."""
    return tuple(finding.title for finding in _too_soon(assessment))


def anew(assessment: Assessment) -> date | None:
    """Return the first day on which a new application would satisfy what no correction can; None where there is none."""
    return max((finding.anew for finding in _too_soon(assessment) if finding.anew), default=None)


def _too_soon(assessment: Assessment) -> Iterator[Finding]:
    for finding in assessment.findings:
        if finding.anew and finding.blocks and finding.consequence is Consequence.SUPPLEMENT:
            yield finding


def undecided(assessment: Assessment) -> tuple[str, ...]:
    """Return the titles of what people have not judged yet: no reason of a paper may rest on them."""
    return tuple(
        finding.title for finding in assessment.findings if finding.blocks and finding.consequence in _UNJUDGED
    )


def _refusing(assessment: Assessment) -> tuple[Finding, ...]:
    return tuple(finding for finding in assessment.findings if finding.consequence is Consequence.NOT_ACCEPTED)


def _ordered(assessment: Assessment) -> Iterator[Finding]:
    """Yield the findings an applicant is told of: what must be supplied, known failures, what will be judged."""
    for result in (Consequence.SUPPLEMENT, Consequence.NOT_MET, *_OF_PERSONS):
        for candidate in (finding for finding in assessment.findings if finding.consequence is result):
            own = candidate.actor == "applicant" and (candidate.blocks or candidate.decided_by != "agency")
            if own or (candidate.actor == "reviewer" and candidate.blocks):
                yield candidate


def _wrongs(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a finding and what cures it: a line for each cell that is open, else one for all."""
    if finding.consequence in _OF_PERSONS:
        yield _gap_of(finding) or "；".join(finding.reasons) or f"现为：{finding.value}", _TO_BE_JUDGED
    elif finding.verdict in _OPEN and finding.reasons:
        cure = finding.todo.partition("：")[0]
        yield from ((reason, cure) for reason in finding.reasons)
    else:
        yield _gap_of(finding) or f"现为：{finding.value}", finding.todo.removesuffix(f"（{finding.gap}）")


def _gap(problems: Sequence[str], cure: str, findings: Sequence[Finding]) -> Gap:
    return Gap(
        item="；".join(dict.fromkeys(finding.title for finding in findings)),
        problem=f"{'；'.join(problems)}{_where(findings[0])}",
        cure=cure,
        cite="；".join(dict.fromkeys(cite for finding in findings for cite in finding.cite.split("；"))),
        rules=tuple(finding.rule for finding in findings),
        binding=any(finding.blocks and finding.consequence is Consequence.SUPPLEMENT for finding in findings),
    )


def _of_form(problem: ProblemItem) -> Gap:
    return Gap(problem.place, problem.text, problem.mend, _FORM, binding=problem.required or problem.conflict)


def _loose(assessment: Assessment) -> Iterator[ProblemItem]:
    """Yield the problems of the form that no finding asks to supplement already."""
    supplements = [finding for finding in assessment.findings if finding.consequence is Consequence.SUPPLEMENT]
    cited = {
        (item.source.sheet, item.source.cell) for finding in supplements for item in finding.evidence if item.source
    }
    for problem in assessment.problems:
        cells = [cell for area in problem.cells for cell in cells_of(area)] or [problem.cell]
        if not problem.hint and (problem.conflict or any((problem.sheet, cell) not in cited for cell in cells)):
            yield problem


def _gap_of(finding: Finding) -> str:
    return "；".join([*filter(None, [finding.gap]), *lacking(finding)])


def _where(finding: Finding) -> str:
    """Return the cells in brackets, of each sheet: many of them, or where each thing names its own, as the sheet only."""
    cells = [
        f"《{item.source.sheet}》{item.source.cell}" for item in finding.evidence if item.source and item.source.sheet
    ]
    places = []
    for place in short(dict.fromkeys(cells)):
        sheet, _, addresses = place.partition("》")
        many = len(addresses) > _LONGEST or len(finding.reasons) > 1
        places.append(f"{sheet}》" if many else place)
    return f"（{'；'.join(places)}）" if places else ""


def _facts(finding: Finding) -> str:
    """Return the facts a failure rests on, each with its cell; of many only the cells."""
    if len(finding.evidence) > _MOST_FACTS:
        return _where(finding).strip("（）")
    return "；".join(_fact(item) for item in finding.evidence)


def _fact(item: EvidenceItem) -> str:
    """Return a value and its cell; of a list that lacks something only where it stands, not the head of its column."""
    cell = item.source.sheet and f"《{item.source.sheet}》{item.source.cell}" if item.source else ""
    if item.value.startswith("*"):
        return f"{item.label}：{cell}"
    return f"{item.label}：{item.value}{f'（{cell}）' if cell else ''}"


def _source(finding: Finding) -> str:
    """Return who found a ground: a register or a decision with its day, else the application itself."""
    if finding.answer is None:
        return "申请材料"
    note = f"，{finding.answer.note}" if finding.answer.note else ""
    return f"{finding.answer.answer}（{day(finding.answer.on)}{note}）"
