"""People: the roster (花名册) as a list fact, one record a row."""

from __future__ import annotations

from medcheck.fact import Fact, Record, known
from medcheck.intake.application import Application, Row
from medcheck.measure.entry import field, record, scalar, table, text, unfilled


def staff(application: Application) -> Fact:
    """Return the roster: category, employment, training, and whether the person counts as a physician.

    A 执业助理医师 counts as a physician in a rural area (reading A-26); where the area is not known, that is unknown.
    """
    of = table(application, "staff")
    area = text(field(application, "area_class"))
    return unfilled("staff", of, "花名册") or known(
        "staff", tuple(_person(row, area) for row in of.rows), (of.source,) if of.source else ()
    )


def _person(row: Row, area: str) -> Record:
    category = text(row.cells["category"])
    values = {
        "category": category or None,
        "employment": text(row.cells["employment"]) or None,
        "training_qualified": scalar(row.cells["training_qualified"]),
        "counts_as_physician": _counts_as_physician(category, area),
    }
    label = text(row.cells["name"]) or f"第{row.number}行"
    columns = {name: "category" if name == "counts_as_physician" else name for name in values}
    return record(label, row, values, columns)


def _counts_as_physician(category: str, area: str) -> bool | None:
    if not category:
        return None
    if category == "执业助理医师":
        return {"农村": True, "城区": False}.get(area)
    return category == "执业医师"
