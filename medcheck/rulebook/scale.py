"""A measured number beside its bounds, for the eye: where it stands, and how much room it leaves. Judges nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from medcheck.rulebook.bounds import show_number

# Things that are counted lack (缺) or are more (多); what is measured falls short (差) or stands above (高).
COUNTED = frozenset("人张个台种条套件块间份项家次")


class Scale(NamedTuple):
    """A number and the bounds it is held against, exact. `unit` is Chinese, empty for a bare ratio; of a percent `%`."""

    number: Fraction
    low: Fraction | None
    high: Fraction | None
    unit: str = ""

    @property
    def room(self) -> str:
        """Return by how much a number that holds keeps clear of its one bound: `多 20 张`, `正好达到`, or nothing."""
        if (self.low is None) == (self.high is None):
            return ""
        edge = self.low if self.low is not None else self.high
        assert edge is not None
        if self.number == edge:
            return "正好达到"
        percent = self.unit == "%"
        amount = show_number(abs(self.number - edge) * (100 if percent else 1))
        about = "约" if amount.startswith("约") else ""
        few, many = ("少", "多") if self.unit in COUNTED or self.unit in ("天", "个月") else ("低", "高")
        unit = "个百分点" if percent else self.unit
        return f"{many if self.number > edge else few}{about} {amount.removeprefix('约')} {unit}".rstrip()


def exact(number: Fraction | int) -> str:
    """Return a number without rounding: `60`, `2.8`, or `7/30` where it does not end."""
    text = show_number(number).replace(",", "")
    return str(number) if text.startswith("约") else text
