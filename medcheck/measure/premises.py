"""Premises, equipment and services as sets of standard names. The names people write are matched by the pack's tables."""

from __future__ import annotations

from collections.abc import Mapping

from medcheck.fact import CellRef, Fact, Member, Members, known, unknown
from medcheck.intake.application import Application, Entry
from medcheck.measure.entry import field, first_reason, sources, table, text, unfilled

Aliases = Mapping[str, list[str]]

_SERVICES = {"offers_outpatient": "门诊治疗", "offers_dispensing": "购药服务"}
_CONTRACTS = {"steriliser_contract": "消毒灭菌"}
_NOT_A_ROOM = "其他"


def rooms(application: Application, aliases: Aliases) -> Fact:
    """Return the rooms that are separate as members that stand alone, shared ones inside the room they are in."""
    of = table(application, "rooms")
    if fact := unfilled("rooms", of, "业务用房表"):
        return fact
    standard = _standard(aliases)
    members, unsure, unmatched = [], [], []
    cells: list[CellRef] = []
    for row in of.rows:
        entry, separate = row.cells["name"], row.cells["separate"].value
        name = text(entry)
        if not name or name == _NOT_A_ROOM:
            continue
        cells += sources(entry)
        if name not in standard:
            unmatched.append(name)
        elif separate is None:
            unsure.append(standard[name])
        else:
            inside = "" if separate else text(row.cells["shared_with"]) or "其他房间"
            members.append(Member(standard[name], inside))
    return known("rooms", Members(tuple(members), tuple(unsure), tuple(unmatched)), cells)


def equipment(application: Application, aliases: Aliases) -> Fact:
    """Return the equipment of which at least one is stated; a count of nought is absent, one left open is unsure."""
    of = table(application, "equipment")
    if fact := unfilled("equipment", of, "设备清单"):
        return fact
    standard = _standard(aliases)
    members, unsure, unmatched, absent = [], [], [], []
    cells: list[CellRef] = []
    for row in of.rows:
        name, count = text(row.cells["name"]), row.cells["count"]
        cells += sources(count if name in standard else row.cells["name"])
        if not name:
            continue
        if name not in standard:
            unmatched.append(name)
        elif count.value is None:
            unsure.append(standard[name])
        elif count.value == 0:
            absent.append(standard[name])
        else:
            members.append(Member(standard[name]))
    there = {member.name for member in members}
    gone = tuple(name for name in absent if name not in there)
    return known("equipment", Members(tuple(members), tuple(unsure), tuple(unmatched), gone), cells)


def services_offered(application: Application) -> Fact:
    """Return the services answered 是 on the cover."""
    return _answered("services_offered", {name: field(application, key) for key, name in _SERVICES.items()})


def contracted_services(application: Application) -> Fact:
    """Return the services that a contract with another institution covers."""
    return _answered("contracted_services", {name: field(application, key) for key, name in _CONTRACTS.items()})


def _answered(fact: str, entries: Mapping[str, Entry]) -> Fact:
    if all(entry.value is None for entry in entries.values()):
        return unknown(fact, first_reason(entries.values()), sources(*entries.values()))
    members = tuple(Member(name) for name, entry in entries.items() if entry.value is True)
    unsure = tuple(name for name, entry in entries.items() if entry.value is None)
    absent = tuple(name for name, entry in entries.items() if entry.value is False)
    return known(fact, Members(members, unsure, (), absent), sources(*entries.values()))


def _standard(aliases: Aliases) -> dict[str, str]:
    """Return the standard name of every name in the table, the standard ones included."""
    return {name: standard for standard, names in aliases.items() for name in (standard, *names)}
