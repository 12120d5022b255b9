"""A batch of sample applications into a folder: workbooks, the ledger, and a synthetic drug catalogue. Start here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from medcheck.samples import across
from medcheck.samples.chance import Chance
from medcheck.samples.clinic.clinics import clinic
from medcheck.samples.defects.defect import Defect
from medcheck.samples.defects.defects_clinic import CLINIC
from medcheck.samples.defects.defects_hospital import HOSPITAL
from medcheck.samples.defects.defects_pharmacy import PHARMACY
from medcheck.samples.defects.defects_shared import SHARED
from medcheck.samples.draft import DefectMark, Draft
from medcheck.samples.hospital.hospitals import hospital
from medcheck.samples.ledger import LedgerLine, clean, planted
from medcheck.samples.pharmacy.drug_stock import SampleStock, stock_for, write_catalogue
from medcheck.samples.pharmacy.stores import pharmacy
from medcheck.samples.world import World, world_of
from medcheck.samples.write_draft import Where, write

DEFECTS: tuple[Defect, ...] = (*SHARED, *CLINIC, *HOSPITAL, *PHARMACY)
FIRST_PACK = "liaocheng-2019"
DEFAULT_MIX = {"clinic": 60, "hospital": 15, "pharmacy": 25}
LEDGER, CATALOGUE = "ledger.jsonl", "目录.csv"
# How often each kind comes within its form.
_WITHIN = {
    "clinic": {"clinic": 1},
    "hospital": {"hospital-1": 55, "hospital-2": 35, "hospital-3": 10},
    "pharmacy": {"pharmacy-single": 35, "pharmacy-rural": 30, "pharmacy-chain": 35},
}
_USUAL_DRUGS = (2060, 2380)
_ENOUGH_DRUGS = 2000
_DEFECTS_A_FILE = {1: 55, 2: 30, 3: 15}
_REMEMBERED = 60
_FEW = Defect(
    "few-drugs", "药品数按 --drugs 少于 2000 种", ("pharmacy",), frozenset(("drugs",)), lambda draft, chance: []
)


class SampleOptions(NamedTuple):
    """What to make: weights by form or kind, shares of files with defects and of files that share something, sizes."""

    seed: int
    files: int
    mix: Mapping[str, int] = DEFAULT_MIX
    defects: float = 0.3
    shared: float = 0.0
    staff: int = 0
    drugs: int = 0


def kinds_of(mix: Mapping[str, int]) -> dict[str, int]:
    """Return the weight of each of the seven kinds; a form's weight is spread over its kinds."""
    weights: dict[str, int] = {}
    for name, weight in mix.items():
        within = _WITHIN.get(name, {name: 1})
        for kind, part in within.items():
            weights[kind] = weights.get(kind, 0) + weight * part * 100 // sum(within.values())
    return {kind: weight for kind, weight in weights.items() if weight}


def generate(
    options: SampleOptions, folder: Path, tell: Callable[[int], None] = lambda done: None, world: World | None = None
) -> int:
    """Write the batch into the folder and return how many files hold a defect; `tell` is called after each file.

    `world` is that of the pack they are made for, else of the first one shipped. The same options give the same bytes.
    """
    world = world or world_of(FIRST_PACK, shipped_samples)
    taken: dict[str, set[str]] = {}
    stock = stock_for(options.drugs or _USUAL_DRUGS[0], Chance(f"{options.seed}/drugs", taken))
    kinds = kinds_of(options.mix)
    write_catalogue(stock, folder / CATALOGUE)
    remembered: list[across.Seen] = []
    wrong = 0
    width = len(str(options.files))
    with (folder / LEDGER).open("w", encoding="utf-8", newline="\n") as ledger:
        for number in range(1, options.files + 1):
            chance = Chance(f"{options.seed}/{number}", taken)
            draft = _draft(chance.weighted(kinds), chance, stock, options, world)
            file = f"{number:0{width}d}-{draft.fields['facility_name']}.xlsx"
            lines = _one(draft, folder, file, chance, options, remembered)
            wrong += lines[0].status == "defect"
            ledger.writelines(line.json() + "\n" for line in lines)
            tell(number)
    return wrong


def shipped_samples(pack: str) -> Traversable:
    """Return the folder `samples` of a pack that came with the program."""
    return files("medcheck.rules") / pack / "samples"


def _draft(kind: str, chance: Chance, stock: SampleStock, options: SampleOptions, world: World) -> Draft:
    if kind == "clinic":
        return clinic(kind, chance, world)
    if kind.startswith("hospital"):
        return hospital(kind, chance, world, options.staff)
    return pharmacy(kind, chance, stock, options.drugs or chance.whole(*_USUAL_DRUGS), world)


def _one(
    draft: Draft, folder: Path, file: str, chance: Chance, options: SampleOptions, remembered: list[across.Seen]
) -> list[LedgerLine]:
    """Plant what is to be planted, write the workbook, and return its lines of the ledger."""
    found = list(_found_here(_few_drugs(draft, options), draft))
    if chance.often(options.defects):
        found += plant(draft, chance, chance.weighted(_DEFECTS_A_FILE))
    shared = None
    if remembered and not found and chance.often(options.shared):
        shared = across.share(draft, chance.pick(remembered), chance)
    offered = across.offers(draft)
    marks = [mark for _, mark in found] + ([shared.mark] if shared else []) + list(offered.values())
    where = write(draft, folder / file, marks)
    if options.shared and not found and not shared:
        _remember(draft, file, dict(zip(offered, where[len(marks) - len(offered) :], strict=True)), offered, remembered)
    lines = [planted(file, draft, defect, mark, place) for (defect, mark), place in zip(found, where, strict=False)]
    if shared:
        lines.append(_shared_line(file, draft, shared, where[len(found)]))
    return lines or [clean(file, draft)]


def _few_drugs(draft: Draft, options: SampleOptions) -> list[tuple[Defect, DefectMark]]:
    if draft.form != "pharmacy" or not 0 < options.drugs < _ENOUGH_DRUGS:
        return []
    return [(_FEW, DefectMark("drugs", None, "generic_name", "ph-sku-count-min", "fail"))]


def plant(draft: Draft, chance: Chance, number: int) -> list[tuple[Defect, DefectMark]]:
    """Plant up to that many defects that do not touch each other; return each with its marks."""
    planted: list[tuple[Defect, DefectMark]] = []
    touched: set[str] = set()
    fit = [defect for defect in DEFECTS if defect.fits(draft)]
    for defect in chance.some(fit, len(fit)):
        if number == 0:
            break
        if touched & defect.touches:
            continue
        if draft.world.rules is not None and not _is_found_whole(defect, draft, chance):
            continue
        marks = defect.plant(draft, chance)
        if marks:
            planted += _found_here([(defect, mark) for mark in marks], draft)
            touched |= defect.touches
            number -= 1
    return planted


def _is_found_whole(defect: Defect, draft: Draft, chance: Chance) -> bool:
    """Return whether rules of the pack find all of a defect, tried on a copy: what is found in part is not planted."""
    trial, drawn = deepcopy((draft, chance))
    return all(trial.world.found_by(mark.rule, trial.form) for mark in defect.plant(trial, drawn))


def _found_here(planted: Sequence[tuple[Defect, DefectMark]], draft: Draft) -> Iterator[tuple[Defect, DefectMark]]:
    """Yield the marks that a rule of the pack finds, with its name and verdict in the place of the first pack's."""
    for defect, mark in planted:
        by = draft.world.found_by(mark.rule, draft.form)
        if by is not None:
            yield defect, mark._replace(rule=by.rule, verdict=by.verdict or mark.verdict)


def _remember(
    draft: Draft, file: str, where: dict[str, Where], offered: dict[str, DefectMark], remembered: list[across.Seen]
) -> None:
    person = offered["shared_id"].row if "shared_id" in offered else None
    fields = dict(draft.fields)
    remembered.append(across.Seen(file, draft.form, draft.county.division, fields, dict(person or {}), where))
    del remembered[:-_REMEMBERED]


def _shared_line(file: str, draft: Draft, shared: across.SharedValue, where: Where) -> LedgerLine:
    word = across.SHARED[shared.kind]
    line = clean(file, draft)._replace(status="shared", defect=shared.kind, defect_word=word, field=shared.mark.field)
    line = line._replace(sheet=where.sheet, row=where.key, label=where.label, cell=where.cell)
    return line._replace(other_file=shared.other, other_sheet=shared.where.sheet, other_cell=shared.where.cell)
