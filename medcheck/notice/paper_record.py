"""Puts into an official paper the record of what it was made from, so that it can be verified. Judges nothing."""

from __future__ import annotations

from pathlib import Path

from medcheck.assessment.compare.rule_states import head_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.disk import file_hash
from medcheck.notice.paper_kinds import OfficialPaper
from medcheck.report.record.face_record import PaperRecord, record_line
from medcheck.report.record.office_record import with_record


def with_paper_record(
    document: bytes,
    kind: OfficialPaper,
    assessment: Assessment,
    *,
    case: Path | None = None,
    previous: Path | None = None,
    template: Path | None = None,
) -> bytes:
    """Return the paper with its kind, its result and the hashes of the files it was made with among its properties."""
    record = PaperRecord(
        kind=kind.id,
        head=head_of(assessment),
        case_sha256=file_hash(case) if case else "",
        previous_sha256=file_hash(previous) if previous else "",
        template_sha256=file_hash(template) if template else "",
    )
    return with_record(document, record_line(record))
