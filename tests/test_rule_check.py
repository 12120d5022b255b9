"""What dangles in a pack: each message of `rules check` in full, on packs of one rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.errors import RuleError
from medcheck.form.form import Sheet
from medcheck.rulebook.check.check_pack import check_pack, check_packs
from medcheck.rulebook.check.check_suppliers import FormSupply, check_suppliers
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
    cover = Sheet(id="cover", name="封面", title="封面", groups=(group,))
    form = FORM.model_copy(update={"sheets": (cover,)})
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


def test_a_rule_without_a_remedy(tmp_path: Path) -> None:
    made = pack(tmp_path, "  - {id: a, title: {zh: 规则}, requires: {fact: area, at_least: 60}}\n")
    problems = [str(one) for one in check_pack(made, (), [FORM], FILLED) if "用例" not in one.text]
    assert problems == [
        "错误：part.yaml 第 4 行：规则“a”没有写明如何整改（remedy）\n"
        "  处理：写明申请单位怎样做才能符合；补正告知书和报告都引用它"
    ]


def test_rules_that_exclude_each_other(tmp_path: Path) -> None:
    least = rule("fact: area, at_least: 60")
    most = least.replace("id: a", "id: a-max").replace("at_least: 60", "less_than: 60")
    assert found(tmp_path, least + most) == [
        "错误：part.yaml 第 5 行：规则“a-max”与“a”不能同时满足：面积不少于60㎡；面积少于60㎡ "
        "处理：改正界限，或用 applies_to 写明各约束谁"
    ]


@pytest.mark.parametrize(
    "more",
    ["at_most: 60", "less_than: 60, severity: advisory", "less_than: 60, applies_to: {facility_type: hospital}"],
    ids=["they meet at the bound", "one only advises", "they bind different facilities"],
)
def test_rules_that_do_not_exclude_each_other(tmp_path: Path, more: str) -> None:
    bound, _, rest = more.partition(", ")
    least = rule("fact: area, at_least: 60", ", applies_to: {facility_type: clinic}")
    most = rule(f"fact: area, {bound}", f", {rest}" if rest else "").replace("id: a", "id: a-max")
    assert found(tmp_path, least + most) == []


def test_cases_under_another_reading_alone_are_not_enough(tmp_path: Path) -> None:
    readings = "r: {default: x, options: {y: {a: {requires: {fact: area, at_least: 70}}}}}"
    cases = """
a:
  - {name: 恰好, facts: {area: 70}, reading: {r: y}, verdict: pass}
  - {name: 不足, facts: {area: 69.99}, reading: {r: y}, verdict: fail, leads_to: not_met}
"""
    assert found(tmp_path, rule("fact: area, at_least: 60", ", reading: r"), readings, cases=cases) == [
        "错误：part.yaml 第 4 行：规则“a”缺少默认口径下符合或不符合的用例 处理：在 cases/part.yaml 中补写，不写 reading"
    ]


def test_what_the_form_of_a_type_cannot_give(tmp_path: Path) -> None:
    """The form of pharmacies lists no practice licence, and has no beds."""
    made = pack(tmp_path, rule("fact: area, at_least: 60") + rule("document: licence").replace("id: a", "id: a-paper"))
    other = FORM.model_copy(update={"facility_type": "hospital", "form": "other", "sheets": FORM.sheets[:1]})
    supplies = (FormSupply(FORM, {"facility_type", "area"}), FormSupply(other, {"facility_type"}))
    assert [str(problem) for problem in check_suppliers(made, supplies)] == [
        "错误：part.yaml 第 4 行：规则“a”约束医院，但医院的申请表不能提供事实“面积”（area）\n"
        "  处理：在申请表中增加，或用 applies_to 写明只约束哪类机构",
        "错误：part.yaml 第 5 行：规则“a-paper”约束医院，但医院的申请表不能提供材料“许可证”（licence）\n"
        "  处理：在申请表中增加，或用 applies_to 写明只约束哪类机构",
    ]


def test_a_column_that_no_list_has(tmp_path: Path) -> None:
    made = pack(tmp_path, rule("fact: people, where: {title: {equals: 高级}}, at_least: 1"))
    given = FormSupply(FORM, {"people", "people.title"})
    assert list(check_suppliers(made, [given])) == []
    (problem,) = check_suppliers(made, [given._replace(facts={"people", "people.months"})])
    assert problem.text == "规则“a”约束门诊，但门诊的申请表不能提供“人员”的“职称”（people.title）"


TEXT = """# 第一章 总则
第一条 为了规范管理，制定本办法。
第二条 使用面积不少于60平方米。有消毒设备的除外。
"""
UNQUOTED = "不在任何条款的引用之中 处理：在 clauses.yaml 中登记一个条款，写明 status 和 quote"
OF_TEXT = """a: {cite: 第二条, title: 面积, status: automated, quote: [使用面积不少于60平方米, 有消毒设备的除外。]}
b: {cite: 第一条, title: 目的, status: heading, reason: 不含条件, quote: 为了规范管理，制定本办法。}
"""


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (OF_TEXT, []),
        (
            OF_TEXT.replace("60平方米,", "80平方米,"),
            [
                "错误：clauses.yaml 第 1 行：条款“a”引用的“使用面积不少于80平方米”不在 text.txt 中 "
                "处理：照条文改正；不相连的几句写成一个列表",
                f"错误：text.txt 第 3 行：“第二条 使用面积不少于60平方米。”{UNQUOTED}",
            ],
        ),
        (
            OF_TEXT.replace(", 有消毒设备的除外。", ""),
            [f"错误：text.txt 第 3 行：“有消毒设备的除外。”{UNQUOTED}"],
        ),
        (
            OF_TEXT.replace(", quote: 为了规范管理，制定本办法。", ""),
            [
                "错误：clauses.yaml 第 2 行：条款“b”没有引用条文（quote） 处理：照录 text.txt 中的原句",
                f"错误：text.txt 第 2 行：“第一条 为了规范管理，制定本办法。”{UNQUOTED}",
            ],
        ),
    ],
    ids=[
        "every sentence has its clause",
        "a quote that is not there",
        "a sentence without clause",
        "a clause without quote",
    ],
)
def test_the_text_beside_the_pack(tmp_path: Path, clauses: str, expected: list[str]) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "text.txt").write_text(TEXT, encoding="utf-8")
    assert found(tmp_path, rule("fact: area, at_least: 60"), clauses=clauses) == expected


INSTRUMENTS = """
instruments:
  one: {title: 甲办法, number: 令第1号, in_force: 2031-01-01, cited_as: 令第1号}
  two: {title: 乙办法, number: 令第2号, in_force: 2031-01-01, cited_as: 令第2号}
"""


def test_each_clause_names_its_instrument(tmp_path: Path) -> None:
    made = pack(
        tmp_path,
        rule("fact: area, at_least: 60"),
        clauses="a: {cite: 第一条；第二条, instrument: one, title: 要求, status: automated}",
        instruments=INSTRUMENTS,
    )
    assert made.clauses["a"].cite == "令第1号第一条；令第1号第二条"
    problems = [str(one) for one in check_pack(made, (), [FORM], FILLED) if "用例" not in one.text]
    assert problems == ["错误：pack.yaml 第 12 行：没有条款属于文件“two”\n  处理：删去，或在条款中写明 instrument"]


def test_an_instrument_nobody_knows_and_a_clause_without_one(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        pack(
            tmp_path,
            rule("fact: area, at_least: 60"),
            clauses="a: {cite: 第一条, instrument: twoo, title: 要求, status: automated}",
            instruments=INSTRUMENTS,
        )
    assert str(refused.value) == (
        "错误：clauses.yaml 第 1 行：条款“a”的文件“twoo”没有登记；是否应为“two”？\n"
        "  处理：在 pack.yaml 的 instruments 中登记；已登记：one、two"
    )
    made = pack(tmp_path, rule("fact: area, at_least: 60"), instruments=INSTRUMENTS, name="other")
    texts = [one.text for one in check_pack(made, (), [FORM], FILLED)]
    assert "规则包由几份文件组成，条款“a”没有写明是哪一份" in texts
