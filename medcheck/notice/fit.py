"""Whether a paper may be issued on a result: refused with the reason, or allowed with what the officer should see to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from medcheck.assessment.deadlines import CORRECTION, IN_TIME, LATE, lateness, pending
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import Deadline
from medcheck.case.case_belongs import another
from medcheck.case.case_file import CaseSource
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.paper_kinds import KINDS, OfficialPaper
from medcheck.notice.rows import anew, hopeless
from medcheck.report.arrange import day
from medcheck.term import working_days_late
from medcheck.verdict import STAGE_WORDS, Conclusion, Consequence, conclusion_word

_AGAIN = "请用同一份案件文件重新评估后再生成：medcheck assess 申请.xlsx --stage {stage} --case 案件.yaml --format json"
# The clock each paper prints, and the name of its first day in the case file.
_CLOCKS = {"correction": "correction", "withdrawn": "correction", "filing": "filing"}


def require_fit(kind: OfficialPaper, assessment: Assessment, case: CaseSource, today: date | None = None) -> None:
    """Raise MedcheckError where the paper does not belong to the result or contradicts the case file.

    `today` is the day it is made: nothing is said to be over before it is.
    """
    problems = list(_misfits(kind, assessment, case)) or list(_term_misfits(kind, assessment, case, today))
    if problems:
        raise MedcheckError(problems)


def remarks(kind: OfficialPaper, assessment: Assessment, case: CaseSource) -> Iterator[Problem]:
    """Yield what an officer should see to before a paper that fits is signed."""
    paper = Place(kind.title)
    at = (assessment.stage, assessment.conclusion)
    if at in kind.doubtful:
        yield _hint(paper, kind.doubtful[at], "核对后再签发")
    yield from _open_matters(kind, assessment)
    clock = clock_of(kind, assessment)
    if clock and pending(clock):
        yield _hint(paper, pending(clock), "放假安排公布后补充 rules/calendar.yaml 并重新评估，或手工填写最后一日")
    if kind.id == "filing" and clock and (late := filed_in_time(clock, case)).startswith("逾期"):
        yield _hint(paper, f"备案{late.partition('，原因')[0]}", "在备案表中写明原因")
    if clock and not clock.starts:
        yield _hint(
            paper, f"没有{clock.starts_word}，期限的最后一日留空", "在案件文件中写明该日期并重新评估，或手工填写"
        )
    applied = assessment.application_date
    if clock and clock.starts and applied and clock.starts < applied:
        text = f"{clock.starts_word}（{day(clock.starts)}）早于申请日期（{day(applied)}）"
        yield _hint(paper, text, "核对案件文件中的日期")
    handed_in = clock.state == IN_TIME if clock else False
    if kind.id == "correction" and (case.resubmission == "是" or handed_in):
        text = "案件文件写明本次为补正后再次提交；首次提交时已有的问题应当一次告知，不能再次要求补正"
        yield _hint(paper, text, "用 --previous 指定首次提交的评估结果，逐项核对")
    if lost := hopeless(assessment) if kind.id == "correction" else ():
        text = f"有 {len(lost)} 项按申请日期计算，补正不能使其满足：{'、'.join(lost)}"
        mend = f"告知书已写明只有在{day(anew(assessment))}以后重新申请才能满足；申请单位可以撤回后届时重新申请"
        yield _hint(paper, text, mend)
    if kind.id == "desk-result" and not case.paper(kind.id).due:
        yield _hint(paper, "没有写明补正或撤回的期限，留空", f"在案件文件 papers: {kind.id}: due 写明，或手工填写")


def clock_of(kind: OfficialPaper, assessment: Assessment) -> Deadline | None:
    """Return the deadline a paper prints, or None."""
    return next((deadline for deadline in assessment.deadlines if deadline.name == _CLOCKS.get(kind.id)), None)


_OF_PERSONS = (Consequence.REVIEW, Consequence.DOUBT)


def _open_matters(kind: OfficialPaper, assessment: Assessment) -> Iterator[Problem]:
    """Yield what is still open where a paper should say everything at once or for good."""
    review = [finding.title for finding in assessment.findings if finding.blocks and finding.consequence in _OF_PERSONS]
    if review and kind.id == "correction":
        text = f"尚有 {len(review)} 项待评审人员认定：{'、'.join(review)}"
        yield _hint(Place(kind.title), text, "先作认定；认定不符合的，应在同一份文书中一次告知")
    failed = [finding.title for finding in assessment.findings if finding.consequence is Consequence.ERROR]
    if failed:
        text = f"有 {len(failed)} 项程序不能判定：{'、'.join(failed)}"
        yield _hint(Place(kind.title), text, "由经办机构人工判定，写入案件文件的 decisions 后重新评估，再签发")
    checks = (Consequence.AGENCY_CHECK, Consequence.ADMISSION)
    open_ = sum(finding.blocks and finding.consequence in checks for finding in assessment.findings)
    if open_ and kind.id == "correction":
        text = f"尚有 {open_} 项待经办机构核查，告知书不列这些事项"
        yield _hint(Place(kind.title), text, "宜先完成核查；查明有不予受理情形的，应改发不予受理通知书")


def _misfits(kind: OfficialPaper, assessment: Assessment, case: CaseSource) -> Iterator[Problem]:
    place = Place(kind.title)
    at = (assessment.stage, assessment.conclusion)
    if not (assessment.stage is kind.stage and assessment.conclusion in kind.fits) and at not in kind.doubtful:
        text = f"用于{_meant_for(kind)}，所给结果为“{assessment.stage_word}”阶段，结论为“{assessment.conclusion_word}”"
        yield Problem(place, text, _instead(kind, assessment))
        return
    if assessment.case and case.case and assessment.case != case.case:
        text = f"评估结果的案件编号为“{assessment.case}”，案件文件为“{case.case}”，不是同一案件"
        yield Problem(place, text, "核对 --case 指定的文件")
    _, text = another(case, assessment.applicant.name, assessment.applicant.uscc)
    if text:
        yield Problem(place, text.replace("申请表为", "评估结果为"), "核对 --case 指定的文件")
    clock = clock_of(kind, assessment)
    stated = case.agreement.signed if kind.id == "filing" else case.notice_served
    if clock and stated and stated != clock.starts:
        text = f"{clock.starts_word}在案件文件中为{day(stated)}，在评估结果中为{day(clock.starts)}"
        yield Problem(place, text, _AGAIN.format(stage=kind.stage.value))
    if kind.id == "not-selected" and assessment.conclusion is Conclusion.READY and not case.paper(kind.id).reasons:
        text = "该申请符合基本条件和标准，没有写明未入选的理由"
        yield Problem(place, text, f"在案件文件 papers: {kind.id}: reasons 逐条写明集体决定的理由")


def _term_misfits(
    kind: OfficialPaper, assessment: Assessment, case: CaseSource, today: date | None
) -> Iterator[Problem]:
    """Yield what the term for correction forbids: what came late is withdrawn, what came in time is not."""
    clock = next((one for one in assessment.deadlines if one.name == CORRECTION), None)
    place, last = Place(kind.title), clock.until if clock else None
    handed_in = case.correction_handed_in or (clock.done if clock else None)
    if kind.id == "withdrawn":
        yield from _too_early(kind, clock, case, today)
    elif kind.id in ("acceptance", "refusal", "correction") and last and handed_in and handed_in > last:
        text = f"补正材料于{day(handed_in)}提交，补正期限已于{day(last)}届满，只能视为撤回申请"
        yield Problem(place, text, "生成视为撤回申请通知书（withdrawn）；申请单位可以重新申请")
    elif kind.id == "acceptance" and case.notice_served and clock and clock.starts != case.notice_served:
        text = f"案件文件写明补正一次性告知书于{day(case.notice_served)}送达，评估结果没有按它计算期限"
        yield Problem(place, text, _AGAIN.format(stage=kind.stage.value))
    lacking = assessment.stage is kind.stage and assessment.conclusion is Conclusion.SUPPLEMENT
    if kind.id == "refusal" and lacking and (clock is None or clock.state != IN_TIME):
        text = "材料不齐全的，应先一次性告知补正；没有在期限内提交补正材料的记录，不能以材料不齐全不予受理"
        mend = f"先发补正一次性告知书；已在期限内提交的，在案件文件写明 correction_received。{_AGAIN.format(stage=kind.stage.value)}"
        yield Problem(place, text, mend)


def _too_early(kind: OfficialPaper, clock: Deadline | None, case: CaseSource, today: date | None) -> Iterator[Problem]:
    """Yield why an application is not deemed withdrawn: no service, time left, or a correction handed in in time."""
    place = Place(kind.title)
    if clock is None or clock.starts is None:
        text = "没有补正一次性告知书的送达日期，期限没有起算，不能视为撤回"
        mend = f"在案件文件中写明 notice_served；{_AGAIN.format(stage=kind.stage.value)}"
        yield Problem(place, text, mend)
        return
    if clock.until is None:
        yield Problem(place, f"{pending(clock)}，不能视为撤回", "放假安排公布后补充 rules/calendar.yaml 并重新评估")
        return
    issued, received = case.paper(kind.id).issued, case.correction_handed_in or clock.done
    next_day = day(clock.until + timedelta(days=1))
    if issued is None:
        text = f"补正期限到{day(clock.until)}届满，没有写明发文日期，不能核对期限是否已满"
        yield Problem(place, text, f"在案件文件 papers: {kind.id}: issued 写明{next_day}起的实际发文日期")
    elif issued <= clock.until:
        text = f"补正期限到{day(clock.until)}届满，发文日期{day(issued)}不在其后"
        yield Problem(place, text, "期限届满后再发，或更正发文日期")
    if today and today <= clock.until:
        text = f"补正期限到{day(clock.until)}届满，今天（{day(today)}）尚未届满"
        yield Problem(place, text, f"{next_day}起再生成")
    if received and received <= clock.until:
        text = f"申请单位已于{day(received)}在期限内提交补正材料，不是逾期未补正"
        yield Problem(place, text, "按补正后的申请表重新评估；仍不齐全的，由经办机构决定不予受理或者予以受理")


def filed_in_time(clock: Deadline, case: CaseSource) -> str:
    """Return whether the agreement was filed in time, and how late with room for the reason; empty where it is open."""
    filed = case.agreement.filed
    if filed is None or clock.starts is None:
        return ""
    if clock.until is None:
        return pending(clock)
    if filed <= clock.until:
        return "在期限内备案"
    late = working_days_late(clock.until, filed)
    return f"{lateness(clock.model_copy(update={'state': LATE, 'late': late}))}，原因：____________________"


def _meant_for(kind: OfficialPaper) -> str:
    words = "”或“".join(conclusion_word(kind.stage, conclusion) for conclusion in Conclusion if conclusion in kind.fits)
    return f"“{STAGE_WORDS[kind.stage]}”阶段结论为“{words}”的申请"


def _instead(kind: OfficialPaper, assessment: Assessment) -> str:
    """Return which paper or which assessment would be right."""
    if assessment.stage is not kind.stage:
        return _AGAIN.format(stage=kind.stage.value)
    if assessment.conclusion is Conclusion.REDIRECT:
        return "告知申请单位有管辖权的经办机构，不作补正、受理或不予受理处理"
    fitting = [f"{paper.title}（{paper.id}）" for paper in KINDS.values() if belongs(paper, assessment)]
    if fitting:
        return f"本结果可以生成{'、'.join(fitting)}"
    return "先完成本阶段尚未了结的事项，重新评估后再生成"


def belongs(kind: OfficialPaper, assessment: Assessment) -> bool:
    """Return whether a paper is meant for the stage and the conclusion of a result."""
    return assessment.stage is kind.stage and assessment.conclusion in kind.fits


def _hint(place: Place, text: str, mend: str) -> Problem:
    return Problem(place, text, mend, hint=True)
