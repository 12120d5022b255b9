"""Departments as hospitals write them: what they stand for, where they sit, what a person must decide, what is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from medcheck.fact import Members
from medcheck.measure.hospital.department_names import of_department_names
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import hospital

PACK = shipped_pack("liaocheng-2019")
NAMES, MEMBERS = PACK.tables.department_names, PACK.vocabulary.facts["departments"].members


def facts_of(*rows: dict[str, Any]) -> dict[str, Any]:
    return {
        fact.name: fact.value
        for fact in of_department_names(hospital(departments=list(rows)), NAMES, MEMBERS, PACK.tables.name_words)
    }


def found(*rows: dict[str, Any]) -> Members:
    value = facts_of(*rows)["departments"]
    assert isinstance(value, Members)
    return value


def named(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(member.name, member.inside) for member in found(*rows).members]


SPELLINGS = [
    ("急诊医学科", "急诊科"),
    ("急诊室", "急诊室"),
    ("耳鼻咽喉头颈外科", "耳鼻喉科"),
    ("医学影像科", "影像诊断科"),
    (" 内 科 ", "内科"),
    ("内二科", "内科"),
    ("家庭病床科（组）", "家庭病床科"),
    ("CSSD", "消毒供应室"),
    ("重症医学科", "ICU"),
]


@pytest.mark.parametrize(("written", "name"), SPELLINGS)
def test_a_name_as_hospitals_write_it(written: str, name: str) -> None:
    assert named({"name": written}) == [(name, "")]


def test_a_department_with_an_upper_one_sits_inside_it() -> None:
    assert named({"name": "外科"}, {"name": "皮肤科", "parent": "大外科"}) == [("外科", ""), ("皮肤科", "外科")]


def test_a_heading_is_no_upper_department() -> None:
    assert named({"name": "皮肤科", "parent": "临床科室"}) == [("皮肤科", "")]


def test_what_a_department_says_it_holds_sits_inside_it() -> None:
    assert named({"name": "五官科", "covers": ("眼科、耳鼻喉科",)}) == [
        ("五官科", ""),
        ("眼科", "五官科"),
        ("耳鼻喉科", "五官科"),
    ]


def test_a_merged_department_that_does_not_say_what_it_holds_is_for_a_person() -> None:
    assert named({"name": "五官科"}) == [
        ("五官科", ""),
        ("眼科", "五官科（待核实）"),
        ("耳鼻喉科", "五官科（待核实）"),
        ("口腔科", "五官科（待核实）"),
    ]


def test_a_name_that_only_may_be_it_is_for_a_person() -> None:
    assert named({"name": "放疗科"}) == [("肿瘤科", "放疗科（待核实）")]


def test_a_composite_counts_twice_and_parts_together_are_one() -> None:
    assert named({"name": "普外科"}) == [("外科", ""), ("腹外科", "")]
    assert named({"name": "妇科"}, {"name": "产科"}) == [("妇科", ""), ("产科", ""), ("妇产科", "")]


def test_functions_held_by_the_party_office_make_the_political_department() -> None:
    assert ("政工科", "") in named({"name": "党办", "covers": ("人事、宣教、保卫",)})
    assert ("政工科", "") not in named({"name": "党办", "covers": ("人事、宣教",)})


def test_the_upper_department_makes_a_name_clear() -> None:
    rows = [{"name": upper, "covers": None} for upper in ("内科", "外科")]
    rows += [
        {"name": "泌尿科", "parent": "内科"},
        {"name": "泌尿科", "parent": "外科"},
        {"name": "ICU", "parent": "外科"},
    ]
    assert named(*rows)[2:] == [("肾内科", "内科"), ("泌尿外科", "外科"), ("外科ICU", "外科")]


def test_an_upper_department_without_a_row_may_be_there() -> None:
    assert named({"name": "消化科", "parent": "内科"}) == [("消化内科", "内科"), ("内科", "消化科（待核实）")]


def test_groups_without_their_department_leave_it_to_a_person() -> None:
    assert named({"name": "呼吸与危重症医学科"}, {"name": "心内科专业组"}) == [
        ("呼吸内科", ""),
        ("心血管内科", ""),
        ("内科", "呼吸内科（待核实）"),
    ]


def test_a_composite_inside_one_of_its_parts_is_only_the_other() -> None:
    assert named({"name": "外科"}, {"name": "普外科", "parent": "外科"}) == [("外科", ""), ("腹外科", "外科")]


def hosts(value: Members) -> dict[str, str]:
    return {member.name: member.inside for member in value.members}


def test_a_name_nobody_knows_may_be_whatever_of_its_kind_is_missing() -> None:
    value = hosts(found({"name": "内科"}, {"name": "量子医学科", "group": "临床科室"}))
    assert (value["内科"], value["核医学科"], value["皮肤科"]) == ("", "量子医学科（待核实）", "量子医学科（待核实）")
    assert "财务科" not in value


def test_an_unknown_administrative_name_may_be_an_administrative_department_only() -> None:
    value = hosts(found({"name": "资金部", "group": "职能科室"}))
    assert value["财务科"] == "资金部（待核实）"
    assert "内科" not in value


def test_an_unknown_group_may_be_a_group_or_intensive_care_of_its_department() -> None:
    value = hosts(found({"name": "内科"}, {"name": "特需组", "parent": "内科"}))
    assert (value["CCU"], value["呼吸内科"]) == ("特需组（待核实）", "特需组（待核实）")
    assert "骨科" not in value


def test_a_known_other_name_leaves_nothing_open() -> None:
    assert named({"name": "体检中心"}, {"name": "党委办公室"}) == []


REMARKS = [
    ("传染科（筹建中）", [("传染科", "传染科（筹建中）（待核实）")]),
    ("传染科(已停诊)", [("传染科", "传染科(已停诊)（待核实）")]),
    ("家庭病床科（组）", [("家庭病床科", "")]),
    ("康复科（东院区）", [("康复科", "")]),
    ("康复科（含理疗）", [("康复科", ""), ("理疗科", "康复科")]),
    ("皮肤科（皮肤性病科）", [("皮肤科", "")]),
]


@pytest.mark.parametrize(("written", "expected"), REMARKS)
def test_what_stands_in_brackets_is_read_or_left_to_a_person(written: str, expected: list[tuple[str, str]]) -> None:
    assert named({"name": written}) == expected


@pytest.mark.parametrize("said", ["眼科、耳鼻喉科和口腔科", "眼科,耳鼻喉及口腔", "眼 耳鼻咽喉科 口腔科"])
def test_what_is_held_may_be_written_in_several_ways(said: str) -> None:
    assert [name for name, host in named({"name": "五官科", "covers": (said,)}) if host] == [
        "眼科",
        "耳鼻喉科",
        "口腔科",
    ]


def test_a_department_that_names_itself_among_what_it_holds() -> None:
    assert named({"name": "康复医学科", "covers": ("康复、理疗",)}) == [("康复科", ""), ("理疗科", "康复科")]


def test_a_pharmacy_that_does_not_say_what_it_holds_leaves_the_dispensing_room_to_a_person() -> None:
    assert named({"name": "药剂科"}) == [("药剂科", ""), ("调配室", "药剂科（待核实）")]
    assert named({"name": "药剂科", "covers": ("制剂室",)}) == [("药剂科", ""), ("制剂室", "药剂科")]


def counts(*rows: dict[str, Any]) -> tuple[Any, Any]:
    facts = facts_of(*rows)
    return facts["internal_group_count"], facts["surgical_group_count"]


def test_groups_are_counted_listed_or_not_each_once() -> None:
    rows = [
        {"name": "内科", "covers": ("呼吸、消化、风湿免疫",)},
        {"name": "消化内科", "parent": "内科"},
        {"name": "皮肤科", "parent": "内科"},
        {"name": "外科"},
        {"name": "肛肠科", "parent": "外科"},
        {"name": "普外科"},
    ]
    assert counts(*rows) == (3, 2)


def test_numbered_departments_are_groups_and_different_names_of_one_group_are_two() -> None:
    numbered = [{"name": f"内{number}科"} for number in "一二三四"]
    assert counts(*numbered, {"name": "外科"}, {"name": "普外科"}, {"name": "肝胆外科"}, {"name": "骨科"}) == (4, 3)


def functions(*rows: dict[str, Any]) -> Members:
    value = facts_of(*rows)["admin_functions"]
    assert isinstance(value, Members)
    return value


def test_functions_are_those_an_office_holds_or_a_department_shows() -> None:
    value = functions(
        {"name": "医院办公室", "covers": ("人事、秘书、保卫、后勤",)}, {"name": "护理部"}, {"name": "计财科"}
    )
    assert [member.name for member in value.members] == ["护理", "人事", "秘书", "保卫", "财务", "后勤"]
    assert value.unsure == ()


def test_while_the_office_is_silent_a_function_is_only_open() -> None:
    value = functions({"name": "办公室"}, {"name": "护理部"})
    assert value.unsure == ("医疗", "人事", "秘书", "保卫", "财务", "后勤")
