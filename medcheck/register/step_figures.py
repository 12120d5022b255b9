"""Figures of the work: how often each step was done, by county and month, and how many days it took to come to it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

from medcheck.casework.fold import state_of
from medcheck.errors import MedcheckError
from medcheck.register.led_by import PEOPLE, procedure_of
from medcheck.register.projection import all_cases
from medcheck.report.workbook.table_sheets import SheetTable, workbook_of

HEADS = ("程序", "步骤", "县区", "月份", "件数", "自收件平均天数")
_WIDTHS = (16, 36, 16, 10, 8, 16)


class _Done(NamedTuple):
    procedure: str
    step: str
    county: str
    month: str


def step_figures() -> list[tuple[str, ...]]:
    """Return the figures, a row for each procedure, step, county and month; what was taken back is not counted."""
    days: dict[_Done, list[int]] = defaultdict(list)
    titles: dict[tuple[str, str], str] = {}
    for events, _ in all_cases():
        state = state_of(events)
        if state.procedure == PEOPLE:
            continue
        key = (state.pack, state.procedure)
        if key not in titles:
            titles[key] = _title(*key)
        for event in state.events:
            done = _Done(titles[key], event.effects.title, state.subject.county, f"{event.day:%Y-%m}")
            days[done].append((event.day - (state.opened or event.day)).days)
    return [(*done, str(len(days[done])), _average(days[done])) for done in sorted(days)]


def figures_csv(rows: list[tuple[str, ...]]) -> bytes:
    """Return the figures as CSV that a spreadsheet opens as Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *rows])
    return text.getvalue().encode("utf-8-sig")


def figures_workbook(rows: list[tuple[str, ...]]) -> bytes:
    """Return the figures as a workbook."""
    return workbook_of([SheetTable("统计", HEADS, _WIDTHS, rows)], "figures")


def _average(days: list[int]) -> str:
    """Return the mean number of days, to a tenth."""
    tenths = round(Fraction(10 * sum(days), len(days)))
    return f"{tenths // 10}.{tenths % 10}"


def _title(pack: str, name: str) -> str:
    try:
        procedure = procedure_of(pack, name)
    except MedcheckError:
        return name  # its pack is not at hand any more
    return procedure.source.title if procedure else "登记册建立以前定点"
