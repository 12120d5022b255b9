"""Written names taken apart: whole words only, brackets and notes, what stands before and behind; no name placed falsely."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.names import ASIDE, PERSON, UNKNOWN, is_false, read
from medcheck.measure.written_names import (
    Lexicon,
    doubt_in,
    doubtful_remark,
    fold,
    listed_in,
    plain,
    says_nothing,
    take_apart,
    without_doubt,
)
from medcheck.rulebook.shelf import shipped_pack

WORDS = shipped_pack("liaocheng-2019").tables.name_words
LIST = Path(__file__).parent / "data" / "department-names.csv"


def test_our_own_list_of_department_names_is_placed_as_it_is_labelled() -> None:
    found = read(LIST)
    assert found is not None
    judge, listed = found
    told = [(one, judge(one.name)) for one in listed]
    assert [one.name for one, said in told if is_false(said, one.label)] == []
    labelled = [(one, said) for one, said in told if one.label not in ("PERSON", "ASIDE")]
    assert [one.name for one, said in labelled if set(said.places) != set(one.label.split("+"))] == []
    assert [one.name for one, said in told if one.label == "ASIDE" and said.kind != ASIDE] == []
    assert [one.name for one, said in told if one.label == "PERSON" and said.kind not in (PERSON, UNKNOWN)] == []


@pytest.mark.parametrize("typed", ["X光室", "Ｘ光室", "x 光 室", "Ｘ　光室"])
def test_a_name_is_compared_in_half_width_capitals_without_blanks(typed: str) -> None:
    assert fold(typed) == "X光室"


@pytest.mark.parametrize(
    "typed", ["（一）内科", "1.内科", "１、内科", "二、内科", "内科（东院）", "内科【东院】", " 内　科 "]
)
def test_list_numbers_and_brackets_are_no_part_of_a_name(typed: str) -> None:
    assert plain(typed) == "内科"


def test_the_longest_word_that_begins_at_a_place_stands_there() -> None:
    lexicon = Lexicon({"计划": "doubt", "计划生育": "nothing", "CT": "large"})
    assert list(lexicon.tokens("计划生育计划")) == [("计划生育", "nothing"), ("计划", "doubt")]


@pytest.mark.parametrize(
    ("typed", "large"), [("64排CT", True), ("CT机", True), ("OCT", False), ("CTA", False), ("ECT", False)]
)
def test_a_run_of_letters_is_one_word(typed: str, large: bool) -> None:
    lexicon = Lexicon({"CT": "large"})
    assert any(kind == "large" for _, kind in lexicon.tokens(typed)) is large


SAY_NOTHING = ["水银", "电子", "台式", "XJ-300", "2台", "一楼", "门诊楼3层", "东院区", "20M2", "不锈钢", "省级"]


@pytest.mark.parametrize("remark", SAY_NOTHING)
def test_a_remark_that_says_nothing_more(remark: str) -> None:
    assert says_nothing(remark, WORDS.of_things)
    assert doubtful_remark(take_apart(f"血压计（{remark}）"), WORDS.of_things, lambda _: False) == ""


DOUBTS = [
    "待购",
    "拟设",
    "筹建中",
    "在途",
    "已订货",
    "外包",
    "委托县医院",
    "与处置室合用",
    "借用",
    "坏",
    "无",
    "计划2020年购置",
    "量子",
]


@pytest.mark.parametrize("remark", DOUBTS)
def test_any_other_remark_is_doubtful(remark: str) -> None:
    assert doubtful_remark(take_apart(f"血压计（{remark}）"), WORDS.of_things, lambda _: False) == remark


NOTES = [
    ("待购", "待"),
    ("尚未到货", "尚"),
    ("与隔壁诊所共用", "共用"),
    ("已坏", "坏"),
    ("租用", "租用"),
    ("2018年购入", ""),
    ("完好", ""),
    ("无故障", ""),
    ("未过期", ""),
    ("无菌包装", ""),
    ("计划生育专用", ""),
    ("2018年采购，正常使用", ""),
    ("已到货", ""),
    ("无铭牌", ""),
    ("不含耗材", ""),
    ("由厂家定期维修", ""),
    ("尚在有效期内", ""),
    ("无此设备", "无此"),
]


@pytest.mark.parametrize(("note", "word"), NOTES)
def test_a_note_makes_doubtful_by_its_words(note: str, word: str) -> None:
    assert doubt_in(note, WORDS.of_notes) == word


def test_that_a_room_is_rented_says_nothing() -> None:
    assert doubt_in("租赁", WORDS.of_places) == ""
    assert doubt_in("租赁", WORDS.of_things) == "租赁"


ENDS = [
    ("拟设内科", "内科"),
    ("待购听诊器", "听诊器"),
    ("无听诊器", "听诊器"),
    ("内科筹建中", "内科"),
    ("听诊器-未购", "听诊器"),
    ("拟建CT室", "CT室"),
    ("内科", "内科"),
    ("计划生育科", "计划生育科"),
    ("无影灯", "无影灯"),
]


@pytest.mark.parametrize(("typed", "name"), ENDS)
def test_doubtful_words_at_the_ends_of_a_name(typed: str, name: str) -> None:
    assert without_doubt(typed, WORDS) == name


def test_a_list_is_divided_outside_brackets_and_by_and_only_between_names() -> None:
    known = {"呼吸与危重症医学科"}
    said = "人事（筹建、待批）、呼吸与危重症医学科；财务和后勤"
    assert listed_in(said, known.__contains__) == ["人事（筹建、待批）", "呼吸与危重症医学科", "财务", "后勤"]


@pytest.mark.parametrize("typed", ["（" * 20_000, "一" * 20_000, "无" * 20_000, "内科、" * 20_000, "科" * 20_000])
def test_a_name_of_any_length_is_soon_read(typed: str) -> None:
    assert len(plain(typed)) <= len(typed)
    assert len(without_doubt(typed, WORDS)) <= len(typed)
    assert len(listed_in(typed, lambda _: False)) <= 20_001
