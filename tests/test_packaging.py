"""A workbook is read whatever its parts are called: through its relationships, without regard to case."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from tests.packages import SAMPLE, archive, parts_of

Parts = dict[str, bytes]
PAPER = Path(__file__).parent / "workbooks" / "clinic-eligible.ods"


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name.replace(old, new): part for name, part in parts.items()}


def another_book(parts: Parts) -> Parts:
    """Return the parts with the workbook under a name of its own, which only the package's relationships tell."""
    moved = {name.replace("workbook.xml", "workbook2.xml"): part for name, part in parts.items()}
    for name in ("_rels/.rels", "[Content_Types].xml"):
        moved[name] = moved[name].replace(b"workbook.xml", b"workbook2.xml")
    return moved


def another_styles(parts: Parts) -> Parts:
    """Return the parts with the styles under a name of their own, which only the workbook's relationships tell."""
    moved = {name.replace("xl/styles.xml", "xl/styles7.xml"): part for name, part in parts.items()}
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        moved[name] = moved[name].replace(b"styles.xml", b"styles7.xml")
    return moved


def another_folder(parts: Parts) -> Parts:
    moved = {name.replace("xl/", "book/"): part for name, part in parts.items()}
    return {
        name: part.replace(b"/xl/", b"/book/").replace(b'"xl/', b'"book/')
        if name.endswith((".rels", "s].xml"))
        else part
        for name, part in moved.items()
    }


def strict(parts: Parts) -> Parts:
    main, links = (
        b"schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"schemas.openxmlformats.org/officeDocument/2006",
    )
    return {
        name: part.replace(main, b"purl.oclc.org/ooxml/spreadsheetml/main").replace(
            links, b"purl.oclc.org/ooxml/officeDocument"
        )
        for name, part in parts.items()
    }


def prefixed(parts: Parts) -> Parts:
    """Return the parts with every element of workbook, styles and sheets under a prefix."""
    return {
        name: re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", part).replace(
            b'xmlns="http://schemas.openxml', b'xmlns:x="http://schemas.openxml'
        )
        if name.startswith(("xl/worksheets/sheet", "xl/workbook.xml", "xl/styles.xml"))
        else part
        for name, part in parts.items()
    }


def without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {key: part for key, part in parts.items() if key != name}


WAYS = {
    "backslashes": renamed("/", "\\"),
    "workbook2": another_book,
    "Styles.xml": renamed("xl/styles.xml", "xl/Styles.xml"),
    "Sheet2.xml": renamed("worksheets/sheet2.xml", "worksheets/Sheet2.xml"),
    "capitals": renamed("xl/", "XL/"),
    "styles7.xml": another_styles,
    "another folder": another_folder,
    "strict": strict,
    "prefixed": prefixed,
    "no content types": without("[Content_Types].xml"),
    "no top relationships": without("_rels/.rels"),
    "folders as entries": lambda parts: {"xl/": b"", "xl/worksheets/": b""} | parts,
}


def stated(application: Application) -> tuple[object, ...]:
    values = {name: entry.value for name, entry in application.fields.items()}
    rows = {name: [list(row.values) for row in table.rows] for name, table in application.tables.items()}
    return values, rows, [problem.text for problem in application.problems]


@pytest.mark.parametrize("way", WAYS)
def test_a_package_put_together_otherwise_says_the_same(tmp_path: Path, way: str) -> None:
    path = tmp_path / SAMPLE.name
    path.write_bytes(archive(WAYS[way](parts_of())))
    assert stated(read_application(path)) == stated(read_application(SAMPLE))


@pytest.mark.parametrize("way", ["late", "missing", "deflated", "no manifest"])
def test_an_opendocument_sheet_is_told_wherever_its_type_stands(tmp_path: Path, way: str) -> None:
    parts = parts_of(PAPER)
    kind = parts.pop("mimetype")
    made = {
        "late": archive(parts | {"mimetype": kind}, ("mimetype",)),
        "missing": archive(parts),
        "deflated": archive({"mimetype": kind} | parts),
        "no manifest": archive(without("META-INF/manifest.xml")(parts)),
    }
    path = tmp_path / PAPER.name
    path.write_bytes(made[way])
    assert stated(read_application(path)) == stated(read_application(PAPER))
