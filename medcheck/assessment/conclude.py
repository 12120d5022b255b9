"""All findings → the assessment: counts, what stands in the way, tasks by who acts, the conclusion in one sentence.

The conclusion itself comes from the engine; here it is asked for and explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from medcheck import __version__
from medcheck.assessment.consequence import counts_at
from medcheck.assessment.finding import ACTOR_WORDS, Judged, finding, reading_used
from medcheck.assessment.model import (
    Applicant,
    Assessment,
    Finding,
    ProblemItem,
    Regulation,
    Task,
    Tasks,
    VerdictCount,
    Workbook,
)
from medcheck.assessment.sentence import conclusion_word, sentence
from medcheck.errors import Problem
from medcheck.fact import Facts
from medcheck.intake.application import Application
from medcheck.rulebook.pack import RulePack
from medcheck.verdict import CONCLUSIONS, STAGE_WORDS, VERDICT_WORDS, Conclusion, Consequence, Stage, Verdict, is_clear
from medcheck.workday import add_working_days

_ASKS_FORM_FIELDS = frozenset({Stage.PRECHECK, Stage.ACCEPTANCE})

Concluder = Callable[[Stage, Mapping[Consequence, int]], Conclusion]


class Basis(NamedTuple):
    """What an assessment rests on, as gathered by the pipeline."""

    application: Application
    facts: Facts
    pack: RulePack
    chosen: str
    readings: Mapping[str, str]
    stage: Stage
    notice_served: date | None = None
    case_remarks: tuple[str, ...] = ()


def conclude(basis: Basis, judged: Sequence[Judged], ask: Concluder) -> Assessment:
    """Return the assessment; `ask` is the engine's conclusion for a stage and the counts by consequence."""
    facts, pack, stage = basis.facts, basis.pack, basis.stage
    findings = tuple(finding(one, facts, pack, basis.readings, stage) for one in judged)
    problems = basis.application.problems
    counts = Counter(one.consequence for one in findings if counts_at(stage, one.severity))
    loose = _loose(findings, problems)
    if stage in _ASKS_FORM_FIELDS:
        counts[Consequence.SUPPLEMENT] += sum(problem.blocks for problem in loose)
    conclusion = ask(stage, counts)
    verdicts = Counter(one.verdict for one in findings)
    tasks = tuple(_tasks(findings, loose, stage))
    return Assessment(
        medcheck=__version__,
        applicant=_applicant(basis),
        workbook=Workbook(
            file=basis.application.file,
            sha256=basis.application.sha256,
            form=basis.application.form,
            form_version=basis.application.form_version,
        ),
        regulation=_regulation(pack, basis.chosen),
        application_date=facts["application_date"].day,
        assessment_date=facts["assessment_date"].day,
        stage=stage,
        stage_word=STAGE_WORDS[stage],
        conclusion=conclusion,
        conclusion_word=conclusion_word(stage, conclusion),
        sentence=sentence(stage, conclusion, counts),
        clear=is_clear(stage, conclusion),
        counts=tuple(VerdictCount(verdict=v, word=VERDICT_WORDS[v], count=verdicts[v]) for v in Verdict),
        total=len(findings),
        blocking=tuple(one.rule for one in sorted(findings, key=_rank(stage)) if one.blocks),
        tasks=tasks,
        findings=findings,
        problems=tuple(_problem(problem) for problem in problems),
        readings=tuple(reading_used(pack.readings[name], option) for name, option in basis.readings.items()),
        notices=tuple(_notices(basis)),
    )


def _rank(stage: Stage) -> Callable[[Finding], int]:
    """Return the order of consequence at a stage: what decides the conclusion first."""
    order = [result for _, needed in CONCLUSIONS[stage] for result in sorted(needed)]
    rest = [result for result in Consequence if result not in order]
    ranks = {result: rank for rank, result in enumerate([*order, *rest])}
    return lambda one: ranks[one.consequence]


def _loose(findings: Sequence[Finding], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems that no finding asks to supplement already, so that nothing is counted or said twice."""
    asked = [one for one in findings if one.consequence is Consequence.SUPPLEMENT]
    cited = {(item.source.sheet, item.source.cell) for one in asked for item in one.evidence if item.source}
    return tuple(p for p in problems if not p.hint and (p.conflict or (p.place.sheet, p.place.cell) not in cited))


def _tasks(findings: Sequence[Finding], loose: Sequence[Problem], stage: Stage) -> Iterator[Tasks]:
    """Yield what each party has to do, most serious first, cells nobody asked about last."""
    ordered = sorted((one for one in findings if one.todo), key=_rank(stage))
    for actor, word in ACTOR_WORDS.items():
        tasks = [_task(one) for one in ordered if one.actor == actor]
        if actor == "applicant":
            tasks += [
                Task(rule="", title="填写完整申请表", text=f"{problem.text}。{problem.mend}", cells=(_where(problem),))
                for problem in loose
            ]
        if tasks:
            yield Tasks(actor=actor, actor_word=word, tasks=tuple(tasks))


def _task(one: Finding) -> Task:
    cells = dict.fromkeys(f"《{i.source.sheet}》{i.source.cell}" for i in one.evidence if i.source and i.source.sheet)
    return Task(rule=one.rule, title=one.title, text=one.todo, cells=tuple(cells))


def _where(problem: Problem) -> str:
    return f"《{problem.place.sheet}》{problem.place.cell}" if problem.place.sheet else problem.place.file


def _problem(problem: Problem) -> ProblemItem:
    return ProblemItem(
        place=_where(problem),
        sheet=problem.place.sheet,
        cell=problem.place.cell,
        text=problem.text,
        mend=problem.mend,
        required=problem.required,
        hint=problem.hint,
        conflict=problem.conflict,
    )


def _applicant(basis: Basis) -> Applicant:
    def text(name: str) -> str:
        entry = basis.application.fields.get(name)
        return entry.value if entry and isinstance(entry.value, str) else ""

    kind = basis.application.facility_type
    word = basis.pack.vocabulary.facts["facility_type"].word(kind)
    return Applicant(
        name=text("facility_name") or "（未填写机构名称）",
        uscc=text("uscc"),
        facility_type=kind,
        facility_type_word=word,
    )


def _regulation(pack: RulePack, chosen: str) -> Regulation:
    source = pack.source
    return Regulation(
        pack=pack.id,
        title=source.document.title,
        number=source.document.number,
        issuer=source.document.issuer,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        verified=source.verified,
        sha256=pack.sha256,
        chosen=chosen,
    )


def _notices(basis: Basis) -> Iterator[str]:
    """Yield the sentences the report must carry: of the pack from their day on, and how the pack was chosen."""
    day = basis.facts["assessment_date"].day
    for start, text in sorted(basis.pack.source.notices.items()):
        if day is not None and day >= start:
            yield text
    yield from basis.case_remarks
    correction, served = basis.pack.source.correction, basis.notice_served
    if correction and served:
        days = correction.working_days
        yield (
            f"补正一次性告知书于{served}送达，应在{add_working_days(served, days)}前（含当日）补正，"
            f"逾期视为撤回申请（{correction.cite}，{days}个工作日，送达当日不计）。"
        )
    document = basis.pack.source.document
    if basis.chosen == "by_option":
        yield f"规则包“{basis.pack.id}”（{document.number}）由 --pack 指定，未按申请日期选择。"
    if basis.chosen == "assumed":
        yield f"申请日期未填写或无法识别，暂按{document.number}评估；补填后应重新评估。"
    if not basis.pack.source.verified:
        yield f"规则包“{basis.pack.id}”尚未与正式文本核对，结果仅供参考。"
