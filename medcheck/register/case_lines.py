"""Cases as lines for the terminal: a list, and one case whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from medcheck.casework.case_event import CaseEvent
from medcheck.casework.clock import standing_of
from medcheck.casework.conditions import RulesNow
from medcheck.casework.fold import ASSESS, CaseState, state_of
from medcheck.casework.misfits import remarks_on
from medcheck.casework.offer import Actor, Offer, offers, open_duties, waiting_for
from medcheck.casework.procedure import Need, Procedure
from medcheck.register.due import DueList
from medcheck.register.led_by import procedure_of
from medcheck.register.models import CaseRow
from medcheck.register.officers import Colleague
from medcheck.register.projection import assessment_words
from medcheck.register.record import events_of
from medcheck.report.wrapping import width
from medcheck.rulebook.shelf import current_shelf
from medcheck.term import pending_words
from medcheck.workday import shipped_overlay

_NOBODY = Colleague("（未写明）", ())


def list_lines(rows: Iterable[CaseRow]) -> Iterator[str]:
    """Yield a line for each case under a head."""
    table = [("编号", "状态", "机构", "县区", "经办人", "期限", "待办")]
    for row in rows:
        last = str(row.last_day) if row.last_day else pending_words(row.unknown_year) if row.unknown_year else ""
        todo = row.duties if row.final else row.assessed
        table.append((str(row.number), row.state_title, row.name, row.county, row.officer, last, todo))
    if len(table) == 1:
        yield "没有这样的案件。"
        return
    yield from table_lines(table)
    yield f"共 {len(table) - 1} 个案件。"


def table_lines(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table, each column as wide as its widest cell."""
    widths = [max(width(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = (cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row))
        yield "  ".join(cells).rstrip()


def due_lines(lists: Sequence[DueList]) -> Iterator[str]:
    """Yield what is due on a day, a heading and a line a case."""
    for due in lists:
        yield f"【{due.title}】{due.total} 个"
        table = [
            (str(case.number), case.name, case.state, case.officer, case.clock, str(case.last_day or ""), case.what)
            for case in due.cases
        ]
        yield from (f"  {line}" for line in table_lines(table))
        if due.total > len(due.cases):
            yield f"  …… 另有 {due.total - len(due.cases)} 个，用 medcheck case list 查看"
    if not lists:
        yield "没有待办的案件。"


def case_lines(number: int, who: Colleague | None, day: date, *, verbose: bool = False) -> Iterator[str]:
    """Yield a case whole: whose it is, where it stands, its clocks, what may be done, what happened."""
    events = events_of(number)
    state = state_of(events)
    procedure = procedure_of(state.pack, state.procedure)
    subject = state.subject
    yield f"案件 {number}  {procedure.source.title if procedure else '登记册建立以前定点的机构'}  【{state.title}】"
    yield f"  机构：{subject.name or '（未写明）'}  {subject.uscc}  {subject.site}"
    yield f"  经办人：{state.officer}    规则包：{state.pack or '无'}    已有 {state.version} 条事件"
    if procedure:
        yield from _standing(procedure, state, day, verbose=verbose)
        yield from _steps(procedure, state, who, day, verbose=verbose)
    for remark in remarks_on(events, shipped_overlay()):
        yield f"  注意：第 {remark.seq} 条（{remark.title}）{remark.sentence}"
    yield "经过："
    for event in events:
        yield from _event_lines(event, state, procedure)


def _standing(procedure: Procedure, state: CaseState, day: date, *, verbose: bool) -> Iterator[str]:
    waits = waiting_for(procedure, state, day, shipped_overlay())
    if waits:
        yield f"  等待：{waits.party_word}（自 {waits.since}）"
    for clock in state.clocks:
        standing = standing_of(clock, day, shipped_overlay())
        yield f"  期限：{clock.title}：{standing.words}"
        if verbose:
            yield from (f"        {line}" for line in standing.why)
    for name, clocks in open_duties(procedure, state, day, shipped_overlay()):
        words = "；".join(clock.words for clock in clocks)
        yield f"  待办：{procedure.actions[name].title}{f'（{words}）' if words else ''}"


def _steps(procedure: Procedure, state: CaseState, who: Colleague | None, day: date, *, verbose: bool) -> Iterator[str]:
    told = offers_to(procedure, state, who, day)
    possible = [offer for offer in told if offer.is_open]
    yield "现在可以办理：" if possible else "现在没有可以办理的步骤。"
    for offer in possible:
        needs = " ".join(_need_words(name, need) for name, need in offer.needs.items())
        yield f"  {offer.action}  {offer.title}{f'（{offer.cite}）' if offer.cite else ''}"
        yield f"      {needs}"
        yield from (f"      注：{remark}" for remark in offer.remarks)
    if verbose:
        here = [offer for offer in told if state.state in procedure.actions[offer.action].starts_from]
        for offer in here:
            if not offer.is_open:
                yield f"  （不能）{offer.title}：{'；'.join(offer.reasons)}"


def offers_to(procedure: Procedure, state: CaseState, who: Colleague | None, day: date) -> Sequence[Offer]:
    """Return the steps as they stand for a person, in the role each asks for; without one, for whoever may do them."""
    rules = RulesNow(current_shelf().pack(state.pack).sha256, ())
    roles = who.roles if who else tuple({role for action in procedure.actions.values() for role in action.by})
    found: dict[str, Offer] = {}
    for role in roles:
        name = who.name if who else _NOBODY.name
        for offer in offers(procedure, state, Actor(name, role), day, shipped_overlay(), rules):
            if offer.action not in found or (offer.is_open and not found[offer.action].is_open):
                found[offer.action] = offer
    ordered = (found[name] for name in procedure.actions if name in found)
    return tuple(ordered)


def _need_words(name: str, need: Need) -> str:
    """Return how a need is typed: `--served_on 送达日期`, in brackets where it may be left out."""
    options = f"={'|'.join(need.options)}" if need.options else ""
    text = f"--{name} {need.title}{options}"
    return f"[{text}]" if need.optional else text


def _event_lines(event: CaseEvent, state: CaseState, procedure: Procedure | None) -> Iterator[str]:
    gone = "（已撤销）" if event.seq in state.taken_back else ""
    paper = f"  {event.numbered}" if event.numbered else ""
    title = event.effects.title or event.action
    yield f"  {event.seq}. {event.day} {title}{gone}  {event.by}{paper}"
    action = procedure.actions.get(event.action) if procedure else None
    if event.action == ASSESS:
        yield f"      {assessment_words(event)}；结果 {event.files.get('result', '')[:12]}…"
        return
    words = []
    for name, value in event.values.items():
        need = action.needs.get(name) if action else None
        words.append(f"{need.title if need else name}：{_shown(value)}")
    words += [f"{name}：{digest[:12]}…" for name, digest in event.files.items()]
    if words:
        yield f"      {'；'.join(words)}"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return "，".join(f"{key}={_shown(item)}" for key, item in value.items())
    return str(value)
