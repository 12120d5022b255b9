"""From the forger's side: index, summary, comparison and papers of a batch, altered anywhere, are found; honest ones stand."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document

from medcheck.assess import Options
from medcheck.batch import run_batch
from medcheck.batch.run_batch import BatchLimits, conclude, plan, rows_of
from medcheck.batch.store import BatchStore
from medcheck.cli import main
from tests.applications import SAMPLES

FILES = ("index.html", "summary.xlsx", "综合评定.html", "综合评定.xlsx", "综合评定会议记录.docx")
PAGE_ALTERED = "内容不同：页面与重新生成的页面不一致，生成后被改动过"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two applications, their batch, and its comparison."""
    top = tmp_path_factory.mktemp("批")
    (top / "申请").mkdir()
    for name, sample in (("甲", "clinic-eligible"), ("丙", "clinic-defects")):
        shutil.copy(SAMPLES / f"{sample}.xlsx", top / "申请" / f"{name}.xlsx")
    assert run("batch", top / "申请", "-o", top / "报告", "--workers", "1").exit_code == 0
    assert run("evaluate", top / "报告").exit_code == 0
    return top


@pytest.fixture
def folder(world: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(world / "报告", tmp_path / "报告"))


def answer(world: Path, path: Path, *more: object) -> tuple[int, str]:
    ended = run("verify", path, "--workbook", world / "申请", *more)
    return ended.exit_code, "".join(f"{ended.stdout}{ended.stderr}".split())


def test_unaltered_files_of_a_batch_stand(world: Path) -> None:
    for name in FILES:
        code, said = answer(world, world / "报告" / name)
        assert (code, said[: len(name) + 28]) == (
            0,
            f"【成立】{name}：2份申请的结果全部成立，文件没有被改动。申请申请，"[: len(name) + 28],
        ), said
        assert "阶段自评口径均为默认规则包按申请日期选择" in said


def rewritten(name: str, old: str, new: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return alter


def in_book(name: str, cell: str, value: object) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        book = openpyxl.load_workbook(folder / name)
        book.worksheets[0][cell] = value
        book.save(folder / name)

    return alter


def rows_swapped(folder: Path) -> None:
    text = (folder / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr class="a" .*?(?=<tr class="a" |</table>)', text, re.S)
    assert len(rows) == 2
    swapped = text.replace("".join(rows), "".join(reversed(rows)), 1)
    assert swapped != text
    (folder / "index.html").write_text(swapped, encoding="utf-8")


def in_minutes(folder: Path) -> None:
    document = Document(BytesIO((folder / "综合评定会议记录.docx").read_bytes()))
    next(p for p in document.paragraphs if p.text.startswith("一、")).runs[0].text = "一、建议名单（9 家）"
    document.save(str(folder / "综合评定会议记录.docx"))


def result_replaced(folder: Path) -> None:
    path = next(iter(sorted(folder.rglob("报告/**/*.json"))))
    path.write_bytes(path.read_bytes().replace("不符合".encode(), "符合".encode(), 1) + b" ")


FORGERIES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a row's conclusion": ("index.html", rewritten("index.html", "未见妨碍申请的问题", "不予受理"), PAGE_ALTERED),
    "a row's name": ("index.html", rewritten("index.html", "茌平惠民诊所", "茌平惠氏诊所"), PAGE_ALTERED),
    "a row's link": ("index.html", rewritten("index.html", 'href="%E6%8A%A5', 'href="x%E6%8A%A5'), PAGE_ALTERED),
    "the order of rows": ("index.html", rows_swapped, PAGE_ALTERED),
    "the script of the index": ("index.html", rewritten("index.html", "rows.length", "rows . length"), PAGE_ALTERED),
    "a cell of the summary": ("summary.xlsx", in_book("summary.xlsx", "F2", "符合"), "《评估结果》F2"),
    "a link of the summary": ("summary.xlsx", in_book("summary.xlsx", "A3", None), "《评估结果》A3"),
    "a word of the comparison": ("综合评定.html", rewritten("综合评定.html", "<b class=", "<b id="), PAGE_ALTERED),
    "a cell of the comparison": ("综合评定.xlsx", in_book("综合评定.xlsx", "G2", "建议建议"), "《综合评定》G2"),
    "the minutes": ("综合评定会议记录.docx", in_minutes, "现为：一、建议名单（9 家）"),
    "a report beside the index": ("index.html", result_replaced, "报告与重新生成的不同，或已不在"),
    "rows": (
        "index.html",
        rewritten("results.jsonl", '"clear":false', '"clear":true'),
        "结果与重新评估的不同：丙.xlsx",
    ),
    "pairs": (
        "summary.xlsx",
        lambda folder: (folder / "pairs.jsonl").unlink(),
        "pairs.jsonl（相同的内容）与重新生成的不同",
    ),
}


@pytest.mark.parametrize(("name", "alter", "told"), FORGERIES.values(), ids=FORGERIES)
def test_an_altered_file_of_a_batch_is_found(
    world: Path, folder: Path, name: str, alter: Callable[[Path], None], told: str
) -> None:
    alter(folder)
    code, said = answer(world, folder / name)
    assert (code, "【不成立】" in said, "".join(told.split()) in said) == (1, True, True), said


def test_a_batch_in_which_everything_was_made_to_fit_is_found_by_assessing_again(world: Path, folder: Path) -> None:
    """Row, list, index and summary agree with each other: only the applications do not."""
    rows = (folder / "results.jsonl").read_text(encoding="utf-8").replace('"clear":false', '"clear":true')
    (folder / "results.jsonl").write_text(rows, encoding="utf-8")
    path = folder / ".medcheck" / "manifest.json"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["results_sha256"] = hashlib.sha256(rows.encode()).hexdigest()
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    rewritten("index.html", old, hashlib.sha256(path.read_bytes()).hexdigest())(folder)
    code, said = answer(world, folder / "index.html")
    assert code == 1
    assert "结果与重新评估的不同：丙.xlsx" in said


def test_another_application_is_found(world: Path, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(world / "申请", tmp_path / "申请")
    shutil.copy(SAMPLES / "clinic-half.xlsx", tmp_path / "申请" / "甲.xlsx")
    ended = run("verify", folder / "summary.xlsx", "--workbook", tmp_path / "申请")
    assert ended.exit_code == 1
    assert "结果与重新评估的不同：甲.xlsx" in ended.stdout


def test_the_same_files_in_other_bytes_and_a_folder_of_another_name(world: Path, folder: Path, tmp_path: Path) -> None:
    index = folder / "index.html"
    index.write_bytes(index.read_bytes().replace(b"\n", b"\r\n"))
    book = openpyxl.load_workbook(folder / "summary.xlsx")
    book.save(folder / "summary.xlsx")
    for name in ("index.html", "summary.xlsx"):
        code, said = answer(world, folder / name)
        assert (code, "同样内容、字节不同" in said) == (0, True), said
    shutil.copytree(world / "申请", tmp_path / "改名")
    code, said = 0, ""
    ended = run("verify", folder / "summary.xlsx", "--workbook", tmp_path / "改名")
    assert ended.exit_code == 1
    assert "【未核对】" in ended.stdout
    assert "未核对  标题：结果所载为“申请”，申请文件夹现名为“改名”" in ended.stdout


def test_what_was_used_must_be_given_and_the_file_must_stand_in_its_folder(world: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((world / "报告" / "index.html").read_bytes())
    code, said = answer(world, tmp_path / "index.html")
    assert (code, "旁边没有核对清单" in said) == (3, True)
    ended = run("verify", world / "报告" / "index.html", "--workbook", SAMPLES / "clinic-half.xlsx")
    assert (ended.exit_code, "这是整批的文件，应写当时的申请文件夹" in ended.stderr) == (2, True)
    (tmp_path / "案件").mkdir()
    code, said = answer(world, world / "报告" / "index.html", "--case", tmp_path / "案件")
    assert (code, "批量评估没有使用案件文件夹，核验时给出了" in said) == (3, True)
    report = next(iter((world / "报告").rglob("报告/**/*.json")))
    ended = run("verify", report, "--workbook", world / "申请")
    assert (ended.exit_code, "这是一份申请的报告，应写这份申请表，不是文件夹" in ended.stderr) == (2, True)


def test_answers_to_the_pairs_belong_to_the_comparison(world: Path, tmp_path: Path) -> None:
    shutil.copytree(world / "申请", tmp_path / "申请")
    other = openpyxl.load_workbook(SAMPLES / "pharmacy-single-eligible.xlsx")
    own = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")["基本信息"]
    phone = next(row[1].value for row in own.iter_rows(max_col=2) if str(row[0].value).strip("*＊ ") == "联系电话")
    for row in other["基本信息"].iter_rows(max_col=2):
        if str(row[0].value).strip("*＊ ") == "联系电话":
            row[1].value = phone
    other.save(tmp_path / "申请" / "乙.xlsx")
    (tmp_path / "核对.yaml").write_text(
        "pairs:\n  - {files: [甲.xlsx, 乙.xlsx], answer: 排除, by: 王芳, on: 2019-12-01, reason: 同一商场}\n",
        encoding="utf-8",
    )
    assert run("batch", tmp_path / "申请", "-o", tmp_path / "报告", "--workers", "1").exit_code == 0
    assert run("evaluate", tmp_path / "报告", "--pairs", tmp_path / "核对.yaml").exit_code == 0
    page = tmp_path / "报告" / "综合评定.html"
    assert run("verify", page, "--workbook", tmp_path / "申请", "--pairs", tmp_path / "核对.yaml").exit_code == 0
    ended = run("verify", page, "--workbook", tmp_path / "申请")
    assert ended.exit_code == 1


def test_a_batch_that_compared_two_options_stands(world: Path, tmp_path: Path) -> None:
    options = ("three-months=corresponding-day", "three-months=next-day")
    readings = [word for option in options for word in ("--reading", option)]
    assert run("batch", world / "申请", "-o", tmp_path / "对照", "--workers", "1", *readings).exit_code == 0
    code, said = answer(world, tmp_path / "对照" / "index.html")
    assert (code, said[:15]) == (0, "【成立】index.html："[:15]), said


def interrupted(applications: Path, output: Path) -> None:
    """Run a batch that is stopped after the first application."""
    with BatchStore(output) as store:
        todo = plan(applications, store, Options(), ("html", "json"), None)
        run_batch.run(todo._replace(open=todo.open[:1]), store, BatchLimits(), lambda row, left: None)
        conclude(todo, store, applications.name)


def test_an_interrupted_batch_is_told_and_not_accused(world: Path, tmp_path: Path) -> None:
    interrupted(world / "申请", tmp_path / "报告")
    code, said = answer(world, tmp_path / "报告" / "index.html")
    assert (code, "【未核对】" in said, "不成立" in said) == (1, True, False), said
    assert "批量评估中途停止，1份没有结果" in said
    rewritten("results.jsonl", '"clear":false', '"clear":true')(tmp_path / "报告")
    code, said = answer(world, tmp_path / "报告" / "index.html")
    assert (code, "【不成立】" in said) == (1, True), said


def test_a_row_of_a_replaced_workbook_is_no_result_of_an_interrupted_batch(world: Path, tmp_path: Path) -> None:
    applications = Path(shutil.copytree(world / "申请", tmp_path / "申请"))
    assert run("batch", applications, "-o", tmp_path / "报告", "--workers", "1").exit_code == 0
    for name in ("甲.xlsx", "丙.xlsx"):
        shutil.copy(SAMPLES / "clinic-half.xlsx", applications / name)
    interrupted(applications, tmp_path / "报告")
    assert [row.name for row in rows_of(tmp_path / "报告")] == ["丙.xlsx"]
    ended = run("verify", tmp_path / "报告" / "index.html", "--workbook", applications)
    assert (ended.exit_code, "【未核对】" in ended.stdout) == (1, True), ended.stdout
