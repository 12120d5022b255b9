"""Every advice followed to the letter clears what it answers and raises nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.alike import cells_of
from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.samples import generate
from medcheck.verdict import Consequence, Verdict
from tests.applications import ENGINE

SAMPLES = Path("forms/samples")
DEFECTS = ("clinic-defects", "clinic-half", "hospital-2-defects", "pharmacy-chain-defects")
# What a cell can be given that is no choice, no number and no date of the form, in a hundred ways of office life.
TYPED = (
    *(
        "正式在编",
        "同上",
        "聘用",
        "聘用制",
        "执业医师（助理）",
        "执业药师",
        "药师",
        "护师",
        "退休返聘",
        "男性",
        "无",
        "有",
        "约20",
    ),
    *(
        "2019年2月30日",
        "见附件",
        "暂无",
        "？",
        "１２",
        "正式",
        "编制",
        "外聘",
        "营业中",
        "主管护师",
        "3间",
        "20.5平方",
        "是√否□",
    ),
)


def _typed(changes: tuple[FormChange, ...]) -> dict[tuple[str, str], str]:
    """Return the text to type in each cell where a change says it to the letter."""
    wanted = {}
    for change in changes:
        text = "是" if change.text.endswith("，备齐后改为“是”") else change.write
        if text:
            wanted |= {(change.sheet, cell): text for area in change.cells for cell in cells_of(area)}
    return wanted


def _follow(path: Path, before: Assessment) -> Assessment:
    """Return the assessment of the workbook in which all advice that names a text is followed."""
    book = openpyxl.load_workbook(path)
    for (sheet, cell), text in _typed(before.changes).items():
        book[sheet][cell] = int(text) if text.isdecimal() else text
    copy = path.with_name("改好.xlsx")
    book.save(copy)
    return assess(copy, Options(), ENGINE)


def _worse(before: Assessment, after: Assessment) -> list[str]:
    """Return what is amiss only after the advice was followed: the cells asked about, and rules that no longer pass."""
    asked = {(one.sheet, one.cell) for one in before.problems}
    new = [f"{one.sheet}{one.cell}{one.text}" for one in after.problems if (one.sheet, one.cell) not in asked]
    passed = {one.rule for one in before.findings if one.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE)}
    return [
        *new,
        *(one.rule for one in after.findings if one.rule in passed and one.consequence is Consequence.SUPPLEMENT),
    ]


def _check(path: Path) -> int:
    """Follow what an assessment advises of a workbook, and return how many cells that were."""
    before = assess(path, Options(), ENGINE)
    typed = _typed(before.changes)
    after = _follow(path, before)
    still = {(one.sheet, cell) for one in after.changes for area in one.cells for cell in cells_of(area) if one.write}
    assert still & typed.keys() == set()
    assert _worse(before, after) == []
    return len(typed)


@pytest.mark.parametrize("name", DEFECTS)
def test_the_samples(name: str, tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsx"
    path.write_bytes((SAMPLES / f"{name}.xlsx").read_bytes())
    _check(path)


def test_what_needs_a_real_change_names_no_text_to_type() -> None:
    for name in DEFECTS:
        for change in assess(SAMPLES / f"{name}.xlsx", Options(), ENGINE).changes:
            if change.step == "change":
                assert change.write == ""
                assert "改为“" not in change.text


@pytest.mark.parametrize("name", ["clinic-eligible", "hospital-1-eligible", "pharmacy-single-eligible"])
def test_random_faults(name: str, tmp_path: Path) -> None:
    chosen = random.Random(20)
    followed = 0
    for number in range(6):
        book = openpyxl.load_workbook(SAMPLES / f"{name}.xlsx")
        for _ in range(12):
            sheet = book[chosen.choice([title for title in book.sheetnames if title not in ("填表说明", "_medcheck")])]
            filled = [
                c for row in sheet.iter_rows(min_row=4, max_row=40) for c in row if c.value is not None and c.column > 1
            ]
            if filled:
                chosen.choice(filled).value = chosen.choice(TYPED)
        if "人员花名册" in book.sheetnames:
            staff = book["人员花名册"]
            head = {str(cell.value).strip("* "): cell.column for cell in staff[3]}
            staff.cell(4 + number % 2, head["用工形式"]).value = chosen.choice(("正式在编", "同上", "聘用"))
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        followed += _check(path)
    assert followed >= 3


def test_defects_of_many_kinds(tmp_path: Path) -> None:
    options = generate.SampleOptions(
        seed=20, files=24, mix={"clinic": 60, "hospital-1": 20, "hospital-2": 20}, defects=1.0
    )
    generate.generate(options, tmp_path)
    for path in sorted(tmp_path.glob("*.xlsx")):
        _check(path)
