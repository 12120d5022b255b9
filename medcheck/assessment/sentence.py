"""Words the conclusion: its name at a stage, and one sentence that a clerk can read out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.model.finding_model import Finding
from medcheck.verdict import AGENCY_RESOLVES, Conclusion, Consequence, Stage

_SENTENCES = {
    Conclusion.REDIRECT: "本申请不属于所报经办机构的受理范围（{redirect}项），应向有管辖权的经办机构申请。",
    Conclusion.OVERDUE: "补正期限内没有收到补正材料，视为撤回申请；材料备齐后可以重新申请。",
    Conclusion.NOT_ACCEPTED: "存在{not_accepted}项不予受理的情形。",
    Conclusion.SUPPLEMENT: "有{supplement}项材料或数据需要补充、更正，补齐之前不能判定是否符合。",
    Conclusion.NOT_MET: "有{not_met}项不符合基本条件和标准，应补正材料或撤回申请。",
    Conclusion.ACCEPTED: "材料齐全，没有不予受理的情形，予以受理。",
    Conclusion.INSPECT: "材料符合基本条件和标准，转入现场勘验。",
    Conclusion.NOT_MET_ON_EVALUATION: "有{not_met}项不符合基本条件和标准，不能转入协商谈判。",
    Conclusion.REVIEW: "尚有{review}项须由评审人员认定。",
    Conclusion.READY: "符合基本条件和标准，可提交综合评定。",
}
_SENTENCES_AT = {
    (Stage.PRECHECK, Conclusion.NOT_MET): "有{not_met}项不符合基本条件和标准，整改后再申请。",
    (Stage.PRECHECK, Conclusion.INSPECT): "从申请材料看没有妨碍申请的问题。",
    (Stage.EVALUATION, Conclusion.INSPECT): "现场勘验尚有{inspect}项没有完成。",
}
# What the conclusion did not say but the reader must know, in order of consequence.
_ALSO = {
    Consequence.NOT_ACCEPTED: "{n}项不予受理的情形",
    Consequence.SUPPLEMENT: "{n}项需要补充、更正",
    Consequence.NOT_MET: "{n}项不符合标准",
    Consequence.ADMISSION: "{n}项申请单位自报的不利情况待经办机构核实",
    Consequence.ERROR: "{n}项程序不能判定",
    Consequence.DOUBT: "{n}项是否具备待人核实",
    Consequence.AGENCY_CHECK: "{n}项待经办机构核查",
    Consequence.INSPECT: "{n}项待现场勘验",
    Consequence.REVIEW: "{n}项待评审",
}
_SAID = {
    Conclusion.REDIRECT: {Consequence.REDIRECT},
    Conclusion.NOT_ACCEPTED: {Consequence.NOT_ACCEPTED},
    Conclusion.SUPPLEMENT: {Consequence.SUPPLEMENT},
    Conclusion.NOT_MET: {Consequence.NOT_MET},
    Conclusion.NOT_MET_ON_EVALUATION: {Consequence.NOT_MET},
    Conclusion.REVIEW: {Consequence.REVIEW, Consequence.DOUBT},
}


# How many of the applicant's own statements are told in the sentence.
_SHOWN = 3


def sentence(
    stage: Stage, conclusion: Conclusion, counts: Mapping[Consequence, int], admitted: Sequence[str] = ()
) -> str:
    """Return the conclusion in one sentence, and in a second what else is known to fail or to be open.

    `admitted` is what the applicant itself states to its disadvantage, in words.
    """
    mentioned = _SAID.get(conclusion, set())
    if conclusion is Conclusion.AGENCY_CHECK:
        text, mentioned = _agency_check(stage, counts, admitted)
    else:
        if (stage, conclusion) == (Stage.EVALUATION, Conclusion.INSPECT):
            mentioned = {Consequence.INSPECT}
        numbers = {one.value: counts.get(one, 0) for one in Consequence}
        numbers["review"] += numbers["doubt"]
        text = _SENTENCES_AT.get((stage, conclusion), _SENTENCES[conclusion]).format(**numbers)
    also = [words.format(n=counts[one]) for one, words in _ALSO.items() if counts.get(one) and one not in mentioned]
    return text + (f"另有{'、'.join(also)}。" if also else "")


def admitted(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what the applicant itself states to its disadvantage: what is asked about, and what was found."""
    return tuple(
        f"{finding.about}“{finding.value if finding.gap or not finding.unsure else '、'.join(finding.unsure)}”"
        for finding in findings
        if finding.consequence is Consequence.ADMISSION
    )


def _agency_check(
    stage: Stage, counts: Mapping[Consequence, int], admitted: Sequence[str]
) -> tuple[str, set[Consequence]]:
    """Return what the agency has to look into, the applicant's own words first, and the consequences that covers."""
    parts, mentioned = list(_resolved(counts, admitted)), set(AGENCY_RESOLVES)
    if stage is not Stage.EVALUATION and (number := counts.get(Consequence.DOUBT, 0)):
        parts.append(f"有{number}项是否具备存疑，须由人核实")
        mentioned |= {Consequence.DOUBT}
    if stage is Stage.ACCEPTANCE:
        mentioned |= {Consequence.AGENCY_CHECK, Consequence.REVIEW}
        if number := counts.get(Consequence.AGENCY_CHECK, 0) + counts.get(Consequence.REVIEW, 0):
            complete = "尚" if counts.get(Consequence.ADMISSION) else "申请单位的材料齐全，尚"
            parts.append(f"{complete}有{number}项须由经办机构核查或认定")
    elif stage is Stage.EVALUATION:
        mentioned |= {Consequence.AGENCY_CHECK}
        if number := counts.get(Consequence.AGENCY_CHECK, 0):
            parts.append(f"尚有{number}项须由经办机构核查")
    return f"{'；'.join(parts)}。", mentioned


def _resolved(counts: Mapping[Consequence, int], admitted: Sequence[str]) -> Iterator[str]:
    if number := counts.get(Consequence.ADMISSION, 0):
        titles = "、".join(dict.fromkeys(admitted[:_SHOWN]))
        words = f"（{titles}{'等' if len(admitted) > _SHOWN else ''}）" if titles else ""
        yield f"申请单位自报有{number}项不利情况{words}，须由经办机构核实"
    if number := counts.get(Consequence.ERROR, 0):
        yield f"有{number}项程序不能判定，须由经办机构人工判定"
