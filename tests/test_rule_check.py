"""What dangles in a pack: each message of `rules check` in full, on packs of one rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.rulebook.check.check_pack import check_pack, check_packs
from tests.small_pack import FILLED, FORM, found, pack, rule


def test_a_fact_nothing_fills(tmp_path: Path) -> None:
    made = pack(tmp_path, rule("fact: people, at_least: 1"))
    problems = [str(one) for one in check_pack(made, (), [FORM], FILLED) if "用例" not in one.text]
    assert problems == [
        "错误：part.yaml 第 4 行：没有任何申请表、指标或案件文件能提供事实“people”\n"
        "  处理：在 forms/ 中映射单元格，或写一个指标"
    ]


def test_a_fact_of_another_reading_nothing_fills(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {a: {requires: {fact: people, at_least: 1}}}}}"
    made = pack(tmp_path, rule("fact: area, at_least: 60", ", reading: r"), readings)
    problems = [one.text for one in check_pack(made, (), [FORM], FILLED) if "用例" not in one.text]
    assert problems == ["没有任何申请表、指标或案件文件能提供事实“people”"]


def test_a_document_on_no_checklist(tmp_path: Path) -> None:
    made = pack(tmp_path, rule("document: licence"))
    problems = [str(one) for one in check_pack(made, (), [], FILLED) if "用例" not in one.text]
    assert problems == [
        "错误：part.yaml 第 4 行：没有任何申请表的材料清单列有材料“licence”（许可证）\n"
        "  处理：在 forms/ 的材料清单中加一行，或改正代码"
    ]


def test_facts_and_documents_no_pack_reads(tmp_path: Path) -> None:
    one = pack(tmp_path, rule("fact: area, at_least: 60"), name="one")
    two = pack(tmp_path, rule("fact: sites, equals: 1"), name="two")
    apart = two._replace(source=two.source.model_copy(update={"region": ("990200",)}))
    unread = {
        "staff_count": (9, "职工数"),
        "nurse_count": (10, "护士数"),
        "grade": (11, "等级"),
        "category": (12, "类别"),
        "opened": (13, "开业日期"),
        "people": (14, "人员"),
    }
    expected = [
        f"错误：facts.yaml 第 {line} 行：事实“{n}”（{label}）没有任何规则使用 处理：删去，或在规则中使用"
        for n, (line, label) in unread.items()
    ]
    expected.append("错误：facts.yaml 第 3 行：材料“licence”（许可证）没有任何规则使用 处理：删去，或在规则中使用")
    assert [str(problem).replace("\n  ", " ") for problem in check_packs([one, apart])] == expected


def test_two_packs_for_one_region_and_day(tmp_path: Path) -> None:
    one = pack(tmp_path, rule("fact: area, at_least: 60"), name="one")
    two = pack(tmp_path, rule("fact: area, at_least: 60"), name="two")
    problems = [str(problem) for problem in check_packs([one, two]) if "规则包" in problem.text]
    assert problems == [
        "错误：pack.yaml：规则包“one”与“two”在同一地区同时施行\n  处理：改正 valid_from、valid_to 或 region"
    ]
    later = two.source.model_copy(update={"valid_from": two.source.valid_to.replace(year=2036, month=1, day=1)})
    assert not [one for one in check_packs([one, two._replace(source=later)]) if "规则包" in one.text]


def test_a_reading_no_rule_uses(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {}}}"
    assert found(tmp_path, rule("fact: area, at_least: 60"), readings) == [
        "错误：readings.yaml 第 1 行：解释口径“r”没有任何规则使用 处理：删去，或在规则中写明 reading"
    ]


def test_a_reading_that_changes_nothing(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {}}}"
    assert found(tmp_path, rule("fact: area, at_least: 60", ", reading: r"), readings) == [
        "错误：part.yaml 第 4 行：规则“a”写明口径“r”，但没有任何选项改动它 处理：删去 reading，或补充选项"
    ]


CLAUSES = [
    (
        "a: {cite: 一, title: 甲, status: inspection}",
        "条款“a”标为 inspection，但没有这样判定的规则",
        "补写规则，或改正 status",
    ),
    ("a: {cite: 一, title: 甲, status: planned}", "条款“a”标为 planned，但已有规则", "改正 status"),
    ("b: {cite: 二, title: 乙, status: heading}", "条款“b”标为 heading，但没有写明规则或理由", "写明 rules 或 reason"),
    ("b: {cite: 二, title: 乙, status: alias, rules: [c]}", "条款“b”所指的“c”不存在", "改正 rules"),
]


@pytest.mark.parametrize(("clause", "text", "mend"), CLAUSES, ids=[text for _, text, _ in CLAUSES])
def test_clauses_out_of_step(tmp_path: Path, clause: str, text: str, mend: str) -> None:
    own = "" if clause.startswith("a:") else "\na: {cite: 第一条, title: 要求, status: automated}"
    assert found(tmp_path, rule("fact: area, at_least: 60"), clauses=clause + own) == [
        f"错误：clauses.yaml 第 1 行：{text} 处理：{mend}"
    ]


def test_forms_out_of_step(tmp_path: Path) -> None:
    made = pack(tmp_path, rule("fact: area, at_least: 60"))
    area = FORM.sheets[0].groups[0].fields[0]
    wrong = [
        area.model_copy(update={"fact": "aera"}),
        area.model_copy(update={"unit": "人"}),
        area.model_copy(update={"fact": "category", "unit": "", "choices": ("诊所", "诊铺")}),
    ]
    group = FORM.sheets[0].groups[0].model_copy(update={"fields": tuple(wrong)})
    form = FORM.model_copy(update={"sheets": (FORM.sheets[0].model_copy(update={"groups": (group,)}),)})
    assert [str(one) for one in check_pack(made, (), [form], FILLED) if "用例" not in one.text] == [
        "错误：small.yaml：“使用面积”填写的事实“aera”不在词汇表中\n  处理：改正 fact，或在 rules/facts.yaml 中登记",
        "错误：small.yaml：“使用面积”的单位“人”与词汇表的“㎡”不一致\n  处理：统一单位",
        "错误：small.yaml：“使用面积”的选项“诊铺”不在词汇表“category”的选项之中\n  处理：统一选项",
    ]


PASS, FAIL = (
    "{name: 够, facts: {area: 60}, verdict: pass}",
    "{name: 不够, facts: {area: 59}, verdict: fail, leads_to: not_met}",
)
MEND = "处理：在 cases/part.yaml 中补写"


@pytest.mark.parametrize("cases", [PASS, FAIL])
def test_a_rule_without_a_case_of_either_kind(tmp_path: Path, cases: str) -> None:
    assert found(tmp_path, rule("fact: area, at_least: 60"), cases=f"a: [{cases}]") == [
        f"错误：part.yaml 第 4 行：规则“a”缺少符合或不符合的用例 {MEND}"
    ]


def test_an_otherwise_judge_without_a_case(tmp_path: Path) -> None:
    made = rule("fact: area, at_least: 60", ", otherwise_judge: {fact: area, at_least: 50}")
    assert found(tmp_path, made, cases=f"a: [{PASS}, {FAIL}]") == [
        f"错误：part.yaml 第 4 行：规则“a”有 otherwise_judge，但没有待评审的用例 {MEND}"
    ]


def test_an_option_without_a_case(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {a: {requires: {fact: area, at_least: 50}}}}}"
    made = rule("fact: area, at_least: 60", ", reading: r")
    assert found(tmp_path, made, readings, cases=f"a: [{PASS}, {FAIL}]") == [
        f"错误：part.yaml 第 4 行：规则“a”没有口径 r=y 的用例 {MEND}"
    ]
