"""Names of drugs at the ends of what is taken apart: marks, salts, forms, prices, one spelling of a number."""

from __future__ import annotations

import pytest

from medcheck.measure.pharmacy.drug_list import _one_spelling
from medcheck.measure.pharmacy.drug_notes import _is_mark, salt_left, split, take_apart, without_salts
from medcheck.rulebook.shelf import shipped_pack

NOTES = shipped_pack("liaocheng-2019").tables.catalogue_editions
assert NOTES is not None

MARKS = [
    ("18AA-Ⅰ", True),
    ("Ⅱ", True),
    ("B", True),
    ("abc", True),
    ("abcd", False),  # four letters and more are a trade mark, unless all of them are capitals
    ("ABCD", True),
    ("Panadol", False),
    ("Tylenol Cold", False),
    ("0.25g", False),
    ("0.25g×24粒", False),
    ("缓释", False),
    ("", False),
]


@pytest.mark.parametrize(("words", "mark"), MARKS)
def test_brackets_that_hold_the_number_of_a_product(words: str, mark: bool) -> None:
    assert _is_mark(words) is mark


FORMS = [
    ("硝苯地平缓释片", ("硝苯地平", "缓释控释剂型")),
    ("硝苯地平片", ("硝苯地平", "口服常释剂型")),
    ("阿莫西林胶囊", ("阿莫西林", "口服常释剂型")),
    ("注射用头孢呋辛钠", ("头孢呋辛钠", "注射剂")),
    ("维生素C", ("维生素C", "")),
]


@pytest.mark.parametrize(("name", "parts"), FORMS)
def test_the_substance_and_the_form_of_a_name(name: str, parts: tuple[str, str]) -> None:
    assert NOTES is not None
    assert split(name, NOTES)[0] == parts[0]


TAKEN = [
    ("阿莫西林胶囊0.25g×24粒", "阿莫西林", frozenset(), ()),
    ("（阿莫西林胶囊）", "阿莫西林", frozenset(), ()),
    ("小儿复方氨基酸注射液(18AA-Ⅰ)", "小儿复方氨基酸", frozenset({"18AAI"}), ()),
    ("对乙酰氨基酚片（Panadol）", "对乙酰氨基酚", frozenset(), ("Panadol",)),
]


@pytest.mark.parametrize(("name", "base", "marks", "remarks"), TAKEN)
def test_a_name_taken_apart(name: str, base: str, marks: frozenset[str], remarks: tuple[str, ...]) -> None:
    assert NOTES is not None
    made = take_apart(name, NOTES)
    assert (made.base, made.marks, made.remarks) == (base, marks, remarks)


SALTS = [
    ("盐酸二甲双胍", ("盐酸二甲双胍", "二甲双胍")),
    ("二甲双胍", ("二甲双胍",)),
    ("硝酸甘油", ("硝酸甘油",)),
]


@pytest.mark.parametrize(("base", "without"), SALTS)
def test_the_salts_of_a_substance(base: str, without: tuple[str, ...]) -> None:
    assert NOTES is not None
    assert without_salts(base, NOTES) == without


@pytest.mark.parametrize(("base", "left"), [("硝酸甘油", "甘油"), ("枸橼酸西地那非", "西地那非")])
def test_what_is_the_drug_itself_is_no_salt(base: str, left: str) -> None:
    assert NOTES is not None
    assert (left in set(salt_left(base, NOTES))) is (base != "硝酸甘油")


NUMBERS = [
    (["H20191118", "20191118"], ["H20191118", "H20191118"]),
    (["20191118"], ["20191118"]),
    (["H20191118", "20191119"], ["H20191118", "20191119"]),
    (["H20191118", "Z20191118"], ["H20191118", "Z20191118"]),
    (["H120191118", "20191118"], ["H120191118", "H120191118"]),
]


@pytest.mark.parametrize(("typed", "full"), NUMBERS)
def test_eight_digits_alone_are_those_of_the_number_with_a_letter(typed: list[str], full: list[str]) -> None:
    assert [number for number, _ in _one_spelling([(one, "10mg") for one in typed])] == full
