"""From the forger's side: an official paper altered anywhere is found with the words it had; honest ones stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.shared import RGBColor

from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.verdict import Stage
from medcheck.verify.document_content import document_content
from tests.applications import ENGINE, SAMPLES

WORKBOOK = SAMPLES / "pharmacy-chain-defects.xlsx"
CASE = "case: 2019-007\nofficer: 王芳\nphone: 0635-8200000\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a result, its case file, and the notice of correction made from both."""
    folder = tmp_path_factory.mktemp("文书")
    (folder / "案件.yaml").write_text(CASE, encoding="utf-8")
    made = assess(WORKBOOK, Options(Stage.ACCEPTANCE, case=folder / "案件.yaml"), ENGINE)
    (folder / "结果.json").write_text(to_json(made), encoding="utf-8")
    ended = run(
        "notice", "correction", folder / "结果.json", "--case", folder / "案件.yaml", "-o", folder / "告知书.docx"
    )
    assert ended.exit_code == 0, ended.output
    return folder


def answer(world: Path, path: Path, *more: object) -> tuple[int, str]:
    ended = run("verify", path, "--workbook", WORKBOOK, "--case", world / "案件.yaml", *more)
    return ended.exit_code, "".join(f"{ended.stdout}{ended.stderr}".split())


def test_an_unaltered_paper_stands_and_is_named(world: Path) -> None:
    code, said = answer(world, world / "告知书.docx")
    assert code == 0, said
    assert said.startswith("【成立】告知书.docx：")
    assert "阶段受理，结论“需补正材料”" in said


def edited(world: Path, folder: Path, change: Callable[[Any], None]) -> Path:
    document = Document(BytesIO((world / "告知书.docx").read_bytes()))
    change(document)
    document.save(str(folder / "告知书.docx"))
    return folder / "告知书.docx"


def paragraph(document: Any, text: str) -> Any:
    return next(found for found in document.paragraphs if text in found.text)


def officer(document: Any) -> None:
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                for found in cell.paragraphs:
                    for part in found.runs:
                        part.text = part.text.replace("王芳", "李明")
    for found in document.paragraphs:
        for part in found.runs:
            part.text = part.text.replace("王芳", "李明")


def gap_removed(document: Any) -> None:
    table = document.tables[0]
    table._tbl.remove(table.rows[1]._tr)


def hidden(document: Any) -> None:
    run_ = next(part for found in document.paragraphs for part in found.runs if part.text.strip())
    run_.font.color.rgb = RGBColor(255, 255, 255)


def added(document: Any) -> None:
    document.add_paragraph("以上各项已经补正。")


FORGERIES: dict[str, tuple[Callable[[Any], None], str]] = {
    "a sentence put in": (added, "现为：以上各项已经补正。"),
    "an officer's name": (officer, "原文："),
    "a gap taken out": (gap_removed, "原文："),
    "letters made white": (hidden, "内容不同：与重新生成的文书不一致"),
}


@pytest.mark.parametrize(("change", "told"), FORGERIES.values(), ids=FORGERIES)
def test_an_altered_paper_is_found(world: Path, tmp_path: Path, change: Callable[[Any], None], told: str) -> None:
    code, said = answer(world, edited(world, tmp_path, change))
    assert (code, "【不成立】" in said, "".join(told.split()) in said) == (1, True, True), said


def in_xml(world: Path, folder: Path, part: str, pattern: str, put: str) -> Path:
    """Write the paper with a part in which the first match of a pattern is replaced."""
    path = folder / "告知书.docx"
    with ZipFile(world / "告知书.docx") as paper, ZipFile(path, "w") as made:
        for name in paper.namelist():
            content = paper.read(name)
            if name == part:
                changed = re.sub(pattern, put, content.decode(), count=1, flags=re.S)
                assert changed != content.decode()
                content = changed.encode()
            made.writestr(name, content)
    return path


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
RUN, PARAGRAPH, END = r"(<w:rPr>)", r"(<w:pPr>)", r"(</w:t></w:r>)"
SHAPE = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="作废"/></v:shape></w:pict></w:r>'
)
# What a reader sees otherwise though no text of a paragraph was changed: by looks, by styles, by words in attributes.
UNSEEN: dict[str, tuple[str, str, str]] = {
    "a black ground": (DOCUMENT, RUN, r'\1<w:shd w:val="clear" w:fill="000000"/>'),
    "a black cell": (DOCUMENT, r"(<w:tcPr>)", r'\1<w:shd w:val="clear" w:fill="000000"/>'),
    "the theme's white": (DOCUMENT, RUN, r'\1<w:color w:val="auto" w:themeColor="background1"/>'),
    "letters as wide as a hair": (DOCUMENT, RUN, r'\1<w:w w:val="1"/>'),
    "letters off the page": (DOCUMENT, RUN, r'\1<w:position w:val="-2000"/>'),
    "lines of no height": (DOCUMENT, PARAGRAPH, r'\1<w:spacing w:line="1" w:lineRule="exact"/>'),
    "an indent off the page": (DOCUMENT, PARAGRAPH, r'\1<w:ind w:left="-20000"/>'),
    "a number in front": (DOCUMENT, PARAGRAPH, r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    "a hidden row": (DOCUMENT, r"(<w:tr[ >].*?)(<w:tc>)", r"\1<w:trPr><w:hidden/></w:trPr>\2"),
    "a sign": (DOCUMENT, END, r'\1<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'),
    "a field": (DOCUMENT, END, r'\1<w:fldSimple w:instr="QUOTE 符合"/>'),
    "a watermark": (DOCUMENT, END, rf"\1{SHAPE}"),
    "another document put in": (DOCUMENT, r"(<w:sectPr)", r'<w:altChunk r:id="rId77"/>\1'),
    "a style of hidden letters": (STYLES, r"<w:rPrDefault>\s*<w:rPr>", r"\g<0><w:vanish/>"),
}


@pytest.mark.parametrize(("part", "pattern", "put"), UNSEEN.values(), ids=UNSEEN)
def test_what_a_reader_sees_otherwise_is_found(world: Path, tmp_path: Path, part: str, pattern: str, put: str) -> None:
    path = in_xml(world, tmp_path, part, pattern, put)
    made = document_content((world / "告知书.docx").read_bytes())
    assert made is not None
    assert document_content(path.read_bytes()) != made


def test_a_watermark_is_told_by_verify(world: Path, tmp_path: Path) -> None:
    code, said = answer(world, in_xml(world, tmp_path, *UNSEEN["a watermark"]))
    assert (code, "【不成立】" in said, "作废" in said) == (1, True, True), said


def test_a_paper_that_was_only_saved_again_is_not_accused(world: Path, tmp_path: Path) -> None:
    path = edited(world, tmp_path, lambda document: None)
    if path.read_bytes() == (world / "告知书.docx").read_bytes():
        return
    code, said = answer(world, path)
    assert (code, "同样内容、字节不同" in said) == (0, True), said


def test_another_case_file_is_told_and_the_words_are_not_called_unaltered(world: Path, tmp_path: Path) -> None:
    (tmp_path / "案件.yaml").write_text(CASE.replace("王芳", "李明"), encoding="utf-8")
    ended = run("verify", world / "告知书.docx", "--workbook", WORKBOOK, "--case", tmp_path / "案件.yaml")
    assert ended.exit_code == 1
    said = "".join(ended.stdout.split())
    assert "案件文件不是当时的" in said
    assert "【成立】" not in said


def test_a_paper_with_a_case_file_of_its_own_takes_both(world: Path, tmp_path: Path) -> None:
    own = tmp_path / "文书用.yaml"
    own.write_text(f"{CASE}papers:\n  correction: {{number: 聊医保补〔2019〕3号}}\n", encoding="utf-8")
    paper = tmp_path / "告知书.docx"
    assert run("notice", "correction", world / "结果.json", "--case", own, "-o", paper).exit_code == 0
    code, said = answer(world, paper, "--case", own)
    assert code == 0, said
    code, said = answer(world, paper)
    assert (code, "文书的文字：没有给出生成文书时所用的同一文件（--case）" in said) == (1, True), said
