"""What states the same thing twice, or in two ways: it stops every stage, and what rests on it is in conflict (B2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess, assess_application
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.blank.fill import fill
from medcheck.intake.read_application import read_application
from medcheck.verdict import Conclusion, Stage, Verdict
from tests.applications import ENGINE, SAMPLES

Edit = Callable[[dict[str, Any]], None]


def assessed(folder: Path, sample: str, *edits: Edit, stage: Stage = Stage.ASSESSMENT) -> Assessment:
    data = yaml_source.read(SAMPLES / f"{sample}.yaml").plain()
    for edit in edits:
        edit(data)
    path = folder / "申请.xlsx"
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), "申请.yaml"), path)
    return assess(path, Options(stage=stage), ENGINE)


def at_every_stage(folder: Path, sample: str, edit: Edit) -> dict[Stage, Assessment]:
    """Return the assessments of one workbook, which is written and read once."""
    data = yaml_source.read(SAMPLES / f"{sample}.yaml").plain()
    edit(data)
    path = folder / "申请.xlsx"
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), "申请.yaml"), path)
    application = read_application(path)
    return {stage: assess_application(application, Options(stage=stage), ENGINE) for stage in Stage}


def twice(at: int) -> Edit:
    """Return the edit that states somebody of the roster on a second row."""
    return lambda data: data["tables"]["staff"].append(dict(data["tables"]["staff"][at]))


def only(*names: str) -> Edit:
    def edit(data: dict[str, Any]) -> None:
        data["tables"]["staff"] = [row for row in data["tables"]["staff"] if row["name"] in names]

    return edit


def in_conflict(found: Assessment) -> set[str]:
    return {one.rule for one in found.findings if one.verdict is Verdict.CONFLICT}


def other_title(data: dict[str, Any]) -> None:
    row = next(row for row in data["tables"]["key_specialties"] if row["leader_title"] == "主任医师")
    row["leader_title"] = "副主任医师"


def other_number(data: dict[str, Any]) -> None:
    row = next(row for row in data["tables"]["documents"] if row["code"] == "registration")
    row["number"] = "91371500MA3C00000X"


KINDS = ("physician twice", "nurse twice", "another title", "pharmacist twice", "another number", "number of a shop")
CONTRADICTIONS = [
    ("clinic-eligible", twice(0)),
    ("hospital-2-eligible", twice(0)),
    ("hospital-3-eligible", other_title),
    ("pharmacy-single-eligible", twice(0)),
    ("clinic-eligible", other_number),
    ("pharmacy-single-eligible", other_number),
]


@pytest.mark.parametrize(("sample", "edit"), CONTRADICTIONS, ids=KINDS)
def test_a_contradiction_stops_every_stage(tmp_path: Path, sample: str, edit: Edit) -> None:
    for stage, found in at_every_stage(tmp_path, sample, edit).items():
        assert (stage, found.conclusion, found.clear) == (stage, Conclusion.SUPPLEMENT, False)
        assert [problem.conflict for problem in found.problems].count(True) >= 1


@pytest.mark.parametrize("stage", [Stage.PRECHECK, Stage.ASSESSMENT])
@pytest.mark.parametrize(
    "sample", ["clinic-eligible", "hospital-2-eligible", "hospital-3-eligible", "pharmacy-single-eligible"]
)
def test_without_a_contradiction_nothing_is_in_conflict(tmp_path: Path, sample: str, stage: Stage) -> None:
    found = assessed(tmp_path, sample, stage=stage)
    assert (in_conflict(found), found.clear) == (set(), True)


def test_one_person_on_two_rows_is_no_second_physician(tmp_path: Path) -> None:
    found = assessed(tmp_path, "clinic-eligible", only("周明远", "刘雨桐"), twice(0))
    assert "opd-physician-min" in in_conflict(found)
    one = next(one for one in found.findings if one.rule == "opd-physician-min")
    assert "同一身份证号" in one.todo
    assert {item.source.sheet for item in one.evidence if item.source} == {"人员花名册"}


def test_what_counts_the_person_is_in_conflict_and_nothing_else(tmp_path: Path) -> None:
    whole, found = assessed(tmp_path, "hospital-2-eligible"), assessed(tmp_path, "hospital-2-eligible", twice(0))
    before = {one.rule: one.verdict for one in whole.findings}
    assert {one.rule for one in found.findings if one.verdict is not before[one.rule]} == in_conflict(found) == {
        "h2-staff-per-bed-range-min",
        "h2-staff-per-bed-range-max",
        "h2-health-tech-pct",
        "h2-physician-nurse-ratio",
        "h2-physician-nurse-ratio-physicians",
        "h2-title-pyramid-chief",
        "h2-title-pyramid-associate",
        "h2-title-pyramid-attending",
    }  # fmt: skip


def test_a_leader_of_two_titles_leads_no_key_specialty_for_certain(tmp_path: Path) -> None:
    found = assessed(tmp_path, "hospital-3-eligible", other_title)
    assert "h3-title-pyramid-chief" in in_conflict(found)
    assert not {one.rule for one in found.findings if one.verdict is Verdict.FAIL}
