"""Reads a guarded package as grids, with the reader for its kind."""

from __future__ import annotations

from medcheck.book.grid import Workbook
from medcheck.fact import Role
from medcheck.package.guard import Package


def read_workbook(package: Package, role: Role = Role.APPLICATION) -> Workbook:
    """Return the grids of a guarded package in its role; raise WorkbookError when it cannot be parsed."""
    workbook = _read(package)
    for grid in workbook.grids.values():
        grid.role = role
    return workbook


def _read(package: Package) -> Workbook:
    if package.kind == "xls":
        from medcheck.book.read_xls import read_xls

        return read_xls(package)
    if package.kind == "ods":
        from medcheck.book.read_ods import read_ods

        return read_ods(package)
    from medcheck.book.read_xlsx import read_xlsx

    return read_xlsx(package)
