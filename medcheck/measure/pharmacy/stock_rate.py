"""Measures the stocking rate of catalogue drugs (备药率) by every denominator, and lists the rows nobody matched (A-69).

A product counts for an entry of the catalogue by its national code, else its approval number, else its name: as the notes
of the catalogue read it where its edition is known, else by generic name and class of dosage form. What the notes alone
would match, or leave open, is a person's; likeness only suggests.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from medcheck.fact import CellRef, Fact, Role, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.catalogue import Catalogue
from medcheck.intake.table import Row
from medcheck.measure.entry import cell, list_citation, span, table, text, text_at
from medcheck.measure.measure_tables import DosageForms
from medcheck.measure.pharmacy.drug_index import index_once
from medcheck.measure.pharmacy.drug_list import is_medicine, is_piece, left_open, product
from medcheck.measure.pharmacy.drug_marks import NO_LISTS, DrugLists, approval
from medcheck.measure.pharmacy.drug_names import Generic, code, generic, plain_name
from medcheck.measure.pharmacy.drug_notes import CatalogueNotes

FACTS = (
    "generics_stocked",
    "generics_in_catalogue",
    "generics_perhaps_in_catalogue",
    "catalogue_entries",
    "catalogue_entries_stocked",
    "catalogue_entries_perhaps_stocked",
    "products_stocked",
    "products_in_catalogue",
    "products_perhaps_in_catalogue",
    "stock_rate_lower",
    "stock_rate_higher",
)
_NO_CATALOGUE = "评估时没有提供医保药品目录，备药率无法计算"


class Loose(NamedTuple):
    """A row of the drug list that answers to no entry of the catalogue: as written, where, and the nearest entry.

    `why` says why a person should look whether it answers to one after all; it is empty where none comes near.
    """

    name: str
    form: str
    ref: CellRef | None
    nearest: str
    why: str = ""


class Matching(NamedTuple):
    """A drug list held against a catalogue: what was stocked, found and not found; `open` rows may belong or not.

    `perhaps` are what a person may find beside what was found.
    """

    catalogue: Catalogue
    stocked: frozenset[Generic]
    in_catalogue: frozenset[Generic]
    entries: frozenset[Generic]
    entries_found: frozenset[Generic]
    products: int
    products_found: int
    loose: tuple[Loose, ...]
    open: tuple[tuple[Row, str], ...] = ()
    perhaps: frozenset[Generic] = frozenset()
    products_perhaps: int = 0


def match(
    application: Application,
    catalogue: Catalogue,
    forms: DosageForms,
    notes: CatalogueNotes | None = None,
    lists: DrugLists = NO_LISTS,
) -> Matching:
    """Return the drug list held against the catalogue; 饮片, what is no medicine and what is out of stock are left out."""
    index = index_once(catalogue, forms, notes, lists)
    stock, open_ = _medicines(application, lists)
    stocked: set[Generic] = set()
    in_catalogue: set[Generic] = set()
    perhaps: set[Generic] = set()
    entries_found: set[Generic] = set()
    products: dict[tuple[str, ...], bool | None] = {}
    loose = []
    for row in stock:
        name, form = text_at(row, "generic_name"), text_at(row, "dosage_form")
        answer = index.answer(
            name, form, code(text_at(row, "national_code")), approval(text_at(row, "approval_no"), lists)
        )
        stocked_product = index.of_store(generic(name, form, forms), answer)
        stocked.add(stocked_product)
        variety = product(row, lists)
        if answer.variety is not None and not answer.why:
            in_catalogue.add(stocked_product)
            entries_found.add(answer.variety)
            products[variety] = True
            continue
        if answer.variety is not None:
            perhaps.add(stocked_product)
        products[variety] = products.get(variety) or (None if answer.variety else products.get(variety, False))
        written = cell(row, "generic_name")
        loose.append(Loose(text(written), form, written.ref, index.nearest(name, form, answer), answer.why))
    return Matching(
        catalogue,
        frozenset(stocked),
        frozenset(in_catalogue),
        index.entries,
        frozenset(entries_found),
        len(products),
        sum(belongs is True for belongs in products.values()),
        tuple(loose),
        tuple(open_),
        frozenset(perhaps - in_catalogue),
        sum(belongs is None for belongs in products.values()),
    )


def stock_rate(application: Application, matching: Matching | None) -> Iterator[Fact]:
    """Yield numerators, denominators and the lower and the higher of the two rates; unknown without a catalogue."""
    listing = table(application, "drugs")
    if matching is None:
        yield from (unknown(name, _NO_CATALOGUE) for name in FACTS)
        return
    if matching.open:
        yield from filter(None, (left_open(name, matching.open) for name in FACTS))
        return
    if not matching.stocked:
        yield from (unknown(name, "药品清单中没有有库存的药品", list_citation(listing)) for name in FACTS)
        return
    listed = CellRef(Role.CATALOGUE, "", "全部条目", f"{len(matching.entries)} 个品种", "医保药品目录")
    cells = (*span(listing.rows, "generic_name"), *span(listing.rows, "dosage_form"), listed)
    stocked, in_catalogue, perhaps = len(matching.stocked), len(matching.in_catalogue), len(matching.perhaps)
    entries, entries_stocked = len(matching.entries), len(matching.entries_found)
    # Two that may belong may be two entries, though they come nearest to the same one.
    may_be_held = min(perhaps, entries - entries_stocked)
    remark = (
        f"店内药品 {stocked} 个品种中有 {in_catalogue} 个在目录内；目录 {entries} 个品种中店内备有 {entries_stocked} 个"
    )
    if perhaps:
        remark += f"；另有 {perhaps} 个店内品种与目录名称相近，是否在目录内须由人核对，较高的备药率已将其计入"
    values: tuple[int | Fraction, ...] = (
        stocked,
        in_catalogue,
        in_catalogue + perhaps,
        entries,
        entries_stocked,
        entries_stocked + may_be_held,
        matching.products,
        matching.products_found,
        matching.products_found + matching.products_perhaps,
        # What is sure, by the worse of the two readings; and what may be, by the better one.
        min(Fraction(in_catalogue, stocked), Fraction(entries_stocked, entries)),
        max(Fraction(in_catalogue + perhaps, stocked), Fraction(entries_stocked + may_be_held, entries)),
    )
    for name, value in zip(FACTS, values, strict=True):
        yield known(name, value, cells, remark if name.startswith("stock_rate") else "")


def _medicines(application: Application, lists: DrugLists) -> tuple[list[Row], list[tuple[Row, str]]]:
    """Return the rows of medicines in stock, and the rows of which that is not known with the cell it hangs on."""
    stock: list[Row] = []
    open_: list[tuple[Row, str]] = []
    for row in table(application, "drugs").rows:
        belongs, quantity = is_medicine(row, lists), row.value("stock_qty")
        if belongs is False or is_piece(row) or quantity == 0:
            continue
        if belongs is None:
            open_.append((row, "kind"))
        elif not plain_name(text_at(row, "generic_name")):
            open_.append((row, "generic_name"))
        elif quantity is None:
            open_.append((row, "stock_qty"))
        else:
            stock.append(row)
    return stock, open_
