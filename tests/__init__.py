"""Tests. The room that settles how openpyxl writes is imported before any test imports openpyxl itself."""

import medcheck.intake  # noqa: F401
