"""The papers as an applicant reads them: every gap once, every figure from the result or the case file, nothing left out."""

from __future__ import annotations

import pytest

from medcheck.assessment.result_text import to_json
from medcheck.notice.paper_kinds import KINDS
from medcheck.notice.rows import gaps
from medcheck.verdict import Consequence, Stage
from tests.papers import CASE, FULL, TERMINATED, issued, lines, numbers, result, tables

DEFECTS = ("clinic-half", "hospital-2-defects", "pharmacy-chain-defects")
# Every paper on every sample it may be written for.
PAPERS = [
    *(("correction", sample, Stage.ACCEPTANCE, CASE) for sample in DEFECTS),
    *(("withdrawn", sample, Stage.ACCEPTANCE, CASE) for sample in DEFECTS),
    *(("desk-result", sample, Stage.ASSESSMENT, CASE) for sample in DEFECTS),
    *(("refusal", sample, Stage.ACCEPTANCE, CASE + TERMINATED) for sample in ("clinic-eligible", *DEFECTS)),
    ("acceptance", "clinic-eligible", Stage.ACCEPTANCE, FULL),
    ("acceptance", "hospital-1-eligible", Stage.ACCEPTANCE, CASE),
    ("not-selected", "clinic-eligible", Stage.EVALUATION, FULL),
    ("filing", "clinic-eligible", Stage.EVALUATION, FULL),
]
IDS = [f"{kind}-{sample}" for kind, sample, _, _ in PAPERS]
# The second half of one reason, which ends the same for every empty list.
_OR_NONE = "确实没有的，应明确选择"
# What each paper has to name of the findings that block at its stage.
NAMED = {
    "correction": {Consequence.SUPPLEMENT, Consequence.REVIEW},
    "desk-result": {Consequence.NOT_MET, Consequence.SUPPLEMENT},
    "refusal": {Consequence.NOT_ACCEPTED, Consequence.SUPPLEMENT, Consequence.REVIEW},
    "not-selected": {Consequence.NOT_MET, Consequence.REVIEW},
}


@pytest.mark.parametrize(("kind", "sample", "stage", "case"), PAPERS, ids=IDS)
def test_every_number_of_a_paper_is_in_the_result_or_the_case_file(
    kind: str, sample: str, stage: Stage, case: str
) -> None:
    assessment = result(sample, stage, case)
    text = "\n".join(lines(issued(kind, assessment, case).document))
    assert numbers(text), "a paper without a figure would prove nothing"
    assert numbers(text) - numbers(to_json(assessment)) - numbers(case) == set()


@pytest.mark.parametrize(("kind", "sample", "stage", "case"), PAPERS, ids=IDS)
def test_nothing_that_blocks_is_left_out_and_no_open_register_is_told(
    kind: str, sample: str, stage: Stage, case: str
) -> None:
    assessment = result(sample, stage, case)
    text = "\n".join(lines(issued(kind, assessment, case).document))
    blocking = [one for one in assessment.findings if one.blocks and one.consequence in NAMED.get(kind, ())]
    assert [one.title for one in blocking if one.title not in text] == []
    assert [one.cite for one in blocking if not all(cite in text for cite in one.cite.split("；"))] == []
    asked = [one.title for one in assessment.findings if one.consequence is Consequence.AGENCY_CHECK]
    assert [title for title in asked if title in text] == []


@pytest.mark.parametrize("sample", DEFECTS)
def test_a_gap_is_told_once(sample: str) -> None:
    rows = gaps(result(sample, Stage.ACCEPTANCE))
    problems = [(row.problem.partition("（《")[0], row.cure) for row in rows if row.rules]
    told = [(reason, cure) for problem, cure in problems for reason in problem.split("；") if _OR_NONE not in reason]
    assert len(told) == len(set(told))


def test_required_cells_of_the_form_are_gaps() -> None:
    assessment = result("clinic-half", Stage.ACCEPTANCE)
    supplements = [one for one in assessment.findings if one.consequence is Consequence.SUPPLEMENT]
    cited = {f"《{i.source.sheet}》{i.source.cell}" for one in supplements for i in one.evidence if i.source}
    binding = [row.item for row in gaps(assessment) if row.binding]
    required = {one.place for one in assessment.problems if one.required}
    assert sorted(required - cited - set(binding)) == []
    assert "《材料清单》C29" in binding


def test_the_notice_of_correction_says_what_until_when_and_what_follows() -> None:
    assessment = result("hospital-2-defects", Stage.ACCEPTANCE)
    document = issued("correction", assessment).document
    assert lines(document)[:5] == [
        "东昌府区医疗保险经办机构",
        "东医保补3号",
        "材料补正一次性告知书",
        "冠县杏林苑医院：",
        "（定点医院（二级），统一社会信用代码 52371525MJE3C72808，案件编号 东医保案2019-16）",
    ]
    assert (
        "请在2020年2月4日前（含当日）提交补正材料。期限为5个工作日，自本告知书送达的次日起算，按国务院办公厅公布的"
        "节假日安排计算；送达日期为2020年1月20日（第十二条（一））。逾期视为撤回申请；以后可以重新申请。"
    ) in lines(document)
    binding, notes, _ = tables(document)
    assert binding[1] == [
        "",  # counted by Word
        "提交《大型医疗设备清单》",
        "未提交（《材料清单》C10）",
        "提交《大型医疗设备清单》；没有大型医疗设备的，提交注明“无”并签字的清单",
        "第七条3",
    ]
    assert [row[1] for row in binding[1:]] == [
        "提交《大型医疗设备清单》",
        "应参保人员在本单位参保三个月以上",
        "特殊诊疗科室具有相应的有效许可",
        "每个科室负责人有联系方式",
    ]
    assert notes[5][1:] == [
        "每床病室净使用面积不少于5平方米",
        "差 0.014；病室净使用面积缺 1.4 ㎡（《基本信息》B35、B32）",
        "扩大病室或减少病室内的床位，使每床净使用面积达到5平方米",
        "附件医疗机构标准三（一）4",
    ]


def test_without_a_day_of_service_the_deadline_stays_open_for_the_pen() -> None:
    case = "case: 东2019-16\n"
    made = issued("correction", result("hospital-2-defects", Stage.ACCEPTANCE, case), case)
    assert any(
        line.startswith("请在______年____月____日前（含当日）提交补正材料。期限为5个工作日")
        for line in lines(made.document)
    )
    assert "（经办人：__________　咨询人：__________　咨询电话：__________　地址：__________）" in lines(made.document)
    assert str(made.remarks[-2]) == (
        "提示：材料补正一次性告知书：没有补正一次性告知书送达之日，期限的最后一日留空\n"
        "  处理：在案件文件中写明该日期并重新评估，或手工填写"
    )


def test_the_refusal_names_the_item_the_evidence_the_source_and_the_earliest_day() -> None:
    document = issued("refusal", result("clinic-eligible", Stage.ACCEPTANCE, CASE + TERMINATED)).document
    assert tables(document)[0][1:] == [
        [
            "",
            "第十条2",
            "近三年内未因违规被终止或解除定点协议",
            "终止日期2018年3月1日；最早可在2021年3月1日满足",
            "已查协议管理系统（2019年11月19日）",
        ]
    ]
    assert "2021年3月1日起，可以重新提出申请。" in lines(document)


def test_a_ground_without_an_end_is_told_as_one() -> None:
    case = f"{CASE}{TERMINATED}  - {{fact: under_investigation, value: 是, by: 王芳, on: 2019-11-19}}\n"
    document = issued("refusal", result("clinic-eligible", Stage.ACCEPTANCE, case), case).document
    assert [row[1] for row in tables(document)[0][1:]] == ["第十条2", "第十条3"]
    assert "上述情形全部消除后（不早于2021年3月1日），可以重新提出申请。" in lines(document)


def test_the_desk_result_gives_value_bound_gap_and_facts_of_each_failure() -> None:
    document = issued("desk-result", result("hospital-2-defects", Stage.ASSESSMENT)).document
    failed = tables(document)[0]
    assert failed[5][1:] == [
        "每床病室净使用面积不少于5平方米",
        "5",
        "4.986",
        "差 0.014；病室净使用面积缺 1.4 ㎡",
        "附件医疗机构标准三（一）4",
    ]
    assert (
        failed[6][1]
        == "所依据的数据：病室净使用面积合计：498.6㎡（《基本信息》B35）；实际开放床位数：100张（《基本信息》B32）"
    )
    assert len(failed) == 1 + 2 * 13
    assert (
        "请在2019年12月20日前（含当日）补正材料，或者书面撤回申请。期满未作答复的，由本机构按规定处理，不视为自动撤回。"
        in lines(document)
    )


def test_the_receipt_lists_the_materials_handed_in() -> None:
    materials = tables(issued("acceptance", result("clinic-eligible", Stage.ACCEPTANCE, FULL), FULL).document)[0]
    assert materials[0] == ["序号", "材料名称", "原件", "复印件", "页数"]
    assert materials[2] == ["", "《医疗机构执业许可证》正本", "是", "是", "1"]
    assert len(materials) == 26


def test_what_the_agency_asked_for_and_received_is_on_the_receipt() -> None:
    case = FULL.replace("documents_required: 无", "documents_required: [{name: 消防验收证明, received: 是}]")
    materials = tables(issued("acceptance", result("clinic-eligible", Stage.ACCEPTANCE, case), case).document)[0]
    assert materials[-1] == ["", "消防验收证明", "", "", ""]


def test_the_reasons_of_the_committee_stand_on_the_paper_of_one_not_selected() -> None:
    document = issued("not-selected", result("clinic-eligible", Stage.EVALUATION, FULL), FULL).document
    text = lines(document)
    assert text[text.index("集体评定的理由") + 1] == "同类机构的布局已满足参保人员需要。"
    assert "不符合的标准" not in text


def test_the_filing_counts_ten_working_days_over_the_prolonged_spring_festival() -> None:
    form = tables(issued("filing", result("clinic-eligible", Stage.EVALUATION, FULL), FULL).document)[0]
    assert form[6] == ["协议签订日期", "2020年1月20日", "备案期限", "2020年2月11日前（含当日）"]
    assert (
        form[9][1]
        == "《聊城市基本医疗保险定点医药机构协议管理办法》（聊医保发〔2019〕47号）第十二条（五）：签订之日的次日起10个工作日内备案"
    )


def test_every_paper_is_tried_here() -> None:
    assert {kind for kind, _, _, _ in PAPERS} == set(KINDS)
