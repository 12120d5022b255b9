"""The output folder of a batch → its rows, pairs and whole results. Whatever does not fit together is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch.batch_row import BatchRow, Pair
from medcheck.batch.manifest import PAIRS, RESULTS, require_unaltered
from medcheck.batch.run_batch import rows_of
from medcheck.disk import LARGEST_RESULT, is_within, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.evaluation.pair_checks import PairChecks, check_pairs
from medcheck.report.record.json_file import read_result

_SAME_FACILITY = "facility"
_AGAIN = "再次运行 medcheck batch 生成结果，--format 要包括 json"


class Result(NamedTuple):
    """A facility that was assessed: the line of its application and the whole result.

    `replaced` are the lines of its earlier applications in the same batch, which do not count.
    """

    row: BatchRow
    assessment: Assessment
    replaced: tuple[BatchRow, ...] = ()


class Gathered(NamedTuple):
    """What a batch left: results by name, refused workbooks, what stands in two; the hash of results.jsonl.

    `checks` are the pairs with what people found out, and the file that says so.
    """

    title: str
    results: tuple[Result, ...]
    refused: tuple[BatchRow, ...]
    checks: PairChecks
    sha256: str


def gather(folder: Path, answers: Path | None = None) -> Gathered:
    """Return what a batch left in its output folder; `answers` is the file in which people answer its pairs.

    Of two applications of one facility the later counts.

    Raises MedcheckError where no batch stands there, where anything of it was changed since, or where a result was not
    kept as JSON or is not that of its line; WorkbookError for answers that do not fit the pairs.
    """
    if not (folder / RESULTS).is_file():
        raise _refused(folder.name, "这里没有批量评估的结果（results.jsonl）", "写 medcheck batch 的输出文件夹")
    manifest = require_unaltered(folder)
    try:
        rows = tuple(rows_of(folder))
        pairs = list(_pairs(folder))
    except (ValidationError, UnicodeDecodeError) as error:
        raise _refused(folder.name, "results.jsonl 或 pairs.jsonl 的内容无法识别", _AGAIN) from error
    assessed = [row for row in rows if row.status == "assessed"]
    if not assessed:
        raise _refused(folder.name, "没有一份申请得到评估，无从比较", "先处理一览中列出的原因，再次运行 medcheck batch")
    results = tuple(_counted([Result(row, _result(folder, row)) for row in assessed]))
    refused = tuple(row for row in rows if row.status == "refused")
    return Gathered(manifest.title, results, refused, _checked(pairs, answers), manifest.results_sha256)


def _pairs(folder: Path) -> Iterator[Pair]:
    text = read_file(folder / PAIRS, LARGEST_RESULT).decode("utf-8")
    yield from (Pair.model_validate_json(line) for line in text.split("\n") if line)


def _checked(pairs: Sequence[Pair], answers: Path | None) -> PairChecks:
    """Return the pairs of different facilities with their answers: that a facility is itself needs none."""
    return check_pairs([pair for pair in pairs if pair.kind != _SAME_FACILITY], answers)


def _counted(results: Sequence[Result]) -> Iterator[Result]:
    """Yield of each facility its latest application, by application date, then by name, with the earlier ones."""
    by_code: dict[str, list[Result]] = {}
    for result in results:
        by_code.setdefault(result.row.uscc or f"\0{result.row.name}", []).append(result)
    for same in by_code.values():
        *earlier, latest = sorted(same, key=lambda result: (result.row.application_date, result.row.name))
        yield latest._replace(replaced=tuple(result.row for result in earlier))


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
