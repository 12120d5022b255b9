"""The archive calamine is handed says what the applicant's own says, cell by cell and range by range."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import python_calamine

from medcheck.package.guard import open_package
from medcheck.package.repack import merged_first, repacked
from tests.packages import SAMPLE

WORKBOOKS = sorted((*SAMPLE.parent.glob("*.xlsx"), *(Path(__file__).parent / "workbooks").rglob("*.xlsx")))
CELLS = b'<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'
MERGED = b'<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'


def said(archive: BytesIO) -> dict[str, Any]:
    """Return by sheet what calamine finds in it: values from the first cell on, and what is merged."""
    book = python_calamine.load_workbook(archive)
    sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return {name: (one.to_python(skip_empty_area=False), one.merged_cell_ranges) for name, one in sheets.items()}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_it_says_the_same_as_the_workbook(path: Path) -> None:
    package = open_package(path)
    made = repacked(package.content, package.parts, package.tags)
    assert made.getvalue() != package.content
    assert said(made) == said(BytesIO(package.content))


def test_what_is_merged_comes_first_and_is_all_there() -> None:
    package = open_package(SAMPLE)
    with ZipFile(repacked(package.content, package.parts, package.tags)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert all(0 < sheet.find(b"<mergeCells") < sheet.find(b"<sheetData") for sheet in sheets)
    assert sum(len(merged or ()) for _, merged in said(BytesIO(package.content)).values()) == 30


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (b"<w>" + CELLS + MERGED + b"</w>", b"<w>" + MERGED + CELLS + MERGED + b"</w>"),
        (b"<w>" + CELLS + b"</w>", b'<w><mergeCells count="0"></mergeCells>' + CELLS + b"</w>"),
        (b"<w>" + MERGED + CELLS + b"</w>", None),
        (b"<w><!-- " + MERGED + b" -->" + CELLS + b"</w>", None),
        (b"<w>" + CELLS + b"<!-- " + MERGED + b" --></w>", None),
        (b"<x:w>" + CELLS.replace(b"<sheet", b"<x:sheet") + b"</x:w>", None),
        (b"<w><sheetData/>" + MERGED + b"</w>", None),
        (b"<none/>", None),
    ],
    ids=["after", "none", "before", "comment before", "comment after", "prefixes", "no cells", "no sheet"],
)
def test_a_sheet_that_is_not_written_as_usual_stays_as_it_is(part: bytes, expected: bytes | None) -> None:
    assert b"".join(merged_first(part)) == (part if expected is None else expected)


def test_a_large_package_is_not_copied() -> None:
    content = b"the archive itself"
    assert repacked(content, {"xl/worksheets/sheet1.xml": b" " * (16 * 1024 * 1024 + 1)}, {}).getvalue() == content
