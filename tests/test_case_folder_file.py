"""The case file of an application in a folder of case files: by place where it is known, else by a name that is alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.case.case_folder_file import case_file_for


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    for name in ("甲.yaml", "三月/甲.yaml", "三月/乙.yaml", "四月/丙.yaml", "当时.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("case: 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("workbook", "place", "used", "file"),
    [
        ("甲.xlsx", Path("三月"), "", "三月/甲.yaml"),
        ("甲.xlsx", Path("四月"), "", "甲.yaml"),
        ("甲.xlsx", Path(), "", "甲.yaml"),
        ("乙.xlsx", Path("四月"), "", None),  # that of another month is of another application
        ("乙.xlsx", None, "", "三月/乙.yaml"),
        ("甲.xlsx", None, "", None),  # two have the name
        ("甲.xlsx", None, "当时.yaml", "当时.yaml"),
        ("乙.xlsx", None, "没有.yaml", "三月/乙.yaml"),
        ("丁.xlsx", None, "", None),
    ],
)
def test_the_case_file_of_an_application(
    cases: Path, workbook: str, place: Path | None, used: str, file: str | None
) -> None:
    assert case_file_for(cases, workbook, place, used) == (cases / file if file else None)
