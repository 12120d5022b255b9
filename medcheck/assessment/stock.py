"""The stocking rate as a reader checks it: every denominator with its numbers, and the drugs nobody could match."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from medcheck.assessment.model import LooseDrug, Share, Stock
from medcheck.measure.stock_rate import Matching


def stock_of(matching: Matching) -> Stock:
    """Return what the report shows of a drug list held against a catalogue."""
    return Stock(
        catalogue=matching.catalogue.file,
        sha256=matching.catalogue.sha256,
        entries=len(matching.entries),
        shares=(
            _share("店内药品品种中，目录内的占", len(matching.found), len(matching.stocked)),
            _share("医保目录品种中，店内备有的占", len(matching.entries_found), len(matching.entries)),
            _share("店内药品品规中，目录内的占", matching.products_found, matching.products),
        ),
        loose=tuple(
            LooseDrug(
                name=one.name,
                form=one.form,
                place=str(one.ref) if one.ref else "",
                nearest=one.nearest,
            )
            for one in matching.loose
        ),
    )


def _share(label: str, stocked: int, of: int) -> Share:
    """Return a share, cut off after two decimals: one below a bound is never printed as the bound."""
    share = (Decimal(100 * stocked) / of).quantize(Decimal("0.01"), ROUND_FLOOR) if of else None
    return Share(label=label, stocked=stocked, of=of, share="—" if share is None else f"{share}%")
