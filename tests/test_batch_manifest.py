"""Rows, pairs and reports of a batch that were altered since are refused by the evaluation, each by its name."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from medcheck.cli import main
from tests.applications import SAMPLES

WHY = "：批量评估之后被改动过，或已不在文件夹中，不能作为依据"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a batch of two copies of one application and a third."""
    folder = tmp_path_factory.mktemp("批") / "申请"
    folder.mkdir()
    for name, sample in (("甲", "clinic-eligible"), ("乙", "clinic-eligible"), ("丙", "clinic-defects")):
        shutil.copy(SAMPLES / f"{sample}.xlsx", folder / f"{name}.xlsx")
    output = folder.parent / "报告"
    assert run("batch", folder, "-o", output, "--workers", "1").exit_code == 0
    return output


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "报告"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_list_proves_rows_pairs_and_reports_and_stands_in_index_and_summary(folder: Path) -> None:
    kept = json.loads((folder / ".medcheck" / "manifest.json").read_text(encoding="utf-8"))
    assert (kept["results_sha256"], kept["pairs_sha256"]) == (
        sha256(folder / "results.jsonl"),
        sha256(folder / "pairs.jsonl"),
    )
    reports = {path.relative_to(folder).as_posix(): sha256(path) for path in (folder / "报告").rglob("*.*")}
    assert (len(reports), kept["reports"]) == (6, reports)
    mark = sha256(folder / ".medcheck" / "manifest.json")
    assert f'<code id="manifest">{mark}</code>' in (folder / "index.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(BytesIO((folder / "summary.xlsx").read_bytes()))
    assert book.properties.keywords == f"medcheck-batch-{mark}"


def result_file(folder: Path) -> Path:
    return next(iter(sorted((folder / "报告").rglob("*.json"))))


def rewritten(name: str, old: str, new: str) -> Callable[[Path], Path]:
    def alter(folder: Path) -> Path:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return alter


def emptied(folder: Path) -> Path:
    (folder / "pairs.jsonl").write_bytes(b"")
    return folder / "pairs.jsonl"


def removed(folder: Path) -> Path:
    (folder / "pairs.jsonl").unlink()
    return folder / "pairs.jsonl"


def reordered(folder: Path) -> Path:
    path = folder / "results.jsonl"
    path.write_text("\n".join(path.read_text(encoding="utf-8").split("\n")[:-1][::-1]) + "\n", encoding="utf-8")
    return path


def other_result(folder: Path) -> Path:
    path = result_file(folder)
    path.write_bytes(path.read_bytes().replace(b'"clear": ', b'"clear":  ', 1))
    return path


ALTERATIONS = {
    "rows": rewritten("results.jsonl", '"clear":false', '"clear":true'),
    "order of rows": reordered,
    "a pair": rewritten("pairs.jsonl", "同一机构", "不同机构"),
    "pairs emptied": emptied,
    "pairs removed": removed,
    "a result": other_result,
}


@pytest.mark.parametrize("alter", ALTERATIONS.values(), ids=ALTERATIONS)
def test_what_was_altered_is_refused_by_name(folder: Path, alter: Callable[[Path], Path]) -> None:
    name = alter(folder).relative_to(folder).as_posix()
    ended = run("evaluate", folder)
    assert (ended.exit_code, ended.stderr.splitlines()) == (
        3,
        [f"错误：{name}{WHY}", "  处理：从备份取回原件；没有原件的，删去该文件后再次运行同一 medcheck batch 命令"],
    )
    assert not (folder / "综合评定.html").exists()


def test_a_list_that_was_altered_is_not_that_of_the_index(folder: Path) -> None:
    rewritten(".medcheck/manifest.json", '"skipped": 0', '"skipped": 1')(folder)
    ended = run("evaluate", folder)
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (
        3,
        "错误：index.html：一览所载的校验值与核对清单（.medcheck/manifest.json）不符：其中之一被改动过",
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".medcheck/manifest.json", "旁边没有核对清单，不能确认结果没有被改动"),
        ("index.html", "结果文件夹里没有一览，不能确认核对清单没有被改动"),
    ],
)
def test_without_list_or_index_nothing_is_sure_until_the_batch_is_run_again(
    made: Path, folder: Path, name: str, told: str
) -> None:
    (folder / name).unlink()
    ended = run("evaluate", folder)
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (3, f"错误：{name}：{told}")
    assert run("batch", made.parent / "申请", "-o", folder).exit_code == 0
    assert run("evaluate", folder).exit_code == 0


def test_a_report_that_was_taken_away_is_made_again_by_the_same_batch(made: Path, folder: Path) -> None:
    gone = result_file(folder)
    content = gone.read_bytes()
    gone.unlink()
    assert run("evaluate", folder).exit_code == 3
    assert run("batch", made.parent / "申请", "-o", folder).exit_code == 0
    assert gone.read_bytes() == content
    assert run("evaluate", folder).exit_code == 0
