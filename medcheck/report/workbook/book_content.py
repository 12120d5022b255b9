"""A workbook of our own → all it shows, cell by cell, so that two can be compared though another program saved one again."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.package.zip_parts import zip_parts

# What lies over or beside the cells, and what runs.
_BESIDE = ("xl/media/", "xl/drawings/drawing", "xl/charts/", "xl/embeddings/", "xl/vbaproject", "xl/externallinks/")


def book_content(content: bytes) -> Mapping[str, object] | None:
    """Return by place (`《人员》B7`, or a word for the whole) what a workbook shows; None where it cannot be read."""
    parts = zip_parts(content)
    if parts is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), rich_text=True)
    except Exception:  # openpyxl fails in many ways on odd files
        logging.getLogger(__name__).info("openpyxl cannot load", exc_info=True)
        return None
    shown: dict[str, object] = {
        "工作表的次序和显示": tuple((sheet.title, sheet.sheet_state) for sheet in book.worksheets),
        "名称": tuple(sorted((name, _plain(defined.attr_text)) for name, defined in book.defined_names.items())),
        "图片、图形、宏和外部链接": tuple(sorted(_beside(parts))),
        "属性中的记录": (book.properties.keywords, book.properties.description),
    }
    for sheet in book.worksheets:
        shown |= _sheet(sheet)
    return shown


def differing_places(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    """Return the places at which two workbooks show something else."""
    return [place for place in dict.fromkeys([*first, *second]) if first.get(place) != second.get(place)]


def _beside(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the hash of each picture, shape, macro and the like; a drawing on which nothing is drawn is none."""
    for name, part in parts.items():
        empty = name.lower().startswith("xl/drawings/") and b"Anchor" not in part
        if name.lower().startswith(_BESIDE) and not empty:
            yield hashlib.sha256(part).hexdigest()


def _sheet(sheet: Worksheet) -> dict[str, object]:
    rows = tuple(sorted(number for number, row in sheet.row_dimensions.items() if row.hidden))
    columns = tuple(sorted(name for name, column in sheet.column_dimensions.items() if column.hidden))
    rules = tuple(sorted(str(area.sqref) for area in sheet.conditional_formatting))
    merged = tuple(sorted(map(str, sheet.merged_cells.ranges)))
    shown: dict[str, object] = {f"《{sheet.title}》的隐藏、合并和条件格式": (rows, columns, rules, merged)}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and (what := _cell(cell)):
                shown[f"《{sheet.title}》{cell.coordinate}"] = what
    return shown


def _cell(cell: Cell) -> tuple[object, ...] | None:
    """Return what a cell shows: value, how it is printed, its ground, its letters, its comment, where it leads."""
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type else None
    comment = cell.comment.text.strip() if cell.comment else ""
    link = (cell.hyperlink.target, cell.hyperlink.location) if cell.hyperlink else None
    if cell.value in (None, "") and not (fill or comment or link):
        return None
    font = cell.font
    colour = font.color.rgb if font.color and font.color.type == "rgb" else None
    value = _value(cell.value, (None, colour or "FF000000"))
    return (value, _plain(cell.number_format), fill, (font.strike or False, colour), comment, link)


def _value(value: object, usual: tuple[str | None, ...]) -> object:
    """Return a value with its type; of a text in several kinds of letters the text, and what of it is not as usual."""
    if not isinstance(value, CellRichText):
        return repr(value)
    odd = []
    for piece in (piece for piece in value if isinstance(piece, TextBlock)):
        colour = piece.font.color.rgb if piece.font.color else None
        if piece.font.strike or piece.font.vertAlign or colour not in usual:
            odd.append((piece.text, bool(piece.font.strike), piece.font.vertAlign, colour))
    return (repr(str(value)), tuple(odd)) if odd else repr(str(value))


def _plain(text: str) -> str:
    """Return a format or a reference without the quotes and strokes that one program writes and another leaves out."""
    return text.replace("\\", "").replace("'", "").replace("$", "")
