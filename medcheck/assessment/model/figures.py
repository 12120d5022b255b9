"""The parts of an assessment that are there to be looked at: gauges, pieces of the sheet, charts. See model for the rest.

Numbers to draw are exact texts, an integer, a decimal or a fraction (`60`, `2.8`, `7/30`), never rounded. A share is a
part of one, so 20% is `0.2` or `1/5`.
"""

from __future__ import annotations

from typing import Literal

from medcheck.strict_model import StrictModel
from medcheck.verdict import Verdict


class Gauge(StrictModel):
    """A measured number beside its bounds, exact; a bound that is not there is empty. `margin` says how much it clears."""

    number: str
    low: str
    high: str
    unit: str
    margin: str


class PieceRow(StrictModel):
    """One row of a piece of a sheet: its number, and a text for each column of the piece."""

    number: int
    cells: tuple[str, ...]


class Piece(StrictModel):
    """Cells a finding rests on with their neighbours, as in the sheet; `marked` are the finding's own, by address.

    Numbers of persons are masked to their first three and last four characters.
    """

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[PieceRow, ...]
    marked: tuple[str, ...]


class Bar(StrictModel):
    """One bar: what it shows, the number drawn and as printed, the bounds and their text, and the rule with its verdict."""

    label: str
    number: str
    text: str
    low: str = ""
    bound: str = ""
    rule: str = ""
    verdict: Verdict | None = None


class Chart(StrictModel):
    """A few bars that belong together: `titles`, `staff` or `stock`. `note` says what a bar is a share or number of."""

    kind: Literal["titles", "staff", "stock"]
    title: str
    note: str
    bars: tuple[Bar, ...]


class Unmatched(StrictModel):
    """A name in the application that answers to no name of the regulation: of which list, and where it stands."""

    about: str
    name: str
    place: str
