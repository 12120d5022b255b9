"""What proves the results of a batch: a list of the SHA-256 of its rows, its pairs and each report, and how it was asked for.

It stands in the batch's `.medcheck`; index and summary carry its own hash, so that no part can be changed without the
others. Knows no page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from medcheck import __version__
from medcheck.batch.batch_asked import BatchAsked
from medcheck.batch.batch_row import Batch, Earlier, Other
from medcheck.disk import LARGEST_RESULT, file_hash, is_within, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import shown_name
from medcheck.strict_model import StrictModel

FORMAT = "medcheck-batch"
FORMAT_VERSION = 1
NAME = ".medcheck/manifest.json"
RESULTS, PAIRS, INDEX, SUMMARY = "results.jsonl", "pairs.jsonl", "index.html", "summary.xlsx"
_MARK = re.compile(r'<code id="manifest">([0-9a-f]{64})</code>')
_ORIGINAL = "用批量评估的结果文件夹里的原件，不要单独拷出"
_AGAIN = "再次运行同一 medcheck batch 命令，会重新生成"


class BatchManifest(StrictModel):
    """The list: by name below the output folder the hash of each file, and what index and summary say beside the rows."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    medcheck: str
    title: str
    asked: BatchAsked
    results_sha256: str
    pairs_sha256: str
    reports: dict[str, str]
    others: tuple[Other, ...]
    skipped: int
    open: int
    earlier: tuple[Earlier, ...]

    @property
    def earlier_hashes(self) -> dict[str, str]:
        """Return by name the hash of each report of an earlier version; an older program kept none."""
        pairs = (pair for one in self.earlier for pair in zip(one.reports, one.reports_sha256, strict=False))
        return {name: sha256 for name, sha256 in pairs if sha256}


def manifest_text(batch: Batch, asked: BatchAsked, results: bytes, pairs: bytes) -> bytes:
    """Return the content of the list for a batch whose rows and pairs are written as these bytes."""
    manifest = BatchManifest(
        medcheck=__version__,
        title=batch.title,
        asked=asked,
        results_sha256=hashlib.sha256(results).hexdigest(),
        pairs_sha256=hashlib.sha256(pairs).hexdigest(),
        reports={
            name: sha256 for row in batch.rows for name, sha256 in zip(row.reports, row.reports_sha256, strict=True)
        },
        others=batch.others,
        skipped=batch.skipped,
        open=batch.open,
        earlier=batch.earlier,
    )
    return (manifest.model_dump_json(indent=2) + "\n").encode()


def read_manifest(folder: Path) -> BatchManifest:
    """Return the list of a batch's output folder as it stands there, whether or not it is that of the index.

    Raises MedcheckError where there is none, and where it cannot be read.
    """
    try:
        content = read_file(folder / NAME, LARGEST_RESULT)
    except MedcheckError as error:
        raise _refused(NAME, "旁边没有核对清单，不能确认结果没有被改动", f"{_ORIGINAL}；{_AGAIN}") from error
    try:
        return BatchManifest.model_validate_json(content)
    except ValidationError as error:
        raise _refused(NAME, "核对清单的内容无法识别", _AGAIN) from error


def is_of_index(folder: Path) -> bool:
    """Return whether the list is the one the index was made with; raise MedcheckError where one of them is missing."""
    listed = read_file(folder / NAME, LARGEST_RESULT)
    try:
        index = read_file(folder / INDEX, LARGEST_RESULT).decode("utf-8", "replace")
    except MedcheckError as error:
        raise _refused(INDEX, "结果文件夹里没有一览，不能确认核对清单没有被改动", _AGAIN) from error
    return _MARK.findall(index) == [hashlib.sha256(listed).hexdigest()]


def altered_files(folder: Path, manifest: BatchManifest) -> Iterator[str]:
    """Yield the name of every file that is not as the batch wrote it, or is gone: rows, pairs, reports, earlier ones."""
    expected: Mapping[str, str] = {
        RESULTS: manifest.results_sha256,
        PAIRS: manifest.pairs_sha256,
        **manifest.reports,
        **manifest.earlier_hashes,
    }
    for name, sha256 in expected.items():
        path = folder / name
        if not is_within(path, folder) or file_hash(path) != sha256:
            yield name


def require_unaltered(folder: Path) -> BatchManifest:
    """Return the list of a batch, every file of which is as it was written; raise MedcheckError with each that is not.

    The same where there is no list or no index, and where one is not that of the other.
    """
    manifest = read_manifest(folder)
    if not is_of_index(folder):
        raise _refused(INDEX, "一览所载的校验值与核对清单（.medcheck/manifest.json）不符：其中之一被改动过", _AGAIN)
    altered = list(altered_files(folder, manifest))
    if altered:
        text = "批量评估之后被改动过，或已不在文件夹中，不能作为依据"
        mend = "从备份取回原件；没有原件的，删去该文件后再次运行同一 medcheck batch 命令"
        raise MedcheckError([Problem(Place(shown_name(name)), text, mend) for name in altered])
    return manifest


def _refused(name: str, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(name), text, mend)])
