"""Measures the drug list of a pharmacy: the kinds in stock, the value of the stock, the number of varieties (A-67, A-68)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import compress, starmap

from medcheck.fact import CellRef, Fact, Member, Members, Record, known, unknown
from medcheck.form.entry_values import EntryValue
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.measure.entry import cell, cite, list_citation, listed, record, sources, span, table, text_at, unfilled
from medcheck.measure.pharmacy.drug_marks import NO_LISTS, DrugLists, approval, other_goods, plain_spec
from medcheck.measure.pharmacy.drug_names import plain_name

_MEDICINES = frozenset({"处方药", "非处方药", "中药饮片"})
_PIECES = "中药饮片"
_SHEET = "药品清单"
_SHOWN = 5
_NAMED_BY = ("kind", "generic_name")
_NUMBER = (int, Decimal)

_TELLING = ("kind", "generic_name", "approval_no", "spec")
_PRICED = ("generic_name", "purchase_price", "sale_price")
_WITH_PRICES, _CITED = {"priced": True}, {"priced": "generic_name"}


def is_medicine(row: Row, lists: DrugLists = NO_LISTS) -> bool | None:
    """Return whether a row is a medicine; None where its kind is not stated."""
    return _is_medicine(text_at(row, "kind"), text_at(row, "approval_no"), lists)


def is_piece(row: Row) -> bool:
    """Return whether a row is a prepared slice of Chinese medicine (饮片)."""
    return text_at(row, "kind") == _PIECES


def product(row: Row, lists: DrugLists = NO_LISTS) -> tuple[str, ...]:
    """Return what makes a variety (A-68): approval number and specification; for 饮片 the name alone."""
    return _product(lists, *(text_at(row, column) for column in _TELLING))


def _is_medicine(kind: str, number: str, lists: DrugLists) -> bool | None:
    """Return whether it is a medicine: what has the number of a device or a food is none, whatever it is called."""
    if kind in _MEDICINES:
        return not (number and other_goods(number, lists))
    return False if kind else None


def _product(lists: DrugLists, kind: str, name: str, number: str, spec: str) -> tuple[str, ...]:
    if kind == _PIECES:
        return _PIECES, plain_name(name)
    return approval(number, lists), plain_spec(spec, lists)


def drugs_in_stock(application: Application, lists: DrugLists = NO_LISTS) -> Fact:
    """Return which kinds of medicine are in stock; a row without a quantity or without a kind leaves them open."""
    listing = table(application, "drugs")
    if fact := unfilled("drugs_in_stock", listing, _SHEET, Members(), named_by=_NAMED_BY):
        return fact
    there: dict[str, CellRef] = {}
    open_: dict[str, CellRef] = {}
    perhaps: set[str] = set()  # a list without a column has no cell to cite: its kinds are open all the same
    stated = zip(
        listing.rows, listing.texts("kind"), listing.texts("approval_no"), listing.column("stock_qty"), strict=True
    )
    for row, kind, number, quantity in stated:
        if not kind and quantity != 0:
            perhaps |= _MEDICINES
            for any_kind in sorted(_MEDICINES):
                cite(open_, any_kind, row, "kind")
        if _is_medicine(kind, number, lists):
            if isinstance(quantity, int | Decimal):
                cite(there, kind, row, "kind") if quantity > 0 else None
            else:
                perhaps.add(kind)
                cite(open_, kind, row, "stock_qty")
    unsure = tuple(kind for kind in sorted(perhaps) if kind not in there)
    cells = {**open_, **there}
    return known("drugs_in_stock", Members(tuple(map(Member, there)), unsure, (), (), cells), list_citation(listing))


def priced(application: Application, lists: DrugLists = NO_LISTS) -> Fact:
    """Return the drugs of the list with whether each has a name and both prices; other goods need none."""

    listing = table(application, "drugs")

    def one(row: Row, name: str, values: tuple[EntryValue | None, ...]) -> Record:
        if None not in values:
            return record(name, row, _WITH_PRICES, _CITED)
        blank = _PRICED[values.index(None)]
        ref = cell(row, blank).ref
        # A price that is there but cannot be read is not a price that is missing.
        unread = ref is not None and bool(ref.raw)
        return record(name or f"第{row.number}行", row, {"priced": None if unread else False}, {"priced": blank})

    stated = zip(
        listing.rows, listing.texts("generic_name"), zip(*map(listing.column, _PRICED), strict=True), strict=True
    )
    telling = zip(listing.texts("kind"), listing.texts("approval_no"), strict=True)
    medicines = [_is_medicine(kind, number, lists) is not False for kind, number in telling]
    return listed("drugs", listing, _SHEET, starmap(one, compress(stated, medicines)), named_by=_NAMED_BY)


def stock_facts(application: Application, lists: DrugLists = NO_LISTS) -> Iterator[Fact]:
    """Yield the value of the stock by cost, by retail price and with everything, and the varieties by three readings."""
    listing = table(application, "drugs")
    telling = list(zip(*map(listing.texts, _TELLING), strict=True))
    medicines = [_is_medicine(kind, number, lists) for kind, _, number, _ in telling]
    everything: list[bool | None] = [True] * len(listing.rows)
    others = _other_goods_told(listing, lists)
    yield _remarked(_total(listing, "stock_value_yuan", "purchase_price", medicines), others)
    yield _remarked(_total(listing, "stock_value_retail_yuan", "sale_price", medicines), others)
    yield _total(listing, "stock_value_all_goods_yuan", "purchase_price", everything)
    products = _one_spelling([_product(lists, *texts) for texts in telling])
    generics = [(plain_name(name),) for _, name, _, _ in telling]
    goods = [
        made if medicine else _goods(row, lists)
        for row, made, medicine in zip(listing.rows, products, medicines, strict=True)
    ]
    twice = _twice_told(listing, products, medicines)
    yield _remarked(_varieties(listing, "drug_variety_count", products, medicines), others, twice)
    yield _remarked(_varieties(listing, "drug_generic_count", generics, medicines), others)
    yield _varieties(listing, "goods_count", goods, everything)


def _one_spelling(products: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the products with each approval number in full: eight digits alone are those of the number with a letter."""
    full = {number[-8:]: number for number, *_ in products if number[:1].isalpha()}
    return [(full.get(number, number), *rest) for number, *rest in products]


def _remarked(fact: Fact, *remarks: str) -> Fact:
    text = "；".join(filter(None, (fact.remark, *remarks)))
    return fact._replace(remark=text) if text != fact.remark else fact


def _other_goods_told(listing: Table, lists: DrugLists) -> str:
    """Return which rows are called drugs and have the number of something else."""
    goods = [
        (row, what)
        for row, kind, number in zip(listing.rows, listing.texts("kind"), listing.texts("approval_no"), strict=True)
        if kind in _MEDICINES and number and (what := other_goods(number, lists))
    ]
    which = "、".join(
        f"{ref.cell}“{ref.raw}”（{what}）" for row, what in goods[:_SHOWN] if (ref := cell(row, "approval_no").ref)
    )
    more = f"等 {len(goods)} 行" if len(goods) > _SHOWN else ""
    return f"批准文号 {which}{more}不是药品的批准文号，未计作药品" if goods else ""


def _twice_told(listing: Table, products: Sequence[tuple[str, ...]], medicines: Sequence[bool | None]) -> str:
    """Return which rows state anew a drug that an earlier row states."""
    first: dict[tuple[str, ...], Row] = {}
    again: list[tuple[Row, Row]] = []
    for row, product, medicine in zip(listing.rows, products, medicines, strict=True):
        if medicine and product[0] and product[-1] and first.setdefault(product, row) is not row:
            again.append((row, first[product]))
    which = "、".join(f"第{row.number}行（同第{earlier.number}行）" for row, earlier in again[:_SHOWN])
    more = f"等 {len(again)} 行" if len(again) > _SHOWN else ""
    return f"{which}{more}与前面的行是同一批准文号和规格（饮片为同一名称），只计一种" if again else ""


def _total(listing: Table, name: str, price: str, wanted: Sequence[bool | None]) -> Fact:
    """Return Σ quantity × price, exact; unknown while a row that may belong to it lacks either."""
    if fact := unfilled(name, listing, _SHEET, 0, named_by=_NAMED_BY):
        return fact
    total = Decimal(0)
    open_: list[tuple[Row, str]] = []
    for row, belongs, quantity, each in zip(
        listing.rows, wanted, listing.column("stock_qty"), listing.column(price), strict=True
    ):
        if belongs is False:
            continue
        if belongs and isinstance(quantity, _NUMBER) and isinstance(each, _NUMBER):
            total += quantity * each
        elif quantity != 0:
            open_.append((row, "kind" if belongs is None else "stock_qty" if quantity is None else price))
    cells = tuple(ref for column in ("stock_qty", price) for ref in span(listing.rows, column))
    return left_open(name, open_) or known(name, total, cells)


def _varieties(listing: Table, name: str, keys: Sequence[tuple[str, ...]], wanted: Sequence[bool | None]) -> Fact:
    """Return how many different ones there are; unknown while a row lacks what tells it from the others."""
    if fact := unfilled(name, listing, _SHEET, 0, named_by=_NAMED_BY):
        return fact
    open_: list[tuple[Row, str]] = []
    varieties: set[tuple[str, ...]] = set()
    for row, key, belongs in zip(listing.rows, keys, wanted, strict=True):
        if belongs is False:
            continue
        if belongs is None or not key[0] or not key[-1]:
            blank = next((c for c in ("kind", "approval_no", "spec") if row.value(c) is None), "approval_no")
            open_.append((row, "generic_name" if not plain_name(text_at(row, "generic_name")) else blank))
        else:
            varieties.add(key)
    cells = (*span(listing.rows, "generic_name"), *span(listing.rows, "approval_no"), *span(listing.rows, "spec"))
    return left_open(name, open_) or known(name, len(varieties), cells)


def _goods(row: Row, lists: DrugLists) -> tuple[str, ...]:
    """Return what makes a kind of goods that is no medicine."""
    return plain_name(text_at(row, "generic_name")), plain_spec(text_at(row, "spec"), lists) or "—"


def left_open(name: str, rows: Sequence[tuple[Row, str]]) -> Fact | None:
    """Return the fact that is unknown for these cells of the drug list, or None where there are none."""
    if not rows:
        return None
    refs = [ref for row, column in rows for ref in sources(cell(row, column))]
    lost = dict.fromkeys(entry.reason for row, column in rows if (entry := cell(row, column)).ref is None)
    if lost:
        return unknown(name, f"《药品清单》{'、'.join(lost)}，{len(rows):,} 行无法统计", refs[:_SHOWN])
    which = "、".join(f"{ref.cell}“{ref.label}”" for ref in refs[:_SHOWN])
    more = f"等 {len(rows)} 处" if len(rows) > _SHOWN else ""
    return unknown(name, f"《药品清单》{which}{more}未填写或无法识别", refs[:_SHOWN])
