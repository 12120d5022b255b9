"""Which cells a resubmission changed: those it was asked to change, those it was not, whatever else moved; and what is worse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook

from medcheck.assess import Options, assess
from medcheck.assessment.compare.cell_changes import compare_cells
from medcheck.assessment.compare.compare_runs import compare
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.assessment.stated_cells import shown_texts
from medcheck.cli import main
from medcheck.intake.read_application import read_application
from medcheck.report.compare.comparison_groups import cell_groups
from tests.applications import ENGINE, SAMPLES

STAFF = "人员花名册"
Edit = Callable[[Workbook], None]


def made(folder: Path, name: str, *edits: Edit) -> Assessment:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    for edit in edits:
        edit(book)
    book.save(folder / f"{name}.xlsx")
    return assess(folder / f"{name}.xlsx", Options(), ENGINE)


def put(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def column(label: str) -> str:
    sheet = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")[STAFF]
    return next(
        c.column_letter for row in sheet.iter_rows(max_row=4) for c in row if str(c.value).strip("*＊ ") == label
    )


def person(cell: str) -> str:
    return str(openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")[STAFF][cell].value)


def changes(first: Assessment, second: Assessment) -> tuple[list[str], list[str], list[str]]:
    """Return the cells under the three headings, as `《人员花名册》B5 姓名 changed`."""
    cells = compare_cells(first, second)
    assert cells is not None
    asked, also = (
        [f"《{c.sheet}》{c.cell} {c.label} {c.kind}" for c in group]
        for group in (cells.asked_changed, cells.also_changed)
    )
    return asked, list(cells.asked_unchanged), also


def test_a_changed_name_is_listed_with_its_cell(tmp_path: Path) -> None:
    name = f"{column('姓名')}6"
    first, second = made(tmp_path, "首次"), made(tmp_path, "再次", put(STAFF, name, "欧阳文静"))
    asked, _, also = changes(first, second)
    assert (asked, also) == ([], [f"《{STAFF}》{name} 姓名 changed"])
    paths = []
    for label, result in (("首次", first), ("再次", second)):
        paths.append(tmp_path / f"{label}.json")
        paths[-1].write_text(to_json(result), encoding="utf-8")
    ended = CliRunner().invoke(main, ["compare", *map(str, paths)])
    assert ended.exit_code == 0, ended.output
    assert f"另外改动的单元格 1 处\n{'-' * 80}\n· 《{STAFF}》{name}（姓名）\n" in ended.stdout
    books = (str(tmp_path / "首次.xlsx"), str(tmp_path / "再次.xlsx"))
    ended = CliRunner().invoke(main, ["compare", *map(str, paths), "--workbooks", *books])
    assert f"· 《{STAFF}》{name}（姓名）：由“{person(name)}”改为“欧阳文静”\n" in ended.stdout
    ended = CliRunner().invoke(main, ["compare", *map(str, paths), "--workbooks", *reversed(books)])
    assert (ended.exit_code, ended.stderr) == (
        3,
        "错误：再次.xlsx：不是评估“首次.xlsx”时的申请表（SHA-256 不同）\n"
        "  处理：--workbooks 依次给出前一次、后一次评估的申请表原件\n",
    )
    page = CliRunner().invoke(main, ["compare", *map(str, paths), "--format", "html"])
    assert f"<li>《{STAFF}》{name}（姓名）" in page.stdout


def told(first: Assessment, second: Assessment) -> list[str]:
    return [text for _, texts in cell_groups(compare(first, second)) for text in texts]


def test_what_a_result_cites_is_told_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    small, mended = made(tmp_path, "首次", put("基本信息", "B27", 59.96)), made(tmp_path, "再次")
    assert told(small, mended) == ["《基本信息》B27（业务用房使用面积）：由“59.96”改为“186.5”"]
    blank = made(tmp_path, "空白", put("基本信息", "B27", None))
    assert told(blank, mended) == ["《基本信息》B27（业务用房使用面积）：由空白改为“186.5”"]
    long = made(tmp_path, "很长", put("基本信息", "B27", "约" * 61))
    assert told(long, mended) == [f"《基本信息》B27（业务用房使用面积）：由“{'约' * 60}…”改为“186.5”"]


def test_the_digits_of_a_number_of_a_person_are_told_nowhere(tmp_path: Path) -> None:
    cell = f"{column('身份证号')}6"
    first = made(tmp_path, "首次", put(STAFF, cell, "371502198803071520"))
    second = made(tmp_path, "再次", put(STAFF, cell, "371502199903071528"))
    texts = [shown_texts(read_application(tmp_path / f"{name}.xlsx")) for name in ("首次", "再次")]
    words = str(cell_groups(compare(first, second, (texts[0], texts[1]))))
    assert (cell in words, "0307" in words) == (True, False)


def test_what_was_asked_and_changed_what_was_not_and_what_else(tmp_path: Path) -> None:
    faults = (put("基本信息", "B27", 59.96), put("材料清单", "C12", "否"), put("材料清单", "C19", "否"))
    first = made(tmp_path, "首次", *faults)
    second = made(tmp_path, "再次", put("材料清单", "C19", "否"), put("基本信息", "B41", 0.41))
    asked, unchanged, also = changes(first, second)
    assert [text.split(" ")[0] for text in asked] == ["《基本信息》B27", "《材料清单》C12"]
    assert "《材料清单》C19" in unchanged
    assert [text.split(" ")[0] for text in also] == ["《基本信息》B41"]


def test_rows_put_in_taken_out_and_sorted_anew(tmp_path: Path) -> None:
    def inserted(book: Workbook) -> None:
        """Copy the third person's row to the end and give it another name."""
        sheet = book[STAFF]
        last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value or sheet.cell(row, 2).value)
        for cell in list(sheet[last]):
            sheet.cell(last + 1, cell.column).value = cell.value
        sheet[f"{column('姓名')}{last + 1}"] = "端木青云"
        sheet[f"{column('身份证号')}{last + 1}"] = "371502198803071520"

    def swapped(book: Workbook) -> None:
        sheet = book[STAFF]
        for a, b in zip(sheet[6], sheet[8], strict=True):
            a.value, b.value = b.value, a.value

    first = made(tmp_path, "首次")
    assert changes(first, made(tmp_path, "重排", swapped))[2] == []
    added = changes(first, made(tmp_path, "新增", inserted))[2]
    assert [re.sub(r"\d+", "N", text) for text in added] == [f"《{STAFF}》第 N 行  added"]
    back = changes(made(tmp_path, "新增", inserted), first)[2]
    assert [re.sub(r"\d+", "N", text) for text in back] == [f"《{STAFF}》第 N 行  removed"]


def test_the_number_of_a_person_stands_nowhere_and_its_last_digits_count(tmp_path: Path) -> None:
    cell = f"{column('身份证号')}6"
    first = made(tmp_path, "首次", put(STAFF, cell, "371502198803071520"))
    second = made(tmp_path, "再次", put(STAFF, cell, "37150219880307153X"))
    assert changes(first, second)[0] == [f"《{STAFF}》{cell} 身份证号 changed"]  # asked for: its check digit is wrong
    assert "19880307" not in to_json(first)


def test_a_result_without_a_record_says_that_cells_cannot_be_listed(tmp_path: Path) -> None:
    first, second = made(tmp_path, "首次"), made(tmp_path, "再次", put("基本信息", "B41", 0.41))
    found = compare(first.model_copy(update={"stated": ()}), second)
    assert found.cells is None
    assert found.notices == (
        "前一次的结果没有填报内容的记录（由较早的版本生成），不能列出改动的单元格；"
        "用同一版本的 medcheck 重新评估两份申请表后再比较。",
    )


@pytest.mark.parametrize("damage", ["!!!!", "c$}?"])
def test_a_damaged_record_lists_nothing_and_is_no_bug(tmp_path: Path, damage: str) -> None:
    first, second = made(tmp_path, "首次"), made(tmp_path, "再次", put("基本信息", "B41", 0.41))
    broken = tuple(sheet.model_copy(update={"marks": damage}) for sheet in first.stated)
    assert compare_cells(first.model_copy(update={"stated": broken}), second) is None


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (59.96, 41, "差距变大：由差 0.04 ㎡变为差 19 ㎡"),
        (41, 59.96, None),
    ],
)
def test_what_fails_by_more_than_before_is_worse(tmp_path: Path, before: float, after: float, why: str | None) -> None:
    first = made(tmp_path, "首次", put("基本信息", "B27", before))
    second = made(tmp_path, "再次", put("基本信息", "B27", after))
    found = compare(first, second)
    assert [one.why for one in found.worse if one.rule == "opd-area-min"] == ([why] if why else [])
    assert found.found is (why is not None)
