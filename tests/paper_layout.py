"""How a paper of the agency looks after GB/T 9704: its mark and number above the red line, title, text, seal, page number.

What the clerk fills in later (number, days) stands between bookmarks, by which `medcheck notice fill` finds it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from medcheck.notice.fields import FILLED_LATER
from medcheck.notice.finished_papers import BOOKMARK
from tests import notice_layout
from tests.notice_layout import BODY, HEAD, MADE_FROM, TITLE, Page

_RED = RGBColor(0xFF, 0x00, 0x00)
_SIZE, _LINE = 16, 28  # 3号 type, 22 lines a page
_SIGNED = 270  # points: the right half of the text, in which agency and day stand centred
_SEAL = 28  # points left above the agency's name, so that the seal covers name and day and no line of text
_CENTRE, _LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_LATER = re.compile(r"(\{\{ (?:" + "|".join(FILLED_LATER) + r") \}\})")


class PaperPage(Page):
    """A paper that is filled from top to bottom."""

    def __init__(self, title: str) -> None:
        self._marks = 0
        super().__init__(title, MADE_FROM)
        section = self.document.sections[0]
        section.top_margin, section.bottom_margin, section.footer_distance = Mm(37), Mm(35), Mm(12)
        self.document.styles["Normal"].font.size = Pt(_SIZE)
        self._page_numbers()

    def head(self, agency: str, number: str, title: str) -> None:
        """Write the agency's mark and the number above the red line, and the title below it."""
        made = self._line(agency, TITLE, 26, bold=True, align=_CENTRE, after=8)
        for run in made.runs:
            run.font.color.rgb = _RED
        self._rule(self._line(number, BODY, _SIZE, align=_CENTRE, after=20))
        self._line(title, TITLE, 22, bold=True, align=_CENTRE, before=8, after=14)

    def form_head(self, title: str, below: str) -> None:
        """Write the title of a form, and in one line below it who fills it in and its number."""
        self._line(title, TITLE, 22, bold=True, align=_CENTRE, after=10)
        self._line(below, BODY, 12, after=4)

    def addressed(self, name: str) -> None:
        """Write whom the paper is for, flush left."""
        self._line(name, BODY, _SIZE, align=_LEFT)

    def text(self, words: str, *, keep: bool = False) -> None:
        """Write one paragraph of the body, two characters indented."""
        made = self._line(words, BODY, _SIZE)
        made.paragraph_format.first_line_indent = Pt(2 * _SIZE)
        made.paragraph_format.keep_with_next = keep
        made.paragraph_format.widow_control = True

    def section(self, words: str) -> None:
        """Write a heading that stays with what follows."""
        made = self._line(words, HEAD, _SIZE, before=4, after=4)
        made.paragraph_format.first_line_indent = Pt(2 * _SIZE)
        made.paragraph_format.keep_with_next = True

    def signature(self, agency: str, issued: str) -> None:
        """Write agency and day, centred above each other on the right, with room for the seal; the text stays with them."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for words, before in ((agency, _SEAL), (issued, 0)):
            made = self._line(words, BODY, _SIZE, align=_CENTRE, before=before)
            made.paragraph_format.left_indent = self.width - Pt(_SIGNED)
            made.paragraph_format.keep_together = made.paragraph_format.keep_with_next = True

    def contact(self, words: str) -> None:
        """Write whom to ask below the day (附注), two characters indented; it stays with the signature."""
        made = self._line(words, BODY, 12, before=8)
        made.paragraph_format.first_line_indent = Pt(2 * _SIZE)

    def receipt(self, title: str) -> None:
        """Write the slip that proves how and when the paper was served (送达回证), on a page of its own."""
        made = self._line("送 达 回 证", TITLE, 22, bold=True, align=_CENTRE, after=20)
        made.paragraph_format.page_break_before = True
        self.form(
            [
                ("送达文书", f"《{title}》　{{{{ number }}}}"),
                ("受送达人", "{{ applicant }}"),
                ("送达方式", "□直接送达　□邮寄送达　□电子送达\n□其他：____________________"),
                ("送达日期", "{{ served_on }}", "送达地点", ""),
                ("受送达人签收", "", "送达人", ""),
                ("备注", ""),
            ],
            height=16,
        )

    def form(self, lines: Sequence[Sequence[str]], height: float = 11, size: float = 12) -> None:
        """Write a table of labels and values; a row may grow with what stands in it."""
        super().form(lines, height, size)
        for row in self.document.tables[-1].rows:
            row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST

    def _write(self, paragraph: Paragraph, words: str, font: str, size: float, *, bold: bool = False) -> None:
        """Write words, each field that is filled in later as a run of its own between two bookmarks."""
        for part in _LATER.split(words):
            if not _LATER.fullmatch(part):
                if part:
                    notice_layout.write_run(paragraph, part, font, size, bold=bold)
                continue
            self._marks += 1
            begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for element in (begin, end):
                element.set(qn("w:id"), str(self._marks))
            begin.set(qn("w:name"), f"{BOOKMARK}{part.strip('{} ')}__{self._marks}")
            paragraph._p.append(begin)
            notice_layout.write_run(paragraph, part, font, size, bold=bold)
            paragraph._p.append(end)

    def _fill(self, cell: _Cell, words: str, font: str, size: float, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
        paragraph = cell.paragraphs[0]
        self._write(paragraph, words, font, size)
        return notice_layout.shape_cell(cell, paragraph, align)

    def _rule(self, paragraph: Paragraph) -> None:
        notice_layout.rule_below(paragraph, colour="FF0000", size=12)

    def _page_numbers(self) -> None:
        """Write the page number at the outer edge, 4号, odd pages right and even pages left."""
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        for footer, align in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
            footer.is_linked_to_previous = False
            for element in list(footer._element):
                footer._element.remove(element)
            notice_layout.write_footer(footer, MADE_FROM, size=14, align=align)
