"""The stocking rate in every face: page, screen and data, with the drugs nobody could match."""

from __future__ import annotations

import json

from click.testing import CliRunner

from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.report.page.render_page import to_html
from tests.applications import SAMPLES
from tests.report_faces import printed
from tests.test_witnesses import sample
from tests.test_witnesses_pharmacy import CHAIN, judged

CATALOGUE = str(SAMPLES / "catalogue-synthetic.csv")


def test_the_page_shows_every_denominator_and_the_first_loose_drugs() -> None:
    page = to_html(judged(sample(CHAIN)))
    assert '<section id="stock">' in page
    assert '<th scope="row">医保目录品种中，店内备有的占<td>760<td>1443<td>约52.67%' in page
    assert "未能与目录对应的药品 484 行（按目录外计；相近名称仅供核对，不作认定）" in page
    assert "只列出前 50 行，全部见结果文件（JSON）。" in page


def test_the_screen_shows_the_same() -> None:
    text = printed(judged(sample(CHAIN)))
    assert "医保目录品种中，店内备有的占 约52.67%（760/1443）" in text
    assert "未能与目录对应的共 484 行，其余见报告" in text


def test_the_data_have_all_of_them() -> None:
    stock = json.loads(to_json(judged(sample(CHAIN))))["stock"]
    assert (stock["catalogue"], stock["entries"], len(stock["loose"])) == ("catalogue-synthetic.csv", 1443, 484)
    assert set(stock["loose"][0]) == {"name", "form", "place", "nearest", "why"}


def test_the_command_takes_a_catalogue_and_tells_one_it_cannot_read() -> None:
    runner, workbook = CliRunner(), str(SAMPLES / f"{CHAIN}.xlsx")
    assert "备药率" in runner.invoke(main, ["assess", workbook, "--catalogue", CATALOGUE, "--verbose"]).stdout
    result = runner.invoke(main, ["assess", workbook, "--catalogue", "没有.csv"])
    assert (result.exit_code, result.stderr.startswith("错误：没有.csv：")) == (3, True)


def test_without_a_catalogue_the_agency_is_asked() -> None:
    result = CliRunner().invoke(main, ["assess", str(SAMPLES / "pharmacy-single-eligible.xlsx"), "-v"])
    assert "由经办机构核查：医保目录内药品备药率60%以上" in result.stdout
    assert result.exit_code == 0
