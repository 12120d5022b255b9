"""Makes a finding from a rule and its verdict: what was measured, by how much, in which cells, and who acts next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from medcheck.assessment.consequence import consequence, counts_at, in_the_way
from medcheck.assessment.model.figures import Gauge
from medcheck.assessment.model.finding_model import (
    Answer,
    Cell,
    EvidenceItem,
    Finding,
    OtherReading,
    ReadingUsed,
    WaiverUsed,
)
from medcheck.errors import fault_of
from medcheck.fact import CellRef, Facts
from medcheck.rulebook.measured import MeasuredRule
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.readings import Reading
from medcheck.rulebook.requirement import Evidence, Explanation
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.scale import exact
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.verdict import VERDICT_WORDS, Consequence, Stage, Verdict

SEVERITY_WORDS = {
    "redirect": "不属管辖",
    "not_accepted": "不予受理",
    "correctable": "需补正",
    "hard": "不符合标准",
    "advisory": "提示",
}
ACTOR_WORDS = {"applicant": "申请单位", "inspection": "现场勘验人员", "reviewer": "评审人员", "agency": "经办机构"}
STEP_WORDS = {"hand_in": "补交材料", "fill": "补填、更正、补办", "change": "整改后达到标准"}
DECIDER_WORDS = {"data": "申请材料", "inspection": "现场勘验", "reviewer": "评审人员", "agency": "经办机构"}


class Judged(NamedTuple):
    """A rule, its verdict with what was measured for it, and what other options of its readings would have found.

    `note` is said of a waiver that changed nothing, `fault` what went wrong while the verdict was put into words;
    `excepted` says which exception decides in the rule's place, empty where none does.
    """

    rule: Rule
    verdict: Verdict
    measured: MeasuredRule
    others: tuple[OtherReading, ...]
    answer: Answer | None
    waiver: WaiverUsed | None = None
    note: str = ""
    fault: str = ""
    excepted: str = ""


class ReportUses(NamedTuple):
    """What all findings of a report have in common: the options of its readings, its stage, and file names by role."""

    readings: Mapping[str, str]
    stage: Stage
    files: Mapping[str, str]


def explain(verdict: Verdict, measured: MeasuredRule) -> Explanation:
    """Return the explanation that belongs to the verdict: of the requirement, or of the conditions where they decide."""
    applies = verdict in (Verdict.PASS, Verdict.FAIL)  # then no condition is open
    deciding = [] if applies else [part for part in measured.applies_to if not part.holds]
    if deciding:
        explained = [(part.requirement.wording(), part.explain()) for part in deciding]
        if verdict is Verdict.NOT_APPLICABLE:
            reasons = tuple(f"只适用于“{wording}”，现为{part.value}" for wording, part in explained)
        else:
            reasons = tuple(f"不能确定是否适用：{reason}" for _, part in explained for reason in part.reasons)
        first = explained[0][1]
        return Explanation("", unknown=first.unknown, reasons=reasons, evidence=first.evidence)
    if measured.requires is None:
        return Explanation("")
    explanation = measured.requires.explain()
    if verdict is Verdict.NOT_APPLICABLE:
        return explanation._replace(reasons=("没有属于此项要求的内容",))
    if verdict is Verdict.PASS:
        return explanation._replace(gap="", missing=(), unsure=())
    if verdict in (Verdict.JUDGE, Verdict.UNKNOWN) and explanation.gap:
        # Another form of the same thing is explained with it already; what is known not to hold helps nobody.
        own = measured.requires.requirement.facts
        open_ = [part for part in measured.otherwise_judge if part.requirement.facts != own and not part.fails]
        also = tuple(
            f"可供认定：{part.requirement.wording()}（现为{part.explain().value or '不明'}）" for part in open_
        )
        return explanation._replace(reasons=(*explanation.reasons, *also))
    return explanation


def make_finding(judged: Judged, facts: Facts, pack: RulePack, used: ReportUses) -> Finding:
    """Return the finding of one judged rule; one that cannot even be explained is not decided: `ERROR`."""
    try:
        return _finding(judged, facts, pack, used)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the other rules are told
        failed = judged._replace(verdict=Verdict.ERROR, waiver=None, fault=fault_of(error))
        return _finding(failed, facts, pack, used)


def _finding(judged: Judged, facts: Facts, pack: RulePack, used: ReportUses) -> Finding:
    rule, verdict, waiver = judged.rule, judged.verdict, judged.waiver
    explanation = _not_decided(judged) if verdict is Verdict.ERROR else explain(verdict, judged.measured)
    result = consequence(rule, verdict, judged.measured, pack.vocabulary, looked=judged.answer is not None)
    result = Consequence.NONE if judged.excepted else result
    clauses = tuple(name for name in rule.clauses if pack.clauses[name].binds(facts)) or rule.clauses
    actor, todo = next_step(judged, explanation, result, facts)
    remarks = dict.fromkeys(facts[name].remark for name in rule.facts if facts[name].remark)
    return Finding(
        rule=rule.id,
        level=rule.pack,
        clauses=clauses,
        cite=cite_at_level(rule.pack, "；".join(pack.clauses[name].cite_of(facts) for name in clauses), pack),
        section=next(section.title.zh for section in pack.sections if section.name == rule.section),
        title=rule.title.zh,
        requirement=rule.requires.wording() if rule.requires else rule.title.zh,
        verdict=verdict,
        verdict_word=VERDICT_WORDS[verdict],
        severity=rule.severity,
        severity_word=SEVERITY_WORDS[rule.severity],
        decided_by=rule.decided_by,
        decided_by_word=DECIDER_WORDS[rule.decided_by],
        consequence=result,
        blocks=result in in_the_way(used.stage) and counts_at(used.stage, rule.severity, result),
        value=explanation.value,
        bound=rule.requires.bound if rule.requires else "",
        gap=explanation.gap,
        missing=explanation.missing,
        unsure=explanation.unsure,
        reasons=explanation.reasons,
        remarks=(
            *remarks,
            *((_waived(waiver, explanation.gap),) if waiver else ()),
            *filter(None, (judged.note, judged.excepted)),
        ),
        evidence=tuple(_evidence(item, used.files) for item in explanation.evidence),
        listed=_listed(explanation, used.files),
        readings=tuple(reading_used(pack.readings[name], used.readings[name]) for name in rule.readings),
        other_readings=judged.others,
        answer=judged.answer,
        waiver=waiver,
        actor=actor,
        actor_word=ACTOR_WORDS.get(actor, ""),
        todo=todo,
        earliest=_earliest(judged),
        anew=_anew(judged, result, facts),
        step=_step(judged, actor),
        about=_about(rule, pack),
        gauge=_gauge(explanation, verdict),
    )


def cite_at_level(level: str, cite: str, pack: RulePack) -> str:
    """Return a citation with the number of its document before it, where the pack has rules of several levels."""
    return f"{pack.level(level).document.number} {cite}" if pack.above else cite


def _earliest(judged: Judged) -> date | None:
    """Return the first day on which a requirement of time that fails holds of itself."""
    part = judged.measured.requires
    return part.earliest() if part is not None and judged.verdict is Verdict.FAIL else None


def _not_decided(judged: Judged) -> Explanation:
    """Return what a reader is told of a rule that could not be computed, with what a maintainer needs."""
    what = judged.fault or judged.measured.fault
    return Explanation("", reasons=(f"程序计算规则“{judged.rule.id}”时出错（{what}）",))


def next_step(judged: Judged, explanation: Explanation, result: Consequence, facts: Facts) -> tuple[str, str]:
    """Return who acts next (applicant, inspection, reviewer, agency or nobody) and what, in one sentence."""
    rule, verdict = judged.rule, judged.verdict
    if result is Consequence.NONE:
        return "", ""
    gap = f"（{explanation.gap}）" if explanation.gap else ""
    reasons = "；".join(explanation.reasons)
    if verdict is Verdict.ERROR:
        return "agency", f"由经办机构人工判定“{rule.title.zh}”，并将本份文件反馈给维护人员（{reasons}）"
    if verdict is Verdict.FAIL:
        return "applicant", f"{rule.remedy or '改正后重新申请'}{_only_anew(_anew(judged, result, facts), facts)}{gap}"
    if verdict is Verdict.CONFLICT:
        return "applicant", f"核对并改正不一致之处：{reasons}"
    if verdict is Verdict.UNKNOWN and result is Consequence.SUPPLEMENT:
        return "applicant", f"补充或更正：{reasons}"
    if verdict is Verdict.INSPECT:
        return "inspection", f"现场核实：{rule.title.zh}"
    if verdict is Verdict.JUDGE and rule.decided_by != "agency":
        return "reviewer", f"由评审人员认定：{rule.title.zh}{gap}"
    if verdict is Verdict.CHECK and explanation.unsure:
        return "agency", f"申请材料有记录而没有写明（{reasons}），由经办机构核实：{rule.title.zh}"
    if verdict is Verdict.JUDGE:
        where = judged.answer.answer if judged.answer else "申请材料"
        return "agency", f"{where}有不利情况{gap}，由经办机构核实后认定：{rule.title.zh}"
    return "agency", f"由经办机构核查：{rule.title.zh}"


def _anew(judged: Judged, result: Consequence, facts: Facts) -> date | None:
    """Return from when a new application would satisfy what no correction of this one can.

    That is time since something happened, counted to an application date that stays as it is.
    """
    applied, day, requires = facts["application_date"].day, _earliest(judged), judged.rule.requires
    if result not in (Consequence.SUPPLEMENT, Consequence.NOT_MET) or requires is None or not requires.only_time_mends:
        return None
    if applied is None or day is None or day <= applied or "assessment_date" in requires.facts:
        return None
    return day


def _only_anew(day: date | None, facts: Facts) -> str:
    """Return that no correction helps and from when a new application does, for the next step of an applicant."""
    applied = facts["application_date"].day
    return f"；按申请日期{applied}计算，日期填写无误的，补正不能使其满足，{day}起重新申请才能满足" if day else ""


def _step(judged: Judged, actor: str) -> str:
    """Return what kind of thing an applicant does: hand in a paper, mend what is correctable, change what is so."""
    if actor != "applicant":
        return ""
    rule, requires = judged.rule, judged.rule.requires
    if judged.verdict is not Verdict.FAIL:
        return "fill"
    if requires and requires.facts[0].startswith(DOCUMENT_PREFIX):
        return "hand_in"
    return "fill" if rule.severity == "correctable" else "change"


def _about(rule: Rule, pack: RulePack) -> str:
    """Return in one word what a rule judges: the label of the fact it requires, 材料 of a document."""
    name = rule.requires.facts[0] if rule.requires else ""
    return "材料" if name.startswith(DOCUMENT_PREFIX) else pack.vocabulary.facts[name].label if name else ""


def _gauge(explanation: Explanation, verdict: Verdict) -> Gauge | None:
    """Return the number beside its bounds, with the room it leaves where it is enough."""
    scale = explanation.scale
    if scale is None:
        return None
    low, high = ("" if edge is None else exact(edge) for edge in (scale.low, scale.high))
    margin = scale.room if verdict is Verdict.PASS else ""
    return Gauge(number=exact(scale.number), low=low, high=high, unit=scale.unit, margin=margin)


def reading_used(reading: Reading, option: str) -> ReadingUsed:
    """Return a reading and the option used, in the words a report prints."""
    return ReadingUsed(
        name=reading.name,
        title=reading.title,
        option=option,
        label=reading.label(option),
        default=option == reading.default,
        reason=reading.reason,
        decided_by=reading.decision,
    )


def _waived(waiver: WaiverUsed, gap: str) -> str:
    """Return both verdicts in one sentence: as relaxed, and as it would be."""
    unrelaxed = f"未放宽时：{waiver.unrelaxed_word}{f'，{gap}' if gap else ''}"
    signed = f"依据{waiver.decision}，{waiver.by} {waiver.on}，理由：{waiver.reason}"
    return f"按批准的界限“{waiver.granted}”放宽（{signed}）。{unrelaxed}"


def _evidence(item: Evidence, files: Mapping[str, str]) -> EvidenceItem:
    source = _cell(item.source, files) if item.source else None
    return EvidenceItem(label=item.label, value=item.value, source=source, entry=item.entry)


def _listed(explanation: Explanation, files: Mapping[str, str]) -> Cell | None:
    """Return the list a finding rests on, where its evidence does not say so already."""
    ref = explanation.listed
    return _cell(ref, files) if ref and all(item.source != ref for item in explanation.evidence) else None


def _cell(ref: CellRef, files: Mapping[str, str]) -> Cell:
    return Cell(file=ref.file(files), sheet=ref.sheet, cell=ref.cell, raw=ref.raw)
