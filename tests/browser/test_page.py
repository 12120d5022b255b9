"""The page in a real Chromium: accessible, never wider than the window, of use without scripts, silent on the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LONG, SAMPLES
from tests.test_witnesses_pharmacy import CHAIN

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# What reaches over the right edge, by its first words; what only a screen reader sees stands elsewhere on purpose.
CUT = """edge => [...document.querySelectorAll('main *')].filter(e => !e.closest('svg, .out') && e.checkVisibility() &&
    e.getBoundingClientRect().right > edge + 1).map(e => e.outerHTML.slice(0, 120))"""
Open = Callable[..., Page]
ALL = (*SAMPLES, CHAIN, "made-up", "hostile")


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_in_light_and_dark(opened: Open, name: str) -> None:
    page = opened(name, bypass_csp=True)
    page.check("#unfold")
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert [(v["impact"], v["id"], v["nodes"][0]["html"][:200]) for v in result["violations"]] == []
        assert len(result["passes"]) > 20


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_wider_than_the_window(opened: Open, name: str) -> None:
    page = opened(name)
    page.check("#unfold")
    for width in (360, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [width, width]
        assert page.evaluate(CUT, width) == []


def test_without_scripts_everything_can_be_read(opened: Open) -> None:
    page = opened("hospital-2-defects", java_script_enabled=False)
    assert page.locator("#find").is_hidden()
    assert page.locator(".f").count() == 158
    row = page.locator("#f-h2-ccu-min")
    assert row.locator(".body").is_hidden()
    row.locator("summary").click()
    assert row.locator(".body").is_visible()
    page.check("#only-open")
    assert page.locator("#f-h2-health-tech-pct").is_hidden()
    page.uncheck("#only-open")
    page.check("#unfold")
    assert page.locator("#f-h2-health-tech-pct .body").is_visible()
    page.locator("#b-h2-ccu-min h3 a").click()
    assert row.locator(".body").is_visible()


def test_nothing_is_asked_of_the_network_and_nothing_is_refused(opened: Open, pages: Mapping[str, Path]) -> None:
    page = opened("hospital-2-defects")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    page.fill("#words", "床单")
    page.wait_for_function("document.getElementById('shown').textContent.indexOf('共') > 0")
    assert (asked, said) == ([pages["hospital-2-defects"].as_uri()], [])


def test_search_and_filter_with_the_keyboard(opened: Open) -> None:
    page = opened("hospital-2-defects")
    assert page.locator("#shown").inner_text() == "显示 158 项，共 158 项"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("床单不少于")
    visible = page.locator(".f:visible h4")
    assert [text.split(" ")[0] for text in visible.all_inner_texts()] == ["每床床单不少于3块"]
    assert page.locator("#shown").inner_text() == "显示 1 项，共 158 项"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "pass"
    page.keyboard.press("Space")
    assert page.locator("#shown").inner_text() == "显示 70 项，共 158 项"
    page.select_option("#who", "评审人员")
    assert all(text == "评审人员" for text in page.locator(".f:visible .who").all_inner_texts())
    page.fill("#words", "没有这样的字")
    assert page.locator("#shown").inner_text() == "没有符合条件的项，可清除条件"
    page.get_by_role("button", name="清除条件").press("Enter")
    page.get_by_text("显示 158 项，共 158 项").wait_for()


def test_enter_opens_a_row_and_a_link_shows_what_is_filtered_away(opened: Open) -> None:
    page = opened("hospital-2-defects")
    row = page.locator("#f-h2-bed-min summary")
    row.focus()
    page.keyboard.press("Enter")
    assert page.locator("#f-h2-bed-min .body").is_visible()
    page.fill("#words", "床单")
    page.locator("#b-h2-ccu-min h3 a").click()
    page.locator("#f-h2-ccu-min .body").wait_for(state="visible")


def test_every_link_is_reached_by_tab_in_the_order_of_the_page(opened: Open) -> None:
    page = opened("made-up")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到结论"
    assert page.evaluate("getComputedStyle(document.activeElement).left") != "-1584px"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section')?.id ?? 'nav'") == "blocking"


def test_a_hostile_name_is_text_and_nothing_else(opened: Open) -> None:
    page = opened("hostile")
    assert page.locator("h1").inner_text() == LONG
    assert page.title().startswith(LONG)
    assert page.locator("main b >> text=&{{x}}").count() == 0


def test_pieces_stand_beside_or_under_what_they_show(opened: Open) -> None:
    page = opened("hospital-2-defects")
    item = page.locator("#b-h2-ward-net-area-per-bed")
    assert re.sub(r"\s+", " ", item.locator("mark").all_inner_texts()[1]) == "498.6"
    told, piece = item.locator(".told").bounding_box(), item.locator(".pieces").bounding_box()
    assert told is not None
    assert piece is not None
    assert piece["x"] >= told["x"] + told["width"]
