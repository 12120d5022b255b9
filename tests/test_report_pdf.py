"""The PDF: every finding of the JSON stands in its text, whatever is in a name, and the same bytes twice."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys

import pytest
from pypdf import PdfReader

from medcheck.assessment.result_text import to_json
from medcheck.errors import MedcheckError
from medcheck.report.paper import pdf
from medcheck.report.paper.pdf import to_pdf
from tests.report_faces import HOSTILE, named
from tests.report_sample import sample
from tests.test_witnesses import judged
from tests.test_witnesses import sample as application

MARKUP = "#[x] $x$ *b* _i_ `c` @a <l> // /* {{x}} =cmd"


def flat(text: str) -> str:
    """Return a text without spaces and places to break, which a page has where it likes."""
    return re.sub(r"[\s\u200b]", "", text)


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    # A cell may go on on the next page, after a number of the page and the heads of the table.
    return flat("".join(re.sub(r"第\s*\d+\s*页\s*共\s*\d+\s*页", "", page.extract_text()) for page in pages))


@pytest.mark.parametrize("name", ["clinic-defects", "hospital-2-defects"])
def test_every_finding_of_the_json_stands_in_the_text(name: str) -> None:
    assessment = judged(application(name))
    text = text_of(to_pdf(assessment))
    made = json.loads(to_json(assessment))
    for finding in made["findings"]:
        for part in ("title", "verdict_word", "value", "cite", "gap"):
            assert flat(finding[part]) in text, (finding["rule"], part)
    for count in made["counts"]:
        assert not count["count"] or count["word"] in text
    for problem in made["problems"]:
        assert flat(problem["text"]) in text
    assert flat(made["sentence"]) in text
    assert f"共{made['total']}项" in text
    assert made["workbook"]["sha256"] in text
    assert made["regulation"]["sha256"] in text


def test_the_rows_are_those_of_the_json_in_their_order() -> None:
    assessment = judged(application("clinic-defects"))
    text = text_of(to_pdf(assessment))
    text = text[text.index("五、全部认定") :]
    at = -1
    for number, finding in enumerate(assessment.findings, 1):
        at = text.index(flat(f"{number}{finding.cite}{finding.title}"), at + 1)


def test_same_assessment_same_bytes() -> None:
    assert to_pdf(sample()) == to_pdf(sample())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads a PDF as people copy from it")
@pytest.mark.parametrize("name", [*HOSTILE, MARKUP])
def test_hostile_names_are_shown_literally(name: str) -> None:
    made = subprocess.run(["pdftotext", "-", "-"], input=to_pdf(named(name)), capture_output=True, check=True)
    assert (
        made.stdout.decode().replace("\n", "").replace(" ", "").replace("\u200b", "").count(name.replace(" ", "")) > 3
    )


@pytest.mark.parametrize("name", [name for name in (*HOSTILE, MARKUP) if "😀" not in name])
def test_hostile_names_are_literal_to_any_reader(name: str) -> None:
    assert flat(name) in text_of(to_pdf(named(name)))


def test_a_missing_font_is_an_error() -> None:
    with pytest.raises(MedcheckError) as refused:
        pdf._chosen(["DejaVu Sans", "New Computer Modern"])
    assert str(refused.value.problems[0]) == (
        "错误：PDF 报告：没有找到中文字体，不能生成 PDF\n"
        "  处理：运行 pip install 'medcheck[pdf]'（自带思源字体），或安装仿宋、宋体、Noto CJK 中的一种后重试"
    )


@pytest.mark.parametrize(
    ("families", "chosen"),
    [
        (["Noto Serif SC", "Noto Sans SC", "FangSong", "SimHei"], ("FangSong", "SimHei")),
        (["Noto Serif SC", "Noto Sans SC"], ("Noto Serif SC", "Noto Sans SC")),
        (["Noto Sans CJK SC"], ("Noto Sans CJK SC", "Noto Sans CJK SC")),
        (["SimSun"], ("SimSun", "SimSun")),
    ],
)
def test_the_font_of_official_papers_comes_first(families: list[str], chosen: tuple[str, str]) -> None:
    assert pdf._chosen(families) == chosen


def test_without_typst_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MedcheckError) as refused:
        to_pdf(sample())
    assert str(refused.value.problems[0]) == (
        "错误：PDF 报告：没有安装生成 PDF 的组件\n  处理：运行 pip install 'medcheck[pdf]' 后重试"
    )
