"""The words of a judgement: verdicts, what a person has settled, stages and conclusions (design: the two tables).

Knows nothing of how a verdict is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """What was found of one rule. Missing is never a pass, nor is a rule that could not be computed (`ERROR`)."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    ERROR = "error"
    INSPECT = "inspect"
    JUDGE = "judge"
    CHECK = "check"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.PASS: "符合",
    Verdict.FAIL: "不符合",
    Verdict.UNKNOWN: "资料不足",
    Verdict.CONFLICT: "数据矛盾",
    Verdict.ERROR: "不能判定",
    Verdict.INSPECT: "待现场勘验",
    Verdict.JUDGE: "待评审",
    Verdict.CHECK: "待经办机构核查",
    Verdict.WAIVED: "已放宽",
    Verdict.NOT_APPLICABLE: "不适用",
}


class Settled(IntEnum):
    """What people have done about one rule: nothing, looked at the evidence (a visit, a register), or decided."""

    OPEN = 0
    EVIDENCE = 1
    YES = 2
    NO = 3


class Stage(StrEnum):
    """Where in the procedure the question is asked."""

    PRECHECK = "precheck"
    ACCEPTANCE = "acceptance"
    ASSESSMENT = "assessment"
    EVALUATION = "evaluation"


STAGE_WORDS: Mapping[Stage, str] = {
    Stage.PRECHECK: "自评",
    Stage.ACCEPTANCE: "受理",
    Stage.ASSESSMENT: "材料评估",
    Stage.EVALUATION: "综合评定",
}


class Consequence(StrEnum):
    """What one finding does to the application as a whole.

    `ADMISSION` is what an applicant states against itself and nobody has looked into yet; `ERROR` a rule that could not be
    computed. Both are the agency's to resolve, and both keep every stage from its good conclusion. `DOUBT` is a requirement
    that is met only if a person counts what is doubtful (待购, 拟设, a name nobody knows): it never comes out clear either.
    """

    NONE = "none"
    REDIRECT = "redirect"
    OVERDUE = "overdue"
    NOT_ACCEPTED = "not_accepted"
    SUPPLEMENT = "supplement"
    NOT_MET = "not_met"
    ADMISSION = "admission"
    ERROR = "error"
    DOUBT = "doubt"
    AGENCY_CHECK = "agency_check"
    INSPECT = "inspect"
    REVIEW = "review"


class Conclusion(StrEnum):
    """What the application as a whole comes to."""

    REDIRECT = "redirect"
    OVERDUE = "overdue"
    NOT_ACCEPTED = "not_accepted"
    SUPPLEMENT = "supplement"
    NOT_MET = "not_met"
    AGENCY_CHECK = "agency_check"
    ACCEPTED = "accepted"
    INSPECT = "inspect"
    NOT_MET_ON_EVALUATION = "not_met_on_evaluation"
    REVIEW = "review"
    READY = "ready"


_CLEAR = frozenset({Conclusion.ACCEPTED, Conclusion.INSPECT, Conclusion.READY})


_CONCLUSION_WORDS: Mapping[Conclusion, str] = {
    Conclusion.REDIRECT: "不属本机构管辖",
    Conclusion.OVERDUE: "逾期未补正",
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
_WORDS_AT: Mapping[tuple[Stage, Conclusion], str] = {
    (Stage.PRECHECK, Conclusion.INSPECT): "未见妨碍申请的问题",
    (Stage.EVALUATION, Conclusion.INSPECT): "现场勘验未完成",
}


def conclusion_word(stage: Stage, conclusion: Conclusion) -> str:
    """Return what a conclusion is called at a stage."""
    return _WORDS_AT.get((stage, conclusion), _CONCLUSION_WORDS[conclusion])


def is_clear(stage: Stage, conclusion: Conclusion) -> bool:
    """Return whether nothing stands in the way (exit code 0).

    An open site visit is the next step at the desk; at the evaluation it is what stands in the way.
    """
    return conclusion in _CLEAR and (stage, conclusion) != (Stage.EVALUATION, Conclusion.INSPECT)


# What only the agency can resolve, and what no stage may pass over.
AGENCY_RESOLVES = frozenset({Consequence.ADMISSION, Consequence.ERROR})
_UNRESOLVED = AGENCY_RESOLVES | {Consequence.DOUBT}

# By stage, in order: the consequences of which one at least calls for the conclusion. The last line of each stage has
# none: it holds when nothing before it does. A site outside the territory can never go on, so redirect stands first
# at every stage, also where an acceptance has to be revoked for it. What is deemed withdrawn can neither be accepted nor
# refused.
CONCLUSIONS: Mapping[Stage, tuple[tuple[Conclusion, frozenset[Consequence]], ...]] = {
    Stage.PRECHECK: (
        (Conclusion.REDIRECT, frozenset({Consequence.REDIRECT})),
        (Conclusion.NOT_ACCEPTED, frozenset({Consequence.NOT_ACCEPTED})),
        (Conclusion.SUPPLEMENT, frozenset({Consequence.SUPPLEMENT})),
        (Conclusion.NOT_MET, frozenset({Consequence.NOT_MET})),
        (Conclusion.AGENCY_CHECK, _UNRESOLVED),
        (Conclusion.INSPECT, frozenset()),
    ),
    Stage.ACCEPTANCE: (
        (Conclusion.REDIRECT, frozenset({Consequence.REDIRECT})),
        (Conclusion.OVERDUE, frozenset({Consequence.OVERDUE})),
        (Conclusion.NOT_ACCEPTED, frozenset({Consequence.NOT_ACCEPTED})),
        (Conclusion.SUPPLEMENT, frozenset({Consequence.SUPPLEMENT})),
        (Conclusion.AGENCY_CHECK, _UNRESOLVED | {Consequence.AGENCY_CHECK, Consequence.REVIEW}),
        (Conclusion.ACCEPTED, frozenset()),
    ),
    Stage.ASSESSMENT: (
        (Conclusion.REDIRECT, frozenset({Consequence.REDIRECT})),
        (Conclusion.OVERDUE, frozenset({Consequence.OVERDUE})),
        (Conclusion.NOT_ACCEPTED, frozenset({Consequence.NOT_ACCEPTED})),
        (Conclusion.NOT_MET, frozenset({Consequence.NOT_MET})),
        (Conclusion.SUPPLEMENT, frozenset({Consequence.SUPPLEMENT})),
        (Conclusion.AGENCY_CHECK, _UNRESOLVED),
        (Conclusion.INSPECT, frozenset()),
    ),
    Stage.EVALUATION: (
        (Conclusion.REDIRECT, frozenset({Consequence.REDIRECT})),
        (Conclusion.OVERDUE, frozenset({Consequence.OVERDUE})),
        (Conclusion.NOT_ACCEPTED, frozenset({Consequence.NOT_ACCEPTED})),
        (Conclusion.SUPPLEMENT, frozenset({Consequence.SUPPLEMENT})),
        (Conclusion.INSPECT, frozenset({Consequence.INSPECT})),
        (Conclusion.AGENCY_CHECK, AGENCY_RESOLVES | {Consequence.AGENCY_CHECK}),
        (Conclusion.NOT_MET_ON_EVALUATION, frozenset({Consequence.NOT_MET})),
        (Conclusion.REVIEW, frozenset({Consequence.REVIEW, Consequence.DOUBT})),
        (Conclusion.READY, frozenset()),
    ),
}
