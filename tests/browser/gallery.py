"""`make gallery`: a picture of each face of a report, made from the shipped samples, for docs/gallery.md.

A face is a function that draws one picture; another face is one more function in FACES. Needs poppler and LibreOffice.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page
from rich.console import Console

from medcheck.report.page.render_page import to_html
from medcheck.report.paper.pdf import to_pdf
from medcheck.report.text.terminal import print_assessment
from medcheck.report.workbook.annotated import to_xlsx
from tests.browser.chromium import chromium
from tests.test_witnesses import SAMPLES, judged, sample
from tests.test_witnesses_pharmacy import CHAIN
from tests.test_witnesses_pharmacy import judged as judged_with_catalogue

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
HOSPITAL, CLINIC = "hospital-2-defects", "clinic-defects"
MOST_BYTES = 150_000

Face = Callable[[Browser, Path], None]


def _page(browser: Browser, text: str, width: int, height: int, dark: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.set_content(text)
    return page


def page_top(browser: Browser, path: Path) -> None:
    """Draw the head of a hospital's page: the conclusion, the counts, what stands in the way."""
    _page(browser, to_html(judged(sample(HOSPITAL))), 1040, 1080).screenshot(path=path)


def page_blockers(browser: Browser, path: Path) -> None:
    """Draw the first things in the way, each beside its piece of the sheet."""
    page = _page(browser, to_html(judged(sample(HOSPITAL))), 1040, 640)
    page.locator("#blocking").evaluate("part => part.scrollIntoView()")
    page.screenshot(path=path)


def page_findings(browser: Browser, path: Path) -> None:
    """Draw the findings of a chapter with the search form and one row opened."""
    page = _page(browser, to_html(judged(sample(HOSPITAL))), 1040, 820)
    page.locator("#f-h2-physician-nurse-ratio summary").click()
    page.locator("#f-h2-staff-match-function").evaluate("row => scrollTo(0, row.offsetTop - 120)")
    page.screenshot(path=path)


def page_find(browser: Browser, path: Path) -> None:
    """Draw the search form with something found."""
    page = _page(browser, to_html(judged(sample(HOSPITAL))), 1040, 620)
    page.fill("#words", "职称")
    page.locator("#findings").evaluate("part => part.scrollIntoView()")
    page.screenshot(path=path)


def page_charts(browser: Browser, path: Path) -> None:
    """Draw titles against the standard and the mix of staff."""
    page = _page(browser, to_html(judged(sample(HOSPITAL))), 1180, 900)
    page.locator("#charts").screenshot(path=path)


def page_stock(browser: Browser, path: Path) -> None:
    """Draw a pharmacy's stocking rate by each denominator."""
    page = _page(browser, to_html(judged_with_catalogue(sample(CHAIN))), 1180, 900)
    page.locator("#charts").screenshot(path=path)


def page_phone(browser: Browser, path: Path) -> None:
    """Draw a clinic's page on a telephone, dark."""
    _page(browser, to_html(judged(sample(CLINIC))), 390, 1100, dark=True).screenshot(path=path)


def paper(browser: Browser, path: Path) -> None:
    """Draw the first sheet of paper, as printed from the browser."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "page.pdf"
        _page(browser, to_html(judged(sample(HOSPITAL))), 1180, 900).pdf(path=printed, prefer_css_page_size=True)
        _sheet(printed, path, 1, 72)


def _sheet(paper: Path, path: Path, number: int, dots: int) -> None:
    """Draw one page of a PDF."""
    at = str(number)
    command = ["pdftoppm", "-f", at, "-l", at, "-r", str(dots), "-singlefile", "-png", paper, path.with_suffix("")]
    subprocess.run(command, check=True)


def pdf_top(browser: Browser, path: Path) -> None:
    """Draw the first page of the PDF."""
    _pdf_page(path, 1)


def pdf_findings(browser: Browser, path: Path) -> None:
    """Draw a page of all findings of the PDF, a table with a column of clauses."""
    _pdf_page(path, 7)


def _pdf_page(path: Path, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "report.pdf"
        made.write_bytes(to_pdf(judged(sample(HOSPITAL))))
        _sheet(made, path, number, 58)


def workbook_results(browser: Browser, path: Path) -> None:
    """Draw the result sheet in front of the applicant's workbook, as LibreOffice prints it."""
    _workbook_page(path, "医疗保障定点申请评估结果", 68)


def workbook_cells(browser: Browser, path: Path) -> None:
    """Draw a sheet of the applicant's own workbook with its cells coloured by verdict."""
    _workbook_page(path, "一、机构信息", 72)


def _workbook_page(path: Path, words: str, dots: int) -> None:
    """Draw the first page of the annotated workbook on which the words stand."""
    source = SAMPLES / f"{CLINIC}.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "report.xlsx"
        made.write_bytes(to_xlsx(judged(sample(CLINIC)), source.read_bytes()))
        office = [
            "soffice",
            f"-env:UserInstallation={Path(folder).as_uri()}/office",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        subprocess.run([*office, "--outdir", folder, made], check=True, capture_output=True)
        text = subprocess.run(
            ["pdftotext", made.with_suffix(".pdf"), "-"], check=True, capture_output=True
        ).stdout.decode()
        number = next(at for at, page in enumerate(text.split("\f"), 1) if words in page)
        _sheet(made.with_suffix(".pdf"), path, number, dots)


def terminal(browser: Browser, path: Path) -> None:
    """Draw the first lines a terminal of 80 columns shows."""
    console = Console(file=io.StringIO(), width=80, force_terminal=True, record=True)
    print_assessment(judged(sample(CLINIC)), console)
    text = console.export_html(inline_styles=True)
    page = _page(browser, text, 720, 700)
    page.screenshot(path=path)


FACES: Mapping[str, Face] = {
    "page-top": page_top,
    "page-blockers": page_blockers,
    "page-findings": page_findings,
    "page-find": page_find,
    "page-charts": page_charts,
    "page-stock": page_stock,
    "page-phone": page_phone,
    "paper": paper,
    "pdf-top": pdf_top,
    "pdf-findings": pdf_findings,
    "workbook-results": workbook_results,
    "workbook-cells": workbook_cells,
    "terminal": terminal,
}


def main() -> None:
    """Draw every face and print its size; raise where a picture is too large to keep."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name, draw in FACES.items():
            path = GALLERY / f"{name}.png"
            draw(browser, path)
            size = path.stat().st_size
            print(f"{path.name:20}{size:8,} bytes")
            if size > MOST_BYTES:
                raise ValueError(f"{path.name}: {size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main()
