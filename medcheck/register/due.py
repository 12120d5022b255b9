"""What is due, for whom: read from the rows alone, so that a day's list of ten thousand cases is there at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from medcheck.casework.procedure import PARTY_WORDS
from medcheck.register.models import CaseRow, RegisterHead
from medcheck.term import pending_words
from medcheck.workday import UnknownYearError, add_working_days

SOON = 2  # working days ahead that are told
_OURS = ("agency", "both")
_OTHERS = "others"


class DueCase(NamedTuple):
    """A case that is due: its number, whose it is, its state, its officer, the clock that ends first, and what is to be done."""

    number: int
    name: str
    state: str
    officer: str
    clock: str
    last_day: date | None
    what: str


class DueList(NamedTuple):
    """The cases of a day under one heading; `total` is the number of all of them, `cases` the first ones."""

    title: str
    total: int
    cases: tuple[DueCase, ...]


def due_on(day: date, officer: str = "", most: int = 20) -> tuple[DueList, ...]:
    """Return what is due on a day, of one officer or of all: at most so many cases a heading, the earliest first."""
    rows = CaseRow.objects.filter(officer=officer) if officer else CaseRow.objects.all()
    soon = _working_days_ahead(day)
    dated = rows.filter(Q(final=False) | ~Q(duties=""), last_day__isnull=False)
    undated = rows.filter(unknown_year__isnull=False, last_day=None)
    waiting = rows.filter(final=False)
    ours = waiting.filter(waits_for__in=_OURS)
    lists = (
        ("期限已满", dated.filter(last_day__lt=day).order_by("last_day", "number")),
        (f"{SOON}个工作日内期满（至{soon}）", dated.filter(last_day__range=(day, soon)).order_by("last_day", "number")),
        ("等经办机构办理", ours.order_by("since", "number")),
        ("等他人办理", waiting.exclude(waits_for__in=_OURS).order_by("last_day", "number")),
        ("协议签订以后待办", rows.filter(final=True).exclude(duties="").order_by("last_day", "number")),
        ("期限待定", undated.order_by("number")),
    )
    return tuple(_list(title, found, most) for title, found in lists if found.exists())


def years_to_learn(day: date) -> Iterator[str]:
    """Yield a sentence for each year whose holidays are waited for, or that came to be known: the rows are then made anew."""
    years = CaseRow.objects.filter(unknown_year__isnull=False).values_list("unknown_year", flat=True).distinct()
    for year in sorted(year for year in years if year):
        try:
            add_working_days(date(year, 1, 1), 1)
        except UnknownYearError:
            yield f"{pending_words(year)}；公布后在 rules/calendar.yaml 中补充"
        else:
            yield f"{year}年的放假安排已经补充：运行 medcheck register rebuild，最后一日即会算出"


def head_words() -> str:
    """Return the end of the register's chain as the day's journal prints it: a history that is changed later shows by it."""
    head = RegisterHead.objects.filter(pk=1).first()
    return f"登记册至第 {head.number} 条，末尾校验值 {head.link}" if head else "登记册里还没有事件"


def _working_days_ahead(day: date) -> date:
    try:
        return add_working_days(day, SOON)
    except UnknownYearError:
        return day + timedelta(days=SOON)


def _list(title: str, found: QuerySet[CaseRow], most: int) -> DueList:
    return DueList(title, found.count(), tuple(_due(row) for row in found[:most]))


def _due(row: CaseRow) -> DueCase:
    what = row.duties if row.final else f"等{PARTY_WORDS.get(row.waits_for, '办理')}" if row.waits_for else ""
    clock = row.clock if row.last_day else pending_words(row.unknown_year) if row.unknown_year else row.clock
    return DueCase(row.number, row.name, row.state_title, row.officer, clock, row.last_day, what)
