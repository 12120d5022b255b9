"""Any file that medcheck made → whether it still stands. Start reading here: what it is, told by its content, not its name."""

from __future__ import annotations

from pathlib import Path

from medcheck.disk import LARGEST_RESULT, read_file
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.package.zip_parts import zip_parts
from medcheck.report.record.json_file import NOT_THERE
from medcheck.report.record.office_record import CORE
from medcheck.report.record.recorded import read_recorded
from medcheck.shown import file_name
from medcheck.verify.make_again import Files
from medcheck.verify.verified import Verified
from medcheck.verify.verify_face import verify_annotated, verify_paper, verify_pdf
from medcheck.verify.verify_report import verify_report

_OF_BATCH = (b"medcheck-batch-", b"medcheck-evaluation-")
_BATCH_PAGES = (b'<code id="manifest">', b'<code id="evaluation">')
_RECORD = b'id="result"'


def is_of_batch(path: Path) -> bool:
    """Return whether a file is made from a whole batch, and is verified against a folder of applications."""
    content = read_file(path, LARGEST_RESULT, missing=NOT_THERE)
    if content.startswith(b"PK"):
        return any(mark in (zip_parts(content) or {}).get(CORE, b"") for mark in _OF_BATCH)
    return _RECORD not in content and any(mark in content for mark in _BATCH_PAGES)


def verify_file(path: Path, files: Files, engine: Engine) -> Verified:
    """Return whether the report of one application stands: result, page, PDF, workbook given back, or official paper.

    Raises MedcheckError where the file is none of these, or cannot be made again.
    """
    content = read_file(path, LARGEST_RESULT, missing=NOT_THERE)
    if content.startswith(b"%PDF"):
        return verify_pdf(path, content, files, engine)
    if not content.startswith(b"PK"):
        return verify_report(read_recorded(path), files, engine)
    parts = zip_parts(content)
    if parts is None:
        text = "文件不能打开，已损坏或被改动过"
        raise MedcheckError([Problem(Place(file_name(path)), text, "向出具文件的单位索取原件")])
    if "word/document.xml" in parts:
        return verify_paper(path, content, files, engine)
    return verify_annotated(path, content, files, engine)
