"""The output folder of a batch → its rows, pairs and whole results. Whatever does not fit together is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch.batch_row import BatchRow, Pair
from medcheck.batch.manifest import PAIRS, RESULTS, require_unaltered
from medcheck.batch.run_batch import rows_of
from medcheck.disk import LARGEST_RESULT, is_within, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.record.json_file import read_result
from medcheck.shown import shown_name

_AGAIN = "再次运行 medcheck batch 生成结果，--format 要包括 json"


class Result(NamedTuple):
    """An application that was assessed: its line of the batch and its whole result."""

    row: BatchRow
    assessment: Assessment


class Gathered(NamedTuple):
    """What a batch left: results by name, refused workbooks, what stands in two; the hash of results.jsonl."""

    title: str
    results: tuple[Result, ...]
    refused: tuple[BatchRow, ...]
    pairs: tuple[Pair, ...]
    sha256: str


def gather(folder: Path) -> Gathered:
    """Return what a batch left in its output folder.

    Raises MedcheckError where no batch stands there, where anything of it was changed since, or where a result was not
    kept as JSON or is not that of its line.
    """
    if not (folder / RESULTS).is_file():
        raise _refused(folder.name, "这里没有批量评估的结果（results.jsonl）", "写 medcheck batch 的输出文件夹")
    manifest = require_unaltered(folder)
    try:
        rows = tuple(rows_of(folder))
        pairs = tuple(_pairs(folder))
    except (ValidationError, UnicodeDecodeError) as error:
        raise _refused(folder.name, "results.jsonl 或 pairs.jsonl 的内容无法识别", _AGAIN) from error
    assessed = [row for row in rows if row.status == "assessed"]
    if not assessed:
        raise _refused(folder.name, "没有一份申请得到评估，无从比较", "先处理一览中列出的原因，再次运行 medcheck batch")
    results = tuple(Result(row, _result(folder, row)) for row in assessed)
    refused = tuple(row for row in rows if row.status == "refused")
    return Gathered(shown_name(folder.resolve().name), results, refused, pairs, manifest.results_sha256)


def _pairs(folder: Path) -> Iterator[Pair]:
    text = read_file(folder / PAIRS, LARGEST_RESULT).decode("utf-8")
    yield from (Pair.model_validate_json(line) for line in text.split("\n") if line)


def _result(folder: Path, row: BatchRow) -> Assessment:
    name = next((name for name in row.reports if name.endswith(".json")), "")
    if name and not is_within(folder / name, folder):
        raise _refused(row.name, "results.jsonl 中的结果文件不在这个文件夹里", _AGAIN)
    if not name:
        raise _refused(row.name, "没有 JSON 结果", _AGAIN)
    result = read_result(folder / name)
    if (result.workbook.sha256, result.conclusion) != (row.sha256, row.conclusion):
        raise _refused(row.name, "JSON 结果与 results.jsonl 不一致", _AGAIN)
    return result


def _refused(place: str, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(place), text, mend)])
