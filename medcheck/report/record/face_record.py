"""The short record in a paper or a workbook: of what and by what it was made, so that it can be made again and compared.

A page holds a record of every rule (page_record); here the head alone is enough, with the digest of the whole result.
It stands among the file's own properties, deflated, as base64, and is never shown.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from typing import TypeVar

from medcheck.assessment.compare.comparison import Head
from medcheck.assessment.compare.rule_states import head_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.strict_model import StrictModel

_LINE = re.compile(rb"medcheck-record:([A-Za-z0-9+/=]+)")
_LARGEST = 1_000_000
Recording = TypeVar("Recording", bound=StrictModel)


class PaperRecord(StrictModel):
    """What an official paper was made from: its kind, the result, and the hashes of the files used beside it."""

    kind: str
    head: Head
    case_sha256: str = ""
    previous_sha256: str = ""
    template_sha256: str = ""


def head_line(assessment: Assessment) -> str:
    """Return the record of a result as one line of ASCII."""
    return record_line(head_of(assessment))


def record_line(record: StrictModel) -> str:
    """Return a record as one line of ASCII."""
    return f"medcheck-record:{b64encode(zlib.compress(record.model_dump_json().encode())).decode()}"


def record_of(content: bytes, model: type[Recording], file: str) -> Recording:
    """Return the record that stands in a text; raise MedcheckError where there is none, or not one that can be read."""
    lines = set(_LINE.findall(content))
    if len(lines) != 1:
        raise _refused(file, "文件中没有评估记录，不是 medcheck 生成的，或记录已被改动")
    opened = zlib.decompressobj()
    try:
        text = opened.decompress(b64decode(lines.pop(), validate=True), _LARGEST)
        return model.model_validate_json(text)
    except (ValueError, zlib.error) as error:
        raise _refused(file, "文件中的评估记录无法识别：生成后被改动过，或由另一版本的 medcheck 生成") from error


def _refused(file: str, text: str) -> MedcheckError:
    return MedcheckError([Problem(Place(file), text, "向出具文件的单位索取原件")])
