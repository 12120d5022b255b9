"""The JSON face: round trip, schema, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from medcheck.assessment.result_text import to_json
from medcheck.errors import MedcheckError
from medcheck.report.record.json_file import from_json, schema
from tests.report_sample import sample

SCHEMA = Path(__file__).parent.parent / "docs" / "schemas" / "result.schema.json"


def test_json_comes_back_as_the_same_assessment() -> None:
    assert from_json(to_json(sample())) == sample()


def test_json_keeps_chinese_and_the_order_of_the_model() -> None:
    text = to_json(sample())
    assert text.startswith('{\n  "format": "medcheck-assessment",\n  "format_version": 2,\n  "medcheck": "0.1.0",\n')
    assert text.endswith("\n}\n")
    assert '"name": "聊城市东昌府区康宁诊所"' in text


def test_schema_in_the_repository_is_the_one_of_the_model() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema()
    jsonschema.validate(json.loads(to_json(sample())), json.loads(schema()))


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("{", ["错误：甲.json：应为 JSON，内容无法识别\n  处理：请用 medcheck assess --format json 重新生成"]),
        (
            "[]",
            [
                "错误：甲.json：应为 medcheck 评估结果（format 为“medcheck-assessment”），内容不是\n"
                "  处理：请选择 assess 生成的 .json 文件"
            ],
        ),
        (
            '{"format": "medcheck-assessment", "format_version": 1}',
            [
                "错误：甲.json：格式版本应为 2，现为 1\n"
                "  处理：请用 medcheck assess --format json 重新生成，或使用相应版本的 medcheck"
            ],
        ),
        (
            to_json(sample()).replace('"total": 24', '"total": "很多"').replace('"verdict": "fail",', "", 1),
            [
                "错误：甲.json：“total”不符合评估结果的格式\n  处理：请用 medcheck assess --format json 重新生成",
                "错误：甲.json：“counts.1.verdict”不符合评估结果的格式\n"
                "  处理：请用 medcheck assess --format json 重新生成",
            ],
        ),
    ],
    ids=["no JSON", "no assessment", "another version", "does not fit"],
)
def test_refused_json(text: str, messages: list[str]) -> None:
    with pytest.raises(MedcheckError) as refused:
        from_json(text, file="甲.json")
    assert sorted(map(str, refused.value.problems)) == sorted(messages)
