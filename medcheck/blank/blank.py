"""Makes the blank workbook of a form. It knows nothing of data."""

from __future__ import annotations

from pathlib import Path

from medcheck.blank import layout, write_xlsx
from medcheck.blank.plan import FormData
from medcheck.form.form import Form


def write_blank(form: Form, path: Path) -> None:
    """Write the blank application workbook of a form: no formulas, the same bytes every time."""
    write_xlsx.write(layout.plans(form, FormData({}, {})), form.title, path)
