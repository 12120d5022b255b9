"""One item of a site-visit sheet as it is printed. Knows nothing of where it stands."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.case.visit_form import VisitItem


class PrintedItem(NamedTuple):
    """One item as printed: what is asked and by which clause, what the application declares and where, the unit."""

    item: VisitItem
    asked: str
    declared: str
    cells: str
    unit: str
