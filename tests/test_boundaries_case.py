"""Every comparison of the days and bounds of a case: waivers, remarks on the case file, deadlines, papers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from medcheck.assessment.model.assessment_model import ProblemItem, Task, Tasks
from medcheck.assessment.waive import _is_weaker
from medcheck.errors import MedcheckError, WorkbookError
from medcheck.notice.fields import fields
from medcheck.notice.fit import remarks, require_fit
from medcheck.notice.paper_kinds import KINDS
from medcheck.notice.rows import again, gaps
from medcheck.rulebook.pack_source import Clock
from medcheck.term import count_term
from medcheck.verdict import Consequence, Stage, Verdict
from tests import strategies
from tests.applications import assessed, case_file, finding
from tests.papers import CASE, FULL, result, source

RELAXED = """
waivers:
  - rule: opd-area-min
    granted: 50
    decision: 聊医保发〔2020〕3号
    reason: 山区村卫生室用房有限
    by: 王芳
    on: 2019-11-18
"""
NOT_WIDER = "应比规定的“{}”宽，且不能为零或为空"
WAIVED = [
    ("opd-area-min", "59.99", "59.99㎡", ""),
    ("opd-area-min", "60", "60㎡", NOT_WIDER.format("60㎡")),
    ("opd-area-min", "60.01", "60.01㎡", NOT_WIDER.format("60㎡")),
    ("opd-area-min", "0.01", "0.01㎡", ""),
    ("opd-area-min", "0", "0㎡", NOT_WIDER.format("60㎡")),
    ("opd-rooms-set", "[全科诊疗室, 药房]", "", ""),
    ("opd-rooms-set", "[全科诊疗室, 治疗室, 药房]", "", "宽，且不能为零或为空"),
    ("opd-rooms-set", "[全科诊疗室, 出诊箱]", "", "没有“出诊箱”"),
    ("opd-rooms-set", "[]", "", "没有列出任何名称"),
]


@pytest.mark.parametrize(("rule", "granted", "bound", "refused"), WAIVED)
def test_a_waiver_grants_less_and_still_something(
    tmp_path: Path, rule: str, granted: str, bound: str, refused: str
) -> None:
    text = RELAXED.replace("opd-area-min", rule).replace("granted: 50", f"granted: {granted}")
    given: dict[str, Any] = {"fields": {"usable_area_m2": "0.01"}, "case": case_file(tmp_path, text)}
    if refused:
        with pytest.raises(WorkbookError) as raised:
            assessed(tmp_path, **given)
        assert refused in raised.value.problems[0].text
    else:
        assert all("放宽" not in problem.text for problem in assessed(tmp_path, **given).problems)
        if bound:
            assert any(bound in remark for remark in finding(assessed(tmp_path, **given), rule).remarks)


GRANTED_ON = [("2019-11-17", True), ("2019-11-18", True), ("2019-11-19", False)]


@pytest.mark.parametrize(("on", "there"), GRANTED_ON)
def test_a_waiver_is_there_from_its_day_on(tmp_path: Path, on: str, there: bool) -> None:
    text = RELAXED.replace("on: 2019-11-18", f"on: {on}")
    given: dict[str, Any] = {"fields": {"usable_area_m2": "58.5"}, "case": case_file(tmp_path, text)}
    if there:
        assert finding(assessed(tmp_path, **given), "opd-area-min").verdict is Verdict.WAIVED
    else:
        with pytest.raises(WorkbookError, match="才批准"):
            assessed(tmp_path, **given)


CASE_DAYS = """
facility_name: 聊城康宁综合门诊部
assessment_date: {assessed}
decisions: [{{rule: na-other, answer: 符合, by: 李明, on: {decided}}}]
registers: [{{fact: prior_terminations, value: 无, by: 王芳, on: {asked}}}]
inspection: {{on: {visited}, inspectors: [李明, 王芳]}}
"""
NO_SHEET = "现场勘验写在案件文件中，没有勘验表：用房、设备、人员等各行是否逐一核实没有记录，请核对现场记录。"
REMARKED = [
    ("decided", "2019-11-17", "案件文件中有 1 项核查或决定的日期早于申请日期 2019-11-18（最早 2019-11-17），请核对。"),
    ("asked", "2019-11-17", "案件文件中有 1 项核查或决定的日期早于申请日期 2019-11-18（最早 2019-11-17），请核对。"),
    ("visited", "2019-11-17", "现场勘验日期 2019-11-17 早于申请日期 2019-11-18，请核对。"),
]


@pytest.mark.parametrize(("name", "day", "remark"), REMARKED, ids=[name for name, *_ in REMARKED])
def test_days_of_the_case_before_the_application(tmp_path: Path, name: str, day: str, remark: str) -> None:
    days = dict.fromkeys(("assessed", "decided", "asked", "visited"), "2019-11-18")
    assert assessed(tmp_path, case=case_file(tmp_path, CASE_DAYS.format(**days))).notices == (NO_SHEET,)
    assert assessed(tmp_path, case=case_file(tmp_path, CASE_DAYS.format(**{**days, name: day}))).notices == (
        NO_SHEET,
        remark,
    )


def test_an_assessment_before_the_application_is_told_once(tmp_path: Path) -> None:
    days = {**dict.fromkeys(("decided", "asked", "visited"), "2019-11-18"), "assessed": "2019-11-17"}
    assert assessed(tmp_path, case=case_file(tmp_path, CASE_DAYS.format(**days))).notices == (
        NO_SHEET,
        "评估日期 2019-11-17 早于申请日期 2019-11-18，请核对。",
    )


def test_the_earliest_of_several_early_answers_is_named(tmp_path: Path) -> None:
    days = {"assessed": "2019-11-18", "decided": "2019-11-02", "asked": "2019-11-01", "visited": "2019-11-18"}
    assert assessed(tmp_path, case=case_file(tmp_path, CASE_DAYS.format(**days))).notices == (
        NO_SHEET,
        "案件文件中有 2 项核查或决定的日期早于申请日期 2019-11-18（最早 2019-11-01），请核对。",
    )


LENGTHS = [
    ({"months": 1}, "2019-11-17", "2019-12-17"),
    ({"months": 1}, "2019-01-28", "2019-02-28"),
    ({"months": 1}, "2019-01-29", "2019-02-28"),
    ({"months": 1}, "2019-01-31", "2019-02-28"),
    ({"months": 1}, "2020-01-30", "2020-02-29"),
    ({"months": 1}, "2019-12-01", "2020-01-01"),
    ({"months": 2}, "2019-12-31", "2020-02-29"),
    ({"months": 12}, "2019-11-18", "2020-11-18"),
    ({"months": 13}, "2019-11-30", "2020-12-30"),
    ({"years": 1}, "2020-02-29", "2021-02-28"),
    ({"years": 4}, "2020-02-29", "2024-02-29"),
    ({"years": 1}, "2019-02-28", "2020-02-28"),
    ({"working_days": 5}, "2019-11-15", "2019-11-22"),
    ({"working_days": 5}, "2019-11-18", "2019-11-25"),
    ({"working_days": 10}, "2019-11-18", "2019-12-02"),
]


@pytest.mark.parametrize(("length", "starts", "until"), LENGTHS)
def test_the_last_day_of_a_deadline(length: dict[str, int], starts: str, until: str) -> None:
    declared = Clock.model_validate(
        {"title": "整改", "cite": "十", "from": "change_approved", "party": "applicant", "after": "终止", **length}
    )
    assert str(count_term(date.fromisoformat(starts), declared.length, "批准").last) == until


# The notice was served on 2020-01-20: five working days end on 2020-02-04.
WITHDRAWN = ("hospital-2-defects", Stage.ACCEPTANCE, CASE)


@pytest.mark.parametrize(("issued", "fits"), [("2020-02-03", False), ("2020-02-04", False), ("2020-02-05", True)])
def test_an_application_is_withdrawn_after_the_last_day(issued: str, fits: bool) -> None:
    case = source(CASE.replace("issued: 2020-02-05", f"issued: {issued}"))
    if fits:
        require_fit(KINDS["withdrawn"], result(*WITHDRAWN), case)
    else:
        with pytest.raises(MedcheckError, match="不在其后"):
            require_fit(KINDS["withdrawn"], result(*WITHDRAWN), case)


@pytest.mark.parametrize(("received", "late"), [("2020-02-03", False), ("2020-02-04", False), ("2020-02-05", True)])
def test_a_correction_of_the_last_day_is_in_time(received: str, late: bool) -> None:
    case = source(f"{CASE}correction_received: {received}\n")
    if late:
        require_fit(KINDS["withdrawn"], result(*WITHDRAWN), case)
    else:
        with pytest.raises(MedcheckError, match="不是逾期未补正"):
            require_fit(KINDS["withdrawn"], result(*WITHDRAWN), case)


@pytest.mark.parametrize(("served", "fits"), [("2020-01-19", False), ("2020-01-20", True), ("2020-01-21", False)])
def test_the_day_of_service_is_the_one_of_the_result(served: str, fits: bool) -> None:
    case = source(CASE.replace("notice_served: 2020-01-20", f"notice_served: {served}"))
    if fits:
        require_fit(KINDS["correction"], result(*WITHDRAWN), case)
    else:
        with pytest.raises(MedcheckError, match="在评估结果中为2020年1月20日"):
            require_fit(KINDS["correction"], result(*WITHDRAWN), case)


@pytest.mark.parametrize(("signed", "fits"), [("2020-01-19", False), ("2020-01-20", True), ("2020-01-21", False)])
def test_the_day_of_the_agreement_is_the_one_of_the_result(signed: str, fits: bool) -> None:
    made = result("clinic-eligible", Stage.EVALUATION, FULL)
    case = source(FULL.replace("signed: 2020-01-20", f"signed: {signed}"))
    if fits:
        require_fit(KINDS["filing"], made, case)
    else:
        with pytest.raises(MedcheckError, match="服务协议签订之日在案件文件中为"):
            require_fit(KINDS["filing"], made, case)


NUMBERS = [("东医保案2019-16", True), ("东医保案2019-17", False)]


@pytest.mark.parametrize(("number", "fits"), NUMBERS)
def test_a_paper_is_of_the_case_of_its_result(number: str, fits: bool) -> None:
    case = source(CASE.replace("case: 东医保案2019-16", f"case: {number}"))
    if fits:
        require_fit(KINDS["correction"], result(*WITHDRAWN), case)
    else:
        with pytest.raises(MedcheckError, match="不是同一案件"):
            require_fit(KINDS["correction"], result(*WITHDRAWN), case)


# The application is of 2019-11-18.
SERVED = [("2019-11-17", 1), ("2019-11-18", 0), ("2019-11-19", 0)]


@pytest.mark.parametrize(("served", "count"), SERVED)
def test_a_notice_served_before_the_application(served: str, count: int) -> None:
    text = CASE.replace("notice_served: 2020-01-20", f"notice_served: {served}")
    told = remarks(KINDS["correction"], result("hospital-2-defects", Stage.ACCEPTANCE, text), source(text))
    assert sum("早于申请日期" in one.text for one in told) == count


ENDS = [
    ([date(2020, 3, 1)], "2020年3月1日起"),
    ([date(2020, 3, 1), date(2020, 2, 29)], "2020年3月1日起"),
    ([date(2020, 3, 1), None, date(2020, 3, 2)], "上述情形全部消除后（不早于2020年3月2日）"),
    ([None], "上述情形消除后"),
]


@pytest.mark.parametrize(("ends", "text"), ENDS)
def test_when_a_new_application_is_possible(ends: list[date | None], text: str) -> None:
    made = result("clinic-eligible", Stage.ACCEPTANCE, CASE)
    findings = tuple(
        one.model_copy(update={"consequence": Consequence.NOT_ACCEPTED, "earliest": end})
        for one, end in zip(made.findings, ends, strict=False)
    )
    assert again(made.model_copy(update={"findings": findings})) == text


def test_every_day_of_a_paper_is_the_one_it_is_called() -> None:
    text = FULL.replace(
        "agreement: {number: 东医保协7号, signed: 2020-01-20, starts: 2020-02-01, ends: 2021-01-31, filed: 2020-02-03}",
        "agreement: {number: 协7, signed: 2020-03-02, starts: 2020-03-03, ends: 2020-03-04, filed: 2020-03-05}",
    ).replace("filing: {number: 东医保备1号}", "filing: {number: 备1, issued: 2020-03-06, due: 2020-03-07}")
    made = fields(KINDS["filing"], result("clinic-eligible", Stage.EVALUATION, text), source(text))
    names = ("applied", "assessed", "issued", "served", "due", "agreement_starts", "agreement_ends", "filed")
    assert [made[name] for name in names] == [
        "2019年11月18日",
        "2019年11月25日",
        "2020年3月6日",
        "2020年3月2日",
        "2020年3月7日",
        "2020年3月3日",
        "2020年3月4日",
        "2020年3月5日",
    ]
    assert (made["number"], made["agreement_number"], made["notice_number"]) == ("备1", "协7", "东医保补3号")
    assert made["deadline"] == "2020年3月16日"  # ten working days


def test_numbers_of_persons_are_masked_in_every_part_of_a_paper() -> None:
    number = "13912345678"
    text = FULL.replace("reasons: [同类", f"reasons: [{number} 同类").replace("officer: 王芳", f"officer: {number}")
    made = fields(KINDS["not-selected"], result("clinic-eligible", Stage.EVALUATION, FULL), source(text))
    assert number not in str(made)
    assert made["reasons"] == ["139****5678 同类机构的布局已满足参保人员需要。"]
    assert made["officer"] == "139****5678"


def test_a_year_of_days_one_by_one() -> None:
    """The end of a month is the one place where adding months is not plain: nothing else may shift."""
    declared = Clock.model_validate(
        {"title": "t", "cite": "c", "from": "change_approved", "party": "both", "after": "a", "months": 1}
    )
    days = (date(2019, 1, 1) + timedelta(days=number) for number in range(365))
    ends = [end for day in days if (end := count_term(day, declared.length, "批准").last)]
    assert len(ends) == 365
    assert ends == sorted(ends)
    assert [ends.count(day) for day in sorted(set(ends)) if ends.count(day) > 1] == [4, 2, 2, 2, 2]
    assert {day for day in ends if ends.count(day) > 1} == {
        date(2019, 2, 28),
        date(2019, 4, 30),
        date(2019, 6, 30),
        date(2019, 9, 30),
        date(2019, 11, 30),
    }


AREA = {"fact": "area"}
STAFF = {"fact": "staff", "where": {"months": {"at_least": "6"}}}
SETS = {"fact": "departments"}
WIDER = [
    ({**AREA, "at_least": "60"}, {**AREA, "at_least": "59.99"}, True),
    ({**AREA, "at_least": "60"}, {**AREA, "at_least": "60"}, False),
    ({**AREA, "at_least": "60"}, {**AREA, "at_least": "60.01"}, False),
    ({**AREA, "at_least": "60"}, {**AREA, "at_least": "0.01"}, True),
    ({**AREA, "at_least": "60"}, {**AREA, "at_least": "0"}, False),
    ({**AREA, "at_most": "60"}, {**AREA, "at_most": "59.99"}, False),
    ({**AREA, "at_most": "60"}, {**AREA, "at_most": "60"}, False),
    ({**AREA, "at_most": "60"}, {**AREA, "at_most": "60.01"}, True),
    ({**STAFF, "at_least": "3"}, {**STAFF, "at_least": "2"}, True),
    ({**STAFF, "at_least": "3"}, {**STAFF, "at_least": "3"}, False),
    ({**STAFF, "at_least": "3"}, {**STAFF, "at_least": "4"}, False),
    ({**STAFF, "at_most": "3"}, {**STAFF, "at_most": "4"}, True),
    ({**STAFF, "at_most": "3"}, {**STAFF, "at_most": "3"}, False),
    ({**SETS, "includes": ["内科", "外科"]}, {**SETS, "includes": ["内科"]}, True),
    ({**SETS, "includes": ["内科", "外科"]}, {**SETS, "includes": ["外科", "内科"]}, False),
    ({**SETS, "includes": ["内科", "外科"]}, {**SETS, "includes": ["内科", "眼科"]}, False),
    ({**SETS, "includes": ["内科", "外科"]}, {**SETS, "includes": ["内科", "外科", "眼科"]}, False),
]


@pytest.mark.parametrize(("asked", "granted", "wider"), WIDER)
def test_which_bound_is_wider(asked: dict[str, Any], granted: dict[str, Any], wider: bool) -> None:
    def required(stated: dict[str, Any]) -> Any:
        return strategies.read({"id": "r", "title": {"zh": "r"}, "severity": "hard", "requires": stated}).requires

    assert _is_weaker(required(granted), required(asked)) is wider


@pytest.mark.parametrize(("rule", "word"), [("jurisdiction-match", "管辖"), ("na-terminated-within-3y", "不予受理")])
def test_what_is_never_waived(tmp_path: Path, rule: str, word: str) -> None:
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, case=case_file(tmp_path, RELAXED.replace("opd-area-min", rule)))
    assert [one.text for one in raised.value.problems] == [f"规则“{rule}”涉及{word}，不能放宽"]


ANSWERED = "decisions: [{rule: na-other, answer: 符合, by: 李明, on: 2019-11-19}"
AGAIN = [
    (f"{ANSWERED}]", []),
    (f"{ANSWERED}, {ANSWERED.partition('[')[2]}]", ["规则“na-other”有两个答复"]),
    (f"{ANSWERED}, {{rule: na-others, answer: 符合, by: 李明, on: 2019-11-19}}]", ["规则“na-others”"]),
    (
        "inspection: {on: 2019-11-28, inspectors: [李明, 王芳], answers: [{rule: na-other, answer: 符合}]}",
        ["规则“na-other”由经办机构判定，不能在此处作答"],
    ),
]


@pytest.mark.parametrize(("text", "told"), AGAIN)
def test_a_rule_has_one_answer_of_whoever_may_give_it(tmp_path: Path, text: str, told: list[str]) -> None:
    file = case_file(tmp_path, f"{text}\n")
    if not told:
        assert finding(assessed(tmp_path, case=file), "na-other").answer is not None
        return
    with pytest.raises(WorkbookError) as raised:
        assessed(tmp_path, case=file)
    assert len(raised.value.problems) == len(told)
    assert all(words in one.text for one, words in zip(raised.value.problems, told, strict=True))


def test_what_keeps_from_acceptance_comes_first_on_a_paper() -> None:
    binding = [row.binding for row in gaps(result("hospital-2-defects", Stage.ACCEPTANCE))]
    assert binding == [True] * binding.count(True) + [False] * binding.count(False)
    assert min(binding.count(True), binding.count(False)) > 0


@pytest.mark.parametrize(("kind", "asked"), [("required", True), ("conflict", True), ("hint", False)])
def test_a_cell_of_the_form_is_on_the_paper_where_it_must_be_mended(kind: str, asked: bool) -> None:
    one = ProblemItem(
        place="《基本信息》B4", sheet="基本信息", cell="B4", text="甲", mend="乙", required=False, hint=False
    )
    task = Task(rule="", title="", text="甲。乙", cells=("《基本信息》B4",))
    made = result("clinic-eligible", Stage.ACCEPTANCE, CASE).model_copy(
        update={
            "findings": (),
            "problems": (one.model_copy(update={kind: True}),),
            "tasks": (Tasks(actor="applicant", actor_word="申请单位", tasks=(task,)),),
        }
    )
    row = ("《基本信息》B4", "甲", "乙", "申请表填写要求", True)
    assert [(gap.item, gap.problem, gap.cure, gap.cite, gap.binding) for gap in gaps(made)] == [row] * asked


OPEN = "另有14项待经办机构核查、"
SENTENCES = [
    ("clinic-eligible", Stage.PRECHECK, CASE, f"从申请材料看没有妨碍申请的问题。{OPEN}11项待现场勘验、2项待评审。"),
    ("clinic-eligible", Stage.ACCEPTANCE, CASE, "申请单位的材料齐全，尚有8项须由经办机构核查或认定。"),
    ("clinic-eligible", Stage.ACCEPTANCE, FULL, "材料齐全，没有不予受理的情形，予以受理。"),
    ("clinic-eligible", Stage.ASSESSMENT, FULL, "材料符合基本条件和标准，转入现场勘验。"),
    ("clinic-eligible", Stage.EVALUATION, CASE, f"现场勘验尚有11项没有完成。{OPEN}2项待评审。"),
    ("clinic-eligible", Stage.EVALUATION, FULL, "符合基本条件和标准，可提交综合评定。"),
    (
        "hospital-2-defects",
        Stage.ACCEPTANCE,
        CASE,
        "有5项材料或数据需要补充、更正，补齐之前不能判定是否符合。另有8项待经办机构核查、1项待评审。",
    ),
]


@pytest.mark.parametrize(("sample", "stage", "case", "sentence"), SENTENCES)
def test_the_conclusion_in_one_sentence(sample: str, stage: Stage, case: str, sentence: str) -> None:
    assert result(sample, stage, case).sentence == sentence
