"""The index of a batch in a real browser: 5,000 rows searched, filtered and sorted; no serious finding of axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from medcheck.batch.batch_row import Batch, BatchRow, Blocker, Other, Pair, Spot
from medcheck.batch.index_page import index_page
from tests.browser.test_page import AXE

KINDS = (("clinic", "定点门诊"), ("hospital", "定点医院（二级）"), ("pharmacy", "定点零售药店"))
ENDS = (("inspect", "未见妨碍申请的问题", True), ("supplement", "需补正材料", False), ("not_met", "不符合标准", False))
COUNTIES = ("东昌府区", "阳谷县", "莘县", "")


def row(number: int) -> BatchRow:
    kind, end = KINDS[number % 3], ENDS[number % 7 % 3]
    blocker = Blocker(rule=f"r-{number % 5}", title=f"要求{number % 5}", verdict_word="不符合", gap="差 1 人")
    return BatchRow(
        name=f"{number:05}.xlsx",
        key="k",
        status="assessed",
        applicant=f"第{number}诊所",
        uscc=f"52371502MJE{number:07}",
        facility_type=kind[0],
        facility_type_word=kind[1],
        division=COUNTIES[number % 4],
        conclusion=end[0],
        conclusion_word=end[1],
        clear=end[2],
        total=88,
        blocking=() if end[2] else (blocker,),
        problems=number % 11,
        reports=(f"报告/{number % 16:x}/{number:05}.html",),
    )


def batch(count: int) -> Batch:
    spots = [Spot(name=f"{n:05}.xlsx", applicant=f"第{n}诊所", cell="《人员花名册》D6") for n in (1, 2)]
    pair = Pair(kind="person", word="同一身份证号", shown="371***********1234", first=spots[0], second=spots[1])
    refused = BatchRow(name="坏.xlsx", key="k", status="refused", reasons=("文件设有打开密码。取消密码后重新保存",))
    rows = (*(row(number) for number in range(count)), refused)
    return Batch(title="申请", rows=rows, pairs=(pair,), others=(Other(name="说明.docx", why="不是工作簿"),), skipped=1)


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Callable[..., Page]:
    """Return a function that opens the index of so many applications."""

    def show(count: int, width: int = 1280, **options: object) -> Page:
        path = tmp_path / f"{count}.html"
        path.write_text(index_page(batch(count), "0" * 64), "utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    return show


def visible(page: Page) -> int:
    return page.locator("#rows tbody tr:not([hidden])").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(shown, scheme):
    page = shown(40, color_scheme=scheme, bypass_csp=True)
    page.evaluate(AXE)
    result = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [(v["impact"], v["id"], v["nodes"][0]["html"][:200]) for v in result["violations"]] == []
    assert len(result["passes"]) > 20


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_the_page_itself_is_never_wider_than_the_window(shown, width):
    page = shown(40, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_five_thousand_rows_are_searched_filtered_and_sorted(shown):
    page = shown(5000)
    assert (visible(page), page.inner_text("#shown")) == (5000, "共 5000 份")
    page.fill("#words", "第4999诊所")
    expect(page.locator("#shown")).to_have_text("显示 1 份，共 5000 份")
    assert (visible(page), page.inner_text("#shown")) == (1, "显示 1 份，共 5000 份")
    page.fill("#words", "")
    page.select_option("#kind", "hospital")
    page.select_option("#division", "阳谷县")
    page.select_option("#rule", "r-2")
    expected = sum(n % 3 == 1 and n % 4 == 1 and n % 5 == 2 and n % 7 % 3 != 0 for n in range(5000))
    expect(page.locator("#shown")).to_have_text(f"显示 {expected} 份，共 5000 份")
    assert visible(page) == expected > 0
    page.click("button[type=reset]")
    expect(page.locator("#shown")).to_have_text("共 5000 份")
    page.get_by_role("button", name="要改的项数").click()
    page.get_by_role("button", name="要改的项数").click()
    assert page.locator("#rows tbody tr").first.locator("td.n").inner_text() == "10"
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("要改的项数")


def test_without_scripts_everything_stands_there(shown):
    page = shown(40, java_script_enabled=False)
    assert page.locator("#rows tbody tr").count() == 40
    assert not page.locator("#find").is_visible()
    assert "文件设有打开密码" in page.inner_text("#refused")
    assert "371***********1234" in page.inner_text("#pairs")
