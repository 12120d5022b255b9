"""Checks the clauses of a pack against its instruments, and against their text where it lies beside the pack.

`text.txt`, or for each of several instruments `text/NAME.txt`, holds the text of the regulation; lines that begin with `#`
are headings. Each clause then quotes it, each quote is in the text, and each sentence of the text is in a clause's quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from medcheck.errors import Place, Problem
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import Clause

_BY_RULES = ("automated", "inspection", "reviewer", "agency")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def check_clauses(pack: RulePack) -> Iterator[Problem]:
    """Yield what is wrong between the clauses a pack states itself, its instruments and their text."""
    own = {name: pack.clauses[name] for name in pack.files["clauses.yaml"].mapping if name in pack.clauses}
    yield from _instruments(pack, own)
    for instrument, file, text in _texts(pack):
        concerned = {name: clause for name, clause in own.items() if not instrument or clause.instrument == instrument}
        yield from _quotes(pack, concerned, file, text)
        yield from _without_status(concerned, file, text)


def _texts(pack: RulePack) -> Iterator[tuple[str, str, str]]:
    """Yield each text that lies beside the pack: of which instrument (empty where there is one), its file, the text."""
    folder = pack.levels[-1].folder
    for key, file in (("", "text.txt"), *((key, f"text/{key}.txt") for key in pack.source.instruments)):
        if (folder / file).is_file():
            yield key, file, (folder / file).read_text(encoding="utf-8")


def _instruments(pack: RulePack, own: Mapping[str, Clause]) -> Iterator[Problem]:
    """Yield each clause with rules that names none of several instruments, and each instrument no clause names."""
    instruments = pack.source.instruments
    for name, clause in own.items():
        if instruments and not clause.instrument and clause.status in _BY_RULES:
            text = f"规则包由几份文件组成，条款“{name}”没有写明是哪一份"
            yield Problem(_place(pack, name), text, f"写明 instrument：{'、'.join(instruments)}")
    for key in instruments:
        if all(clause.instrument != key for clause in own.values()):
            place = pack.files["pack.yaml"].at(["instruments", key]).place
            yield Problem(place, f"没有条款属于文件“{key}”", "删去，或在条款中写明 instrument")


def _quotes(pack: RulePack, clauses: Mapping[str, Clause], file: str, text: str) -> Iterator[Problem]:
    whole = _bare(text)
    for name, clause in clauses.items():
        if not clause.quote:
            yield Problem(_place(pack, name), f"条款“{name}”没有引用条文（quote）", f"照录 {file} 中的原句")
        for quote in clause.quote:
            if _bare(quote) not in whole:
                mend = "照条文改正；不相连的几句写成一个列表"
                yield Problem(_place(pack, name), f"条款“{name}”引用的“{quote}”不在 {file} 中", mend)


def _without_status(clauses: Mapping[str, Clause], file: str, text: str) -> Iterator[Problem]:
    quotes = [_bare(quote) for clause in clauses.values() for quote in clause.quote]
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        for match in _SENTENCE.finditer(line):
            sentence = _bare(match.group())
            if sentence and not any(sentence in quote or quote in sentence for quote in quotes if quote):
                problem = f"“{match.group().strip()}”不在任何条款的引用之中"
                yield Problem(Place(file, line=number), problem, "在 clauses.yaml 中登记一个条款，写明 status 和 quote")


def _bare(text: str) -> str:
    """Return a text without white space and headings, as sentences are compared."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return re.sub(r"\s", "", "".join(lines))


def _place(pack: RulePack, name: str) -> Place:
    return pack.files["clauses.yaml"].at([name]).place
