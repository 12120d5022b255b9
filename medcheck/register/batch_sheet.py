"""A step for many cases as one workbook: written with a row for each case or question, filled in, read back cell by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from medcheck.casework.case_event import CaseEvent, CaseworkError
from medcheck.casework.fold import CaseState, state_of
from medcheck.casework.procedure import Procedure
from medcheck.errors import MedcheckError, Problem
from medcheck.register.acts import Moment, belongs_to, step_act
from medcheck.register.case_lines import offers_to
from medcheck.register.connect import refuse
from medcheck.register.led_by import procedure_of
from medcheck.register.models import KEY, CaseRow
from medcheck.register.officers import Colleague
from medcheck.register.open_questions import ANSWERS, DECISIONS, open_questions
from medcheck.register.record import events_of, record
from medcheck.register.table_file import FilledRow, read_rows
from medcheck.register.typed_answers import typed_answers
from medcheck.report.workbook.table_sheets import Dropdown, SheetTable, workbook_of

CASE, NAME, SEEN, STEP = "案件", "机构", "版本", "步骤"
ABOUT, QUESTION, ANSWER, FURTHER, DAY = "编号", "问题", "答复", "登记系统或说明", "日期"
_FIXED = (STEP, CASE, NAME, SEEN)
_QUESTIONS = (ABOUT, QUESTION, ANSWER, FURTHER, DAY)
_FILES = frozenset({"file", "workbook", "visit"})


def sheet_for(actions: Sequence[str], who: Colleague, day: date, batch: str = "") -> tuple[bytes, int]:
    """Return a workbook for some steps, a sheet each, with every case in which the person may do them; and how many rows.

    Raises RegisterError where there is none.
    """
    rows = CaseRow.objects.filter(Q(final=False) | ~Q(duties="")).order_by("number")
    rows = rows.filter(round=batch) if batch else rows
    states = [state_of(events_of(number)) for number in rows.values_list("number", flat=True)]
    tables = [_table(action, states, who, day) for action in actions]
    count = sum(len(table.rows) for table in tables if isinstance(table.rows, list))
    if not count:
        raise refuse(
            "办理", "现在没有案件可以办理这些步骤", "用 medcheck case list 查看案件，用 medcheck case show 查看原因"
        )
    return workbook_of(tables, "case-sheet"), count


def record_sheet(path: Path, moment: Moment) -> Iterator[CaseEvent | tuple[Problem, ...]]:
    """Record what a workbook says, row after row; yield the event of each, or why it may not be.

    Every cell is read before anything is recorded: with one that cannot be read nothing is. The same rows again are the
    same events. Raises WorkbookError and CaseworkError with the cells.
    """
    asked = list(_asked(path))
    if problems := [problem for one in asked for problem in _unreadable(one)]:
        raise CaseworkError(problems)
    done: set[int] = set()
    for one in asked:
        key = hashlib.sha256(f"{one.action} {one.case} {one.seen} {sorted(one.typed.items())}".encode()).hexdigest()
        try:
            # What the same workbook did in the case before is no other person's work.
            seen = None if one.case in done else one.seen
            act = step_act(one.case, one.action, one.typed, moment)
            yield record([act._replace(version=seen)], f"sheet-{key}"[:KEY], moment.who)[0]
            done.add(one.case)
        except MedcheckError as error:
            yield tuple(problem._replace(place=one.rows[0].place(CASE)) for problem in error.problems)


class _Asked(NamedTuple):
    """A step that a workbook asks for in a case: the version seen, the answers as typed, and the rows they stand in."""

    action: str
    case: int
    seen: int
    typed: Mapping[str, Sequence[str]]
    cells: Mapping[str, str]
    rows: Sequence[FilledRow]


def _table(action: str, states: Sequence[CaseState], who: Colleague, day: date) -> SheetTable:
    """Return the sheet of a step."""
    open_in = [(state, procedure) for state, procedure in _led(states) if _may(action, procedure, state, who, day)]
    if action in (ANSWERS, DECISIONS):
        return _questions(action, [state for state, _ in open_in], day)
    procedures = [procedure for _, procedure in open_in]
    needs = procedures[0].actions[action].needs if procedures else {}
    columns = [*_FIXED, *(need.title for need in needs.values())]
    rows = [
        (action, str(state.case), state.subject.name, str(state.version), *("" for _ in needs)) for state, _ in open_in
    ]
    dropdowns = [
        Dropdown(len(_FIXED) + at, 2, len(rows) + 1, need.options)
        for at, need in enumerate(needs.values(), start=1)
        if need.options and rows
    ]
    widths = [18, 8, 30, 8, *(24 for _ in needs)]
    return SheetTable(action, columns, widths, rows, dropdowns=dropdowns)


def _questions(action: str, states: Sequence[CaseState], day: date) -> SheetTable:
    """Return the sheet of what is open in cases, a row for each question."""
    rows, dropdowns = list[tuple[str, ...]](), list[Dropdown]()
    for state in states:
        for question in open_questions(state, action):
            fixed = (action, str(state.case), state.subject.name, str(state.version))
            rows.append((*fixed, question.about, f"{question.words}（{question.cite}）", "", "", str(day)))
            if question.options:
                at = len(_FIXED) + _QUESTIONS.index(ANSWER) + 1
                dropdowns.append(Dropdown(at, len(rows) + 1, len(rows) + 1, question.options))
    return SheetTable(action, (*_FIXED, *_QUESTIONS), (18, 8, 30, 8, 26, 44, 14, 24, 14), rows, dropdowns=dropdowns)


def _led(states: Sequence[CaseState]) -> Iterator[tuple[CaseState, Procedure]]:
    for state in states:
        procedure = procedure_of(state.pack, state.procedure)
        if procedure:
            yield state, procedure


def _may(action: str, procedure: Procedure, state: CaseState, who: Colleague, day: date) -> bool:
    if action not in procedure.actions:
        return False
    return any(offer.action == action and offer.is_open for offer in offers_to(procedure, state, who, day))


def _asked(path: Path) -> Iterator[_Asked]:
    """Yield each step that the workbook asks for: a row each, but of questions all rows of a case together."""
    together: dict[tuple[str, str], list[FilledRow]] = {}
    for row in read_rows(path, (STEP, CASE, SEEN)):
        if row.text(STEP) in (ANSWERS, DECISIONS):
            if row.text(ANSWER):
                together.setdefault((row.text(STEP), row.text(CASE)), []).append(row)
        elif any(head not in _FIXED for head in row.cells):
            yield _of_row(path, row)
    for (action, _), rows in together.items():
        answers = [_answer(row) for row in rows]
        day = max(row.text(DAY)[:10] for row in rows)
        name = "answered_on" if action == ANSWERS else "decided_on"
        yield _Asked(
            action, *_numbers(rows[0]), {"answers": answers, name: [day]}, {name: DAY, "answers": ANSWER}, rows
        )


def _of_row(path: Path, row: FilledRow) -> _Asked:
    case, seen = _numbers(row)
    state = state_of(events_of(case))
    procedure = procedure_of(state.pack, state.procedure)
    action = procedure.actions.get(row.text(STEP)) if procedure else None
    if action is None:
        raise CaseworkError(
            [Problem(row.place(STEP), f"没有步骤“{row.text(STEP)}”", "用 medcheck case sheet 重新生成")]
        )
    typed, cells = dict[str, Sequence[str]](), dict[str, str]()
    for key, need in action.needs.items():
        text = row.text(need.title)
        if text:
            typed[key] = [str(path.parent / text) if need.kind in _FILES else text]
            cells[key] = need.title
    return _Asked(row.text(STEP), case, seen, typed, cells, [row])


def _numbers(row: FilledRow) -> tuple[int, int]:
    for head in (CASE, SEEN):
        if not row.text(head).isdecimal():
            text = f"应为编号，现为“{row.text(head)}”"
            raise CaseworkError([Problem(row.place(head), text, "不要改动这一列；用 medcheck case sheet 重新生成")])
    return int(row.text(CASE)), int(row.text(SEEN))


def _answer(row: FilledRow) -> str:
    further = row.text(FURTHER)
    return f"{row.text(ABOUT)}={row.text(ANSWER)}{f'@{further}' if further else ''}"


def _unreadable(one: _Asked) -> Iterator[Problem]:
    """Yield a problem for each cell that cannot be read as its need asks."""
    state = state_of(events_of(one.case))
    procedure = procedure_of(state.pack, state.procedure)
    if procedure is None:
        return
    for key, texts in one.typed.items():
        for at, text in enumerate(texts):
            row = one.rows[min(at, len(one.rows) - 1)]
            try:
                typed_answers(procedure, one.action, {key: [text]}, belongs_to(state))
            except MedcheckError as error:
                yield from (problem._replace(place=row.place(one.cells[key])) for problem in error.problems)
