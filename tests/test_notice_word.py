"""The Word side of a paper: names as they are, numbers of persons masked, the same bytes, templates people may edit."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.errors import MedcheckError
from medcheck.notice.fields import LISTS, TABLES, TEXTS, fields
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.notice.word import render
from medcheck.verdict import Stage
from tests.make_notice_templates import FOLDER, make
from tests.papers import CASE, FULL, issued, lines, result, source

NAMES = [
    "<A&B>门诊部</w:t>",
    "{{ uscc }}诊所{% endif %}{_{ x }_}{_% y %_}",
    "=cmd|' /C calc'!A0",
    "康" * 300,
    "爱心💊诊所🏥",
    "引号\"'“”‘’诊所",
    "&amp;&#123;诊所",
]


def named(name: str) -> Assessment:
    """Return a result of an applicant of this name."""
    assessment = result("hospital-2-defects", Stage.ACCEPTANCE)
    return assessment.model_copy(update={"applicant": assessment.applicant.model_copy(update={"name": name})})


@pytest.mark.parametrize("name", NAMES, ids=[name[:12] for name in NAMES])
@pytest.mark.parametrize("kind", ["correction", "withdrawn"])
def test_a_name_survives_as_it_is(kind: str, name: str) -> None:
    text = lines(issued(kind, named(name)).document)
    assert f"{name}：" in text  # whom it is for
    assert name in text  # on the receipt


def test_what_xml_cannot_hold_is_left_out() -> None:
    text = lines(issued("withdrawn", named("康\x00宁\x0b\x1f\t门\ud800诊\ufffe部\f")).document)
    assert "康宁门诊部：" in text


def test_a_line_break_stays_one() -> None:
    assert "甲\n乙：" in lines(issued("withdrawn", named("甲\n乙")).document)


def test_numbers_of_persons_are_masked_wherever_they_stand() -> None:
    case = FULL.replace("0635-4212345", "13806351234").replace(
        "同类机构", "身份证371502198001011234、电话13900001111的同类机构"
    )
    text = "\n".join(lines(issued("not-selected", result("clinic-eligible", Stage.EVALUATION, FULL), case).document))
    assert "身份证371***********1234、电话139****1111的同类机构" in text
    assert "咨询电话：138****1234" in text


def test_a_credit_code_and_an_office_line_are_printed_whole() -> None:
    assessment = result("hospital-2-defects", Stage.ACCEPTANCE)
    digits = assessment.applicant.model_copy(update={"uscc": "911119198501011234"})
    text = "\n".join(lines(issued("withdrawn", assessment.model_copy(update={"applicant": digits})).document))
    assert "统一社会信用代码 911119198501011234" in text
    assert "咨询电话：0635-4212345" in text


def test_the_same_result_gives_the_same_bytes() -> None:
    assessment = result("clinic-half", Stage.ACCEPTANCE)
    first, second = (issued("correction", assessment).document for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2019, 9, 1, 0, 0, 0)}
    made = Document(BytesIO(first)).core_properties
    assert (made.title, made.author, made.comments) == ("材料补正一次性告知书", "medcheck", "")
    assert str(made.created) == str(made.modified) == "2019-09-01 00:00:00+00:00"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_stands_for_every_paper_and_prints_known_fields(kind: str) -> None:
    made = render(FOLDER / f"{kind}.docx", fields(KINDS[kind], result("clinic-half", Stage.ACCEPTANCE), source()))
    assert KINDS[kind].title in lines(made)


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_makes_a_template_that_prints_the_same(kind: str, tmp_path: Path) -> None:
    (tmp_path / f"{kind}.docx").write_bytes(make(kind))
    values = fields(KINDS[kind], result("clinic-half", Stage.ACCEPTANCE), source())
    assert lines(render(tmp_path / f"{kind}.docx", values)) == lines(render(FOLDER / f"{kind}.docx", values))


def test_no_template_holds_a_figure_of_its_own() -> None:
    texts = {kind: "".join(lines((FOLDER / f"{kind}.docx").read_bytes())) for kind in KINDS}
    bare = {kind: text.replace("SHA-256", "").replace("sha256", "") for kind, text in texts.items()}
    assert {kind: [c for c in text if c.isdigit()] for kind, text in bare.items()} == {kind: [] for kind in KINDS}


def test_every_field_is_filled_and_listed_in_the_manual() -> None:
    values = fields(KINDS["correction"], result("clinic-half", Stage.ACCEPTANCE), source())
    assert set(values) == {*TEXTS, *TABLES, *LISTS}
    manual = (Path(__file__).parent.parent / "docs" / "notices.md").read_text(encoding="utf-8")
    rows = [f"| `{name}` | {text} |" for name, text in {**TEXTS, **LISTS}.items()]
    rows += [
        f"| `{name}` | {'，'.join(f'`row.{key}` {text}' for key, text in of.items())} |" for name, of in TABLES.items()
    ]
    assert [row for row in rows if row not in manual] == []
    assert [kind.title for kind in KINDS.values() if f"| `{kind.id}` | {kind.title} | {kind.use} |" not in manual] == []


def test_without_docxtpl_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(MedcheckError) as raised:
        issued("withdrawn", result("clinic-half", Stage.ACCEPTANCE))
    assert (
        str(raised.value)
        == "错误：Word 文书：没有安装生成 Word 文书的组件\n  处理：运行 pip install 'medcheck[word]' 后重试"
    )


TEMPLATES = [
    ("{{ aplicant }}", "没有字段“aplicant”；是否应为“applicant”？", "改正字段名；可用的字段见 docs/notices.md"),
    (
        "{% for row in gaps %}{{ row.itm }}{% endfor %}",
        "没有字段“itm”；是否应为“item”？",
        "改正字段名；可用的字段见 docs/notices.md",
    ),
    ("{{ applicant", "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor"),
    ("{{ applicant + 1 }}", "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor"),
    ("{%tr for row in gaps %}有{%tr endfor %}", "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor"),
    ("{% if gaps %}有", "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor"),
    ("{{ applicant.__class__.__mro__ }}", "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor"),
]


@pytest.mark.parametrize(("written", "text", "mend"), TEMPLATES, ids=[written for written, _, _ in TEMPLATES])
def test_a_template_with_a_mistake_is_refused(tmp_path: Path, written: str, text: str, mend: str) -> None:
    document = Document()
    document.add_paragraph(written)
    document.save(str(tmp_path / "自用.docx"))
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["withdrawn"], result("clinic-half", Stage.ACCEPTANCE), source(), template=tmp_path / "自用.docx")
    assert str(raised.value) == f"错误：自用.docx：{text}\n  处理：{mend}"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>"], ids=["empty", "cut", "html"])
def test_a_template_that_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "自用.docx").write_bytes(content)
    with pytest.raises(MedcheckError) as raised:
        issue(KINDS["withdrawn"], result("clinic-half", Stage.ACCEPTANCE), source(), template=tmp_path / "自用.docx")
    assert str(raised.value) == "错误：自用.docx：模板不是 .docx 文档\n  处理：在 Word 或 WPS 中另存为 .docx 后重试"


def test_the_paper_comes_from_the_json_and_the_case_file_alone() -> None:
    assessment = result("pharmacy-chain-defects", Stage.ASSESSMENT)
    again = Assessment.model_validate_json(to_json(assessment))
    assert issued("desk-result", again, CASE).document == issued("desk-result", assessment, CASE).document
