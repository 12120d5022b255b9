"""Rules that are the exception of another: which of the two decides, that both are told, and what does not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.errors import RuleError
from medcheck.verdict import Consequence, Verdict
from tests.amended import amended, assessed_in_city
from tests.applications import finding

CITE = "except: {rule: y-area, authority: 云汐市医疗保障局, cite: 云医保函〔2031〕9号第二条}"


def exception(
    name: str, applies_to: str, requires: str = "{fact: usable_area_m2, at_least: 80}", cite: str = CITE, more: str = ""
) -> str:
    return (
        f"\n  - id: y-area-{name}\n    title: {{zh: 例外的面积{name}}}\n    applies_to: {{{applies_to}}}\n"
        f"    requires: {requires}\n    remedy: {{zh: 扩大面积}}\n    {cite}\n{more}"
    )


VILLAGE = exception("village", "licence_category: 村卫生室")
CLINIC = exception("clinic", "licence_category: 诊所")
SMALL = {"usable_area_m2": 100, "licence_category": "诊所"}


def test_where_it_applies_the_exception_decides_and_both_verdicts_are_told(tmp_path: Path) -> None:
    made = assessed_in_city(tmp_path, amended(tmp_path, ("clinic.yaml", "", CLINIC)), SMALL)
    general, exceptional = finding(made, "y-area"), finding(made, "y-area-clinic")
    assert (general.verdict, general.consequence, general.blocks, general.todo) == (
        Verdict.FAIL,
        Consequence.NONE,
        False,
        "",
    )
    assert exceptional.verdict is Verdict.PASS
    assert general.remarks[-1:] == (
        "不计入：例外“例外的面积clinic”适用（云汐市医疗保障局，云医保函〔2031〕9号第二条），例外的判定为“符合”",
    )
    assert exceptional.remarks[-1:] == (
        "依据 云医保函〔2031〕9号第二条（云汐市医疗保障局），本条是“使用面积在120至400平方米之间”（第五条第二项）的例外，代替该条；"
        "按该条判定为“不符合”，不计入",
    )
    assert (
        "“使用面积在120至400平方米之间”（第五条第二项）不计入，由“例外的面积clinic”代替：例外适用（云汐市医疗保障局）"
        "（云医保函〔2031〕9号第二条）；按该条判定为“不符合”。" in made.notices
    )
    assert "y-area" not in made.blocking


def test_an_exception_that_fails_stands_in_the_way_in_the_place_of_the_rule(tmp_path: Path) -> None:
    pack = amended(tmp_path, ("clinic.yaml", "", CLINIC))
    made = assessed_in_city(tmp_path, pack, {**SMALL, "usable_area_m2": 79.99})
    assert finding(made, "y-area-clinic").consequence is Consequence.NOT_MET
    assert [name for name in made.blocking if name.startswith("y-area")] == ["y-area-clinic"]


def test_where_it_does_not_apply_the_rule_decides(tmp_path: Path) -> None:
    made = assessed_in_city(tmp_path, amended(tmp_path, ("clinic.yaml", "", VILLAGE)), SMALL)
    assert finding(made, "y-area-village").verdict is Verdict.NOT_APPLICABLE
    assert finding(made, "y-area").consequence is Consequence.NOT_MET
    assert not made.regulation.not_counted


def test_where_it_is_not_known_whether_it_applies_both_count(tmp_path: Path) -> None:
    pack = amended(tmp_path, ("clinic.yaml", "", exception("rural", "area_class: 农村")))
    made = assessed_in_city(tmp_path, pack, {**SMALL, "area_class": None, "area_code": None})
    assert finding(made, "y-area-rural").verdict is Verdict.UNKNOWN
    assert finding(made, "y-area").consequence is Consequence.NOT_MET


def test_an_exception_that_is_not_known_to_hold_lets_nothing_pass(tmp_path: Path) -> None:
    pack = amended(
        tmp_path,
        ("clinic.yaml", "", exception("clinic", "licence_category: 诊所", "{fact: building_area_m2, at_least: 80}")),
    )
    made = assessed_in_city(tmp_path, pack, {**SMALL, "building_area_m2": None})
    assert finding(made, "y-area-clinic").consequence is Consequence.SUPPLEMENT
    assert not made.clear


def refused(folder: Path, *rules: str) -> str:
    with pytest.raises(RuleError) as raised:
        amended(folder, ("clinic.yaml", "", "".join(rules)))
    return str(raised.value)


def test_two_exceptions_that_may_both_apply_do_not_load(tmp_path: Path) -> None:
    assert refused(tmp_path, CLINIC, exception("night", "usable_area_m2: {at_most: 100}")) == (
        "错误：clinic.yaml 第 30 行：“y-area-clinic”和“y-area-night”都是“y-area”的例外，可能同时适用，不能确定由哪一条决定\n"
        "  处理：在 applies_to 中写明互不重叠的范围，或者把其中一条写成另一条的例外"
    )


def test_exceptions_that_exclude_each_other_load(tmp_path: Path) -> None:
    assert set(amended(tmp_path, ("clinic.yaml", "", CLINIC + VILLAGE)).rules) >= {"y-area-clinic", "y-area-village"}


def test_an_exception_of_an_exception_settles_which_decides(tmp_path: Path) -> None:
    of_clinic = CITE.replace("rule: y-area", "rule: y-area-clinic")
    nested = exception(
        "night",
        "application_date: {at_least: 2031-06-01}",
        "{fact: usable_area_m2, at_least: 110}",
        of_clinic,
    )
    made = assessed_in_city(tmp_path, amended(tmp_path, ("clinic.yaml", "", CLINIC + nested)), SMALL)
    assert [name for name in made.blocking if name.startswith("y-area")] == ["y-area-night"]
    assert len(made.regulation.not_counted) == 2


def test_a_rule_that_is_not_there_and_no_authority(tmp_path: Path) -> None:
    assert "写明是“y-aria”的例外，但没有这条规则；您是否想写“y-area”？" in refused(
        tmp_path / "1", exception("clinic", "licence_category: 诊所", cite=CITE.replace("rule: y-area", "rule: y-aria"))
    )
    missing = exception("clinic", "licence_category: 诊所", cite="except: {rule: y-area, cite: 第二条}")
    assert "clinic.yaml 第 28 行：缺少必填的键“authority”" in refused(tmp_path / "2", missing)


def test_a_circle_and_a_milder_consequence(tmp_path: Path) -> None:
    first = exception("a", "licence_category: 诊所", cite=CITE.replace("rule: y-area", "rule: y-area-b"))
    second = exception("b", "licence_category: 诊所", cite=CITE.replace("rule: y-area", "rule: y-area-a"))
    assert "例外互相指向：y-area-a → y-area-b → y-area-a" in refused(tmp_path / "1", first, second)
    milder = exception("clinic", "licence_category: 诊所", more="    severity: advisory\n")
    assert "后果是提示（advisory），会使“y-area”不再有任何后果" in refused(tmp_path / "2", milder)
