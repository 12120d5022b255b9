"""The facility's record: events and proceedings as declared. A declaration never proves it; a register answers."""

from __future__ import annotations

from collections.abc import Callable

from medcheck.fact import Fact, Record, known, unknown
from medcheck.intake.application import Application, Row
from medcheck.measure.entry import day, record, scalar, table, text, unfilled

_Maker = Callable[[Row], Record]
_SAFETY = ("医疗质量安全事件", "药品质量安全事件")


def prior_terminations(application: Application) -> Fact:
    """Return agreements that were ended: on which day, and whether for a violation."""
    return _events(application, "prior_terminations", ("协议终止或解除",), _termination)


def safety_events(application: Application) -> Fact:
    """Return medical and drug safety events: day and grade."""
    return _events(application, "safety_events", _SAFETY, _safety_event)


def false_material_found(application: Application) -> Fact:
    """Return what no application states: only the agency can verify it."""
    return unknown("false_material_found", "只能由经办机构核实")


def _events(application: Application, name: str, kinds: tuple[str, ...], make: _Maker) -> Fact:
    of = table(application, "events")
    if fact := unfilled(name, of, "既往记录表"):
        return fact
    # A row whose kind is not known may be any kind: it stays in every list, with its own unknowns.
    rows = [row for row in of.rows if text(row.cells["kind"]) in (*kinds, "")]
    return known(name, tuple(make(row) for row in rows), (of.source,) if of.source else ())


def _termination(row: Row) -> Record:
    column = "decision_date" if day(row.cells["decision_date"]) else "date"
    values = {"end_date": day(row.cells[column]), "for_violation": scalar(row.cells["for_violation"])}
    return record(_label(row), row, values, {"end_date": column, "for_violation": "for_violation"})


def _safety_event(row: Row) -> Record:
    values = {"date": day(row.cells["date"]), "grade": text(row.cells["grade"]) or None}
    return record(_label(row), row, values, {"date": "date", "grade": "grade"})


def _label(row: Row) -> str:
    when = day(row.cells["date"])
    return f"{text(row.cells['kind']) or '未写明类别的记录'}（{when or f'第{row.number}行'}）"
