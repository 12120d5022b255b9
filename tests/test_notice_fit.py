"""A paper that does not belong to the result is refused with the reason; a doubtful one is written with a warning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.errors import MedcheckError
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.verdict import Stage
from tests.applications import assessed
from tests.papers import CASE, FULL, TERMINATED, issued, result, source, tables

AGAIN = "请用同一份案件文件重新评估后再生成：medcheck assess 申请.xlsx --stage {} --case 案件.yaml --format json"
LATE = CASE + "correction_received: 2020-02-04\n"
UNKNOWN_YEAR = CASE.replace("2020-01-20\nagreement", "2026-12-29\nagreement")
REFUSED = [
    (
        "acceptance",
        ("clinic-eligible", Stage.ACCEPTANCE, CASE + TERMINATED),
        CASE,
        "受理通知书：用于“受理”阶段结论为“予以受理”的申请，所给结果为“受理”阶段，结论为“不予受理”",
        "本结果可以生成不予受理通知书（refusal）",
    ),
    (
        "acceptance",
        ("clinic-half", Stage.PRECHECK, CASE),
        CASE,
        "受理通知书：用于“受理”阶段结论为“予以受理”的申请，所给结果为“自评”阶段，结论为“需补正材料”",
        AGAIN.format("acceptance"),
    ),
    (
        "correction",
        ("clinic-eligible", Stage.ACCEPTANCE, FULL),
        FULL,
        "材料补正一次性告知书：用于“受理”阶段结论为“需补正材料”的申请，所给结果为“受理”阶段，结论为“予以受理”",
        "本结果可以生成受理通知书（acceptance）",
    ),
    (
        "desk-result",
        ("clinic-eligible", Stage.ASSESSMENT, FULL),
        FULL,
        "评估结果告知书：用于“材料评估”阶段结论为“需补正材料”或“不符合标准”的申请，所给结果为“材料评估”阶段，结论为“转入现场勘验”",
        "先完成本阶段尚未了结的事项，重新评估后再生成",
    ),
    (
        "correction",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE.replace("2020-01-20\nagreement", "2020-01-21\nagreement"),
        "材料补正一次性告知书：补正一次性告知书送达之日在案件文件中为2020年1月21日，在评估结果中为2020年1月20日",
        AGAIN.format("acceptance"),
    ),
    (
        "correction",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE.replace("东医保案2019-16", "东医保案2019-17"),
        "材料补正一次性告知书：评估结果的案件编号为“东医保案2019-16”，案件文件为“东医保案2019-17”，不是同一案件",
        "核对 --case 指定的文件",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, "case: 1\n"),
        "case: 1\n",
        "视为撤回申请通知书：没有补正一次性告知书的送达日期，期限没有起算，不能视为撤回",
        f"在案件文件中写明 notice_served；{AGAIN.format('acceptance')}",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE.replace("issued: 2020-02-05", "issued: 2020-02-04"),
        "视为撤回申请通知书：补正期限到2020年2月4日届满，发文日期2020年2月4日不在其后",
        "期限届满后再发，或更正发文日期",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        LATE,
        "视为撤回申请通知书：申请单位已于2020年2月4日在期限内提交补正材料，不是逾期未补正",
        "按补正后的申请表重新评估；仍不齐全的，由经办机构决定不予受理或者予以受理",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE.replace(", issued: 2020-02-05", ""),
        "视为撤回申请通知书：补正期限到2020年2月4日届满，没有写明发文日期，不能核对期限是否已满",
        "在案件文件 papers: withdrawn: issued 写明2020年2月5日起的实际发文日期",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE + "correction_received: 2020-02-06\ncorrection_posted: 2020-02-04\n",
        "视为撤回申请通知书：申请单位已于2020年2月4日在期限内提交补正材料，不是逾期未补正",
        "按补正后的申请表重新评估；仍不齐全的，由经办机构决定不予受理或者予以受理",
    ),
    (
        "withdrawn",
        ("hospital-2-defects", Stage.ACCEPTANCE, UNKNOWN_YEAR),
        UNKNOWN_YEAR,
        "视为撤回申请通知书：期限待定：需要2027年放假安排，不能视为撤回",
        "放假安排公布后补充 rules/calendar.yaml 并重新评估",
    ),
    (
        "acceptance",
        ("clinic-eligible", Stage.ACCEPTANCE, FULL),
        FULL + "correction_received: 2020-02-05\n",
        "受理通知书：补正材料于2020年2月5日提交，补正期限已于2020年2月4日届满，只能视为撤回申请",
        "生成视为撤回申请通知书（withdrawn）；申请单位可以重新申请",
    ),
    (
        "acceptance",
        ("clinic-eligible", Stage.ACCEPTANCE, FULL + "correction_received: 2020-02-05\n"),
        FULL,
        "受理通知书：用于“受理”阶段结论为“予以受理”的申请，所给结果为“受理”阶段，结论为“逾期未补正”",
        "本结果可以生成视为撤回申请通知书（withdrawn）",
    ),
    (
        "refusal",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE,
        "不予受理通知书：材料不齐全的，应先一次性告知补正；没有在期限内提交补正材料的记录，不能以材料不齐全不予受理",
        "先发补正一次性告知书；已在期限内提交的，在案件文件写明 correction_received。" + AGAIN.format("acceptance"),
    ),
    (
        "not-selected",
        ("clinic-eligible", Stage.EVALUATION, FULL),
        FULL.replace("reasons: [同类机构的布局已满足参保人员需要。]", "reasons: []"),
        "未入选说明理由通知书：该申请符合基本条件和标准，没有写明未入选的理由",
        "在案件文件 papers: not-selected: reasons 逐条写明集体决定的理由",
    ),
    (
        "filing",
        ("clinic-eligible", Stage.EVALUATION, CASE),
        CASE,
        "定点医药机构服务协议备案表：用于“综合评定”阶段结论为“提交综合评定”的申请，所给结果为“综合评定”阶段，结论为“现场勘验未完成”",
        "先完成本阶段尚未了结的事项，重新评估后再生成",
    ),
]


@pytest.mark.parametrize(
    ("kind", "of", "case", "text", "mend"), REFUSED, ids=[f"{r[0]}: {r[3][-24:]}" for r in REFUSED]
)
def test_refused(kind: str, of: tuple[str, Stage, str], case: str, text: str, mend: str) -> None:
    with pytest.raises(MedcheckError) as raised:
        issued(kind, result(*of), case)
    assert str(raised.value) == f"错误：{text}\n  处理：{mend}"


def test_another_agency_s_application_gets_none_of_the_papers(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"receiving_agency": "莘县医疗保险经办机构"}, stage=Stage.ACCEPTANCE)
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["correction"], assessment, source("case: 1\n"))
    assert raised.value.problems[0].mend == "告知申请单位有管辖权的经办机构，不作补正、受理或不予受理处理"


WARNED = [
    (
        "acceptance",
        ("clinic-eligible", Stage.ACCEPTANCE, CASE),
        CASE,
        ["受理通知书：尚有事项没有核查或认定，发出前请确认没有不予受理的情形"],
    ),
    (
        "refusal",
        ("clinic-eligible", Stage.EVALUATION, CASE + TERMINATED),
        CASE,
        ["不予受理通知书：该申请已经受理；作出不予受理决定前，应先按程序撤销受理"],
    ),
    (
        "not-selected",
        ("clinic-eligible", Stage.EVALUATION, FULL),
        FULL,
        ["未入选说明理由通知书：该申请符合基本条件和标准；未入选的理由由集体决定，以案件文件所写为准"],
    ),
    (
        "correction",
        ("hospital-2-defects", Stage.ACCEPTANCE, CASE),
        CASE + "resubmission: 是\n",
        [
            "材料补正一次性告知书：尚有 1 项待评审人员认定：有医保专职管理人员及其联系方式",
            "材料补正一次性告知书：尚有 8 项待经办机构核查，告知书不列这些事项",
            "材料补正一次性告知书：案件文件写明本次为补正后再次提交；首次提交时已有的问题应当一次告知，不能再次要求补正",
            "材料补正一次性告知书：有 1 项按申请日期计算，补正不能使其满足：应参保人员在本单位参保三个月以上",
        ],
    ),
    (
        "correction",
        ("pharmacy-chain-defects", Stage.ACCEPTANCE, CASE.replace("2020-01-20\nagreement", "2019-09-27\nagreement")),
        CASE.replace("2020-01-20\nagreement", "2019-09-27\nagreement"),
        [
            "材料补正一次性告知书：尚有 9 项待经办机构核查，告知书不列这些事项",
            "材料补正一次性告知书：补正一次性告知书送达之日（2019年9月27日）早于申请日期（2019年11月18日）",
            "材料补正一次性告知书：有 1 项按申请日期计算，补正不能使其满足：应参保人员在本单位参保三个月以上",
        ],
    ),
    (
        "desk-result",
        ("hospital-2-defects", Stage.ASSESSMENT, CASE),
        CASE.replace(", due: 2019-12-20", ""),
        ["评估结果告知书：没有写明补正或撤回的期限，留空"],
    ),
]


@pytest.mark.parametrize(("kind", "of", "case", "texts"), WARNED, ids=[f"{w[0]}: {w[3][-1][-20:]}" for w in WARNED])
def test_written_with_a_warning(kind: str, of: tuple[str, Stage, str], case: str, texts: list[str]) -> None:
    remarks = issued(kind, result(*of), case).remarks
    assert [f"{one.place}：{one.text}" for one in remarks] == texts
    assert all(one.hint and one.mend for one in remarks)


def test_withdrawn_is_not_made_before_the_term_is_over_whatever_date_it_bears() -> None:
    of = result("hospital-2-defects", Stage.ACCEPTANCE)
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["withdrawn"], of, source(), today=date(2020, 2, 4))
    assert str(raised.value) == (
        "错误：视为撤回申请通知书：补正期限到2020年2月4日届满，今天（2020年2月4日）尚未届满\n"
        "  处理：2020年2月5日起再生成"
    )
    assert issue(KINDS["withdrawn"], of, source(), today=date(2020, 2, 5)).remarks == ()


def test_withdrawn_fits_a_late_correction() -> None:
    late = CASE + "correction_received: 2020-02-05\n"
    assert issued("withdrawn", result("clinic-eligible", Stage.ACCEPTANCE, late), late).remarks == ()


def test_a_correction_in_time_that_still_lacks_something_may_be_refused_by_a_person() -> None:
    case = CASE + "correction_received: 2020-02-03\nresubmission: 是\n"
    made = issued("refusal", result("hospital-2-defects", Stage.ACCEPTANCE, case), case)
    assert made.remarks[0].text == "补正材料在期限内提交而仍不齐全，不予受理还是予以受理由经办机构决定"
    assert tables(made.document)[0][1][1:] == [
        "第十条1；第十二条（一）",
        "补正后材料齐全",
        "补正材料于2020年2月3日提交，仍有4项不齐全或者不符合要求（见下）",
        "申请材料",
    ]


def test_a_late_filing_is_said_on_its_form() -> None:
    late = FULL.replace("filed: 2020-02-03", "filed: 2020-02-20")
    made = issued("filing", result("clinic-eligible", Stage.EVALUATION, FULL), late)
    assert [one.text for one in made.remarks] == ["备案逾期7个工作日"]
    form = tables(made.document)[0]
    assert form[10][:2] == ["期限核对", "逾期7个工作日，原因：____________________"]
    kept = tables(issued("filing", result("clinic-eligible", Stage.EVALUATION, FULL), FULL).document)[0]
    assert kept[10][:2] == ["期限核对", "在期限内备案"]


def test_a_second_notice_tells_which_gaps_are_old() -> None:
    first, second = result("hospital-2-defects", Stage.ACCEPTANCE), result("hospital-2-defects", Stage.ACCEPTANCE)
    made = issue(KINDS["correction"], second, source(), previous=first)
    assert [one.text for one in made.remarks[3:]] == [
        "“提交《大型医疗设备清单》”首次提交时已有这一问题：未提交（《材料清单》C10）",
        "“应参保人员在本单位参保三个月以上”首次提交时已有这一问题：1 人不满足：欧金凤（《人员花名册》Q128）",
        "“特殊诊疗科室具有相应的有效许可”首次提交时已有这一问题：1 个不满足：放射科（《科室设置》B35、K35）",
        "“每个科室负责人有联系方式”首次提交时已有这一问题：泌尿外科：N21“负责人电话”未填写（《科室设置》N21）",
    ]


def test_a_gap_the_correction_brought_in_is_not_old(tmp_path: Path) -> None:
    first = assessed(tmp_path, {"application_site_address": None}, stage=Stage.ACCEPTANCE)
    second = assessed(tmp_path, {"contact_name": None}, stage=Stage.ACCEPTANCE)
    made = issue(KINDS["correction"], second, source("case: 1\n"), previous=first)
    assert [one.text for one in made.remarks if "首次提交" in one.text] == []
    again = issue(KINDS["correction"], second, source("case: 1\n"), previous=second)
    assert [one.text for one in again.remarks if "首次提交" in one.text] == [
        "“《基本信息》B14”首次提交时已有这一问题：“联系人”必填，现为空"
    ]


MISSED = [(("欧金凤", "张三"), 1), (("张三",), 0)]


@pytest.mark.parametrize(("before", "old"), MISSED, ids=["the same person among others", "another person"])
def test_whether_a_gap_is_old_goes_by_the_names(before: tuple[str, ...], old: int) -> None:
    now, rule = result("hospital-2-defects", Stage.ACCEPTANCE), "doc-social-insurance-all-staff"
    findings = tuple(
        one.model_copy(update={"missing": before, "gap": "、".join(before)}) if one.rule == rule else one
        for one in now.findings
    )
    made = issue(KINDS["correction"], now, source(), previous=now.model_copy(update={"findings": findings}))
    told = [one.text for one in made.remarks if one.text.startswith("“应参保人员在本单位参保三个月以上”首次提交时已有")]
    assert len(told) == old


def test_previous_is_refused_of_another_applicant_and_for_another_paper() -> None:
    now, other = result("hospital-2-defects", Stage.ACCEPTANCE), result("clinic-half", Stage.ACCEPTANCE)
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["correction"], now, source(), previous=other)
    assert str(raised.value) == (
        "错误：材料补正一次性告知书：--previous 是“临清清渊社区卫生服务站”的评估结果，本次是“冠县杏林苑医院”\n"
        "  处理：指定同一申请单位首次提交的评估结果"
    )
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["withdrawn"], now, source(), previous=now)
    assert str(raised.value) == (
        "错误：视为撤回申请通知书：--previous 只用于材料补正一次性告知书\n  处理：去掉 --previous"
    )
