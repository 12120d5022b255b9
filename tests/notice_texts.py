"""What each paper says, in our own words, with the places of its fields. No figure is written here: all are fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from medcheck.notice.paper_kinds import KINDS
from tests.paper_layout import PaperPage

_GAPS = [("事项", "item", 0.2), ("存在的问题", "problem", 0.27), ("补正要求", "cure", 0.24), ("依据", "cite", 0.21)]
_FAILURES = [
    ("标准", "title", 0.2), ("界限", "bound", 0.16), ("查明情况", "value", 0.17), ("差距", "gap", 0.18), ("依据", "cite", 0.21)
]  # fmt: skip
_FACTS = ("所依据的数据", "facts")
_LAW = "《{{ regulation }}》（{{ regulation_number }}）"


def _open(page: PaperPage, kind: str) -> None:
    page.head("{{ agency }}", "{{ number }}", KINDS[kind].title)
    page.addressed("{{ applicant }}：")
    page.text("（{{ facility }}，统一社会信用代码 {{ uscc }}，案件编号 {{ case_number }}）")


def _close(page: PaperPage, kind: str, end: str) -> None:
    page.text(end)
    page.signature("{{ agency }}", "{{ issued }}")
    page.contact("（经办人：{{ officer }}　咨询人：{{ contact }}　咨询电话：{{ phone }}　地址：{{ office }}）")
    page.receipt(KINDS[kind].title)


def acceptance(page: PaperPage) -> None:
    """Write 受理通知书."""
    _open(page, "acceptance")
    page.text(
        f"你单位{{{{ applied }}}}提出的医疗保险定点申请及材料收悉。经审查，材料齐全，符合{_LAW}规定的受理条件，"
        "根据{{ cite }}，"
        "现予受理。"
    )
    page.section("收到的材料")
    page.rows(
        "materials",
        [
            ("材料名称", "name", 0.57),
            ("原件", "original", 0.11),
            ("复印件", "duplicate", 0.12),
            ("页数", "pages", 0.13),
        ],
    )
    _close(
        page,
        "acceptance",
        "受理后将依次进行材料评估、现场勘验和综合评定，请予配合。情况有变化的，请及时书面告知。特此通知。",
    )


def correction(page: PaperPage) -> None:
    """Write 材料补正一次性告知书."""
    _open(page, "correction")
    page.text(
        f"你单位{{{{ applied }}}}提出的医疗保险定点申请，经按{_LAW}审查，材料不齐全或者不符合要求。"
        "根据{{ cite }}，"
        "现将需要补正的全部内容一次性告知如下。"
    )
    page.section("一、须在期限内补正的内容")
    page.rows("gaps", _GAPS)
    page.section("二、补正期限")
    page.text(
        "请在{{ deadline }}前（含当日）提交补正材料。期限为{{ deadline_period }}，自本告知书送达的次日起算，按国务院办公厅公布的"
        "节假日安排计算；送达日期为{{ served }}（{{ deadline_cite }}）。{{ deadline_after }}；以后可以重新申请。"
    )
    page.text("期限的计算：{{ deadline_why }}。")
    page.tag("{%p if hopeless %}")
    page.section("三、补正不能解决的内容")
    page.text(
        "上表中的下列内容按申请日期（{{ applied }}）计算，日期填写无误的，在本次申请中不可能满足：{{ hopeless | join('；') }}。"
        "只有在{{ anew }}以后重新申请，才能满足；可以书面撤回本次申请，届时重新提出。"
    )
    page.tag("{%p endif %}")
    page.tag("{%p if notes %}")
    page.section("{{ '四' if hopeless else '三' }}、一并告知的情况")
    page.text("下列内容不影响受理，但在材料评估时会成为不符合标准或者不能判定的原因，请同时准备。", keep=True)
    page.rows("notes", _GAPS)
    page.tag("{%p endif %}")
    _close(
        page,
        "correction",
        "需要补正的内容已全部告知。请将补正材料交本机构，并索取收件凭据；有不明之处，请与本机构联系。特此告知。",
    )


def refusal(page: PaperPage) -> None:
    """Write 不予受理通知书."""
    _open(page, "refusal")
    page.text(
        f"你单位{{{{ applied }}}}提出的医疗保险定点申请，经审查，有{_LAW}{{{{ cite }}}}所列的不予受理情形，决定不予受理。"
    )
    page.section("一、不予受理的情形")
    page.rows(
        "grounds",
        [
            ("依据", "cite", 0.15),
            ("应当具备的条件", "title", 0.26),
            ("查明的情况", "found", 0.32),
            ("来源", "source", 0.2),
        ],
    )
    page.tag("{%p if gaps or notes %}")
    page.section("二、重新申请前请一并完善的内容")
    page.tag("{%p if gaps %}")
    page.rows("gaps", _GAPS)
    page.tag("{%p endif %}")
    page.tag("{%p if notes %}")
    page.rows("notes", _GAPS)
    page.tag("{%p endif %}")
    page.tag("{%p endif %}")
    _close(page, "refusal", "{{ again }}，可以重新提出申请。")


def desk_result(page: PaperPage) -> None:
    """Write 评估结果告知书."""
    _open(page, "desk-result")
    page.text(
        f"按照{_LAW}{{{{ cite }}}}的规定，对你单位的申请材料进行了评估（评估日期：{{{{ assessed }}}}）。"
        "评估结论：{{ conclusion }}。"
    )
    page.tag("{%p if failures %}")
    page.section("不符合的标准")
    page.rows("failures", _FAILURES, _FACTS)
    page.tag("{%p endif %}")
    page.tag("{%p if gaps %}")
    page.section("需要补充、更正的内容")
    page.rows("gaps", _GAPS)
    page.tag("{%p endif %}")
    page.section("补正或者撤回")
    _close(
        page,
        "desk-result",
        "请在{{ due }}前（含当日）补正材料，或者书面撤回申请。期满未作答复的，由本机构按规定处理，不视为自动撤回。",
    )


def not_selected(page: PaperPage) -> None:
    """Write 未入选说明理由通知书."""
    _open(page, "not-selected")
    page.text(
        f"按照{_LAW}{{{{ cite }}}}的规定，对同批次全部申请单位的材料和现场勘验情况进行了综合评定。"
        "你单位本次没有转入协商谈判。现将理由说明如下。"
    )
    page.tag("{%p if failures %}")
    page.section("不符合的标准")
    page.rows("failures", _FAILURES, _FACTS)
    page.tag("{%p endif %}")
    page.tag("{%p if reasons %}")
    page.section("集体评定的理由")
    page.tag("{%p for reason in reasons %}")
    page.text("{{ reason }}")
    page.tag("{%p endfor %}")
    page.tag("{%p endif %}")
    page.tag("{%p if undecided %}")
    page.section("尚未认定的事项")
    page.text("下列事项没有作出认定，不作为本次未入选的理由：{{ undecided | join('；') }}。")
    page.tag("{%p endif %}")
    _close(page, "not-selected", "情况改变并符合标准后，可以重新提出申请。特此通知。")


def withdrawn(page: PaperPage) -> None:
    """Write 视为撤回申请通知书."""
    _open(page, "withdrawn")
    page.text(
        "本机构的《材料补正一次性告知书》（{{ notice_number }}）已于{{ served }}送达你单位，补正期限为{{ deadline_period }}，"
        "到{{ deadline }}届满。至期限届满，没有收到你单位的补正材料。"
    )
    page.text("期限的计算：{{ deadline_why }}。")
    page.text(f"根据{_LAW}{{{{ cite }}}}，你单位{{{{ applied }}}}提出的医疗保险定点申请视为撤回，本次申请程序终止。")
    _close(page, "withdrawn", "本通知不影响你单位重新提出申请；材料备齐后，随时可以再次申请。特此通知。")


def filing(page: PaperPage) -> None:
    """Write 定点医药机构服务协议备案表."""
    page.form_head(KINDS["filing"].title, "填报单位：{{ agency }}　　　　文号：{{ number }}")
    page.form(
        [
            ("机构名称", "{{ applicant }}"),
            ("统一社会信用代码", "{{ uscc }}", "机构类型", "{{ facility }}"),
            ("法定代表人或负责人", "{{ legal_representative }}", "案件编号", "{{ case_number }}"),
            ("服务场所地址", "{{ address }}"),
            ("申请日期", "{{ applied }}", "评估结论", "{{ conclusion }}"),
            ("协议编号", "{{ agreement_number }}"),
            ("协议签订日期", "{{ served }}", "备案期限", "{{ deadline }}前（含当日）"),
            ("协议起始日期", "{{ agreement_starts }}", "协议终止日期", "{{ agreement_ends }}"),
            ("备案日期", "{{ filed }}", "经办人", "{{ officer }}"),
            ("备案依据", f"{_LAW}{{{{ deadline_cite }}}}：签订之日的次日起{{{{ deadline_period }}}}内备案"),
            ("期限核对", "{{ filed_in_time }}"),
            ("期限的计算", "{{ deadline_why }}"),
        ],
        height=8,
        size=10.5,
    )
    opinion = "\n\n　　　　　　　　　　（盖章）　　　　年　　月　　日"
    page.form([("经办机构意见", opinion), ("医疗保障行政部门备案意见", opinion)], height=22, size=10.5)


PAPERS: Mapping[str, Callable[[PaperPage], None]] = {
    "acceptance": acceptance,
    "correction": correction,
    "refusal": refusal,
    "desk-result": desk_result,
    "not-selected": not_selected,
    "withdrawn": withdrawn,
    "filing": filing,
}
