"""Reads a guarded package as grids, with the reader for its kind."""

from __future__ import annotations

from medcheck.book.grid import Workbook
from medcheck.package.guard import Package


def read_workbook(package: Package) -> Workbook:
    """Return the grids of a guarded package; raise WorkbookError when it cannot be parsed."""
    if package.kind == "xls":
        from medcheck.book.read_xls import read_xls

        return read_xls(package)
    if package.kind == "ods":
        from medcheck.book.read_ods import read_ods

        return read_ods(package)
    from medcheck.book.read_xlsx import read_xlsx

    return read_xlsx(package)
