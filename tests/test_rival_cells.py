"""One field stated in two cells: a second name, a second label, a name moved out of sight. Different contents are a conflict."""

from __future__ import annotations

import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook

COVER = "基本信息"
LABEL, NAME = "业务用房使用面积（㎡）", "field__usable_area_m2"


def second_label(value: object):
    def edit(book: Workbook) -> None:
        book[COVER]["A60"], book[COVER]["B60"] = LABEL, value

    return edit


def second_name(value: object):
    def edit(book: Workbook) -> None:
        book[COVER]["F27"] = value
        book[COVER].defined_names.add(DefinedName(NAME, attr_text=f"'{COVER}'!$F$27"))

    return edit


def moved_name(value: object):
    def edit(book: Workbook) -> None:
        book[COVER]["Z90"] = value
        book.defined_names[NAME].attr_text = f"'{COVER}'!$Z$90"

    return edit


@pytest.mark.parametrize(
    ("edit", "cells"),
    [
        (second_label(50), "B27“186.5”，《基本信息》B60“50”"),
        (second_name(50), "B27“186.5”，《基本信息》F27“50”"),
        (moved_name(600), "Z90“600”，《基本信息》B27“186.5”"),
    ],
)
def test_two_cells_that_differ_are_a_conflict_with_both_named(edited, edit, cells) -> None:
    application = edited(edit)
    problem = next(p for p in application.problems if p.field == "usable_area_m2")
    assert problem.conflict
    assert problem.text == f"“业务用房使用面积”在两处填写且内容不同：{cells}"


@pytest.mark.parametrize("edit", [second_label(186.5), second_label(None), second_name(186.5), second_name(None)])
def test_a_second_cell_that_says_the_same_or_nothing_is_none(edited, edit) -> None:
    application = edited(edit)
    assert str(application.fields["usable_area_m2"].value) == "186.5"
    assert not any(p.conflict for p in application.problems)
