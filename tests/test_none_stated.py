"""A list that says it is empty: the tick of 「无」 wherever it stands, and a row that says so in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.workbook.workbook import Workbook

from medcheck.intake.application import Application

EVENTS = "既往记录"
Edited = Callable[[Callable[[Workbook], None]], Application]


def tick(value: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[EVENTS]["D3"] = value

    return edit


def first_row(*texts: str | None, ticked: str | None = None) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[EVENTS]["D3"] = ticked
        for column, text in enumerate(texts, 2):
            book[EVENTS].cell(5, column).value = text

    return edit


def told(application: Application) -> list[str]:
    return [problem.text for problem in application.problems if problem.field.startswith("events")]


@pytest.mark.parametrize("mark", ["√", "无", "没有", "是", "☑"])
def test_a_tick_or_the_word_says_that_there_is_none(edited: Edited, mark: str) -> None:
    assert edited(tick(mark)).tables["events"].declared_none


@pytest.mark.parametrize("mark", ["有", "×", "否", "√×", "×√", "☐", "待定"])
def test_anything_else_in_the_box_says_no_such_thing(edited: Edited, mark: str) -> None:
    application = edited(tick(mark))
    assert not application.tables["events"].declared_none
    assert told(application) == ["“既往记录”没有填写任何一行，也没有勾选“无”"]


def test_the_printed_box_counts_and_not_a_name_moved_to_another_tick(edited: Edited) -> None:
    def edit(book: Workbook) -> None:
        book[EVENTS]["D3"], book["基本信息"]["Z5"] = None, "√"
        book.defined_names["none__events"].attr_text = "'基本信息'!$Z$5"

    assert not edited(edit).tables["events"].declared_none


def test_a_tick_is_found_where_merged_cells_no_longer_are(edited: Edited) -> None:
    def edit(book: Workbook) -> None:
        book[EVENTS].unmerge_cells("A3:C3")
        del book.defined_names["none__events"]

    assert edited(edit).tables["events"].declared_none


@pytest.mark.parametrize(
    "texts", [("无",), ("没有",), ("无违规记录",), ("近三年无违法违规行为",), ("无", "无", "无"), (None, None, "无")]
)
def test_a_row_that_only_says_so_means_none_and_is_no_event(edited: Edited, texts: tuple[str | None, ...]) -> None:
    events = edited(first_row(*texts)).tables["events"]
    assert events.declared_none
    assert not events.rows


@pytest.mark.parametrize("texts", [("无证行医",), ("无", "2019-03-01"), ("医疗事故", "无")])
def test_a_row_that_says_more_is_an_event(edited: Edited, texts: tuple[str | None, ...]) -> None:
    events = edited(first_row(*texts)).tables["events"]
    assert len(events.rows) == 1
    assert not events.declared_none


@pytest.mark.parametrize("column", ["C", "D"])
def test_an_event_after_the_day_of_application_is_a_conflict(edited: Edited, column: str) -> None:
    def edit(book: Workbook) -> None:
        first_row("医疗事故", "2019-03-01", "2019-04-01", "是")(book)
        book[EVENTS][f"{column}5"] = "2020-03-01"

    conflicts = [problem.text for problem in edited(edit).problems if problem.conflict]
    label = {"C": "发生日期", "D": "处理决定日期"}[column]
    assert f"“{label}”2020-03-01 晚于《基本信息》B33“申请日期”2019-11-18，先后颠倒" in conflicts
