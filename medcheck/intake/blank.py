"""A form → its blank workbook; knows nothing of data."""

from __future__ import annotations

from pathlib import Path

from medcheck.intake import layout, xlsx
from medcheck.intake.form import Form
from medcheck.intake.plan import FormData


def write_blank(form: Form, path: Path) -> None:
    """Write the blank application workbook of a form: no formulas, the same bytes every time."""
    xlsx.write(layout.plans(form, FormData({}, {})), form.title, path)
