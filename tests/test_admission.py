"""What an applicant states against itself is never an automatic refusal and never clear (第十条 2 to 5, 基本条件二至四)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from medcheck.verdict import Conclusion, Consequence, Stage, Verdict
from tests.applications import SETTLED_CASE, assessed, case_file, finding

EVENT = {"kind": "医疗事故", "date": "2019-10-01", "decision_date": "2019-10-20"}
ENDED = {"kind": "协议终止或解除", "date": "2018-05-01", "for_violation": "是"}
CLOSED = "na-closed-or-suspended"
# What is stated (the application date is 2019-11-18), the rule, and how the sentence tells it.
STATED: list[tuple[str, dict[str, str], list[dict[str, str]], str, str]] = [
    ("停业", {"business_status": "停业"}, [], CLOSED, "营业状态“停业”"),
    ("歇业", {"business_status": "歇业"}, [], CLOSED, "营业状态“歇业”"),
    ("正在接受调查", {"under_investigation": "是"}, [], "na-under-investigation", "正在接受调查处理“是”"),
    ("事故", {}, [EVENT], "cond-no-medical-accident-3m", "医疗事故“医疗事故（2019-10-01）”"),
    ("申请当日的事故", {}, [EVENT | {"date": "2019-11-18"}], "cond-no-medical-accident-3m", "医疗事故“医疗事故（2019-11-18）”"),
    ("价格", {}, [EVENT | {"kind": "价格违法违规"}], "cond-no-price-violation-3m", "价格违法违规"),
    ("药品", {}, [EVENT | {"kind": "药品材料违法违规"}], "cond-no-drug-violation-3m", "药品"),
    ("特大事件", {}, [EVENT | {"kind": "医疗质量安全事件", "grade": "特大"}], "na-major-safety-event-3y", "特大"),
    ("因违规终止", {}, [ENDED], "na-terminated-within-3y", "协议终止"),
    ("日期不明的事故", {}, [EVENT | {"date": ""}], "cond-no-medical-accident-3m", "医疗事故“医疗事故（"),
    ("终止的原因不明", {}, [ENDED | {"for_violation": ""}], "na-terminated-within-3y", "协议终止"),
]  # fmt: skip
BEFORE_ANYBODY_LOOKED = [Stage.PRECHECK, Stage.ACCEPTANCE, Stage.ASSESSMENT]


@pytest.mark.parametrize("stage", BEFORE_ANYBODY_LOOKED)
@pytest.mark.parametrize(
    ("fields", "events", "rule", "told"), [one[1:] for one in STATED], ids=[one[0] for one in STATED]
)
def test_what_is_stated_shows_in_the_conclusion(
    tmp_path: Path, fields: dict[str, str], events: list[dict[str, str]], rule: str, told: str, stage: Stage
) -> None:
    tables: dict[str, Any] = {"events": events} if events else {}
    found = assessed(tmp_path, fields, tables, stage=stage)
    one = finding(found, rule)
    assert one.verdict in (Verdict.JUDGE, Verdict.CHECK)
    assert (one.consequence, one.actor, one.blocks) == (Consequence.ADMISSION, "agency", True)
    assert not found.clear
    # A blank in a row is a thing to fill in as well, which comes first.
    assert found.conclusion in (Conclusion.AGENCY_CHECK, Conclusion.SUPPLEMENT)
    if found.conclusion is Conclusion.AGENCY_CHECK:
        assert found.sentence.startswith("申请单位自报有")
        assert "须由经办机构核实" in found.sentence


@pytest.mark.parametrize("stage", BEFORE_ANYBODY_LOOKED)
def test_the_sentence_says_what_the_applicant_states(tmp_path: Path, stage: Stage) -> None:
    found = assessed(tmp_path, {"business_status": "停业"}, stage=stage)
    assert found.conclusion is Conclusion.AGENCY_CHECK
    assert found.sentence.startswith("申请单位自报有1项不利情况（营业状态“停业”），须由经办机构核实")


# Outside its window, or of another kind, an event speaks against nobody: the register alone is asked.
HARMLESS = [
    [EVENT | {"date": "2019-08-18", "decision_date": "2019-08-20"}],
    [ENDED | {"date": "2016-11-18"}],
    [ENDED | {"for_violation": "否"}],
    [EVENT | {"kind": "医疗质量安全事件", "grade": "一般"}],
]


@pytest.mark.parametrize("events", HARMLESS, ids=lambda events: str(events[0]))
@pytest.mark.parametrize(
    ("stage", "conclusion", "clear"),
    [
        (Stage.PRECHECK, Conclusion.INSPECT, True),
        (Stage.ACCEPTANCE, Conclusion.AGENCY_CHECK, False),
        (Stage.ASSESSMENT, Conclusion.INSPECT, True),
    ],
)
def test_open_register_questions_alone_do_not_raise_it(
    tmp_path: Path, events: list[dict[str, str]], stage: Stage, conclusion: Conclusion, clear: bool
) -> None:
    found = assessed(tmp_path, tables={"events": events}, stage=stage)
    assert Consequence.ADMISSION not in {one.consequence for one in found.findings}
    assert (found.conclusion, found.clear) == (conclusion, clear)


def test_what_a_person_or_a_register_settled_is_no_admission_any_more(tmp_path: Path) -> None:
    case = case_file(tmp_path, SETTLED_CASE)
    found = assessed(tmp_path, {"business_status": "停业"}, case=case, stage=Stage.ASSESSMENT)
    assert finding(found, CLOSED).verdict is Verdict.PASS
    assert found.conclusion is Conclusion.INSPECT
    said = SETTLED_CASE.replace("  - {fact: business_status, value: 正常营业, by: 王芳, on: 2019-11-19}\n", "").replace(
        "decisions:\n", f"decisions:\n  - {{rule: {CLOSED}, answer: 不符合, by: 李明, on: 2019-11-20}}\n"
    )
    refused = assessed(tmp_path, {"business_status": "停业"}, case=case_file(tmp_path, said), stage=Stage.ASSESSMENT)
    assert refused.conclusion is Conclusion.NOT_ACCEPTED
