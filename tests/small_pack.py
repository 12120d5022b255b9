"""Packs of one rule, written for a test, and what `rules check` finds in them."""

from __future__ import annotations

from pathlib import Path

from medcheck import yaml_source
from medcheck.form.form import Form
from medcheck.rulebook.cases import read_cases
from medcheck.rulebook.check.check_pack import check_pack
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.vocabulary import load_vocabulary

VOCABULARY = """
units: [㎡, 人, 个]
documents: {licence: 许可证}
facts:
  facility_type: {label: 机构类型, kind: choice, profile: true, options: {hospital: 医院, clinic: 门诊}}
  application_date: {label: 申请日期, kind: date, step: '1'}
  area: {label: 面积, kind: number, unit: ㎡, step: '0.01'}
  sites: {label: 地点数, kind: number, unit: 个, step: '1'}
  staff_count: {label: 职工数, kind: number, unit: 人, step: '1'}
  nurse_count: {label: 护士数, kind: number, unit: 人, step: '1'}
  grade: {label: 等级, kind: rank, options: [一级, 二级, 三级]}
  category: {label: 类别, kind: choice, options: [诊所, 门诊部]}
  opened: {label: 开业日期, kind: date, step: '1'}
  people:
    label: 人员
    kind: list
    unit: 人
    fields:
      title: {label: 职称, kind: rank, options: [初级, 中级, 高级]}
      months: {label: 月数, kind: number, step: '1'}
"""
PACK = """
id: PACK
document: {title: 某市办法, number: 某〔2031〕1号, issuer: 某市医疗保障局}
region: ['990100']
valid_from: 2031-01-01
valid_to: 2035-12-31
verified: true
sections: [part]
"""
FORM = yaml_source.validate(
    Form,
    yaml_source.parse(
        """
form: small
version: 1
facility_type: clinic
title: 小申请表
instructions: [填写]
sheets:
  - {id: cover, name: 封面, title: 封面, groups: [{title: 一, fields: [{id: area, label: 使用面积, kind: number, unit: ㎡, fact: area}]}]}
  - id: documents
    name: 材料清单
    title: 材料清单
    key: code
    columns: [{id: code, label: 编码, kind: code}]
    prefilled: [{code: licence}]
""",
        "small.yaml",
    ),
)
FILLED = frozenset(
    {"facility_type", "application_date", "area", "sites", "staff_count", "nurse_count", "grade", "category", "opened"}
)


def pack(
    folder: Path,
    rules: str,
    readings: str = "",
    clauses: str = "",
    head: str = "",
    name: str = "small",
    instruments: str = "",
) -> RulePack:
    """Return a pack of one section `part`, written in a folder of that name."""
    here = folder / name
    here.mkdir(exist_ok=True)
    (here / "facts.yaml").write_text(VOCABULARY, encoding="utf-8")
    (here / "pack.yaml").write_text(PACK.replace("PACK", name) + instruments, encoding="utf-8")
    (here / "part.yaml").write_text(f"section: {{zh: 一}}\nseverity: hard\n{head}rules:\n{rules}", encoding="utf-8")
    (here / "readings.yaml").write_text(readings, encoding="utf-8")
    (here / "clauses.yaml").write_text(clauses or "a: {cite: 第一条, title: 要求, status: automated}", encoding="utf-8")
    vocabulary = load_vocabulary(here / "facts.yaml")
    (here / "facts.yaml").unlink()
    return load_pack(here, vocabulary)


def rule(requires: str, more: str = "") -> str:
    return f"  - {{id: a, title: {{zh: 规则}}, requires: {{{requires}}}{more}, remedy: {{zh: 整改}}}}\n"


def found(
    folder: Path, rules: str, readings: str = "", clauses: str = "", head: str = "", cases: str = ""
) -> list[str]:
    """Return what is found beside missing cases and remedies, each problem on one line."""
    made = pack(folder, rules, readings, clauses, head)
    (folder / "small" / "cases").mkdir()
    (folder / "small" / "cases" / "part.yaml").write_text(cases or "a: []", encoding="utf-8")
    problems = check_pack(made, read_cases(folder / "small", made), [FORM], FILLED | {"people"})
    lines = [str(problem).replace("\n  ", " ") for problem in problems if "（remedy）" not in problem.text]
    return lines if cases else [line for line in lines if "用例" not in line]
