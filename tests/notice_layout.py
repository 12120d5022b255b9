"""How a document of ours is laid out: page, fonts, headings, tables. What an official paper adds: tests/paper_layout.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Emu, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY, HEAD, TITLE = "仿宋", "黑体", "宋体"
_NARROW = 0.14  # a column of less than this share holds a word or a number
MADE_FROM = (
    "申请表 SHA-256　{{ workbook_sha256 }}",
    "规则包 {{ pack }} SHA-256　{{ rules_sha256 }}",
    "评估结果 SHA-256　{{ digest }}",
)
_MADE = datetime(2019, 9, 1, tzinfo=UTC)
_CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


class Page:
    """A document that is filled from top to bottom."""

    def __init__(self, title: str, made_from: Sequence[str] = MADE_FROM) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "medcheck", ""
        properties.created = properties.modified = _MADE
        self.width = _page(self.document)
        write_footer(self.document.sections[0].footer, made_from)
        _normal(self.document)
        self._lists = 0

    def heading(self, agency: str, title: str, number: str) -> None:
        """Write the agency, the paper's name and its number, centred."""
        self._line(agency, TITLE, 18, bold=True, align=_CENTRE, after=2)
        self._line(title, TITLE, 22, bold=True, align=_CENTRE, after=4)
        line = self._line(number, BODY, 14, align=_CENTRE, after=10)
        rule_below(line)

    def addressed(self, name: str) -> None:
        """Write whom the paper is for."""
        self._line(name, BODY, 15, align=_LEFT, after=0)

    def text(self, words: str, *, keep: bool = False) -> None:
        """Write one paragraph of the body, two characters indented."""
        made = self._line(words, BODY, 15)
        made.paragraph_format.first_line_indent = Pt(30)
        made.paragraph_format.keep_with_next = keep

    def section(self, words: str) -> None:
        """Write a heading that stays with what follows."""
        made = self._line(words, HEAD, 15, before=4)
        made.paragraph_format.first_line_indent = Pt(30)
        made.paragraph_format.keep_with_next = True

    def tag(self, words: str) -> None:
        """Write a paragraph that holds only a mark of the template language; it leaves no line."""
        self._line(words, BODY, 10)

    def rows(self, name: str, columns: Sequence[tuple[str, str, float]], below: tuple[str, str] | None = None) -> None:
        """Write a table with one row for each entry of a field; columns are heading, field and share of the width.

        Narrow columns are centred. `below` is a label and a field that stand under each row over its whole width.
        """
        shares = [0.08, *(share for _, _, share in columns)]
        table = self._table(5 if below else 4, shares)
        first, start, row, last = (*table.rows[:3], table.rows[-1])
        for cell, words in zip(first.cells, ["序号", *(head for head, _, _ in columns)], strict=True):
            self._fill(cell, words, HEAD, 10.5, _CENTRE)
        _repeat(first)
        self._fill(start.cells[0], f"{{%tr for row in {name} %}}", BODY, 10.5, _LEFT)
        self._fill(last.cells[0], "{%tr endfor %}", BODY, 10.5, _LEFT)
        self._lists += 1
        _numbered(self.document, self._fill(row.cells[0], "", BODY, 10.5, _CENTRE), self._lists)
        for cell, (_, field, share) in zip(row.cells[1:], columns, strict=True):
            size = 9 if field == "cite" else 10.5
            self._fill(cell, f"{{{{ row.{field} }}}}", BODY, size, _CENTRE if share < _NARROW else _LEFT)
        if below:
            under = table.rows[3]
            for paragraph in (cell.paragraphs[0] for cell in row.cells):
                paragraph.paragraph_format.keep_with_next = True
            row.cells[0].merge(under.cells[0])
            under.cells[1].merge(under.cells[-1])
            self._fill(under.cells[1], f"{below[0]}：{{{{ row.{below[1]} }}}}", BODY, 9, _LEFT)
        for one in table.rows:
            _whole(one)
        self._line("", BODY, 6)

    def form(self, lines: Sequence[Sequence[str]], height: float = 11, size: float = 12) -> None:
        """Write a table of labels and values, two pairs a line, or one pair over the whole line."""
        table = self._table(len(lines), [0.2, 0.3, 0.2, 0.3])
        for row, words in zip(table.rows, lines, strict=True):
            if len(words) == 2:
                row.cells[1].merge(row.cells[3])
            for place, word in enumerate(words):
                self._fill(
                    row.cells[place], word, HEAD if place % 2 == 0 else BODY, size, _CENTRE if place % 2 == 0 else _LEFT
                )
            row.height = Mm(height)
            _whole(row)
        self._line("", BODY, 6)

    def _write(self, paragraph: Paragraph, words: str, font: str, size: float, *, bold: bool = False) -> None:
        write_run(paragraph, words, font, size, bold=bold)

    def _fill(self, cell: _Cell, words: str, font: str, size: float, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
        paragraph = cell.paragraphs[0]
        self._write(paragraph, words, font, size)
        return shape_cell(cell, paragraph, align)

    def _table(self, rows: int, shares: Sequence[float]) -> Table:
        table = self.document.add_table(rows, len(shares))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        total = sum(shares)
        for column, share in zip(table.columns, shares, strict=True):
            width = Emu(int(self.width * share / total))
            column.width = width
            for cell in column.cells:
                cell.width = width
        return table

    def _line(
        self, words: str, font: str, size: float, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH | None = None,
        before: float = 0, after: float = 0,
    ) -> Paragraph:  # fmt: skip
        made = self.document.add_paragraph()
        self._write(made, words, font, size, bold=bold)
        made.alignment = align
        shape = made.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(size * 1.75 if size > 8 else size)
        return made


def write_run(paragraph: Paragraph, words: str, font: str, size: float, *, bold: bool = False) -> Run:
    run = paragraph.add_run(words)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold or None, "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def shape_cell(cell: _Cell, paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
    """Place a cell's paragraph; return it."""
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return _middle(cell, paragraph)


def _middle(cell: _Cell, paragraph: Paragraph) -> Paragraph:
    placed = OxmlElement("w:vAlign")
    placed.set(qn("w:val"), "center")
    cell._element.get_or_add_tcPr().append(placed)
    return paragraph


def _page(document: Document) -> int:
    """Set A4 and the margins of an official document; return the width of the text."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.footer_distance = Mm(12)
    return int(section.page_width - section.left_margin - section.right_margin)


def _normal(document: Document) -> None:
    """Set the font of the whole document, with a second choice where a computer has not the first."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(15)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    # Without the language no program knows which marks may not begin a line.
    document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").set(qn("w:eastAsia"), "zh-CN")
    style.paragraph_format.space_after = Pt(0)


def write_footer(
    footer: _Footer, made_from: Sequence[str], size: float = 10.5, align: WD_ALIGN_PARAGRAPH = _CENTRE
) -> None:
    """Write the page number, and what the paper was made from, so that it can be checked years later."""
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    paragraph.alignment = align
    if align is not _CENTRE:
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Pt(size)
    write_run(paragraph, "— ", BODY, size)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = write_run(paragraph, "", BODY, size)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = words
        run._element.append(element)
    write_run(paragraph, " —", BODY, size)
    for words in made_from:
        line = footer.add_paragraph()
        line.alignment = _CENTRE
        write_run(line, words, BODY, 7)


def rule_below(paragraph: Paragraph, colour: str = "000000", size: int = 8) -> None:
    """Draw a line under a paragraph; `size` in eighths of a point."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "6"), ("color", colour)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # Word insists on the order of these.
    paragraph._element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _repeat(row: _Row) -> None:
    """Print the row again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _numbered(document: Document, paragraph: Paragraph, table: int) -> None:
    """Let Word count the rows, so that rows added or struck out by hand keep their numbers right."""
    numbering = document.part.numbering_part.element
    made = _abstract(900 + table)
    numbering.insert(0, made)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), str(900 + table))
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), str(900 + table))
    number.append(of)
    numbering.append(number)
    asked = paragraph._element.get_or_add_pPr().get_or_add_numPr()
    asked.get_or_add_ilvl().val, asked.get_or_add_numId().val = 0, 900 + table


def _abstract(identity: int) -> OxmlElement:
    made, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
    made.set(qn("w:abstractNumId"), str(identity))
    level.set(qn("w:ilvl"), "0")
    for name, value in (
        ("start", "1"),
        ("numFmt", "decimal"),
        ("suff", "nothing"),
        ("lvlText", "%1"),
        ("lvlJc", "left"),
    ):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        level.append(part)
    indented, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
    indent.set(qn("w:left"), "0")
    indent.set(qn("w:firstLine"), "0")
    indented.append(indent)
    look, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), "21")
    look.append(size)
    level.extend((indented, look))
    made.append(level)
    return made
