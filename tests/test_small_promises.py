"""Small promises that only a literal shows: what the engine keeps apart, what a default is, how wide a letter counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck import yaml_source
from medcheck.batch.batch_row import BatchRow
from medcheck.blank.fill import read_data
from medcheck.blank.plan import text_height
from medcheck.engine.session import Engine
from medcheck.errors import FormError
from medcheck.fact import Facts, known
from medcheck.form.form import FormField
from medcheck.form.values import read_value
from medcheck.rulebook.pack import load_pack
from medcheck.rulebook.shelf import shipped_pack

CLINIC = Facts([known("facility_type", "clinic")])


def test_an_engine_keeps_packs_and_readings_apart() -> None:
    engine, pack = Engine(), shipped_pack("liaocheng-2019")
    other = load_pack(Path(__file__).parent / "packs" / "yunxi-2031")
    assert engine.profile_of(pack, CLINIC, {}).readings["three-months"] == "corresponding-day"
    assert engine.profile_of(pack, CLINIC, {"three-months": "next-day"}).readings["three-months"] == "next-day"
    assert len(engine.profile_of(pack, CLINIC, {}).rules) == 88
    assert len(engine.profile_of(other, CLINIC, {}).rules) < 10


def test_only_a_field_that_says_so_takes_a_day_without_end() -> None:
    plain = FormField(id="day", label="日期", kind="date")
    endless = FormField(id="day", label="日期", kind="date", long_term=True)
    assert read_value("长期", plain)[0] is None
    assert read_value("长期", endless) == (date.max, "")


def test_a_chinese_letter_takes_the_room_of_two() -> None:
    assert (text_height("字" * 9, 20), text_height("字" * 10, 20)) == (14.0, 28.0)
    assert (text_height("a" * 18, 20), text_height("a" * 19, 20)) == (14.0, 28.0)


def test_a_refused_workbook_has_no_findings() -> None:
    row = BatchRow(name="甲.xlsx", key="", status="refused")
    assert (row.total, row.problems, row.counts, row.clear) == (0, 0, {}, False)


def test_every_problem_of_a_data_file_is_told_also_beside_one_that_ends_it() -> None:
    data = yaml_source.parse("form: clinic\nfeilds: {}\nfields: [a]\n", "申请.yaml")
    with pytest.raises(FormError) as caught:
        read_data(data)
    assert len(caught.value.problems) == 2
    assert "feilds" in caught.value.problems[0].text
