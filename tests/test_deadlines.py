"""The clocks of the procedure in the result: declared in the pack, started by the case file, counted once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.report.page.render_page import to_html
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Conclusion, Stage
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, assessed, case_file, finding

CASE = """
notice_served: 2020-01-20
change_approved: 2020-09-21
agreement: {signed: 2019-09-23, starts: 2020-02-29}
"""
OWN = "facility_name: 聊城康宁综合门诊部\n"
# The clauses of the pack that set one; 第十五条 sets none: the agency re-signs, an agreement ends on the day it states.
CLOCKS = ("proc-correction-5wd", "proc-filing-10wd", "proc-change-registration-30wd")
COUNTED = [
    ("correction", "第十二条（一）", "申请单位", "2020-01-20", "5个工作日", "2020-02-04"),
    ("filing", "第十二条（五）", "经办机构", "2019-09-23", "10个工作日", "2019-10-11"),
    ("change", "第十一条", "申请单位", "2020-09-21", "30个工作日", "2020-11-06"),
]


def looked_at(folder: Path, case: str, stage: Stage = Stage.ACCEPTANCE) -> Assessment:
    """Return the assessment of the eligible clinic with a case file of this text."""
    return assess(SAMPLES / "clinic-eligible.xlsx", Options(stage=stage, case=case_file(folder, case)), ENGINE)


def test_every_deadline_is_counted_from_its_day(tmp_path: Path) -> None:
    made = looked_at(tmp_path, CASE).deadlines
    assert [
        (one.name, one.cite, one.party_word, str(one.starts), one.period, str(one.until)) for one in made
    ] == COUNTED


def test_without_their_days_the_deadlines_are_there_and_open(tmp_path: Path) -> None:
    made = assessed(tmp_path).deadlines
    assert [(one.name, one.starts, one.until, one.state) for one in made] == [
        (name, None, None, "not_started") for name, *_ in COUNTED
    ]
    assert made[0].starts_word == "补正一次性告知书送达之日"
    assert made[0].after == "逾期视为撤回申请"


def test_every_clause_with_a_clock_of_the_case_has_its_deadline() -> None:
    pack = shipped_pack("liaocheng-2019")
    clauses = {clause.cite for name, clause in pack.clauses.items() if name in CLOCKS}
    assert {one.cite for one in pack.source.deadlines.values()} == clauses


def test_a_last_day_is_told_day_by_day_in_the_result_and_on_the_page(tmp_path: Path) -> None:
    assessment = looked_at(tmp_path, "notice_served: 2019-11-20\n")
    why = (
        "2019年11月20日送达，次日起算；1. 11月21日 周四；2. 11月22日 周五；跳过11月23日、24日 周末；3. 11月25日 周一；"
        "4. 11月26日 周二；第5个工作日2019年11月27日 周三，为最后一日"
    )
    assert "；".join(assessment.deadlines[0].why) == why
    assert why in to_html(assessment)


# Served on 20 November 2019, last day 27 November: what was handed in when, looked at when, and what it comes to.
HANDED_IN = [
    ("correction_received: 2019-11-27", "in_time", None, Conclusion.ACCEPTED),
    ("correction_received: 2019-11-28", "late", 1, Conclusion.OVERDUE),
    ("correction_received: 2019-11-30", "late", 2, Conclusion.OVERDUE),
    ("correction_received: 2019-12-05", "late", 6, Conclusion.OVERDUE),
    ("correction_received: 2019-11-29\ncorrection_posted: 2019-11-27", "in_time", None, Conclusion.ACCEPTED),
    ("correction_received: 2019-12-02\ncorrection_posted: 2019-11-28", "late", 1, Conclusion.OVERDUE),
    ("assessment_date: 2019-11-27", "running", None, Conclusion.ACCEPTED),
    ("assessment_date: 2019-11-28", "expired", None, Conclusion.OVERDUE),
]


@pytest.mark.parametrize(("dates", "state", "late", "conclusion"), HANDED_IN, ids=[row[0] for row in HANDED_IN])
def test_a_late_correction_is_never_accepted(
    tmp_path: Path, dates: str, state: str, late: int | None, conclusion: Conclusion
) -> None:
    settled = SETTLED_CASE.replace(
        "assessment_date: 2019-11-25\n", "" if "assessment_date" in dates else "assessment_date: 2019-12-06\n"
    )
    made = looked_at(tmp_path, f"{settled}notice_served: 2019-11-20\n{dates}\n")
    assert (made.deadlines[0].state, made.deadlines[0].late, made.conclusion) == (state, late, conclusion)
    assert made.clear is (conclusion is Conclusion.ACCEPTED)


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.EVALUATION])
def test_what_is_deemed_withdrawn_goes_no_further(tmp_path: Path, stage: Stage) -> None:
    made = looked_at(tmp_path, f"{SETTLED_CASE}notice_served: 2019-11-20\ncorrection_received: 2019-12-05\n", stage)
    assert (made.conclusion_word, made.clear) == ("逾期未补正", False)


def test_a_late_correction_is_said_on_the_report(tmp_path: Path) -> None:
    made = looked_at(tmp_path, f"{OWN}notice_served: 2019-11-20\ncorrection_received: 2019-12-05\n")
    assert made.sentence.startswith("补正期限内没有收到补正材料，视为撤回申请；材料备齐后可以重新申请。")
    assert made.notices[1] == (
        "补正材料于2019-12-05提交，逾期6个工作日（最后一日为2019-11-27）：期限内没有收到补正材料，"
        "申请自2019-11-28起视为撤回，不能再予受理。"
    )


def test_a_resubmission_without_the_day_it_was_handed_in_is_looked_into(tmp_path: Path) -> None:
    case = f"{SETTLED_CASE}notice_served: 2019-11-20\nresubmission: 是\n"
    decided = case.replace(
        "decisions:\n", "decisions:\n  - {rule: na-materials-incomplete, answer: 符合, by: 李明, on: 2019-11-25}\n"
    )
    made = looked_at(tmp_path, decided)
    assert made.conclusion is Conclusion.AGENCY_CHECK
    assert made.notices[-1] == (
        "案件文件写明本次为补正后再次提交，没有写明收到补正材料之日（correction_received）或者交邮之日"
        "（correction_posted），不能核对是否逾期；写明后重新评估。"
    )
    assert looked_at(tmp_path, f"{decided}correction_received: 2019-11-25\n").conclusion is Conclusion.ACCEPTED


def test_a_late_filing_and_late_changes_are_said(tmp_path: Path) -> None:
    case = """
agreement: {signed: 2020-01-20, filed: 2020-02-20}
changes:
  - {kind: 名称, approved: 2020-09-21, applied: 2020-11-10}
  - {kind: 法定代表人, approved: 2020-09-21, applied: 2020-11-07}
  - {kind: 床位, approved: 2020-09-21, applied: 2020-11-06}
"""
    made = looked_at(tmp_path, case)
    assert [(one.title, one.state_word, one.late) for one in made.deadlines[1:]] == [
        ("协议备案", "逾期办理", 7),
        ("变更申请（名称）", "逾期办理", 2),
        ("变更申请（法定代表人）", "逾期办理", 0),
        ("变更申请（床位）", "按期办理", None),
    ]
    assert (
        "协议备案于2020-02-20办理，逾期7个工作日（最后一日为2020-02-11）：逾期的后果条文没有规定，宜说明原因并尽快补办。"
        in made.notices
    )
    assert (
        "变更申请（法定代表人）于2020-11-07办理，逾期（期满后的休息日，不满1个工作日）（最后一日为2020-11-06）："
        "逾期未申请的，服务协议自然终止，由经办机构确认。"
    ) in made.notices
    assert [notice for notice in made.notices if "列举" in notice] == [
        "“床位”不在第十一条列举的7项（名称、地址、法人、医疗机构类别、医疗机构等级、经营范围、所有制形式）之内；"
        "是否属于该条的“等”，以服务协议的约定为准，由经办机构确认后适用本期限。"
    ]
    page = to_html(made)
    assert "变更申请（名称）：2020年11月6日，逾期办理（逾期2个工作日）" in page


def test_days_that_do_not_fit_are_said(tmp_path: Path) -> None:
    case = "notice_served: 2019-11-20\ncorrection_received: 2019-11-19\ncorrection_posted: 2019-11-21\nchange_applied: 2019-11-21\n"
    notices = looked_at(tmp_path, case).notices
    assert "补正材料的交邮日期2019-11-21晚于收到日期2019-11-19，请核对。" in notices
    assert "写明了变更申请的办理日期2019-11-21，没有写明主管部门批准变更之日，不能核对是否逾期。" in notices
    early = looked_at(tmp_path, "notice_served: 2019-11-20\ncorrection_received: 2019-11-19\n").notices
    assert "补正材料的办理日期2019-11-19早于补正一次性告知书送达之日2019-11-20，请核对。" in early


def test_a_year_nobody_announced_leaves_the_term_open_and_the_assessment_goes_on(tmp_path: Path) -> None:
    made = looked_at(tmp_path, f"{OWN}{SETTLED_CASE}notice_served: 2026-12-29\n")
    one = made.deadlines[0]
    assert (one.until, one.unknown_year, one.state_word) == (None, 2027, "期限待定")
    assert one.why[-1] == "2027年的放假安排尚未公布，不能再往下数"
    assert made.conclusion is Conclusion.ACCEPTED
    assert made.notices[2] == (
        "补正一次性告知书于2026-12-29送达，补正的期限待定：需要2027年放假安排，公布后补充 rules/calendar.yaml "
        "再评估即可算出（第十二条（一），5个工作日，送达当日不计）。"
    )


IN_AN_UNKNOWN_YEAR = [("2026-12-31", "in_time"), ("2027-01-04", "undetermined")]


@pytest.mark.parametrize(("received", "state"), IN_AN_UNKNOWN_YEAR)
def test_what_is_handed_in_before_the_unknown_year_is_in_time(tmp_path: Path, received: str, state: str) -> None:
    made = looked_at(tmp_path, f"notice_served: 2026-12-29\ncorrection_received: {received}\n")
    assert made.deadlines[0].state == state


EARLIEST = [
    ({"operation_start_date": "2019-08-19"}, "operating-months-min", date(2019, 11, 19)),
    ({"operation_start_date": "2019-08-18"}, "operating-months-min", None),
    ({"usable_area_m2": "59.96"}, "opd-area-min", None),
]


@pytest.mark.parametrize(("fields", "rule", "day"), EARLIEST, ids=[f"{row[1]} {row[2]}" for row in EARLIEST])
def test_a_failure_of_time_says_on_which_day_it_ends(
    tmp_path: Path, fields: dict[str, str], rule: str, day: date | None
) -> None:
    assert finding(assessed(tmp_path, fields), rule).earliest == day


# Days that do not fit each other are told, each once; what nobody can tell is not held against anybody.
MISFITTING = [
    (
        "notice_served: 2019-11-10\nassessment_date: 2019-11-25\n",
        "补正一次性告知书送达之日2019-11-10早于申请日期2019-11-18，请核对；核对之前不据此认定期限已满。",
    ),
    (
        "agreement: {signed: 2019-11-15}\n",
        "服务协议签订之日2019-11-15早于申请日期2019-11-18，请核对；核对之前不据此认定期限已满。",
    ),
    (
        "agreement: {signed: 2020-01-20, starts: 2020-02-01, ends: 2020-01-31}\n",
        "服务协议的终止日期2020-01-31早于生效日期2020-02-01，请核对。",
    ),
    ("agreement: {signed: 2020-01-20, starts: 2020-02-01, ends: 2020-02-01}\n", ""),
    ("notice_served: 2019-11-18\n", ""),
    (
        "change_approved: 2020-09-21\nchange_applied: 2020-09-18\n",
        "变更申请的办理日期2020-09-18早于主管部门批准变更之日2020-09-21，请核对。",
    ),
    (
        "agreement: {signed: 2020-01-20, filed: 2020-01-19}\n",
        "协议备案的办理日期2020-01-19早于服务协议签订之日2020-01-20，请核对。",
    ),
]


@pytest.mark.parametrize(("dates", "told"), MISFITTING)
def test_days_that_do_not_fit_each_other_are_told(tmp_path: Path, dates: str, told: str) -> None:
    made = looked_at(tmp_path, f"{OWN}{dates}")
    assert [notice for notice in made.notices if "请核对" in notice] == ([told] if told else [])
    assert made.conclusion is not Conclusion.OVERDUE
