"""Errors and formulas are found the same way by cutting cells out as by walking through the sheet."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from medcheck.book.cell_styles import NO_STYLES, CellStyles
from medcheck.book.parts import SheetPart
from medcheck.book.rich_text import RichText
from medcheck.package.cell_tags import cell_tags
from tests.packages import sheet

ROW = b"""<row r="7">\
<c r="A7"><v>1</v></c>\
<c r="B7" t="e"><v>#N/A</v></c>\
<c r="C7"><f>1+1</f></c>\
<c r="D7"><f>1+1</f><v>2</v></c>\
<c r="E7" t="str"><f>"x"</f><v></v></c>\
<c r="AA7"><f t="shared" si="0"/></c>\
<c r="F7" t="e"/>\
</row>"""
FOUND = {
    (7, 2): "单元格出错（#N/A）",
    (7, 3): "公式未计算",
    (7, 27): "公式未计算",
    (7, 6): "单元格出错（）",
}


class Ordinary:
    """What a workbook's sheets have in common where nothing is out of the ordinary."""

    styles: CellStyles = NO_STYLES
    rich: Mapping[int, RichText] = {}
    theme = b""


def part_of(content: bytes) -> SheetPart:
    return SheetPart("申请.xlsx", content, cell_tags(content), Ordinary(), hidden=False)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(ROW, id="as office programs write it"),
        pytest.param(b"<!-- <f >1</f> -->" + ROW, id="a comment that looks like a formula"),
        pytest.param(ROW.replace(b'"', b"'").replace(b"'x'", b'"x"'), id="single quotes"),
        pytest.param(ROW.replace(b' r="B7"', b""), id="a cell without an address"),
        pytest.param(
            ROW.replace(b'<c r="A7">', b'<c r="A7" t="inlineStr"><is><t><![CDATA[<f >]]></t></is>'), id="CDATA"
        ),
    ],
)
def test_errors_and_formulas_are_found_however_they_are_written(rows: bytes) -> None:
    assert part_of(sheet(rows)).faults == FOUND


def test_a_sheet_with_prefixes_is_walked() -> None:
    prefixed = ROW.replace(b"</", b"</x:").replace(b"<c", b"<x:c").replace(b"<f", b"<x:f").replace(b"<v", b"<x:v")
    prefixed = prefixed.replace(b"<row", b"<x:row")
    content = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    assert part_of(content + prefixed + b"</x:sheetData></x:worksheet>").faults == FOUND


def test_the_words_of_a_drop_down_are_no_formula() -> None:
    rest = b"<dataValidations><dataValidation><formula1>1</formula1></dataValidation></dataValidations>"
    assert part_of(sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>', rest)).faults == {}
