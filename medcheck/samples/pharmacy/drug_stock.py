"""Drugs: a synthetic catalogue of a batch, and the list of a pharmacy that stocks most of it and something besides."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from medcheck.context import keep
from medcheck.disk import write_whole
from medcheck.samples.chance import Chance
from medcheck.samples.draft import RowDraft
from medcheck.samples.words import load, words
from medcheck.strict_model import StrictModel

_CENT = Decimal("0.01")
_IN_STORE = ("0.78", "0.92")  # of the catalogue's entries; the regulation asks for 60 %
_BESIDES = Decimal("0.24")  # entries outside the catalogue, to those inside
_ENTRIES = Decimal("0.34")  # entries of the catalogue, to the drugs of the smallest pharmacy
_LETTERS = "ABCDGHJLMNPRSV"


class FormOfDrug(StrictModel):
    """A dosage form: the catalogue's class, as lists write it, how names end, strengths, packs, unit."""

    class_: str
    form: str
    ending: str
    strengths: tuple[str, ...]
    packs: tuple[str, ...]
    unit: str
    often: int
    kinds: tuple[str, ...]


class DrugWords(StrictModel):
    """Parts of drug names, forms, herbs and other goods."""

    chemical_heads: str
    chemical_middles: str
    chemical_stems: tuple[str, ...]
    chinese_heads: tuple[str, ...]
    chinese_middles: tuple[str, ...]
    chinese_marks: tuple[str, ...]
    forms: tuple[FormOfDrug, ...]
    pieces: tuple[str, ...]
    goods: tuple[tuple[str, str, str], ...]


class SampleDrug(NamedTuple):
    """A drug: generic name without its form, the form, whether Chinese, kind, insurance class (甲, 乙, 自费), code, price."""

    name: str
    form: FormOfDrug
    chinese: bool
    kind: str
    insured: str
    code: str
    price: Decimal


class SampleStock(NamedTuple):
    """The drugs there are in a batch: those of the catalogue, and those outside."""

    catalogue: tuple[SampleDrug, ...]
    outside: tuple[SampleDrug, ...]


@keep()
def drug_words() -> DrugWords:
    """Return the words of drugs."""
    return load("pharmacy/drugs.yaml", DrugWords)


def stock_for(smallest: int, chance: Chance) -> SampleStock:
    """Return the drugs of a batch whose smallest pharmacy has that many."""
    entries = max(int(smallest * _ENTRIES), 12)
    names: set[str] = set()
    made = [_entry(names, chance, insured=number < entries) for number in range(entries * 2)]
    return SampleStock(tuple(made[:entries]), tuple(made[entries:]))


def _entry(names: set[str], chance: Chance, *, insured: bool) -> SampleDrug:
    words = drug_words()
    form = chance.weighted({index: form.often for index, form in enumerate(words.forms)})
    shape = words.forms[form]
    chinese = chance.pick(shape.kinds) == "chinese"
    while (name := _name(words, chance, chinese=chinese)) in names:
        pass
    names.add(name)
    kind = chance.weighted({"处方药": 35, "非处方药": 65} if chinese else {"处方药": 78, "非处方药": 22})
    code = f"X{chance.pick(_LETTERS)}{chance.digits(2)}{chance.pick(_LETTERS)}{chance.digits(18)}"
    price = chance.part("3.20", "46.00") * (1 if chance.often(0.85) else 3)
    return SampleDrug(name, shape, chinese, kind, chance.pick("甲乙乙") if insured else "自费", code, price)


def _name(words: DrugWords, chance: Chance, *, chinese: bool) -> str:
    if chinese:
        mark = chance.pick(words.chinese_marks) if chance.often(0.4) else ""
        return mark + chance.pick(words.chinese_heads) + chance.pick(words.chinese_middles)
    return chance.pick(words.chemical_heads) + chance.pick(words.chemical_middles) + chance.pick(words.chemical_stems)


def write_catalogue(stock: SampleStock, path: Path) -> None:
    """Write the catalogue as the agency keeps it: code for every other entry, name, class of form, 甲 or 乙."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["国家医保药品代码", "药品名称", "剂型", "甲乙类", "批准文号"])
    for number, entry in enumerate(stock.catalogue):
        rows.writerow([entry.code if number % 2 else "", entry.name, entry.form.class_, entry.insured, ""])
    write_whole(path, text.getvalue().encode("utf-8-sig"), "目录")


def drug_rows(stock: SampleStock, number: int, chance: Chance, *, pieces: bool) -> list[RowDraft]:
    """Return a pharmacy's list with that many varieties of drugs and some other goods, worth well over 300 000 yuan."""
    herbs = chance.some(drug_words().pieces, min(chance.whole(110, 150), number // 5)) if pieces else []
    wanted = number - len(herbs)
    share = chance.part(*_IN_STORE)
    inside = chance.some(stock.catalogue, int(len(stock.catalogue) * share))
    besides = chance.some(stock.outside, int(len(inside) * _BESIDES))
    entries = [*inside, *besides][:wanted]
    codes = {entry.name: entry.code if index % 2 else "" for index, entry in enumerate(stock.catalogue)}
    times = _times(len(entries), wanted, chance)
    rows = [row for entry, often in zip(entries, times, strict=True) for row in _products(entry, often, codes, chance)]
    rows.sort(key=lambda row: (str(row["kind"]), str(row["generic_name"])))
    rows += [_piece(name, chance) for name in herbs]
    _fill_shelves(rows, chance.whole(340, 620) * 1000)
    return rows + [_goods(good, chance) for good in chance.some(drug_words().goods, chance.whole(3, 10))]


def _times(entries: int, wanted: int, chance: Chance) -> list[int]:
    """Return how many products each entry has, adding up to the wanted number."""
    times = [1] * entries
    for _ in range(wanted - entries):
        times[chance.whole(0, entries - 1)] += 1
    return times


def _products(entry: SampleDrug, often: int, codes: dict[str, str], chance: Chance) -> list[RowDraft]:
    rows = []
    for index in range(often):
        strength, pack = chance.pick(entry.form.strengths), chance.pick(entry.form.packs)
        letter, year = "Z" if entry.chinese else "H", chance.whole(1998, 2018)
        bought = (entry.price * chance.part("0.80", "1.25")).quantize(_CENT, ROUND_HALF_UP)
        row: RowDraft = {
            "generic_name": entry.name + entry.form.ending,
            "approval_no": chance.once("approval", lambda: f"国药准字{letter}{year}{chance.digits(4)}"),  # noqa: B023
            "dosage_form": entry.form.form,
            "spec": strength if pack in ("1支", "1瓶") else f"{strength}×{pack}",
            "unit": entry.form.unit,
            "maker": chance.pick(words().maker_heads) + chance.pick(words().maker_tails),
            "purchase_price": bought,
            "sale_price": (bought * chance.part("1.12", "1.32")).quantize(Decimal("0.1"), ROUND_HALF_UP),
            "stock_qty": chance.whole(3, 16),
            "kind": entry.kind,
            "insurance_class": entry.insured,
        }
        if index == 0 and codes.get(entry.name):
            row["national_code"] = codes[entry.name]
        rows.append(row)
    return rows


def _piece(name: str, chance: Chance) -> RowDraft:
    bought = chance.part("0.030", "0.620")
    return {
        "generic_name": name,
        "unit": "克",
        "maker": chance.pick(words().maker_heads) + "中药饮片有限公司",
        "purchase_price": bought,
        "sale_price": (bought * chance.part("1.25", "1.50")).quantize(Decimal("0.001"), ROUND_HALF_UP),
        "stock_qty": chance.whole(4, 20) * 100,
        "kind": "中药饮片",
        "insurance_class": chance.pick(("甲", "乙", "自费")),
    }


def _goods(good: tuple[str, str, str], chance: Chance) -> RowDraft:
    bought = chance.part("2.50", "180.00")
    sale = (bought * Decimal("1.3")).quantize(Decimal("0.1"), ROUND_HALF_UP)
    name, kind, unit = good
    return {
        "generic_name": name,
        "unit": unit,
        "purchase_price": bought,
        "sale_price": sale,
        "stock_qty": chance.whole(2, 40),
        "kind": kind,
    }


def stock_value(rows: Sequence[RowDraft]) -> Decimal:
    """Return what the drugs of a list are worth at cost, in yuan; other goods are not counted."""
    drugs = [row for row in rows if row["kind"] in ("处方药", "非处方药", "中药饮片")]
    return sum((Decimal(str(row["purchase_price"])) * int(str(row["stock_qty"])) for row in drugs), Decimal(0))


def _fill_shelves(rows: list[RowDraft], value: int) -> None:
    """Raise the quantities until the stock is worth at least that much."""
    factor = value / stock_value(rows)
    for row in rows:
        row["stock_qty"] = int(int(str(row["stock_qty"])) * factor) + 1
