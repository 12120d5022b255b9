"""Reports on disk: every format by its name, each applicant's own, made from the bytes that were assessed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.report.report_files import write_reports
from tests.applications import SAMPLES
from tests.test_witnesses import judged, sample

EVERY = ("html", "json", "xlsx", "pdf")


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_format_is_written_beside_the_application(tmp_path: Path) -> None:
    application = tmp_path / "申请.xlsx"
    shutil.copy(SAMPLES / "clinic-defects.xlsx", application)
    before = application.read_bytes()
    result = CliRunner().invoke(main, ["assess", str(application), "--format", ",".join(EVERY), "-o", str(tmp_path)])
    assert (result.exit_code, result.stderr) == (1, "")
    assert written(tmp_path) == ["申请-批注.xlsx", "申请.html", "申请.json", "申请.pdf", "申请.xlsx"]
    assert application.read_bytes() == before


def test_without_a_format_the_two_light_ones_are_written(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["assess", str(SAMPLES / "clinic-defects.xlsx"), "-o", str(tmp_path)])
    assert written(tmp_path) == ["clinic-defects.html", "clinic-defects.json"]


@pytest.mark.parametrize("name", EVERY)
def test_a_report_of_another_applicant_is_kept_whatever_the_format(name: str, tmp_path: Path) -> None:
    end = "-批注.xlsx" if name == "xlsx" else f".{name}"
    for sample_name in ("clinic-defects", "clinic-half", "clinic-defects"):
        path = SAMPLES / f"{sample_name}.xlsx"
        list(write_reports(judged(sample(sample_name)), tmp_path, "申请", (name,), original=path))
    assert written(tmp_path) == sorted([f"申请{end}", f"申请-2{end}"])


def test_a_workbook_that_was_changed_since_is_refused(tmp_path: Path) -> None:
    other = SAMPLES / "clinic-half.xlsx"
    for original in (other, tmp_path / "移走了.xlsx"):
        with pytest.raises(MedcheckError) as refused:
            list(write_reports(judged(sample("clinic-defects")), tmp_path, "申请", ("xlsx",), original=original))
        assert str(refused.value.problems[0]) == (
            f"错误：{original.name}：评估之后申请表被改动或移走，不能写入批注\n  处理：关闭正在编辑的申请表后重新评估"
        )
    assert written(tmp_path) == []
