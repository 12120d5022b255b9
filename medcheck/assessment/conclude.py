"""Makes the assessment from all findings: counts, what stands in the way, tasks by who acts, the conclusion in one sentence.

The conclusion itself comes from the engine; here it is asked for and explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from medcheck import __version__
from medcheck.assessment.alike import grouped
from medcheck.assessment.basis import Basis, applicant, deadlines_of, notices, regulation
from medcheck.assessment.bounded import bounded
from medcheck.assessment.changes import changes
from medcheck.assessment.charts import charts
from medcheck.assessment.completeness import with_completeness
from medcheck.assessment.consequence import counts_at
from medcheck.assessment.deadline_words import hand_in_day_is_missing, is_overdue
from medcheck.assessment.excepted import not_counted_here
from medcheck.assessment.excerpts import unmatched, with_pieces
from medcheck.assessment.finding import ACTOR_WORDS, STEP_WORDS, Judged, ReportUses, make_finding, reading_used
from medcheck.assessment.materials import materials
from medcheck.assessment.model.assessment_model import Assessment, Task, Tasks, VerdictCount
from medcheck.assessment.model.finding_model import Finding
from medcheck.assessment.problems import (
    besides,
    loose_problems,
    problem_item,
    undecided_problems,
    unread_conflicts,
    where,
)
from medcheck.assessment.sentence import admitted, sentence
from medcheck.assessment.stated_cells import stated_cells
from medcheck.assessment.stock import stock_of
from medcheck.assessment.workbook_read import workbook_of
from medcheck.errors import Problem
from medcheck.verdict import (
    CONCLUSIONS,
    STAGE_WORDS,
    VERDICT_WORDS,
    Conclusion,
    Consequence,
    Stage,
    Verdict,
    conclusion_word,
    is_clear,
)

_ASKS_FORM_FIELDS = frozenset({Stage.PRECHECK, Stage.ACCEPTANCE})

Concluder = Callable[[Stage, Mapping[Consequence, int]], Conclusion]


def conclude(basis: Basis, judged: Sequence[Judged], ask: Concluder, drafts: Sequence[Judged] = ()) -> Assessment:
    """Return the assessment; `ask` is the engine's conclusion for a stage and the counts by consequence.

    `drafts` are told and never counted.
    """
    facts, pack, stage = basis.facts, basis.pack, basis.stage

    used = ReportUses(basis.readings, stage, basis.files)

    def explain(each: Judged) -> Finding:
        return with_pieces(make_finding(each, facts, pack, used), basis.application)

    findings = tuple(map(explain, judged))
    undecided = tuple(undecided_problems(basis))
    matching = basis.matching
    unread = unread_conflicts(basis, findings)
    problems = (*undecided, *besides(basis.application.problems, undecided), *unread)
    problems += matching.catalogue.problems if matching else ()
    if basis.case.resubmission == "是":
        findings = with_completeness(pack.source.materials_complete, judged, findings, problems, explain)
    counts = Counter(
        finding.consequence for finding in findings if counts_at(stage, finding.severity, finding.consequence)
    )
    loose = loose_problems(findings, problems)
    # What contradicts itself stands in the way at every stage; a field left blank only where fields are asked for.
    to_supplement = (
        loose if stage in _ASKS_FORM_FIELDS else (*undecided, *(problem for problem in loose if problem.conflict))
    )
    counts[Consequence.SUPPLEMENT] += sum(problem.blocks for problem in to_supplement)
    clocks = deadlines_of(basis)
    counts[Consequence.OVERDUE] += is_overdue(clocks)
    counts[Consequence.AGENCY_CHECK] += hand_in_day_is_missing(clocks, basis.case)
    sentence_counts = {**counts, Consequence.SUPPLEMENT: _to_supplement(findings, to_supplement)}
    conclusion = ask(stage, counts)
    verdicts = Counter(finding.verdict for finding in findings)
    shown_findings = tuple(map(bounded, findings))
    tasks = tuple(_tasks(shown_findings, grouped(loose), stage))
    stock = stock_of(matching) if matching else None
    workbook, rules = workbook_of(basis.application), regulation(basis.choice, facts)
    idle = (*rules.not_counted, *not_counted_here(judged, drafts, pack))
    rules = rules.model_copy(update={"not_counted": idle})
    return Assessment(
        medcheck=__version__,
        applicant=applicant(basis),
        workbook=workbook,
        regulation=rules,
        application_date=facts["application_date"].day,
        assessment_date=facts["assessment_date"].day,
        stage=stage,
        stage_word=STAGE_WORDS[stage],
        conclusion=conclusion,
        conclusion_word=conclusion_word(stage, conclusion),
        sentence=sentence(stage, conclusion, sentence_counts, admitted(findings)),
        clear=is_clear(stage, conclusion),
        counts=tuple(VerdictCount(verdict=v, word=VERDICT_WORDS[v], count=verdicts[v]) for v in Verdict),
        total=len(findings),
        blocking=tuple(finding.rule for finding in sorted(findings, key=_rank(stage)) if finding.blocks),
        tasks=tasks,
        changes=changes(shown_findings, problems, [sheet.name for sheet in workbook.sheets]),
        findings=shown_findings,
        problems=tuple(problem_item(problem) for problem in grouped(problems)),
        readings=tuple(reading_used(pack.readings[name], option) for name, option in basis.readings.items()),
        notices=tuple(notices(basis, rules, clocks, is_blank=workbook.is_blank)),
        stock=stock,
        charts=tuple(charts(basis, findings, stock)),
        unmatched=tuple(unmatched((pack.rules[finding.rule] for finding in findings), facts, pack.vocabulary)),
        case=basis.case.case,
        deadlines=clocks,
        materials=tuple(materials(basis.application)),
        stated=stated_cells(basis.application),
        options=basis.options,
    )


def _rank(stage: Stage) -> Callable[[Finding], int]:
    """Return the order of consequence at a stage: what decides the conclusion first."""
    order = [result for _, needed in CONCLUSIONS[stage] for result in sorted(needed)]
    rest = [result for result in Consequence if result not in order]
    ranks = {result: rank for rank, result in enumerate([*order, *rest])}
    return lambda finding: ranks[finding.consequence]


def _tasks(findings: Sequence[Finding], loose: Sequence[Problem], stage: Stage) -> Iterator[Tasks]:
    """Yield what each party has to do, most serious first, cells nobody asked about last."""
    ordered = sorted((finding for finding in findings if finding.todo), key=_rank(stage))
    for actor, word in ACTOR_WORDS.items():
        tasks = list(_together([finding for finding in ordered if finding.actor == actor]))
        if actor == "applicant":
            tasks += [
                Task(
                    rule="",
                    title="填写完整申请表",
                    text=f"{problem.text}。{problem.mend}",
                    cells=(where(problem),),
                    kind="fill",
                    kind_word=STEP_WORDS["fill"],
                )
                for problem in loose
            ]
        if tasks:
            yield Tasks(actor=actor, actor_word=word, tasks=tuple(tasks))


def _to_supplement(findings: Sequence[Finding], problems: Sequence[Problem]) -> int:
    """Return how many things there are to supplement: what mends several findings at once is one."""
    texts = {finding.todo for finding in findings if finding.consequence is Consequence.SUPPLEMENT}
    return len(texts) + sum(problem.blocks for problem in problems)


def _together(findings: Sequence[Finding]) -> Iterator[Task]:
    """Yield the tasks of one party; what says the same of several rules is one, with the cells of all."""
    same: dict[str, list[Finding]] = {}
    for finding in findings:
        same.setdefault(finding.todo, []).append(finding)
    for todo, alike in same.items():
        cells = dict.fromkeys(cell for finding in alike for cell in _cells(finding))
        text = f"{todo}（涉及 {len(alike)} 项要求）" if len(alike) > 1 else todo
        yield Task(
            rule=alike[0].rule,
            title=alike[0].title,
            text=text,
            cells=tuple(cells),
            kind=alike[0].step,
            kind_word=STEP_WORDS.get(alike[0].step, ""),
        )


def _cells(finding: Finding) -> Iterator[str]:
    yield from (f"《{i.source.sheet}》{i.source.cell}" for i in finding.evidence if i.source and i.source.sheet)
