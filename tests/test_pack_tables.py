"""Each message about pack.yaml and the tables of a pack, in full, on copies of the other city's pack."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from medcheck.case.case_file import NO_CASE
from medcheck.context import Context
from medcheck.errors import RuleError
from medcheck.fact import Fact, unknown
from medcheck.form.form import form_names, load_form
from medcheck.intake.application import Application
from medcheck.measure.case_dates import case_dates
from medcheck.measure.derive import derive
from medcheck.measure.measure_tables import NEEDED
from medcheck.rulebook.check.check_tables import check_tables
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.workday import read_overlay, shipped_overlay
from tests.test_cli import run

YUNXI = Path(__file__).parent / "packs" / "yunxi-2031"
AGENCIES = (files("medcheck.rules") / "liaocheng-2019" / "tables" / "agencies.yaml").read_text(encoding="utf-8")
FORMS = [load_form(name) for name in form_names()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the pack."""
    return Path(shutil.copytree(YUNXI, tmp_path / "yunxi-2031"))


def one_line(text: object) -> str:
    return str(text).replace("\n  ", " ")


def refused(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as error:
        load_pack(folder)
    return [one_line(problem) for problem in error.value.problems]


def found(pack: RulePack) -> list[str]:
    return [one_line(problem) for problem in check_tables(pack, FORMS)]


TABLES = [
    (
        "departments.yaml",
        "ask_license: [放射]\nask_licence: []\nnot_clinical: []\n",
        "第 1 行：没有“ask_license”这个键；是否应为“ask_licence”？ 处理：可用的键：ask_licence、ask_no_licence、not_clinical、answers_to",
    ),
    ("departments.yaml", "ask_licence: [放射]\n", "第 1 行：缺少必填的键“not_clinical” 处理：补写“not_clinical”"),
    (
        "departments.yaml",
        "ask_licence:\n  - 放射\n  - [CT]\nnot_clinical: []\n",
        "第 3 行：“ask_licence”应为文字，现为列表 处理：按要求改写后重试",
    ),
    ("specialised.yaml", "[诊所]", "第 1 行：“文件内容”应为映射（键: 值），现为列表 处理：按要求改写后重试"),
    (
        "specialised.yaml",
        "licence_categories: 诊所",
        "第 1 行：“licence_categories”应为列表，现为“诊所” 处理：按要求改写后重试",
    ),
    (
        "agency.yaml",
        "city: 甲",
        "没有“agency.yaml”这种表；是否应为“agencies.yaml”？ "
        "处理：改名或删去；可用的表：agencies.yaml、aliases.yaml、name_words.yaml、departments.yaml、department_names.yaml、dosage_forms.yaml、catalogue_editions.yaml、drug_lists.yaml、posts.yaml、titles.yaml、specialised.yaml、visit.yaml",
    ),
]


@pytest.mark.parametrize(("name", "text", "problem"), TABLES, ids=[problem for _, _, problem in TABLES])
def test_a_table_that_cannot_be_read(folder: Path, name: str, text: str, problem: str) -> None:
    (folder / "tables" / name).write_text(text, encoding="utf-8")
    between = " " if problem.startswith("第") else "："
    assert refused(folder) == [f"错误：tables/{name}{between}{problem}"]


def test_an_empty_table(folder: Path) -> None:
    (folder / "tables" / "agencies.yaml").write_text("", encoding="utf-8")
    assert refused(folder) == [
        "错误：tables/agencies.yaml 第 1 行：缺少必填的键“city” 处理：补写“city”",
        "错误：tables/agencies.yaml 第 1 行：缺少必填的键“divisions” 处理：补写“divisions”",
    ]


ALIASES = [
    (
        "equipment:\n  诊察台: [诊台]",
        "第 2 行：“诊察台”不是词汇表中 equipment 的名称；是否应为“诊察桌”？ 处理：可用的名称：",
    ),
    (
        "rooms:\n  治疗室: [输液室]\n  观察室:\n    - 输液室（大）",
        "第 4 行：“输液室（大）”既是“治疗室”的别名，又是“观察室”的别名 处理：只留其中一处",
    ),
    (
        "rooms:\n  治疗室: [处置室]",
        "第 2 行：“处置室”是词汇表中 rooms 的标准名称，不能作“治疗室”的别名 处理：删去这个别名",
    ),
    (
        "rooms: {药房: [西药房]}\nother_rooms: [库房, 西药房]",
        "第 2 行：“西药房”是“药房”的别名，又列在 other_rooms 中 处理：只留其中一处",
    ),
    ("other_rooms: [药房]", "第 1 行：“药房”是 rooms 的标准名称，又列在 other_rooms 中 处理：只留其中一处"),
]


@pytest.mark.parametrize(("text", "problem"), ALIASES, ids=[problem for _, problem in ALIASES])
def test_an_alias_that_means_nothing_or_two_things(folder: Path, text: str, problem: str) -> None:
    (folder / "tables" / "aliases.yaml").write_text(text, encoding="utf-8")
    pack = load_pack(folder)
    names = "、".join(pack.vocabulary.facts["equipment"].members) if problem.endswith("可用的名称：") else ""
    assert found(pack) == [f"错误：tables/aliases.yaml {problem}{names}"]


OPTIONS = "市本级(市属开发区)、东昌府区、茌平区、临清市、阳谷县、莘县、东阿县、冠县、高唐县、聊城市以外"
AGENCY = "医疗保险经办机构"
DIVISIONS = [
    (
        f"  冠县: 冠县{AGENCY}\n",
        "",
        [
            "第 4 行：admin_division 的选项“冠县”没有对应的经办机构 处理：在 divisions 中补充；不属本地管辖的，列入 outside"
        ],
    ),
    (
        "  冠县:",
        "  冠市:",
        [
            f"第 12 行：“冠市”不是 admin_division 的选项；是否应为“冠县”？ 处理：可用的选项：{OPTIONS}",
            "第 4 行：admin_division 的选项“冠县”没有对应的经办机构 处理：在 divisions 中补充；不属本地管辖的，列入 outside",
        ],
    ),
    (
        f"冠县: 冠县{AGENCY}",
        f"冠县: 冠县{AGENCY}处",
        [
            f"第 12 行：经办机构“冠县{AGENCY}处”不是 {form}.yaml 中“受理的经办机构”的选项；是否应为“冠县{AGENCY}”？ "
            f"处理：改正名称，或在 {form}.yaml 的选项中补充"
            for form in ("clinic", "hospital", "pharmacy")
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "problems"), DIVISIONS, ids=[texts[0] for _, _, texts in DIVISIONS])
def test_agencies_that_do_not_fit(folder: Path, old: str, new: str, problems: list[str]) -> None:
    assert AGENCIES.count(old) == 1
    (folder / "tables" / "agencies.yaml").write_text(AGENCIES.replace(old, new), encoding="utf-8")
    assert found(load_pack(folder)) == [f"错误：tables/agencies.yaml {problem}" for problem in problems]


def test_a_licence_category_nobody_can_state(folder: Path) -> None:
    (folder / "tables" / "specialised.yaml").write_text("licence_categories: [中医诊所, 中医门诊]", encoding="utf-8")
    with (folder / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("relaxable:\n  cite: 三\n  facility_types: [farmacy]\n  licence_categories: [村卫生所]\n")
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").count("\n")
    pack = load_pack(folder)
    options = "、".join(pack.vocabulary.facts["licence_category"].options)
    assert found(pack) == [
        "错误：tables/specialised.yaml 第 1 行：“中医门诊”不是 licence_category 的选项；是否应为“中医门诊部”？ "
        f"处理：可用的选项：{options}",
        f"错误：pack.yaml 第 {lines - 1} 行：“farmacy”不是 facility_type 的选项；是否应为“pharmacy”？ "
        "处理：可用的选项：hospital、clinic、pharmacy",
        f"错误：pack.yaml 第 {lines} 行：“村卫生所”不是 licence_category 的选项；是否应为“村卫生室”？ "
        f"处理：可用的选项：{options}",
    ]


def test_a_rule_that_needs_a_table_the_pack_lacks(folder: Path) -> None:
    entry = folder / "entry.yaml"
    text = entry.read_text(encoding="utf-8").replace("rules:\n", RULE, 1)
    entry.write_text(text, encoding="utf-8")
    line = text.splitlines().index("  - id: y-term-agency") + 1
    assert found(load_pack(folder)) == [
        f"错误：entry.yaml 第 {line} 行：规则“y-term-agency”读取事实“receiving_agency_is_competent”，"
        "但规则包没有 tables/agencies.yaml，无从得出 处理：补上该表，或改用其他事实"
    ]


RULE = """rules:
  - id: y-term-agency
    title: {zh: 管辖}
    severity: hard
    requires: {fact: receiving_agency_is_competent, equals: 是}
"""


def test_what_a_table_would_tell_is_unknown_without_it(
    edited: Callable[[Callable[[Workbook], None]], Application],
) -> None:
    pack = load_pack(YUNXI)
    application = edited(lambda book: None)
    facts = derive(application, NO_CASE, case_dates(application, NO_CASE, None), pack.tables, pack.vocabulary)
    expected: dict[str, Fact] = {
        fact: unknown(fact, f"规则包没有 tables/{table}.yaml") for fact, table in NEEDED.items()
    }
    assert {fact: facts[fact] for fact in NEEDED} == expected


PACK = [
    (
        "id: yunxi-2031",
        "id: yunxi-2032",
        "第 2 行：id 应与规则包的文件夹同名，即“yunxi-2031”，现为“yunxi-2032” 处理：改正 id，或给文件夹改名",
    ),
    (
        "valid_to: 2034-02-28",
        "valid_to: 2031-02-28",
        "第 9 行：“valid_to”应不早于 valid_from（2031-03-01），现为“2031-02-28” 处理：按要求改写后重试",
    ),
    (
        "['990100']",
        "['990100', 云汐市]",
        "第 7 行：“region”应为 6 位数字的行政区划代码，例如 330100，现为“云汐市” 处理：按要求改写后重试",
    ),
    (
        "['990100']",
        "['99010']",
        "第 7 行：“region”应为 6 位数字的行政区划代码，例如 330100，现为“99010” 处理：按要求改写后重试",
    ),
    ("['990100']", "[]", "第 7 行：“region”不能为空，现为列表 处理：按要求改写后重试"),
    (
        "verified: true",
        "verified: true\ndeadlines: {correction: {title: 补正, cite: 五, from: notice_served, working_days: 0, "
        "party: applicant, after: 视为撤回}}",
        "第 11 行：“working_days”应不小于 1，现为“0” 处理：按要求改写后重试",
    ),
    (
        "verified: true",
        "verified: true\ndeadlines: {correction: {title: 补正, cite: 五, from: notice_served, working_days: 5, "
        "months: 1, party: applicant, after: 视为撤回}}",
        "第 11 行：“correction”应写明 working_days、months、years 中的一个，现为映射 处理：按要求改写后重试",
    ),
    (
        "verified: true",
        "verified: true\ndeadlines: {correction: {title: 补正, cite: 五, from: served, working_days: 5, "
        "party: applicant, after: 视为撤回}}",
        "第 11 行：“from”应为received、accepted、notice_served、result_served、agreement_signed、"
        "agreement_ends、change_approved、claim_submitted、exit_planned之一，现为“served”；"
        "是否应为“result_served”？ 处理：改为其中之一",
    ),
    (
        "2032-01-01: 自",
        "2032-02-30: 自",
        "第 13 行：“notices”的键应为日期，例如 2019-09-01，现为“2032-02-30” 处理：按要求改写后重试",
    ),
    (
        "valid_from: 2031-03-01",
        "valid_from: 2031",
        "第 8 行：“valid_from”应为日期，例如 2019-09-01，现为“2031” 处理：按要求改写后重试",
    ),
]


@pytest.mark.parametrize(("old", "new", "problem"), PACK, ids=[problem for _, _, problem in PACK])
def test_a_pack_yaml_that_cannot_be_right(folder: Path, old: str, new: str, problem: str) -> None:
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / "pack.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert refused(folder) == [f"错误：pack.yaml {problem}"]


def test_a_wrong_key_of_a_section_is_told_once(folder: Path) -> None:
    section = folder / "clinic.yaml"
    text = section.read_text(encoding="utf-8")
    assert text.count("\napplies_to: {") == 1
    section.write_text(text.replace("\napplies_to: {", "\napplies_to: {facility_typo: clinic, "), encoding="utf-8")
    line = text[: text.index("\napplies_to")].count("\n") + 2
    assert refused(folder) == [
        f"错误：clinic.yaml 第 {line} 行：词汇表中没有事实“facility_typo”；是否应为“facility_type”？ "
        "处理：改正名称，或先在 rules/facts.yaml 中登记"
    ]


CALENDAR = [
    (
        "years: {2027: {source: 某号, holiday: [], holidays: []}}",
        "没有“holiday”这个键；是否应为“holidays”？ 处理：可用的键：source、holidays、workdays",
    ),
    (
        "years: {二七: {source: 某号, holidays: []}}",
        "“years”的键应为整数，现为“二七” 处理：按要求改写后重试",
    ),
    (
        "years: {2027: {source: 某号, holidays: 2027-01-01}}",
        "“holidays”应为列表，现为“2027-01-01” 处理：按要求改写后重试",
    ),
]


@pytest.mark.parametrize(("text", "problem"), CALENDAR, ids=[problem for _, problem in CALENDAR])
def test_a_calendar_that_cannot_be_read(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "calendar.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_overlay(tmp_path / "calendar.yaml")
    assert one_line(error.value) == f"错误：calendar.yaml 第 1 行：{problem}"


def test_rules_check_reads_the_calendar() -> None:
    context = Context()
    with context.current():
        run("rules", "check")
    assert shipped_overlay.__wrapped__ in context.answers  # type: ignore[attr-defined]  # of the decorator


@pytest.mark.parametrize("name", ["pack.yaml", "readings.yaml", "clauses.yaml"])
def test_a_file_every_pack_has_is_missed_by_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert refused(folder) == [f"错误：yunxi-2031/{name}：规则包缺少这个文件 处理：补上文件；写法可参照已有的规则包"]


def test_every_wrong_clause_is_told_at_once(folder: Path) -> None:
    file = folder / "clauses.yaml"
    lines = len(file.read_text(encoding="utf-8").splitlines())
    wrong = "a1: {cite: 第一条, title: 甲, status: automatd}\na2: {cite: 第二条, titel: 乙, status: heading}\n"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\n" + wrong, encoding="utf-8")
    found = refused(folder)
    assert [text.split("：")[1] for text in found] == [
        f"clauses.yaml 第 {lines + 1} 行",
        f"clauses.yaml 第 {lines + 2} 行",
        f"clauses.yaml 第 {lines + 2} 行",
    ]


def test_the_points_of_the_visit_name_rules_of_the_visit_and_numbers_once(folder: Path) -> None:
    text = "points:\n  - {title: 场所, facts: [usable_area], rules: [opd-none]}\n  - {title: 设施, facts: [usable_area_m2]}\n"
    text += "  - {title: 设备, facts: [usable_area_m2]}\n"
    (folder / "tables").mkdir(exist_ok=True)
    (folder / "tables" / "visit.yaml").write_text(text, encoding="utf-8")
    assert found(load_pack(folder)) == [
        "错误：tables/visit.yaml 第 2 行：“opd-none”不是现场勘验的规则 处理：改正名称，或从勘验事项中删去",
        "错误：tables/visit.yaml 第 2 行：“usable_area”不是可测量的事实；是否应为“usable_area_m2”？ "
        "处理：改正名称，或从勘验事项中删去",
        "错误：tables/visit.yaml 第 4 行：“usable_area_m2”在勘验事项中列了两次 处理：只留其中一处",
    ]
