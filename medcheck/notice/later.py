"""What a clerk knows only after a paper was made. Knows nothing of papers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Later(NamedTuple):
    """What a clerk knows only after a paper was made."""

    number: str = ""
    issued: date | None = None
    served: date | None = None
    due: date | None = None
