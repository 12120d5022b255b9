"""The conclusion in words: its name at a stage, and one sentence that a clerk can read out."""

from __future__ import annotations

from collections.abc import Mapping

from medcheck.verdict import Conclusion, Consequence, Stage

_WORDS = {
    Conclusion.REDIRECT: "不属本机构管辖",
    Conclusion.NOT_ACCEPTED: "不予受理",
    Conclusion.SUPPLEMENT: "需补正材料",
    Conclusion.NOT_MET: "不符合标准",
    Conclusion.AGENCY_CHECK: "待经办机构核查",
    Conclusion.ACCEPTED: "予以受理",
    Conclusion.INSPECT: "转入现场勘验",
    Conclusion.NOT_MET_ON_EVALUATION: "综合评定不符合标准",
    Conclusion.REVIEW: "待评审",
    Conclusion.READY: "提交综合评定",
}
_WORDS_AT = {
    (Stage.PRECHECK, Conclusion.INSPECT): "未见妨碍申请的问题",
    (Stage.EVALUATION, Conclusion.INSPECT): "现场勘验未完成",
}
_SENTENCES = {
    Conclusion.REDIRECT: "本申请不属于所报经办机构的受理范围（{redirect}项），应向有管辖权的经办机构申请。",
    Conclusion.NOT_ACCEPTED: "存在{not_accepted}项不予受理的情形。",
    Conclusion.SUPPLEMENT: "有{supplement}项材料或数据需要补充、更正，补齐之前不能判定是否符合。",
    Conclusion.NOT_MET: "有{not_met}项不符合基本条件和标准，应补正材料或撤回申请。",
    Conclusion.AGENCY_CHECK: "申请单位的材料齐全，尚有{agency}项须由经办机构核查或认定。",
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
    (Stage.EVALUATION, Conclusion.AGENCY_CHECK): "尚有{agency_check}项须由经办机构核查。",
}
# What the conclusion did not say but the reader must know, in order of consequence.
_ALSO = {
    Consequence.NOT_ACCEPTED: "{n}项不予受理的情形",
    Consequence.SUPPLEMENT: "{n}项需要补充、更正",
    Consequence.NOT_MET: "{n}项不符合标准",
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
    Conclusion.AGENCY_CHECK: {Consequence.AGENCY_CHECK, Consequence.REVIEW},
    Conclusion.REVIEW: {Consequence.REVIEW},
}


def conclusion_word(stage: Stage, conclusion: Conclusion) -> str:
    """Return the conclusion's name at a stage."""
    return _WORDS_AT.get((stage, conclusion), _WORDS[conclusion])


def sentence(stage: Stage, conclusion: Conclusion, counts: Mapping[Consequence, int]) -> str:
    """Return the conclusion in one sentence, and in a second what else is known to fail or to be open."""
    said = _SAID.get(conclusion, set())
    if stage is Stage.EVALUATION:
        said = {Consequence.AGENCY_CHECK} if conclusion is Conclusion.AGENCY_CHECK else said
        said = {Consequence.INSPECT} if conclusion is Conclusion.INSPECT else said
    numbers = {one.value: counts.get(one, 0) for one in Consequence}
    agency = numbers["agency_check"] + numbers["review"]
    text = _SENTENCES_AT.get((stage, conclusion), _SENTENCES[conclusion]).format(**numbers, agency=agency)
    also = [words.format(n=counts[one]) for one, words in _ALSO.items() if counts.get(one) and one not in said]
    return text + (f"另有{'、'.join(also)}。" if also else "")
