"""What cannot be read never helps: garbage, a placeholder and a blank give no better result than one another.

Every required cell of the cover and one cell of every column of every list of the three forms: the sheets of an eligible
sample are changed in memory and read, judged and concluded as a whole. With `--thorough` (`make prove`) every kind of
garbage is tried at every stage; without, one kind at two stages, another one for each cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from medcheck.assess import Options, assess_application
from medcheck.book.grid import Grid, Workbook
from medcheck.book.read_book import read_workbook
from medcheck.engine.session import Engine
from medcheck.form.defined_names import column_name, field_name
from medcheck.form.form import Form, FormField, load_form
from medcheck.intake.read_application import application_of
from medcheck.package.guard import Package, open_package
from medcheck.verdict import Stage, Verdict

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
ENGINE = Engine()
FORMS = {"clinic": "clinic-eligible", "hospital": "hospital-1-eligible", "pharmacy": "pharmacy-rural-eligible"}
GARBAGE = ("暂无", "？？？", "见附件", "xxx")
FAVOURABLE = frozenset({Verdict.PASS, Verdict.WAIVED, Verdict.NOT_APPLICABLE})
MOST_DRUGS = 40  # of the drug list: enough for every rule, and read in no time


class Spot(NamedTuple):
    """A cell to change: its sheet, 1-based row and column, and what the form asks for there."""

    sheet: str
    row: int
    column: int
    field: FormField

    def __str__(self) -> str:
        return f"{self.sheet}-{self.field.id}"


class Result(NamedTuple):
    """What an assessment came to: the rules that do not stand in the way, and whether nothing does."""

    favourable: frozenset[str]
    clear: bool


@cache
def sample(form: str) -> tuple[Workbook, Package]:
    package = open_package(SAMPLES / f"{FORMS[form]}.xlsx")
    workbook = read_workbook(package)
    if form == "pharmacy":
        grid = workbook.grids["药品清单"]
        workbook.grids["药品清单"] = Grid(grid.file, grid.name, grid._rows[: 4 + MOST_DRUGS], grid._merges, grid._look)
    return workbook, package


def spots(form: Form, workbook: Workbook) -> Iterator[Spot]:
    """Yield every required cell of the cover, and of every column of a list the cell of its first filled row."""
    for _, field in form.fields():
        if field.required and (spot := workbook.named(field_name(field.id))):
            yield Spot(spot[0].name, spot[1], spot[2], field)
    for sheet in form.tables():
        for column in sheet.columns:
            spot = workbook.named(column_name(sheet.id, column.id))
            if spot is None or not column.is_answer:
                continue
            grid, header, at = spot
            row = next((r for r in range(header + 1, grid.height + 1) if grid.text(r, at)), header + 1)
            yield Spot(grid.name, row, at, column)


def changed(workbook: Workbook, spot: Spot, value: str | None) -> Workbook:
    grid = workbook.grids[spot.sheet]
    rows = [list(row) for row in grid._rows]
    rows[spot.row - 1] += [None] * (spot.column - len(rows[spot.row - 1]))
    rows[spot.row - 1][spot.column - 1] = value
    grids = {**workbook.grids, spot.sheet: Grid(grid.file, grid.name, rows, grid._merges, grid._look)}
    return Workbook(workbook.file, grids, workbook.names.items())


def results(form: str, spot: Spot, value: str | None, stages: Sequence[Stage]) -> list[Result]:
    workbook, package = sample(form)
    application = application_of(changed(workbook, spot, value), package)
    made = (assess_application(application, Options(stage=stage), ENGINE) for stage in stages)
    return [
        Result(frozenset(one.rule for one in each.findings if one.verdict in FAVOURABLE), each.clear) for each in made
    ]


def is_filled(form: str, spot: Spot) -> bool:
    """Return whether the sample says something there; a list that is ticked as empty has no row to leave blank."""
    return bool(sample(form)[0].grids[spot.sheet].text(spot.row, spot.column))


ALL = [
    pytest.param(name, spot, number, id=f"{name}-{spot}")
    for name in FORMS
    for number, spot in enumerate(spots(load_form(name), sample(name)[0]))
]


@pytest.mark.parametrize(("form", "spot", "number"), ALL)
def test_what_cannot_be_read_is_no_better_than_a_blank(
    form: str, spot: Spot, number: int, request: pytest.FixtureRequest
) -> None:
    thorough = request.config.getoption("--thorough")
    kinds = GARBAGE if thorough else GARBAGE[number % len(GARBAGE) :][:1]
    stages = tuple(Stage) if thorough else (Stage.PRECHECK, tuple(Stage)[1 + number % 3])
    blank = results(form, spot, None, stages)
    for value in kinds:
        for stage, odd, empty in zip(stages, results(form, spot, value, stages), blank, strict=True):
            assert odd.favourable <= empty.favourable, (stage, value, odd.favourable - empty.favourable)
            assert odd.clear <= empty.clear, (stage, value)
            if spot.field.required and is_filled(form, spot):
                assert empty.clear <= odd.clear, (stage, value)


LISTS = {
    "clinic": ("staff", "departments", "rooms", "equipment"),
    "hospital": ("staff", "departments", "equipment", "key_specialties"),
    "pharmacy": ("staff", "devices"),
}
DOUBTS = ("（拟设）", "（待到位）", "（筹备中）")


def with_doubtful_rows(form: str, table: str) -> tuple[Workbook, Workbook]:
    """Return the sample with the first entry of a list alone, and with the others added again as doubtful ones."""
    workbook, _ = sample(form)
    sheet = next(sheet for sheet in load_form(form).tables() if sheet.id == table)
    grid, header, at = workbook.named(column_name(table, sheet.columns[0].id)) or pytest.fail(table)
    rows = [list(row) for row in grid._rows]
    kept, doubtful = rows[: header + 1], [row for row in rows[header + 1 :] if grid.text(header + 1, at)]
    for number, row in enumerate(doubtful):
        if isinstance(row[at - 1], str) and row[at - 1]:
            row[at - 1] += DOUBTS[number % len(DOUBTS)]

    def book(rows: list[list[object]]) -> Workbook:
        grids = {**workbook.grids, grid.name: Grid(grid.file, grid.name, rows, grid._merges, grid._look)}
        return Workbook(workbook.file, grids, workbook.names.items())

    return book(kept), book([*kept, *doubtful])


@pytest.mark.parametrize(("form", "table"), [(form, table) for form, tables in LISTS.items() for table in tables])
def test_a_doubtful_row_turns_no_verdict_into_a_pass(form: str, table: str) -> None:
    package = sample(form)[1]
    before, after = (
        [assess_application(application_of(book, package), Options(stage=stage), ENGINE) for stage in Stage]
        for book in with_doubtful_rows(form, table)
    )
    for less, more in zip(before, after, strict=True):
        passed = {one.rule for one in less.findings if one.verdict in FAVOURABLE}
        now = {one.rule for one in more.findings if one.verdict is Verdict.PASS}
        assert now <= passed, (less.stage, now - passed)
        assert more.clear <= less.clear
