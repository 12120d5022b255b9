"""Examines the heads of departments and key specialties: the series of their titles, and whether they work here."""

from __future__ import annotations

from collections.abc import Sequence

from medcheck.measure.title_table import NONE, Titles


def fits(titles: Titles | None, typed: str, series: Sequence[str]) -> bool | None:
    """Return whether a title is of a series that is asked; somebody without a title has none of another series."""
    title = titles.read(typed) if titles else None
    if title is None or title.level is None:
        return None
    if title.level == NONE or not series:
        return True
    return title.series in series if title.series else None
