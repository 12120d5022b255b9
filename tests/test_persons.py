"""Counting persons: whoever stands in a list twice counts once, by identity number where there is one, else by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.model.finding_model import Finding
from medcheck.blank.fill import fill
from medcheck.errors import RuleError
from medcheck.rulebook.language import Language
from medcheck.rulebook.operators.persons import PersonCount
from medcheck.verdict import Verdict
from medcheck.vocabulary import load_vocabulary
from medcheck.yaml_source import parse
from tests.applications import ENGINE, SAMPLES, finding

# Two of the sample's roster who are no pharmacists, and one who is.
FIRST, SECOND, PHARMACIST = "屈红梅", "游佳慧", "陆景明"
FULL, PART = "专职医保管理人员", "兼职医保管理人员"


def managers_finding(folder: Path, *managers: tuple[str, str], renamed: dict[str, str] | None = None) -> Finding:
    """Return what the order's rule of two managers finds of a pharmacy with these; some of its staff renamed."""
    stated: dict[str, Any] = yaml_source.read(SAMPLES / "pharmacy-single-eligible.yaml").plain()
    rows = [{"role": role, "name": name, "phone": "13706352001", "vendor": "否"} for role, name in managers]
    stated["tables"]["managers"] = rows
    for person in stated["tables"]["staff"]:
        person["name"] = (renamed or {}).get(person["name"], person["name"])
    fill(parse(json.dumps(stated, ensure_ascii=False), "申请.yaml"), folder / "申请.xlsx")
    return finding(assess(folder / "申请.xlsx", Options(pack="national-2021"), ENGINE), "n3-5-3-managers")


def test_one_manager_listed_twice_is_one(tmp_path: Path) -> None:
    found = managers_finding(tmp_path, (FULL, FIRST), (PART, FIRST))
    assert found.verdict is Verdict.FAIL
    assert (found.value, found.gap) == ("1人（填了 2 行，同一人只计一次）", "缺 1 人")


def test_two_managers_are_two(tmp_path: Path) -> None:
    assert managers_finding(tmp_path, (FULL, FIRST), (PART, SECOND)).verdict is Verdict.PASS


def test_whether_a_pharmacist_counts_too_is_for_a_person(tmp_path: Path) -> None:
    found = managers_finding(tmp_path, (FULL, FIRST), (PART, PHARMACIST))
    assert found.verdict is Verdict.JUDGE
    assert {one.label: one.verdict for one in found.other_readings} == {"计入": Verdict.PASS, "不计入": Verdict.FAIL}


def test_a_blank_in_the_name_makes_nobody_another(tmp_path: Path) -> None:
    assert managers_finding(tmp_path, (FULL, FIRST), (PART, f"{FIRST[0]} {FIRST[1:]}")).verdict is Verdict.FAIL


def test_people_who_are_not_on_the_roster_are_told_by_name(tmp_path: Path) -> None:
    assert managers_finding(tmp_path, (FULL, "欧阳明"), (PART, "欧阳明")).verdict is Verdict.FAIL


def test_nobody_can_tell_which_of_two_namesakes_is_meant(tmp_path: Path) -> None:
    found = managers_finding(tmp_path, (FULL, FIRST), (PART, FIRST), renamed={SECOND: FIRST})
    assert found.verdict is Verdict.UNKNOWN
    assert any("花名册上不止一人" in reason for reason in found.reasons)


@pytest.mark.parametrize("how", ["at_most: 2", "equals: 2", "none: true"])
def test_persons_are_counted_only_where_so_many_at_least_are_asked(how: str) -> None:
    with pytest.raises(RuleError, match="distinct 只与 at_least 同用"):
        Language(load_vocabulary()).requirement(parse(f"{{fact: managers, {how}, distinct: [name]}}", "规则.yaml"))


@pytest.mark.parametrize(
    ("field", "why"), [("phone_given", "规则.yaml 第 1 行：字段“phone_given”不是文字"), ("nane", "没有字段“nane”")]
)
def test_a_person_is_told_by_a_text(field: str, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        Language(load_vocabulary()).requirement(
            parse(f"{{fact: managers, at_least: 2, distinct: [{field}]}}", "规则.yaml")
        )


def test_it_says_what_it_counts() -> None:
    stated = parse("{fact: managers, at_least: 2, distinct: [id_number, name]}", "规则.yaml")
    made = Language(load_vocabulary()).requirement(stated)
    assert isinstance(made, PersonCount)
    assert made.wording() == "医保与信息人员（同一人只计一次）数量不少于2人"
