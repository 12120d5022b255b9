"""All papers of a kind for a folder of results: one each, why not, and one file to print in which each stands by itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.notice.finished_papers import join_papers
from medcheck.verdict import Stage
from tests.papers import CASE, FULL, issued, lines, result

DEFECTS = ("clinic-half", "hospital-2-defects", "pharmacy-chain-defects")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return a folder of results, one of case files, and one for the papers."""
    results, cases, papers = (tmp_path / name for name in ("报告", "案件", "文书"))
    results.mkdir()
    cases.mkdir()
    for sample in DEFECTS:
        (results / f"{sample}.json").write_text(to_json(result(sample, Stage.ACCEPTANCE)), encoding="utf-8")
        (cases / f"{sample}.yaml").write_text(CASE, encoding="utf-8")
    return results, cases, papers


def run(folders: tuple[Path, Path, Path], kind: str = "correction") -> tuple[int, list[str], str]:
    made = CliRunner().invoke(main, ["notice", kind, str(folders[0]), "--case", str(folders[1]), "-o", str(folders[2])])
    return made.exit_code, made.stdout.splitlines(), made.stderr


def test_one_each_and_one_to_print(folders: tuple[Path, Path, Path]) -> None:
    (folders[0] / "clinic-eligible.json").write_text(
        to_json(result("clinic-eligible", Stage.ACCEPTANCE, FULL)), encoding="utf-8"
    )
    code, told, _ = run(folders)
    assert code == 0
    assert told[-2:] == [
        f"合订（打印用）：{folders[2] / '全部-材料补正一次性告知书.docx'}，共 3 份",
        "不适用：clinic-eligible.json（聊城康宁综合门诊部）：“受理”阶段，结论为“予以受理”",
    ]
    assert sorted(path.name for path in folders[2].iterdir()) == sorted(
        [
            "临清清渊社区卫生服务站-材料补正一次性告知书.docx",
            "冠县杏林苑医院-材料补正一次性告知书.docx",
            "聊城霖溪堂医药连锁有限公司临清曙光路店-材料补正一次性告知书.docx",
            "全部-材料补正一次性告知书.docx",
        ]
    )


def test_what_is_refused_and_what_belongs_to_nothing_is_told(folders: tuple[Path, Path, Path]) -> None:
    (folders[1] / "clinic-half.yaml").write_text(CASE.replace("东医保案2019-16", "另一案件"), encoding="utf-8")
    (folders[1] / "无主.yaml").write_text(CASE, encoding="utf-8")
    (folders[0] / "比较.json").write_text("{}", encoding="utf-8")
    code, told, _ = run(folders)
    assert code == 1
    assert told[-3:] == [
        "没有生成：clinic-half.json（临清清渊社区卫生服务站）：评估结果的案件编号为“东医保案2019-16”，案件文件为“另一案件”，不是同一案件",
        "没有生成：比较.json：应为 medcheck 评估结果（format 为“medcheck-assessment”），内容不是",
        "案件文件没有对应的结果：无主.yaml",
    ]


def test_a_folder_in_which_no_result_calls_for_the_paper_is_refused(folders: tuple[Path, Path, Path]) -> None:
    code, told, errors = run(folders, "acceptance")
    assert (code, len(told)) == (3, 3)
    assert errors.startswith("错误：报告：文件夹中没有需要受理通知书的结果\n")


def test_each_paper_of_the_file_to_print_stands_by_itself() -> None:
    papers = [issued("correction", result(sample, Stage.ACCEPTANCE)).document for sample in DEFECTS]
    whole = join_papers(papers)
    assert join_papers(papers) == whole
    document = Document(BytesIO(whole))
    alone = [Document(BytesIO(paper)) for paper in papers]
    texts = [p.text for p in document.paragraphs]
    assert texts == [p.text for one in alone for p in one.paragraphs]
    assert len(document.sections) == 3
    for section, one in zip(document.sections, alone, strict=True):
        for ours, theirs in (
            (section.footer, one.sections[0].footer),
            (section.even_page_footer, one.sections[0].even_page_footer),
        ):
            assert [p.text for p in ours.paragraphs] == [p.text for p in theirs.paragraphs]
        assert section._sectPr.xpath("w:pgNumType/@w:start") == ["1"]
    numbers = [set(table._element.xpath(".//w:numId/@w:val")) for table in document.tables]
    used = [number for found in numbers for number in found]
    assert len(used) == len(set(used)), "a counted list of one paper goes on in the next"
    names = document.element.body.xpath("//w:bookmarkStart/@w:name")
    assert len(names) == len(set(names))


def test_the_text_stays_with_the_signature_and_the_receipt_has_its_own_page() -> None:
    for sample in DEFECTS:
        document = Document(BytesIO(issued("correction", result(sample, Stage.ACCEPTANCE)).document))
        texts = [p.text for p in document.paragraphs]
        signed = len(texts) - 1 - texts[::-1].index("东昌府区医疗保险经办机构")
        closing = document.paragraphs[signed - 1]
        assert closing.text.endswith("特此告知。")
        assert closing.paragraph_format.keep_with_next
        assert document.paragraphs[signed].paragraph_format.keep_with_next
        receipt = next(p for p in document.paragraphs if p.text == "送 达 回 证")
        assert receipt.paragraph_format.page_break_before


def test_a_pharmacy_is_cited_its_own_article_only() -> None:
    text = "\n".join(lines(issued("correction", result("pharmacy-chain-defects", Stage.ACCEPTANCE)).document))
    assert "第九条4" in text
    assert "第七条" not in text
    assert "第八条" not in text


def test_a_correction_that_cannot_succeed_says_from_when_a_new_application_can() -> None:
    text = lines(issued("correction", result("pharmacy-chain-defects", Stage.ACCEPTANCE)).document)
    assert text[text.index("三、补正不能解决的内容") + 1] == (
        "上表中的下列内容按申请日期（2019年11月18日）计算，日期填写无误的，在本次申请中不可能满足：应参保人员在本单位参保三个月以上。"
        "只有在2020年1月1日以后重新申请，才能满足；可以书面撤回本次申请，届时重新提出。"
    )
