"""Shows the stocking rate so that a reader can check it: every denominator with its numbers, and the unmatched drugs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from medcheck.assessment.model.assessment_model import LooseDrug, Share, Stock
from medcheck.measure.pharmacy.stock_rate import Loose, Matching
from medcheck.rulebook.bounds import show_number


def stock_of(matching: Matching) -> Stock:
    """Return what the report shows of a drug list held against a catalogue."""
    return Stock(
        catalogue=matching.catalogue.file,
        sha256=matching.catalogue.sha256,
        entries=len(matching.entries),
        unclear=len(matching.open),
        shares=(
            _share("店内药品品种中，目录内的占", len(matching.in_catalogue), len(matching.stocked)),
            _share("医保目录品种中，店内备有的占", len(matching.entries_found), len(matching.entries)),
            _share("店内药品品规中，目录内的占", matching.products_found, matching.products),
        ),
        loose=tuple(
            LooseDrug(
                name=drug.name,
                form=drug.form,
                place=str(drug.ref) if drug.ref else "",
                nearest=drug.nearest,
                why=drug.why,
            )
            for drug in _for_a_person_first(matching.loose)
        ),
    )


def _for_a_person_first(loose: Sequence[Loose]) -> list[Loose]:
    """Return the drugs nobody could match, first those of which it is said why a person should look at them."""
    return [drug for drug in loose if drug.why] + [drug for drug in loose if not drug.why]


def _share(label: str, stocked: int, total: int) -> Share:
    """Return a share as the finding prints it: two decimals, more where those would make it a whole percentage."""
    return Share(label=label, stocked=stocked, of=total, share=_percent(Fraction(stocked, total)) if total else "—")


def _percent(share: Fraction) -> str:
    whole = Fraction(round(share * 100), 100)
    return show_number(share, None if share == whole else whole, percent=True)
