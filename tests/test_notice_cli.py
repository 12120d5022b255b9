"""`medcheck notice` at the door: what is written where, what is printed, the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.report.report_files import free_path
from medcheck.verdict import Stage
from tests.papers import CASE, lines, result


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["notice", *map(str, arguments)], prog_name="medcheck")


@pytest.fixture
def filed(tmp_path: Path) -> tuple[Path, Path]:
    """Return a result and its case file on disk."""
    made, case = tmp_path / "结果.json", tmp_path / "案件.yaml"
    made.write_text(to_json(result("pharmacy-chain-defects", Stage.ACCEPTANCE)), encoding="utf-8")
    case.write_text(CASE, encoding="utf-8")
    return made, case


def test_a_paper_is_written_and_the_remarks_are_printed(filed: tuple[Path, Path], tmp_path: Path) -> None:
    made = run("correction", filed[0], "--case", filed[1], "-o", tmp_path / "补正.docx")
    assert (made.exit_code, made.stdout) == (0, f"文书：{tmp_path / '补正.docx'}\n")
    assert made.stderr == (
        "提示：材料补正一次性告知书：尚有 9 项待经办机构核查，告知书不列这些事项\n"
        "  处理：宜先完成核查；查明有不予受理情形的，应改发不予受理通知书\n"
        "提示：材料补正一次性告知书：有 1 项按申请日期计算，补正不能使其满足：应参保人员在本单位参保三个月以上\n"
        "  处理：告知书已写明只有在2020年1月1日以后重新申请才能满足；申请单位可以撤回后届时重新申请\n"
    )
    assert "材料补正一次性告知书" in lines((tmp_path / "补正.docx").read_bytes())


@pytest.mark.parametrize("word", ["withdrawn", "视为撤回", "视为撤回申请通知书"])
def test_a_paper_is_called_by_its_id_its_alias_or_its_title(
    filed: tuple[Path, Path], tmp_path: Path, word: str
) -> None:
    made = run(word, filed[0], "--case", filed[1], "-o", tmp_path)
    name = "聊城霖溪堂医药连锁有限公司临清曙光路店-视为撤回申请通知书.docx"
    assert (made.exit_code, made.stdout, made.stderr) == (0, f"文书：{tmp_path / name}\n", "")


def test_a_paper_that_stands_there_already_is_kept(filed: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "文书.docx").write_bytes(b"worked on by hand")
    (tmp_path / "文书-2.docx").write_bytes(b"also")
    made = run("withdrawn", filed[0], "--case", filed[1], "-o", tmp_path / "文书.docx")
    assert (made.exit_code, made.stdout) == (0, f"文书：{tmp_path / '文书-3.docx'}\n")
    assert (tmp_path / "文书.docx").read_bytes() == b"worked on by hand"
    assert free_path(tmp_path / "新.docx") == tmp_path / "新.docx"


def test_a_refused_paper_is_not_written(filed: tuple[Path, Path], tmp_path: Path) -> None:
    made = run("acceptance", filed[0], "--case", filed[1], "-o", tmp_path / "受理.docx")
    assert (made.exit_code, made.stdout) == (3, "")
    assert made.stderr.startswith("错误：受理通知书：用于“受理”阶段结论为“予以受理”的申请")
    assert not (tmp_path / "受理.docx").exists()


def test_a_folder_that_cannot_be_written_is_told(filed: tuple[Path, Path], tmp_path: Path) -> None:
    made = run("withdrawn", filed[0], "--case", filed[1], "-o", filed[1] / "文书.docx")
    assert (made.exit_code, made.stdout) == (3, "")
    assert made.stderr == (
        "错误：文书.docx：不能写入文书：同名的文件已存在，不是文件夹\n"
        "  处理：关闭正在打开的同名文件，检查文件夹权限和磁盘空间，或用 -o 换一个文件夹\n"
    )


USAGE = [
    (
        ("补证", "结果.json"),
        "“文书”的值不正确：没有文书“补证”，可用的文书为 acceptance（受理）、correction（补正）、refusal（不予受理）、"
        "desk-result（评估结果）、not-selected（未入选）、withdrawn（视为撤回）、filing（备案）",
    ),
    (("correction", "没有.json"), "“结果.json”的值不正确：文件不存在；是否指“结果.json”？"),
    (("correction", "结果.json", "-o", "文书.pdf"), "“--output”的值不正确：文件名应以 .docx 结尾，现为“文书.pdf”"),
]


@pytest.mark.parametrize(("arguments", "text"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_usage(
    filed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], text: str
) -> None:
    monkeypatch.chdir(filed[0].parent)
    made = run(*arguments)
    assert (made.exit_code, made.stdout) == (2, "")
    assert made.stderr == f"错误：{text}\n  处理：运行 medcheck notice --help 查看用法和示例。\n"


def other_version(text: str) -> str:
    return json.dumps(json.loads(text) | {"format_version": 99}, ensure_ascii=False)


def without_findings(text: str) -> str:
    return json.dumps({key: value for key, value in json.loads(text).items() if key != "findings"})


FOREIGN = [
    (lambda text: text.encode("utf-16"), "应为 UTF-8 编码的 JSON，内容无法识别"),
    (lambda text: text[:200].encode(), "应为 JSON，内容无法识别"),
    (lambda text: b'{"name": "x"}', "应为 medcheck 评估结果（format 为“medcheck-assessment”），内容不是"),
    (lambda text: other_version(text).encode(), "格式版本应为 2，现为 99"),
    (lambda text: without_findings(text).encode(), "“findings”不符合评估结果的格式"),
]


@pytest.mark.parametrize(("spoilt", "text"), FOREIGN, ids=[text for _, text in FOREIGN])
def test_a_result_that_is_none_is_refused(filed: tuple[Path, Path], spoilt, text: str) -> None:  # type: ignore[no-untyped-def]
    filed[0].write_bytes(spoilt(filed[0].read_text(encoding="utf-8")))
    made = run("withdrawn", filed[0], "--case", filed[1])
    assert (made.exit_code, made.stdout) == (3, "")
    assert made.stderr.startswith(f"错误：结果.json：{text}\n")


def test_a_byte_order_mark_does_no_harm(filed: tuple[Path, Path], tmp_path: Path) -> None:
    filed[0].write_text(filed[0].read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert run("withdrawn", filed[0], "--case", filed[1], "-o", tmp_path / "x.docx").exit_code == 0


def test_a_wrong_key_of_the_case_file_is_told_with_its_line(filed: tuple[Path, Path]) -> None:
    filed[1].write_text("case: 1\npapers:\n  corection: {number: 1}\n", encoding="utf-8")
    made = run("withdrawn", filed[0], "--case", filed[1])
    assert (made.exit_code, made.stderr) == (
        3,
        "错误：案件.yaml 第 3 行：“papers”中没有“corection”这个键；是否应为“correction”？\n"
        "  处理：可用的键：acceptance、correction、refusal、desk-result、not-selected、withdrawn、filing\n",
    )


def test_help_names_every_paper() -> None:
    made = run("--help")
    assert made.exit_code == 0
    assert "correction    材料补正一次性告知书：材料不齐全，一次告知全部需补正的内容和期限" in made.stdout
    assert "medcheck notice correction 报告/申请.json --case 案件.yaml -o 补正告知书.docx" in made.stdout
