"""The workbook and the case file of a case, laid out as the command line finds them: whoever assesses, the names are the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medcheck.casework.case_text import CASE_FILE_NAME, case_text
from medcheck.casework.fold import CaseState

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def submission_name(state: CaseState, content: bytes) -> str:
    """Return the name under which the workbook that counts is assessed: `案件3-第1次提交.xlsx`."""
    number = sum(1 for event in state.events if event.files.get(event.effects.submission))
    return f"案件{state.case}-第{number}次提交{_suffix(content)}"


@contextmanager
def laid_out(state: CaseState, content: bytes) -> Iterator[tuple[Path, Path]]:
    """Lay the workbook that counts and the case file into a folder of their own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="medcheck-") as folder:
        workbook, case = Path(folder) / submission_name(state, content), Path(folder) / CASE_FILE_NAME
        workbook.write_bytes(content)
        case.write_text(case_text(state), encoding="utf-8")
        yield workbook, case


def _suffix(content: bytes) -> str:
    """Return how the name of a workbook ends, by what it is."""
    if content.startswith(_OLE):
        return ".xls"
    return ".ods" if b"opendocument.spreadsheet" in content[:200] else ".xlsx"
