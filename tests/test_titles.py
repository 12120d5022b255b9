"""Titles as people write them: placed by series and level, or asked about; one of another series or category does not count."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.names import read_titles, title
from medcheck.measure.headcount import title_level
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Verdict
from tests.applications import finding
from tests.test_witnesses import is_, judged, sample, with_cell

LIST = Path(__file__).parent / "data" / "titles.csv"
TITLES = shipped_pack("liaocheng-2019").tables.titles


def test_our_own_list_of_titles_is_placed_as_it_is_labelled() -> None:
    listed = read_titles(LIST)
    assert [(one, title(one.title)) for one in listed if title(one.title) not in (("", ""), one[1:])] == []
    clear = [one for one in listed if one.grade not in ("none", "unclear")]
    assert [one.title for one in clear if title(one.title) == ("", "")] == []


@pytest.mark.parametrize(
    ("typed", "ask"),
    [
        ("执业药师", "“执业药师”是执业资格或执业证书，不是职称"),
        ("护师（未聘）", "“护师（未聘）”注明“未聘”，不能确定是否具有并聘任该职称"),
        ("主任医师、主任药师", "“主任医师、主任药师”写了不同系列的职称"),
        ("主任", "“主任”可能是几种职称，也可能是岗位"),
        ("初级", "“初级”不能确定是哪一系列、哪一级职称"),
        ("主冶医师", "“主冶医师”不是职称表中的写法"),
        ("/", "没有写明职称"),
        ("医" * 200, f"“{'医' * 200}”不是职称表中的写法"),
        ("{0}", "“{0}”不能确定是哪一系列、哪一级职称"),
    ],
)
def test_the_question(typed: str, ask: str) -> None:
    assert TITLES is not None
    assert TITLES.read(typed).ask == ask


@pytest.mark.parametrize(
    ("typed", "category", "level"),
    [
        ("主任中医师", "执业医师", "正高"),
        ("主任医师", "注册护士", None),
        ("主管护师", "执业医师", None),
        ("中级", "执业医师", "中级"),
        ("技师", "工程技术人员", "师级"),
        ("会计师", "工程技术人员", None),
        ("无", "注册护士", "无"),
    ],
)
def test_a_title_of_another_profession_does_not_count(typed: str, category: str, level: str | None) -> None:
    assert title_level(typed, category, TITLES) == level


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("副主任中医师", Verdict.PASS),
        ("副主任医师（内科）", Verdict.PASS),
        ("主任护师", Verdict.FAIL),
        ("副主任护师", Verdict.FAIL),
        ("主任药师", Verdict.FAIL),
        ("高级工程师", Verdict.FAIL),
        ("副高", Verdict.UNKNOWN),
        ("主任", Verdict.UNKNOWN),
        ("执业医师", Verdict.UNKNOWN),
        ("原主任医师", Verdict.UNKNOWN),
    ],
)
def test_the_leader_of_a_key_specialty_is_a_physician(typed: str, expected: Verdict) -> None:
    one = sample("hospital-2-eligible")
    leader = one.tables["key_specialties"].rows[0].value("leader_name")
    assert isinstance(leader, str)
    in_roster = with_cell("staff", "title", typed, is_("name", leader))(one)  # else the two titles would contradict
    made = judged(with_cell("key_specialties", "leader_title", typed)(in_roster))
    assert finding(made, "h2-key-specialty-leader-title").verdict is expected


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        ("head_title", "主任护师", Verdict.FAIL),
        ("head_title", "正高", Verdict.UNKNOWN),
        ("head_title", "主任中医师", Verdict.PASS),
        ("head_name", "外院专家", Verdict.UNKNOWN),
    ],
)
def test_the_head_of_a_clinical_department(column: str, typed: str, expected: Verdict) -> None:
    change = with_cell("departments", column, typed, is_("name", "内科"))
    assert finding(judged(change(sample("hospital-3-eligible"))), "h3-head-title-first-level").verdict is expected
