"""Bounds, words and refusals on which no larger test rests: each was changed in the code once, and nothing failed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from pydantic import ValidationError

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.compare import comparison
from medcheck.assessment.model import assessment_model
from medcheck.assessment.model.source_model import Skipped
from medcheck.batch.batch_row import BatchRow
from medcheck.batch.cluster import on_cluster
from medcheck.batch.scan import UNREADABLE, _why_not
from medcheck.disk import MEGABYTE
from medcheck.errors import MedcheckError
from medcheck.intake.read_application import read_application
from medcheck.measure.hospital.heads import fits
from medcheck.measure.pharmacy.drug_marks import plain_spec
from medcheck.measure.pharmacy.drug_notes import CatalogueEdition
from medcheck.notice.paper_kinds import KINDS
from medcheck.notice.rows import gaps
from medcheck.notice.word import render
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Conclusion, Stage
from tests.applications import ENGINE, SAMPLES, assessed
from tests.test_department_names import named

ROSTER = "人员花名册"  # of the sample: nine people in the rows 4 to 12, in the columns A to R


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes further cells into the roster of the eligible clinic."""

    def written(**cells: str) -> Path:
        book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
        for cell, text in cells.items():
            book[ROSTER][cell] = text
        book.save(tmp_path / "申请.xlsx")
        return tmp_path / "申请.xlsx"

    return written


@pytest.mark.parametrize("words", ["填表人：张三", "第 1 页 共 2 页", "——————"])
def test_a_line_beside_the_columns_closes_the_list(roster: Callable[..., Path], words: str) -> None:
    application = read_application(roster(T13=words))
    assert application.tables["staff"].skipped == {"说明行": 1}
    assert len(application.tables["staff"].rows) == 9


def test_the_rows_passed_over_are_counted_in_the_result(roster: Callable[..., Path]) -> None:
    assessment = assess(roster(B13="合计", B14="总计"), Options(), ENGINE)
    (sheet,) = (sheet for sheet in assessment.workbook.sheets if sheet.name == ROSTER)
    assert sheet.skipped == (Skipped(word="合计行", count=2),)


def test_what_is_open_is_cured_by_filling_it_in() -> None:
    assessment = assess(SAMPLES / "clinic-half.xlsx", Options(), ENGINE)
    assert "请补填或更正" in {gap.cure for gap in gaps(assessment)}


def test_the_versions_of_the_formats() -> None:
    assert (assessment_model.FORMAT_VERSION, comparison.FORMAT_VERSION) == (2, 1)


def test_words_that_say_nothing_are_taken_whole() -> None:
    lists = shipped_pack("liaocheng-2019").tables.drug_lists
    assert plain_spec("10mg×24片 tabs", lists) == plain_spec("10mg×24片", lists)


@pytest.mark.parametrize(("before", "is_held"), [(199, True), (200, False)])
def test_two_hundred_duties_of_a_department_are_read(before: int, is_held: bool) -> None:
    duties = "、".join([*(f"内务{number}" for number in range(before)), "眼科"])
    assert (("眼科", "五官科") in named({"name": "五官科", "covers": (duties,)})) is is_held


@pytest.mark.parametrize(
    ("size", "problem"), [(20 * MEGABYTE, "模板不是 .docx 文档"), (20 * MEGABYTE + 1, "模板不存在或不能读取")]
)
def test_a_template_of_twenty_megabytes_is_looked_into(tmp_path: Path, size: int, problem: str) -> None:
    template = tmp_path / "模板.docx"
    with template.open("wb") as file:
        file.truncate(size)
    with pytest.raises(MedcheckError) as refused:
        render(template, {})
    assert problem in str(refused.value)


@pytest.mark.parametrize(("categories", "kinds"), [(2, []), (3, ["staff"])])
def test_a_mix_of_people_is_drawn_from_three_kinds_on(tmp_path: Path, categories: int, kinds: list[str]) -> None:
    people = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()["tables"]["staff"]
    wanted = ["执业医师", "注册护士", "药剂人员"][:categories]
    staff = [person for person in people if person["category"] in wanted]
    drawn = [chart.kind for chart in assessed(tmp_path, tables={"staff": staff}).charts]
    assert [kind for kind in drawn if kind == "staff"] == kinds


def test_a_year_of_an_edition_has_four_digits() -> None:
    assert CatalogueEdition(id="a", title="目录", year="2019", varieties=1).year == "2019"
    with pytest.raises(ValidationError):
        CatalogueEdition(id="a", title="目录", year="201", varieties=1)


def test_a_cluster_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MedcheckError) as refused:
        next(on_cluster(iter(()), "tcp://127.0.0.1:9"))
    assert "没有安装集群所需的组件" in str(refused.value)


def test_what_is_gone_before_it_is_looked_at_cannot_be_read(tmp_path: Path) -> None:
    assert _why_not(tmp_path / "已删去.xlsx", tmp_path / "报告") == UNREADABLE


def test_a_hint_quotes_three_comments_and_counts_all(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    for row in range(4, 8):
        book[ROSTER][f"B{row}"].comment = Comment(f"批注{row}", "")
    book.save(tmp_path / "申请.xlsx")
    problems = read_application(tmp_path / "申请.xlsx").problems
    (hint,) = (problem.text for problem in problems if "批注不是填写的内容" in problem.text)
    assert hint == "B4“批注4”、B5“批注5”、B6“批注6”等 4 处有批注，批注不是填写的内容"


def test_a_number_that_cannot_be_right_says_nothing_of_the_sex(roster: Callable[..., Path]) -> None:
    problems = read_application(roster(C4="女", D4="371502197503124011")).problems
    conflicts = [problem.text for problem in problems if problem.conflict and problem.place.cell in ("C4", "D4")]
    assert [text for text in conflicts if "性别" in text] == []
    assert any("校验不通过" in text for text in conflicts)


def test_a_row_of_a_batch_that_was_not_assessed_has_no_problems() -> None:
    assert BatchRow(name="坏.xlsx", key="", status="refused").problems == 0


def test_a_title_is_not_placed_without_a_table_of_titles() -> None:
    assert fits(None, "主任医师", ("医师",)) is None


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.EVALUATION])
def test_an_application_that_was_accepted_is_not_simply_refused(stage: Stage) -> None:
    said = KINDS["refusal"].doubtful[stage, Conclusion.NOT_ACCEPTED]
    assert said == "该申请已经受理；作出不予受理决定前，应先按程序撤销受理"
