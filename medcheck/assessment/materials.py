"""Lists what was handed in, by the application's own list of materials, for the receipt an applicant is given."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.source_model import Material
from medcheck.intake.application import Application
from medcheck.intake.table import Entry


def materials(application: Application) -> Iterator[Material]:
    """Yield the papers the list says were handed in, in its order; a part nobody filled in stays empty."""
    listed = application.tables.get("documents")
    for row in listed.rows if listed else ():
        cells = row.cells
        if cells["present"].value is True:
            yield Material(
                name=_said(cells["document"]),
                original=_said(cells["original"]),
                duplicate=_said(cells["copy"]),
                pages=_said(cells["pages"]),
            )


def _said(entry: Entry) -> str:
    """Return an entry as a reader sees it."""
    if isinstance(entry.value, bool):
        return "是" if entry.value else "否"
    return "" if entry.value is None else str(entry.value)
