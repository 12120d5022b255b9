"""A clinic of the fictitious county that asks on its form what no other pack asks (tests/packs/qinglan-2032)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from medcheck import yaml_source
from medcheck.blank.fill import fill
from medcheck.yaml_source import Node
from tests.applications import SAMPLES

PACKS = Path(__file__).parent / "packs"
PACK = "qinglan-2032"
FORM = f"clinic@{PACK}"
CONTRACTS = [
    {"name": "周明远", "kind": "无固定期限", "valid_to": "长期"},
    {"name": "林晓燕", "kind": "固定期限", "valid_to": "2034-05-31"},
]


def data(form: str = FORM) -> dict[str, Any]:
    """Return the data of a clinic that meets all of it, for the form of that name: what that form does not ask is left out."""
    stated = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    stated["form"] = form
    stated["fields"] |= {"application_date": "2032-06-02", "declared_on": "2032-06-02", "licence_category": "诊所"}
    tables = stated["tables"]
    tables["managers"] = [
        {"role": "医保分管领导", "name": "周明远", "phone": "13806350001"},
        {"role": "专职医保管理人员", "name": "林晓燕", "phone": "13806350002"},
        {"role": "兼职医保管理人员", "name": "赵 敏", "phone": "13806350003"},
        {"role": "专职医保管理人员", "name": "林晓燕", "phone": "13806350002"},
    ]
    if form == FORM:
        del stated["fields"]["legal_representative_id"]
        del tables["events"]
        stated["fields"] |= {"households_served": "100", "licence_category": "卫生点"}
        stated["fields"] |= {"admin_division_code": "青岚县", "receiving_agency": "青岚县医疗保障服务中心"}
        tables["contracts"] = CONTRACTS
        tables["documents"] = [*tables["documents"], {"code": "fund_forecast", "present": "是"}]
        for number, person in enumerate(tables["staff"]):
            person["night_shift"] = "是" if number < 2 else "否"
    return stated


def workbook(folder: Path, stated: dict[str, Any], name: str = "申请.xlsx") -> Path:
    """Return a workbook filled with that data."""
    path = folder / name
    fill(node(stated), path)
    return path


def node(stated: dict[str, Any]) -> Node:
    """Return data as a file states it."""
    return yaml_source.parse(json.dumps(stated, ensure_ascii=False), "申请.yaml")


CASE = """
facility_name: 聊城康宁综合门诊部
registers:
  - {fact: on_dishonest_list, value: 否, by: 王芳, on: 2032-06-03, register: 信用平台}
  - {fact: accepted_on, value: 2032-06-04, by: 王芳, on: 2032-06-04}
"""
