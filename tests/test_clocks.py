"""The clocks of the national orders: from any day of the case, backwards from a day, without the days of supplementing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import RuleError
from medcheck.rulebook.pack_source import Clock
from medcheck.verdict import Stage
from medcheck.yaml_source import parse, validate
from tests.applications import ENGINE, case_file, workbook

BEFORE = "agreement: {signed: 2026-01-05, starts: 2026-01-10, ends: 2026-12-31}\n"
DAYS = """days:
  received: 2026-11-02
  accepted: 2026-11-30
  claim_submitted: 2026-11-02
  exit_planned: 2027-05-31
"""


def looked_at(folder: Path, text: str, day: date = date(2026, 12, 1)) -> Assessment:
    path = workbook(folder, {"application_date": "2026-11-02"})
    return assess(path, Options(stage=Stage.ACCEPTANCE, case=case_file(folder, text), as_of=day), ENGINE)


def counted(made: Assessment) -> dict[str, tuple[str, str, str]]:
    return {one.name: (one.party_word, one.period, str(one.until)) for one in made.deadlines}


def test_every_clock_is_counted_from_its_day(tmp_path: Path) -> None:
    assert counted(looked_at(tmp_path, BEFORE + DAYS)) == {
        # 2 November 2026 is a Monday.
        "telling": ("经办机构", "5个工作日", "2026-11-09"),
        "evaluation": ("经办机构", "3个月", "2027-02-28"),
        "payment": ("经办机构", "30个工作日", "2026-12-14"),
        "renewal": ("双方", "提前3个月", "2026-09-30"),
        "exit": ("申请单位", "提前3个月", "2027-02-28"),
        "change": ("申请单位", "30个工作日", "None"),
    }


def test_the_days_of_supplementing_are_not_counted(tmp_path: Path) -> None:
    days = "days: {accepted: 2026-08-31, supplement_asked: 2026-09-10, supplement_received: 2026-09-15}\n"
    made = next(one for one in looked_at(tmp_path, days).deadlines if one.name == "evaluation")
    assert str(made.until) == "2026-12-05"
    assert made.why[-1] == "2026年9月11日至2026年9月15日5日不计，最后一日推后至2026年12月5日"


@pytest.mark.parametrize(("told", "state"), [("2026-11-09", "in_time"), ("2026-11-10", "late")])
def test_the_agency_has_five_working_days_to_tell(tmp_path: Path, told: str, state: str) -> None:
    made = looked_at(tmp_path, f"notice_served: {told}\ndays: {{received: 2026-11-02}}\n")
    assert next(one.state for one in made.deadlines if one.name == "telling") == state
    assert made.conclusion != "overdue"  # it is the agency's term: nothing of it is held against the applicant


@pytest.mark.parametrize(("asked", "state"), [("2026-09-30", "in_time"), ("2026-10-01", "late")])
def test_a_renewal_is_asked_three_months_ahead(tmp_path: Path, asked: str, state: str) -> None:
    made = looked_at(tmp_path, f"{BEFORE}days: {{renewal_requested: {asked}}}\n")
    assert next(one.state for one in made.deadlines if one.name == "renewal") == state
    assert not any("办理日期" in text and "早于" in text for text in made.notices)
    assert (
        "服务协议期满之日为2026-12-31，应在2026-09-30前（含当日）提出续签申请，或者由经办机构统一组织，没有续签的，协议到期终止"
        "（令第2号第四十一条、令第3号动态管理一章，提前3个月）。" in made.notices
    )


def test_the_applicant_has_no_term_for_supplementing(tmp_path: Path) -> None:
    assert "correction" not in counted(looked_at(tmp_path, "notice_served: 2026-11-03\n"))


def test_a_day_nobody_keeps_is_refused() -> None:
    stated = "{title: 期限, cite: 第一条, from: recieved, months: 3, party: agency, after: 无}"
    with pytest.raises(RuleError, match="您是否想写“received”"):
        validate(Clock, parse(stated, "pack.yaml"))
    with pytest.raises(RuleError, match="ahead 只与 months、years 同用"):
        validate(
            Clock,
            parse(stated.replace("recieved", "received").replace("months: 3", "working_days: 3, ahead: true"), "p"),
        )
