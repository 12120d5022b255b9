"""Rules with days of their own, drafts that are judged and never count, rules that are kept to be read only."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.errors import RuleError
from medcheck.report.rules.rule_book import rule_book
from medcheck.rulebook.cases import read_cases
from medcheck.verdict import Verdict
from tests.amended import amended, assessed_in_city
from tests.applications import finding

AREA = "remedy: {zh: 调整业务用房面积}"


def with_area(more: str) -> tuple[str, str, str]:
    return "clinic.yaml", AREA, f"{AREA}\n    {more}"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("2031-06-01", Verdict.NOT_APPLICABLE),
        ("2031-06-02", Verdict.FAIL),
        ("2032-06-02", Verdict.FAIL),
        ("2032-06-03", Verdict.NOT_APPLICABLE),
    ],
)
def test_a_rule_holds_for_applications_of_its_own_days(tmp_path: Path, day: str, verdict: Verdict) -> None:
    pack = amended(tmp_path, with_area("valid_from: 2031-06-02\n    valid_to: 2032-06-02"))
    made = assessed_in_city(tmp_path, pack, {"usable_area_m2": 119.99, "application_date": day})
    assert finding(made, "y-area").verdict is verdict


def test_it_says_why_a_rule_does_not_hold_yet(tmp_path: Path) -> None:
    made = assessed_in_city(tmp_path, amended(tmp_path, with_area("valid_from: 2031-06-03")), {})
    assert finding(made, "y-area").reasons == ("只适用于“申请日期不早于2031-06-03”，现为2031-06-02",)


def test_a_rule_cannot_end_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="valid_to 应不早于 valid_from（2032-06-02）"):
        amended(tmp_path, with_area("valid_from: 2032-06-02\n    valid_to: 2031-06-02"))


def test_a_draft_is_judged_and_told_and_never_counts(tmp_path: Path) -> None:
    pack = amended(tmp_path, with_area("status: draft"))
    made = assessed_in_city(tmp_path, pack, {"usable_area_m2": 119.99})
    assert "y-area" not in {one.rule for one in made.findings}
    assert made.total == 5
    assert [(one.rule, one.verdict_word) for one in made.regulation.not_counted] == [("y-area", "不符合")]
    assert "“使用面积在120至400平方米之间”（第五条第二项）不计入：草案，只试评；按该条判定为“不符合”。" in made.notices
    assert made.blocking == assessed_in_city(tmp_path, pack, {"usable_area_m2": 120}).blocking


def test_a_draft_that_would_pass_says_so(tmp_path: Path) -> None:
    made = assessed_in_city(tmp_path, amended(tmp_path, with_area("status: draft")), {"usable_area_m2": 120})
    assert [one.verdict_word for one in made.regulation.not_counted] == ["符合"]


def test_what_is_deprecated_is_judged_no_more_and_can_be_read(tmp_path: Path) -> None:
    pack = amended(tmp_path, with_area("status: deprecated"))
    made = assessed_in_city(tmp_path, pack, {"usable_area_m2": 119.99})
    assert "y-area" not in {one.rule for one in made.findings}
    assert made.regulation.not_counted == ()
    assert list(pack.idle) == ["y-area"]
    book = rule_book(pack, {})
    assert (
        "## 草案和停用的规则\n\n### 使用面积在120至400平方米之间\n\n`y-area`\n\n- **状态** 已停用，不再判定\n" in book
    )


def test_the_cases_of_a_draft_are_read(tmp_path: Path) -> None:
    pack = amended(tmp_path, with_area("status: draft"))
    assert "y-area" in {case.rule for case in read_cases(tmp_path / "yunxi-2031", pack)}


def test_an_unknown_status_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="第 16 行：“status”应为active、draft、deprecated之一"):
        amended(tmp_path, with_area("status: drafted"))


def test_the_schema_of_a_rule_file_knows_them() -> None:
    printed = CliRunner().invoke(main, ["schema", "rules"]).output
    for key in ('"any_of"', '"until"', '"distinct"', '"except"', '"valid_from"', '"deprecated"'):
        assert key in printed
