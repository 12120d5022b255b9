"""The papers an agency issues: what each is called, and for which conclusion of which stage it is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from medcheck.case.case_papers import PaperKind
from medcheck.verdict import Conclusion, Stage


class OfficialPaper(NamedTuple):
    """One paper. `fits` are the conclusions of `stage` it is meant for.

    `doubtful` are stages and conclusions for which an officer may still need it, each with what has to be seen to first.
    """

    id: PaperKind
    title: str
    alias: str
    use: str
    stage: Stage
    fits: frozenset[Conclusion]
    doubtful: Mapping[tuple[Stage, Conclusion], str] = {}


_REVOKES = "该申请已经受理；作出不予受理决定前，应先按程序撤销受理"
_UNFINISHED = "尚有事项待评审人员认定，未作认定的不能作为理由"
_STILL_LACKING = "补正材料在期限内提交而仍不齐全，不予受理还是予以受理由经办机构决定"
_CHOSEN = "该申请符合基本条件和标准；未入选的理由由集体决定，以案件文件所写为准"
_UNCHECKED = "尚有事项没有核查或认定，发出前请确认没有不予受理的情形"

KINDS: Mapping[str, OfficialPaper] = {
    kind.id: kind
    for kind in (
        OfficialPaper(
            "acceptance",
            "受理通知书",
            "受理",
            "材料齐全，予以受理",
            Stage.ACCEPTANCE,
            frozenset({Conclusion.ACCEPTED}),
            {(Stage.ACCEPTANCE, Conclusion.AGENCY_CHECK): _UNCHECKED},
        ),
        OfficialPaper(
            "correction",
            "材料补正一次性告知书",
            "补正",
            "材料不齐全，一次告知全部需补正的内容和期限",
            Stage.ACCEPTANCE,
            frozenset({Conclusion.SUPPLEMENT}),
        ),
        OfficialPaper(
            "refusal",
            "不予受理通知书",
            "不予受理",
            "有不予受理的情形",
            Stage.ACCEPTANCE,
            frozenset({Conclusion.NOT_ACCEPTED}),
            {
                (Stage.ACCEPTANCE, Conclusion.SUPPLEMENT): _STILL_LACKING,
                **{(stage, Conclusion.NOT_ACCEPTED): _REVOKES for stage in (Stage.ASSESSMENT, Stage.EVALUATION)},
            },
        ),
        OfficialPaper(
            "desk-result",
            "评估结果告知书",
            "评估结果",
            "材料评估不符合标准，要求补正或撤回",
            Stage.ASSESSMENT,
            frozenset({Conclusion.NOT_MET, Conclusion.SUPPLEMENT}),
        ),
        OfficialPaper(
            "not-selected",
            "未入选说明理由通知书",
            "未入选",
            "综合评定后未转入协商谈判，说明理由",
            Stage.EVALUATION,
            frozenset({Conclusion.NOT_MET_ON_EVALUATION}),
            {
                (Stage.EVALUATION, Conclusion.READY): _CHOSEN,
                (Stage.EVALUATION, Conclusion.REVIEW): _UNFINISHED,
            },
        ),
        OfficialPaper(
            "withdrawn",
            "视为撤回申请通知书",
            "视为撤回",
            "逾期没有补正，视为撤回申请",
            Stage.ACCEPTANCE,
            frozenset({Conclusion.SUPPLEMENT, Conclusion.OVERDUE}),
        ),
        OfficialPaper(
            "filing",
            "定点医药机构服务协议备案表",
            "备案",
            "签订服务协议后向医疗保障行政部门备案",
            Stage.EVALUATION,
            frozenset({Conclusion.READY}),
        ),
    )
}


def kind_of(word: str) -> OfficialPaper | None:
    """Return the paper of an id, a Chinese alias or a title, or None."""
    return next((kind for kind in KINDS.values() if word in (kind.id, kind.alias, kind.title)), None)
