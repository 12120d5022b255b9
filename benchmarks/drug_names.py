"""How many products are matched with a drug catalogue, of those its notes allow, and how many falsely.

`python -m benchmarks.drug_names FOLDER [NUMBER]`. FOLDER holds the catalogue (catalogue*.csv or .xlsx, of an edition whose
notes we have) and perhaps a list of product names (*products*.txt, a name a line). Products are made of every entry: with the
forms and salts that the notes put together, which must be matched, and with those they keep apart or of another substance, which
must not be. What the notes say is written here a second time, apart from the table that is measured. Of the product
names, each match is held against the letters of its entry: what is left must be a salt or a form. NUMBER of the matches,
drawn at random, are printed to be read by a person.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.intake.catalogue import Catalogue, CatalogueEntry, read_catalogue
from medcheck.measure.pharmacy.drug_book import CatalogueAnswer
from medcheck.measure.pharmacy.drug_index import Index
from medcheck.rulebook.shelf import shipped_pack

_TABLES = shipped_pack("liaocheng-2019").tables
# Forms that a class is for, and such as it is not for: as names of products end.
_TOGETHER = {
    "口服常释剂型": ("片", "分散片", "肠溶片", "胶囊", "软胶囊", "肠溶胶囊"),
    "缓释控释剂型": ("缓释片", "控释片", "缓释胶囊", "控释胶囊"),
    "口服液体剂": ("口服溶液", "糖浆", "口服液", "干混悬剂", "口服混悬液", "混悬滴剂", "滴剂", "合剂"),
    "颗粒剂": ("颗粒",),
    "口服散剂": ("散",),
    "注射剂": ("注射液", "注射用"),
    "软膏剂": ("软膏", "乳膏"),
    "吸入剂": ("吸入气雾剂", "吸入粉雾剂", "鼻喷雾剂", "吸入用溶液"),
    "滴眼剂": ("滴眼液",),
    "滴耳剂": ("滴耳液",),
    "滴鼻剂": ("滴鼻液",),
    "栓剂": ("栓", "阴道栓"),
    "贴剂": ("贴剂", "透皮贴剂"),
    "凝胶剂": ("凝胶",),
}
_APART = ("咀嚼片", "泡腾片", "口崩片", "缓释片", "注射液", "滴眼液", "乳膏", "颗粒", "栓", "口服溶液", "片", "凝胶")
_ACIDS = (
    "盐酸",
    "硫酸",
    "磷酸",
    "醋酸",
    "枸橼酸",
    "马来酸",
    "富马酸",
    "酒石酸",
    "甲磺酸",
    "苯磺酸",
    "琥珀酸",
    "氢溴酸",
)
_BASES = ("钠", "钾", "钙")
_SAME = {"口崩片": "口腔崩解片"}
_OTHERS = ("复方", "左旋", "右旋", "异", "去甲", "小儿")
_SHAPES = re.compile(
    r"注射用|吸入用|注射液|注射剂|乳状|浓溶液|无菌|粉针剂|缓释|控释|肠溶|双释放|分散|咀嚼|泡腾|口崩|舌下|含片|软胶囊|胶囊|胶丸|片|颗粒|丸|混悬|滴剂|"
    r"干混悬剂|混悬液|口服|溶液|糖浆|合剂|口服液|散剂|散|乳膏|软膏|凝胶|贴膏|贴剂|透皮|栓|阴道|滴眼液|眼膏|滴耳液|滴鼻液|鼻用|鼻|喷雾剂|气雾剂|"
    r"粉雾剂|吸入|雾化|用|灌肠液|搽剂|洗剂|煎膏|膏|丹|液|剂"
)
_SALTS = re.compile(
    "|".join(
        (
            *_ACIDS,
            "碳酸",
            "苯甲酸",
            "丙酸",
            "硝酸",
            "乳酸",
            "苹果酸",
            "草酸",
            "甲苯磺酸",
            "重酒石酸",
            "延胡索酸",
            "精氨酸",
            "氨丁三醇",
            "叔丁胺",
            "二钠",
            "氢",
            "重",
            "二",
            *_BASES,
        )
    )
)


class Made(NamedTuple):
    """A product made of an entry, and whether it belongs to the catalogue."""

    name: str
    belongs: bool
    of: CatalogueEntry


def bare(name: str) -> str:
    """Return a name without what stands in brackets."""
    return re.sub(r"[（(\[].*", "", name)


def names_of(name: str) -> list[str]:
    """Return the names of an entry: the one outside brackets and those within."""
    return [bare(name), *re.findall(r"[（(\[]([^（）()\[\]]{2,})", name)]


def named(substance: str, form: str) -> str:
    """Return the name of a product: 注射用 and 吸入用 stand in front."""
    for begin in ("注射用", "吸入用"):
        if form.startswith(begin):
            return begin + substance + form.removeprefix(begin)
    return substance + form


def made_of(catalogue: Catalogue) -> Iterator[Made]:
    """Yield products of every entry whose form stands in a column."""
    whole = {name for entry in catalogue.entries for name in names_of(entry.name)}
    forms: dict[str, set[str]] = {}
    for entry in catalogue.entries:
        for name in names_of(entry.name):
            forms.setdefault(_SALTS.sub("", name), set()).add(entry.form)
    for entry in catalogue.entries:
        name = bare(entry.name)
        if entry.form not in _TOGETHER or name != entry.name or not re.fullmatch(r"[一-鿿]{3,}", name):
            continue
        for form in _TOGETHER[entry.form]:
            yield Made(named(name, form), True, entry)
        form = _TOGETHER[entry.form][0]
        if not re.search(r"[酸钠钾钙镁盐锂]|氯化|溴化|碘|维生素", name):
            yield from (Made(named(acid + name, form), True, entry) for acid in _ACIDS)
            yield from (Made(named(name + base, form), True, entry) for base in _BASES)
        also = forms[_SALTS.sub("", name)]
        apart = (other for other in _APART if not any(other in _TOGETHER.get(one, (one,)) for one in also))
        other_forms = (named(name, other) for other in apart if not {f"{other}剂", _SAME.get(other)} & also)
        others = (named(other + name, form) for other in _OTHERS if other + name not in whole)
        yield from (Made(other, False, entry) for other in (*other_forms, *others) if other not in whole)


def chinese(catalogue: Catalogue) -> Iterator[Made]:
    """Yield products of every Chinese medicine: the forms it lists, and one that it does not."""
    known = ("丸", "片", "胶囊", "颗粒", "口服液", "糖浆", "软胶囊", "滴丸", "合剂", "散")
    listed = {bare(entry.name) for entry in catalogue.entries}
    for entry in catalogue.entries:
        found = re.fullmatch(
            r"([一-鿿]+?)(软胶囊|滴丸|丸|片|胶囊|颗粒|口服液|糖浆|合剂|散)(?:[（(]([^（）()]*)[)）])?", entry.name
        )
        if not entry.chinese or not found or len(found[1]) < 3:
            continue
        forms = {found[2], *re.split("、", found[3] or found[2])}
        if forms <= set(known):
            yield from (Made(found[1] + form, True, entry) for form in forms)
            rows = [one.name for one in catalogue.entries if one.name.startswith(found[1])]
            yield from (
                Made(found[1] + form, False, entry)
                for form in known
                if form not in forms and found[1] + form not in listed and len(rows) == 1
            )


def unexplained(product: str, entry: str) -> str:
    """Return what is left of a product's name without its entry, forms and salts; all of it where the entry is not in it."""
    signs = re.compile(r"[\s/\-~～α-ωΑ-Ω]|[（(].*?[)）]")
    text = signs.sub("", product)
    left = []
    for name in names_of(entry):
        core = _SALTS.sub("", _SHAPES.sub("", signs.sub("", name)))
        rest = _SALTS.sub("", _SHAPES.sub("", text))
        left.append(rest.replace(core, "", 1) if core and core in rest else rest)
    return min(left, key=len)


def _told(title: str, made: Sequence[Made], index: Index) -> Iterator[str]:
    answers = [(one, index.answer(one.name, "", "", "")) for one in made]
    right = [(one, answer) for one, answer in answers if one.belongs]
    sure = sum(answer.variety is not None and not answer.why for _, answer in right)
    missed = [one.name for one, answer in right if answer.variety is None]
    asked = [one.name for one, answer in right if answer.why]
    false = [one.name for one, answer in answers if not one.belongs and answer.variety and not answer.why]
    yield f"{title}: {len(right)} products that belong, {sure} matched, {100 * sure / max(len(right), 1):.2f} %"
    yield f"  to a person {len(asked)}: {'；'.join(asked[:20])}"
    yield f"  missed {len(missed)}: {'；'.join(missed[:20])}"
    yield f"  {len(answers) - len(right)} that do not belong, {len(false)} matched falsely: {'；'.join(false[:40])}"


def _products(names: Sequence[str], index: Index, catalogue: Catalogue, sample: int) -> Iterator[str]:
    answers: list[tuple[str, CatalogueAnswer]] = [(name, index.answer(name, "", "", "")) for name in names]
    kinds = Counter("person" if answer.why else "matched" if answer.variety else "none" for _, answer in answers)
    yield f"{len(names)} product names: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    first: dict[object, list[str]] = {}
    for entry, variety in zip(catalogue.entries, index.varieties, strict=True):
        first.setdefault(variety, []).append(entry.name)
    matched = [(name, first[answer.variety]) for name, answer in answers if answer.variety and not answer.why]
    odd = [(name, of) for name, of in matched if all(unexplained(name, entry) for entry in of)]
    yield f"  matches that letters alone do not explain, to be read: {len(odd)}"
    yield from (f"    {name} → {'、'.join(of)}" for name, of in odd)
    drawn = random.Random(1).sample(matched, min(sample, len(matched)))
    yield from (f"  drawn: {name} → {'、'.join(of)}" for name, of in drawn)


def main(folder: Path, sample: int) -> int:
    """Print the rates of a folder; return 1 where a product is matched falsely."""
    path = next(iter(sorted(folder.glob("catalogue*.csv")) or sorted(folder.glob("catalogue*.xlsx"))))
    catalogue = read_catalogue(path)
    assert _TABLES.dosage_forms is not None
    index = Index(catalogue, _TABLES.dosage_forms, _TABLES.catalogue_editions, _TABLES.drug_lists)
    edition = index.edition.title if index.edition else "no edition whose notes we have"
    print(f"{path.name}: {len(catalogue.entries)} entries, {len(index.entries)} varieties, {edition}")
    told = [*_told("entries by class", list(made_of(catalogue)), index)]
    told += _told("Chinese medicines", list(chinese(catalogue)), index)
    own = [
        Made(entry.name, True, entry) for entry in catalogue.entries if not entry.form and "、" not in bare(entry.name)
    ]
    told += _told("entries by name, as they stand", own, index)
    for products in sorted(folder.glob("*products*.txt")):
        names = [line.strip() for line in products.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        told += _products(names, index, catalogue, sample)
    print(*told, sep="\n")
    return int(any(re.search(r", [1-9]\d* matched falsely", line) for line in told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
