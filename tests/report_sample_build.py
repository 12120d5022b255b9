"""How the made-up findings of report_sample are put together: readings, sections, one helper a kind."""

from __future__ import annotations

from medcheck.assessment.model.figures import Piece, PieceRow
from medcheck.assessment.model.finding_model import Cell, EvidenceItem, Finding, ReadingUsed
from medcheck.verdict import VERDICT_WORDS, Consequence, Verdict

FILE = "聊城市东昌府区康宁诊所申请表.xlsx"
MONTHS = ReadingUsed(
    name="months-from",
    title="“三个月以上”从哪一天起算",
    option="same-day",
    label="对应日当天即满",
    default=True,
    reason="民法典第二百条至第二百零四条；对应日当天视为届满，对申请人有利",
    decided_by="规则包编写者",
)
MANAGER = ReadingUsed(
    name="full-time-manager",
    title="小型门诊的“专职管理人员”",
    option="named-person",
    label="指定一人即可，兼职转评审",
    default=False,
    reason="经办机构 2021 年第 3 次业务会议纪要",
    decided_by="东昌府区医疗保险经办机构",
)
_SEVERITY = {
    "not_accepted": "不予受理",
    "correctable": "需补正",
    "hard": "不符合标准",
    "advisory": "提示",
    "redirect": "不属管辖",
}
_DECIDER = {
    "data": "申请材料",
    "inspection": "现场勘验",
    "reviewer": "评审人员",
    "agency": "经办机构",
}
ACTORS = {"applicant": "申请单位", "agency": "经办机构", "inspection": "现场勘验人员", "reviewer": "评审人员"}
_ACTOR = {"unknown": "applicant", "conflict": "applicant", "fail": "applicant"}
_ACTOR |= {"inspect": "inspection", "judge": "reviewer", "check": "agency"}
_FOLLOWS = {"unknown": "supplement", "conflict": "supplement", "inspect": "inspect", "judge": "review"}
_FOLLOWS |= {"check": "agency_check"}
_FAILS = {"correctable": "supplement", "hard": "not_met", "not_accepted": "not_accepted", "advisory": "none"}

AREA = Piece(
    sheet="基本信息",
    columns=("A", "B", "C"),
    rows=(
        PieceRow(number=16, cells=("房屋权属", "租赁", "")),
        PieceRow(number=17, cells=("实际使用面积（㎡）", "", "62平方米")),
        PieceRow(number=18, cells=("联系电话", "", "137****0001")),
    ),
    marked=("C17",),
)
BASIC = "第二章 申请条件"
PAPERS = "第八条 定点门诊须提供的材料"
REFUSED = "第十条 不受理的情形"
CONDITIONS = "附件 定点医疗机构基本条件"
STAFF = "附件 定点医疗机构标准 一、定点门诊 （一）人员配备"
ROOMS = "附件 定点医疗机构标准 一、定点门诊 （二）业务用房"
EQUIPMENT = "附件 定点医疗机构标准 一、定点门诊 （三）基本设备"
VISIT = "第十二条（二）2 现场勘验"


def item(
    label: str, value: str, sheet: str = "", cell: str = "", raw: str = "", file: str = FILE, entry: str = ""
) -> EvidenceItem:
    """Return a value with its cell; without an address, with none."""
    source = Cell(file=file, sheet=sheet, cell=cell, raw=raw) if cell else None
    return EvidenceItem(label=label, value=value, source=source, entry=entry)


def finding(
    section: str,
    rule: str,
    cite: str,
    title: str,
    verdict: str,
    *evidence: EvidenceItem,
    severity: str = "correctable",
    decided_by: str = "data",
    **more: object,
) -> Finding:
    """Return a finding with the consequence and actor its verdict has."""
    follows = _FAILS[severity] if verdict == "fail" else _FOLLOWS.get(verdict, "none")
    values: dict[str, object] = {
        "clauses": [rule],
        "requirement": more.get("requirement") or title,
        "severity_word": _SEVERITY[severity],
        "decided_by_word": _DECIDER[decided_by],
        "consequence": Consequence(follows),
        "blocks": follows in ("supplement", "not_met", "not_accepted"),
        "actor": _ACTOR.get(verdict, ""),
        "actor_word": ACTORS.get(str(more.get("actor", _ACTOR.get(verdict, ""))), ""),
        "value": "",
        "bound": "",
        "gap": "",
        "todo": "",
        "answer": None,
    }
    values |= dict.fromkeys(("missing", "unsure", "reasons", "remarks", "readings", "other_readings"), ())
    return Finding.model_validate(
        values
        | {
            "level": "liaocheng-2019",
            "section": section,
            "rule": rule,
            "cite": cite,
            "title": title,
            "verdict": Verdict(verdict),
        }
        | {"verdict_word": VERDICT_WORDS[Verdict(verdict)], "severity": severity, "decided_by": decided_by}
        | {"evidence": evidence}
        | more
    )


def paper(rule: str, title: str, row: int) -> Finding:
    """Return a document that is on file, original and copy."""
    return finding(
        PAPERS, rule, "第八条2", title, "pass", item(title, "原件、复印件", "材料清单", f"C{row}", "有"),
        value="已提交原件、复印件", bound="原件和复印件",
    )  # fmt: skip
