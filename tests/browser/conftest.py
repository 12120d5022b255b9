"""Pages of real samples on disk, and one Chromium for all tests here. Without Chromium these tests fail, never skip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from medcheck.report.page.render_page import to_html
from tests.browser.chromium import chromium
from tests.report_faces import named
from tests.report_sample import sample as made_up
from tests.test_witnesses import judged, sample
from tests.test_witnesses_pharmacy import CHAIN
from tests.test_witnesses_pharmacy import judged as judged_with_catalogue

SAMPLES = ("clinic-defects", "clinic-half", "clinic-eligible", "hospital-2-defects", "hospital-3-eligible")
LONG = "聊<b>&{{x}}</b>=cmd|' /C calc'!A0😀" + "长" * 300


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Return the page of each sample: shipped ones, the made-up one with all verdicts, and one with a hostile name."""
    texts = {name: to_html(judged(sample(name))) for name in SAMPLES}
    texts |= {CHAIN: to_html(judged_with_catalogue(sample(CHAIN)))}
    texts |= {"made-up": to_html(made_up()), "hostile": to_html(named(LONG))}
    folder = tmp_path_factory.mktemp("pages")
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser: Browser, pages: Mapping[str, Path]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a sample's page; options are those of a browser context."""
    contexts = []

    def open_(name: str, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(pages[name].as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
