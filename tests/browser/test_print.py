"""The page on paper: A4, every finding on it, page numbers, heads that stand again, nothing cut."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LONG
from tests.browser.test_page import CUT
from tests.test_witnesses import judged, sample

Open = Callable[..., Page]


def _text(page: Page, path: Path) -> list[str]:
    """Print the page and return the text of each sheet of paper, blanks gone."""
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    printed = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    return printed.split("\f")[:-1]


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_paper_has_numbers_and_heads_on_every_page(opened: Open, tmp_path: Path) -> None:
    sheets = _text(opened("hospital-2-defects"), tmp_path / "a.pdf")
    for number, sheet in enumerate(sheets, 1):
        assert _tight(sheet).endswith(f"{number}/{len(sheets)}")
    first = next(n for n, sheet in enumerate(sheets) if "全部认定" in sheet)
    last = next(n for n, sheet in enumerate(sheets) if "评估方法" in sheet)
    inside = sheets[first + 1 : last]
    assert len(inside) > 1
    assert all("实际与差距" in sheet for sheet in inside)
    size = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", size)


def test_a_clinic_with_many_faults_needs_six_sheets_the_first_of_them_what_to_change(
    opened: Open, tmp_path: Path
) -> None:
    sheets = _text(opened("clinic-defects"), tmp_path / "a.pdf")
    assert len(sheets) <= 6
    assert "改这些格子14项" in _tight(sheets[0])


def test_paper_has_every_finding_even_those_filtered_away_or_folded(opened: Open, tmp_path: Path) -> None:
    page = opened("hospital-2-defects")
    page.fill("#words", "床单")
    page.locator(".part > details > summary").last.evaluate("element => element.parentElement.open = false")
    text = _tight("".join(_text(page, tmp_path / "a.pdf")))
    for finding in judged(sample("hospital-2-defects")).findings:
        assert _tight(finding.title)[:12] in text


@pytest.mark.parametrize("name", ["hospital-2-defects", "clinic-half", "pharmacy-chain-defects", "hostile"])
def test_nothing_is_cut_at_the_edge_of_the_paper(opened: Open, name: str) -> None:
    page = opened(name, width=680)  # 180 mm: A4 less the margins
    page.emulate_media(media="print")
    assert page.evaluate(CUT, 680) == []


def test_a_hostile_name_is_printed_whole(opened: Open, tmp_path: Path) -> None:
    text = _tight("".join(_text(opened("hostile"), tmp_path / "a.pdf")))
    assert _tight(LONG.replace("😀", "")) in text.replace("😀", "")
