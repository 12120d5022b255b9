"""A paper that is made already: number and days are filled in where they are blank, what was edited stays as it is."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.notice.fill_later import fill_later
from medcheck.notice.finished_papers import join_papers
from medcheck.notice.later import Later
from medcheck.verdict import Stage
from tests.papers import issued, lines, result, tables

BARE = "case: 东2019-16\n"
WHY = (
    "期限的计算：2019年12月3日送达，次日起算；1. 12月4日 周三；2. 12月5日 周四；3. 12月6日 周五；跳过12月7日、8日 周末；"
    "4. 12月9日 周一；第5个工作日2019年12月10日 周二，为最后一日。"
)


def blank(kind: str = "correction", stage: Stage = Stage.ACCEPTANCE) -> bytes:
    """Return a paper on which number and days are still blank."""
    return issued(kind, result("hospital-2-defects", stage, BARE), BARE).document


def test_number_and_the_day_of_service_are_filled_in_with_the_last_day() -> None:
    made = fill_later(blank(), Later("东医保补9号", date(2019, 12, 2), date(2019, 12, 3)), "告知书.docx")
    text = lines(made.document)
    assert text[1] == "东医保补9号"
    assert any(line.startswith("请在2019年12月10日前（含当日）提交补正材料。") for line in text)
    assert any("送达日期为2019年12月3日（第十二条（一））" in line for line in text)
    assert WHY in text
    assert "2019年12月2日" in text
    receipt = tables(made.document)[-1]
    assert receipt[0][1] == "《材料补正一次性告知书》　东医保补9号"
    assert receipt[3][1] == "2019年12月3日"
    assert made.remarks == ()


def test_everything_else_stays_as_it_was() -> None:
    before = lines(blank())
    after = lines(fill_later(blank(), Later(number="东医保补9号"), "告知书.docx").document)
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("__________", "东医保补9号"),
        ("《材料补正一次性告知书》　__________", "《材料补正一次性告知书》　东医保补9号"),
    ]


def test_what_a_person_edited_stays() -> None:
    document = Document(BytesIO(blank()))
    document.paragraphs[4].add_run("（请于工作时间提交）")
    for run in document.paragraphs[1].runs:
        run.text = "聊东医〔2019〕7号"
    written = BytesIO()
    document.save(written)
    made = fill_later(written.getvalue(), Later("东医保补9号", issued=date(2019, 12, 2)), "告知书.docx")
    text = lines(made.document)
    assert text[1] == "聊东医〔2019〕7号"
    assert text[4].endswith("（请于工作时间提交）")
    assert [one.text for one in made.remarks] == ["文号处已写“聊东医〔2019〕7号”，没有改为“东医保补9号”"]


def test_no_term_is_counted_from_another_day_than_the_paper_states() -> None:
    document = Document(BytesIO(blank()))
    told = next(paragraph for paragraph in document.paragraphs if "送达日期为" in paragraph.text)
    [run for run in told.runs if run.text == "______年____月____日"][-1].text = "2019年12月1日"
    written = BytesIO()
    document.save(written)
    made = fill_later(written.getvalue(), Later("9号", served=date(2019, 12, 3)), "告知书.docx")
    assert [one.text for one in made.remarks] == ["送达日期处已写“2019年12月1日”，没有改为“2019年12月3日”"]
    assert any(line.startswith("请在______年____月____日前") for line in lines(made.document))


def test_a_year_nobody_announced_leaves_the_last_day_blank_until_it_is() -> None:
    made = fill_later(blank(), Later(served=date(2026, 12, 30)), "告知书.docx")
    assert [one.text for one in made.remarks] == ["期限待定：需要2027年放假安排，最后一日留空"]
    assert any(line.startswith("请在______年____月____日前") for line in lines(made.document))


def test_the_limit_of_a_desk_result() -> None:
    made = fill_later(blank("desk-result", Stage.ASSESSMENT), Later(due=date(2019, 12, 20)), "告知书.docx")
    assert any(line.startswith("请在2019年12月20日前（含当日）补正材料") for line in lines(made.document))


def test_a_paper_that_is_full_or_none_of_ours_or_many_is_refused() -> None:
    full = issued("withdrawn", result("hospital-2-defects", Stage.ACCEPTANCE)).document
    with pytest.raises(MedcheckError, match="没有可以填写的空白，没有改动"):
        fill_later(full, Later(number="别的"), "通知书.docx")
    foreign = BytesIO()
    Document().save(foreign)
    with pytest.raises(MedcheckError, match="没有可以填写的空白"):
        fill_later(foreign.getvalue(), Later(number="9号"), "别的.docx")
    with pytest.raises(MedcheckError, match=r"不是 \.docx 文档"):
        fill_later(b"PK", Later(number="9号"), "别的.docx")
    with pytest.raises(MedcheckError, match="这是合订的打印件"):
        fill_later(join_papers([blank(), blank()]), Later(number="9号"), "全部.docx")


def test_at_the_door(tmp_path: Path) -> None:
    paper = tmp_path / "告知书.docx"
    paper.write_bytes(blank())
    arguments = ["notice", "fill", str(paper), "--number", "9号", "--served", "2019-12-03"]
    made = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "另存.docx")])
    assert (made.exit_code, paper.read_bytes()) == (0, blank())
    assert "已填写期限的最后一日：2019年12月10日" in made.stdout
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert paper.read_bytes() == (tmp_path / "另存.docx").read_bytes()
    assert CliRunner().invoke(main, ["notice", "fill", str(paper)]).exit_code == 2
    assert CliRunner().invoke(main, ["notice", "correction", str(paper), "--number", "9号"]).exit_code == 2
