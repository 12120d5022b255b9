"""Identifiers: what cannot be right conflicts, what is unusual hints, and nobody's number is shown whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from medcheck import yaml_source
from medcheck.form.private import masked
from medcheck.intake.identifiers import id_card_fault, uscc_fault
from medcheck.verdict import Conclusion
from tests.applications import SAMPLES, assessed

# 11010519491231002X is the example of GB 11643; 91350100M000100Y43 is one of GB 32100.
ID_CARDS = [
    ("11010519491231002X", ""),
    ("11010519491231002x", ""),
    ("110105194912310021", "校验不通过，至少有一位写错"),
    ("11010519490231002X", "其中的出生日期不存在"),
    ("1101051949123100X2", "应为 17 位数字加 1 位数字或 X"),
    ("110105491231002", "应为 17 位数字加 1 位数字或 X"),
]


@pytest.mark.parametrize(("number", "fault"), ID_CARDS)
def test_id_card(number: str, fault: str) -> None:
    assert id_card_fault(number) == fault


def test_an_id_card_is_checked_as_the_library_does() -> None:
    numbers = [f"11010519491231{serial:03}{check}" for serial in range(0, 1000, 7) for check in "0123456789X"]
    valid = [number for number in numbers if mod_11_2.is_valid(number)]
    assert len(valid) == 143
    assert [number for number in numbers if not id_card_fault(number)] == valid


@pytest.mark.parametrize(
    ("number", "fault"), [("91350100M000100Y43", ""), ("91350100M000100Y44", "校验不通过，至少有一位写错")]
)
def test_uscc(number: str, fault: str) -> None:
    assert uscc_fault(number) == fault


def test_masked() -> None:
    assert masked("11010519491231002X") == "110***********002X"
    assert masked("1234567") == "*******"


def _staff(**change: str) -> dict[str, Any]:
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    rows = data["tables"]["staff"]
    return {"staff": [{**rows[0], **change}, *rows[1:]]}


def problems(folder: Path, fields: dict[str, Any] | None = None, tables: dict[str, Any] | None = None) -> list[str]:
    assessment = assessed(folder, fields, tables)
    return [f"{problem.place}：{problem.text}" for problem in assessment.problems if problem.conflict]


def test_a_wrong_credit_code_is_a_conflict_that_must_be_mended(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, {"uscc": "52371502MJE00123XK"})
    assert [problem.text for problem in assessment.problems if problem.conflict] == [
        "“统一社会信用代码”校验不通过，至少有一位写错，现为“52371502MJE00123XK”",
        "“统一社会信用代码”填为“52371502MJE00123XK”，而《材料清单》H8填为“52371502MJE00123XJ”",
    ]
    assert assessment.conclusion is Conclusion.SUPPLEMENT
    assert assessment.sentence.startswith("有2项材料或数据需要补充、更正")


def test_a_wrong_identity_card_is_told_masked(tmp_path: Path) -> None:
    found = problems(tmp_path, tables=_staff(id_number="371502197503124011"))
    assert found == ["《人员花名册》D4：“身份证号”校验不通过，至少有一位写错，现为“371***********4011”"]


def test_sex_and_identity_card_must_agree(tmp_path: Path) -> None:
    found = problems(tmp_path, tables=_staff(gender="女"))
    assert found == ["《人员花名册》C4：性别填为“女”，而 D4 的身份证号表明为“男”"]


def test_an_unusual_certificate_number_is_only_a_hint(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, tables=_staff(practice_cert_no="12345"))
    assert [problem.text for problem in assessment.problems if problem.hint] == [
        "“执业证书编号”通常为医师 15 位、护士 12 位数字，现为“12345”"
    ]
    assert assessment.conclusion is Conclusion.INSPECT
