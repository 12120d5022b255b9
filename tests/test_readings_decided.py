"""Who chose an option, on which day, in which paper; and options that change who decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.engine.session import Session
from medcheck.errors import RuleError
from medcheck.fact import Facts, known
from medcheck.report.rules.rule_text import rule_rows
from medcheck.rulebook.language import Language
from medcheck.rulebook.readings import select
from medcheck.verdict import Settled, Verdict
from tests.amended import amended, assessed_in_city
from tests.applications import finding

BY = "decided_by: 云汐市医疗保障局"
DATED = ("readings.yaml", BY, f"{BY}\n  decided_on: 2031-05-06\n  paper: 云医保函〔2031〕12号")
WORDS = "云汐市医疗保障局，2031-05-06，云医保函〔2031〕12号"
DECIDER = (
    "readings.yaml",
    "labels: {usable: 使用面积, building: 建筑面积}\n  options:",
    "labels: {usable: 使用面积, building: 建筑面积, person: 由评审人员认定}\n  options:\n    person: {y-area: {decided_by: reviewer}}",
)


def test_a_report_says_who_chose_when_and_in_which_paper(tmp_path: Path) -> None:
    made = assessed_in_city(tmp_path, amended(tmp_path, DATED), {})
    assert [reading.decided_by for reading in made.readings] == [WORDS]
    assert finding(made, "y-area").readings[0].decided_by == WORDS


def test_the_rule_book_says_so_too(tmp_path: Path) -> None:
    pack = amended(tmp_path, DATED)
    rows = [row.text for row in rule_rows(pack, pack.rules["y-area"], {}) if row.label == "解释口径"]
    assert rows == [f"面积按哪一种计算（y-area-kind）：默认“使用面积”（usable）。理由：条文写明“使用面积”（{WORDS}）"]


def test_a_day_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="口径“y-area-kind”写明了日期或文件，没有写明由谁决定"):
        amended(tmp_path, ("readings.yaml", BY, "paper: 云医保函〔2031〕12号"))


@pytest.mark.parametrize(("settled", "verdict"), [(Settled.OPEN, Verdict.JUDGE), (Settled.YES, Verdict.PASS)])
def test_an_option_may_hand_a_rule_to_another_who_decides(tmp_path: Path, settled: Settled, verdict: Verdict) -> None:
    pack = amended(tmp_path, DECIDER)
    made = select(pack.rules["y-area"], pack.readings, {"y-area-kind": "person"}, Language(pack.vocabulary))
    assert made is not None
    assert made.decided_by == "reviewer"
    assert made.source.plain()["decided_by"] == "reviewer"
    facts = clinic_facts(119)
    assert Session([("y-area", made)]).judge(facts, {"y-area": settled})["y-area"] is verdict


def clinic_facts(area: int) -> Facts:
    return Facts([known("facility_type", "clinic"), known("usable_area_m2", area)])


def test_such_an_option_is_told_beside_the_default_and_works_when_chosen(tmp_path: Path) -> None:
    pack = amended(tmp_path, DECIDER)
    small = {"usable_area_m2": 119, "building_area_m2": 119}
    beside = finding(assessed_in_city(tmp_path, pack, small), "y-area")
    assert beside.verdict is Verdict.FAIL
    assert [(one.label, one.verdict) for one in beside.other_readings] == [("由评审人员认定", Verdict.JUDGE)]
    decision = "{rule: y-area, answer: 符合, by: 王芳, on: 2031-06-03, note: 与相邻用房合计}"
    case = f"case: 2031-1\nassessment_date: 2031-06-03\ndecisions:\n  - {decision}\n"
    chosen = assessed_in_city(tmp_path, pack, small, case, readings={"y-area-kind": "person"})
    assert finding(chosen, "y-area").verdict is Verdict.PASS


@pytest.mark.parametrize("field", ["id: y-other", "status: draft", "clause: y-term"])
def test_an_option_makes_no_other_rule_of_it(tmp_path: Path, field: str) -> None:
    with pytest.raises(RuleError, match="口径的改动中没有"):
        amended(
            tmp_path, ("readings.yaml", "{requires: {fact: building_area_m2, between: [120, 400]}}", f"{{{field}}}")
        )
