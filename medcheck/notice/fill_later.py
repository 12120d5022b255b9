"""A paper that is made already: number, dates and the day it was served, written where they are still blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.finished_papers import Filled, fill_blanks, mark_of
from medcheck.notice.later import Later
from medcheck.report.arrange import day
from medcheck.rulebook.shelf import pack_names, shipped_pack
from medcheck.term import count_term

_WORDS = {
    "number": "文号",
    "issued": "发文日期",
    "due": "补正或撤回的期限",
    "served": "送达日期",
    "served_on": "送达回证上的送达日期",
    "deadline": "期限的最后一日",
    "deadline_why": "期限的计算",
}
_COUNTED = ("served", "deadline", "deadline_why", "served_on")
_MAKE = "选择 medcheck notice 生成、保留了书签的文书；其他文书请手工填写"


class FilledPaper(NamedTuple):
    """A paper with its blanks filled, in words what was written where, and what an officer should see to."""

    document: bytes
    written: tuple[str, ...]
    remarks: tuple[Problem, ...]


def fill_later(document: bytes, later: Later, file: str) -> FilledPaper:
    """Return the paper with what is known by now; raise MedcheckError where nothing of it can be written.

    What stands there already, by hand or from the first, is kept and told.
    """
    mark = mark_of(document, file)
    remarks: list[Problem] = []
    values = dict(_values(later, mark, file, remarks))
    made = fill_blanks(document, values, file)
    if "served" in made.kept:  # another day of service stands there: nothing may be counted from this one
        made = fill_blanks(document, {name: value for name, value in values.items() if name not in _COUNTED}, file)
        made = made._replace(kept={**made.kept, "served": _served(document, later, file)})
    remarks += _kept(made, values, file)
    if not made.filled:
        nothing = Problem(Place(file), "文书中没有可以填写的空白，没有改动", _MAKE)
        raise MedcheckError([*remarks, nothing])
    return FilledPaper(made.document, tuple(f"{_WORDS[name]}：{values[name]}" for name in made.filled), tuple(remarks))


def _values(later: Later, mark: tuple[str, ...], file: str, remarks: list[Problem]) -> Iterator[tuple[str, str]]:
    if later.number:
        yield "number", later.number
    for name, value in (("issued", later.issued), ("due", later.due), ("served_on", later.served)):
        if value:
            yield name, day(value)
    if later.served and mark[:1] == ("correction",):
        yield "served", day(later.served)
        yield from _counted(later.served, mark, file, remarks)


def _counted(served: date, mark: tuple[str, ...], file: str, remarks: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield the last day of the term for correction and how it is counted, by the rule pack the paper was made under."""
    pack = mark[1] if len(mark) > 1 else ""
    if pack not in pack_names():
        text = f"不认识文书所用的规则包“{pack}”，没有计算期限的最后一日"
        remarks.append(Problem(Place(file), text, "手工填写最后一日", hint=True))
        return
    term = count_term(served, shipped_pack(pack).source.deadlines["correction"].length, "送达")
    yield "deadline_why", "；".join(term.why)
    if term.last:
        yield "deadline", day(term.last)
    else:
        text = f"期限待定：需要{term.unknown_year}年放假安排，最后一日留空"
        remarks.append(Problem(Place(file), text, "放假安排公布后补充 rules/calendar.yaml，再填写一次", hint=True))


def _served(document: bytes, later: Later, file: str) -> str:
    """Return the day of service that stands on a paper."""
    assert later.served is not None
    return fill_blanks(document, {"served": day(later.served)}, file).kept["served"]


def _kept(made: Filled, values: Mapping[str, str], file: str) -> Iterator[Problem]:
    for name, written in made.kept.items():
        text = f"{_WORDS[name]}处已写“{written}”，没有改为“{values[name]}”"
        yield Problem(Place(file), text, "确要更改的，在 Word 中手工修改", hint=True)
