"""Measures the usable area of the premises, and the services that are offered or contracted out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from medcheck.fact import Fact, Member, Members, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.measure.entry import field, sources, stated, table, why

_SERVICES = {
    "offers_inpatient": "住院治疗",
    "offers_chronic_outpatient": "慢性病门诊",
    "offers_general_outpatient": "普通门诊",
    "offers_outpatient": "门诊治疗",
    "offers_dispensing": "购药服务",
}
_CONTRACTS = {
    "steriliser_contract": "消毒灭菌",
    "laboratory_contract": "检验",
    "imaging_contract": "影像",
    "pathology_contract": "病理",
    "decoction_contract": "煎药",
}


def usable_area_m2(application: Application) -> Fact:
    """Return the usable area; a conflict where it is larger than the building, a remark where the rooms add up to more."""
    name = "usable_area_m2"
    usable, building = field(application, name), field(application, "building_area_m2")
    rooms_of = [row.cells["area_m2"] for row in table(application, "rooms").rows]
    if not isinstance(usable.value, int | Decimal):
        return stated(name, usable)
    if isinstance(building.value, int | Decimal) and usable.value > building.value:
        reason = f"实际使用面积{usable.value}㎡大于建筑面积{building.value}㎡"
        return conflict(name, reason, sources(usable, building))
    together = sum(entry.value for entry in rooms_of if isinstance(entry.value, int | Decimal))
    remark = f"各业务用房面积合计{together}㎡，大于填报的实际使用面积{usable.value}㎡，请核对"
    return known(name, usable.value, sources(usable), remark if together > usable.value else "")


def services_offered(application: Application) -> Fact:
    """Return the services answered 是 on the cover."""
    return _answered(application, "services_offered", _SERVICES)


def contracted_services(application: Application) -> Fact:
    """Return the services that a contract with another institution covers."""
    return _answered(application, "contracted_services", _CONTRACTS)


def _answered(application: Application, fact: str, services: Mapping[str, str]) -> Fact:
    entries = {name: field(application, key) for key, name in services.items() if key in application.fields}
    if all(entry.value is None for entry in entries.values()):
        return unknown(fact, why(*entries.values()), sources(*entries.values()))
    members = tuple(Member(name) for name, entry in entries.items() if entry.value is True)
    unsure = tuple(name for name, entry in entries.items() if entry.value is None)
    absent = tuple(name for name, entry in entries.items() if entry.value is False)
    cells = {name: entry.ref for name, entry in entries.items() if entry.ref}
    return known(fact, Members(members, unsure, (), absent, cells), cells.values())
