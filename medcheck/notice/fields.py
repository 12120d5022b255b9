"""What a template may print: the fields of a paper, by name, from the result and the case file alone.

Every number comes from one of the two; what neither states is an underlined space for the pen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import CaseSource
from medcheck.form.private import masked_text
from medcheck.notice.finished_papers import WHY_LATER
from medcheck.notice.fit import clock_of, filed_in_time
from medcheck.notice.paper_kinds import OfficialPaper
from medcheck.notice.rows import again, anew, failures, gaps, grounds, hopeless, undecided
from medcheck.report.arrange import day

BLANK = "__________"
BLANK_DAY = "______年____月____日"
Field = str | list[dict[str, str]] | list[str]

# What each field is, for those who edit a template. docs/notices.md holds the same list.
TEXTS: Mapping[str, str] = {
    "title": "文书名称",
    "agency": "经办机构名称（案件文件 receiving_agency）",
    "number": "文号（案件文件 papers 之下该文书的 number）",
    "case_number": "案件编号（案件文件 case）",
    "applicant": "申请单位名称",
    "uscc": "统一社会信用代码",
    "facility": "机构类型，医院含级别",
    "address": "申请定点的服务场所地址",
    "legal_representative": "法定代表人或负责人",
    "regulation": "依据的办法名称",
    "regulation_number": "办法的文号",
    "cite": "该文书所依据的条款（规则包 papers）",
    "applied": "申请日期",
    "assessed": "评估日期",
    "issued": "发文日期（案件文件 papers 之下该文书的 issued）",
    "officer": "经办人（案件文件 officer）",
    "contact": "咨询人（案件文件 contact）",
    "phone": "咨询电话（案件文件 phone）",
    "office": "经办机构地址（案件文件 office）",
    "conclusion": "结论",
    "sentence": "结论的一句话说明",
    "served": "期限起算之日：补正告知书送达之日，备案表为协议签订之日",
    "deadline": "期限的最后一日",
    "deadline_period": "期限的长度，例如 5个工作日",
    "deadline_cite": "期限的条款",
    "deadline_after": "逾期的后果",
    "deadline_why": "期限怎样逐日算出",
    "served_on": "送达回证上的送达日期：补正告知书为案件文件 notice_served，其他文书留空",
    "notice_number": "补正一次性告知书的文号（案件文件 papers 之下 correction 的 number）",
    "due": "经办人员确定的补正或撤回期限（案件文件 papers 之下该文书的 due）",
    "again": "何时可以重新申请",
    "anew": "补正不能解决的内容，最早从哪一天起重新申请才能满足",
    "agreement_number": "协议编号（案件文件 agreement 之下的 number）",
    "agreement_starts": "协议生效日期（starts）",
    "agreement_ends": "协议终止日期（ends）",
    "filed": "备案日期（filed）",
    "filed_in_time": "备案是否逾期，逾期几个工作日",
    "pack": "规则包",
    "rules_sha256": "规则包的 SHA-256",
    "workbook_sha256": "申请表的 SHA-256",
    "digest": "评估结果的 SHA-256（结果文件中的 digest）",
}
_GAP = {"item": "事项", "problem": "存在的问题", "cure": "补正要求", "cite": "条款"}
TABLES: Mapping[str, Mapping[str, str]] = {
    "gaps": _GAP,
    "notes": _GAP,
    "failures": {
        "cite": "条款", "title": "标准", "bound": "界限", "value": "查明的数值", "gap": "差距", "facts": "所依据的数据"
    },
    "grounds": {"cite": "依据的条款", "title": "应当具备的条件", "found": "查明的情况", "source": "来源"},
    "materials": {"name": "材料名称", "original": "原件", "duplicate": "复印件", "pages": "页数"},
}  # fmt: skip
LISTS: Mapping[str, str] = {
    "reasons": "集体决定的理由（案件文件 papers 之下该文书的 reasons）",
    "undecided": "尚未认定的事项",
    "hopeless": "须补正而在本次申请中不可能满足的事项",
}
# What a clerk fills into a paper that is made already (medcheck notice fill).
FILLED_LATER = ("number", "issued", "due", "served_on", "served", "deadline_why", "deadline")


def fields(kind: OfficialPaper, assessment: Assessment, case: CaseSource) -> dict[str, Field]:
    """Return every field of TEXTS, TABLES and LISTS for a paper; persons' numbers are masked in all of them."""
    made: dict[str, Field] = {**_texts(kind, assessment, case)}
    rows = gaps(assessment)
    tables = {
        "gaps": [row._asdict() for row in rows if row.binding],
        "notes": [row._asdict() for row in rows if not row.binding],
        "failures": [row._asdict() for row in failures(assessment)],
        "grounds": [row._asdict() for row in grounds(assessment)],
        "materials": [row.model_dump() for row in assessment.materials] + _asked(case),
    }
    for name, table in tables.items():
        made[name] = [{key: masked_text(str(row[key])) for key in TABLES[name]} for row in table]
    made["reasons"] = [masked_text(reason) for reason in case.paper(kind.id).reasons]
    made["undecided"] = [masked_text(title) for title in undecided(assessment)]
    made["hopeless"] = [masked_text(item) for item in hopeless(assessment)]
    return made


def _texts(kind: OfficialPaper, assessment: Assessment, case: CaseSource) -> dict[str, str]:
    paper, clock = case.paper(kind.id), clock_of(kind, assessment)
    applicant, regulation = assessment.applicant, assessment.regulation
    texts = {
        "title": kind.title,
        "agency": case.receiving_agency,
        "number": paper.number,
        "case_number": case.case or assessment.case,
        "applicant": applicant.name,
        "facility": applicant.facility_type_word,
        "address": applicant.address,
        "legal_representative": applicant.legal_representative,
        "regulation": regulation.title,
        "regulation_number": regulation.number,
        "officer": case.officer,
        "contact": case.contact,
        "phone": case.phone,
        "office": case.office,
        "conclusion": assessment.conclusion_word,
        "sentence": assessment.sentence,
        "deadline_period": clock.period if clock else "",
        "deadline_cite": clock.cite if clock else "",
        "deadline_after": clock.after if clock else "",
        "deadline_why": "；".join(clock.why) if clock and clock.why else WHY_LATER,
        "cite": regulation.papers.get(kind.id, ""),
        "filed_in_time": filed_in_time(clock, case) if clock else "",
        "notice_number": case.paper("correction").number,
        "again": again(assessment),
        "anew": day(anew(assessment)) if anew(assessment) else "",
        "agreement_number": case.agreement.number,
        "pack": regulation.pack,
        "rules_sha256": regulation.sha256,
        "workbook_sha256": assessment.workbook.sha256,
        "digest": assessment.digest,
    }
    days = {
        "applied": assessment.application_date,
        "assessed": assessment.assessment_date,
        "issued": paper.issued,
        "served": clock.starts if clock else None,
        "served_on": case.notice_served if kind.id == "correction" else None,
        "deadline": clock.until if clock else None,
        "due": paper.due,
        "agreement_starts": case.agreement.starts,
        "agreement_ends": case.agreement.ends,
        "filed": case.agreement.filed,
    }
    shown = {name: masked_text(text) or BLANK for name, text in texts.items()}
    # A credit code may look like a resident's number; it is the facility's and printed whole.
    whole = {"uscc": applicant.uscc or BLANK, "cite": texts["cite"], "anew": texts["anew"]}
    return shown | {name: _day(value) for name, value in days.items()} | whole


def _day(value: date | None) -> str:
    return day(value) if value else BLANK_DAY


def _asked(case: CaseSource) -> list[dict[str, object]]:
    """Return what the agency asked for in writing and received."""
    received = (document.name for document in case.documents_required or () if document.received == "是")
    return [{"name": name, "original": "", "duplicate": "", "pages": ""} for name in received]
