"""What one pass over a sheet's cells tells is so: how far they reach, and what nobody needs to look for."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.book.look import STRUCK
from medcheck.book.rich_text import RichText
from medcheck.book.sheet_lines import has_hidden, lines_of, thin_columns, thin_rows
from medcheck.book.sheet_marks import MarksSought, marks_of
from medcheck.package.cell_tags import CellTags, cell_tags
from medcheck.package.guard import Package, open_package
from tests.packages import SAMPLE, sheet

WORKBOOKS = sorted((*SAMPLE.parent.glob("*.xlsx"), *(Path(__file__).parent / "workbooks").rglob("*.xlsx")))
PLAIN = (
    b'<c r="A1" s="3" t="n"><v>1</v></c><c r="B1" s="5" t="inlineStr"><is><t>-</t></is></c><c r="Z9999" s="5" t="n" />'
)
NOT_USUAL = CellTags(are_near=False, are_usual=False)
EVERYTHING = MarksSought(frozenset(range(100)), {number: RichText("x", STRUCK) for number in range(5)}, b"")


def row(cells: bytes) -> bytes:
    return sheet(b'<row r="1">' + cells + b"</row>")


def test_a_sheet_as_office_programs_write_it() -> None:
    assert cell_tags(row(PLAIN)) == CellTags(True, True, None, unstyled=False, may_fail=False, may_be_negative=False)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A2" s="3"/>',
        b'<c r="A2" s="3" t="s"><v>0</v></c>',
        b'<c r="A2" s="3"><v>0.5</v></c>',
    ],
    ids=repr,
)
def test_a_sheet_of_plain_cells_is_not_looked_through_further(cell: bytes) -> None:
    assert cell_tags(row(PLAIN + cell)).styles is None


def test_the_style_of_a_plain_cell_is_found() -> None:
    asked = MarksSought(frozenset({3}), {}, b"")
    assert marks_of(row(PLAIN), cell_tags(row(PLAIN)), asked).styled == {(1, 1): 3}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(b'<c r="AA1"><v>1</v></c>', id="the 27th column"),
        pytest.param(b'<c r="A10000"><v>1</v></c>', id="the 10,000th row"),
        pytest.param(b'<c s="1" r="A1"><v>1</v></c>', id="the reference last"),
        pytest.param(b'<c\tr="A1"><v>1</v></c>', id="a tab"),
        pytest.param(b"<c r='A1'><v>1</v></c>", id="single quotes"),
        pytest.param(b"<c><v>1</v></c>", id="no reference"),
        pytest.param(b"<c/>", id="no attribute"),
        pytest.param(b'<c r="a1"><v>1</v></c>', id="small letters"),
        pytest.param(b'<c r="A1" t="n" r="XFD1048576"><v>1</v></c>', id="two references"),
        pytest.param(b'<c r="A1" t="n"\nr="XFD1048576"><v>1</v></c>', id="two references on two lines"),
        pytest.param(b'<c r="A1" ph=">" r="XFD1"><v>1</v></c>', id="a bracket in an attribute"),
        pytest.param(b'<c r="A1"/><x><c r="XFD1"><v>1</v></c></x>', id="inside another element"),
        pytest.param(b'<c r="A1"><v><c r="XFD1"><v>1</v></c></v></c>', id="inside a value"),
        pytest.param(b'<c r="A1" ph="<c r="/><c r="XFD1"><v>1</v></c>', id="a tag in an attribute"),
        pytest.param(b'<x:c r="XFD1"><v>1</v></x:c >', id="a prefix"),
    ],
)
def test_a_cell_that_may_stand_far_away_is_never_near(cell: bytes) -> None:
    assert not cell_tags(row(PLAIN + cell)).are_near


@pytest.mark.parametrize(
    ("part", "is_near"),
    [
        pytest.param(row(PLAIN + b"<!-- <c r='A1'/> -->"), False, id="a comment that hides a cell"),
        pytest.param(row(PLAIN + b"<!-- one -->"), True, id="a comment"),
        pytest.param(row(PLAIN + b'<c r="B1">\n<v>1</v></c>'), True, id="a line for each tag"),
        pytest.param(row(PLAIN + b'<c r="B1" ' + b'ph="0" ' * 40 + b"/>"), False, id="attributes without end"),
        pytest.param(b'<x:worksheet xmlns:x="urn:x"><x:sheetData/></x:worksheet>', False, id="a prefix"),
    ],
)
def test_a_sheet_in_no_office_programs_way_has_to_be_walked_through(part: bytes, is_near: bool) -> None:
    assert (cell_tags(part).are_near, cell_tags(part).are_usual) == (is_near, False)


@pytest.mark.parametrize(
    ("cell", "may_fail", "may_be_negative", "unstyled"),
    [
        (b'<c r="C1" s="3" t="e"><v>#N/A</v></c>', True, False, False),
        (b'<c r="C1" s="3" t="e"/>', True, False, False),
        (b'<c r="C1" s="3"><f>1+1</f></c>', True, True, False),
        (b'<c r="C1" s="3"><f t="shared" si="0"/><v>-2</v></c>', True, True, False),
        (b'<c r="C1" s="3"><v>-2</v></c>', False, True, False),
        (b'<c r="C1" s="3"><v>NaN</v></c>', False, True, False),
        (b'<c r="C1" s="3"><v></v></c>', False, False, False),
        (b'<c r="C1"><v>2</v></c>', False, False, True),
        (b'<c r="C1" t="s"/>', False, False, True),
    ],
    ids=repr,
)
def test_what_a_cell_may_hold_is_known(cell: bytes, may_fail: bool, may_be_negative: bool, unstyled: bool) -> None:
    expected = CellTags(True, True, frozenset({3, 5}), unstyled, may_fail, may_be_negative)
    assert cell_tags(row(PLAIN + cell)) == expected


def test_a_wide_sheet_is_usual_all_the_same() -> None:
    wide = cell_tags(row(b'<c r="AB12345" s="7"><v>1</v></c>'))
    assert wide == CellTags(False, True, frozenset({7}), unstyled=False, may_fail=False, may_be_negative=False)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_a_search_finds_what_a_walk_finds(path: Path) -> None:
    package = open_package(path)
    for part in sheets_of(package):
        tags = cell_tags(part)
        assert marks_of(part, tags, EVERYTHING) == marks_of(part, NOT_USUAL, EVERYTHING)
        lines = lines_of(part, tags)
        assert has_hidden(lines) == has_hidden(part)
        assert (thin_rows(lines), thin_columns(lines)) == (thin_rows(part), thin_columns(part))


def test_the_sheets_of_the_shipped_samples_are_searched() -> None:
    assert all(cell_tags(part).are_usual for part in sheets_of(open_package(SAMPLE)))


def test_a_cell_that_names_no_style_has_the_first_one() -> None:
    part = row(PLAIN + b'<c r="C1" t="n"><v>1</v></c>')
    asked = MarksSought(frozenset({0, 5}), {}, b"")
    assert marks_of(part, cell_tags(part), asked).styled == {(1, 2): 5, (9999, 26): 5, (1, 3): 0}


def sheets_of(package: Package) -> list[bytes]:
    return [part for name, part in package.parts.items() if name in package.tags]
