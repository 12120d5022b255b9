"""A workbook of our own → all it shows, cell by cell, so that two can be compared though another program saved one again."""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from medcheck.package.zip_parts import zip_parts
from medcheck.report.workbook.book_colours import BLACK, Palette, colour_of, theme_palette

# What lies over or beside the cells, and what runs.
_BESIDE = ("xl/media/", "xl/drawings/drawing", "xl/charts/", "xl/embeddings/", "xl/vbaproject", "xl/externallinks/")

# What is smaller is as good as hidden: points of a row and of letters, characters of a column.
_LOWEST, _NARROWEST, _SMALLEST = 3, 0.5, 4
_CODES = re.compile(
    r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z]'
)  # of a header: letters, number of the page, name of the sheet


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
    palette = theme_palette(book.loaded_theme)
    for sheet in book.worksheets:
        shown |= _sheet(sheet, palette)
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


def _sheet(sheet: Worksheet, palette: Palette) -> dict[str, object]:
    lines = (sheet.row_dimensions.items(), sheet.column_dimensions.items())
    rows = tuple(sorted(number for number, row in lines[0] if _is_hidden(row.hidden, row.height, _LOWEST)))
    columns = tuple(sorted(name for name, column in lines[1] if _is_hidden(column.hidden, column.width, _NARROWEST)))
    merged = tuple(sorted(map(str, sheet.merged_cells.ranges)))
    rules = tuple(sorted(_conditional(sheet, palette)))
    shown: dict[str, object] = {
        f"《{sheet.title}》的隐藏、合并和条件格式": (rows, columns, rules, merged),
        f"《{sheet.title}》的页眉、页脚和输入提示": (tuple(_margins(sheet)), tuple(sorted(set(_prompts(sheet))))),
        f"《{sheet.title}》的打印区域": _plain(str(sheet.print_area or "")),
    }
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and (what := _cell(cell, palette)):
                shown[f"《{sheet.title}》{cell.coordinate}"] = what
    return shown


def _is_hidden(hidden: bool | None, size: float | None, least: float) -> bool:
    """Return whether nobody sees a row or column: it is hidden, or too small to show anything."""
    return bool(hidden) or (size is not None and size < least)


def _conditional(sheet: Worksheet, palette: Palette) -> Iterator[str]:
    """Yield each rule of a conditional format in words: where, when, and how letters and ground then look."""
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            look = rule.dxf
            letters = colour_of(look.font.color, palette) if look and look.font else None
            ground = look.fill.bgColor if look and isinstance(look.fill, PatternFill) else None
            formulas = [_plain(formula) for formula in rule.formula]
            yield repr((str(area.sqref), rule.type, formulas, letters, colour_of(ground, palette)))


def _margins(sheet: Worksheet) -> Iterator[str]:
    """Yield what is printed above and below a page beside its number and the name of the sheet."""
    for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        margin = getattr(sheet, name)
        texts = [part.text or "" for part in (margin.left, margin.center, margin.right)]
        words = "".join(_CODES.sub("", text) for text in texts).replace("Page", "")
        if words.strip():
            yield f"{name}：{words.strip()}"


def _prompts(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Yield what is shown beside cells when they are chosen."""
    for rule in sheet.data_validations.dataValidation:
        texts = tuple(" ".join((text or "").split()) for text in (rule.promptTitle, rule.prompt))
        if any(texts):
            yield texts[0], texts[1]


def _cell(cell: Cell, palette: Palette) -> tuple[object, ...] | None:
    """Return what a cell shows: value, how it is printed, its ground, its letters, its comment, where it leads."""
    fill = _ground(cell, palette)
    comment = cell.comment.text.strip() if cell.comment else ""
    link = (cell.hyperlink.target, cell.hyperlink.location) if cell.hyperlink else None
    if cell.value in (None, "") and not (fill or comment or link):
        return None
    font = cell.font
    colour = colour_of(font.color, palette)
    is_tiny = bool(font.sz and font.sz < _SMALLEST)
    value = _value(cell.value, (None, colour or BLACK), palette)
    return (value, _plain(cell.number_format), fill, (font.strike or False, colour, is_tiny), comment, link)


def _ground(cell: Cell, palette: Palette) -> object:
    """Return the colour behind a cell; of a ground that runs from one colour into another all of them."""
    fill = cell.fill
    if not fill.fill_type:
        return None
    if fill.fill_type in ("linear", "path"):
        return tuple(colour_of(stop.color, palette) for stop in fill.stop)
    return colour_of(fill.fgColor, palette) or BLACK


def _value(value: object, usual: tuple[str | None, ...], palette: Palette) -> object:
    """Return a value with its type; of a text in several kinds of letters the text, and what of it is not as usual."""
    if not isinstance(value, CellRichText):
        return repr(value)
    odd = []
    for piece in (piece for piece in value if isinstance(piece, TextBlock)):
        colour = colour_of(piece.font.color, palette)
        is_tiny = bool(piece.font.sz and piece.font.sz < _SMALLEST)
        if piece.font.strike or piece.font.vertAlign or is_tiny or colour not in usual:
            odd.append((piece.text, bool(piece.font.strike), piece.font.vertAlign, colour, is_tiny))
    return (repr(str(value)), tuple(odd)) if odd else repr(str(value))


def _plain(text: str) -> str:
    """Return a format or a reference without the quotes and strokes that one program writes and another leaves out."""
    return text.replace("\\", "").replace("'", "").replace("$", "")
