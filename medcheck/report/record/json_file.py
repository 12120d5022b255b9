"""The JSON text of a result → the Assessment, the versioned value every other face is made from; and its schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from medcheck.assessment.model.assessment_model import FORMAT, FORMAT_VERSION, Assessment
from medcheck.disk import LARGEST_RESULT, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.record.seal import Fit, fit_of
from medcheck.shown import file_name

NOT_THERE = ("文件不存在或不能读取", "核对文件名和所在文件夹")
_AGAIN = "请用 medcheck assess --format json 重新生成"


def from_json(text: str, *, file: str = "评估结果.json") -> Assessment:
    """Return the assessment a JSON text holds.

    `file` is the name that stands in the message. Raises MedcheckError when the text is no JSON, no assessment, of
    another format version, or does not fit the schema; then with every place that does not fit.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(file, "应为 JSON，内容无法识别", _AGAIN) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _refused(
            file, f"应为 medcheck 评估结果（format 为“{FORMAT}”），内容不是", "请选择 assess 生成的 .json 文件"
        )
    version = value.get("format_version")
    if version != FORMAT_VERSION:
        raise _refused(file, f"格式版本应为 {FORMAT_VERSION}，现为 {version}", f"{_AGAIN}，或使用相应版本的 medcheck")
    try:
        return Assessment.model_validate_json(text)
    except ValidationError as error:
        raise MedcheckError(
            Problem(Place(file), f"“{_path(fault['loc'])}”不符合评估结果的格式", _AGAIN) for fault in error.errors()
        ) from error


def read_result(path: Path) -> Assessment:
    """Return the assessment of a JSON file on which something is to rest: a paper, a comparison, an evaluation.

    Raises MedcheckError as `from_json`, where the file cannot be read, and where it is not as it was written.
    """
    try:
        text = read_file(path, LARGEST_RESULT, missing=NOT_THERE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(file_name(path), "应为 UTF-8 编码的 JSON，内容无法识别", _AGAIN) from error
    assessment = from_json(text, file=file_name(path))
    if not assessment.digest:
        raise _refused(file_name(path), "评估结果没有摘要（digest），不能确认没有被改动", _AGAIN)
    if fit_of(text, assessment) is Fit.NOT:
        text = "评估结果与其摘要（digest）不符：生成后被改动过，不能作为依据"
        raise _refused(file_name(path), text, f"使用未经改动的原件；没有原件的，{_AGAIN}")
    return assessment


def schema() -> str:
    """Return the JSON Schema of the text; docs/schemas/result.schema.json holds the same."""
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    document |= Assessment.model_json_schema(mode="serialization")
    document["properties"]["format"]["const"] = FORMAT
    document["properties"]["format_version"]["const"] = FORMAT_VERSION
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _refused(file: str, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(file), text, mend)])


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)
