"""The clocks of the procedure in the result: declared in the pack, started by the case file, counted once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.deadlines import last_day, period
from medcheck.errors import RuleError
from medcheck.rulebook.pack_source import Clock
from medcheck.rulebook.shelf import shipped_pack
from tests.applications import ENGINE, SAMPLES, assessed, case_file, finding

CASE = """
notice_served: 2020-01-20
change_approved: 2020-09-21
agreement: {signed: 2019-09-23, starts: 2020-02-29}
"""
# The clauses of the pack that set one.
CLOCKS = ("proc-correction-5wd", "proc-filing-10wd", "proc-change-registration-30wd", "proc-annual-review")
COUNTED = [
    ("correction", "第十二条（一）", "申请单位", "2020-01-20", "5个工作日", "2020-02-04"),
    ("filing", "第十二条（五）", "经办机构", "2019-09-23", "10个工作日", "2019-10-11"),
    ("change", "第十一条", "申请单位", "2020-09-21", "30个工作日", "2020-11-06"),
    ("renewal", "第十五条", "双方", "2020-02-29", "1年", "2021-02-28"),
]


def test_every_deadline_is_counted_from_its_day(tmp_path: Path) -> None:
    options = Options(case=case_file(tmp_path, CASE))
    made = assess(SAMPLES / "clinic-eligible.xlsx", options, ENGINE).deadlines
    assert [
        (one.name, one.cite, one.party_word, str(one.starts), one.period, str(one.until)) for one in made
    ] == COUNTED


def test_without_their_days_the_deadlines_are_there_and_open(tmp_path: Path) -> None:
    made = assessed(tmp_path).deadlines
    assert [(one.name, one.starts, one.until) for one in made] == [(name, None, None) for name, *_ in COUNTED]
    assert made[0].starts_word == "补正一次性告知书送达之日"
    assert made[0].after == "逾期视为撤回申请"


def test_every_clause_with_a_clock_of_the_case_has_its_deadline() -> None:
    pack = shipped_pack("liaocheng-2019")
    clauses = {clause.cite for name, clause in pack.clauses.items() if name in CLOCKS}
    assert {one.cite for one in pack.source.deadlines.values()} == clauses


def declared(**length: int) -> Clock:
    """Return a deadline of this length."""
    return Clock.model_validate(
        {"title": "整改", "cite": "十", "from": "change_approved", "party": "applicant", "after": "终止", **length}
    )


LENGTHS = [
    ({"months": 1}, "2020-01-31", "1个月", "2020-02-29"),
    ({"months": 3}, "2019-11-30", "3个月", "2020-02-29"),
    ({"years": 3}, "2020-02-29", "3年", "2023-02-28"),
    ({"years": 1}, "2019-10-01", "1年", "2020-10-01"),
    ({"working_days": 1}, "2020-01-23", "1个工作日", "2020-02-03"),
]


@pytest.mark.parametrize(("length", "starts", "words", "until"), LENGTHS, ids=[f"{row[2]} {row[1]}" for row in LENGTHS])
def test_lengths(length: dict[str, int], starts: str, words: str, until: str) -> None:
    one = declared(**length)
    assert (period(one), str(last_day(one, date.fromisoformat(starts)))) == (words, until)


def test_a_year_nobody_announced_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    options = Options(case=case_file(tmp_path, "notice_served: 2099-01-01\n"))
    with pytest.raises(RuleError) as raised:
        assess(SAMPLES / "clinic-eligible.xlsx", options, ENGINE)
    assert (
        raised.value.problems[0].mend == "按国务院办公厅的通知在 rules/calendar.yaml 中补充2099年的节假日和调休上班日"
    )


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
