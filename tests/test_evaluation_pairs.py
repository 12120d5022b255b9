"""Equal contents of two applications, cleared or confirmed by name, day and reason; one facility twice; failures on paper."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document

from medcheck.cli import main
from medcheck.evaluation.gather import gather
from medcheck.evaluation.reasons import reasons
from medcheck.evaluation.review import review
from tests.applications import SAMPLES

PHONE = "0635-8200123"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def cell_of(book: openpyxl.Workbook, label: str) -> str:
    """Return the cell beside a label of the cover."""
    for row in book["基本信息"].iter_rows(max_col=1):
        if str(row[0].value).strip("*＊ ").startswith(label):
            return f"B{row[0].row}"
    raise AssertionError(label)


def application(folder: Path, name: str, sample: str, **fields: str) -> None:
    book = openpyxl.load_workbook(SAMPLES / f"{sample}.xlsx")
    for label, value in fields.items():
        book["基本信息"][cell_of(book, label)] = value
    book.save(folder / f"{name}.xlsx")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch at the desk: a clinic and a pharmacy of one telephone, and an earlier application of the clinic."""
    folder = tmp_path_factory.mktemp("批") / "申请"
    folder.mkdir()
    application(folder, "甲", "clinic-eligible", 联系电话=PHONE)
    application(folder, "甲-首次", "clinic-eligible", 联系电话="0635-8200999", 申请日期="2019-11-11")
    application(folder, "乙", "pharmacy-single-eligible", 联系电话=PHONE)
    made = folder.parent / "报告"
    ended = run("batch", folder, "-o", made, "--stage", "assessment", "--workers", "1")
    assert ended.exit_code == 0, ended.output
    return made


def answers(folder: Path, text: str) -> Path:
    path = folder / "核对.yaml"
    path.write_text(text, encoding="utf-8")
    return path


CLEARED = """pairs:
  - files: [甲.xlsx, 乙.xlsx]
    kind: 同一电话
    answer: 排除
    by: 王芳
    on: 2019-12-01
    reason: 两家同在一处商场，登记的是商场总机
"""


def test_an_unanswered_pair_keeps_both_out(output: Path) -> None:
    made = review(gather(output))
    assert [entry.row.name for entry in made.proposed] == []
    out = {entry.row.name: reasons(entry) for entry in made.entries}
    assert (
        out["甲.xlsx"][-1]
        == f"与{made.pairs[0].pair.first.applicant}（乙.xlsx）有相同的内容，待核对：同一电话 063****0123"
    )
    ended = run("evaluate", output)
    assert "  多份申请中相同的内容尚有 1 处待核对，用 --pairs 写明核对结果\n" in ended.output
    assert "  同一机构的两份申请：甲-首次.xlsx 不计，以 甲.xlsx 为准\n" in ended.output


def test_a_pair_that_a_person_cleared_keeps_nobody_out_and_everything_names_who_when_and_why(
    output: Path, tmp_path: Path
) -> None:
    path = answers(tmp_path, CLEARED)
    made = review(gather(output, path))
    assert [entry.row.name for entry in made.proposed] == ["甲.xlsx", "乙.xlsx"]
    told = "已核对，排除（王芳，2019-12-01）：两家同在一处商场，登记的是商场总机"
    assert made.pairs[0].word == told
    ended = run("evaluate", output, "--pairs", path)
    assert ended.exit_code == 0, ended.output
    page = (output / "综合评定.html").read_text(encoding="utf-8")
    assert f"<td>{told}" in page
    assert f"核对结果来自 核对.yaml，SHA-256 <code>{hashlib.sha256(path.read_bytes()).hexdigest()}</code>" in page
    book = openpyxl.load_workbook(output / "综合评定.xlsx")
    row = [cell.value for cell in book["多份申请中相同的内容"][2]]
    assert row[-4:] == ["排除", "王芳", "2019-12-01", "两家同在一处商场，登记的是商场总机"]
    minutes = Document(BytesIO((output / "综合评定会议记录.docx").read_bytes()))
    assert any(told in paragraph.text for paragraph in minutes.paragraphs)


def test_a_pair_that_a_person_confirmed_keeps_both_out_with_who_when_and_why(output: Path, tmp_path: Path) -> None:
    made = review(gather(output, answers(tmp_path, CLEARED.replace("排除", "属实"))))
    assert made.proposed == ()
    out = {entry.row.name: reasons(entry) for entry in made.entries}
    assert out["乙.xlsx"][-1].endswith(
        "（甲.xlsx）有相同的内容：同一电话 063****0123，已核对，属实（王芳，2019-12-01）：两家同在一处商场，登记的是商场总机"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "甲.xlsx",
            "甲申.xlsx",
            "错误：核对.yaml 第 2 行：没有与其他申请内容相同的申请表“甲申.xlsx”；是否应为“甲.xlsx”？\n"
            "  处理：按“多份申请中相同的内容”所列的申请表文件名填写，含子文件夹\n",
        ),
        (
            "同一电话",
            "同一地址",
            "错误：核对.yaml 第 2 行：“甲.xlsx”和“乙.xlsx”没有相同的“同一地址”\n"
            "  处理：两份申请相同的有：同一电话 063****0123\n",
        ),
        ("    by: 王芳\n", "", "错误：核对.yaml 第 2 行：缺少必填的键“by”\n"),
        ("王芳", "''", "错误：核对.yaml 第 5 行：“by”"),
        ("2019-12-01", "昨天", "错误：核对.yaml 第 6 行：“on”"),
        (
            "reason: 两家",
            "reasons: 两家",
            "错误：核对.yaml 第 2 行：缺少必填的键“reason”\n  处理：补写“reason”\n"
            "错误：核对.yaml 第 7 行：没有“reasons”这个键；是否应为“reason”？\n",
        ),
        ("排除", "通过", "错误：核对.yaml 第 4 行：“answer”应为排除、属实之一，现为“通过”\n"),
        ("[甲.xlsx, 乙.xlsx]", "[甲.xlsx]", "错误：核对.yaml 第 2 行：“files”"),
    ],
)
def test_an_answer_that_fits_nothing_is_refused_with_its_line(
    output: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    ended = run("evaluate", output, "--pairs", answers(tmp_path, CLEARED.replace(old, new)))
    assert (ended.exit_code, ended.stderr[: len(message)]) == (3, message), ended.stderr


def test_two_answers_to_one_pair_are_refused(output: Path, tmp_path: Path) -> None:
    ended = run("evaluate", output, "--pairs", answers(tmp_path, CLEARED + CLEARED.removeprefix("pairs:\n")))
    assert (ended.exit_code, ended.stderr) == (
        3,
        "错误：核对.yaml 第 8 行：同一处相同的内容有两个答复，前一处在第 2 行\n  处理：保留一个答复\n",
    )


def test_one_facility_twice_is_one_and_the_later_counts(output: Path) -> None:
    made = review(gather(output))
    assert sorted(entry.row.name for entry in made.entries) == ["乙.xlsx", "甲.xlsx"]
    assert [(row.name, entry.row.name) for row, entry in made.replaced] == [("甲-首次.xlsx", "甲.xlsx")]
    assert made.groups[0].word == "定点门诊"
    assert made.principles[4].says[-1].endswith("提交了两份以上的申请，以“甲.xlsx”为准，“甲-首次.xlsx”不计。")
    run("evaluate", output)
    book = openpyxl.load_workbook(output / "综合评定.xlsx")
    row = [cell.value for cell in book["同一机构的早先申请"][2]]
    assert row[2:] == ["甲-首次.xlsx", "2019-11-11", "甲.xlsx", "2019-11-18"]


@pytest.mark.parametrize(
    ("area", "word", "first"),
    [("186.5", "现场勘验未完成", "结论：现场勘验未完成"), ("41", "材料不符合标准", "结论：材料不符合标准")],
)
def test_what_fails_on_paper_is_not_called_an_open_visit(tmp_path: Path, area: str, word: str, first: str) -> None:
    folder = tmp_path / "申请"
    folder.mkdir()
    application(folder, "丙", "clinic-eligible", 业务用房使用面积=area)
    ended = run("batch", folder, "-o", tmp_path / "报告", "--stage", "evaluation", "--workers", "1")
    assert ended.exit_code == 0, ended.output
    (entry,) = review(gather(tmp_path / "报告")).entries
    assert (entry.word, reasons(entry)[0]) == (word, first)
    assert entry.assessment.conclusion_word == "现场勘验未完成"  # the report's own, in the order of the procedure
    if area == "41":
        assert reasons(entry)[1].startswith("不符合：实际使用面积不少于60平方米，差 19 ㎡")
        assert entry.sentence.startswith("材料有1项不符合基本条件和标准，不待现场勘验。现场勘验尚有")
