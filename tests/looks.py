"""A clinic's workbook in which a person sees something else than what is stored; `remake_workbooks` saves it in three formats."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "clinic-eligible.xlsx"
WHITE = "FFFFFFFF"


def write_looks(path: Path) -> None:
    """Write the workbook: each odd look once, at a cell of its own."""
    book = openpyxl.load_workbook(SAMPLE)
    cover, roster = book["基本信息"], book["人员花名册"]
    cover["B4"].font = Font(strike=True)
    cover["B7"].font = Font(color=WHITE)
    cover["B14"] = CellRichText(TextBlock(InlineFont(strike=True), "王"), "林晓燕")
    cover["B24"].font = Font(color="FF1F4E79")
    cover["B24"].fill = PatternFill("solid", fgColor="FF1F4E79")
    cover["B27"] = CellRichText("186.5", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    cover["B28"] = CellRichText("240m", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    cover["B26"], cover["B26"].number_format = 1, '"60"'
    cover["B39"], cover["B39"].number_format = 9860, ";;;"
    cover["B40"], cover["B40"].number_format = 0.008635, '0.0000"万元"'
    cover["B41"], cover["B41"].number_format = 42.5, '0.0"%"'
    cover["B42"], cover["B42"].number_format = 0.312, "0.0%"
    for cell in roster[5]:
        cell.font = Font(strike=True)
    roster["D6"].comment = Comment("下月到岗", "王芳")
    roster.row_dimensions[7].height = 0.1
    book.save(path)
