"""The headings by which people and their systems call the columns of a list (forms/_headings.yaml).

A heading is known as a whole or not at all; one that is only likely is asked about. Knows nothing of forms or cells.
"""

from __future__ import annotations

from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from medcheck import yaml_source
from medcheck.context import keep

_Listed = dict[str, dict[str, tuple[str, ...]]]


class _Headings(BaseModel):
    """Known and likely headings by list and column, and the words of headings whose cells are kept as remarks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    known: _Listed
    likely: _Listed
    beside: tuple[str, ...]


@keep()
def _headings() -> _Headings:
    return yaml_source.validate(_Headings, yaml_source.read(files("medcheck.forms") / "_headings.yaml"))


def known_headings(form: str, sheet: str, column: str) -> tuple[str, ...]:
    """Return the further headings under which a column of a list is known."""
    return _of(_headings().known, form, sheet, column)


def likely_headings(form: str, sheet: str, column: str) -> tuple[str, ...]:
    """Return the headings that may be a column of a list, so that somebody is asked."""
    return _of(_headings().likely, form, sheet, column)


def _of(listed: _Listed, form: str, sheet: str, column: str) -> tuple[str, ...]:
    return tuple(word for name in (sheet, f"{form}.{sheet}") for word in listed.get(name, {}).get(column, ()))


def is_remark(label: str) -> bool:
    """Return whether what stands below an unknown heading is kept as a remark on its row."""
    return any(word in label for word in _headings().beside)
