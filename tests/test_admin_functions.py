"""Functions of administration, as the hospital office says it holds them: whole words, 不负责 and 外包, all at once."""

from __future__ import annotations

import pytest

from medcheck.assessment.model.finding_model import Finding
from medcheck.verdict import Verdict
from tests.applications import finding
from tests.test_witnesses import both, department, is_, judged, sample, with_cell

ONE, TWO = "hospital-1-eligible", "hospital-2-eligible"


def found(said: str) -> Finding:
    change = with_cell("departments", "covers", (said,), is_("name", "医院办公室"))
    return finding(judged(change(sample(ONE))), "h1-admin-office-functions")


ASSIGNED = [
    "医疗、护理、人事、秘书、保卫、财务和后勤",
    "负责医疗、护理、人事、秘书、保卫、财务、后勤工作",
    "负责全院医疗、护理、人事、秘书、保卫、财务、后勤等工作",
    "医疗护理人事秘书保卫财务后勤",
    "医疗 护理 人事 秘书 保卫 财务 后勤",
    "医疗（含护理）、人事、秘书、保卫、财务、后勤",
    "医务、护理管理、人事劳资、文秘、安全保卫、财务会计、总务后勤",
    "医疗质量管理、护理质量管理、人事档案、秘书、治安保卫、财务核算、后勤保障",
    "医务科、护理部、人事科、秘书、保卫科、财务科、总务科",
]


@pytest.mark.parametrize("said", ASSIGNED)
def test_functions_that_are_assigned(said: str) -> None:
    assert found(said).verdict is Verdict.PASS


DOUBTFUL = [
    ("医疗、护理、人事、秘书、保卫、不负责财务、后勤", ("财务", "后勤")),
    ("医疗、护理、人事、秘书、保卫、财务，后勤外包", ("后勤",)),
    ("医疗、护理、人事（筹建）、秘书、保卫、财务、后勤", ("人事",)),
    ("医疗、护理、人事、秘书、保卫、财务、后勤（由物业公司承担）", ("后勤",)),
    ("医疗、护理、人事、秘书、保卫、财务、后勤均外包", ("医疗", "护理", "人事", "秘书", "保卫", "财务", "后勤")),
    ("医疗、护理、人事、秘书、保卫、财务、后勤服务采购物资委托", ("后勤",)),
    ("医疗废物处置、医疗事宜量子、护理、人事、秘书、保卫、财务、后勤", ("医疗",)),
    ("七项管理职能", ("医疗", "护理", "人事", "秘书", "保卫", "财务", "后勤")),
    ("除财务外的全部工作", ("医疗", "护理", "人事", "秘书", "保卫", "财务", "后勤")),
]


@pytest.mark.parametrize(("said", "open_"), DOUBTFUL)
def test_functions_that_only_may_be_assigned_are_for_a_person(said: str, open_: tuple[str, ...]) -> None:
    one = found(said)
    assert (one.verdict, one.missing) == (Verdict.JUDGE, open_)


NONE = [
    ("医疗保险、护理、人事、秘书、保卫、财务、后勤", ("医疗",)),
    ("医疗设备、护理、人事、秘书、保卫、财务、后勤", ("医疗",)),
    ("医疗、护理员、人事、秘书、保卫、财务、后勤", ("护理",)),
]


@pytest.mark.parametrize(("said", "lacking"), NONE)
def test_a_longer_word_is_another_duty(said: str, lacking: tuple[str, ...]) -> None:
    one = found(said)
    assert (one.verdict, one.missing) == (Verdict.FAIL, lacking)


def test_what_is_told_is_the_word_that_makes_it_doubtful() -> None:
    assert found("医疗、护理、人事（筹建）、秘书、保卫、财务、后勤").reasons == (
        "人事是否已设置，须由人核实（填有“人事（筹建）”）",
    )


def test_a_part_of_the_political_department_that_is_contracted_out_leaves_it_to_a_person() -> None:
    office = both(
        with_cell("departments", "covers", ("人事、宣教、保卫（外包）",), is_("name", "政工科")),
        with_cell("departments", "name", "党办", is_("name", "政工科")),
    )
    assert finding(judged(office(sample(TWO))), "h2-admin-political-personnel").verdict is Verdict.JUDGE
    assert finding(judged(department("政工科")(sample(TWO))), "h2-admin-political-personnel").verdict is Verdict.FAIL
