"""The stocking rate of catalogue drugs (备药率) by every denominator it is read with, and the rows nobody matched (A-69).

A product counts for an entry of the catalogue by its national code, else its approval number, else its generic name and
the class of its dosage form. Likeness only suggests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from medcheck.fact import CellRef, Fact, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.catalogue import Catalogue
from medcheck.intake.table import Row
from medcheck.measure.drug_names import Generic, also_in, approval, code, generic, plain_name
from medcheck.measure.drugs import is_medicine, is_piece, left_open, product
from medcheck.measure.entry import cell, head, span, table, text, text_at
from medcheck.measure.likeness import nearest
from medcheck.measure.tables import DosageForms

FACTS = (
    "generics_stocked",
    "generics_in_catalogue",
    "catalogue_entries",
    "catalogue_entries_stocked",
    "products_stocked",
    "products_in_catalogue",
    "stock_rate_lower",
    "stock_rate_higher",
)
_NO_CATALOGUE = "评估时没有提供医保药品目录，备药率无法计算"


class Loose(NamedTuple):
    """A row of the drug list that answers to no entry of the catalogue: as written, where, and the nearest entry."""

    name: str
    form: str
    ref: CellRef | None
    nearest: str


class Matching(NamedTuple):
    """A drug list held against a catalogue: what was stocked, found and not found; `open` rows may belong or not."""

    catalogue: Catalogue
    stocked: frozenset[Generic]
    found: frozenset[Generic]
    entries: frozenset[Generic]
    entries_found: frozenset[Generic]
    products: int
    products_found: int
    loose: tuple[Loose, ...]
    open: tuple[tuple[Row, str], ...] = ()


def match(application: Application, catalogue: Catalogue, forms: DosageForms) -> Matching:
    """Return the drug list held against the catalogue; 饮片, what is no medicine and what is out of stock are left out."""
    by_code, by_approval, by_name = _index_once(catalogue, forms)
    entries = frozenset(by_name)
    names = sorted({entry.name for entry in entries})
    stocked: set[Generic] = set()
    found: set[Generic] = set()
    entries_found: set[Generic] = set()
    products: set[tuple[str, ...]] = set()
    products_found: set[tuple[str, ...]] = set()
    loose = []
    suggested: dict[str, str] = {}
    stock, open_ = _medicines(application)
    for row in stock:
        one = generic(text_at(row, "generic_name"), text_at(row, "dosage_form"), forms)
        numbers = code(text_at(row, "national_code")), approval(text_at(row, "approval_no"))
        entry = by_code.get(numbers[0]) or by_approval.get(numbers[1]) or (one if one in entries else None)
        stocked.add(one)
        variety = product(row)
        products.add(variety)
        if entry is not None:
            found.add(one)
            entries_found.add(entry)
            products_found.add(variety)
            continue
        if one.name not in suggested:
            suggested[one.name] = nearest(one.name, names)
        name = cell(row, "generic_name")
        loose.append(Loose(text(name), text_at(row, "dosage_form"), name.ref, suggested[one.name]))
    return Matching(
        catalogue,
        frozenset(stocked),
        frozenset(found),
        entries,
        frozenset(entries_found),
        len(products),
        len(products_found),
        tuple(loose),
        tuple(open_),
    )


def stock_rate(application: Application, matching: Matching | None) -> Iterator[Fact]:
    """Yield numerators, denominators and the lower and the higher of the two rates; unknown without a catalogue."""
    of = table(application, "drugs")
    if matching is None:
        yield from (unknown(name, _NO_CATALOGUE) for name in FACTS)
        return
    if matching.open:
        yield from filter(None, (left_open(name, matching.open) for name in FACTS))
        return
    if not matching.stocked:
        yield from (unknown(name, "药品清单中没有有库存的药品", head(of)) for name in FACTS)
        return
    listed = CellRef(matching.catalogue.file, "", "全部条目", f"{len(matching.entries)} 个品种", "医保药品目录")
    cells = (*span(of.rows, "generic_name"), *span(of.rows, "dosage_form"), listed)
    own = Fraction(len(matching.found), len(matching.stocked))
    whole = Fraction(len(matching.entries_found), len(matching.entries))
    remark = (
        f"店内药品 {len(matching.stocked)} 个品种中有 {len(matching.found)} 个在目录内；"
        f"目录 {len(matching.entries)} 个品种中店内备有 {len(matching.entries_found)} 个"
    )
    values: tuple[int | Fraction, ...] = (
        len(matching.stocked),
        len(matching.found),
        len(matching.entries),
        len(matching.entries_found),
        matching.products,
        matching.products_found,
        min(own, whole),
        max(own, whole),
    )
    for name, value in zip(FACTS, values, strict=True):
        yield known(name, value, cells, remark if name.startswith("stock_rate") else "")


_Index = tuple[dict[str, Generic], dict[str, Generic], dict[Generic, Generic]]
_last: list[tuple[Catalogue, DosageForms, _Index]] = []


def _index_once(catalogue: Catalogue, forms: DosageForms) -> _Index:
    """Return the index of a catalogue, worked out once as long as the same one is asked for."""
    if not _last or _last[0][0] is not catalogue or _last[0][1] is not forms:
        _last[:] = [(catalogue, forms, _index(catalogue, forms))]
    return _last[0][2]


def _index(catalogue: Catalogue, forms: DosageForms) -> _Index:
    by_code: dict[str, Generic] = {}
    by_approval: dict[str, Generic] = {}
    by_name: dict[Generic, Generic] = {}
    for entry in catalogue.entries:
        classes = [generic(entry.name, form, forms) for form in re.split(r"[、,，;；/]", entry.form)]
        classes += also_in(entry.name, forms)
        for one in classes:
            by_name.setdefault(one, one)
        if number := code(entry.code):
            by_code.setdefault(number, classes[0])
        if number := approval(entry.approval_no):
            by_approval.setdefault(number, classes[0])
    return by_code, by_approval, by_name


def _medicines(application: Application) -> tuple[list[Row], list[tuple[Row, str]]]:
    """Return the rows of medicines in stock, and the rows of which that is not known with the cell it hangs on."""
    stock: list[Row] = []
    open_: list[tuple[Row, str]] = []
    for row in table(application, "drugs").rows:
        belongs, quantity = is_medicine(row), row.value("stock_qty")
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
