"""The record in a page: what was judged of every rule, and by what, so that the page can be verified years later.

The whole result would double the page; the record has its digest, the options, and for every rule verdict, value,
bound, reasons and cells. It stands in the page deflated, as base64, with the SHA-256 of that text.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b64decode, b64encode

from pydantic import ValidationError

from medcheck.assessment.compare.comparison import ComparedAssessment
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import MedcheckError, Place, Problem

_OPEN, _CLOSE = '<script type="application/x-medcheck-record" id="result">', "</script>"
_RECORD = re.compile(f"{_OPEN}([0-9a-f]{{64}}) ([^<]*){_CLOSE}")
# What the words of the law say of every rule; without them the record is a third smaller.
_WORDS = ("title", "cite", "verdict_word", "severity_word")
_LARGEST = 20_000_000


def to_record(assessment: Assessment) -> str:
    """Return the element of the page that holds the record; its text is hex and base64, nothing of it is ever markup."""
    text = run_of(assessment).model_dump_json(exclude={"states": {"__all__": set(_WORDS)}})
    payload = b64encode(zlib.compress(text.encode())).decode()
    return f"{_OPEN}{hashlib.sha256(payload.encode()).hexdigest()} {payload}{_CLOSE}"


def bare(run: ComparedAssessment) -> ComparedAssessment:
    """Return a run as a record keeps it."""
    return run.model_copy(update={"states": tuple(s.model_copy(update=dict.fromkeys(_WORDS, "")) for s in run.states)})


def from_record(page: str, file: str) -> ComparedAssessment:
    """Return the record of a page; raise MedcheckError where there is none, or where a single character was changed."""
    records = _RECORD.findall(page)
    if len(records) != 1:
        raise _refused(
            file, "页面中没有评估记录，不是 medcheck 的报告，或记录已被改动", "选择 assess 生成的 .html 或 .json 文件"
        )
    digest, payload = records[0]
    if hashlib.sha256(payload.encode()).hexdigest() != digest:
        raise _refused(file, "页面中的评估记录与其校验值不符：生成后被改动过", "向出具报告的单位索取原件")
    try:
        return ComparedAssessment.model_validate_json(_inflated(payload))
    except (ValueError, zlib.error, ValidationError) as error:
        text = "页面中的评估记录无法识别，可能由另一版本的 medcheck 生成"
        raise _refused(file, text, "用报告所载版本的 medcheck 核验") from error


def _inflated(payload: str) -> bytes:
    """Return the text of a record; raise ValueError where it would grow beyond reason."""
    opened = zlib.decompressobj()
    text = opened.decompress(b64decode(payload, validate=True), _LARGEST)
    if not opened.eof:
        raise ValueError("the record is cut off or too large")
    return text


def _refused(file: str, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(file), text, mend)])
