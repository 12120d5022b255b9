"""The annotated workbook: it reads to the same facts, its cells are coloured and linked, nothing in it is a formula."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from medcheck.form.defined_names import CHANGES, RESULTS
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.report.workbook.annotated import to_xlsx
from medcheck.report.workbook.cell_notes import MOST_CHARACTERS, cell_notes, spot
from tests.packages import archive, parts_of
from tests.packages import sample as tampered
from tests.report_faces import HOSTILE, named
from tests.test_witnesses import SAMPLES, judged

WORKBOOKS = Path(__file__).parent / "workbooks"
CLINIC, HOSPITAL = SAMPLES / "clinic-defects.xlsx", SAMPLES / "hospital-2-defects.xlsx"


def stated(application: Application) -> tuple[object, ...]:
    """Return all an application states, cell by cell, and every problem of it."""
    tables = {
        name: (table.declared_none, [(row.number, {key: cell.value for key, cell in row.cells.items()}) for row in table.rows])
        for name, table in application.tables.items()
    }  # fmt: skip
    return application.form, application.form_version, application.fields, tables, application.problems


def given_back(path: Path, folder: Path) -> tuple[Application, Application, bytes]:
    """Return an application, the application its annotated copy reads to, and the copy."""
    before = read_application(path)
    content = to_xlsx(judged(before), path.read_bytes())
    copy = folder / path.name
    copy.write_bytes(content)
    return before, read_application(copy), content


def book(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    return [str(cell.value) for row in book(content)[RESULTS].iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    "path",
    [
        *(CLINIC, HOSPITAL, SAMPLES / "clinic-half.libreoffice.xlsx", SAMPLES / "pharmacy-rural-eligible.xlsx"),
        *sorted(path for path in WORKBOOKS.glob("*.xlsx") if not path.name.startswith("visit-")),
    ],
    ids=lambda path: path.name,
)
def test_the_copy_reads_to_the_same_facts(path: Path, tmp_path: Path) -> None:
    before, after, content = given_back(path, tmp_path)
    ours = [CHANGES, RESULTS] if judged(before).changes else [RESULTS]
    assert book(content).sheetnames == [*ours, *openpyxl.load_workbook(path, read_only=True).sheetnames]
    assert stated(after) == stated(before)


def test_a_copy_of_a_copy_reads_to_the_same_facts_and_has_one_result_sheet(tmp_path: Path) -> None:
    before, _, first = given_back(CLINIC, tmp_path)
    (tmp_path / "again").mkdir()
    _, after, second = given_back(tmp_path / CLINIC.name, tmp_path / "again")
    assert stated(after) == stated(before)
    assert book(second).sheetnames == book(first).sheetnames
    assert book(second)["基本信息"]["B27"].comment.text == book(first)["基本信息"]["B27"].comment.text


def test_same_input_same_bytes() -> None:
    content = CLINIC.read_bytes()
    assert to_xlsx(judged(read_application(CLINIC)), content) == to_xlsx(judged(read_application(CLINIC)), content)


def test_a_cell_that_must_change_is_coloured_and_told(tmp_path: Path) -> None:
    _, _, content = given_back(CLINIC, tmp_path)
    cover = book(content)["基本信息"]
    area = next(row[1] for row in cover.iter_rows() if row[1].value == 59.96)
    assert area.fill.fgColor.rgb == "FFF8CBAD"
    assert area.comment.text == (
        "—— medcheck 评估 ——\n"
        "【整改后再改】扩大业务用房，使实际使用面积达到60平方米（差 0.04 ㎡）\n"
        "下一处：《基本信息》B34"
    )
    assert cover["A9"].comment is None
    papers = book(content)["材料清单"]
    assert papers["F4"].fill.fgColor.rgb == "FFFFD966"
    assert papers["F4"].comment.text.startswith("—— medcheck 评估 ——\n【改这一格】提交由法定代表人或负责人签字并盖章")


def test_what_is_in_order_is_not_coloured(tmp_path: Path) -> None:
    before, _, content = given_back(CLINIC, tmp_path)
    original, made = openpyxl.load_workbook(CLINIC), book(content)
    coloured = {
        f"《{sheet.title}》{cell.coordinate}"
        for sheet in original.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if made[sheet.title][cell.coordinate].fill.fgColor.rgb != cell.fill.fgColor.rgb
    }
    expected = {
        "基本信息": "B15 B19 B21 B22 B27 B34 B35 B36",
        "材料清单": "F4 E5 D9 C15 C20 I22 C27 C28 I5 I6",
        "人员花名册": "O4 O5",
        "科室设置": "B5 E5",
        "业务用房": "E6 C5",
        "设备清单": "D20 D12",
        "诊疗科目": "B4",
    }
    assert coloured == {f"《{sheet}》{cell}" for sheet, cells in expected.items() for cell in cells.split()}
    assert len(judged(before).changes) == 22


def test_one_click_leads_from_cell_to_cell_in_the_order_of_the_list(tmp_path: Path) -> None:
    before, _, content = given_back(CLINIC, tmp_path)
    made = book(content)
    listed = [cell.hyperlink.location for cell in made[CHANGES]["B"] if cell.hyperlink]
    assert listed[:3] == ["'基本信息'!B15", "'材料清单'!F4", "'材料清单'!E5"]
    label = made["基本信息"]["A15"]
    assert (label.hyperlink.location, label.hyperlink.tooltip) == ("'材料清单'!F4", "下一处：《材料清单》F4")
    assert [row[1].value for row in made[CHANGES].iter_rows() if row[0].value == "1"] == [
        "《基本信息》B15",
        "《基本信息》B19、B21–B22",
    ]
    assert len([row for row in made[CHANGES].iter_rows() if row[4].value == "☐"]) == len(judged(before).changes)


def test_the_comments_of_the_applicant_stay(tmp_path: Path) -> None:
    source = openpyxl.load_workbook(CLINIC)
    area = next(row[1] for row in source["基本信息"].iter_rows() if row[1].value == 59.96)
    area.comment = openpyxl.comments.Comment("请看产权证", "张三")
    source.save(tmp_path / "带批注.xlsx")
    (tmp_path / "out").mkdir()
    _, _, content = given_back(tmp_path / "带批注.xlsx", tmp_path / "out")
    text = book(content)["基本信息"][area.coordinate].comment.text
    assert text.startswith("请看产权证\n\n—— medcheck 评估 ——\n【整改后再改】")


def test_every_finding_stands_in_the_result_sheet_and_its_link_leads_to_its_cell(tmp_path: Path) -> None:
    before, _, content = given_back(HOSPITAL, tmp_path)
    assessment = judged(before)
    made = book(content)
    rows = [[cell.value or "" for cell in row] for row in made[RESULTS].iter_rows()]
    found = [row for row in rows if str(row[0]).isdecimal() and row[7]]
    findings = found[-assessment.total :]
    assert [(row[1], row[2], row[3], row[7]) for row in findings] == [
        (f.verdict_word, f.title, f.value, f.cite) for f in assessment.findings
    ]
    assert all(f.gap in row[5] for f, row in zip(assessment.findings, findings, strict=True))
    assert [row[2] for row in found[: len(assessment.blocking)]] == [
        next(f.title for f in assessment.findings if f.rule == rule) for rule in assessment.blocking
    ]
    links = [cell.hyperlink.location for row in made[RESULTS].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > assessment.total // 2
    for link in links:
        name, cell = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", link).groups()  # type: ignore[union-attr]
        assert made[name][cell] is not None


def test_what_is_told_of_a_cell_is_bounded() -> None:
    for path in (CLINIC, HOSPITAL):
        for cells in cell_notes(judged(read_application(path))).values():
            assert max(len(note.text) for note in cells.values()) < MOST_CHARACTERS + 60


@pytest.mark.parametrize(
    ("cell", "told"), [("C7", "C7"), ("N4:N136", "N3"), ("A1:A9", "A1"), ("第 3 行", ""), ("", "")]
)
def test_a_column_is_told_at_its_head(cell: str, told: str) -> None:
    assert spot(cell) == told


@pytest.mark.parametrize("name", [*HOSTILE, "#[x] $x$", "+1", "-1", "@SUM(A1)"])
def test_hostile_names_are_text(name: str) -> None:
    content = CLINIC.read_bytes()
    assessment = named(name)
    workbook = assessment.workbook.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()})
    made = openpyxl.load_workbook(io.BytesIO(to_xlsx(assessment.model_copy(update={"workbook": workbook}), content)))
    cells = [cell for row in made[RESULTS].iter_rows() for cell in row if cell.value == name]
    assert len(cells) > 2 * len(assessment.findings) - 1
    assert {cell.data_type for cell in cells} == {"s"}
    assert {bool(cell.quotePrefix) for cell in cells} == {name[0] in "=+-@"}


def alone(path: Path, content: bytes) -> list[str]:
    """Return the texts of a result sheet that must stand alone."""
    path.write_bytes(content)
    made = to_xlsx(judged(read_application(path)), content)
    assert book(made).sheetnames == [RESULTS]
    assert not [cell for row in book(made)[RESULTS].iter_rows() for cell in row if cell.hyperlink]
    return texts(made)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_formats_get_the_result_sheet_alone(kind: str, tmp_path: Path) -> None:
    found = alone(tmp_path / f"申请.{kind}", (WORKBOOKS / f"hospital-2-defects.{kind}").read_bytes())
    assert f"申请表是 .{kind} 文件，不能写入批注；本文件只有评估结果，单元格地址指申请表原件。" in found
    assert "《人员花名册》Q128、B4:T136" in found


def test_what_openpyxl_cannot_load_gets_the_result_sheet_alone(tmp_path: Path) -> None:
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>gestern", parts_of()["docProps/core.xml"])
    found = alone(tmp_path / "申请.xlsx", tampered({"docProps/core.xml": core}))
    assert "申请表的写法特殊，不能原样写回；本文件只有评估结果，单元格地址指申请表原件。" in found


def test_pictures_that_may_be_lost_are_told(tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsx"
    path.write_bytes(tampered({"xl/drawings/drawing1.xml": b"<wsDr/>"}))
    (tmp_path / "out").mkdir()
    _, _, content = given_back(path, tmp_path / "out")
    assert [text for text in texts(content) if "图片" in text and "没有带入" in text] == [
        "要改的单元格已着色，并附批注；填报内容未作改动，公式保留保存时的计算结果；"
        "原文件中的图片和图形可能没有带入，以原件为准。"
    ]


def test_macros_are_not_carried_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsm"
    path.write_bytes(tampered({"xl/vbaProject.bin": b"macro"}))
    (tmp_path / "out").mkdir()
    _, _, content = given_back(path, tmp_path / "out")
    assert b"vbaProject" not in content
    assert [text for text in texts(content) if "宏" in text and "没有带入" in text] == [
        "要改的单元格已着色，并附批注；填报内容未作改动，公式保留保存时的计算结果；原文件中的宏没有带入。"
    ]


def test_a_formula_keeps_its_result_and_one_never_calculated_stays_one(tmp_path: Path) -> None:
    parts = parts_of(CLINIC)
    name = next(name for name, part in parts.items() if b">59.96<" in part)
    calculated = parts[name].replace(b"<v>59.96</v>", b"<f>60-0.04</f><v>59.96</v>")
    path = tmp_path / "公式.xlsx"
    for part in (calculated, calculated.replace(b"<v>59.96</v>", b"")):
        path.write_bytes(archive(parts | {name: part}))
        (tmp_path / "out").mkdir(exist_ok=True)
        before, after, content = given_back(path, tmp_path / "out")
        assert len(book(content).sheetnames) > 1
        assert stated(after) == stated(before)


def test_numbers_of_persons_are_not_in_comments() -> None:
    notes = cell_notes(judged(read_application(CLINIC)))
    text = "".join(note.text for cells in notes.values() for note in cells.values())
    assert not re.search(r"\d{17}[\dX]|1[3-9]\d{9}", text)
