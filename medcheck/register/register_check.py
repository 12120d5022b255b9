"""Whether a register is as it was written: both chains, the numbers, the files, the triggers, the rows. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Model

from medcheck.casework.case_event import CaseEvent, CaseworkError, broken_events, read_event, register_link
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.register.connect import reading
from medcheck.register.file_store import file_content
from medcheck.register.insert_only import missing_triggers
from medcheck.register.models import RegisterHead, StoredEvent
from medcheck.register.projection import all_rows, row_text

ERASE = "erase-files"  # the action of case 0 that names files taken away after their time
_RESTORE = "从备份恢复，并查明是谁改动的"
_REBUILD = "运行 medcheck register rebuild 重新生成"


class Link(NamedTuple):
    """An event as it is kept: its place in both chains and its text."""

    number: int
    case: int
    seq: int
    body: str
    previous: str
    hash: str
    link: str


class RegisterState(NamedTuple):
    """What a check found: how much there is, the head of the day, and every problem."""

    events: int
    cases: int
    files: int
    link: str
    problems: tuple[Problem, ...]


def check_register() -> RegisterState:
    """Return what stands and what does not; nothing is changed, and others may go on writing."""
    with reading():
        links = tuple(
            Link(*row)
            for row in StoredEvent.objects.order_by("number").values_list(
                "number", "case", "seq", "body", "previous", "hash", "link"
            )
        )
        head = RegisterHead.objects.filter(pk=1).values_list("number", "link").first() or (0, "")
        broken = list(broken_chain(links, head))
        events = list(readable_events(links))
        problems = [*broken, *broken_papers(events), *_lost_triggers()]
        if not broken:
            problems += differing_rows()
    files = brought_files(events)
    problems += broken_files(files)
    cases = len({link.case for link in links if link.case > 0})
    return RegisterState(len(links), cases, len(files), head[1], tuple(problems))


def broken_chain(links: Sequence[Link], head: tuple[int, str]) -> Iterator[Problem]:
    """Yield a problem for each event that is not what it was, missing, or in another place, and for a head that does not fit."""
    before, by_case = "", dict[int, list[Link]]()
    for number, link in enumerate(links, start=1):
        place = Place(f"登记 {link.number}（案件 {link.case}）")
        if link.number != number:
            yield Problem(place, f"登记编号应为 {number}，现为 {link.number}：缺了事件", _RESTORE)
            break
        if register_link(before, link.hash) != link.link:
            yield Problem(place, "登记册的校验链在这里断开", _RESTORE)
        before = link.link
        by_case.setdefault(link.case, []).append(link)
    for case, of_case in by_case.items():
        for problem in broken_events([link.body for link in of_case], [link.hash for link in of_case]):
            yield problem._replace(place=Place(f"案件 {case} {problem.place}"))
        yield from _misplaced(case, of_case)
    last = (links[-1].number, links[-1].link) if links else (0, "")
    if head != last:
        text = f"登记册的末尾应为第 {head[0]} 条，现为第 {last[0]} 条，或校验值不符：末尾的事件被删去或改动"
        yield Problem(Place("登记册"), text, _RESTORE)


def _misplaced(case: int, links: Sequence[Link]) -> Iterator[Problem]:
    previous = ""
    for number, link in enumerate(links, start=1):
        if (link.seq, link.previous) != (number, previous):
            yield Problem(Place(f"案件 {case} 事件 {number}"), "编号或者前一条的校验值不符", _RESTORE)
        if f'"case":{case},' not in link.body:
            yield Problem(Place(f"案件 {case} 事件 {number}"), "事件属于另一个案件", _RESTORE)
        previous = link.hash


def readable_events(links: Iterable[Link]) -> Iterator[CaseEvent]:
    """Yield the events that can be read; what cannot is told by the chain."""
    for link in links:
        try:
            yield read_event(link.body)
        except CaseworkError:
            continue


def broken_papers(events: Iterable[CaseEvent]) -> Iterator[Problem]:
    """Yield a problem for each number of a paper that was given twice or left out."""
    given: dict[tuple[str, int], list[int]] = {}
    for event in events:
        if event.numbered:
            given.setdefault((event.numbered.paper, event.numbered.year), []).append(event.numbered.number)
    for (paper, year), numbers in sorted(given.items()):
        place = Place(f"{paper}〔{year}〕")
        for number, count in sorted(Counter(numbers).items()):
            if count > 1:
                yield Problem(place, f"{number}号给了{count}次", "作废其中一份，并查明原因")
        for number in sorted(set(range(1, max(numbers) + 1)) - set(numbers)):
            yield Problem(place, f"缺{number}号", _RESTORE)


def brought_files(events: Iterable[CaseEvent]) -> dict[str, str]:
    """Return by SHA-256 each file that events brought and nobody erased, with the case that brought it first."""
    erased, brought = set[str](), dict[str, str]()
    for event in events:
        for digest in event.files.values():
            brought.setdefault(digest, f"案件 {event.case} 事件 {event.seq}")
        if event.case == 0 and event.action == ERASE:
            listed = event.values.get("files", [])
            erased |= {str(digest) for digest in listed} if isinstance(listed, list) else set()
    return {digest: place for digest, place in brought.items() if digest not in erased}


def broken_files(files: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file that is missing or is not what it was."""
    for digest, place in files.items():
        try:
            file_content(digest)
        except MedcheckError as error:
            yield from (problem._replace(place=Place(f"{place} 的文件")) for problem in error.problems)


def differing_rows() -> Iterator[Problem]:
    """Yield a problem for each row that is not as the events make it."""
    for model, made in all_rows().items():
        key = ("number",) if model.__name__ == "CaseRow" else ()
        fields = tuple(made[0]) if made else ()
        kept = list(model._default_manager.values(*fields)) if made else list(model._default_manager.values())
        wanted, have = {row_text(row): row for row in made}, {row_text(row): row for row in kept}
        for text in sorted((wanted.keys() | have.keys()) - (wanted.keys() & have.keys())):
            row = wanted.get(text) or have[text]
            name = row.get("number") if key else row.get("name") or row.get("paper")
            yield Problem(Place(f"{_title(model)} {name}"), "列表中的内容与事件不符", _REBUILD)


def _title(model: type[Model]) -> str:
    return {"CaseRow": "案件", "PaperRow": "文书编号", "DesignatedRow": "定点名单"}[model.__name__]


def _lost_triggers() -> Iterator[Problem]:
    for name in missing_triggers():
        yield Problem(
            Place("数据库"), f"保护事件的触发器 {name} 不在", "查明是谁去掉的，运行 medcheck register init 恢复"
        )
