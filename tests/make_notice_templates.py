"""Write the Word templates of reports/notices as they first were: `python -m tests.make_notice_templates`.

Staff edit the templates in Word or WPS afterwards; run this only to start again, or to add a paper. What each paper
says stands in tests/notice_texts.py, how it looks in tests/paper_layout.py.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from medcheck.notice.paper_kinds import KINDS
from medcheck.package.fixed_zip import fixed
from tests.notice_texts import PAPERS
from tests.paper_layout import PaperPage

FOLDER = Path(__file__).parent.parent / "reports" / "notices"


def make(kind: str) -> bytes:
    """Return the template of one paper, the same bytes at every call."""
    page = PaperPage(KINDS[kind].title)
    PAPERS[kind](page)
    written = BytesIO()
    page.document.save(written)
    return fixed(written)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in KINDS:
        (FOLDER / f"{name}.docx").write_bytes(make(name))
