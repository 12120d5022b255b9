"""docs/rules.md and `medcheck rules show`: fresh, complete, and the same words in both."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.report.rules.rule_book import rule_book
from medcheck.report.rules.rule_lines import rule_lines
from medcheck.report.rules.rule_text import rule_rows
from medcheck.rulebook.origin import suppliers_of
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import shipped_pack

PACK = shipped_pack("liaocheng-2019")
BOOK = Path(__file__).parent.parent / "docs" / "rules.md"
ORIGINS = suppliers_of(PACK)
TEXT = rule_book(PACK, ORIGINS)
AREA = [
    ("条款", "附件医疗机构标准一（二）1：实际使用面积不少于60平方米"),
    ("适用于", "机构类型为定点门诊"),
    ("要求", "实际使用面积不少于60㎡"),
    ("界限", "60㎡"),
    ("由谁判定", "申请材料"),
    ("不符合时", "不符合标准"),
    ("如何整改", "扩大业务用房，使实际使用面积达到60平方米"),
    (
        "解释口径",
        "实际使用面积如何认定（usable-area）：默认“实际使用面积”（usable）。理由：按业务用房实际使用面积；现场测量优先（规则包默认口径）",
    ),
    ("另一口径", "按建筑面积的75%折算（usable-area=from-building）：建筑面积不少于80㎡"),
    ("事实", "实际使用面积（usable_area_m2）：《基本信息》业务用房使用面积（申请表，单位㎡）"),
]


def test_the_document_in_docs_is_fresh() -> None:
    assert BOOK.read_text(encoding="utf-8") == TEXT, "运行 make docs，读过差异再提交"


def test_the_command_writes_the_same_twice(tmp_path: Path) -> None:
    written = CliRunner().invoke(main, ["rules", "docs", "-o", str(tmp_path / "文档" / "rules.md")])
    printed = CliRunner().invoke(main, ["rules", "docs"])
    assert (written.exit_code, printed.exit_code) == (0, 0)
    assert written.stdout == f"已写出规则文档：{tmp_path / '文档' / 'rules.md'}\n"
    assert (tmp_path / "文档" / "rules.md").read_text(encoding="utf-8") == printed.stdout


def test_what_is_said_of_a_rule() -> None:
    rows = list(rule_rows(PACK, PACK.rules["opd-area-min"], ORIGINS))
    assert rows[:-1] == AREA
    assert rows[-1].text.startswith("rules/liaocheng-2019/clinic.yaml 第 ")


@pytest.mark.parametrize("rule", PACK.rules.values(), ids=list(PACK.rules))
def test_show_and_the_document_say_the_same(rule: Rule) -> None:
    on_screen = "".join("".join(rule_lines(PACK, rule, (), ORIGINS)).split())
    of_rule = TEXT.split(f"`{rule.id}`\n")[1].split("\n### ")[0]
    for label, text in rule_rows(PACK, rule, ORIGINS):
        assert "".join(f"{label}{text}".split()) in on_screen
        if label != "写在":
            assert f"- **{label}** {text}\n" in of_rule


def test_show_prints_a_rule_about_a_document() -> None:
    shown = CliRunner().invoke(main, ["rules", "show", "doc-fee-schedule"])
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "要求        诊疗检查检验收费标准：已提交、内容完整清晰\n" in shown.stdout
    assert "用例        未提交——不符合（cases/materials.yaml 第 " in shown.stdout


def test_rules_stand_in_the_order_of_the_regulation() -> None:
    places = [TEXT.index(f"`{rule.id}`\n") for section in PACK.sections for rule in section.rules]
    assert places == sorted(places)
    assert len(places) == len(PACK.rules)


def test_every_clause_stands_in_the_document() -> None:
    rules, _, rest = TEXT.partition("## 没有单独规则的条款\n")
    ruled = {name for rule in PACK.rules.values() for name in rule.clauses}
    for name, clause in PACK.clauses.items():
        if name in ruled:
            assert f"- **条款** {clause.cite}：{clause.title}\n" in rules
        else:
            assert f"- {name} {clause.cite}：{clause.title}" in rest
            assert not clause.reason or f"{clause.reason}）\n" in rest


def test_an_unknown_pack_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["rules", "docs", "--pack", "liaocheng-20199"])
    assert result.exit_code == 3
    assert result.stderr == (
        "错误：--pack：没有规则包“liaocheng-20199”；是否应为“liaocheng-2019”？\n"
        "  处理：可用的规则包：liaocheng-2019、liaocheng-2021、national-2021；在别的文件夹的，用 --rules 指定该文件夹\n"
    )


def test_the_command_has_a_chinese_help_with_an_example() -> None:
    result = CliRunner().invoke(main, ["rules", "docs", "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：medcheck")
    assert "medcheck rules docs -o docs/rules.md" in result.stdout


CELLS = {
    "doc.fee_schedule.legible": ("《材料清单》内容完整清晰",),
    "prior_terminations.end_date": ("《既往记录》发生日期",),
    "staff.counts_as_physician": ("《人员花名册》人员类别",),
    "equipment": ("《设备清单》数量", "《设备清单》设备名称"),
    "departments_without_subject": ("《科室设置》科室名称", "《诊疗科目》诊疗科目"),
    "false_material_found": (),
}


@pytest.mark.parametrize("name", CELLS)
def test_where_a_fact_is_filled_from(name: str) -> None:
    assert ORIGINS[name] == CELLS[name]
