"""Measures equipment as a set of standard names, and its large pieces. The pack's tables match what people write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from medcheck.fact import DOUBTFUL, CellRef, Fact, Member, Members, Record, known
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.doubt import doubt_of
from medcheck.measure.entry import cite, label, list_citation, listed, record, scalar_at, table, text_at, unfilled
from medcheck.measure.measure_tables import Aliases
from medcheck.measure.name_table import NameTable
from medcheck.measure.written_names import Lexicon, NameWords, fold

_SHEET = "设备清单"
_LARGE = "large"


def equipment(application: Application, names: Sequence[str], aliases: Aliases, words: NameWords) -> Fact:
    """Return the equipment of which at least one is stated; a count of nought is absent, one left open is unsure.

    What a remark or a note makes doubtful (待购, 与某处共用) only a person may count.
    """
    listing = table(application, "equipment")
    if fact := unfilled("equipment", listing, _SHEET, Members()):
        return fact
    written_as = NameTable(names, aliases.equipment, aliases.other_equipment, words)
    counts: dict[str, list[int | None]] = {}
    doubts: dict[str, str] = {}
    unmatched: list[str] = []
    cells: dict[str, CellRef] = {}
    for row in listing.rows:
        typed, count = text_at(row, "name"), row.value("count")
        standard_names = written_as.look_up(typed)
        if standard_names.other:
            continue
        if not standard_names.name:
            unmatched.append(typed or label(row))
            cite(cells, typed or label(row), row, "name")
            continue
        cite(cells, standard_names.name, row, "count")
        doubt = standard_names.doubt or doubt_of(row, "name", words, partial(written_as.is_same, standard_names.name))
        if doubt and count != 0:
            doubts.setdefault(standard_names.name, f"{typed}：{doubt}")
        else:
            counts.setdefault(standard_names.name, []).append(count if isinstance(count, int) and count >= 0 else None)
    there = tuple(name for name, of_name in counts.items() if any(of_name))
    maybe = tuple(Member(name, f"{doubt}{DOUBTFUL}") for name, doubt in doubts.items() if name not in there)
    open_ = tuple(name for name, of_name in counts.items() if name not in there and None in of_name)
    gone = tuple(name for name in counts if name not in (*there, *open_, *doubts))
    sure = tuple(map(Member, there))
    return known("equipment", Members((*sure, *maybe), open_, tuple(unmatched), gone, cells), list_citation(listing))


def large_equipment(application: Application, aliases: Aliases, words: NameWords) -> Fact:
    """Return the large pieces of equipment, each with whether its costs and benefits were analysed.

    A piece of which nobody says whether it is large stays in the list with an unknown analysis; one that is large by
    its name (CT) is, whatever is ticked.
    """
    lexicon = Lexicon({**dict.fromkeys(aliases.not_large, ""), **dict.fromkeys(aliases.large_equipment, _LARGE)})

    def is_large(row: Row) -> bool | None:
        if any(kind == _LARGE for _, kind in lexicon.tokens(fold(text_at(row, "name")))):
            return True
        ticked = row.value("is_large")
        return ticked if isinstance(ticked, bool) else None

    def piece(row: Row) -> Record:
        large = is_large(row)
        values = {"cost_benefit": scalar_at(row, "cost_benefit") if large else None}
        return record(label(row), row, values, {"cost_benefit": "cost_benefit" if large else "is_large"})

    listing = table(application, "equipment")
    large = (row for row in listing.rows if "is_large" in row.cells and is_large(row) is not False)
    return listed("large_equipment", listing, _SHEET, map(piece, large))
