"""Numbers of persons: no identity card and no telephone stands whole in any paper or face of a batch of applications."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.samples import generate
from tests.applications import ENGINE, SAMPLES, workbook
from tests.artefacts import faces, leaks, numbers
from tests.papers import source

KINDS = ("clinic", "hospital-1", "hospital-2", "hospital-3", "pharmacy-single", "pharmacy-rural", "pharmacy-chain")
TYPED = ("371502198503071234", "13806351234", "11010119800101453x")


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_of_a_person_stands_whole_anywhere(tmp_path: Path, kind: str) -> None:
    options = generate.SampleOptions(seed=9, files=2, mix={kind: 1}, defects=1.0, drugs=40)
    generate.generate(options, tmp_path)
    for path in sorted(tmp_path.glob("*.xlsx")):
        assert len(numbers(path)) > 4
        assert leaks(path, source(), tmp_path / generate.CATALOGUE) == []


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_in_any_cell_is_masked(tmp_path: Path, typed: str) -> None:
    """Every filled cell of a few sheets, one after the other, holds a number that does not belong there."""
    shown = f"{typed[:3]}{'*' * (len(typed) - 7)}{typed[-4:]}"
    path = tmp_path / "申请.xlsx"
    seen = 0
    for sheet, cells in CELLS:
        book = openpyxl.load_workbook(SAMPLES / "clinic-defects.xlsx")
        for cell in cells:
            book[sheet][cell] = typed if sheet != "人员花名册" else f"备注 {typed} 止"
        book.save(path)
        result = to_json(assess(path, Options(), ENGINE))
        assert typed not in result
        seen += shown in result
        assert [name for name, text in faces(path, source()) if typed in text] == []
    assert seen > 0


CELLS = (
    ("基本信息", ("B5", "B8", "B9", "B14", "B20", "B24", "B25", "B34", "B35")),
    ("人员花名册", ("A4", "C4", "E4", "F5", "I4", "K4", "L5", "O4", "P4")),
    ("设备清单", ("A4", "B5", "C5", "D6", "E4")),
    ("材料清单", ("C8", "D8", "I8", "J8", "C9")),
)


def test_the_code_of_the_facility_stands_whole() -> None:
    made = assess(SAMPLES / "clinic-half.xlsx", Options(), ENGINE)
    assert made.applicant.uscc == "52371523MJE00456XR"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("聊城市\n13800138000", "13800138000", id="behind a line break, which JSON writes with a letter"),
        pytest.param("聊城市\t371502198001011234", "371502198001011234", id="behind a tab"),
        pytest.param("聊城市 13８００１３８０００", "13８００１３８０００", id="partly typed full width"),
    ],
)
def test_a_number_is_masked_whatever_stands_before_it_and_however_it_is_typed(
    tmp_path: Path, typed: str, number: str
) -> None:
    path = workbook(tmp_path, {"application_site_address": typed, "practice_site_addresses": typed})
    assert [name for name, text in faces(path, source()) if number in text] == []


# A number that has no usual form is known only because it stands in a cell that is meant for one.
MEANT = [
    ({"contact_phone": "0635-4212345"}, {}, "0635-4212345"),
    ({"legal_representative_id": "H12345678"}, {}, "H12345678"),
    ({}, {"staff": {"id_number": "H12345678"}}, "H12345678"),
    ({}, {"staff": {"phone": "0635-4212345"}}, "0635-4212345"),
    ({}, {"departments": {"head_phone": "0635-4212345"}}, "0635-4212345"),
    ({}, {"managers": {"phone": "0635-4212345"}}, "0635-4212345"),
]


@pytest.mark.parametrize(("fields", "cells", "number"), MEANT)
def test_a_number_in_a_cell_meant_for_it_is_masked_wherever_else_it_stands(
    tmp_path: Path, fields: dict[str, str], cells: dict[str, dict[str, str]], number: str
) -> None:
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()["tables"]
    tables = {name: [{**data[name][0], **changed}, *data[name][1:]] for name, changed in cells.items()}
    path = workbook(tmp_path, {**fields, "facility_name": f"康宁 {number} 门诊"}, tables)
    made = assess(path, Options(), ENGINE)
    assert made.applicant.name == f"康宁 {number[:3]}{'*' * (len(number) - 7)}{number[-4:]} 门诊"
    assert number not in to_json(made)
