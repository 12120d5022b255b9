"""Application workbooks for tests: the eligible sample with changes, written by `fill` and read back as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from medcheck import yaml_source
from medcheck.assess import Options, assess, assess_under
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.blank.fill import fill
from medcheck.case.case_file import NO_CASE, CaseFile
from medcheck.engine.session import Engine
from medcheck.intake.application import Application
from medcheck.measure.case_dates import case_dates
from medcheck.rulebook.choice import Choice, Site
from medcheck.rulebook.pack import RulePack

SAMPLES = Path(__file__).parent.parent / "forms" / "samples"
ENGINE = Engine()

Changes = dict[str, Any]


def workbook(folder: Path, fields: Changes | None = None, tables: Changes | None = None) -> Path:
    """Return a workbook: the eligible clinic with some fields and whole tables replaced (None leaves one blank)."""
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    data["fields"].update(fields or {})
    data["tables"].update(tables or {})
    data["fields"] = {name: value for name, value in data["fields"].items() if value is not None}
    data["tables"] = {name: rows for name, rows in data["tables"].items() if rows is not None}
    path = folder / "申请.xlsx"
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), "申请.yaml"), path)
    return path


def assessed(folder: Path, fields: Changes | None = None, tables: Changes | None = None, **options: Any) -> Assessment:
    """Return the assessment of such a workbook."""
    return assess(workbook(folder, fields, tables), Options(**options), ENGINE)


def assessed_under(
    pack: RulePack,
    application: Application,
    options: Options = Options(),  # noqa: B008  # a frozen value
    case: CaseFile = NO_CASE,
    engine: Engine = ENGINE,
) -> Assessment:
    """Return the assessment of an application that was read, under a given pack."""
    dates = case_dates(application, case, options.as_of)
    return assess_under(
        Choice(pack, "in_force", Site("", "")), application, case=case, dates=dates, options=options, engine=engine
    ).assessment


def finding(assessment: Assessment, rule: str) -> Finding:
    """Return the finding of one rule."""
    return next(one for one in assessment.findings if one.rule == rule)


def case_file(folder: Path, text: str) -> Path:
    """Return a case file with this text."""
    path = folder / "案件.yaml"
    path.write_text(text, encoding="utf-8")
    return path


SETTLED_CASE = """
case: 2019-001
assessment_date: 2019-11-25
documents_required: 无
registers:
  - {fact: false_material_found, value: 否, by: 王芳, on: 2019-11-19}
  - {fact: prior_terminations, value: 无, by: 王芳, on: 2019-11-19, register: 协议管理系统}
  - {fact: related_terminations, value: 无, by: 王芳, on: 2019-11-19, register: 协议管理系统}
  - {fact: under_investigation, value: 否, by: 王芳, on: 2019-11-19}
  - {fact: business_status, value: 正常营业, by: 王芳, on: 2019-11-19}
  - {fact: safety_events, value: 无, by: 王芳, on: 2019-11-19}
  - {fact: medical_accidents, value: 无, by: 王芳, on: 2019-11-19}
  - {fact: drug_violations, value: 无, by: 王芳, on: 2019-11-19}
  - {fact: price_violations, value: 无, by: 王芳, on: 2019-11-19}
decisions:
  - {rule: na-other, answer: 符合, by: 李明, on: 2019-11-19}
  - {rule: cond-medical-layout, answer: 符合, by: 李明, on: 2019-12-02}
  - {rule: cond-medical-quality-indicators, answer: 符合, by: 李明, on: 2019-12-02}
inspection:
  on: 2019-11-28
  inspectors: [李明, 王芳]
  measurements: [{fact: usable_area_m2, value: 186.5}]
  answers:
    - {rule: outpatient-service-scope, answer: 符合}
    - {rule: dept-subject-consistency, answer: 符合}
    - {rule: site-fee-standards, answer: 符合}
    - {rule: site-drug-material-quality-price, answer: 符合}
    - {rule: site-catalogue-stock-rate, answer: 符合}
    - {rule: site-information-system, answer: 符合}
    - {rule: site-commitment, answer: 符合}
    - {rule: cond-medical-governance-system, answer: 符合}
    - {rule: cond-medical-drug-law-compliance, answer: 符合}
    - {rule: cond-medical-price-policy-compliance, answer: 符合}
    - {rule: opd-equipment-by-subject, answer: 符合}
"""
