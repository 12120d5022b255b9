"""Measures the facility's record as declared. A declaration proves nothing in its favour; a register answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from medcheck.fact import Fact, Record, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.entry import day_at, field, listed, record, scalar_at, stated, table, text_at

_Maker = Callable[[Row], Record]
_SAFETY = ("医疗质量安全事件", "药品质量安全事件")


def prior_terminations(application: Application) -> Fact:
    """Return agreements that were ended: on which day, and whether for a violation."""
    return _events(application, "prior_terminations", ("协议终止或解除",), _termination)


def safety_events(application: Application) -> Fact:
    """Return medical and drug safety events: day and grade."""
    return _events(application, "safety_events", _SAFETY, _safety_event)


def events_of(application: Application, name: str, kind: str) -> Fact:
    """Return the declared events of a kind (医疗事故, 药品材料违法违规, 价格违法违规): day of the act, day of the decision."""
    return _events(application, name, (kind,), _event)


def under_investigation_declared(application: Application) -> Fact:
    """Return what the applicant itself declares of an investigation; a register's answer does not change it."""
    return stated("under_investigation_declared", field(application, "under_investigation"))


def only_of_registers() -> Iterator[Fact]:
    """Yield what no application states: only the agency can find it."""
    yield unknown("false_material_found", "只能由经办机构核实")
    yield unknown("false_material_findings", "只能由经办机构核实")
    yield unknown("related_terminations", "只能由经办机构查询")


def _events(application: Application, name: str, kinds: tuple[str, ...], make: _Maker) -> Fact:
    listing = table(application, "events")
    # A row whose kind is not known may be any kind: it stays in every list, with its own unknowns.
    rows = [row for row in listing.rows if text_at(row, "kind") in (*kinds, "")]
    return listed(name, listing, "既往记录表", map(make, rows), named_by=("kind",))


def _termination(row: Row) -> Record:
    column = "date" if day_at(row, "date") else "decision_date"
    values = {
        "end_date": day_at(row, column),
        "decision_date": day_at(row, "decision_date"),
        "for_violation": scalar_at(row, "for_violation"),
    }
    columns = {"end_date": column, "decision_date": "decision_date", "for_violation": "for_violation"}
    return record(_label(row), row, values, columns)


def _safety_event(row: Row) -> Record:
    values = {"date": day_at(row, "date"), "grade": text_at(row, "grade") or None}
    return record(_label(row), row, values, {"date": "date", "grade": "grade"})


def _event(row: Row) -> Record:
    values = {name: day_at(row, name) for name in ("date", "decision_date")}
    return record(_label(row), row, values, {name: name for name in values})


def _label(row: Row) -> str:
    when = day_at(row, "date")
    return f"{text_at(row, 'kind') or '未写明类别的记录'}（{when or f'第{row.number}行'}）"
