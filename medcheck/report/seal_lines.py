"""Words what proves which inputs a result was made of: the files beside the workbook, and the hash of each."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.assessment_model import Assessment

FILE_WORDS = {"case": "案件文件", "catalogue": "药品目录", "list": "清单", "inspection": "勘验表"}


def seal_lines(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield what each hash is of, and the SHA-256: workbook, rules, files, options, and the result itself."""
    yield "申请表", assessment.workbook.sha256
    yield "规则包", assessment.regulation.sha256
    if assessment.options:
        yield from ((FILE_WORDS.get(used.what, used.what), used.sha256) for used in assessment.options.files)
        yield "选项", assessment.options.sha256
    if assessment.digest:
        yield "结果", assessment.digest


def file_lines(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield name and SHA-256 of each file that was used beside the workbook; lists stand with their sheets."""
    for used in assessment.options.files if assessment.options else ():
        if used.what != "list":
            yield f"{FILE_WORDS.get(used.what, used.what)} {used.file}", used.sha256
