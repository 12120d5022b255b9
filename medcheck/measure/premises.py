"""Premises, equipment and services as sets of standard names. The names people write are matched by the pack's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from medcheck.fact import CellRef, Fact, Member, Members, Record, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.entry import (
    cite,
    field,
    head,
    label,
    listed,
    record,
    scalar_at,
    sources,
    stated,
    table,
    text_at,
    unfilled,
    why,
)
from medcheck.measure.tables import Aliases, plain

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
_NOT_A_ROOM = "其他"


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


def rooms(application: Application, names: Sequence[str], aliases: Aliases) -> Fact:
    """Return the rooms that are separate as members that stand alone, shared ones inside the room they are in."""
    of = table(application, "rooms")
    if fact := unfilled("rooms", of, "业务用房表", Members()):
        return fact
    standard, others = _standard(names, aliases.rooms), {plain(other) for other in aliases.other_rooms}
    members, unsure, unmatched = [], [], []
    cells: dict[str, CellRef] = {}
    for row in of.rows:
        written, separate = text_at(row, "name"), row.value("separate")
        if not written or plain(written) in {_NOT_A_ROOM, *others}:
            continue
        name = standard.get(plain(written), "")
        cite(cells, name or written, row, "separate" if name and not separate else "name")
        if not name:
            unmatched.append(written)
        elif separate is None:
            unsure.append(name)
        else:
            members.append(Member(name, "" if separate else text_at(row, "shared_with") or "其他房间"))
    return known("rooms", Members(tuple(members), tuple(unsure), tuple(unmatched), (), cells), head(of))


def equipment(application: Application, names: Sequence[str], aliases: Aliases) -> Fact:
    """Return the equipment of which at least one is stated; a count of nought is absent, one left open is unsure."""
    of = table(application, "equipment")
    if fact := unfilled("equipment", of, "设备清单", Members()):
        return fact
    standard, others = _standard(names, aliases.equipment), {plain(other) for other in aliases.other_equipment}
    counts: dict[str, list[int | None]] = {}
    unmatched: list[str] = []
    cells: dict[str, CellRef] = {}
    for row in of.rows:
        written, count = text_at(row, "name"), row.value("count")
        if not written or plain(written) in others:
            continue
        name = standard.get(plain(written), "")
        cite(cells, name or written, row, "count" if name else "name")
        if name:
            counts.setdefault(name, []).append(count if isinstance(count, int) else None)
        else:
            unmatched.append(written)
    there = tuple(name for name, of_name in counts.items() if any(of_name))
    open_ = tuple(name for name, of_name in counts.items() if name not in there and None in of_name)
    gone = tuple(name for name in counts if name not in (*there, *open_))
    members = Members(tuple(Member(name) for name in there), open_, tuple(unmatched), gone, cells)
    return known("equipment", members, head(of))


def services_offered(application: Application) -> Fact:
    """Return the services answered 是 on the cover."""
    return _answered(application, "services_offered", _SERVICES)


def contracted_services(application: Application) -> Fact:
    """Return the services that a contract with another institution covers."""
    return _answered(application, "contracted_services", _CONTRACTS)


def large_equipment(application: Application, aliases: Aliases) -> Fact:
    """Return the large pieces of equipment, each with whether its costs and benefits were analysed.

    A piece of which nobody says whether it is large stays in the list with an unknown analysis; one that is large by
    its name (CT) is, whatever is ticked.
    """

    def is_large(row: Row) -> bool | None:
        if any(word in text_at(row, "name").upper() for word in aliases.large_equipment):
            return True
        ticked = row.value("is_large")
        return ticked if isinstance(ticked, bool) else None

    def piece(row: Row) -> Record:
        large = is_large(row)
        values = {"cost_benefit": scalar_at(row, "cost_benefit") if large else None}
        return record(label(row), row, values, {"cost_benefit": "cost_benefit" if large else "is_large"})

    of = table(application, "equipment")
    large = (row for row in of.rows if "is_large" in row.cells and is_large(row) is not False)
    return listed("large_equipment", of, "设备清单", map(piece, large))


def _answered(application: Application, fact: str, asked: Mapping[str, str]) -> Fact:
    entries = {name: field(application, key) for key, name in asked.items() if key in application.fields}
    if all(entry.value is None for entry in entries.values()):
        return unknown(fact, why(*entries.values()), sources(*entries.values()))
    members = tuple(Member(name) for name, entry in entries.items() if entry.value is True)
    unsure = tuple(name for name, entry in entries.items() if entry.value is None)
    absent = tuple(name for name, entry in entries.items() if entry.value is False)
    cells = {name: entry.ref for name, entry in entries.items() if entry.ref}
    return known(fact, Members(members, unsure, (), absent, cells), cells.values())


def _standard(names: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the standard name of every name people write: the standard ones themselves, and the table's aliases."""
    written = {plain(alias): standard for standard, known_as in aliases.items() for alias in known_as}
    return {**written, **{name: name for name in names}}
