"""Nothing rests on a result that is not as it was written: notice, compare and evaluate refuse it, and name the file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.report.record.json_file import read_result
from medcheck.verdict import Stage
from tests.applications import ENGINE, SAMPLES

MADE = assess(SAMPLES / "clinic-defects.xlsx", Options(Stage.ACCEPTANCE), ENGINE)
TEXT = to_json(MADE)
ALTERED = (
    "错误：结果.json：评估结果与其摘要（digest）不符：生成后被改动过，不能作为依据\n"
    "  处理：使用未经改动的原件；没有原件的，请用 medcheck assess --format json 重新生成\n"
)
CHANGES = {
    "值": TEXT.replace('"59.96㎡"', '"68.5㎡"', 1),
    "结论": TEXT.replace(f'"conclusion_word": "{MADE.conclusion_word}"', '"conclusion_word": "受理"', 1),
    "摘要": TEXT.replace(MADE.digest, "0" * 64, 1),
    "同一键写两次": TEXT.replace('"total": 88', '"total": 87,\n  "total": 88', 1),
    "少一项认定": json.dumps({**json.loads(TEXT), "findings": json.loads(TEXT)["findings"][1:]}, ensure_ascii=False),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES)
def test_an_altered_result_is_refused_before_anything_rests_on_it(tmp_path: Path, text: str) -> None:
    assert text != TEXT
    path, whole = tmp_path / "结果.json", tmp_path / "原件.json"
    path.write_text(text, encoding="utf-8")
    whole.write_text(TEXT, encoding="utf-8")
    asked = (
        ("notice", "correction", path, "-o", tmp_path / "文书.docx"),
        ("notice", "correction", whole, "--previous", path, "-o", tmp_path / "文书.docx"),
        ("compare", path, whole),
        ("compare", whole, path),
    )
    for arguments in asked:
        ended = run(*arguments)
        assert (ended.exit_code, ended.stderr) == (3, ALTERED)
    assert not (tmp_path / "文书.docx").exists()


def test_a_result_without_a_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "结果.json").write_text(TEXT.replace(MADE.digest, "", 1), encoding="utf-8")
    ended = run("compare", tmp_path / "结果.json", tmp_path / "结果.json")
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (
        3,
        "错误：结果.json：评估结果没有摘要（digest），不能确认没有被改动",
    )


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        json.dumps(json.loads(TEXT)),
        json.dumps(json.loads(TEXT), ensure_ascii=False, indent=4, sort_keys=True),
    ],
    ids=["Windows 换行", "BOM", "压成一行", "另排键的次序"],
)
def test_the_same_content_in_other_bytes_is_no_other_result(tmp_path: Path, text: str) -> None:
    (tmp_path / "结果.json").write_bytes(text.encode())
    assert read_result(tmp_path / "结果.json") == MADE


def test_the_result_of_an_older_program_with_fewer_fields_still_fits(tmp_path: Path) -> None:
    value = {name: part for name, part in json.loads(TEXT).items() if name != "materials"} | {"digest": ""}
    plain = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    digest = hashlib.sha256(plain.encode()).hexdigest()
    text = plain.replace('"digest": ""', f'"digest": "{digest}"')
    for written in (text, text.replace("\n", "\r\n")):
        (tmp_path / "结果.json").write_bytes(written.encode())
        assert read_result(tmp_path / "结果.json").digest == digest
